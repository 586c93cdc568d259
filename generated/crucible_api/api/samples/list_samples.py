import datetime
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.direction import Direction
from ...models.project_scope import ProjectScope
from ...models.record_affiliation import RecordAffiliation
from ...models.record_sort import RecordSort
from ...models.record_visibility import RecordVisibility
from ...models.sample_page import SamplePage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    sort: RecordSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    anchor_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["unique_id"] = unique_id

    params["sample_name"] = sample_name

    params["sample_type"] = sample_type

    params["description"] = description

    params["timestamp"] = timestamp

    params["public"] = public

    params["owner_id"] = owner_id

    params["owner_orcid"] = owner_orcid

    params["project_id"] = project_id

    params["project_mfid"] = project_mfid

    json_project_scope: str | Unset = UNSET
    if not isinstance(project_scope, Unset):
        json_project_scope = project_scope

    params["project_scope"] = json_project_scope

    params["dataset_mfid"] = dataset_mfid

    params["owner_id_is_null"] = owner_id_is_null

    params["project_mfid_is_null"] = project_mfid_is_null

    params["sample_type_is_null"] = sample_type_is_null

    json_visibility: str | Unset = UNSET
    if not isinstance(visibility, Unset):
        json_visibility = visibility

    params["visibility"] = json_visibility

    json_affiliation: list[str] | Unset = UNSET
    if not isinstance(affiliation, Unset):
        json_affiliation = []
        for affiliation_item_data in affiliation:
            affiliation_item: str = affiliation_item_data
            json_affiliation.append(affiliation_item)

    params["affiliation"] = json_affiliation

    json_accessible_to_user: list[str] | Unset = UNSET
    if not isinstance(accessible_to_user, Unset):
        json_accessible_to_user = accessible_to_user

    params["accessible_to_user"] = json_accessible_to_user

    json_accessible_to_project: list[str] | Unset = UNSET
    if not isinstance(accessible_to_project, Unset):
        json_accessible_to_project = accessible_to_project

    params["accessible_to_project"] = json_accessible_to_project

    json_creation_time_gte: str | Unset = UNSET
    if not isinstance(creation_time_gte, Unset):
        json_creation_time_gte = creation_time_gte.isoformat()
    params["creation_time_gte"] = json_creation_time_gte

    json_creation_time_lte: str | Unset = UNSET
    if not isinstance(creation_time_lte, Unset):
        json_creation_time_lte = creation_time_lte.isoformat()
    params["creation_time_lte"] = json_creation_time_lte

    json_modification_time_gte: str | Unset = UNSET
    if not isinstance(modification_time_gte, Unset):
        json_modification_time_gte = modification_time_gte.isoformat()
    params["modification_time_gte"] = json_modification_time_gte

    json_modification_time_lte: str | Unset = UNSET
    if not isinstance(modification_time_lte, Unset):
        json_modification_time_lte = modification_time_lte.isoformat()
    params["modification_time_lte"] = json_modification_time_lte

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort

    params["sort"] = json_sort

    json_direction: str | Unset = UNSET
    if not isinstance(direction, Unset):
        json_direction = direction

    params["direction"] = json_direction

    params["anchor_mfid"] = anchor_mfid

    params["include_metadata"] = include_metadata

    params["include_links"] = include_links

    params["include_owner"] = include_owner

    params["include_datasets"] = include_datasets

    params["include_total"] = include_total

    params["limit"] = limit

    params["cursor"] = cursor

    params["offset"] = offset

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/samples",
        "extensions": {"operation": "list_samples", "path": "/samples"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> SamplePage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = SamplePage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[SamplePage]:
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
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    sort: RecordSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    anchor_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> Response[SamplePage]:
    """Samples the caller may read, newest first

     Filters match exactly and all have to hold. v3 refuses parameters it does not know; v2 ignores them,
    so that a misspelt filter yields everything. Early v2 servers paged by offset. Samples that await
    deletion are left out.

    Args:
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        sample_name (str | Unset):
        sample_type (str | Unset):
        description (str | Unset):
        timestamp (str | Unset):
        public (bool | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        project_scope (ProjectScope | Unset):
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        owner_id_is_null (bool | Unset):
        project_mfid_is_null (bool | Unset):
        sample_type_is_null (bool | Unset):
        visibility (RecordVisibility | Unset):
        affiliation (list[RecordAffiliation] | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        creation_time_gte (datetime.datetime | Unset):
        creation_time_lte (datetime.datetime | Unset):
        modification_time_gte (datetime.datetime | Unset):
        modification_time_lte (datetime.datetime | Unset):
        sort (RecordSort | Unset):
        direction (Direction | Unset):
        anchor_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):
        include_datasets (bool | Unset):
        include_total (bool | Unset):
        limit (int | Unset):
        cursor (str | Unset): Opaque.
        offset (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SamplePage]
    """

    kwargs = _get_kwargs(
        unique_id=unique_id,
        sample_name=sample_name,
        sample_type=sample_type,
        description=description,
        timestamp=timestamp,
        public=public,
        owner_id=owner_id,
        owner_orcid=owner_orcid,
        project_id=project_id,
        project_mfid=project_mfid,
        project_scope=project_scope,
        dataset_mfid=dataset_mfid,
        owner_id_is_null=owner_id_is_null,
        project_mfid_is_null=project_mfid_is_null,
        sample_type_is_null=sample_type_is_null,
        visibility=visibility,
        affiliation=affiliation,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        creation_time_gte=creation_time_gte,
        creation_time_lte=creation_time_lte,
        modification_time_gte=modification_time_gte,
        modification_time_lte=modification_time_lte,
        sort=sort,
        direction=direction,
        anchor_mfid=anchor_mfid,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
        include_datasets=include_datasets,
        include_total=include_total,
        limit=limit,
        cursor=cursor,
        offset=offset,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    sort: RecordSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    anchor_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> SamplePage | None:
    """Samples the caller may read, newest first

     Filters match exactly and all have to hold. v3 refuses parameters it does not know; v2 ignores them,
    so that a misspelt filter yields everything. Early v2 servers paged by offset. Samples that await
    deletion are left out.

    Args:
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        sample_name (str | Unset):
        sample_type (str | Unset):
        description (str | Unset):
        timestamp (str | Unset):
        public (bool | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        project_scope (ProjectScope | Unset):
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        owner_id_is_null (bool | Unset):
        project_mfid_is_null (bool | Unset):
        sample_type_is_null (bool | Unset):
        visibility (RecordVisibility | Unset):
        affiliation (list[RecordAffiliation] | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        creation_time_gte (datetime.datetime | Unset):
        creation_time_lte (datetime.datetime | Unset):
        modification_time_gte (datetime.datetime | Unset):
        modification_time_lte (datetime.datetime | Unset):
        sort (RecordSort | Unset):
        direction (Direction | Unset):
        anchor_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):
        include_datasets (bool | Unset):
        include_total (bool | Unset):
        limit (int | Unset):
        cursor (str | Unset): Opaque.
        offset (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SamplePage
    """

    return sync_detailed(
        client=client,
        unique_id=unique_id,
        sample_name=sample_name,
        sample_type=sample_type,
        description=description,
        timestamp=timestamp,
        public=public,
        owner_id=owner_id,
        owner_orcid=owner_orcid,
        project_id=project_id,
        project_mfid=project_mfid,
        project_scope=project_scope,
        dataset_mfid=dataset_mfid,
        owner_id_is_null=owner_id_is_null,
        project_mfid_is_null=project_mfid_is_null,
        sample_type_is_null=sample_type_is_null,
        visibility=visibility,
        affiliation=affiliation,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        creation_time_gte=creation_time_gte,
        creation_time_lte=creation_time_lte,
        modification_time_gte=modification_time_gte,
        modification_time_lte=modification_time_lte,
        sort=sort,
        direction=direction,
        anchor_mfid=anchor_mfid,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
        include_datasets=include_datasets,
        include_total=include_total,
        limit=limit,
        cursor=cursor,
        offset=offset,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    sort: RecordSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    anchor_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> Response[SamplePage]:
    """Samples the caller may read, newest first

     Filters match exactly and all have to hold. v3 refuses parameters it does not know; v2 ignores them,
    so that a misspelt filter yields everything. Early v2 servers paged by offset. Samples that await
    deletion are left out.

    Args:
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        sample_name (str | Unset):
        sample_type (str | Unset):
        description (str | Unset):
        timestamp (str | Unset):
        public (bool | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        project_scope (ProjectScope | Unset):
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        owner_id_is_null (bool | Unset):
        project_mfid_is_null (bool | Unset):
        sample_type_is_null (bool | Unset):
        visibility (RecordVisibility | Unset):
        affiliation (list[RecordAffiliation] | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        creation_time_gte (datetime.datetime | Unset):
        creation_time_lte (datetime.datetime | Unset):
        modification_time_gte (datetime.datetime | Unset):
        modification_time_lte (datetime.datetime | Unset):
        sort (RecordSort | Unset):
        direction (Direction | Unset):
        anchor_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):
        include_datasets (bool | Unset):
        include_total (bool | Unset):
        limit (int | Unset):
        cursor (str | Unset): Opaque.
        offset (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SamplePage]
    """

    kwargs = _get_kwargs(
        unique_id=unique_id,
        sample_name=sample_name,
        sample_type=sample_type,
        description=description,
        timestamp=timestamp,
        public=public,
        owner_id=owner_id,
        owner_orcid=owner_orcid,
        project_id=project_id,
        project_mfid=project_mfid,
        project_scope=project_scope,
        dataset_mfid=dataset_mfid,
        owner_id_is_null=owner_id_is_null,
        project_mfid_is_null=project_mfid_is_null,
        sample_type_is_null=sample_type_is_null,
        visibility=visibility,
        affiliation=affiliation,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        creation_time_gte=creation_time_gte,
        creation_time_lte=creation_time_lte,
        modification_time_gte=modification_time_gte,
        modification_time_lte=modification_time_lte,
        sort=sort,
        direction=direction,
        anchor_mfid=anchor_mfid,
        include_metadata=include_metadata,
        include_links=include_links,
        include_owner=include_owner,
        include_datasets=include_datasets,
        include_total=include_total,
        limit=limit,
        cursor=cursor,
        offset=offset,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    unique_id: str | Unset = UNSET,
    sample_name: str | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    description: str | Unset = UNSET,
    timestamp: str | Unset = UNSET,
    public: bool | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_orcid: str | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    sort: RecordSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    anchor_mfid: str | Unset = UNSET,
    include_metadata: bool | Unset = UNSET,
    include_links: bool | Unset = UNSET,
    include_owner: bool | Unset = UNSET,
    include_datasets: bool | Unset = UNSET,
    include_total: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> SamplePage | None:
    """Samples the caller may read, newest first

     Filters match exactly and all have to hold. v3 refuses parameters it does not know; v2 ignores them,
    so that a misspelt filter yields everything. Early v2 servers paged by offset. Samples that await
    deletion are left out.

    Args:
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l,
            o, u.
        sample_name (str | Unset):
        sample_type (str | Unset):
        description (str | Unset):
        timestamp (str | Unset):
        public (bool | Unset):
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or
            of a service account (MFID).
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        project_scope (ProjectScope | Unset):
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        owner_id_is_null (bool | Unset):
        project_mfid_is_null (bool | Unset):
        sample_type_is_null (bool | Unset):
        visibility (RecordVisibility | Unset):
        affiliation (list[RecordAffiliation] | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        creation_time_gte (datetime.datetime | Unset):
        creation_time_lte (datetime.datetime | Unset):
        modification_time_gte (datetime.datetime | Unset):
        modification_time_lte (datetime.datetime | Unset):
        sort (RecordSort | Unset):
        direction (Direction | Unset):
        anchor_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        include_metadata (bool | Unset):
        include_links (bool | Unset):
        include_owner (bool | Unset):
        include_datasets (bool | Unset):
        include_total (bool | Unset):
        limit (int | Unset):
        cursor (str | Unset): Opaque.
        offset (int | Unset):

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SamplePage
    """

    return (
        await asyncio_detailed(
            client=client,
            unique_id=unique_id,
            sample_name=sample_name,
            sample_type=sample_type,
            description=description,
            timestamp=timestamp,
            public=public,
            owner_id=owner_id,
            owner_orcid=owner_orcid,
            project_id=project_id,
            project_mfid=project_mfid,
            project_scope=project_scope,
            dataset_mfid=dataset_mfid,
            owner_id_is_null=owner_id_is_null,
            project_mfid_is_null=project_mfid_is_null,
            sample_type_is_null=sample_type_is_null,
            visibility=visibility,
            affiliation=affiliation,
            accessible_to_user=accessible_to_user,
            accessible_to_project=accessible_to_project,
            creation_time_gte=creation_time_gte,
            creation_time_lte=creation_time_lte,
            modification_time_gte=modification_time_gte,
            modification_time_lte=modification_time_lte,
            sort=sort,
            direction=direction,
            anchor_mfid=anchor_mfid,
            include_metadata=include_metadata,
            include_links=include_links,
            include_owner=include_owner,
            include_datasets=include_datasets,
            include_total=include_total,
            limit=limit,
            cursor=cursor,
            offset=offset,
        )
    ).parsed
