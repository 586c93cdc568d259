from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.sample_page import SamplePage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    q: str,
    project_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["q"] = q

    params["project_id"] = project_id

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/samples/search",
        "extensions": {"operation": "search_samples", "path": "/samples/search"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> SamplePage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = SamplePage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[SamplePage]:
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
    *,
    client: AuthenticatedClient,
    q: str,
    project_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[SamplePage]:
    """Samples whose name resembles a text

     Compares by trigrams, and with the name only.

    Args:
        q (str):
        project_id (str | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SamplePage]
    """

    kwargs = _get_kwargs(
        q=q,
        project_id=project_id,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    q: str,
    project_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> SamplePage | None:
    """Samples whose name resembles a text

     Compares by trigrams, and with the name only.

    Args:
        q (str):
        project_id (str | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SamplePage
    """

    return sync_detailed(
        client=client,
        q=q,
        project_id=project_id,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    q: str,
    project_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[SamplePage]:
    """Samples whose name resembles a text

     Compares by trigrams, and with the name only.

    Args:
        q (str):
        project_id (str | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SamplePage]
    """

    kwargs = _get_kwargs(
        q=q,
        project_id=project_id,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    q: str,
    project_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> SamplePage | None:
    """Samples whose name resembles a text

     Compares by trigrams, and with the name only.

    Args:
        q (str):
        project_id (str | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SamplePage
    """

    return (
        await asyncio_detailed(
            client=client,
            q=q,
            project_id=project_id,
            limit=limit,
        )
    ).parsed
