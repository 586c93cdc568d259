from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.processing_request import ProcessingRequest
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datasets/{dataset_mfid}/carrier_segmentation".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {
            "operation": "request_carrier_segmentation",
            "path": "/datasets/{dataset_mfid}/carrier_segmentation",
        },
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ProcessingRequest | None:
    if 200 <= response.status_code <= 299:
        response_2xx = ProcessingRequest.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ProcessingRequest]:
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
) -> Response[ProcessingRequest]:
    """A request to find the sample carrier in an image

     Probably for editors of the dataset. There is no body, and no route that tells how the work goes.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProcessingRequest]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
) -> ProcessingRequest | None:
    """A request to find the sample carrier in an image

     Probably for editors of the dataset. There is no body, and no route that tells how the work goes.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProcessingRequest
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[ProcessingRequest]:
    """A request to find the sample carrier in an image

     Probably for editors of the dataset. There is no body, and no route that tells how the work goes.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProcessingRequest]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
) -> ProcessingRequest | None:
    """A request to find the sample carrier in an image

     Probably for editors of the dataset. There is no body, and no route that tells how the work goes.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProcessingRequest
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
        )
    ).parsed
