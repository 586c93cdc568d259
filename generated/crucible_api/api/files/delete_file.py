from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import Response


def _get_kwargs(
    file_mfid: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/files/{file_mfid}".format(
            file_mfid=quote(str(file_mfid), safe=""),
        ),
        "extensions": {"operation": "delete_file", "path": "/files/{file_mfid}"},
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
    file_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[None]:
    """Deletes a file at once and for good

     The record goes without any review, and the stored content, as the clients' help says, with it.
    Probably for editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None]
    """

    kwargs = _get_kwargs(
        file_mfid=file_mfid,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
) -> None:
    """Deletes a file at once and for good

     The record goes without any review, and the stored content, as the clients' help says, with it.
    Probably for editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None
    """

    return sync_detailed(
        file_mfid=file_mfid,
        client=client,
    ).parsed


async def asyncio_detailed(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[None]:
    """Deletes a file at once and for good

     The record goes without any review, and the stored content, as the clients' help says, with it.
    Probably for editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None]
    """

    kwargs = _get_kwargs(
        file_mfid=file_mfid,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    file_mfid: str,
    *,
    client: AuthenticatedClient,
) -> None:
    """Deletes a file at once and for good

     The record goes without any review, and the stored content, as the clients' help says, with it.
    Probably for editors of the dataset.

    Args:
        file_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None
    """

    return (
        await asyncio_detailed(
            file_mfid=file_mfid,
            client=client,
        )
    ).parsed
