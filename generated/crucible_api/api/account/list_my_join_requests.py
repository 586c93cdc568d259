from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.join_request_page import JoinRequestPage
from ...models.review_status import ReviewStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    status: ReviewStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    params["limit"] = limit

    params["offset"] = offset

    params["cursor"] = cursor

    params["include_total"] = include_total

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/account/join_requests",
        "extensions": {"operation": "list_my_join_requests", "path": "/account/join_requests"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> JoinRequestPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = JoinRequestPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[JoinRequestPage]:
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
    status: ReviewStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[JoinRequestPage]:
    """The caller's own requests to join, newest first

    Args:
        status (ReviewStatus | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JoinRequestPage]
    """

    kwargs = _get_kwargs(
        status=status,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    status: ReviewStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> JoinRequestPage | None:
    """The caller's own requests to join, newest first

    Args:
        status (ReviewStatus | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JoinRequestPage
    """

    return sync_detailed(
        client=client,
        status=status,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    status: ReviewStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[JoinRequestPage]:
    """The caller's own requests to join, newest first

    Args:
        status (ReviewStatus | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JoinRequestPage]
    """

    kwargs = _get_kwargs(
        status=status,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    status: ReviewStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> JoinRequestPage | None:
    """The caller's own requests to join, newest first

    Args:
        status (ReviewStatus | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JoinRequestPage
    """

    return (
        await asyncio_detailed(
            client=client,
            status=status,
            limit=limit,
            offset=offset,
            cursor=cursor,
            include_total=include_total,
        )
    ).parsed
