from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.signed_upload import SignedUpload
from ...models.upload_start import UploadStart
from ...types import UNSET, Response, Unset


def _get_kwargs(
    dataset_mfid: str,
    *,
    body: UploadStart,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datasets/{dataset_mfid}/upload/multipart/initiate".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {
            "operation": "start_signed_upload",
            "path": "/datasets/{dataset_mfid}/upload/multipart/initiate",
        },
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> SignedUpload | None:
    if 200 <= response.status_code <= 299:
        response_2xx = SignedUpload.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[SignedUpload]:
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
    body: UploadStart,
    idempotency_key: str | Unset = UNSET,
) -> Response[SignedUpload]:
    """A signed multipart upload, or the file where the dataset has it already

     The third of the three ways, without storage credentials on the client: sign parts, PUT each,
    complete. Not for empty files. Existing content is recognised by hashes the server has verified
    itself. Where signed uploads are switched off the answer is 503 with "multipart uploads are
    disabled". 404 may also mean a server without them. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        idempotency_key (str | Unset):
        body (UploadStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SignedUpload]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: UploadStart,
    idempotency_key: str | Unset = UNSET,
) -> SignedUpload | None:
    """A signed multipart upload, or the file where the dataset has it already

     The third of the three ways, without storage credentials on the client: sign parts, PUT each,
    complete. Not for empty files. Existing content is recognised by hashes the server has verified
    itself. Where signed uploads are switched off the answer is 503 with "multipart uploads are
    disabled". 404 may also mean a server without them. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        idempotency_key (str | Unset):
        body (UploadStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SignedUpload
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: UploadStart,
    idempotency_key: str | Unset = UNSET,
) -> Response[SignedUpload]:
    """A signed multipart upload, or the file where the dataset has it already

     The third of the three ways, without storage credentials on the client: sign parts, PUT each,
    complete. Not for empty files. Existing content is recognised by hashes the server has verified
    itself. Where signed uploads are switched off the answer is 503 with "multipart uploads are
    disabled". 404 may also mean a server without them. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        idempotency_key (str | Unset):
        body (UploadStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SignedUpload]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: UploadStart,
    idempotency_key: str | Unset = UNSET,
) -> SignedUpload | None:
    """A signed multipart upload, or the file where the dataset has it already

     The third of the three ways, without storage credentials on the client: sign parts, PUT each,
    complete. Not for empty files. Existing content is recognised by hashes the server has verified
    itself. Where signed uploads are switched off the answer is 503 with "multipart uploads are
    disabled". 404 may also mean a server without them. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        idempotency_key (str | Unset):
        body (UploadStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SignedUpload
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
