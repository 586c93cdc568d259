"""Conditions on lists of resources, each adding itself to a selection of rows `r`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .grants import OWNER

if TYPE_CHECKING:
    from collections.abc import Collection

    from .selection import Selection

_MEMBERS = frozenset(
    {
        *("measurement", "data_type", "session_name", "data_format", "timestamp", "size", "source_folder"),
        *("sample_type", "description"),
        *("location", "manufacturer", "model", "instrument_type", "other_id", "other_id_source", "status"),
    }
)
_DIFFERENT_KEYWORDS = """WITH RECURSIVE different (keyword) AS (
    SELECT min(keyword) FROM keyword UNION ALL
    SELECT (SELECT min(k.keyword) FROM keyword k WHERE k.keyword > different.keyword) FROM different
        WHERE different.keyword IS NOT NULL)
    SELECT keyword FROM different"""
"""Steps through the index from word to word: there are few words, and each has many datasets."""
_COLUMNS = frozenset({"mfid", "name", "slug", "owner", "public", "project", "instrument"})


def _expression(field: str) -> str:
    """Return the SQL for a column or a member of the stored JSON; indexes are made on exactly these expressions."""
    if field in _COLUMNS:
        return f"r.{field}"
    if field in _MEMBERS:
        return f"json_extract(r.data, '$.{field}')"
    raise ValueError(f"{field} is not a field that lists can be filtered by")


def equals(chosen: Selection, field: str, value: Any) -> None:
    """Keep resources with exactly this value."""
    chosen.add(f"{_expression(field)} = ?", value)


def is_missing(chosen: Selection, field: str, missing: bool) -> None:
    """Keep resources without a value, or only those with one."""
    chosen.add(f"{_expression(field)} IS {'' if missing else 'NOT '}NULL")


def at_least(chosen: Selection, column: Literal["created", "modified"], instant: str) -> None:
    """Keep what was created or modified at an instant or later."""
    chosen.add(f"r.{column} >= ?", instant)


def at_most(chosen: Selection, column: Literal["created", "modified"], instant: str) -> None:
    """Keep what was created or modified at an instant or earlier."""
    chosen.add(f"r.{column} <= ?", instant)


def has_keyword_like(chosen: Selection, text: str) -> None:
    """Keep datasets that have a keyword with a text in it, in any case."""
    chosen.add(
        f"r.id IN (SELECT k.dataset FROM ({_DIFFERENT_KEYWORDS}) w JOIN keyword k ON k.keyword = w.keyword"
        " WHERE instr(folded(w.keyword), folded(?)) > 0)",
        text,
    )


def has_instrument_label(chosen: Selection, label: str) -> None:
    """Keep datasets whose instrument, or whose remark about it, has a label."""
    chosen.add(
        "(r.instrument IN (SELECT id FROM resource WHERE type = 'instrument' AND name = ?)"
        " OR (r.instrument IS NULL AND json_extract(r.data, '$.instrument_name') = ?))",
        *(label, label),
    )


def is_linked_to(chosen: Selection, number: int) -> None:
    """Keep samples that a dataset is linked to, or datasets that are linked to a sample."""
    chosen.add(
        "r.id IN (SELECT child FROM link WHERE parent = ? AND undirected = 1"
        " UNION SELECT parent FROM link WHERE child = ? AND undirected = 1)",
        *(number, number),
    )


def is_child_of(chosen: Selection, number: int, relationship_type: str | None) -> None:
    """Keep the children of a resource."""
    _is_relative(chosen, "child", "parent", number, relationship_type)


def is_parent_of(chosen: Selection, number: int, relationship_type: str | None) -> None:
    """Keep the parents of a resource."""
    _is_relative(chosen, "parent", "child", number, relationship_type)


def _is_relative(chosen: Selection, wanted: str, known: str, number: int, relationship_type: str | None) -> None:
    clause = f"r.id IN (SELECT {wanted} FROM link WHERE {known} = ? AND undirected = 0"
    if relationship_type is None:
        chosen.add(f"{clause})", number)
    else:
        chosen.add(f"{clause} AND relationship_type = ?)", number, relationship_type)


def in_project(chosen: Selection, number: int, mfid: str, scope: Literal["assigned", "shared", "all"]) -> None:
    """Keep what is assigned to a project, what was only granted to it, or both."""
    granted = "r.id IN (SELECT resource FROM access_grant WHERE principal = ?)"
    if scope == "assigned":
        chosen.add("r.project = ?", number)
    elif scope == "shared":
        chosen.add(f"({granted} AND r.project IS NOT ?)", mfid, number)
    else:
        chosen.add(f"(r.project = ? OR {granted})", number, mfid)


def has_member(chosen: Selection, account: str, ranks: Collection[int]) -> None:
    """Keep resources on which an account itself has one of some roles, ownership among them; without ranks, any."""
    granted = sorted(set(ranks) - {OWNER})
    clauses: list[str] = []
    values: list[Any] = []
    if granted or not ranks:
        roles = f" AND role IN ({', '.join('?' * len(granted))})" if granted else ""
        clauses.append(f"r.id IN (SELECT resource FROM access_grant WHERE principal = ?{roles})")
        values += [account, *granted]
    if OWNER in ranks or not ranks:
        clauses.append("r.owner = ?")
        values.append(account)
    chosen.add(f"({' OR '.join(clauses)})", *values)


def metadata_is_readable_by(chosen: Selection, account: str) -> None:
    """Leave out projects of others: their metadata is for members, even where the project is public."""
    chosen.add(
        "(r.type != 'project' OR r.owner = ? OR r.id IN (SELECT resource FROM access_grant WHERE principal = ?))",
        *(account, account),
    )


def is_one_of(chosen: Selection, numbers: str) -> None:
    """Keep resources whose numbers stand in a JSON array."""
    chosen.add("r.id IN (SELECT value FROM json_each(?))", numbers)
