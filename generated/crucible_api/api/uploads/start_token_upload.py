from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.token_upload import TokenUpload
from ...models.upload_start import UploadStart
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
    *,
    body: UploadStart,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datasets/{dataset_mfid}/upload/initiate/multipart".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "start_token_upload", "path": "/datasets/{dataset_mfid}/upload/initiate/multipart"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> TokenUpload | None:
    if 200 <= response.status_code <= 299:
        response_2xx = TokenUpload.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[TokenUpload]:
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
) -> Response[TokenUpload]:
    """A storage token, or the file where the dataset has it already

     The second of the three ways, called legacy in v3: a storage library writes the object with the
    token, then the upload is completed. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (UploadStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[TokenUpload]
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
    body: UploadStart,
) -> TokenUpload | None:
    """A storage token, or the file where the dataset has it already

     The second of the three ways, called legacy in v3: a storage library writes the object with the
    token, then the upload is completed. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (UploadStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        TokenUpload
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
    body: UploadStart,
) -> Response[TokenUpload]:
    """A storage token, or the file where the dataset has it already

     The second of the three ways, called legacy in v3: a storage library writes the object with the
    token, then the upload is completed. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (UploadStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[TokenUpload]
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
    body: UploadStart,
) -> TokenUpload | None:
    """A storage token, or the file where the dataset has it already

     The second of the three ways, called legacy in v3: a storage library writes the object with the
    token, then the upload is completed. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (UploadStart):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        TokenUpload
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            body=body,
        )
    ).parsed
