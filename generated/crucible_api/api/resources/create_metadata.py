from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.json_object import JsonObject
from ...models.scientific_metadata import ScientificMetadata
from ...types import UNSET, Response, Unset


def _get_kwargs(
    resource_mfid: str,
    *,
    body: JsonObject,
    overwrite: bool | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["overwrite"] = overwrite

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/resources/{resource_mfid}/metadata".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
        ),
        "extensions": {"operation": "create_metadata", "path": "/resources/{resource_mfid}/metadata"},
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ScientificMetadata | None:
    if 200 <= response.status_code <= 299:
        response_2xx = ScientificMetadata.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ScientificMetadata]:
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
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    body: JsonObject,
    overwrite: bool | Unset = UNSET,
) -> Response[ScientificMetadata]:
    """The record's first scientific metadata, or its replacement

     For editors. The body is the metadata document itself.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        overwrite (bool | Unset):
        body (JsonObject): Any JSON object.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ScientificMetadata]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        body=body,
        overwrite=overwrite,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    body: JsonObject,
    overwrite: bool | Unset = UNSET,
) -> ScientificMetadata | None:
    """The record's first scientific metadata, or its replacement

     For editors. The body is the metadata document itself.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        overwrite (bool | Unset):
        body (JsonObject): Any JSON object.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ScientificMetadata
    """

    return sync_detailed(
        resource_mfid=resource_mfid,
        client=client,
        body=body,
        overwrite=overwrite,
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    body: JsonObject,
    overwrite: bool | Unset = UNSET,
) -> Response[ScientificMetadata]:
    """The record's first scientific metadata, or its replacement

     For editors. The body is the metadata document itself.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        overwrite (bool | Unset):
        body (JsonObject): Any JSON object.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ScientificMetadata]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        body=body,
        overwrite=overwrite,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    body: JsonObject,
    overwrite: bool | Unset = UNSET,
) -> ScientificMetadata | None:
    """The record's first scientific metadata, or its replacement

     For editors. The body is the metadata document itself.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        overwrite (bool | Unset):
        body (JsonObject): Any JSON object.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ScientificMetadata
    """

    return (
        await asyncio_detailed(
            resource_mfid=resource_mfid,
            client=client,
            body=body,
            overwrite=overwrite,
        )
    ).parsed
