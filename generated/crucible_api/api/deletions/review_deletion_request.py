from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.deletion_request import DeletionRequest
from ...models.privilege_mode import PrivilegeMode
from ...models.review_decision import ReviewDecision
from ...types import UNSET, Response, Unset


def _get_kwargs(
    request_id: int,
    *,
    status: ReviewDecision,
    reviewer_notes: str | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(crucible_privilege_mode, Unset):
        headers["Crucible-Privilege-Mode"] = str(crucible_privilege_mode)

    params: dict[str, Any] = {}

    json_status: str = status
    params["status"] = json_status

    params["reviewer_notes"] = reviewer_notes

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/deletion_requests/{request_id}".format(
            request_id=quote(str(request_id), safe=""),
        ),
        "extensions": {"operation": "review_deletion_request", "path": "/deletion_requests/{request_id}"},
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DeletionRequest | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DeletionRequest.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DeletionRequest]:
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
    status: ReviewDecision,
    reviewer_notes: str | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[DeletionRequest]:
    """A deletion request after its review

     The decision is in the query; there is no body. Approved, the record stays hidden until an
    administrator deletes it; rejected, it is back. For administrators and, in v3, whoever has
    capabilities.can_review.

    Args:
        request_id (int):
        status (ReviewDecision):
        reviewer_notes (str | Unset):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeletionRequest]
    """

    kwargs = _get_kwargs(
        request_id=request_id,
        status=status,
        reviewer_notes=reviewer_notes,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    request_id: int,
    *,
    client: AuthenticatedClient,
    status: ReviewDecision,
    reviewer_notes: str | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> DeletionRequest | None:
    """A deletion request after its review

     The decision is in the query; there is no body. Approved, the record stays hidden until an
    administrator deletes it; rejected, it is back. For administrators and, in v3, whoever has
    capabilities.can_review.

    Args:
        request_id (int):
        status (ReviewDecision):
        reviewer_notes (str | Unset):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeletionRequest
    """

    return sync_detailed(
        request_id=request_id,
        client=client,
        status=status,
        reviewer_notes=reviewer_notes,
        crucible_privilege_mode=crucible_privilege_mode,
    ).parsed


async def asyncio_detailed(
    request_id: int,
    *,
    client: AuthenticatedClient,
    status: ReviewDecision,
    reviewer_notes: str | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[DeletionRequest]:
    """A deletion request after its review

     The decision is in the query; there is no body. Approved, the record stays hidden until an
    administrator deletes it; rejected, it is back. For administrators and, in v3, whoever has
    capabilities.can_review.

    Args:
        request_id (int):
        status (ReviewDecision):
        reviewer_notes (str | Unset):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeletionRequest]
    """

    kwargs = _get_kwargs(
        request_id=request_id,
        status=status,
        reviewer_notes=reviewer_notes,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    request_id: int,
    *,
    client: AuthenticatedClient,
    status: ReviewDecision,
    reviewer_notes: str | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> DeletionRequest | None:
    """A deletion request after its review

     The decision is in the query; there is no body. Approved, the record stays hidden until an
    administrator deletes it; rejected, it is back. For administrators and, in v3, whoever has
    capabilities.can_review.

    Args:
        request_id (int):
        status (ReviewDecision):
        reviewer_notes (str | Unset):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeletionRequest
    """

    return (
        await asyncio_detailed(
            request_id=request_id,
            client=client,
            status=status,
            reviewer_notes=reviewer_notes,
            crucible_privilege_mode=crucible_privilege_mode,
        )
    ).parsed
