"""The older version of the API, on the same world and answered by the same handlers.

A v2 call becomes a call of the v3 operation of the same name, and the answer is shown as v2 knows it. What v2 does
differently is all here:

by rule (`dialect`)
    Unknown parameters and unknown members of bodies are ignored. An answer has the members that the v2 document names;
    so there are no capabilities, roles or grants, files have no backend and no ETag, and lists that are paged by offset
    have no `next_cursor`. Errors are a text or a list, never an object. Records that look different are in
    `dialect.RECORDS`: links say parent, child or associated; instruments are owned by a text; a project tells its
    members how to reach its lead.
by rights
    `ADMINISTRATORS_ONLY`.
by operation
    The functions in `OWN`, each in the module of its noun. `early` has the routes of the first months, which v3 lost.
not at all
    `REFUSED`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..answers import Refusal
from ..app import Api
from ..document import load_document
from ..handlers import SLOW
from . import early, health, ingestions, instruments, projects, records, resources, uploads, users
from .dialect import ask, speaking_v2

if TYPE_CHECKING:
    from ..answers import Json
    from ..app import Handler
    from ..call import Call, World

ADMINISTRATORS_ONLY = frozenset(
    {
        "list_users",
        "create_project",
        "update_project",
        "list_project_members",
        "add_project_member",
        "remove_project_member",
        "create_instrument",
        "update_instrument",
        "unlink_dataset_sample",
        "update_ingestion_request",
        "list_deletion_requests",
        "get_deletion_request",
        "review_deletion_request",
        "list_deletion_audit",
        "get_deletion_audit_entry",
        "list_dataset_access_groups",
    }
)
"""In v3 some of these are for others as well; what v3 keeps to administrators its handlers check themselves."""

OWN: dict[str, Handler] = {
    handler.__name__: handler
    for handler in (
        health.health_ready,
        users.list_users,
        users.get_user,
        users.get_user_by_username,
        users.check_dataset_access,
        users.list_user_access_groups,
        projects.update_project,
        projects.list_project_members,
        projects.add_project_member,
        projects.remove_project_member,
        instruments.create_instrument,
        instruments.update_instrument,
        records.list_samples,
        records.create_sample,
        records.update_sample,
        records.list_datasets,
        records.create_dataset,
        records.update_dataset,
        uploads.start_upload,
        uploads.start_token_upload,
        resources.get_metadata,
        resources.create_metadata,
        resources.merge_metadata,
        ingestions.list_ingestion_requests,
        ingestions.update_ingestion_request,
        early.list_all_keywords,
        early.create_deletion_request,
        early.get_id_type,
        early.get_dataset_metadata,
        early.create_dataset_metadata,
        early.merge_dataset_metadata,
        early.search_dataset_metadata,
        early.list_dataset_access_groups,
        early.add_dataset_access_group,
        early.list_associated_files,
        early.add_associated_file,
        early.request_dataset_file_ingestion,
        early.extract_metadata,
        uploads.upload_form,
    )
}

REFUSED = {"delete_dataset": "Datasets are deleted by request: POST /resources/{mfid}/delete"}
"""Operations of the document that answer 501, as on the service, with the reason."""


def api(prefix: str, world: World) -> Api:
    """Return v2 of the API on a world that v3 works on, too."""
    document = load_document("v2")
    handlers = {name: _handler(name) for name in document.operations}
    return Api(prefix, replace(world, document=document), handlers, SLOW | {"upload_form"})


def _handler(name: str) -> Handler:
    own = OWN.get(name, ask)

    def answer(call: Call) -> Json:
        if name in REFUSED:
            raise Refusal(501, REFUSED[name])
        if name in ADMINISTRATORS_ONLY:
            call.require_administrator()
        return own(call)

    return speaking_v2(answer)
