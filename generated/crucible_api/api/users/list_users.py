from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assignable_platform_role import (
    AssignablePlatformRole,
)
from ...models.direction import Direction
from ...models.list_users_search_fields_item import (
    ListUsersSearchFieldsItem,
)
from ...models.list_users_sort import ListUsersSort
from ...models.user_page import UserPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    email: str | Unset = UNSET,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    username: str | Unset = UNSET,
    unique_id: str | Unset = UNSET,
    is_service_account: bool | Unset = UNSET,
    permissive: bool | Unset = UNSET,
    q: str | Unset = UNSET,
    search_fields: list[ListUsersSearchFieldsItem] | Unset = UNSET,
    platform_role: list[AssignablePlatformRole] | Unset = UNSET,
    sort: ListUsersSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["email"] = email

    params["first_name"] = first_name

    params["last_name"] = last_name

    params["username"] = username

    params["unique_id"] = unique_id

    params["is_service_account"] = is_service_account

    params["permissive"] = permissive

    params["q"] = q

    json_search_fields: list[str] | Unset = UNSET
    if not isinstance(search_fields, Unset):
        json_search_fields = []
        for search_fields_item_data in search_fields:
            search_fields_item: str = search_fields_item_data
            json_search_fields.append(search_fields_item)

    params["search_fields"] = json_search_fields

    json_platform_role: list[str] | Unset = UNSET
    if not isinstance(platform_role, Unset):
        json_platform_role = []
        for platform_role_item_data in platform_role:
            platform_role_item: str = platform_role_item_data
            json_platform_role.append(platform_role_item)

    params["platform_role"] = json_platform_role

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
        "url": "/users",
        "extensions": {"operation": "list_users", "path": "/users"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> UserPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = UserPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[UserPage]:
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
    email: str | Unset = UNSET,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    username: str | Unset = UNSET,
    unique_id: str | Unset = UNSET,
    is_service_account: bool | Unset = UNSET,
    permissive: bool | Unset = UNSET,
    q: str | Unset = UNSET,
    search_fields: list[ListUsersSearchFieldsItem] | Unset = UNSET,
    platform_role: list[AssignablePlatformRole] | Unset = UNSET,
    sort: ListUsersSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[UserPage]:
    """The users the caller may see

     v2: for platform administrators only. v3: others see the people they share an access group with;
    platform administrators see everybody, with e-mail address and platform role. Others get an e-mail
    address only when they look themselves up exactly. Usernames and e-mail addresses are unique, so an
    exact look-up gives one record or none. 403 for others who use platform_role, or q, sort or
    search_fields with e-mail. v3 orders by last and then first name.

    Args:
        email (str | Unset):
        first_name (str | Unset):
        last_name (str | Unset):
        username (str | Unset):
        unique_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        is_service_account (bool | Unset):
        permissive (bool | Unset):
        q (str | Unset):
        search_fields (list[ListUsersSearchFieldsItem] | Unset):
        platform_role (list[AssignablePlatformRole] | Unset):
        sort (ListUsersSort | Unset):
        direction (Direction | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UserPage]
    """

    kwargs = _get_kwargs(
        email=email,
        first_name=first_name,
        last_name=last_name,
        username=username,
        unique_id=unique_id,
        is_service_account=is_service_account,
        permissive=permissive,
        q=q,
        search_fields=search_fields,
        platform_role=platform_role,
        sort=sort,
        direction=direction,
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
    email: str | Unset = UNSET,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    username: str | Unset = UNSET,
    unique_id: str | Unset = UNSET,
    is_service_account: bool | Unset = UNSET,
    permissive: bool | Unset = UNSET,
    q: str | Unset = UNSET,
    search_fields: list[ListUsersSearchFieldsItem] | Unset = UNSET,
    platform_role: list[AssignablePlatformRole] | Unset = UNSET,
    sort: ListUsersSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> UserPage | None:
    """The users the caller may see

     v2: for platform administrators only. v3: others see the people they share an access group with;
    platform administrators see everybody, with e-mail address and platform role. Others get an e-mail
    address only when they look themselves up exactly. Usernames and e-mail addresses are unique, so an
    exact look-up gives one record or none. 403 for others who use platform_role, or q, sort or
    search_fields with e-mail. v3 orders by last and then first name.

    Args:
        email (str | Unset):
        first_name (str | Unset):
        last_name (str | Unset):
        username (str | Unset):
        unique_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        is_service_account (bool | Unset):
        permissive (bool | Unset):
        q (str | Unset):
        search_fields (list[ListUsersSearchFieldsItem] | Unset):
        platform_role (list[AssignablePlatformRole] | Unset):
        sort (ListUsersSort | Unset):
        direction (Direction | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        UserPage
    """

    return sync_detailed(
        client=client,
        email=email,
        first_name=first_name,
        last_name=last_name,
        username=username,
        unique_id=unique_id,
        is_service_account=is_service_account,
        permissive=permissive,
        q=q,
        search_fields=search_fields,
        platform_role=platform_role,
        sort=sort,
        direction=direction,
        limit=limit,
        offset=offset,
        cursor=cursor,
        include_total=include_total,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    email: str | Unset = UNSET,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    username: str | Unset = UNSET,
    unique_id: str | Unset = UNSET,
    is_service_account: bool | Unset = UNSET,
    permissive: bool | Unset = UNSET,
    q: str | Unset = UNSET,
    search_fields: list[ListUsersSearchFieldsItem] | Unset = UNSET,
    platform_role: list[AssignablePlatformRole] | Unset = UNSET,
    sort: ListUsersSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> Response[UserPage]:
    """The users the caller may see

     v2: for platform administrators only. v3: others see the people they share an access group with;
    platform administrators see everybody, with e-mail address and platform role. Others get an e-mail
    address only when they look themselves up exactly. Usernames and e-mail addresses are unique, so an
    exact look-up gives one record or none. 403 for others who use platform_role, or q, sort or
    search_fields with e-mail. v3 orders by last and then first name.

    Args:
        email (str | Unset):
        first_name (str | Unset):
        last_name (str | Unset):
        username (str | Unset):
        unique_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        is_service_account (bool | Unset):
        permissive (bool | Unset):
        q (str | Unset):
        search_fields (list[ListUsersSearchFieldsItem] | Unset):
        platform_role (list[AssignablePlatformRole] | Unset):
        sort (ListUsersSort | Unset):
        direction (Direction | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UserPage]
    """

    kwargs = _get_kwargs(
        email=email,
        first_name=first_name,
        last_name=last_name,
        username=username,
        unique_id=unique_id,
        is_service_account=is_service_account,
        permissive=permissive,
        q=q,
        search_fields=search_fields,
        platform_role=platform_role,
        sort=sort,
        direction=direction,
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
    email: str | Unset = UNSET,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    username: str | Unset = UNSET,
    unique_id: str | Unset = UNSET,
    is_service_account: bool | Unset = UNSET,
    permissive: bool | Unset = UNSET,
    q: str | Unset = UNSET,
    search_fields: list[ListUsersSearchFieldsItem] | Unset = UNSET,
    platform_role: list[AssignablePlatformRole] | Unset = UNSET,
    sort: ListUsersSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    include_total: bool | Unset = UNSET,
) -> UserPage | None:
    """The users the caller may see

     v2: for platform administrators only. v3: others see the people they share an access group with;
    platform administrators see everybody, with e-mail address and platform role. Others get an e-mail
    address only when they look themselves up exactly. Usernames and e-mail addresses are unique, so an
    exact look-up gives one record or none. 403 for others who use platform_role, or q, sort or
    search_fields with e-mail. v3 orders by last and then first name.

    Args:
        email (str | Unset):
        first_name (str | Unset):
        last_name (str | Unset):
        username (str | Unset):
        unique_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        is_service_account (bool | Unset):
        permissive (bool | Unset):
        q (str | Unset):
        search_fields (list[ListUsersSearchFieldsItem] | Unset):
        platform_role (list[AssignablePlatformRole] | Unset):
        sort (ListUsersSort | Unset):
        direction (Direction | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.
        include_total (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        UserPage
    """

    return (
        await asyncio_detailed(
            client=client,
            email=email,
            first_name=first_name,
            last_name=last_name,
            username=username,
            unique_id=unique_id,
            is_service_account=is_service_account,
            permissive=permissive,
            q=q,
            search_fields=search_fields,
            platform_role=platform_role,
            sort=sort,
            direction=direction,
            limit=limit,
            offset=offset,
            cursor=cursor,
            include_total=include_total,
        )
    ).parsed
