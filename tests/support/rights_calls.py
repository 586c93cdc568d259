"""A valid call of each operation, so that a refusal can only come from rights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .scenes import CONTENT, OTHER_CONTENT, described
from .served import crc32c, put

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from crucible.sandbox.document import Operation

    from .scenes import Scene


@dataclass
class Draft:
    """A call as it is put together; a case is the kind of object, or whose it is, or an option of the call."""

    scene: Scene
    operation: str
    case: str
    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    json: Any = None

    @property
    def target(self) -> str:
        """The object or the account that the case names."""
        mfid: str = self.scene.caller.id if self.case == "self" else getattr(self.scene, self.case)
        return mfid

    @property
    def person(self) -> str:
        """The caller in the case `self`, otherwise somebody else."""
        return self.scene.caller.id if self.case == "self" else self.scene.other

    def new(self, prefix: str) -> str:
        """Return a name that nothing has."""
        return f"{prefix}-{next(self.scene.world.numbers)}"


PLACES: dict[str, Callable[[Draft], Any]] = {
    "dataset_mfid": lambda draft: draft.scene.dataset,
    "sample_mfid": lambda draft: draft.scene.sample,
    "instrument_mfid": lambda draft: draft.scene.instrument,
    "resource_mfid": lambda draft: draft.target,
    "project_ref": lambda draft: draft.scene.project,
    "group_name": lambda draft: draft.scene.project_slug,
    "user_id": lambda draft: draft.person,
    "user_ref": lambda draft: draft.person,
    "unique_id": lambda draft: draft.scene.service_account,
    "service_account_mfid": lambda draft: draft.scene.service_account,
    "file_mfid": lambda draft: draft.scene.file,
    "thumbnail_id": lambda draft: draft.scene.thumbnail,
    "audit_id": lambda draft: draft.scene.audit_entry,
}
"""What stands in a path, by the name of the parameter, unless `PREPARATIONS` says otherwise."""

SEARCHES = ("search_users", "search_projects", "search_instruments", "search_samples", "search_datasets")
QUERIES: dict[str, dict[str, Any]] = {
    **{name: {"q": "film"} for name in SEARCHES},
    "search_metadata": {"q": "annealed"},
    "list_sample_facets": {"field": "sample_type"},
    "list_dataset_facets": {"field": "measurement"},
    "get_project": {"include_members": True, "include_metadata": True},
    "get_instrument": {"include_members": True},
    "add_project_member": {"role": "viewer"},
    "set_project_member_role": {"role": "contributor"},
    "set_instrument_status": {"status": "maintenance"},
    "add_keyword": {"keyword": "tidy"},
    "request_ingestion": {"status": "not_requested"},
    "review_deletion_request": {"status": "approved"},
    "transfer_ownership": {"confirm": True},
    "reassign_project": {"confirm": True},
}

BODIES: dict[str, Callable[[Draft], Any]] = {
    "update_profile": lambda draft: {"first_name": "Ada"},
    "resolve_users": lambda draft: {"usernames": ["owner"]},
    "create_user": lambda draft: {
        "user_info": {"first_name": "Grace", "last_name": "Example", "username": draft.new("grace")},
        "project_ids": [],
    },
    "update_user": lambda draft: {"first_name": "Ada"},
    "set_platform_role": lambda draft: {"platform_role": "contributor"},
    "update_service_account": lambda draft: {"platform_role": "contributor"},
    "create_service_account": lambda draft: {"username": draft.new("robot")},
    "create_project": lambda draft: {
        "project_id": draft.new("new"),
        "organization": "Example Lab",
        "project_lead": draft.scene.other if draft.case == "other" else draft.scene.caller.id,
    },
    "update_project": lambda draft: {"title": "Films"},
    "join_access_group": lambda draft: {"reason": "my beam time"},
    "review_join_request": lambda draft: {"status": "approved"},
    "grant_user_access": lambda draft: {"permission": "viewer"},
    "grant_project_access": lambda draft: {"permission": "viewer"},
    "create_instrument": lambda draft: {
        **{"instrument_id": draft.new("new"), "instrument_name": "XRD Two", "location": "Building 67"},
        **_belonging(draft),
    },
    "update_instrument": lambda draft: {"location": "Building 2"},
    "create_sample": lambda draft: {"sample_name": "film B", **_belonging(draft)},
    "update_sample": lambda draft: {"public": True} if draft.case == "public" else {"description": "spin-coated"},
    "create_dataset": lambda draft: {"dataset_name": "film B", **_belonging(draft)},
    "update_dataset": lambda draft: {"public": True} if draft.case == "public" else {"measurement": "XRD"},
    "assign_dataset_instrument": lambda draft: {"instrument_mfid": draft.scene.world.instrument()},
    "list_first_thumbnails": lambda draft: [draft.scene.dataset_with_thumbnail],
    "add_thumbnail": lambda draft: {"thumbnail_name": "overview", "thumbnail_b64str": "aGVsbG8="},
    "update_thumbnail": lambda draft: {"thumbnail_name": "detail"},
    "create_metadata": lambda draft: {"annealed": True},
    "merge_metadata": lambda draft: {"annealed": True},
    "transfer_ownership": lambda draft: {"new_owner": draft.scene.other},
    "reassign_project": lambda draft: {"project_mfid": draft.scene.other_project},
    "catalogue_file": lambda draft: {"filename": "raw.h5", "storage_backend": "globus"},
    "update_file": lambda draft: {"access_note": "ask Ada"},
    "start_upload": lambda draft: {"filename": "a.csv", **described(CONTENT)},
    "start_token_upload": lambda draft: {"filename": "a.csv", **described(CONTENT)},
    "start_signed_upload": lambda draft: {"filename": "a.csv", **described(CONTENT)},
    "sign_parts": lambda draft: {"parts": [{"part_number": 1, "crc32c": crc32c(OTHER_CONTENT)}]},
    "start_file_replacement": lambda draft: {"size": 3, "sha256_hash": "0" * 64},
    "update_ingestion_request": lambda draft: {"status": "complete"},
    "print_barcode": lambda draft: {"printer_id": "lab-1", "mfid": draft.scene.dataset, "name": "film A"},
}


def _belonging(draft: Draft) -> dict[str, str]:
    """Return whom a new record belongs to: the caller, somebody else, or a project on which the caller has the role."""
    if draft.case == "other":
        return {"owner": draft.scene.other}
    return {"project_mfid": draft.scene.project} if draft.case == "project" else {}


def _one_of_a_list(draft: Draft) -> None:
    """Narrow a list down to the object that the case names."""
    scene = draft.scene
    narrow: dict[str, Callable[[], dict[str, Any]]] = {
        "list_projects": lambda: {"project_id": scene.project_slug},
        "list_files": lambda: {"sha256_hash": scene.owner.get(f"files/{scene.file}")["sha256_hash"]},
        "list_ingestion_requests": lambda: {"file_mfid": scene.file_with_request},
    }
    if draft.case != "-":
        draft.query = narrow.get(draft.operation, lambda: {"unique_id": draft.target})()


def _with_metadata(draft: Draft) -> None:
    draft.scene.owner.patch(f"resources/{draft.target}/metadata", json={"annealed": True})


def _family(draft: Draft) -> None:
    """Name two records of a kind; those that are to be unlinked are linked first."""
    make = {"dataset": draft.scene.new_dataset, "sample": draft.scene.new_sample}[draft.case]
    draft.path = {"parent_mfid": make(), "child_mfid": make()}
    if draft.operation.startswith("unlink"):
        draft.scene.owner.post("{}s/{}/children/{}".format(draft.case, *draft.path.values()))


def _linked_sample(draft: Draft) -> None:
    draft.scene.owner.post(f"datasets/{draft.scene.dataset}/samples/{draft.scene.sample}")


def _with_member(draft: Draft) -> None:
    if draft.case != "self":
        draft.scene.owner.post(f"projects/{draft.scene.project}/users/{draft.scene.other}", role="viewer")


def _group_by_identity(draft: Draft) -> None:
    draft.path["group_name"] = draft.scene.project
    if draft.operation.startswith("remove"):
        _with_member(draft)


def _one_group(draft: Draft) -> None:
    if draft.case == "project":
        draft.query = {"group_name": draft.scene.project_slug}


def _group_of_record(draft: Draft) -> None:
    draft.query = {"group_name": draft.scene.other_project, "read": True, "write": False}


def _granted_to_user(draft: Draft) -> None:
    path = f"resources/{draft.target}/access/users/{draft.scene.other}"
    draft.scene.owner.put(path, json={"permission": "viewer"})


def _for_project(draft: Draft) -> None:
    draft.path["project_ref"] = draft.scene.other_project
    if draft.operation.startswith("revoke"):
        path = f"resources/{draft.target}/access/projects/{draft.scene.other_project}"
        draft.scene.owner.put(path, json={"permission": "viewer"})


def _bound(draft: Draft) -> None:
    draft.scene.owner.post(f"instruments/{draft.scene.instrument}/service_accounts/{draft.scene.service_account}")


def _ingestion_request(draft: Draft) -> None:
    draft.path["request_id"] = draft.scene.ingestion_request


def _join_request(draft: Draft) -> None:
    draft.path["request_id"] = draft.scene.join_request


def _deletion_request(draft: Draft) -> None:
    in_project = draft.case == "project"
    number = draft.scene.deletion_request_in_project if in_project else draft.scene.deletion_request
    draft.path["request_id"] = number


def _approved_deletion(draft: Draft) -> None:
    draft.scene.ask_for_deletion(draft.target, approved=True)


def _scope(draft: Draft) -> None:
    if draft.case == "project":
        assert draft.scene.deletion_request_in_project
        draft.query = {"project_mfid": draft.scene.project}
    elif draft.case != "-":
        draft.query = {"scope": draft.case}


def _stored_file(draft: Draft) -> None:
    draft.path["file_mfid"] = draft.scene.stored_file
    draft.headers = {"If-Match": "*"} if draft.operation == "start_file_replacement" else {}


def _sent_upload(draft: Draft) -> None:
    upload = draft.scene.owner.start_upload(draft.scene.dataset, "a.csv", CONTENT)
    put(upload, CONTENT, 0, len(CONTENT), 200)
    draft.json = {"upload_id": upload["upload_id"], "sha256_hash": described(CONTENT)["sha256_hash"]}


def _signed_upload(draft: Draft) -> None:
    draft.path["upload_id"] = draft.scene.signed_upload()


def _sent_signed_upload(draft: Draft) -> None:
    hashes = {"sha256_hash": described(OTHER_CONTENT)["sha256_hash"], "crc32c": crc32c(OTHER_CONTENT)}
    draft.json = {"upload_id": draft.scene.sent_signed_upload(), **hashes}


PREPARATIONS: dict[str, Callable[[Draft], None]] = {
    **dict.fromkeys(("list_users", "list_projects", "list_samples", "list_datasets"), _one_of_a_list),
    **dict.fromkeys(("list_files", "list_ingestion_requests"), _one_of_a_list),
    "list_join_requests": _one_group,
    **dict.fromkeys(("get_project", "get_metadata"), _with_metadata),
    **dict.fromkeys(("link_samples", "unlink_samples", "link_datasets", "unlink_datasets"), _family),
    "unlink_dataset_sample": _linked_sample,
    **dict.fromkeys(("set_project_member_role", "remove_project_member"), _with_member),
    **dict.fromkeys(("add_user_to_access_group", "remove_user_from_access_group"), _group_by_identity),
    "add_resource_access_group": _group_of_record,
    "revoke_user_access": _granted_to_user,
    **dict.fromkeys(("grant_project_access", "revoke_project_access"), _for_project),
    "unbind_instrument_service_account": _bound,
    "review_join_request": _join_request,
    **dict.fromkeys(("get_ingestion_request", "update_ingestion_request"), _ingestion_request),
    **dict.fromkeys(("get_deletion_request", "review_deletion_request"), _deletion_request),
    "delete_resource": _approved_deletion,
    **dict.fromkeys(("list_deletion_requests", "list_deletion_audit"), _scope),
    **dict.fromkeys(("get_download_link", "list_download_links", "start_file_replacement"), _stored_file),
    "complete_upload": _sent_upload,
    **dict.fromkeys(("get_signed_upload", "abort_signed_upload", "sign_parts"), _signed_upload),
    "complete_signed_upload": _sent_signed_upload,
}
"""What the owner does before the call, and what of the call depends on it."""


def call(scene: Scene, operation: Operation, case: str) -> tuple[httpx.Response, bool]:
    """Call an operation as the role of a scene; return the answer, and whether anything was stored."""
    name = operation.name
    draft = Draft(scene, name, case, query=QUERIES.get(name, {}))
    draft.json = BODIES[name](draft) if name in BODIES else None
    if name in PREPARATIONS:
        PREPARATIONS[name](draft)
    for parameter in operation.parameters["path"]:
        if parameter.name not in draft.path:
            draft.path[parameter.name] = PLACES[parameter.name](draft)
    path = operation.path.format(**draft.path).removeprefix("/")
    body = {} if draft.json is None else {"json": draft.json}
    before = scene.world.commits()
    answer = scene.send(operation.method, path, params=draft.query, headers=draft.headers, **body)
    return answer, before != scene.world.commits()
