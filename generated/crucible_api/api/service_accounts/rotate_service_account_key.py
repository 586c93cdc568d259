from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.privilege_mode import PrivilegeMode
from ...models.service_account_credentials import ServiceAccountCredentials
from ...types import UNSET, Response, Unset


def _get_kwargs(
    unique_id: str,
    *,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(crucible_privilege_mode, Unset):
        headers["Crucible-Privilege-Mode"] = str(crucible_privilege_mode)

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/service_accounts/{unique_id}/rotate_key".format(
            unique_id=quote(str(unique_id), safe=""),
        ),
        "extensions": {"operation": "rotate_service_account_key", "path": "/service_accounts/{unique_id}/rotate_key"},
    }

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
    unique_id: str,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[ServiceAccountCredentials]:
    """Gives a service account a new key and shows it, this once

     For platform administrators; in v3 in elevated mode. The old key stops working. 404 also for a
    person's id.

    Args:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceAccountCredentials]
    """

    kwargs = _get_kwargs(
        unique_id=unique_id,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    unique_id: str,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> ServiceAccountCredentials | None:
    """Gives a service account a new key and shows it, this once

     For platform administrators; in v3 in elevated mode. The old key stops working. 404 also for a
    person's id.

    Args:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceAccountCredentials
    """

    return sync_detailed(
        unique_id=unique_id,
        client=client,
        crucible_privilege_mode=crucible_privilege_mode,
    ).parsed


async def asyncio_detailed(
    unique_id: str,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[ServiceAccountCredentials]:
    """Gives a service account a new key and shows it, this once

     For platform administrators; in v3 in elevated mode. The old key stops working. 404 also for a
    person's id.

    Args:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceAccountCredentials]
    """

    kwargs = _get_kwargs(
        unique_id=unique_id,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    unique_id: str,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> ServiceAccountCredentials | None:
    """Gives a service account a new key and shows it, this once

     For platform administrators; in v3 in elevated mode. The old key stops working. 404 also for a
    person's id.

    Args:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceAccountCredentials
    """

    return (
        await asyncio_detailed(
            unique_id=unique_id,
            client=client,
            crucible_privilege_mode=crucible_privilege_mode,
        )
    ).parsed
