from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.associated_file_read import AssociatedFileRead
from ...types import Response, as_list


def _get_kwargs(
    dataset_mfid: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/datasets/{dataset_mfid}/files".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "list_dataset_files", "path": "/datasets/{dataset_mfid}/files"},
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> list[AssociatedFileRead] | None:
    if 200 <= response.status_code <= 299:
        response_2xx = []
        _response_2xx = response.json()
        for response_2xx_item_data in as_list(_response_2xx):
            response_2xx_item = AssociatedFileRead.from_dict(response_2xx_item_data)

            response_2xx.append(response_2xx_item)

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[list[AssociatedFileRead]]:
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
) -> Response[list[AssociatedFileRead]]:
    """All files of a dataset

     Never paged. For everybody who may read the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[AssociatedFileRead]]
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
) -> list[AssociatedFileRead] | None:
    """All files of a dataset

     Never paged. For everybody who may read the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[AssociatedFileRead]
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
) -> Response[list[AssociatedFileRead]]:
    """All files of a dataset

     Never paged. For everybody who may read the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[AssociatedFileRead]]
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
) -> list[AssociatedFileRead] | None:
    """All files of a dataset

     Never paged. For everybody who may read the dataset.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[AssociatedFileRead]
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
        )
    ).parsed
