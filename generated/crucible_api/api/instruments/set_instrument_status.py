from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.instrument_read import InstrumentRead
from ...models.instrument_status import InstrumentStatus
from ...types import UNSET, Response


def _get_kwargs(
    instrument_mfid: str,
    *,
    status: InstrumentStatus,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_status: str = status
    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/instruments/{instrument_mfid}/status".format(
            instrument_mfid=quote(str(instrument_mfid), safe=""),
        ),
        "extensions": {"operation": "set_instrument_status", "path": "/instruments/{instrument_mfid}/status"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> InstrumentRead | None:
    if 200 <= response.status_code <= 299:
        response_2xx = InstrumentRead.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[InstrumentRead]:
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
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    status: InstrumentStatus,
) -> Response[InstrumentRead]:
    """Sets the status of an instrument

     For callers with can_change_status, that is the owner and maintainers who are admin.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        status (InstrumentStatus):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentRead]
    """

    kwargs = _get_kwargs(
        instrument_mfid=instrument_mfid,
        status=status,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    status: InstrumentStatus,
) -> InstrumentRead | None:
    """Sets the status of an instrument

     For callers with can_change_status, that is the owner and maintainers who are admin.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        status (InstrumentStatus):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentRead
    """

    return sync_detailed(
        instrument_mfid=instrument_mfid,
        client=client,
        status=status,
    ).parsed


async def asyncio_detailed(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    status: InstrumentStatus,
) -> Response[InstrumentRead]:
    """Sets the status of an instrument

     For callers with can_change_status, that is the owner and maintainers who are admin.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        status (InstrumentStatus):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentRead]
    """

    kwargs = _get_kwargs(
        instrument_mfid=instrument_mfid,
        status=status,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    status: InstrumentStatus,
) -> InstrumentRead | None:
    """Sets the status of an instrument

     For callers with can_change_status, that is the owner and maintainers who are admin.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        status (InstrumentStatus):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentRead
    """

    return (
        await asyncio_detailed(
            instrument_mfid=instrument_mfid,
            client=client,
            status=status,
        )
    ).parsed
