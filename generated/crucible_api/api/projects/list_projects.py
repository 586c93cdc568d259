from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.direction import Direction
from ...models.project_page import ProjectPage
from ...models.project_sort import ProjectSort
from ...models.role import Role
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    project_id: str | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    member_ref: list[str] | Unset = UNSET,
    member_role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["project_id"] = project_id

    json_accessible_to_user: list[str] | Unset = UNSET
    if not isinstance(accessible_to_user, Unset):
        json_accessible_to_user = accessible_to_user

    params["accessible_to_user"] = json_accessible_to_user

    json_accessible_to_project: list[str] | Unset = UNSET
    if not isinstance(accessible_to_project, Unset):
        json_accessible_to_project = accessible_to_project

    params["accessible_to_project"] = json_accessible_to_project

    json_member_ref: list[str] | Unset = UNSET
    if not isinstance(member_ref, Unset):
        json_member_ref = member_ref

    params["member_ref"] = json_member_ref

    json_member_role: list[str] | Unset = UNSET
    if not isinstance(member_role, Unset):
        json_member_role = []
        for member_role_item_data in member_role:
            member_role_item: str = member_role_item_data
            json_member_role.append(member_role_item)

    params["member_role"] = json_member_role

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort

    params["sort"] = json_sort

    json_direction: str | Unset = UNSET
    if not isinstance(direction, Unset):
        json_direction = direction

    params["direction"] = json_direction

    params["include_metadata"] = include_metadata

    params["include_members"] = include_members

    params["limit"] = limit

    params["offset"] = offset

    params["cursor"] = cursor

    params["include_total"] = include_total

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/projects",
        "extensions": {"operation": "list_projects", "path": "/projects"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ProjectPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = ProjectPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ProjectPage]:
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
    project_id: str | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    member_ref: list[str] | Unset = UNSET,
    member_role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[ProjectPage]:
    """The projects the caller has access to

     In v3 each item has the caller's role, which is null where only a platform role or a grant shows the
    project, and a look-up by slug fills capabilities as well. Sorted by a date the latest come first
    unless direction says otherwise.

    Args:
        project_id (str | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        member_ref (list[str] | Unset):
        member_role (list[Role] | Unset):
        sort (ProjectSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
        include_members (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectPage]
    """

    kwargs = _get_kwargs(
        project_id=project_id,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        member_ref=member_ref,
        member_role=member_role,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
        include_members=include_members,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    project_id: str | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    member_ref: list[str] | Unset = UNSET,
    member_role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> ProjectPage | None:
    """The projects the caller has access to

     In v3 each item has the caller's role, which is null where only a platform role or a grant shows the
    project, and a look-up by slug fills capabilities as well. Sorted by a date the latest come first
    unless direction says otherwise.

    Args:
        project_id (str | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        member_ref (list[str] | Unset):
        member_role (list[Role] | Unset):
        sort (ProjectSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
        include_members (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectPage
    """

    return sync_detailed(
        client=client,
        project_id=project_id,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        member_ref=member_ref,
        member_role=member_role,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
        include_members=include_members,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    project_id: str | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    member_ref: list[str] | Unset = UNSET,
    member_role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[ProjectPage]:
    """The projects the caller has access to

     In v3 each item has the caller's role, which is null where only a platform role or a grant shows the
    project, and a look-up by slug fills capabilities as well. Sorted by a date the latest come first
    unless direction says otherwise.

    Args:
        project_id (str | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        member_ref (list[str] | Unset):
        member_role (list[Role] | Unset):
        sort (ProjectSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
        include_members (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectPage]
    """

    kwargs = _get_kwargs(
        project_id=project_id,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        member_ref=member_ref,
        member_role=member_role,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
        include_members=include_members,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    project_id: str | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    member_ref: list[str] | Unset = UNSET,
    member_role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> ProjectPage | None:
    """The projects the caller has access to

     In v3 each item has the caller's role, which is null where only a platform role or a grant shows the
    project, and a look-up by slug fills capabilities as well. Sorted by a date the latest come first
    unless direction says otherwise.

    Args:
        project_id (str | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        member_ref (list[str] | Unset):
        member_role (list[Role] | Unset):
        sort (ProjectSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
        include_members (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectPage
    """

    return (
        await asyncio_detailed(
            client=client,
            project_id=project_id,
            accessible_to_user=accessible_to_user,
            accessible_to_project=accessible_to_project,
            member_ref=member_ref,
            member_role=member_role,
            sort=sort,
            direction=direction,
            include_metadata=include_metadata,
            include_members=include_members,
            limit=limit,
            offset=offset,
            cursor=cursor,
            include_total=include_total,
        )
    ).parsed
