"""What all namespaces have in common, and how their arguments name records."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar

from .. import ids, times
from ..errors import UsageError
from ..records import Dataset, Instrument, Project, Record, Sample

if TYPE_CHECKING:
    from datetime import date, datetime

    from ..records import Resource
    from ..transport.port import Port

R = TypeVar("R", bound=Record)

KINDS: Final[dict[str, type[Resource]]] = {
    "dataset": Dataset,
    "sample": Sample,
    "instrument": Instrument,
    "project": Project,
}


class Unchanged(Enum):
    """Stands for a field that an update leaves alone, since None clears it."""

    UNCHANGED = "unchanged"

    def __repr__(self) -> str:
        return self.name


UNCHANGED: Final = Unchanged.UNCHANGED
Reference: TypeAlias = str | Record
Relationship: TypeAlias = Literal["is_derived_from", "is_part_of"]


class Operations:
    """A namespace of the client."""

    def __init__(self, port: Port) -> None:
        self._port = port

    def _record(self, kind: type[R], wire: Any) -> R:  # Any: a JSON value
        """Return the record for an answer, and remember what kind its id is."""
        record = kind(wire, self._port.explorer_url)
        if kind in KINDS.values():
            self._port.kinds.remember(str(wire["unique_id"]), kind.__name__.lower())
        return record


def mfid(reference: Reference, noun: str = "record") -> str:
    """Return the identity that a record or a text names.

    Raises
    ------
    UsageError
        It is no MFID; it would change the path it is put into, or come back as not found.
    """
    identity = reference.get("unique_id", reference.get("mfid")) if isinstance(reference, Mapping) else reference
    if isinstance(identity, str) and ids.is_mfid(identity.strip()):
        return identity.strip()
    raise UsageError(
        f"{identity!r} is not the id of a {noun}: ids have 26 characters, digits and lower-case letters.",
        hint="Projects and instruments are found by name with client.projects.get and client.instruments.get.",
    )


def slug(reference: Reference, field: str) -> tuple[str, bool]:
    """Return what names a project or instrument, and whether it is an MFID rather than a slug.

    Parameters
    ----------
    reference
        A record, an MFID or a slug.
    field
        The slug's name on the wire, for messages.

    Raises
    ------
    UsageError
        It is neither.
    """
    if isinstance(reference, Record):
        return mfid(reference, field), True
    if not isinstance(reference, str) or reference.strip() in ("", ".", ".."):
        raise UsageError(f"{field}={reference!r} names nothing.", hint=f"Give a {field} or an MFID.")
    return reference.strip(), ids.is_mfid(reference.strip())


def named(noun: str, reference: Reference | None) -> dict[str, str]:
    """Return the field that names a project or instrument, by its MFID or by its slug."""
    if reference is None:
        return {}
    text, is_mfid = slug(reference, f"{noun}_id")
    return {f"{noun}_mfid" if is_mfid else f"{noun}_id": text}


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields that the caller has given a value."""
    return {name: value for name, value in fields.items() if value is not None}


def changes(**fields: Any) -> dict[str, Any]:
    """Return the fields that an update names.

    Raises
    ------
    UsageError
        It names none.
    """
    named = {name: value for name, value in fields.items() if value is not UNCHANGED}
    if not named:
        raise UsageError("An update without a field changes nothing.", hint=f"Name one of {', '.join(fields)}.")
    return named


def changed_time(time: datetime | date | str | Unchanged | None) -> str | Unchanged | None:
    """Return the wire's form of a time that an update may set, clear or leave alone."""
    return time if time is None or isinstance(time, Unchanged) else times.from_user(time).isoformat()
