from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.first_thumbnails import FirstThumbnails
from ...types import Response


def _get_kwargs(
    *,
    body: list[str],
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datasets/first_thumbnails",
        "extensions": {"operation": "list_first_thumbnails", "path": "/datasets/first_thumbnails"},
    }

    _kwargs["json"] = body

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FirstThumbnails | None:
    if 200 <= response.status_code <= 299:
        response_2xx = FirstThumbnails.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[FirstThumbnails]:
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
    body: list[str],
) -> Response[FirstThumbnails]:
    """The first thumbnail of each of several datasets

     Late v2 servers have it; whether v3 has it is not known.

    Args:
        body (list[str]):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FirstThumbnails]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: list[str],
) -> FirstThumbnails | None:
    """The first thumbnail of each of several datasets

     Late v2 servers have it; whether v3 has it is not known.

    Args:
        body (list[str]):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FirstThumbnails
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: list[str],
) -> Response[FirstThumbnails]:
    """The first thumbnail of each of several datasets

     Late v2 servers have it; whether v3 has it is not known.

    Args:
        body (list[str]):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FirstThumbnails]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: list[str],
) -> FirstThumbnails | None:
    """The first thumbnail of each of several datasets

     Late v2 servers have it; whether v3 has it is not known.

    Args:
        body (list[str]):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FirstThumbnails
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
