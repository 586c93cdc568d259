from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.deletion_audit_log import DeletionAuditLog
from ...models.privilege_mode import PrivilegeMode
from ...types import UNSET, Response, Unset


def _get_kwargs(
    audit_id: int,
    *,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(crucible_privilege_mode, Unset):
        headers["Crucible-Privilege-Mode"] = str(crucible_privilege_mode)

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/deletion_audit/{audit_id}".format(
            audit_id=quote(str(audit_id), safe=""),
        ),
        "extensions": {"operation": "get_deletion_audit_entry", "path": "/deletion_audit/{audit_id}"},
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DeletionAuditLog | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DeletionAuditLog.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DeletionAuditLog]:
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
    audit_id: int,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[DeletionAuditLog]:
    """One entry about a deletion

     For administrators.

    Args:
        audit_id (int):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeletionAuditLog]
    """

    kwargs = _get_kwargs(
        audit_id=audit_id,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    audit_id: int,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> DeletionAuditLog | None:
    """One entry about a deletion

     For administrators.

    Args:
        audit_id (int):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeletionAuditLog
    """

    return sync_detailed(
        audit_id=audit_id,
        client=client,
        crucible_privilege_mode=crucible_privilege_mode,
    ).parsed


async def asyncio_detailed(
    audit_id: int,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[DeletionAuditLog]:
    """One entry about a deletion

     For administrators.

    Args:
        audit_id (int):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeletionAuditLog]
    """

    kwargs = _get_kwargs(
        audit_id=audit_id,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    audit_id: int,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> DeletionAuditLog | None:
    """One entry about a deletion

     For administrators.

    Args:
        audit_id (int):
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeletionAuditLog
    """

    return (
        await asyncio_detailed(
            audit_id=audit_id,
            client=client,
            crucible_privilege_mode=crucible_privilege_mode,
        )
    ).parsed
