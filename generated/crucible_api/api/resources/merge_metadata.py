from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.json_object import JsonObject
from ...models.scientific_metadata import ScientificMetadata
from ...types import Response


def _get_kwargs(
    resource_mfid: str,
    *,
    body: JsonObject,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/resources/{resource_mfid}/metadata".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
        ),
        "extensions": {"operation": "merge_metadata", "path": "/resources/{resource_mfid}/metadata"},
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
) -> Response[ScientificMetadata]:
    """The record's scientific metadata after a merge

     For editors. Objects are merged at every depth; what becomes of arrays and nulls is not known,
    arrays are probably replaced. Makes the document where there is none.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
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
) -> ScientificMetadata | None:
    """The record's scientific metadata after a merge

     For editors. Objects are merged at every depth; what becomes of arrays and nulls is not known,
    arrays are probably replaced. Makes the document where there is none.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
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
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    body: JsonObject,
) -> Response[ScientificMetadata]:
    """The record's scientific metadata after a merge

     For editors. Objects are merged at every depth; what becomes of arrays and nulls is not known,
    arrays are probably replaced. Makes the document where there is none.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
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
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    body: JsonObject,
) -> ScientificMetadata | None:
    """The record's scientific metadata after a merge

     For editors. Objects are merged at every depth; what becomes of arrays and nulls is not known,
    arrays are probably replaced. Makes the document where there is none.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
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
        )
    ).parsed
