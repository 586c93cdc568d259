from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.access_grant import AccessGrant
from ...models.access_grant_set import AccessGrantSet
from ...types import Response


def _get_kwargs(
    resource_mfid: str,
    user_ref: str,
    *,
    body: AccessGrantSet,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/resources/{resource_mfid}/access/users/{user_ref}".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
            user_ref=quote(str(user_ref), safe=""),
        ),
        "extensions": {"operation": "grant_user_access", "path": "/resources/{resource_mfid}/access/users/{user_ref}"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AccessGrant | None:
    if 200 <= response.status_code <= 299:
        response_2xx = AccessGrant.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AccessGrant]:
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
    user_ref: str,
    *,
    client: AuthenticatedClient,
    body: AccessGrantSet,
) -> Response[AccessGrant]:
    """Gives a user a role on a record, or another one than before

     For callers with can_manage_access, up to their max_grant_role. Service accounts are users too. On
    instruments only editor and admin are of use; either makes a maintainer. Ownership is not granted
    but transferred; owner is refused, in one observation with 409.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.
        body (AccessGrantSet):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AccessGrant]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        user_ref=user_ref,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    resource_mfid: str,
    user_ref: str,
    *,
    client: AuthenticatedClient,
    body: AccessGrantSet,
) -> AccessGrant | None:
    """Gives a user a role on a record, or another one than before

     For callers with can_manage_access, up to their max_grant_role. Service accounts are users too. On
    instruments only editor and admin are of use; either makes a maintainer. Ownership is not granted
    but transferred; owner is refused, in one observation with 409.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.
        body (AccessGrantSet):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AccessGrant
    """

    return sync_detailed(
        resource_mfid=resource_mfid,
        user_ref=user_ref,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    user_ref: str,
    *,
    client: AuthenticatedClient,
    body: AccessGrantSet,
) -> Response[AccessGrant]:
    """Gives a user a role on a record, or another one than before

     For callers with can_manage_access, up to their max_grant_role. Service accounts are users too. On
    instruments only editor and admin are of use; either makes a maintainer. Ownership is not granted
    but transferred; owner is refused, in one observation with 409.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.
        body (AccessGrantSet):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AccessGrant]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        user_ref=user_ref,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    user_ref: str,
    *,
    client: AuthenticatedClient,
    body: AccessGrantSet,
) -> AccessGrant | None:
    """Gives a user a role on a record, or another one than before

     For callers with can_manage_access, up to their max_grant_role. Service accounts are users too. On
    instruments only editor and admin are of use; either makes a maintainer. Ownership is not granted
    but transferred; owner is refused, in one observation with 409.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        user_ref (str): An ORCID, an MFID, a username or an e-mail address.
        body (AccessGrantSet):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AccessGrant
    """

    return (
        await asyncio_detailed(
            resource_mfid=resource_mfid,
            user_ref=user_ref,
            client=client,
            body=body,
        )
    ).parsed
