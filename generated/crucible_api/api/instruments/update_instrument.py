from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.instrument_read import InstrumentRead
from ...models.instrument_update import InstrumentUpdate
from ...types import Response


def _get_kwargs(
    instrument_mfid: str,
    *,
    body: InstrumentUpdate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/instruments/{instrument_mfid}".format(
            instrument_mfid=quote(str(instrument_mfid), safe=""),
        ),
        "extensions": {"operation": "update_instrument", "path": "/instruments/{instrument_mfid}"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
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
    body: InstrumentUpdate,
) -> Response[InstrumentRead]:
    """Changes an instrument

     v2: for administrators; v3: for its editors and above. In v3 the owner changes only by transfer of
    ownership.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        body (InstrumentUpdate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentRead]
    """

    kwargs = _get_kwargs(
        instrument_mfid=instrument_mfid,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    body: InstrumentUpdate,
) -> InstrumentRead | None:
    """Changes an instrument

     v2: for administrators; v3: for its editors and above. In v3 the owner changes only by transfer of
    ownership.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        body (InstrumentUpdate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentRead
    """

    return sync_detailed(
        instrument_mfid=instrument_mfid,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    body: InstrumentUpdate,
) -> Response[InstrumentRead]:
    """Changes an instrument

     v2: for administrators; v3: for its editors and above. In v3 the owner changes only by transfer of
    ownership.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        body (InstrumentUpdate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentRead]
    """

    kwargs = _get_kwargs(
        instrument_mfid=instrument_mfid,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    body: InstrumentUpdate,
) -> InstrumentRead | None:
    """Changes an instrument

     v2: for administrators; v3: for its editors and above. In v3 the owner changes only by transfer of
    ownership.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        body (InstrumentUpdate):

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
            body=body,
        )
    ).parsed
