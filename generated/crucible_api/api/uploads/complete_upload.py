from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.associated_file_read import AssociatedFileRead
from ...models.upload_complete import UploadComplete
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
    *,
    body: UploadComplete,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datasets/{dataset_mfid}/upload/complete".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "complete_upload", "path": "/datasets/{dataset_mfid}/upload/complete"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AssociatedFileRead | None:
    if 200 <= response.status_code <= 299:
        response_2xx = AssociatedFileRead.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AssociatedFileRead]:
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
    body: UploadComplete,
) -> Response[AssociatedFileRead]:
    """The file's record, once its content is verified

     Ends a resumable session or an upload with a token. Ingestion is asked for separately. Probably for
    editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (UploadComplete):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssociatedFileRead]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: UploadComplete,
) -> AssociatedFileRead | None:
    """The file's record, once its content is verified

     Ends a resumable session or an upload with a token. Ingestion is asked for separately. Probably for
    editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (UploadComplete):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssociatedFileRead
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: UploadComplete,
) -> Response[AssociatedFileRead]:
    """The file's record, once its content is verified

     Ends a resumable session or an upload with a token. Ingestion is asked for separately. Probably for
    editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (UploadComplete):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssociatedFileRead]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: UploadComplete,
) -> AssociatedFileRead | None:
    """The file's record, once its content is verified

     Ends a resumable session or an upload with a token. Ingestion is asked for separately. Probably for
    editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (UploadComplete):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssociatedFileRead
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            body=body,
        )
    ).parsed
