from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.user_read import UserRead
from ...types import Response


def _get_kwargs(
    user_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/users/{user_id}".format(
            user_id=quote(str(user_id), safe=""),
        ),
        "extensions": {"operation": "get_user", "path": "/users/{user_id}"},
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> None | UserRead | None:
    if 200 <= response.status_code <= 299:
        _response_2xx = response.json()
        response_2xx: None | UserRead
        if _response_2xx is None:
            response_2xx = _response_2xx
        else:
            response_2xx_type_0 = UserRead.from_dict(_response_2xx)

            response_2xx = response_2xx_type_0

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[None | UserRead]:
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
    *,
    client: AuthenticatedClient,
) -> Response[None | UserRead]:
    """One user

     v2: for platform administrators, and for everybody about themselves; v3: for every account. The
    e-mail address is left out unless the caller is that user or a platform administrator.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None | UserRead]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    user_id: str,
    *,
    client: AuthenticatedClient,
) -> None | UserRead | None:
    """One user

     v2: for platform administrators, and for everybody about themselves; v3: for every account. The
    e-mail address is left out unless the caller is that user or a platform administrator.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None | UserRead
    """

    return sync_detailed(
        user_id=user_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[None | UserRead]:
    """One user

     v2: for platform administrators, and for everybody about themselves; v3: for every account. The
    e-mail address is left out unless the caller is that user or a platform administrator.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None | UserRead]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    user_id: str,
    *,
    client: AuthenticatedClient,
) -> None | UserRead | None:
    """One user

     v2: for platform administrators, and for everybody about themselves; v3: for every account. The
    e-mail address is left out unless the caller is that user or a platform administrator.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None | UserRead
    """

    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
        )
    ).parsed
