from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.download_links import DownloadLinks
from ...models.list_download_links_disposition import (
    ListDownloadLinksDisposition,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    dataset_mfid: str,
    *,
    disposition: ListDownloadLinksDisposition | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_disposition: str | Unset = UNSET
    if not isinstance(disposition, Unset):
        json_disposition = disposition

    params["disposition"] = json_disposition

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/datasets/{dataset_mfid}/download_links".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "list_download_links", "path": "/datasets/{dataset_mfid}/download_links"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DownloadLinks | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DownloadLinks.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DownloadLinks]:
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
    disposition: ListDownloadLinksDisposition | Unset = UNSET,
) -> Response[DownloadLinks]:
    """Signed addresses for all files of a dataset

     404 where nothing is ingested; some v2 servers answer 200 with a detail text instead. Making many
    links can take so long that a gateway gives up.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        disposition (ListDownloadLinksDisposition | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DownloadLinks]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        disposition=disposition,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    disposition: ListDownloadLinksDisposition | Unset = UNSET,
) -> DownloadLinks | None:
    """Signed addresses for all files of a dataset

     404 where nothing is ingested; some v2 servers answer 200 with a detail text instead. Making many
    links can take so long that a gateway gives up.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        disposition (ListDownloadLinksDisposition | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DownloadLinks
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
        disposition=disposition,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    disposition: ListDownloadLinksDisposition | Unset = UNSET,
) -> Response[DownloadLinks]:
    """Signed addresses for all files of a dataset

     404 where nothing is ingested; some v2 servers answer 200 with a detail text instead. Making many
    links can take so long that a gateway gives up.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        disposition (ListDownloadLinksDisposition | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DownloadLinks]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        disposition=disposition,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    disposition: ListDownloadLinksDisposition | Unset = UNSET,
) -> DownloadLinks | None:
    """Signed addresses for all files of a dataset

     404 where nothing is ingested; some v2 servers answer 200 with a detail text instead. Making many
    links can take so long that a gateway gives up.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        disposition (ListDownloadLinksDisposition | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DownloadLinks
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            disposition=disposition,
        )
    ).parsed
