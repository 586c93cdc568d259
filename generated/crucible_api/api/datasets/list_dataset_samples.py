from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.sample_offset_page import SampleOffsetPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    dataset_mfid: str,
    *,
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["unique_id"] = unique_id

    params["sample_name"] = sample_name

    params["sample_type"] = sample_type

    params["description"] = description

    params["timestamp"] = timestamp

    params["public"] = public

    params["owner_orcid"] = owner_orcid

    params["project_id"] = project_id

    params["owner_id"] = owner_id

    params["project_mfid"] = project_mfid

    params["include_metadata"] = include_metadata

    params["include_links"] = include_links

    params["include_owner"] = include_owner

    params["limit"] = limit

    params["offset"] = offset

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/datasets/{dataset_mfid}/samples".format(
            dataset_mfid=quote(str(dataset_mfid), safe=""),
        ),
        "extensions": {"operation": "list_dataset_samples", "path": "/datasets/{dataset_mfid}/samples"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> SampleOffsetPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = SampleOffsetPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[SampleOffsetPage]:
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
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[SampleOffsetPage]:
    """Samples linked to a dataset

     In v3 list_samples with dataset_mfid takes its place; whether v3 still has this route is not known,
    nor which filters it takes.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        sample_name (str | Unset):
        sample_type (str | Unset):
        description (str | Unset):
        timestamp (str | Unset):
        public (bool | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
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
        Response[SampleOffsetPage]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        unique_id=unique_id,
        sample_name=sample_name,
        sample_type=sample_type,
        description=description,
        timestamp=timestamp,
        public=public,
        owner_orcid=owner_orcid,
        project_id=project_id,
        owner_id=owner_id,
        project_mfid=project_mfid,
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
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> SampleOffsetPage | None:
    """Samples linked to a dataset

     In v3 list_samples with dataset_mfid takes its place; whether v3 still has this route is not known,
    nor which filters it takes.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        sample_name (str | Unset):
        sample_type (str | Unset):
        description (str | Unset):
        timestamp (str | Unset):
        public (bool | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
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
        SampleOffsetPage
    """

    return sync_detailed(
        dataset_mfid=dataset_mfid,
        client=client,
        unique_id=unique_id,
        sample_name=sample_name,
        sample_type=sample_type,
        description=description,
        timestamp=timestamp,
        public=public,
        owner_orcid=owner_orcid,
        project_id=project_id,
        owner_id=owner_id,
        project_mfid=project_mfid,
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
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[SampleOffsetPage]:
    """Samples linked to a dataset

     In v3 list_samples with dataset_mfid takes its place; whether v3 still has this route is not known,
    nor which filters it takes.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        sample_name (str | Unset):
        sample_type (str | Unset):
        description (str | Unset):
        timestamp (str | Unset):
        public (bool | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
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
        Response[SampleOffsetPage]
    """

    kwargs = _get_kwargs(
        dataset_mfid=dataset_mfid,
        unique_id=unique_id,
        sample_name=sample_name,
        sample_type=sample_type,
        description=description,
        timestamp=timestamp,
        public=public,
        owner_orcid=owner_orcid,
        project_id=project_id,
        owner_id=owner_id,
        project_mfid=project_mfid,
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
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> SampleOffsetPage | None:
    """Samples linked to a dataset

     In v3 list_samples with dataset_mfid takes its place; whether v3 still has this route is not known,
    nor which filters it takes.

    Args:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        sample_name (str | Unset):
        sample_type (str | Unset):
        description (str | Unset):
        timestamp (str | Unset):
        public (bool | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
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
        SampleOffsetPage
    """

    return (
        await asyncio_detailed(
            dataset_mfid=dataset_mfid,
            client=client,
            unique_id=unique_id,
            sample_name=sample_name,
            sample_type=sample_type,
            description=description,
            timestamp=timestamp,
            public=public,
            owner_orcid=owner_orcid,
            project_id=project_id,
            owner_id=owner_id,
            project_mfid=project_mfid,
            include_metadata=include_metadata,
            include_links=include_links,
            include_owner=include_owner,
            limit=limit,
            offset=offset,
            cursor=cursor,
        )
    ).parsed
