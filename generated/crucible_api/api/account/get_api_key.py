from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.api_key_read import ApiKeyRead
from ...types import Response


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/account/apikey",
        "extensions": {"operation": "get_api_key", "path": "/account/apikey"},
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ApiKeyRead | None:
    if 200 <= response.status_code <= 299:
        response_2xx = ApiKeyRead.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ApiKeyRead]:
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
) -> Response[ApiKeyRead]:
    """The caller's key

     The same key each time. 404 while the account has none.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiKeyRead]
    """

    kwargs = _get_kwargs()

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
) -> ApiKeyRead | None:
    """The caller's key

     The same key each time. 404 while the account has none.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiKeyRead
    """

    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
) -> Response[ApiKeyRead]:
    """The caller's key

     The same key each time. 404 while the account has none.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiKeyRead]
    """

    kwargs = _get_kwargs()

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
) -> ApiKeyRead | None:
    """The caller's key

     The same key each time. 404 while the account has none.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiKeyRead
    """

    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
