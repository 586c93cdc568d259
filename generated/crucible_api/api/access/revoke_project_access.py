from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.confirmation import Confirmation
from ...types import Response


def _get_kwargs(
    resource_mfid: str,
    project_ref: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/resources/{resource_mfid}/access/projects/{project_ref}".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
            project_ref=quote(str(project_ref), safe=""),
        ),
        "extensions": {
            "operation": "revoke_project_access",
            "path": "/resources/{resource_mfid}/access/projects/{project_ref}",
        },
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Confirmation | None:
    if response.is_success and not response.content:
        return None
    if 200 <= response.status_code <= 299:
        response_2xx = Confirmation.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Confirmation]:
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
    resource_mfid: str,
    project_ref: str,
    *,
    client: AuthenticatedClient,
) -> Response[Confirmation]:
    """Takes a project's role on a record away

     For callers with can_manage_access.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        project_ref (str): The slug or the MFID of a project.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        project_ref=project_ref,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    resource_mfid: str,
    project_ref: str,
    *,
    client: AuthenticatedClient,
) -> Confirmation | None:
    """Takes a project's role on a record away

     For callers with can_manage_access.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        project_ref (str): The slug or the MFID of a project.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation
    """

    return sync_detailed(
        resource_mfid=resource_mfid,
        project_ref=project_ref,
        client=client,
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    project_ref: str,
    *,
    client: AuthenticatedClient,
) -> Response[Confirmation]:
    """Takes a project's role on a record away

     For callers with can_manage_access.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        project_ref (str): The slug or the MFID of a project.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        project_ref=project_ref,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    project_ref: str,
    *,
    client: AuthenticatedClient,
) -> Confirmation | None:
    """Takes a project's role on a record away

     For callers with can_manage_access.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        project_ref (str): The slug or the MFID of a project.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation
    """

    return (
        await asyncio_detailed(
            resource_mfid=resource_mfid,
            project_ref=project_ref,
            client=client,
        )
    ).parsed
