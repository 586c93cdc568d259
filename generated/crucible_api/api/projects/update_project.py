from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.project_read import ProjectRead
from ...models.project_update import ProjectUpdate
from ...types import Response


def _get_kwargs(
    project_ref: str,
    *,
    body: ProjectUpdate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/projects/{project_ref}".format(
            project_ref=quote(str(project_ref), safe=""),
        ),
        "extensions": {"operation": "update_project", "path": "/projects/{project_ref}"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
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
    body: ProjectUpdate,
) -> Response[ProjectRead]:
    """Changes a project

     v2: for administrators; v3: for its editors and above. In v3 the lead changes only by transfer of
    ownership.

    Args:
        project_ref (str): The slug or the MFID of a project.
        body (ProjectUpdate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectRead]
    """

    kwargs = _get_kwargs(
        project_ref=project_ref,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    project_ref: str,
    *,
    client: AuthenticatedClient,
    body: ProjectUpdate,
) -> ProjectRead | None:
    """Changes a project

     v2: for administrators; v3: for its editors and above. In v3 the lead changes only by transfer of
    ownership.

    Args:
        project_ref (str): The slug or the MFID of a project.
        body (ProjectUpdate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectRead
    """

    return sync_detailed(
        project_ref=project_ref,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    project_ref: str,
    *,
    client: AuthenticatedClient,
    body: ProjectUpdate,
) -> Response[ProjectRead]:
    """Changes a project

     v2: for administrators; v3: for its editors and above. In v3 the lead changes only by transfer of
    ownership.

    Args:
        project_ref (str): The slug or the MFID of a project.
        body (ProjectUpdate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectRead]
    """

    kwargs = _get_kwargs(
        project_ref=project_ref,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_ref: str,
    *,
    client: AuthenticatedClient,
    body: ProjectUpdate,
) -> ProjectRead | None:
    """Changes a project

     v2: for administrators; v3: for its editors and above. In v3 the lead changes only by transfer of
    ownership.

    Args:
        project_ref (str): The slug or the MFID of a project.
        body (ProjectUpdate):

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
            body=body,
        )
    ).parsed
