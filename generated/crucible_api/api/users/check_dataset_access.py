from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.effective_resource_access import EffectiveResourceAccess
from ...types import Response


def _get_kwargs(
    user_ref: str,
    dataset_mfid: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/users/{user_ref}/datasets/{dataset_mfid}".format(
            user_ref=quote(str(user_ref), safe=""),
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "check_dataset_access", "path": "/users/{user_ref}/datasets/{dataset_mfid}"},
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EffectiveResourceAccess | None:
    if 200 <= response.status_code <= 299:
        response_2xx = EffectiveResourceAccess.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[EffectiveResourceAccess]:
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
    user_ref: str,
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[EffectiveResourceAccess]:
    """What a user may do with a dataset

     For administrators; everybody may ask about themselves.

    Args:
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EffectiveResourceAccess]
    """

    kwargs = _get_kwargs(
        user_ref=user_ref,
        dataset_mfid=dataset_mfid,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    user_ref: str,
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
) -> EffectiveResourceAccess | None:
    """What a user may do with a dataset

     For administrators; everybody may ask about themselves.

    Args:
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EffectiveResourceAccess
    """

    return sync_detailed(
        user_ref=user_ref,
        dataset_mfid=dataset_mfid,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_ref: str,
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[EffectiveResourceAccess]:
    """What a user may do with a dataset

     For administrators; everybody may ask about themselves.

    Args:
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EffectiveResourceAccess]
    """

    kwargs = _get_kwargs(
        user_ref=user_ref,
        dataset_mfid=dataset_mfid,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    user_ref: str,
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
) -> EffectiveResourceAccess | None:
    """What a user may do with a dataset

     For administrators; everybody may ask about themselves.

    Args:
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EffectiveResourceAccess
    """

    return (
        await asyncio_detailed(
            user_ref=user_ref,
            dataset_mfid=dataset_mfid,
            client=client,
        )
    ).parsed
