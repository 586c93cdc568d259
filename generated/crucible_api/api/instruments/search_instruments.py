from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.instrument_affiliation import (
    InstrumentAffiliation,
)
from ...models.instrument_page import InstrumentPage
from ...models.instrument_status import InstrumentStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    q: str,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["q"] = q

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

    params["include_owner"] = include_owner

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/instruments/search",
        "extensions": {"operation": "search_instruments", "path": "/instruments/search"},
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
    q: str,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[InstrumentPage]:
    """Instruments whose name, type or manufacturer resembles a text

    Args:
        q (str):
        status (InstrumentStatus | Unset):
        affiliation (list[InstrumentAffiliation] | Unset):
        include_owner (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentPage]
    """

    kwargs = _get_kwargs(
        q=q,
        status=status,
        affiliation=affiliation,
        include_owner=include_owner,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    q: str,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> InstrumentPage | None:
    """Instruments whose name, type or manufacturer resembles a text

    Args:
        q (str):
        status (InstrumentStatus | Unset):
        affiliation (list[InstrumentAffiliation] | Unset):
        include_owner (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentPage
    """

    return sync_detailed(
        client=client,
        q=q,
        status=status,
        affiliation=affiliation,
        include_owner=include_owner,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    q: str,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[InstrumentPage]:
    """Instruments whose name, type or manufacturer resembles a text

    Args:
        q (str):
        status (InstrumentStatus | Unset):
        affiliation (list[InstrumentAffiliation] | Unset):
        include_owner (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentPage]
    """

    kwargs = _get_kwargs(
        q=q,
        status=status,
        affiliation=affiliation,
        include_owner=include_owner,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    q: str,
    status: InstrumentStatus | Unset = UNSET,
    affiliation: list[InstrumentAffiliation] | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> InstrumentPage | None:
    """Instruments whose name, type or manufacturer resembles a text

    Args:
        q (str):
        status (InstrumentStatus | Unset):
        affiliation (list[InstrumentAffiliation] | Unset):
        include_owner (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentPage
    """

    return (
        await asyncio_detailed(
            client=client,
            q=q,
            status=status,
            affiliation=affiliation,
            include_owner=include_owner,
            limit=limit,
        )
    ).parsed
