"""What tables show of each kind of record, and how a column is read from one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import click

# By the class of a record, without the Bound of those with verbs; what is not here shows all that is not nested.
COLUMNS: Final = {
    "Dataset": ("unique_id", "dataset_name", "measurement", "project_id", "instrument_name", "creation_time"),
    "Sample": ("unique_id", "sample_name", "sample_type", "project_id", "creation_time"),
    "Project": ("project_id", "title", "organization", "status", "unique_id"),
    "Instrument": ("unique_id", "instrument_id", "instrument_name", "location", "status"),
    "File": ("mfid", "filename", "size", "dataset_mfid"),
    "Listed": ("unique_id", "name", "resource_type", "about", "creation_time"),
    "Match": ("unique_id", "name", "resource_type", "matched"),
    "SearchResult": ("unique_id", "name", "resource_type"),
    "IngestionRequest": ("id", "status", "file_mfid", "ingestion_class", "error_message", "time_created"),
    "User": ("unique_id", "username", "first_name", "last_name", "email", "platform_role"),
    "PublicUser": ("unique_id", "username", "first_name", "last_name"),
    "ServiceAccount": ("unique_id", "username", "platform_role"),
    "ProjectMember": ("unique_id", "username", "first_name", "last_name", "role"),
    "AccessGrant": ("principal_type", "display_name", "permission", "principal_id"),
    "AccessGroup": ("group_name", "read", "write"),
    "DeletionRequest": (
        "id",
        "status",
        "resource_name",
        "resource_type",
        "requester.username",
        "reason",
        "request_time",
    ),
    "DeletedResource": ("id", "resource_type", "resource_id", "resource_name", "deleted_at"),
    "JoinRequest": ("id", "status", "group_name", "requester_id", "reason", "request_time"),
    "Link": ("unique_id", "name", "resource_type", "relationship", "relationship_type"),
    "Thumbnail": ("id", "thumbnail_name", "mime_type"),
    "Keyword": ("keyword", "num_datasets"),
    "Facet": ("value", "label", "count"),
    "Document": ("unique_id", "scientific_metadata"),
    "TableRow": ("number", "state", "unique_id", "reason"),
}
IDS: Final = ("unique_id", "mfid", "id", "resource_id", "project_id", "keyword", "path", "name")
SHORT: Final = {"metadata": "scientific_metadata"}
WHOLE: Final = frozenset({"of", "unique_id", "mfid", "file_mfid", "dataset_mfid", "resource_id", "principal_id"})
"""Ids: a part of one is of no use, so that a terminal shows all of it or nothing."""
# What a list has to be asked for, so that a column of it has something to show.
INCLUDED: Final = {
    "scientific_metadata": "include_metadata",
    "links": "include_links",
    "owner": "include_owner",
    "members": "include_members",
    "datasets": "include_datasets",
}


class OfOne(dict[str, Any]):
    """A record in a list about several ids: all that it has, and as `of` the id that it belongs to."""

    def __init__(self, record: Mapping[str, Any], of: str) -> None:
        own = getattr(record, "to_dict", dict(record).copy)
        super().__init__({**own(), "of": of})
        self.record = record


def kind_of_record(item: object) -> str:
    """Return the name of a record's class, without the Bound of those with verbs."""
    return type(item).__name__.removeprefix("Bound")


def columns_of(item: object) -> tuple[str, ...]:
    """Return the usual columns for a kind of record; none for texts."""
    if isinstance(item, OfOne):
        return with_of(columns_of(item.record))
    kind = kind_of_record(item)
    if kind in COLUMNS:
        return COLUMNS[kind]
    if type(item) is dict:  # a document, such as metadata: all of it
        return tuple(_leaves(item))
    if isinstance(item, Mapping):
        return tuple(name for name, value in item.items() if not isinstance(value, (Mapping, list)))
    return tuple(getattr(item, "__dataclass_fields__", ()))


