from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.deletion_audit_page import DeletionAuditPage
from ...models.direction import Direction
from ...models.list_deletion_audit_scope import (
    ListDeletionAuditScope,
)
from ...models.privilege_mode import PrivilegeMode
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    resource_id: str | Unset = UNSET,
    requester_id: str | Unset = UNSET,
    reviewer_id: str | Unset = UNSET,
    scope: ListDeletionAuditScope | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
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

    params["resource_id"] = resource_id

    params["requester_id"] = requester_id

    params["reviewer_id"] = reviewer_id

    json_scope: str | Unset = UNSET
    if not isinstance(scope, Unset):
        json_scope = scope

    params["scope"] = json_scope

    params["project_id"] = project_id

    params["project_mfid"] = project_mfid

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
        "url": "/deletion_audit",
        "extensions": {"operation": "list_deletion_audit", "path": "/deletion_audit"},
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DeletionAuditPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DeletionAuditPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DeletionAuditPage]:
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
    resource_id: str | Unset = UNSET,
    requester_id: str | Unset = UNSET,
    reviewer_id: str | Unset = UNSET,
    scope: ListDeletionAuditScope | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[DeletionAuditPage]:
    """What was deleted for good, the latest first

     For administrators; in v3 everybody may ask with the scope submitted.

    Args:
        resource_id (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        requester_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none)
            or of a service account (MFID).
        reviewer_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        scope (ListDeletionAuditScope | Unset):
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
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
        Response[DeletionAuditPage]
    """

    kwargs = _get_kwargs(
        resource_id=resource_id,
        requester_id=requester_id,
        reviewer_id=reviewer_id,
        scope=scope,
        project_id=project_id,
        project_mfid=project_mfid,
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
    resource_id: str | Unset = UNSET,
    requester_id: str | Unset = UNSET,
    reviewer_id: str | Unset = UNSET,
    scope: ListDeletionAuditScope | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> DeletionAuditPage | None:
    """What was deleted for good, the latest first

     For administrators; in v3 everybody may ask with the scope submitted.

    Args:
        resource_id (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        requester_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none)
            or of a service account (MFID).
        reviewer_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        scope (ListDeletionAuditScope | Unset):
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
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
        DeletionAuditPage
    """

    return sync_detailed(
        client=client,
        resource_id=resource_id,
        requester_id=requester_id,
        reviewer_id=reviewer_id,
        scope=scope,
        project_id=project_id,
        project_mfid=project_mfid,
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
    resource_id: str | Unset = UNSET,
    requester_id: str | Unset = UNSET,
    reviewer_id: str | Unset = UNSET,
    scope: ListDeletionAuditScope | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[DeletionAuditPage]:
    """What was deleted for good, the latest first

     For administrators; in v3 everybody may ask with the scope submitted.

    Args:
        resource_id (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        requester_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none)
            or of a service account (MFID).
        reviewer_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        scope (ListDeletionAuditScope | Unset):
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
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
        Response[DeletionAuditPage]
    """

    kwargs = _get_kwargs(
        resource_id=resource_id,
        requester_id=requester_id,
        reviewer_id=reviewer_id,
        scope=scope,
        project_id=project_id,
        project_mfid=project_mfid,
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
    resource_id: str | Unset = UNSET,
    requester_id: str | Unset = UNSET,
    reviewer_id: str | Unset = UNSET,
    scope: ListDeletionAuditScope | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> DeletionAuditPage | None:
    """What was deleted for good, the latest first

     For administrators; in v3 everybody may ask with the scope submitted.

    Args:
        resource_id (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        requester_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none)
            or of a service account (MFID).
        reviewer_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        scope (ListDeletionAuditScope | Unset):
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
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
        DeletionAuditPage
    """

    return (
        await asyncio_detailed(
            client=client,
            resource_id=resource_id,
            requester_id=requester_id,
            reviewer_id=reviewer_id,
            scope=scope,
            project_id=project_id,
            project_mfid=project_mfid,
            direction=direction,
            limit=limit,
            offset=offset,
            cursor=cursor,
            include_total=include_total,
            crucible_privilege_mode=crucible_privilege_mode,
        )
    ).parsed
