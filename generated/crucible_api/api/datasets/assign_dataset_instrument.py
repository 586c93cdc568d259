from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.instrument_assign import InstrumentAssign
from ...models.instrument_assignment import InstrumentAssignment
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
    *,
    body: InstrumentAssign,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/datasets/{dataset_mfid}/instrument".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "assign_dataset_instrument", "path": "/datasets/{dataset_mfid}/instrument"},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> InstrumentAssignment | None:
    if 200 <= response.status_code <= 299:
        response_2xx = InstrumentAssignment.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[InstrumentAssignment]:
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
    body: InstrumentAssign,
) -> Response[InstrumentAssignment]:
    """The dataset's instrument, and the one before

     For those who manage the dataset. The service accounts of the instrument become contributors of the
    dataset, and those of the instrument before lose just that. The dataset's label of the instrument is
    rewritten too. Slug and identity of two different instruments are refused with 422.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (InstrumentAssign): The instrument by slug, by identity, or by both if they agree.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentAssignment]
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
    body: InstrumentAssign,
) -> InstrumentAssignment | None:
    """The dataset's instrument, and the one before

     For those who manage the dataset. The service accounts of the instrument become contributors of the
    dataset, and those of the instrument before lose just that. The dataset's label of the instrument is
    rewritten too. Slug and identity of two different instruments are refused with 422.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (InstrumentAssign): The instrument by slug, by identity, or by both if they agree.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentAssignment
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
    body: InstrumentAssign,
) -> Response[InstrumentAssignment]:
    """The dataset's instrument, and the one before

     For those who manage the dataset. The service accounts of the instrument become contributors of the
    dataset, and those of the instrument before lose just that. The dataset's label of the instrument is
    rewritten too. Slug and identity of two different instruments are refused with 422.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (InstrumentAssign): The instrument by slug, by identity, or by both if they agree.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InstrumentAssignment]
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
    body: InstrumentAssign,
) -> InstrumentAssignment | None:
    """The dataset's instrument, and the one before

     For those who manage the dataset. The service accounts of the instrument become contributors of the
    dataset, and those of the instrument before lose just that. The dataset's label of the instrument is
    rewritten too. Slug and identity of two different instruments are refused with 422.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        body (InstrumentAssign): The instrument by slug, by identity, or by both if they agree.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InstrumentAssignment
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            body=body,
        )
    ).parsed
