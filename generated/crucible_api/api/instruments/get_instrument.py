from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.instrument_read import InstrumentRead
from ...types import UNSET, Response, Unset


def _get_kwargs(
    instrument_mfid: str,
    *,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["include_metadata"] = include_metadata

    params["include_owner"] = include_owner

    params["include_members"] = include_members

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/instruments/{instrument_mfid}".format(
            instrument_mfid=quote(str(instrument_mfid), safe=""),
        ),
        "extensions": {"operation": "get_instrument", "path": "/instruments/{instrument_mfid}"},
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
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> Response[InstrumentRead]:
    """One instrument

     In v3 with the caller's role. Whether v3 takes a slug here is not known.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        include_metadata (bool | Unset):
        include_owner (bool | Unset):
        include_members (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentRead]
    """

    kwargs = _get_kwargs(
        instrument_mfid=instrument_mfid,
        include_metadata=include_metadata,
        include_owner=include_owner,
        include_members=include_members,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> InstrumentRead | None:
    """One instrument

     In v3 with the caller's role. Whether v3 takes a slug here is not known.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        include_metadata (bool | Unset):
        include_owner (bool | Unset):
        include_members (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentRead
    """

    return sync_detailed(
        instrument_mfid=instrument_mfid,
        client=client,
        include_metadata=include_metadata,
        include_owner=include_owner,
        include_members=include_members,
    ).parsed


async def asyncio_detailed(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> Response[InstrumentRead]:
    """One instrument

     In v3 with the caller's role. Whether v3 takes a slug here is not known.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        include_metadata (bool | Unset):
        include_owner (bool | Unset):
        include_members (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentRead]
    """

    kwargs = _get_kwargs(
        instrument_mfid=instrument_mfid,
        include_metadata=include_metadata,
        include_owner=include_owner,
        include_members=include_members,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    instrument_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> InstrumentRead | None:
    """One instrument

     In v3 with the caller's role. Whether v3 takes a slug here is not known.

    Args:
        instrument_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        include_metadata (bool | Unset):
        include_owner (bool | Unset):
        include_members (bool | Unset):

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
            include_metadata=include_metadata,
            include_owner=include_owner,
            include_members=include_members,
        )
    ).parsed
