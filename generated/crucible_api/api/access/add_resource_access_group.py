from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.resource_access_group import ResourceAccessGroup
from ...types import UNSET, Response, Unset


def _get_kwargs(
    resource_mfid: str,
    *,
    group_name: str,
    read: bool | Unset = UNSET,
    write: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["group_name"] = group_name

    params["read"] = read

    params["write"] = write

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/resources/{resource_mfid}/access_groups".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
        ),
        "extensions": {"operation": "add_resource_access_group", "path": "/resources/{resource_mfid}/access_groups"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ResourceAccessGroup | None:
    if 200 <= response.status_code <= 299:
        response_2xx = ResourceAccessGroup.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ResourceAccessGroup]:
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
    *,
    client: AuthenticatedClient,
    group_name: str,
    read: bool | Unset = UNSET,
    write: bool | Unset = UNSET,
) -> Response[ResourceAccessGroup]:
    """Lets an access group read or write a record

     For administrators and managers of the record. v3 has access grants instead.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        group_name (str):
        read (bool | Unset):
        write (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ResourceAccessGroup]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        group_name=group_name,
        read=read,
        write=write,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    group_name: str,
    read: bool | Unset = UNSET,
    write: bool | Unset = UNSET,
) -> ResourceAccessGroup | None:
    """Lets an access group read or write a record

     For administrators and managers of the record. v3 has access grants instead.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        group_name (str):
        read (bool | Unset):
        write (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ResourceAccessGroup
    """

    return sync_detailed(
        resource_mfid=resource_mfid,
        client=client,
        group_name=group_name,
        read=read,
        write=write,
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    group_name: str,
    read: bool | Unset = UNSET,
    write: bool | Unset = UNSET,
) -> Response[ResourceAccessGroup]:
    """Lets an access group read or write a record

     For administrators and managers of the record. v3 has access grants instead.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        group_name (str):
        read (bool | Unset):
        write (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ResourceAccessGroup]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        group_name=group_name,
        read=read,
        write=write,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    group_name: str,
    read: bool | Unset = UNSET,
    write: bool | Unset = UNSET,
) -> ResourceAccessGroup | None:
    """Lets an access group read or write a record

     For administrators and managers of the record. v3 has access grants instead.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        group_name (str):
        read (bool | Unset):
        write (bool | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ResourceAccessGroup
    """

    return (
        await asyncio_detailed(
            resource_mfid=resource_mfid,
            client=client,
            group_name=group_name,
            read=read,
            write=write,
        )
    ).parsed
