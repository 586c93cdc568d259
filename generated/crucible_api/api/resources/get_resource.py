from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.resource_response import ResourceResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    resource_mfid: str,
    *,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["include_metadata"] = include_metadata

    params["include_links"] = include_links

    params["include_owner"] = include_owner

    params["include_datasets"] = include_datasets

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/resources/{resource_mfid}".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
        ),
        "extensions": {"operation": "get_resource", "path": "/resources/{resource_mfid}"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ResourceResponse | None:
    if 200 <= response.status_code <= 299:
        response_2xx = ResourceResponse.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ResourceResponse]:
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
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
) -> Response[ResourceResponse]:
    """A record of any type, with the name of its type

     For readers of the record; include_datasets concerns samples only.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):
        include_datasets (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ResourceResponse]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
        include_datasets=include_datasets,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
) -> ResourceResponse | None:
    """A record of any type, with the name of its type

     For readers of the record; include_datasets concerns samples only.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):
        include_datasets (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ResourceResponse
    """

    return sync_detailed(
        resource_mfid=resource_mfid,
        client=client,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
        include_datasets=include_datasets,
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
) -> Response[ResourceResponse]:
    """A record of any type, with the name of its type

     For readers of the record; include_datasets concerns samples only.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):
        include_datasets (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ResourceResponse]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
        include_datasets=include_datasets,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
) -> ResourceResponse | None:
    """A record of any type, with the name of its type

     For readers of the record; include_datasets concerns samples only.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):
        include_datasets (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ResourceResponse
    """

    return (
        await asyncio_detailed(
            resource_mfid=resource_mfid,
            client=client,
            include_metadata=include_metadata,
            include_links=include_links,
            include_owner=include_owner,
            include_datasets=include_datasets,
        )
    ).parsed
