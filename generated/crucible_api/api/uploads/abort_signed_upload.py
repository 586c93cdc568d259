from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
    upload_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/datasets/{dataset_mfid}/upload/multipart/{upload_id}".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
            upload_id=quote(str(upload_id), safe=""),
        ),
        "extensions": {
            "operation": "abort_signed_upload",
            "path": "/datasets/{dataset_mfid}/upload/multipart/{upload_id}",
        },
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> None:
    if 200 <= response.status_code <= 299:
        return None

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[None]:
    try:
        parsed = None
        _parse_response(client=client, response=response)
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
) -> Response[None]:
    """Abandons an upload

     Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
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
) -> None:
    """Abandons an upload

     Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    upload_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[None]:
    """Abandons an upload

     Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    upload_id: str,
    *,
    client: AuthenticatedClient,
) -> None:
    """Abandons an upload

     Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            upload_id=upload_id,
            client=client,
        )
    ).parsed
