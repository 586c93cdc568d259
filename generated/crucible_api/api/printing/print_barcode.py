from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.print_job import PrintJob
from ...models.print_job_create import PrintJobCreate
from ...types import Response


def _get_kwargs(
    *,
    body: PrintJobCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/print/barcode",
        "extensions": {"operation": "print_barcode", "path": "/print/barcode"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> PrintJob | None:
    if 200 <= response.status_code <= 299:
        response_2xx = PrintJob.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[PrintJob]:
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
    body: PrintJobCreate,
) -> Response[PrintJob]:
    """What became of a label sent to a printer

     Any success status means that the job was handled, not that a label came out; status in the body
    tells. The server waits about eight seconds for the printer. It must not be retried automatically.
    Probably for every account.

    Args:
        body (PrintJobCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PrintJob]
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
    body: PrintJobCreate,
) -> PrintJob | None:
    """What became of a label sent to a printer

     Any success status means that the job was handled, not that a label came out; status in the body
    tells. The server waits about eight seconds for the printer. It must not be retried automatically.
    Probably for every account.

    Args:
        body (PrintJobCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PrintJob
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: PrintJobCreate,
) -> Response[PrintJob]:
    """What became of a label sent to a printer

     Any success status means that the job was handled, not that a label came out; status in the body
    tells. The server waits about eight seconds for the printer. It must not be retried automatically.
    Probably for every account.

    Args:
        body (PrintJobCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PrintJob]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: PrintJobCreate,
) -> PrintJob | None:
    """What became of a label sent to a printer

     Any success status means that the job was handled, not that a label came out; status in the body
    tells. The server waits about eight seconds for the printer. It must not be retried automatically.
    Probably for every account.

    Args:
        body (PrintJobCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PrintJob
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
