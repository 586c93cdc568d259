from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.dataset_response import DatasetResponse
from ...models.dataset_update import DatasetUpdate
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
    *,
    body: DatasetUpdate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/datasets/{dataset_mfid}".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "update_dataset", "path": "/datasets/{dataset_mfid}"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DatasetResponse | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DatasetResponse.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DatasetResponse]:
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
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: DatasetUpdate,
) -> Response[DatasetResponse]:
    """The dataset after a change of some of its members

     For editors. Owner, project and instrument have routes of their own in v3, which refuses to change
    them here.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (DatasetUpdate): Members left out stay as they are.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DatasetResponse]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: DatasetUpdate,
) -> DatasetResponse | None:
    """The dataset after a change of some of its members

     For editors. Owner, project and instrument have routes of their own in v3, which refuses to change
    them here.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (DatasetUpdate): Members left out stay as they are.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DatasetResponse
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: DatasetUpdate,
) -> Response[DatasetResponse]:
    """The dataset after a change of some of its members

     For editors. Owner, project and instrument have routes of their own in v3, which refuses to change
    them here.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (DatasetUpdate): Members left out stay as they are.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DatasetResponse]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    body: DatasetUpdate,
) -> DatasetResponse | None:
    """The dataset after a change of some of its members

     For editors. Owner, project and instrument have routes of their own in v3, which refuses to change
    them here.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (DatasetUpdate): Members left out stay as they are.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DatasetResponse
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            body=body,
        )
    ).parsed
