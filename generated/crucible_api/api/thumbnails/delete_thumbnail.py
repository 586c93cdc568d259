from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.confirmation import Confirmation
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
    thumbnail_id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/datasets/{dataset_mfid}/thumbnails/{thumbnail_id}".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
            thumbnail_id=quote(str(thumbnail_id), safe=""),
        ),
        "extensions": {"operation": "delete_thumbnail", "path": "/datasets/{dataset_mfid}/thumbnails/{thumbnail_id}"},
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Confirmation | None:
    if response.is_success and not response.content:
        return None
    if 200 <= response.status_code <= 299:
        response_2xx = Confirmation.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Confirmation]:
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
    thumbnail_id: int,
    *,
    client: AuthenticatedClient,
) -> Response[Confirmation]:
    """Confirmation that the thumbnail is gone

     Probably for editors.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        thumbnail_id (int):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        thumbnail_id=thumbnail_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    thumbnail_id: int,
    *,
    client: AuthenticatedClient,
) -> Confirmation | None:
    """Confirmation that the thumbnail is gone

     Probably for editors.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        thumbnail_id (int):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        thumbnail_id=thumbnail_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    thumbnail_id: int,
    *,
    client: AuthenticatedClient,
) -> Response[Confirmation]:
    """Confirmation that the thumbnail is gone

     Probably for editors.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        thumbnail_id (int):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        thumbnail_id=thumbnail_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    thumbnail_id: int,
    *,
    client: AuthenticatedClient,
) -> Confirmation | None:
    """Confirmation that the thumbnail is gone

     Probably for editors.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        thumbnail_id (int):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            thumbnail_id=thumbnail_id,
            client=client,
        )
    ).parsed
