from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.parts_to_sign import PartsToSign
from ...models.signed_parts import SignedParts
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
    upload_id: str,
    *,
    body: PartsToSign,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datasets/{dataset_mfid}/upload/multipart/{upload_id}/parts".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
            upload_id=quote(str(upload_id), safe=""),
        ),
        "extensions": {
            "operation": "sign_parts",
            "path": "/datasets/{dataset_mfid}/upload/multipart/{upload_id}/parts",
        },
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> SignedParts | None:
    if 200 <= response.status_code <= 299:
        response_2xx = SignedParts.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[SignedParts]:
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
    body: PartsToSign,
) -> Response[SignedParts]:
    """Signed addresses for some parts

     The checksum of a part becomes part of its signature. All parts but the last have part_size bytes;
    any order will do. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.
        body (PartsToSign):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SignedParts]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
        body=body,
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
    body: PartsToSign,
) -> SignedParts | None:
    """Signed addresses for some parts

     The checksum of a part becomes part of its signature. All parts but the last have part_size bytes;
    any order will do. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.
        body (PartsToSign):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SignedParts
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    upload_id: str,
    *,
    client: AuthenticatedClient,
    body: PartsToSign,
) -> Response[SignedParts]:
    """Signed addresses for some parts

     The checksum of a part becomes part of its signature. All parts but the last have part_size bytes;
    any order will do. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.
        body (PartsToSign):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SignedParts]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        upload_id=upload_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    upload_id: str,
    *,
    client: AuthenticatedClient,
    body: PartsToSign,
) -> SignedParts | None:
    """Signed addresses for some parts

     The checksum of a part becomes part of its signature. All parts but the last have part_size bytes;
    any order will do. Probably for editors of the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        upload_id (str): Opaque.
        body (PartsToSign):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SignedParts
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            upload_id=upload_id,
            client=client,
            body=body,
        )
    ).parsed
