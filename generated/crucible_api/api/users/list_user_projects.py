from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.direction import Direction
from ...models.project_page import ProjectPage
from ...models.project_sort import ProjectSort
from ...models.role import Role
from ...types import UNSET, Response, Unset


def _get_kwargs(
    user_id: str,
    *,
    role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_role: list[str] | Unset = UNSET
    if not isinstance(role, Unset):
        json_role = []
        for role_item_data in role:
            role_item: str = role_item_data
            json_role.append(role_item)

    params["role"] = json_role

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort

    params["sort"] = json_sort

    json_direction: str | Unset = UNSET
    if not isinstance(direction, Unset):
        json_direction = direction

    params["direction"] = json_direction

    params["include_metadata"] = include_metadata

    params["limit"] = limit

    params["offset"] = offset

    params["cursor"] = cursor

    params["include_total"] = include_total

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/users/{user_id}/projects".format(
            user_id=quote(str(user_id), safe=""),
        ),
        "extensions": {"operation": "list_user_projects", "path": "/users/{user_id}/projects"},
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
    user_id: str,
    *,
    client: AuthenticatedClient,
    role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[ProjectPage]:
    """The projects of a user

     Probably for that user and for administrators. In v3 the role in each item is the user's.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        role (list[Role] | Unset):
        sort (ProjectSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
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
        user_id=user_id,
        role=role,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
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
    user_id: str,
    *,
    client: AuthenticatedClient,
    role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> ProjectPage | None:
    """The projects of a user

     Probably for that user and for administrators. In v3 the role in each item is the user's.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        role (list[Role] | Unset):
        sort (ProjectSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
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
        user_id=user_id,
        client=client,
        role=role,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    *,
    client: AuthenticatedClient,
    role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[ProjectPage]:
    """The projects of a user

     Probably for that user and for administrators. In v3 the role in each item is the user's.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        role (list[Role] | Unset):
        sort (ProjectSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
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
        user_id=user_id,
        role=role,
        sort=sort,
        direction=direction,
        include_metadata=include_metadata,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    user_id: str,
    *,
    client: AuthenticatedClient,
    role: list[Role] | Unset = UNSET,
    sort: ProjectSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> ProjectPage | None:
    """The projects of a user

     Probably for that user and for administrators. In v3 the role in each item is the user's.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        role (list[Role] | Unset):
        sort (ProjectSort | Unset):
        direction (Direction | Unset):
        include_metadata (bool | Unset):
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
            user_id=user_id,
            client=client,
            role=role,
            sort=sort,
            direction=direction,
            include_metadata=include_metadata,
            limit=limit,
            offset=offset,
            cursor=cursor,
            include_total=include_total,
        )
    ).parsed
