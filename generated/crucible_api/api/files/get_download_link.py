from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.download_link import DownloadLink
from ...models.get_download_link_disposition import (
    GetDownloadLinkDisposition,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    file_mfid: str,
    *,
    disposition: GetDownloadLinkDisposition | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_disposition: str | Unset = UNSET
    if not isinstance(disposition, Unset):
        json_disposition = disposition

    params["disposition"] = json_disposition

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/files/{file_mfid}/download_link".format(
            file_mfid=quote(str(file_mfid), safe=""),
        ),
        "extensions": {"operation": "get_download_link", "path": "/files/{file_mfid}/download_link"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DownloadLink | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DownloadLink.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DownloadLink]:
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
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    disposition: GetDownloadLinkDisposition | Unset = UNSET,
) -> Response[DownloadLink]:
    """A signed address for one file

     For everybody who may read the dataset. The address answers a plain GET; it must not be sent the
    key.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        disposition (GetDownloadLinkDisposition | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DownloadLink]
    """

    kwargs = _get_kwargs(
        file_mfid=file_mfid,
        disposition=disposition,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    disposition: GetDownloadLinkDisposition | Unset = UNSET,
) -> DownloadLink | None:
    """A signed address for one file

     For everybody who may read the dataset. The address answers a plain GET; it must not be sent the
    key.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        disposition (GetDownloadLinkDisposition | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DownloadLink
    """

    return sync_detailed(
        file_mfid=file_mfid,
        client=client,
        disposition=disposition,
    ).parsed


async def asyncio_detailed(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    disposition: GetDownloadLinkDisposition | Unset = UNSET,
) -> Response[DownloadLink]:
    """A signed address for one file

     For everybody who may read the dataset. The address answers a plain GET; it must not be sent the
    key.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        disposition (GetDownloadLinkDisposition | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DownloadLink]
    """

    kwargs = _get_kwargs(
        file_mfid=file_mfid,
        disposition=disposition,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    disposition: GetDownloadLinkDisposition | Unset = UNSET,
) -> DownloadLink | None:
    """A signed address for one file

     For everybody who may read the dataset. The address answers a plain GET; it must not be sent the
    key.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        disposition (GetDownloadLinkDisposition | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DownloadLink
    """

    return (
        await asyncio_detailed(
            file_mfid=file_mfid,
            client=client,
            disposition=disposition,
        )
    ).parsed
