from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.ingestion_request import IngestionRequest
from ...models.request_ingestion_status import (
    RequestIngestionStatus,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    file_mfid: str,
    *,
    ingestion_class: str | Unset = UNSET,
    status: RequestIngestionStatus | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["ingestion_class"] = ingestion_class

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/files/{file_mfid}/ingest".format(
            file_mfid=quote(str(file_mfid), safe=""),
        ),
        "extensions": {"operation": "request_ingestion", "path": "/files/{file_mfid}/ingest"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> IngestionRequest | None:
    if 200 <= response.status_code <= 299:
        response_2xx = IngestionRequest.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[IngestionRequest]:
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
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    ingestion_class: str | Unset = UNSET,
    status: RequestIngestionStatus | Unset = UNSET,
) -> Response[IngestionRequest]:
    """A new request to read metadata out of a file

     Has no body. With the status not_requested only a record is made and nothing queued, for files the
    client has read itself. Probably for editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        ingestion_class (str | Unset):
        status (RequestIngestionStatus | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IngestionRequest]
    """

    kwargs = _get_kwargs(
        file_mfid=file_mfid,
        ingestion_class=ingestion_class,
        status=status,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    ingestion_class: str | Unset = UNSET,
    status: RequestIngestionStatus | Unset = UNSET,
) -> IngestionRequest | None:
    """A new request to read metadata out of a file

     Has no body. With the status not_requested only a record is made and nothing queued, for files the
    client has read itself. Probably for editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        ingestion_class (str | Unset):
        status (RequestIngestionStatus | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IngestionRequest
    """

    return sync_detailed(
        file_mfid=file_mfid,
        client=client,
        ingestion_class=ingestion_class,
        status=status,
    ).parsed


async def asyncio_detailed(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    ingestion_class: str | Unset = UNSET,
    status: RequestIngestionStatus | Unset = UNSET,
) -> Response[IngestionRequest]:
    """A new request to read metadata out of a file

     Has no body. With the status not_requested only a record is made and nothing queued, for files the
    client has read itself. Probably for editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        ingestion_class (str | Unset):
        status (RequestIngestionStatus | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IngestionRequest]
    """

    kwargs = _get_kwargs(
        file_mfid=file_mfid,
        ingestion_class=ingestion_class,
        status=status,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    ingestion_class: str | Unset = UNSET,
    status: RequestIngestionStatus | Unset = UNSET,
) -> IngestionRequest | None:
    """A new request to read metadata out of a file

     Has no body. With the status not_requested only a record is made and nothing queued, for files the
    client has read itself. Probably for editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        ingestion_class (str | Unset):
        status (RequestIngestionStatus | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IngestionRequest
    """

    return (
        await asyncio_detailed(
            file_mfid=file_mfid,
            client=client,
            ingestion_class=ingestion_class,
            status=status,
        )
    ).parsed
