from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.confirmation import Confirmation
from ...types import Response


def _get_kwargs(
    user_id: str,
    group_name: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/users/{user_id}/access_groups/{group_name}".format(
            user_id=quote(str(user_id), safe=""),
            group_name=quote(str(group_name), safe=""),
        ),
        "extensions": {"operation": "add_user_to_access_group", "path": "/users/{user_id}/access_groups/{group_name}"},
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Confirmation | None:
    if 200 <= response.status_code <= 299:
        response_2xx = Confirmation.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Confirmation]:
    try:
        parsed = _parse_response(client=client, response=response)
    except errors.UNREADABLE as error:
        raise client.on_unexpected(response, error) from error
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=parsed,
    )


def sync_detailed(
    user_id: str,
    group_name: str,
    *,
    client: AuthenticatedClient,
) -> Response[Confirmation]:
    """Puts a user into an access group

     For administrators. v3 has project members and the service accounts of instruments instead.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        group_name (str):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
        group_name=group_name,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    user_id: str,
    group_name: str,
    *,
    client: AuthenticatedClient,
) -> Confirmation | None:
    """Puts a user into an access group

     For administrators. v3 has project members and the service accounts of instruments instead.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        group_name (str):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation
    """

    return sync_detailed(
        user_id=user_id,
        group_name=group_name,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    group_name: str,
    *,
    client: AuthenticatedClient,
) -> Response[Confirmation]:
    """Puts a user into an access group

     For administrators. v3 has project members and the service accounts of instruments instead.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        group_name (str):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
        group_name=group_name,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    user_id: str,
    group_name: str,
    *,
    client: AuthenticatedClient,
) -> Confirmation | None:
    """Puts a user into an access group

     For administrators. v3 has project members and the service accounts of instruments instead.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        group_name (str):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation
    """

    return (
        await asyncio_detailed(
            user_id=user_id,
            group_name=group_name,
            client=client,
        )
    ).parsed
