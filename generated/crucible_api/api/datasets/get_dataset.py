from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.dataset_response import DatasetResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    dataset_mfid: str,
    *,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["include_metadata"] = include_metadata

    params["include_links"] = include_links

    params["include_owner"] = include_owner

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/datasets/{dataset_mfid}".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "get_dataset", "path": "/datasets/{dataset_mfid}"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DatasetResponse | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DatasetResponse.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DatasetResponse]:
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
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
) -> Response[DatasetResponse]:
    """One dataset

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DatasetResponse]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
) -> DatasetResponse | None:
    """One dataset

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DatasetResponse
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
) -> Response[DatasetResponse]:
    """One dataset

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DatasetResponse]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
) -> DatasetResponse | None:
    """One dataset

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DatasetResponse
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            include_metadata=include_metadata,
            include_links=include_links,
            include_owner=include_owner,
        )
    ).parsed
