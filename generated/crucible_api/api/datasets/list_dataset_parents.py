from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.dataset_offset_page import DatasetOffsetPage
from ...models.relationship_type import RelationshipType
from ...types import UNSET, Response, Unset


def _get_kwargs(
    dataset_mfid: str,
    *,
    relationship_type: RelationshipType | Unset = UNSET,
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
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_relationship_type: str | Unset = UNSET
    if not isinstance(relationship_type, Unset):
        json_relationship_type = relationship_type

    params["relationship_type"] = json_relationship_type

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

    params["include_links"] = include_links

    params["include_owner"] = include_owner

    params["limit"] = limit

    params["offset"] = offset

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/datasets/{dataset_mfid}/parents".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "list_dataset_parents", "path": "/datasets/{dataset_mfid}/parents"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DatasetOffsetPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = DatasetOffsetPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DatasetOffsetPage]:
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
    relationship_type: RelationshipType | Unset = UNSET,
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
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[DatasetOffsetPage]:
    """Datasets that have this one as a child

     Immediate relatives only. Takes filters on single members, but not the other selectors of
    list_datasets.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (RelationshipType | Unset): How the child relates to the parent.
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
        include_links (bool | Unset):
        include_owner (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DatasetOffsetPage]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        relationship_type=relationship_type,
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
        include_links=include_links,
        include_owner=include_owner,
        limit=limit,
        offset=offset,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    relationship_type: RelationshipType | Unset = UNSET,
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
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> DatasetOffsetPage | None:
    """Datasets that have this one as a child

     Immediate relatives only. Takes filters on single members, but not the other selectors of
    list_datasets.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (RelationshipType | Unset): How the child relates to the parent.
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
        include_links (bool | Unset):
        include_owner (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DatasetOffsetPage
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
        relationship_type=relationship_type,
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
        include_links=include_links,
        include_owner=include_owner,
        limit=limit,
        offset=offset,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    relationship_type: RelationshipType | Unset = UNSET,
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
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[DatasetOffsetPage]:
    """Datasets that have this one as a child

     Immediate relatives only. Takes filters on single members, but not the other selectors of
    list_datasets.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (RelationshipType | Unset): How the child relates to the parent.
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
        include_links (bool | Unset):
        include_owner (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DatasetOffsetPage]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        relationship_type=relationship_type,
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
        include_links=include_links,
        include_owner=include_owner,
        limit=limit,
        offset=offset,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    dataset_mfid: str,
    *,
    client: AuthenticatedClient,
    relationship_type: RelationshipType | Unset = UNSET,
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
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> DatasetOffsetPage | None:
    """Datasets that have this one as a child

     Immediate relatives only. Takes filters on single members, but not the other selectors of
    list_datasets.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (RelationshipType | Unset): How the child relates to the parent.
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
        include_links (bool | Unset):
        include_owner (bool | Unset):
        limit (int | Unset):
        offset (int | Unset):
        cursor (str | Unset): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DatasetOffsetPage
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            relationship_type=relationship_type,
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
            include_links=include_links,
            include_owner=include_owner,
            limit=limit,
            offset=offset,
            cursor=cursor,
        )
    ).parsed
