from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.instrument_create import InstrumentCreate
from ...models.instrument_read import InstrumentRead
from ...types import Response


def _get_kwargs(
    *,
    body: InstrumentCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/instruments",
        "extensions": {"operation": "create_instrument", "path": "/instruments"},
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
    *,
    client: AuthenticatedClient,
    body: InstrumentCreate,
) -> Response[InstrumentRead]:
    """Registers an instrument

     v2: for administrators. v3: for people with can_register_instrument, never for service accounts.

    Args:
        body (InstrumentCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentRead]
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
    body: InstrumentCreate,
) -> InstrumentRead | None:
    """Registers an instrument

     v2: for administrators. v3: for people with can_register_instrument, never for service accounts.

    Args:
        body (InstrumentCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentRead
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: InstrumentCreate,
) -> Response[InstrumentRead]:
    """Registers an instrument

     v2: for administrators. v3: for people with can_register_instrument, never for service accounts.

    Args:
        body (InstrumentCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentRead]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: InstrumentCreate,
) -> InstrumentRead | None:
    """Registers an instrument

     v2: for administrators. v3: for people with can_register_instrument, never for service accounts.

    Args:
        body (InstrumentCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentRead
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
