from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.privilege_mode import PrivilegeMode
from ...models.service_account_create import ServiceAccountCreate
from ...models.service_account_credentials import ServiceAccountCredentials
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ServiceAccountCreate,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(crucible_privilege_mode, Unset):
        headers["Crucible-Privilege-Mode"] = str(crucible_privilege_mode)

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/service_accounts",
        "extensions": {"operation": "create_service_account", "path": "/service_accounts"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ServiceAccountCredentials | None:
    if 200 <= response.status_code <= 299:
        response_2xx = ServiceAccountCredentials.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ServiceAccountCredentials]:
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
    body: ServiceAccountCreate,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[ServiceAccountCredentials]:
    """Creates a service account and shows its key, this once

     For platform administrators; in v3 in elevated mode.

    Args:
        crucible_privilege_mode (PrivilegeMode | Unset):
        body (ServiceAccountCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceAccountCredentials]
    """

    kwargs = _get_kwargs(
        body=body,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: ServiceAccountCreate,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> ServiceAccountCredentials | None:
    """Creates a service account and shows its key, this once

     For platform administrators; in v3 in elevated mode.

    Args:
        crucible_privilege_mode (PrivilegeMode | Unset):
        body (ServiceAccountCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceAccountCredentials
    """

    return sync_detailed(
        client=client,
        body=body,
        crucible_privilege_mode=crucible_privilege_mode,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ServiceAccountCreate,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[ServiceAccountCredentials]:
    """Creates a service account and shows its key, this once

     For platform administrators; in v3 in elevated mode.

    Args:
        crucible_privilege_mode (PrivilegeMode | Unset):
        body (ServiceAccountCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceAccountCredentials]
    """

    kwargs = _get_kwargs(
        body=body,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: ServiceAccountCreate,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> ServiceAccountCredentials | None:
    """Creates a service account and shows its key, this once

     For platform administrators; in v3 in elevated mode.

    Args:
        crucible_privilege_mode (PrivilegeMode | Unset):
        body (ServiceAccountCreate):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceAccountCredentials
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            crucible_privilege_mode=crucible_privilege_mode,
        )
    ).parsed
