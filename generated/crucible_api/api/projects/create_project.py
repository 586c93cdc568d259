from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.project_create import ProjectCreate
from ...models.project_read import ProjectRead
from ...types import Response


def _get_kwargs(
    *,
    body: ProjectCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/projects",
        "extensions": {"operation": "create_project", "path": "/projects"},
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
    *,
    client: AuthenticatedClient,
    body: ProjectCreate,
) -> Response[ProjectRead]:
    """Creates a project

     v2: for platform administrators; v3: for every account with can_create_project. Naming the lead in
    two ways, or not at all, gives 400.

    Args:
        body (ProjectCreate): Exactly one of the project_lead fields names the lead, who becomes
            the owner.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectRead]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: ProjectCreate,
) -> ProjectRead | None:
    """Creates a project

     v2: for platform administrators; v3: for every account with can_create_project. Naming the lead in
    two ways, or not at all, gives 400.

    Args:
        body (ProjectCreate): Exactly one of the project_lead fields names the lead, who becomes
            the owner.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectRead
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ProjectCreate,
) -> Response[ProjectRead]:
    """Creates a project

     v2: for platform administrators; v3: for every account with can_create_project. Naming the lead in
    two ways, or not at all, gives 400.

    Args:
        body (ProjectCreate): Exactly one of the project_lead fields names the lead, who becomes
            the owner.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectRead]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: ProjectCreate,
) -> ProjectRead | None:
    """Creates a project

     v2: for platform administrators; v3: for every account with can_create_project. Naming the lead in
    two ways, or not at all, gives 400.

    Args:
        body (ProjectCreate): Exactly one of the project_lead fields names the lead, who becomes
            the owner.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectRead
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
