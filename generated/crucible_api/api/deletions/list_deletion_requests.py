from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.deletion_request_page import DeletionRequestPage
from ...models.direction import Direction
from ...models.list_deletion_requests_scope import (
    ListDeletionRequestsScope,
)
from ...models.list_deletion_requests_sort import (
    ListDeletionRequestsSort,
)
from ...models.privilege_mode import PrivilegeMode
from ...models.review_status import ReviewStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    status: ReviewStatus | Unset = UNSET,
    scope: ListDeletionRequestsScope | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    sort: ListDeletionRequestsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(crucible_privilege_mode, Unset):
        headers["Crucible-Privilege-Mode"] = str(crucible_privilege_mode)

    params: dict[str, Any] = {}

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    json_scope: str | Unset = UNSET
    if not isinstance(scope, Unset):
        json_scope = scope

    params["scope"] = json_scope

    params["project_mfid"] = project_mfid

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort

    params["sort"] = json_sort

    json_direction: str | Unset = UNSET
    if not isinstance(direction, Unset):
        json_direction = direction

    params["direction"] = json_direction

    params["limit"] = limit

    params["offset"] = offset

    params["cursor"] = cursor

    params["include_total"] = include_total

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/deletion_requests",
        "extensions": {"operation": "list_deletion_requests", "path": "/deletion_requests"},
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DeletionRequestPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DeletionRequestPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DeletionRequestPage]:
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
    status: ReviewStatus | Unset = UNSET,
    scope: ListDeletionRequestsScope | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    sort: ListDeletionRequestsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[DeletionRequestPage]:
    """Deletion requests

     In v2 for administrators; in v3 for everybody, narrowed down by scope.

    Args:
        status (ReviewStatus | Unset):
        scope (ListDeletionRequestsScope | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        sort (ListDeletionRequestsSort | Unset):
        direction (Direction | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeletionRequestPage]
    """

    kwargs = _get_kwargs(
        status=status,
        scope=scope,
        project_mfid=project_mfid,
        sort=sort,
        direction=direction,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    status: ReviewStatus | Unset = UNSET,
    scope: ListDeletionRequestsScope | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    sort: ListDeletionRequestsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> DeletionRequestPage | None:
    """Deletion requests

     In v2 for administrators; in v3 for everybody, narrowed down by scope.

    Args:
        status (ReviewStatus | Unset):
        scope (ListDeletionRequestsScope | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        sort (ListDeletionRequestsSort | Unset):
        direction (Direction | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeletionRequestPage
    """

    return sync_detailed(
        client=client,
        status=status,
        scope=scope,
        project_mfid=project_mfid,
        sort=sort,
        direction=direction,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
        crucible_privilege_mode=crucible_privilege_mode,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    status: ReviewStatus | Unset = UNSET,
    scope: ListDeletionRequestsScope | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    sort: ListDeletionRequestsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[DeletionRequestPage]:
    """Deletion requests

     In v2 for administrators; in v3 for everybody, narrowed down by scope.

    Args:
        status (ReviewStatus | Unset):
        scope (ListDeletionRequestsScope | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        sort (ListDeletionRequestsSort | Unset):
        direction (Direction | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeletionRequestPage]
    """

    kwargs = _get_kwargs(
        status=status,
        scope=scope,
        project_mfid=project_mfid,
        sort=sort,
        direction=direction,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    status: ReviewStatus | Unset = UNSET,
    scope: ListDeletionRequestsScope | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    sort: ListDeletionRequestsSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> DeletionRequestPage | None:
    """Deletion requests

     In v2 for administrators; in v3 for everybody, narrowed down by scope.

    Args:
        status (ReviewStatus | Unset):
        scope (ListDeletionRequestsScope | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        sort (ListDeletionRequestsSort | Unset):
        direction (Direction | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeletionRequestPage
    """

    return (
        await asyncio_detailed(
            client=client,
            status=status,
            scope=scope,
            project_mfid=project_mfid,
            sort=sort,
            direction=direction,
            limit=limit,
            offset=offset,
            cursor=cursor,
            include_total=include_total,
            crucible_privilege_mode=crucible_privilege_mode,
        )
    ).parsed
