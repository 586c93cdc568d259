"""How often each value of a field occurs."""

from __future__ import annotations

from .base import Field, Record, needed, optional
from .instrument import InstrumentReference
from .project import ProjectReference
from .user import PublicUser


class Facet(Record):
    """One value of a field, and how many records have it (`count`); None as `value` counts those without one.

    Of owners, projects and instruments `value` is the id; `owner`, `project` or `instrument` says more.
    """

    __slots__ = ()
    _shown = ("value", "label", "count")

    value: Field[str | None] = optional(str)
    label: Field[str | None] = optional(str)
    count: Field[int] = needed(int)
    owner: Field[PublicUser | None] = optional(PublicUser)
    project: Field[ProjectReference | None] = optional(ProjectReference)
    instrument: Field[InstrumentReference | None] = optional(InstrumentReference)
