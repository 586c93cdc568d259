from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.privilege_mode import PrivilegeMode
from ...types import UNSET, Response, Unset


def _get_kwargs(
    user_id: str,
    *,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(crucible_privilege_mode, Unset):
        headers["Crucible-Privilege-Mode"] = str(crucible_privilege_mode)

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/users/{user_id}/apikey".format(
            user_id=quote(str(user_id), safe=""),
        ),
        "extensions": {"operation": "revoke_user_api_keys", "path": "/users/{user_id}/apikey"},
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> None:
    if 200 <= response.status_code <= 299:
        return None

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[None]:
    try:
        parsed = None
        _parse_response(client=client, response=response)
    except errors.UNREADABLE as error:
        raise client.on_unexpected(response, error) from error
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=parsed,
    )


def sync_detailed(
    user_id: str,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[None]:
    """Revokes every key of a user

     For platform administrators in elevated mode. People and service accounts alike. A revoked key may
    go on working until the server has forgotten it, how long is not known.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    user_id: str,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> None:
    """Revokes every key of a user

     For platform administrators in elevated mode. People and service accounts alike. A revoked key may
    go on working until the server has forgotten it, how long is not known.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None
    """

    return sync_detailed(
        user_id=user_id,
        client=client,
        crucible_privilege_mode=crucible_privilege_mode,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[None]:
    """Revokes every key of a user

     For platform administrators in elevated mode. People and service accounts alike. A revoked key may
    go on working until the server has forgotten it, how long is not known.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    user_id: str,
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> None:
    """Revokes every key of a user

     For platform administrators in elevated mode. People and service accounts alike. A revoked key may
    go on working until the server has forgotten it, how long is not known.

    Args:
        user_id (str): An ORCID, an MFID, a username or an e-mail address.
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None
    """

    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
            crucible_privilege_mode=crucible_privilege_mode,
        )
    ).parsed
