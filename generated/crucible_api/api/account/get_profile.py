from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.privilege_mode import PrivilegeMode
from ...models.profile_read import ProfileRead
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(crucible_privilege_mode, Unset):
        headers["Crucible-Privilege-Mode"] = str(crucible_privilege_mode)

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/account/profile",
        "extensions": {"operation": "get_profile", "path": "/account/profile"},
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> None | ProfileRead | None:
    if 200 <= response.status_code <= 299:
        _response_2xx = response.json()
        response_2xx: None | ProfileRead
        if _response_2xx is None:
            response_2xx = _response_2xx
        else:
            response_2xx_type_0 = ProfileRead.from_dict(_response_2xx)

            response_2xx = response_2xx_type_0

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[None | ProfileRead]:
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
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[None | ProfileRead]:
    """The caller's own record and, in v3, rights

     The rights are those under the privilege mode that was applied, which the answer names.

    Args:
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None | ProfileRead]
    """

    kwargs = _get_kwargs(
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> None | ProfileRead | None:
    """The caller's own record and, in v3, rights

     The rights are those under the privilege mode that was applied, which the answer names.

    Args:
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None | ProfileRead
    """

    return sync_detailed(
        client=client,
        crucible_privilege_mode=crucible_privilege_mode,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> Response[None | ProfileRead]:
    """The caller's own record and, in v3, rights

     The rights are those under the privilege mode that was applied, which the answer names.

    Args:
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None | ProfileRead]
    """

    kwargs = _get_kwargs(
        crucible_privilege_mode=crucible_privilege_mode,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    crucible_privilege_mode: PrivilegeMode | Unset = UNSET,
) -> None | ProfileRead | None:
    """The caller's own record and, in v3, rights

     The rights are those under the privilege mode that was applied, which the answer names.

    Args:
        crucible_privilege_mode (PrivilegeMode | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        None | ProfileRead
    """

    return (
        await asyncio_detailed(
            client=client,
            crucible_privilege_mode=crucible_privilege_mode,
        )
    ).parsed
