from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.sample_create import SampleCreate
from ...models.sample_response import SampleResponse
from ...types import Response


def _get_kwargs(
    *,
    body: SampleCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/samples",
        "extensions": {"operation": "create_sample", "path": "/samples"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> SampleResponse | None:
    if 200 <= response.status_code <= 299:
        response_2xx = SampleResponse.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[SampleResponse]:
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
    body: SampleCreate,
) -> Response[SampleResponse]:
    """The new sample

     Takes can_create_sample, an owner other than the caller can_create_for_others, and probably the
    right to write in the project. Which error an unknown project or owner gives is not known.

    Args:
        body (SampleCreate): Whether the service insists on more than a name is not known.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SampleResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: SampleCreate,
) -> SampleResponse | None:
    """The new sample

     Takes can_create_sample, an owner other than the caller can_create_for_others, and probably the
    right to write in the project. Which error an unknown project or owner gives is not known.

    Args:
        body (SampleCreate): Whether the service insists on more than a name is not known.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SampleResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: SampleCreate,
) -> Response[SampleResponse]:
    """The new sample

     Takes can_create_sample, an owner other than the caller can_create_for_others, and probably the
    right to write in the project. Which error an unknown project or owner gives is not known.

    Args:
        body (SampleCreate): Whether the service insists on more than a name is not known.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SampleResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: SampleCreate,
) -> SampleResponse | None:
    """The new sample

     Takes can_create_sample, an owner other than the caller can_create_for_others, and probably the
    right to write in the project. Which error an unknown project or owner gives is not known.

    Args:
        body (SampleCreate): Whether the service insists on more than a name is not known.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SampleResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
