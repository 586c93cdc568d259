from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.replacement_start import ReplacementStart
from ...models.signed_upload import SignedUpload
from ...types import UNSET, Response, Unset


def _get_kwargs(
    file_mfid: str,
    *,
    body: ReplacementStart,
    if_match: str,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["If-Match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/files/{file_mfid}/upload/multipart/initiate".format(
            file_mfid=quote(str(file_mfid), safe=""),
        ),
        "extensions": {"operation": "start_file_replacement", "path": "/files/{file_mfid}/upload/multipart/initiate"},
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
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    body: ReplacementStart,
    if_match: str,
    idempotency_key: str | Unset = UNSET,
) -> Response[SignedUpload]:
    """A signed multipart upload of new content for a file

     Goes on under the path of the dataset like any signed upload. MFID, name and metadata stay; the old
    content is served until the new one is verified and kept for at least seven days after. Only for
    files in Google Cloud Storage; what others get is not known. For editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        if_match (str):
        idempotency_key (str | Unset):
        body (ReplacementStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SignedUpload]
    """

    kwargs = _get_kwargs(
        file_mfid=file_mfid,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    body: ReplacementStart,
    if_match: str,
    idempotency_key: str | Unset = UNSET,
) -> SignedUpload | None:
    """A signed multipart upload of new content for a file

     Goes on under the path of the dataset like any signed upload. MFID, name and metadata stay; the old
    content is served until the new one is verified and kept for at least seven days after. Only for
    files in Google Cloud Storage; what others get is not known. For editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        if_match (str):
        idempotency_key (str | Unset):
        body (ReplacementStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SignedUpload
    """

    return sync_detailed(
        file_mfid=file_mfid,
        client=client,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    body: ReplacementStart,
    if_match: str,
    idempotency_key: str | Unset = UNSET,
) -> Response[SignedUpload]:
    """A signed multipart upload of new content for a file

     Goes on under the path of the dataset like any signed upload. MFID, name and metadata stay; the old
    content is served until the new one is verified and kept for at least seven days after. Only for
    files in Google Cloud Storage; what others get is not known. For editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        if_match (str):
        idempotency_key (str | Unset):
        body (ReplacementStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SignedUpload]
    """

    kwargs = _get_kwargs(
        file_mfid=file_mfid,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
    body: ReplacementStart,
    if_match: str,
    idempotency_key: str | Unset = UNSET,
) -> SignedUpload | None:
    """A signed multipart upload of new content for a file

     Goes on under the path of the dataset like any signed upload. MFID, name and metadata stay; the old
    content is served until the new one is verified and kept for at least seven days after. Only for
    files in Google Cloud Storage; what others get is not known. For editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        if_match (str):
        idempotency_key (str | Unset):
        body (ReplacementStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SignedUpload
    """

    return (
        await asyncio_detailed(
            file_mfid=file_mfid,
            client=client,
            body=body,
            if_match=if_match,
            idempotency_key=idempotency_key,
        )
    ).parsed
