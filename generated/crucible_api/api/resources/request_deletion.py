from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.deletion_request import DeletionRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    resource_mfid: str,
    *,
    reason: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["reason"] = reason

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/resources/{resource_mfid}/delete".format(
            resource_mfid=quote(str(resource_mfid), safe=""),
        ),
        "extensions": {"operation": "request_deletion", "path": "/resources/{resource_mfid}/delete"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DeletionRequest | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DeletionRequest.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DeletionRequest]:
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
    reason: str | Unset = UNSET,
) -> Response[DeletionRequest]:
    """A request, to be reviewed, to delete a dataset or sample

     Probably for editors. The record leaves lists and searches at once, and is back if the request is
    rejected.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        reason (str | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeletionRequest]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        reason=reason,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    reason: str | Unset = UNSET,
) -> DeletionRequest | None:
    """A request, to be reviewed, to delete a dataset or sample

     Probably for editors. The record leaves lists and searches at once, and is back if the request is
    rejected.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        reason (str | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeletionRequest
    """

    return sync_detailed(
        resource_mfid=resource_mfid,
        client=client,
        reason=reason,
    ).parsed


async def asyncio_detailed(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    reason: str | Unset = UNSET,
) -> Response[DeletionRequest]:
    """A request, to be reviewed, to delete a dataset or sample

     Probably for editors. The record leaves lists and searches at once, and is back if the request is
    rejected.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        reason (str | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeletionRequest]
    """

    kwargs = _get_kwargs(
        resource_mfid=resource_mfid,
        reason=reason,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    resource_mfid: str,
    *,
    client: AuthenticatedClient,
    reason: str | Unset = UNSET,
) -> DeletionRequest | None:
    """A request, to be reviewed, to delete a dataset or sample

     Probably for editors. The record leaves lists and searches at once, and is back if the request is
    rejected.

    Args:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o,
            u.
        reason (str | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeletionRequest
    """

    return (
        await asyncio_detailed(
            resource_mfid=resource_mfid,
            client=client,
            reason=reason,
        )
    ).parsed
