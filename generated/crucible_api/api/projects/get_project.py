from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.project_read import ProjectRead
from ...types import UNSET, Response, Unset


def _get_kwargs(
    project_ref: str,
    *,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["include_metadata"] = include_metadata

    params["include_members"] = include_members

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/projects/{project_ref}".format(
            project_ref=quote(str(project_ref), safe=""),
        ),
        "extensions": {"operation": "get_project", "path": "/projects/{project_ref}"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ProjectRead | None:
    if 200 <= response.status_code <= 299:
        response_2xx = ProjectRead.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ProjectRead]:
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
    project_ref: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> Response[ProjectRead]:
    """One project

     By slug in v2 and by MFID in v3; whether v3 takes a slug here is not known. For every account, but
    scientific_metadata and members stay null, whatever was asked for, unless the caller is a member or
    an administrator. In v2 these see the lead's e-mail address as well.

    Args:
        project_ref (str): The slug or the MFID of a project.
        include_metadata (bool | Unset):
        include_members (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectRead]
    """

    kwargs = _get_kwargs(
        project_ref=project_ref,
        include_metadata=include_metadata,
        include_members=include_members,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    project_ref: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> ProjectRead | None:
    """One project

     By slug in v2 and by MFID in v3; whether v3 takes a slug here is not known. For every account, but
    scientific_metadata and members stay null, whatever was asked for, unless the caller is a member or
    an administrator. In v2 these see the lead's e-mail address as well.

    Args:
        project_ref (str): The slug or the MFID of a project.
        include_metadata (bool | Unset):
        include_members (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectRead
    """

    return sync_detailed(
        project_ref=project_ref,
        client=client,
        include_metadata=include_metadata,
        include_members=include_members,
    ).parsed


async def asyncio_detailed(
    project_ref: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> Response[ProjectRead]:
    """One project

     By slug in v2 and by MFID in v3; whether v3 takes a slug here is not known. For every account, but
    scientific_metadata and members stay null, whatever was asked for, unless the caller is a member or
    an administrator. In v2 these see the lead's e-mail address as well.

    Args:
        project_ref (str): The slug or the MFID of a project.
        include_metadata (bool | Unset):
        include_members (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectRead]
    """

    kwargs = _get_kwargs(
        project_ref=project_ref,
        include_metadata=include_metadata,
        include_members=include_members,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_ref: str,
    *,
    client: AuthenticatedClient,
    include_metadata: bool | Unset = UNSET,
    include_members: bool | Unset = UNSET,
) -> ProjectRead | None:
    """One project

     By slug in v2 and by MFID in v3; whether v3 takes a slug here is not known. For every account, but
    scientific_metadata and members stay null, whatever was asked for, unless the caller is a member or
    an administrator. In v2 these see the lead's e-mail address as well.

    Args:
        project_ref (str): The slug or the MFID of a project.
        include_metadata (bool | Unset):
        include_members (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectRead
    """

    return (
        await asyncio_detailed(
            project_ref=project_ref,
            client=client,
            include_metadata=include_metadata,
            include_members=include_members,
        )
    ).parsed
