from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.user_public_read import UserPublicRead
from ...types import UNSET, Response, Unset, as_list


def _get_kwargs(
    *,
    q: str,
    is_service_account: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["q"] = q

    params["is_service_account"] = is_service_account

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/users/search",
        "extensions": {"operation": "search_users", "path": "/users/search"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> list[UserPublicRead] | None:
    if 200 <= response.status_code <= 299:
        response_2xx = []
        _response_2xx = response.json()
        for response_2xx_item_data in as_list(_response_2xx):
            response_2xx_item = UserPublicRead.from_dict(response_2xx_item_data)

            response_2xx.append(response_2xx_item)

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[list[UserPublicRead]]:
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
    *,
    client: AuthenticatedClient,
    q: str,
    is_service_account: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[list[UserPublicRead]]:
    """Users whose username, first or last name contains a text, in any case

     Open to every account; also the way to see whether a username is free.

    Args:
        q (str):
        is_service_account (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[UserPublicRead]]
    """

    kwargs = _get_kwargs(
        q=q,
        is_service_account=is_service_account,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    q: str,
    is_service_account: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> list[UserPublicRead] | None:
    """Users whose username, first or last name contains a text, in any case

     Open to every account; also the way to see whether a username is free.

    Args:
        q (str):
        is_service_account (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[UserPublicRead]
    """

    return sync_detailed(
        client=client,
        q=q,
        is_service_account=is_service_account,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    q: str,
    is_service_account: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[list[UserPublicRead]]:
    """Users whose username, first or last name contains a text, in any case

     Open to every account; also the way to see whether a username is free.

    Args:
        q (str):
        is_service_account (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[UserPublicRead]]
    """

    kwargs = _get_kwargs(
        q=q,
        is_service_account=is_service_account,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    q: str,
    is_service_account: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> list[UserPublicRead] | None:
    """Users whose username, first or last name contains a text, in any case

     Open to every account; also the way to see whether a username is free.

    Args:
        q (str):
        is_service_account (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[UserPublicRead]
    """

    return (
        await asyncio_detailed(
            client=client,
            q=q,
            is_service_account=is_service_account,
            limit=limit,
        )
    ).parsed
