from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.join_request import JoinRequest
from ...models.join_request_create import JoinRequestCreate
from ...types import Response


def _get_kwargs(
    group_name: str,
    *,
    body: JoinRequestCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/access_groups/{group_name}/join".format(
            group_name=quote(str(group_name), safe=""),
        ),
        "extensions": {"operation": "join_access_group", "path": "/access_groups/{group_name}/join"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> JoinRequest | None:
    if 200 <= response.status_code <= 299:
        response_2xx = JoinRequest.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[JoinRequest]:
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
    group_name: str,
    *,
    client: AuthenticatedClient,
    body: JoinRequestCreate,
) -> Response[JoinRequest]:
    """Asks to be let into an access group

     For every account. Only projects take such requests, under their slug; whether v3 takes their MFID
    too is not known.

    Args:
        group_name (str):
        body (JoinRequestCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JoinRequest]
    """

    kwargs = _get_kwargs(
        group_name=group_name,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    group_name: str,
    *,
    client: AuthenticatedClient,
    body: JoinRequestCreate,
) -> JoinRequest | None:
    """Asks to be let into an access group

     For every account. Only projects take such requests, under their slug; whether v3 takes their MFID
    too is not known.

    Args:
        group_name (str):
        body (JoinRequestCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JoinRequest
    """

    return sync_detailed(
        group_name=group_name,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    group_name: str,
    *,
    client: AuthenticatedClient,
    body: JoinRequestCreate,
) -> Response[JoinRequest]:
    """Asks to be let into an access group

     For every account. Only projects take such requests, under their slug; whether v3 takes their MFID
    too is not known.

    Args:
        group_name (str):
        body (JoinRequestCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JoinRequest]
    """

    kwargs = _get_kwargs(
        group_name=group_name,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    group_name: str,
    *,
    client: AuthenticatedClient,
    body: JoinRequestCreate,
) -> JoinRequest | None:
    """Asks to be let into an access group

     For every account. Only projects take such requests, under their slug; whether v3 takes their MFID
    too is not known.

    Args:
        group_name (str):
        body (JoinRequestCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JoinRequest
    """

    return (
        await asyncio_detailed(
            group_name=group_name,
            client=client,
            body=body,
        )
    ).parsed
