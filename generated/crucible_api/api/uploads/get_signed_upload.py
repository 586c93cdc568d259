from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.signed_upload_status import SignedUploadStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    dataset_mfid: str,
    upload_id: str,
    *,
    part_number_marker: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["part_number_marker"] = part_number_marker

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/datasets/{dataset_mfid}/upload/multipart/{upload_id}".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
            upload_id=quote(str(upload_id), safe=""),
        ),
        "extensions": {
            "operation": "get_signed_upload",
            "path": "/datasets/{dataset_mfid}/upload/multipart/{upload_id}",
        },
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> SignedUploadStatus | None:
    if 200 <= response.status_code <= 299:
        response_2xx = SignedUploadStatus.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[SignedUploadStatus]:
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
    upload_id: str,
    *,
    client: AuthenticatedClient,
    part_number_marker: int | Unset = UNSET,
) -> Response[SignedUploadStatus]:
    """Which parts of an upload storage has

     Lets an interrupted upload go on. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.
        part_number_marker (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SignedUploadStatus]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
        part_number_marker=part_number_marker,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    upload_id: str,
    *,
    client: AuthenticatedClient,
    part_number_marker: int | Unset = UNSET,
) -> SignedUploadStatus | None:
    """Which parts of an upload storage has

     Lets an interrupted upload go on. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.
        part_number_marker (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SignedUploadStatus
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
        client=client,
        part_number_marker=part_number_marker,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    upload_id: str,
    *,
    client: AuthenticatedClient,
    part_number_marker: int | Unset = UNSET,
) -> Response[SignedUploadStatus]:
    """Which parts of an upload storage has

     Lets an interrupted upload go on. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.
        part_number_marker (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SignedUploadStatus]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
        part_number_marker=part_number_marker,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    upload_id: str,
    *,
    client: AuthenticatedClient,
    part_number_marker: int | Unset = UNSET,
) -> SignedUploadStatus | None:
    """Which parts of an upload storage has

     Lets an interrupted upload go on. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.
        part_number_marker (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SignedUploadStatus
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            upload_id=upload_id,
            client=client,
            part_number_marker=part_number_marker,
        )
    ).parsed
