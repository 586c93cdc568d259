"""How many records of a list have which value of a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .grants import is_unfiltered
from .resources import Reference
from .selection import Order, Selection, sorted_text

if TYPE_CHECKING:
    from .database import Database
    from .resources import ResourceType
    from .selection import Position, Slice

Field = Literal["session", "measurement", "data_format", "sample_type", "owner", "project", "instrument"]

_FIELDS: dict[Field, tuple[str, str]] = {
    "session": ("json_extract(r.data, '$.session_name')", "dataset_by_session"),
    "measurement": ("json_extract(r.data, '$.measurement')", "dataset_by_measurement"),
    "data_format": ("json_extract(r.data, '$.data_format')", "dataset_by_format"),
    "sample_type": ("json_extract(r.data, '$.sample_type')", "sample_by_type"),
    "owner": ("r.owner", "resource_by_owner"),
    "project": ("r.project", "resource_by_project"),
    "instrument": ("r.instrument", "resource_by_instrument"),
}
"""The SQL of each field, and the index that is sorted by it."""

_PLAIN = "SELECT found AS value, found AS label, number, first, NULL AS id, NULL AS slug, NULL AS name FROM grouped"
_OWNERS = """SELECT found AS value, coalesce(nullif(trim(a.first_name || ' ' || a.last_name), ''), a.username, found)
    AS label, number, first, NULL AS id, NULL AS slug, NULL AS name
    FROM grouped LEFT JOIN account a ON a.unique_id = found"""
_REFERENCES = """SELECT o.mfid AS value, coalesce(o.name, o.slug) AS label, number, first, o.id, o.slug, o.name
    FROM grouped LEFT JOIN resource o ON o.id = found"""

# Records without a value come after all others. No record has two values, so the first of each tells buckets apart.
TIE = "b.first"
SORT_KEYS = {
    "value": f"coalesce('v' || {sorted_text('b.value')}, 'w')",
    "label": f"coalesce('v' || {sorted_text('b.label')}, 'w')",
    "count": "b.number",
}
BY_VALUE = Order(SORT_KEYS["value"], TIE)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value, and how many records have it; of a project or instrument also what others say about it."""

    value: str | None
    label: str | None
    count: int
    reference: Reference | None


class Facets:
    """Counts over the table of resources."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def page(
        self, field: Field, type_: ResourceType, selection: Selection, order: Order, part: Slice
    ) -> tuple[list[Bucket], Position | None]:
        """Read a page of the buckets of a list, and where the next one begins.

        Notes
        -----
        Counting all that somebody may read follows the index of the field, which holds all that is needed. With other
        conditions that index would lead to the rows in the slowest order, so their values are found first, by whatever
        index suits the conditions; the LIMIT keeps SQLite from making one query of the two again.
        """
        expression, index = _FIELDS[field]
        if is_unfiltered(selection, type_):
            values = f"resource r INDEXED BY {index} {selection.sql()}"
        else:
            values = f"(SELECT r.id, {expression} AS found FROM resource r {selection.sql()} LIMIT -1) r"
            expression = "r.found"
        grouped = f"SELECT {expression} AS found, count(*) AS number, min(r.id) AS first FROM {values} GROUP BY 1"
        described = {"owner": _OWNERS, "project": _REFERENCES, "instrument": _REFERENCES}.get(field, _PLAIN)
        beyond = Selection() if part.after is None else Selection().after(order, part.after)
        rows = self._db.all(
            f"WITH grouped AS ({grouped}), b AS ({described})"
            f" SELECT b.*, {order.key} AS page_key, {order.tie} AS page_tie FROM b {beyond.sql()}"
            f" {order.sql()} LIMIT ?",
            *(*selection.values, *beyond.values, part.limit + 1),
        )
        buckets = [
            Bucket(
                row["value"],
                row["label"],
                row["number"],
                None if row["id"] is None else Reference(row["id"], row["value"], row["slug"], row["name"]),
            )
            for row in rows[: part.limit]
        ]
        if len(rows) <= part.limit:
            return buckets, None
        last = rows[part.limit - 1]
        return buckets, (last["page_key"], last["page_tie"])
