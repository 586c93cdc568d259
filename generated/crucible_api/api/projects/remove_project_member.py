from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.project_member import ProjectMember
from ...types import Response, as_list


def _get_kwargs(
    project_ref: str,
    user_ref: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/projects/{project_ref}/users/{user_ref}".format(
            project_ref=quote(str(project_ref), safe=""),
            user_ref=quote(str(user_ref), safe=""),
        ),
        "extensions": {"operation": "remove_project_member", "path": "/projects/{project_ref}/users/{user_ref}"},
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> list[ProjectMember] | None:
    if 200 <= response.status_code <= 299:
        response_2xx = []
        _response_2xx = response.json()
        for response_2xx_item_data in as_list(_response_2xx):
            response_2xx_item = ProjectMember.from_dict(response_2xx_item_data)

            response_2xx.append(response_2xx_item)

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[list[ProjectMember]]:
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
    user_ref: str,
    *,
    client: AuthenticatedClient,
) -> Response[list[ProjectMember]]:
    """Takes a member out of a project

     v2: for administrators, who name the person as when adding. v3: for the owner, platform
    administrators and, about themselves, members.

    Args:
        project_ref (str): The slug or the MFID of a project.
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[ProjectMember]]
    """

    kwargs = _get_kwargs(
        project_ref=project_ref,
        user_ref=user_ref,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    project_ref: str,
    user_ref: str,
    *,
    client: AuthenticatedClient,
) -> list[ProjectMember] | None:
    """Takes a member out of a project

     v2: for administrators, who name the person as when adding. v3: for the owner, platform
    administrators and, about themselves, members.

    Args:
        project_ref (str): The slug or the MFID of a project.
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[ProjectMember]
    """

    return sync_detailed(
        project_ref=project_ref,
        user_ref=user_ref,
        client=client,
    ).parsed


async def asyncio_detailed(
    project_ref: str,
    user_ref: str,
    *,
    client: AuthenticatedClient,
) -> Response[list[ProjectMember]]:
    """Takes a member out of a project

     v2: for administrators, who name the person as when adding. v3: for the owner, platform
    administrators and, about themselves, members.

    Args:
        project_ref (str): The slug or the MFID of a project.
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[ProjectMember]]
    """

    kwargs = _get_kwargs(
        project_ref=project_ref,
        user_ref=user_ref,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_ref: str,
    user_ref: str,
    *,
    client: AuthenticatedClient,
) -> list[ProjectMember] | None:
    """Takes a member out of a project

     v2: for administrators, who name the person as when adding. v3: for the owner, platform
    administrators and, about themselves, members.

    Args:
        project_ref (str): The slug or the MFID of a project.
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[ProjectMember]
    """

    return (
        await asyncio_detailed(
            project_ref=project_ref,
            user_ref=user_ref,
            client=client,
        )
    ).parsed
