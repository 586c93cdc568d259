from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.graph import Graph
from ...types import Response


def _get_kwargs(
    project_ref: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/project_graph/{project_ref}".format(
            project_ref=quote(str(project_ref), safe=""),
        ),
        "extensions": {"operation": "get_project_graph", "path": "/project_graph/{project_ref}"},
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Graph | None:
    if 200 <= response.status_code <= 299:
        response_2xx = Graph.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Graph]:
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
) -> Response[Graph]:
    """All datasets and samples of a project with their links

     Probably for the project's members. v2 takes the slug, v3 probably the MFID as well.

    Args:
        project_ref (str): The slug or the MFID of a project.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Graph]
    """

    kwargs = _get_kwargs(
        project_ref=project_ref,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    project_ref: str,
    *,
    client: AuthenticatedClient,
) -> Graph | None:
    """All datasets and samples of a project with their links

     Probably for the project's members. v2 takes the slug, v3 probably the MFID as well.

    Args:
        project_ref (str): The slug or the MFID of a project.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Graph
    """

    return sync_detailed(
        project_ref=project_ref,
        client=client,
    ).parsed


async def asyncio_detailed(
    project_ref: str,
    *,
    client: AuthenticatedClient,
) -> Response[Graph]:
    """All datasets and samples of a project with their links

     Probably for the project's members. v2 takes the slug, v3 probably the MFID as well.

    Args:
        project_ref (str): The slug or the MFID of a project.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Graph]
    """

    kwargs = _get_kwargs(
        project_ref=project_ref,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_ref: str,
    *,
    client: AuthenticatedClient,
) -> Graph | None:
    """All datasets and samples of a project with their links

     Probably for the project's members. v2 takes the slug, v3 probably the MFID as well.

    Args:
        project_ref (str): The slug or the MFID of a project.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Graph
    """

    return (
        await asyncio_detailed(
            project_ref=project_ref,
            client=client,
        )
    ).parsed