def with_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return columns with the one that says what a record belongs to, behind its id and name."""
    return (*names[:2], "of", *names[2:])


def _leaves(document: Mapping[str, Any], before: str = "") -> Iterable[str]:
    """Yield the dotted names of all values of a document.

    >>> list(_leaves({"oven": {"power": {"value": 8, "unit": "W"}}, "runs": [1, 2]}))
    ['oven.power.value', 'oven.power.unit', 'runs']
    """
    for name, value in document.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def fields_of(item: object) -> set[str]:
    """Return the names that a column can begin with."""
    if isinstance(item, OfOne):
        return {*fields_of(item.record), "of"}
    own: set[str] = set(getattr(item, "__dataclass_fields__", ())) | set(getattr(item, "_fields", ()))
    return own | set(map(str, item)) if isinstance(item, Mapping) else own


def check(names: Sequence[str], items: Iterable[object]) -> None:
    """Refuse columns that none of the first items can have.

    Raises
    ------
    UsageError
        With the names that there are.
    """
    known = {name for item in items for name in fields_of(item)}
    unknown = [name for name in names if first_of(name) not in known]
    if unknown and known:
        there = ", ".join(sorted(known))
        raise click.UsageError(f"There is no column {', '.join(unknown)}. There are: {there}.")


def first_of(name: str) -> str:
    """Return the field that a column begins with.

    >>> first_of("metadata.annealing.temperature")
    'scientific_metadata'
    """
    first = name.partition(".")[0]
    return SHORT.get(first, first)


def included_by(names: Iterable[str]) -> set[str]:
    """Return the parameters of a list that columns need.

    >>> included_by(["unique_id", "metadata.annealing"])
    {'include_metadata'}
    """
    return {INCLUDED[first] for name in names if (first := first_of(name)) in INCLUDED}


def value_of(item: Any, name: str) -> Any:  # Any: a value of any JSON
    """Return what stands in a column: a field, or by a dotted name what is inside one; None where there is nothing.

    >>> value_of({"scientific_metadata": {"annealing": {"temperature": 700}}}, "metadata.annealing.temperature")
    700
    """
    first = first_of(name)
    value = item.get(first) if isinstance(item, Mapping) else getattr(item, first, None)
    record = item.record if isinstance(item, OfOne) else item
    if value is None and not isinstance(record, dict):
        value = getattr(record, first, None)
    return _inside(value, name.split(".")[1:])


def _inside(value: Any, path: list[str]) -> Any:
    """Return what a path leads to; a name with a dot in it is found as well, the number of an item is a name."""
    if not path:
        return value
    if isinstance(value, (list, tuple)):
        number = int(path[0]) if path[0].isdecimal() else len(value)
        return _inside(value[number], path[1:]) if number < len(value) else None
    if not isinstance(value, Mapping):
        return None
    for length in range(1, len(path) + 1):
        member = value.get(".".join(path[:length]))
        if member is not None:
            return _inside(member, path[length:])
    return None


def cell(item: Any, name: str) -> str:
    """Return the text of a column, empty for nothing; what is nested is JSON.

    >>> cell({"tags": ["a", "b"], "public": True, "x": {"y": [1]}}, "tags"), cell({"x": {"y": [1]}}, "x")
    ('a, b', '{"y": [1]}')
    """
    value = value_of(item, name)
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Mapping():
            return json.dumps(dict(value), default=_plain, ensure_ascii=False)
        case list() | tuple() if any(isinstance(one, (Mapping, list, tuple)) for one in value):
            return json.dumps(list(value), default=_plain, ensure_ascii=False)
        case list() | tuple():
            return ", ".join(map(str, value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def id_of(item: Any) -> str:
    """Return the id of a record.

    Raises
    ------
    UsageError
        It has none.
    """
    if isinstance(item, str):
        return item
    for name in IDS:
        value = value_of(item, name)
        if value is not None:
            return str(value)
    raise click.UsageError("What this command answers has no ids; --json shows all of it.")
