from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.dataset_response import DatasetResponse
from ...types import UNSET, Response, Unset, as_list


def _get_kwargs(
    sample_mfid: str,
    *,
    unique_id: str | Unset = UNSET,
    dataset_name: str | Unset = UNSET,
    measurement: str | Unset = UNSET,
    data_type: str | Unset = UNSET,
    session_name: str | Unset = UNSET,
    data_format: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    size: int | Unset = UNSET,
    public: bool | Unset = UNSET,
    keyword: str | Unset = UNSET,
    instrument_name: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    instrument_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["unique_id"] = unique_id

    params["dataset_name"] = dataset_name

    params["measurement"] = measurement

    params["data_type"] = data_type

    params["session_name"] = session_name

    params["data_format"] = data_format

    params["timestamp"] = timestamp

    params["size"] = size

    params["public"] = public

    params["keyword"] = keyword

    params["instrument_name"] = instrument_name

    params["owner_orcid"] = owner_orcid

    params["project_id"] = project_id

    params["owner_id"] = owner_id

    params["project_mfid"] = project_mfid

    params["instrument_mfid"] = instrument_mfid

    params["include_metadata"] = include_metadata

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/samples/{sample_mfid}/datasets".format(
            sample_mfid=quote(str(sample_mfid), safe=""),
        ),
        "extensions": {"operation": "list_sample_datasets", "path": "/samples/{sample_mfid}/datasets"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> list[DatasetResponse] | None:
    if 200 <= response.status_code <= 299:
        response_2xx = []
        _response_2xx = response.json()
        for response_2xx_item_data in as_list(_response_2xx):
            response_2xx_item = DatasetResponse.from_dict(response_2xx_item_data)

            response_2xx.append(response_2xx_item)

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[list[DatasetResponse]]:
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
    unique_id: str | Unset = UNSET,
    dataset_name: str | Unset = UNSET,
    measurement: str | Unset = UNSET,
    data_type: str | Unset = UNSET,
    session_name: str | Unset = UNSET,
    data_format: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    size: int | Unset = UNSET,
    public: bool | Unset = UNSET,
    keyword: str | Unset = UNSET,
    instrument_name: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    instrument_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[list[DatasetResponse]]:
    """Datasets linked to a sample

     In v3 list_datasets with sample_mfid takes its place; whether v3 still has this route, and whether
    servers answer it with an envelope, is not known.

    Args:
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        dataset_name (str | Unset):
        measurement (str | Unset):
        data_type (str | Unset):
        session_name (str | Unset):
        data_format (str | Unset):
        timestamp (str | Unset):
        size (int | Unset): Bytes.
        public (bool | Unset):
        keyword (str | Unset):
        instrument_name (str | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        instrument_mfid (str | Unset): The identity of a record; 26 lower-case characters without
            i, l, o, u.
        include_metadata (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[DatasetResponse]]
    """

    kwargs = _get_kwargs(
        sample_mfid=sample_mfid,
        unique_id=unique_id,
        dataset_name=dataset_name,
        measurement=measurement,
        data_type=data_type,
        session_name=session_name,
        data_format=data_format,
        timestamp=timestamp,
        size=size,
        public=public,
        keyword=keyword,
        instrument_name=instrument_name,
        owner_orcid=owner_orcid,
        project_id=project_id,
        owner_id=owner_id,
        project_mfid=project_mfid,
        instrument_mfid=instrument_mfid,
        include_metadata=include_metadata,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
    unique_id: str | Unset = UNSET,
    dataset_name: str | Unset = UNSET,
    measurement: str | Unset = UNSET,
    data_type: str | Unset = UNSET,
    session_name: str | Unset = UNSET,
    data_format: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    size: int | Unset = UNSET,
    public: bool | Unset = UNSET,
    keyword: str | Unset = UNSET,
    instrument_name: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    instrument_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> list[DatasetResponse] | None:
    """Datasets linked to a sample

     In v3 list_datasets with sample_mfid takes its place; whether v3 still has this route, and whether
    servers answer it with an envelope, is not known.

    Args:
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        dataset_name (str | Unset):
        measurement (str | Unset):
        data_type (str | Unset):
        session_name (str | Unset):
        data_format (str | Unset):
        timestamp (str | Unset):
        size (int | Unset): Bytes.
        public (bool | Unset):
        keyword (str | Unset):
        instrument_name (str | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        instrument_mfid (str | Unset): The identity of a record; 26 lower-case characters without
            i, l, o, u.
        include_metadata (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[DatasetResponse]
    """

    return sync_detailed(
        sample_mfid=sample_mfid,
        client=client,
        unique_id=unique_id,
        dataset_name=dataset_name,
        measurement=measurement,
        data_type=data_type,
        session_name=session_name,
        data_format=data_format,
        timestamp=timestamp,
        size=size,
        public=public,
        keyword=keyword,
        instrument_name=instrument_name,
        owner_orcid=owner_orcid,
        project_id=project_id,
        owner_id=owner_id,
        project_mfid=project_mfid,
        instrument_mfid=instrument_mfid,
        include_metadata=include_metadata,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
    unique_id: str | Unset = UNSET,
    dataset_name: str | Unset = UNSET,
    measurement: str | Unset = UNSET,
    data_type: str | Unset = UNSET,
    session_name: str | Unset = UNSET,
    data_format: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    size: int | Unset = UNSET,
    public: bool | Unset = UNSET,
    keyword: str | Unset = UNSET,
    instrument_name: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    instrument_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[list[DatasetResponse]]:
    """Datasets linked to a sample

     In v3 list_datasets with sample_mfid takes its place; whether v3 still has this route, and whether
    servers answer it with an envelope, is not known.

    Args:
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        dataset_name (str | Unset):
        measurement (str | Unset):
        data_type (str | Unset):
        session_name (str | Unset):
        data_format (str | Unset):
        timestamp (str | Unset):
        size (int | Unset): Bytes.
        public (bool | Unset):
        keyword (str | Unset):
        instrument_name (str | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        instrument_mfid (str | Unset): The identity of a record; 26 lower-case characters without
            i, l, o, u.
        include_metadata (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[DatasetResponse]]
    """

    kwargs = _get_kwargs(
        sample_mfid=sample_mfid,
        unique_id=unique_id,
        dataset_name=dataset_name,
        measurement=measurement,
        data_type=data_type,
        session_name=session_name,
        data_format=data_format,
        timestamp=timestamp,
        size=size,
        public=public,
        keyword=keyword,
        instrument_name=instrument_name,
        owner_orcid=owner_orcid,
        project_id=project_id,
        owner_id=owner_id,
        project_mfid=project_mfid,
        instrument_mfid=instrument_mfid,
        include_metadata=include_metadata,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    sample_mfid: str,
    *,
    client: AuthenticatedClient,
    unique_id: str | Unset = UNSET,
    dataset_name: str | Unset = UNSET,
    measurement: str | Unset = UNSET,
    data_type: str | Unset = UNSET,
    session_name: str | Unset = UNSET,
    data_format: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    size: int | Unset = UNSET,
    public: bool | Unset = UNSET,
    keyword: str | Unset = UNSET,
    instrument_name: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    instrument_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> list[DatasetResponse] | None:
    """Datasets linked to a sample

     In v3 list_datasets with sample_mfid takes its place; whether v3 still has this route, and whether
    servers answer it with an envelope, is not known.

    Args:
        sample_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        dataset_name (str | Unset):
        measurement (str | Unset):
        data_type (str | Unset):
        session_name (str | Unset):
        data_format (str | Unset):
        timestamp (str | Unset):
        size (int | Unset): Bytes.
        public (bool | Unset):
        keyword (str | Unset):
        instrument_name (str | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        instrument_mfid (str | Unset): The identity of a record; 26 lower-case characters without
            i, l, o, u.
        include_metadata (bool | Unset):
        limit (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[DatasetResponse]
    """

    return (
        await asyncio_detailed(
            sample_mfid=sample_mfid,
            client=client,
            unique_id=unique_id,
            dataset_name=dataset_name,
            measurement=measurement,
            data_type=data_type,
            session_name=session_name,
            data_format=data_format,
            timestamp=timestamp,
            size=size,
            public=public,
            keyword=keyword,
            instrument_name=instrument_name,
            owner_orcid=owner_orcid,
            project_id=project_id,
            owner_id=owner_id,
            project_mfid=project_mfid,
            instrument_mfid=instrument_mfid,
            include_metadata=include_metadata,
            limit=limit,
        )
    ).parsed
