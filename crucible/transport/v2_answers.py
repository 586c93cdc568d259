"""How answers of API v2 look in v3: functions of a JSON value and of what stood in the path of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Arguments = Mapping[str, str]

PAGE_OF_ONE: Final = "crucible_page_of_one"
"""Mark on a request for one record that stands for a list."""

PAGE_OF_ALL: Final = "crucible_page_of_all"
"""Mark on a request for a list that v2 does not page."""

MISSING_IF_NULL: Final = frozenset(
    {"get_dataset", "get_file", "get_instrument", "get_project", "get_resource", "get_sample", "get_user"}
)
"""Operations on one record that v2 answers with null where there is none."""

_DIRECTIONS: Final = {"parent": "source", "child": "target", "associated": "undirected"}


def page_of_one(record: Any) -> dict[str, Any]:
    """Return the page of a list with this record, or with none."""
    items = [] if record is None else [record]
    return {"items": items, "total": len(items), "limit": 1, "offset": 0}


def _link(link: Any) -> Any:
    if isinstance(link, dict) and "direction" not in link:
        link["direction"] = _DIRECTIONS.get(str(link.pop("relationship", None)))
    return link


def _related(record: Any) -> Any:
    """A dataset or sample: its links, and what it brings along."""
    for link in record.get("links") or ():
        _link(link)
    for inner in record.get("datasets") or ():
        if isinstance(inner, dict):
            _related(inner)
    return record


def _project(project: Any) -> Any:
    if project.get("unique_id") is None:
        project["unique_id"] = project.get("project_id")
    return project


def _instrument(instrument: Any) -> Any:
    """The owner of an instrument is any text in v2 and a user in v3; its one name is unique."""
    if instrument.get("instrument_id") is None:
        instrument["instrument_id"] = instrument.get("instrument_name")
    if isinstance(instrument.get("owner"), str):
        instrument["owner_name"] = instrument.pop("owner")
    return instrument


def _member(member: Any) -> Any:
    return {"role": None, **member}


_BY_TYPE: Final[dict[str, Callable[[Any], Any]]] = {
    "dataset": _related,
    "sample": _related,
    "project": _project,
    "instrument": _instrument,
}


def _resource(record: Any) -> Any:
    return _BY_TYPE.get(str(record.get("resource_type")), _related)(record)


def _health(health: Any, _: Arguments) -> Any:
    if not isinstance(health, dict) or "build" in health or "database" in health:
        return health
    build = {
        "api_version": health.get("version"),
        "git_commit": health.get("git_commit"),
        "branch": health.get("branch"),
    }
    database = {
        "status": health.get("db"),
        "latency_ms": health.get("db_ms"),
        "schema_revisions": health.get("schema_revisions") or [],
    }
    return {**health, "build": build, "database": database}


def _access(access: Any, arguments: Arguments) -> Any:
    """Who can change a dataset has the role of an editor, at least."""
    if not isinstance(access, dict) or "effective_access" in access:
        return access
    least = "editor" if access.get("write") else "viewer" if access.get("read") else "none"
    return {
        "resource_mfid": arguments.get("dataset_mfid", ""),
        "user_id": arguments.get("user_id", ""),
        "effective_access": least,
    }


def _each(show: Callable[[Any], Any]) -> Callable[[Any, Arguments], Any]:
    """Return what translates one record, a list of them, or a page of them."""

    def shown(answer: Any, _: Arguments) -> Any:
        if isinstance(answer, list):
            return [show(item) if isinstance(item, dict) else item for item in answer]
        if isinstance(answer, dict) and isinstance(answer.get("items"), list):
            answer["items"] = [show(item) if isinstance(item, dict) else item for item in answer["items"]]
            return answer
        return show(answer) if isinstance(answer, dict) else answer

    return shown


_SHOWN: Final[dict[Callable[[Any], Any], str]] = {
    _related: (
        "create_dataset get_dataset list_datasets search_datasets update_dataset list_dataset_children "
        "list_dataset_parents list_sample_datasets "
        "create_sample get_sample list_samples search_samples update_sample list_sample_children "
        "list_sample_parents list_dataset_samples"
    ),
    _project: "create_project get_project list_projects search_projects update_project list_user_projects",
    _instrument: "create_instrument get_instrument list_instruments search_instruments update_instrument",
    _member: "add_project_member list_project_members",
    _link: "list_resource_links",
    _resource: "get_resource",
}

ANSWERS: Final[dict[str, Callable[[Any, Arguments], Any]]] = {
    "health_ready": _health,
    "check_dataset_access": _access,
    **{operation: _each(show) for show, operations in _SHOWN.items() for operation in operations.split()},
}
"""What translates the answer of an operation; those that are not here look alike in both versions."""
