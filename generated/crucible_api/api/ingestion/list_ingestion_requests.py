from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.ingestion_request_page import IngestionRequestPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    dataset_mfid: str | Unset = UNSET,
    file_mfid: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["dataset_mfid"] = dataset_mfid

    params["file_mfid"] = file_mfid

    params["limit"] = limit

    params["offset"] = offset

    params["cursor"] = cursor

    params["include_total"] = include_total

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/ingestion_requests",
        "extensions": {"operation": "list_ingestion_requests", "path": "/ingestion_requests"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> IngestionRequestPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = IngestionRequestPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[IngestionRequestPage]:
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
    dataset_mfid: str | Unset = UNSET,
    file_mfid: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[IngestionRequestPage]:
    """Ingestion requests

     Early v2 servers probably answered a bare array.

    Args:
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        file_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IngestionRequestPage]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        file_mfid=file_mfid,
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
    dataset_mfid: str | Unset = UNSET,
    file_mfid: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> IngestionRequestPage | None:
    """Ingestion requests

     Early v2 servers probably answered a bare array.

    Args:
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        file_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IngestionRequestPage
    """

    return sync_detailed(
        client=client,
        dataset_mfid=dataset_mfid,
        file_mfid=file_mfid,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    dataset_mfid: str | Unset = UNSET,
    file_mfid: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[IngestionRequestPage]:
    """Ingestion requests

     Early v2 servers probably answered a bare array.

    Args:
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        file_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IngestionRequestPage]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        file_mfid=file_mfid,
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
    dataset_mfid: str | Unset = UNSET,
    file_mfid: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> IngestionRequestPage | None:
    """Ingestion requests

     Early v2 servers probably answered a bare array.

    Args:
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        file_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IngestionRequestPage
    """

    return (
        await asyncio_detailed(
            client=client,
            dataset_mfid=dataset_mfid,
            file_mfid=file_mfid,
            limit=limit,
            offset=offset,
            cursor=cursor,
            include_total=include_total,
        )
    ).parsed
