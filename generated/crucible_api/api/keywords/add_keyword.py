from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.keyword import Keyword
from ...types import UNSET, Response


def _get_kwargs(
    dataset_mfid: str,
    *,
    keyword: str,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["keyword"] = keyword

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datasets/{dataset_mfid}/keywords".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "add_keyword", "path": "/datasets/{dataset_mfid}/keywords"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Keyword | None:
    if 200 <= response.status_code <= 299:
        response_2xx = Keyword.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Keyword]:
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
    keyword: str,
) -> Response[Keyword]:
    """The keyword that was added, with its new count

     For editors. Adding it again does no harm; no route removes it.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        keyword (str):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Keyword]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        keyword=keyword,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    keyword: str,
) -> Keyword | None:
    """The keyword that was added, with its new count

     For editors. Adding it again does no harm; no route removes it.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        keyword (str):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Keyword
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
        keyword=keyword,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    keyword: str,
) -> Response[Keyword]:
    """The keyword that was added, with its new count

     For editors. Adding it again does no harm; no route removes it.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        keyword (str):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Keyword]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        keyword=keyword,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    keyword: str,
) -> Keyword | None:
    """The keyword that was added, with its new count

     For editors. Adding it again does no harm; no route removes it.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        keyword (str):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Keyword
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            keyword=keyword,
        )
    ).parsed
