from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.sample_response import SampleResponse
from ...models.sample_update import SampleUpdate
from ...types import Response


def _get_kwargs(
    sample_mfid: str,
    *,
    body: SampleUpdate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/samples/{sample_mfid}".format(
            sample_mfid=quote(str(sample_mfid), safe=""),
        ),
        "extensions": {"operation": "update_sample", "path": "/samples/{sample_mfid}"},
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
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
    body: SampleUpdate,
) -> Response[SampleResponse]:
    """The sample after a change of some of its members

     For editors. Owner and project have routes of their own in v3.

    Args:
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (SampleUpdate): Members left out stay as they are.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SampleResponse]
    """

    kwargs = _get_kwargs(
        sample_mfid=sample_mfid,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
    body: SampleUpdate,
) -> SampleResponse | None:
    """The sample after a change of some of its members

     For editors. Owner and project have routes of their own in v3.

    Args:
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (SampleUpdate): Members left out stay as they are.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SampleResponse
    """

    return sync_detailed(
        sample_mfid=sample_mfid,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
    body: SampleUpdate,
) -> Response[SampleResponse]:
    """The sample after a change of some of its members

     For editors. Owner and project have routes of their own in v3.

    Args:
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (SampleUpdate): Members left out stay as they are.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SampleResponse]
    """

    kwargs = _get_kwargs(
        sample_mfid=sample_mfid,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
    body: SampleUpdate,
) -> SampleResponse | None:
    """The sample after a change of some of its members

     For editors. Owner and project have routes of their own in v3.

    Args:
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (SampleUpdate): Members left out stay as they are.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SampleResponse
    """

    return (
        await asyncio_detailed(
            sample_mfid=sample_mfid,
            client=client,
            body=body,
        )
    ).parsed
