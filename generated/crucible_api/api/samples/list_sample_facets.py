import datetime
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.direction import Direction
from ...models.facet_page import FacetPage
from ...models.facet_sort import FacetSort
from ...models.list_sample_facets_field import (
    ListSampleFacetsField,
)
from ...models.project_scope import ProjectScope
from ...models.record_affiliation import RecordAffiliation
from ...models.record_visibility import RecordVisibility
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    field: ListSampleFacetsField,
    sort: FacetSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_field: str = field
    params["field"] = json_field

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort

    params["sort"] = json_sort

    json_direction: str | Unset = UNSET
    if not isinstance(direction, Unset):
        json_direction = direction

    params["direction"] = json_direction

    params["sample_type"] = sample_type

    params["sample_type_is_null"] = sample_type_is_null

    params["dataset_mfid"] = dataset_mfid

    params["owner_id"] = owner_id

    params["owner_id_is_null"] = owner_id_is_null

    params["project_id"] = project_id

    params["project_mfid"] = project_mfid

    params["project_mfid_is_null"] = project_mfid_is_null

    json_project_scope: str | Unset = UNSET
    if not isinstance(project_scope, Unset):
        json_project_scope = project_scope

    params["project_scope"] = json_project_scope

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

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/samples/facets",
        "extensions": {"operation": "list_sample_facets", "path": "/samples/facets"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FacetPage | None:
    if 200 <= response.status_code <= 299:
        response_2xx = FacetPage.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[FacetPage]:
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
    field: ListSampleFacetsField,
    sort: FacetSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[FacetPage]:
    """The values of one field of the samples, with how many samples have each

     Counts the samples a list with the same filters would give; unknown parameters are refused.

    Args:
        field (ListSampleFacetsField):
        sort (FacetSort | Unset):
        direction (Direction | Unset):
        sample_type (str | Unset):
        sample_type_is_null (bool | Unset):
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        owner_id_is_null (bool | Unset):
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        project_mfid_is_null (bool | Unset):
        project_scope (ProjectScope | Unset):
        visibility (RecordVisibility | Unset):
        affiliation (list[RecordAffiliation] | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        creation_time_gte (datetime.datetime | Unset):
        creation_time_lte (datetime.datetime | Unset):
        modification_time_gte (datetime.datetime | Unset):
        modification_time_lte (datetime.datetime | Unset):
        limit (int | Unset):
        cursor (str | Unset): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FacetPage]
    """

    kwargs = _get_kwargs(
        field=field,
        sort=sort,
        direction=direction,
        sample_type=sample_type,
        sample_type_is_null=sample_type_is_null,
        dataset_mfid=dataset_mfid,
        owner_id=owner_id,
        owner_id_is_null=owner_id_is_null,
        project_id=project_id,
        project_mfid=project_mfid,
        project_mfid_is_null=project_mfid_is_null,
        project_scope=project_scope,
        visibility=visibility,
        affiliation=affiliation,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        creation_time_gte=creation_time_gte,
        creation_time_lte=creation_time_lte,
        modification_time_gte=modification_time_gte,
        modification_time_lte=modification_time_lte,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    field: ListSampleFacetsField,
    sort: FacetSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> FacetPage | None:
    """The values of one field of the samples, with how many samples have each

     Counts the samples a list with the same filters would give; unknown parameters are refused.

    Args:
        field (ListSampleFacetsField):
        sort (FacetSort | Unset):
        direction (Direction | Unset):
        sample_type (str | Unset):
        sample_type_is_null (bool | Unset):
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        owner_id_is_null (bool | Unset):
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        project_mfid_is_null (bool | Unset):
        project_scope (ProjectScope | Unset):
        visibility (RecordVisibility | Unset):
        affiliation (list[RecordAffiliation] | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        creation_time_gte (datetime.datetime | Unset):
        creation_time_lte (datetime.datetime | Unset):
        modification_time_gte (datetime.datetime | Unset):
        modification_time_lte (datetime.datetime | Unset):
        limit (int | Unset):
        cursor (str | Unset): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FacetPage
    """

    return sync_detailed(
        client=client,
        field=field,
        sort=sort,
        direction=direction,
        sample_type=sample_type,
        sample_type_is_null=sample_type_is_null,
        dataset_mfid=dataset_mfid,
        owner_id=owner_id,
        owner_id_is_null=owner_id_is_null,
        project_id=project_id,
        project_mfid=project_mfid,
        project_mfid_is_null=project_mfid_is_null,
        project_scope=project_scope,
        visibility=visibility,
        affiliation=affiliation,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        creation_time_gte=creation_time_gte,
        creation_time_lte=creation_time_lte,
        modification_time_gte=modification_time_gte,
        modification_time_lte=modification_time_lte,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    field: ListSampleFacetsField,
    sort: FacetSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[FacetPage]:
    """The values of one field of the samples, with how many samples have each

     Counts the samples a list with the same filters would give; unknown parameters are refused.

    Args:
        field (ListSampleFacetsField):
        sort (FacetSort | Unset):
        direction (Direction | Unset):
        sample_type (str | Unset):
        sample_type_is_null (bool | Unset):
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        owner_id_is_null (bool | Unset):
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        project_mfid_is_null (bool | Unset):
        project_scope (ProjectScope | Unset):
        visibility (RecordVisibility | Unset):
        affiliation (list[RecordAffiliation] | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        creation_time_gte (datetime.datetime | Unset):
        creation_time_lte (datetime.datetime | Unset):
        modification_time_gte (datetime.datetime | Unset):
        modification_time_lte (datetime.datetime | Unset):
        limit (int | Unset):
        cursor (str | Unset): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FacetPage]
    """

    kwargs = _get_kwargs(
        field=field,
        sort=sort,
        direction=direction,
        sample_type=sample_type,
        sample_type_is_null=sample_type_is_null,
        dataset_mfid=dataset_mfid,
        owner_id=owner_id,
        owner_id_is_null=owner_id_is_null,
        project_id=project_id,
        project_mfid=project_mfid,
        project_mfid_is_null=project_mfid_is_null,
        project_scope=project_scope,
        visibility=visibility,
        affiliation=affiliation,
        accessible_to_user=accessible_to_user,
        accessible_to_project=accessible_to_project,
        creation_time_gte=creation_time_gte,
        creation_time_lte=creation_time_lte,
        modification_time_gte=modification_time_gte,
        modification_time_lte=modification_time_lte,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    field: ListSampleFacetsField,
    sort: FacetSort | Unset = UNSET,
    direction: Direction | Unset = UNSET,
    sample_type: str | Unset = UNSET,
    sample_type_is_null: bool | Unset = UNSET,
    dataset_mfid: str | Unset = UNSET,
    owner_id: str | Unset = UNSET,
    owner_id_is_null: bool | Unset = UNSET,
    project_id: str | Unset = UNSET,
    project_mfid: str | Unset = UNSET,
    project_mfid_is_null: bool | Unset = UNSET,
    project_scope: ProjectScope | Unset = UNSET,
    visibility: RecordVisibility | Unset = UNSET,
    affiliation: list[RecordAffiliation] | Unset = UNSET,
    accessible_to_user: list[str] | Unset = UNSET,
    accessible_to_project: list[str] | Unset = UNSET,
    creation_time_gte: datetime.datetime | Unset = UNSET,
    creation_time_lte: datetime.datetime | Unset = UNSET,
    modification_time_gte: datetime.datetime | Unset = UNSET,
    modification_time_lte: datetime.datetime | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> FacetPage | None:
    """The values of one field of the samples, with how many samples have each

     Counts the samples a list with the same filters would give; unknown parameters are refused.

    Args:
        field (ListSampleFacetsField):
        sort (FacetSort | Unset):
        direction (Direction | Unset):
        sample_type (str | Unset):
        sample_type_is_null (bool | Unset):
        dataset_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        owner_id (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of
            a service account (MFID).
        owner_id_is_null (bool | Unset):
        project_id (str | Unset):
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i,
            l, o, u.
        project_mfid_is_null (bool | Unset):
        project_scope (ProjectScope | Unset):
        visibility (RecordVisibility | Unset):
        affiliation (list[RecordAffiliation] | Unset):
        accessible_to_user (list[str] | Unset):
        accessible_to_project (list[str] | Unset):
        creation_time_gte (datetime.datetime | Unset):
        creation_time_lte (datetime.datetime | Unset):
        modification_time_gte (datetime.datetime | Unset):
        modification_time_lte (datetime.datetime | Unset):
        limit (int | Unset):
        cursor (str | Unset): Opaque.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FacetPage
    """

    return (
        await asyncio_detailed(
            client=client,
            field=field,
            sort=sort,
            direction=direction,
            sample_type=sample_type,
            sample_type_is_null=sample_type_is_null,
            dataset_mfid=dataset_mfid,
            owner_id=owner_id,
            owner_id_is_null=owner_id_is_null,
            project_id=project_id,
            project_mfid=project_mfid,
            project_mfid_is_null=project_mfid_is_null,
            project_scope=project_scope,
            visibility=visibility,
            affiliation=affiliation,
            accessible_to_user=accessible_to_user,
            accessible_to_project=accessible_to_project,
            creation_time_gte=creation_time_gte,
            creation_time_lte=creation_time_lte,
            modification_time_gte=modification_time_gte,
            modification_time_lte=modification_time_lte,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
