from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.scientific_metadata import ScientificMetadata
from ...types import Response


def _get_kwargs(
    resource_mfid: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/resources/{resource_mfid}/metadata".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
        ),
        "extensions": {"operation": "get_metadata", "path": "/resources/{resource_mfid}/metadata"},
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> None | ScientificMetadata | None:
    if 200 <= response.status_code <= 299:
        _response_2xx = response.json()
        response_2xx: None | ScientificMetadata
        if _response_2xx is None:
            response_2xx = _response_2xx
        else:
            response_2xx_type_0 = ScientificMetadata.from_dict(_response_2xx)

            response_2xx = response_2xx_type_0

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[None | ScientificMetadata]:
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
) -> Response[None | ScientificMetadata]:
    """The record's scientific metadata, null if it has none

     A project shows its metadata to its members only.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None | ScientificMetadata]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
) -> None | ScientificMetadata | None:
    """The record's scientific metadata, null if it has none

     A project shows its metadata to its members only.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None | ScientificMetadata
    """

    return sync_detailed(
        resource_mfid=resource_mfid,
        client=client,
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[None | ScientificMetadata]:
    """The record's scientific metadata, null if it has none

     A project shows its metadata to its members only.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None | ScientificMetadata]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
) -> None | ScientificMetadata | None:
    """The record's scientific metadata, null if it has none

     A project shows its metadata to its members only.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None | ScientificMetadata
    """

    return (
        await asyncio_detailed(
            resource_mfid=resource_mfid,
            client=client,
        )
    ).parsed
