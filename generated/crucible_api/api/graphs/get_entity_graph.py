from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.graph import Graph
from ...types import UNSET, Response, Unset


def _get_kwargs(
    resource_mfid: str,
    *,
    recursive: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["recursive"] = recursive

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/entity_graph_cte/{resource_mfid}".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
        ),
        "extensions": {"operation": "get_entity_graph", "path": "/entity_graph_cte/{resource_mfid}"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Graph | None:
    if 200 <= response.status_code <= 299:
        response_2xx = Graph.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Graph]:
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
    recursive: bool | Unset = UNSET,
) -> Response[Graph]:
    """A dataset or sample with its relatives

     For readers of the record.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        recursive (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Graph]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        recursive=recursive,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    recursive: bool | Unset = UNSET,
) -> Graph | None:
    """A dataset or sample with its relatives

     For readers of the record.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        recursive (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Graph
    """

    return sync_detailed(
        resource_mfid=resource_mfid,
        client=client,
        recursive=recursive,
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    recursive: bool | Unset = UNSET,
) -> Response[Graph]:
    """A dataset or sample with its relatives

     For readers of the record.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        recursive (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Graph]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        recursive=recursive,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    recursive: bool | Unset = UNSET,
) -> Graph | None:
    """A dataset or sample with its relatives

     For readers of the record.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        recursive (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Graph
    """

    return (
        await asyncio_detailed(
            resource_mfid=resource_mfid,
            client=client,
            recursive=recursive,
        )
    ).parsed
