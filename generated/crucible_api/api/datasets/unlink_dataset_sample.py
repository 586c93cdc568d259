from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.confirmation import Confirmation
from ...types import Response


def _get_kwargs(
    dataset_mfid: str,
    sample_mfid: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/datasets/{dataset_mfid}/samples/{sample_mfid}".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
            sample_mfid=quote(str(sample_mfid), safe=""),
        ),
        "extensions": {"operation": "unlink_dataset_sample", "path": "/datasets/{dataset_mfid}/samples/{sample_mfid}"},
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Confirmation | None:
    if response.is_success and not response.content:
        return None
    if 200 <= response.status_code <= 299:
        response_2xx = Confirmation.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Confirmation]:
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
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[Confirmation]:
    """Confirmation that a dataset and a sample are no longer linked

     In v2 for administrators; who may do it in v3 is not known.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        sample_mfid=sample_mfid,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Confirmation | None:
    """Confirmation that a dataset and a sample are no longer linked

     In v2 for administrators; who may do it in v3 is not known.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        sample_mfid=sample_mfid,
        client=client,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[Confirmation]:
    """Confirmation that a dataset and a sample are no longer linked

     In v2 for administrators; who may do it in v3 is not known.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        sample_mfid=sample_mfid,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Confirmation | None:
    """Confirmation that a dataset and a sample are no longer linked

     In v2 for administrators; who may do it in v3 is not known.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            sample_mfid=sample_mfid,
            client=client,
        )
    ).parsed
