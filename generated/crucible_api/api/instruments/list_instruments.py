from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.direction import Direction
from ...models.instrument_affiliation import (
    InstrumentAffiliation,
)
from ...models.instrument_page import InstrumentPage
from ...models.instrument_status import InstrumentStatus
from ...models.list_instruments_sort import (
    ListInstrumentsSort,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    instrument_name: str | Unset = UNSET,
    instrument_id: str | Unset = UNSET,
    manufacturer: str | Unset = UNSET,
    model: str | Unset = UNSET,
    location: str | Unset = UNSET,
    description: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    other_id: str | Unset = UNSET,
    other_id_source: str | Unset = UNSET,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    sort: ListInstrumentsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["instrument_name"] = instrument_name

    params["instrument_id"] = instrument_id

    params["manufacturer"] = manufacturer

    params["model"] = model

    params["location"] = location

    params["description"] = description

    params["instrument_type"] = instrument_type

    params["owner_id"] = owner_id

    params["other_id"] = other_id

    params["other_id_source"] = other_id_source

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    json_affiliation: list[str] | Unset = UNSET
    if not isinstance(affiliation, Unset):
        json_affiliation = []
        for affiliation_item_data in affiliation:
            affiliation_item: str = affiliation_item_data
            json_affiliation.append(affiliation_item)

    params["affiliation"] = json_affiliation

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort

    params["sort"] = json_sort

    json_direction: str | Unset = UNSET
    if not isinstance(direction, Unset):
        json_direction = direction

    params["direction"] = json_direction

    params["include_metadata"] = include_metadata

    params["include_owner"] = include_owner

    params["include_members"] = include_members

    params["limit"] = limit

    params["offset"] = offset

    params["cursor"] = cursor

    params["include_total"] = include_total

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/instruments",
        "extensions": {"operation": "list_instruments", "path": "/instruments"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> InstrumentPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = InstrumentPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[InstrumentPage]:
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
    instrument_name: str | Unset = UNSET,
    instrument_id: str | Unset = UNSET,
    manufacturer: str | Unset = UNSET,
    model: str | Unset = UNSET,
    location: str | Unset = UNSET,
    description: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    other_id: str | Unset = UNSET,
    other_id_source: str | Unset = UNSET,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    sort: ListInstrumentsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[InstrumentPage]:
    """The instruments

     In v3 each item has the caller's role. Sorted by a date the latest come first unless direction says
    otherwise.

    Args:
        instrument_name (str | Unset):
        instrument_id (str | Unset):
        manufacturer (str | Unset):
        model (str | Unset):
        location (str | Unset):
        description (str | Unset):
        instrument_type (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        other_id (str | Unset):
        other_id_source (str | Unset):
        status (InstrumentStatus | Unset):
        affiliation (list[InstrumentAffiliation] | Unset):
        sort (ListInstrumentsSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
        include_owner (bool | Unset):
        include_members (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentPage]
    """

    kwargs = _get_kwargs(
        instrument_name=instrument_name,
        instrument_id=instrument_id,
        manufacturer=manufacturer,
        model=model,
        location=location,
        description=description,
        instrument_type=instrument_type,
        owner_id=owner_id,
        other_id=other_id,
        other_id_source=other_id_source,
        status=status,
        affiliation=affiliation,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
        include_owner=include_owner,
        include_members=include_members,
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
    instrument_name: str | Unset = UNSET,
    instrument_id: str | Unset = UNSET,
    manufacturer: str | Unset = UNSET,
    model: str | Unset = UNSET,
    location: str | Unset = UNSET,
    description: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    other_id: str | Unset = UNSET,
    other_id_source: str | Unset = UNSET,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    sort: ListInstrumentsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> InstrumentPage | None:
    """The instruments

     In v3 each item has the caller's role. Sorted by a date the latest come first unless direction says
    otherwise.

    Args:
        instrument_name (str | Unset):
        instrument_id (str | Unset):
        manufacturer (str | Unset):
        model (str | Unset):
        location (str | Unset):
        description (str | Unset):
        instrument_type (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        other_id (str | Unset):
        other_id_source (str | Unset):
        status (InstrumentStatus | Unset):
        affiliation (list[InstrumentAffiliation] | Unset):
        sort (ListInstrumentsSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
        include_owner (bool | Unset):
        include_members (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentPage
    """

    return sync_detailed(
        client=client,
        instrument_name=instrument_name,
        instrument_id=instrument_id,
        manufacturer=manufacturer,
        model=model,
        location=location,
        description=description,
        instrument_type=instrument_type,
        owner_id=owner_id,
        other_id=other_id,
        other_id_source=other_id_source,
        status=status,
        affiliation=affiliation,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
        include_owner=include_owner,
        include_members=include_members,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    instrument_name: str | Unset = UNSET,
    instrument_id: str | Unset = UNSET,
    manufacturer: str | Unset = UNSET,
    model: str | Unset = UNSET,
    location: str | Unset = UNSET,
    description: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    other_id: str | Unset = UNSET,
    other_id_source: str | Unset = UNSET,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    sort: ListInstrumentsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[InstrumentPage]:
    """The instruments

     In v3 each item has the caller's role. Sorted by a date the latest come first unless direction says
    otherwise.

    Args:
        instrument_name (str | Unset):
        instrument_id (str | Unset):
        manufacturer (str | Unset):
        model (str | Unset):
        location (str | Unset):
        description (str | Unset):
        instrument_type (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        other_id (str | Unset):
        other_id_source (str | Unset):
        status (InstrumentStatus | Unset):
        affiliation (list[InstrumentAffiliation] | Unset):
        sort (ListInstrumentsSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
        include_owner (bool | Unset):
        include_members (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentPage]
    """

    kwargs = _get_kwargs(
        instrument_name=instrument_name,
        instrument_id=instrument_id,
        manufacturer=manufacturer,
        model=model,
        location=location,
        description=description,
        instrument_type=instrument_type,
        owner_id=owner_id,
        other_id=other_id,
        other_id_source=other_id_source,
        status=status,
        affiliation=affiliation,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
        include_owner=include_owner,
        include_members=include_members,
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
    instrument_name: str | Unset = UNSET,
    instrument_id: str | Unset = UNSET,
    manufacturer: str | Unset = UNSET,
    model: str | Unset = UNSET,
    location: str | Unset = UNSET,
    description: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    other_id: str | Unset = UNSET,
    other_id_source: str | Unset = UNSET,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    sort: ListInstrumentsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> InstrumentPage | None:
    """The instruments

     In v3 each item has the caller's role. Sorted by a date the latest come first unless direction says
    otherwise.

    Args:
        instrument_name (str | Unset):
        instrument_id (str | Unset):
        manufacturer (str | Unset):
        model (str | Unset):
        location (str | Unset):
        description (str | Unset):
        instrument_type (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        other_id (str | Unset):
        other_id_source (str | Unset):
        status (InstrumentStatus | Unset):
        affiliation (list[InstrumentAffiliation] | Unset):
        sort (ListInstrumentsSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
        include_owner (bool | Unset):
        include_members (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentPage
    """

    return (
        await asyncio_detailed(
            client=client,
            instrument_name=instrument_name,
            instrument_id=instrument_id,
            manufacturer=manufacturer,
            model=model,
            location=location,
            description=description,
            instrument_type=instrument_type,
            owner_id=owner_id,
            other_id=other_id,
            other_id_source=other_id_source,
            status=status,
            affiliation=affiliation,
            sort=sort,
            direction=direction,
            include_metadata=include_metadata,
            include_owner=include_owner,
            include_members=include_members,
            limit=limit,
            offset=offset,
            cursor=cursor,
            include_total=include_total,
        )
    ).parsed
