"""What API v2 does not have of v3: operations, parameters, members of bodies.

A test compares these tables with the two documents. Source: the v2 view of the document, `crucible/openapi/v2.json`.
"""

from __future__ import annotations

from typing import Final

OPERATIONS: Final = frozenset(
    {
        "abort_signed_upload",
        "assign_dataset_instrument",
        "bind_instrument_service_account",
        "catalogue_file",
        "complete_signed_upload",
        "get_auth_apikey",
        "get_openapi",
        "get_service_account",
        "get_signed_upload",
        "grant_project_access",
        "grant_user_access",
        "list_access_grants",
        "list_dataset_facets",
        "list_instrument_service_accounts",
        "list_sample_facets",
        "list_service_accounts",
        "make_private",
        "make_public",
        "print_barcode",
        "reassign_project",
        "revoke_project_access",
        "revoke_user_access",
        "revoke_user_api_keys",
        "set_instrument_status",
        "set_platform_role",
        "set_project_member_role",
        "sign_parts",
        "start_file_replacement",
        "start_signed_upload",
        "sync_projects",
        "transfer_ownership",
        "unbind_instrument_service_account",
        "update_file",
        "update_service_account",
        "update_thumbnail",
    }
)
"""Operations that v2 does not have."""

PARAMETERS: Final = {
    "add_project_member": "role",
    "get_download_link": "disposition",
    "get_instrument": "include_members include_owner",
    "get_project": "include_members",
    "link_datasets": "relationship_type",
    "link_samples": "relationship_type",
    "list_dataset_children": "cursor instrument_mfid owner_id project_mfid relationship_type",
    "list_dataset_parents": "cursor instrument_mfid owner_id project_mfid relationship_type",
    "list_dataset_samples": "cursor owner_id project_mfid",
    "list_datasets": (
        "accessible_to_project accessible_to_user affiliation anchor_mfid data_format_is_null direction "
        "include_total instrument_mfid instrument_mfid_is_null measurement_is_null owner_id "
        "owner_id_is_null project_mfid project_mfid_is_null project_scope sample_mfid "
        "session_name_is_null sort visibility"
    ),
    "list_deletion_audit": "cursor direction include_total project_id project_mfid scope",
    "list_deletion_requests": "cursor direction include_total project_mfid scope sort",
    "list_download_links": "disposition",
    "list_files": "cursor include_total",
    "list_ingestion_requests": "cursor dataset_mfid file_mfid include_total",
    "list_instruments": (
        "affiliation cursor description direction include_members include_owner include_total "
        "instrument_id instrument_type location manufacturer model other_id other_id_source owner_id sort "
        "status"
    ),
    "list_join_requests": "cursor include_total",
    "list_my_join_requests": "cursor include_total",
    "list_project_members": "cursor include_total",
    "list_projects": (
        "accessible_to_project accessible_to_user cursor direction include_members include_total "
        "member_ref member_role project_id sort"
    ),
    "list_sample_children": "cursor owner_id project_mfid relationship_type",
    "list_sample_datasets": "instrument_mfid owner_id project_mfid",
    "list_sample_parents": "cursor owner_id project_mfid relationship_type",
    "list_samples": (
        "accessible_to_project accessible_to_user affiliation anchor_mfid dataset_mfid direction "
        "include_total owner_id owner_id_is_null project_mfid project_mfid_is_null project_scope "
        "sample_type_is_null sort visibility"
    ),
    "list_user_projects": "cursor direction include_total role sort",
    "list_users": "cursor direction include_total platform_role q search_fields sort unique_id",
    "request_ingestion": "status",
    "search_instruments": "affiliation include_owner status",
    "search_users": "is_service_account",
    "list_datasets of a sample": (
        "accessible_to_project accessible_to_user affiliation anchor_mfid creation_time_gte "
        "creation_time_lte cursor data_format_is_null direction include_links include_owner include_total "
        "instrument_mfid instrument_mfid_is_null measurement_is_null modification_time_gte "
        "modification_time_lte offset owner_id owner_id_is_null project_mfid project_mfid_is_null "
        "project_scope session_name_is_null sort visibility"
    ),
    "list_samples of a dataset": (
        "accessible_to_project accessible_to_user affiliation anchor_mfid creation_time_gte "
        "creation_time_lte cursor direction include_datasets include_total modification_time_gte "
        "modification_time_lte owner_id owner_id_is_null project_mfid project_mfid_is_null project_scope "
        "sample_type_is_null sort visibility"
    ),
}
"""Parameters of the query that v2 would ignore, by operation; the last two are lists that v2 has elsewhere."""

MEMBERS: Final = {
    "create_dataset": "instrument_id instrument_mfid owner project_mfid",
    "create_instrument": "instrument_id owner_orcid",
    "create_project": "project_lead",
    "create_sample": "owner project_mfid",
    "update_instrument": "instrument_id other_id other_id_source",
    "update_project": "project_id",
}
"""Members of the body that v2 would ignore, by operation."""

_FIELDS: Final = (
    "v2 changes that like any field: client.request('PATCH', 'datasets/<id>', json={...}) with public, project_id, "
    "owner_orcid or instrument_name; the same for 'samples/<id>'."
)
_NAMES: Final = "v2 knows a project by its slug, project_id=, and an owner by ORCID or MFID."
_NO_PROJECT: Final = "v2 filters by project_id=, a slug, and owner_id=, an ORCID or MFID."

INSTEAD: Final = {
    "transfer_ownership": _FIELDS,
    "reassign_project": _FIELDS,
    "assign_dataset_instrument": _FIELDS,
    "make_public": _FIELDS,
    "make_private": _FIELDS,
    "create_dataset": f"{_NAMES} It knows an instrument by its name, instrument_name=.",
    "create_sample": _NAMES,
    "create_instrument": "v2 has one name of an instrument: give instrument_id and instrument_name alike.",
    "list_datasets": f"{_NO_PROJECT} An instrument is named by instrument_name=.",
    "list_samples": _NO_PROJECT,
    "list_instruments": "v2 filters by instrument_name= alone; filter what the whole list yields.",
    "remove_project_member": "v2 does not say who is left: client.request('DELETE', 'projects/.../members/...').",
    "set_project_member_role": "Members have no roles there.",
    "add_project_member": "Members have no roles there: leave role= out.",
    "start_signed_upload": "client.datasets.add_file(...) works there.",
}
"""What to do instead, by operation; without an entry the way is API v3."""
