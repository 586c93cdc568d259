from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.join_request import JoinRequest
from ...models.join_request_review import JoinRequestReview
from ...types import Response


def _get_kwargs(
    request_id: int,
    *,
    body: JoinRequestReview,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/join_requests/{request_id}".format(
            request_id=quote(str(request_id), safe=""),
        ),
        "extensions": {"operation": "review_join_request", "path": "/join_requests/{request_id}"},
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
    request_id: int,
    *,
    client: AuthenticatedClient,
    body: JoinRequestReview,
) -> Response[JoinRequest]:
    """Approves or rejects a request to join

     For administrators and the group's lead. Approving makes the requester a member of the project and
    of its access group.

    Args:
        request_id (int):
        body (JoinRequestReview):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JoinRequest]
    """

    kwargs = _get_kwargs(
        request_id=request_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    request_id: int,
    *,
    client: AuthenticatedClient,
    body: JoinRequestReview,
) -> JoinRequest | None:
    """Approves or rejects a request to join

     For administrators and the group's lead. Approving makes the requester a member of the project and
    of its access group.

    Args:
        request_id (int):
        body (JoinRequestReview):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JoinRequest
    """

    return sync_detailed(
        request_id=request_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    request_id: int,
    *,
    client: AuthenticatedClient,
    body: JoinRequestReview,
) -> Response[JoinRequest]:
    """Approves or rejects a request to join

     For administrators and the group's lead. Approving makes the requester a member of the project and
    of its access group.

    Args:
        request_id (int):
        body (JoinRequestReview):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JoinRequest]
    """

    kwargs = _get_kwargs(
        request_id=request_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    request_id: int,
    *,
    client: AuthenticatedClient,
    body: JoinRequestReview,
) -> JoinRequest | None:
    """Approves or rejects a request to join

     For administrators and the group's lead. Approving makes the requester a member of the project and
    of its access group.

    Args:
        request_id (int):
        body (JoinRequestReview):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JoinRequest
    """

    return (
        await asyncio_detailed(
            request_id=request_id,
            client=client,
            body=body,
        )
    ).parsed
