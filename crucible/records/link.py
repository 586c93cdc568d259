"""Relatives of datasets and samples."""

from __future__ import annotations

from .base import Field, Record, needed, optional

_RELATIONSHIPS = {"source": "parent", "target": "child", "undirected": "associated"}


class Link(Record):
    """An immediate relative of a dataset or sample.

    `direction` is seen from the record that was asked about: the relative is its ``source`` (a parent), its ``target``
    (a child) or neither (``undirected``); `relationship` says the same in the words parent, child and associated.
    `relationship_type`, where it is known, reads from the child towards the parent.
    """

    __slots__ = ()
    _shown = ("relationship", "resource_type", "name", "unique_id")
    _former = frozenset({"relationship"})

    unique_id: Field[str] = needed(str)
    resource_type: Field[str] = needed(str)
    name: Field[str | None] = optional(str)
    direction: Field[str | None] = optional(str)
    relationship_type: Field[str | None] = optional(str)

    @property
    def relationship(self) -> str | None:
        """What the relative is: parent, child or associated; a direction unknown here is None."""
        return _RELATIONSHIPS.get(self.direction or "")


class Confirmation(Record):
    """What the server says about something done; its members are up to the server."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Confirmation({self._wire!r})"
