"""What all namespaces have in common, and how their arguments name records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar

from .. import ids, times
from ..errors import UsageError
from ..records import Dataset, File, Instrument, Project, Record, Sample
from .encoding import encode_object
from .list_frames import Source
from .list_views import first_thumbnails
from .pages import AsyncListing
from .partitions import accepted, reading_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date, datetime

    from ..records import Resource
    from ..transport.port import Endpoint, Port

R = TypeVar("R", bound=Record)

KINDS: Final[dict[str, type[Resource]]] = {
    "dataset": Dataset,
    "sample": Sample,
    "instrument": Instrument,
    "project": Project,
}
_NOUNS: Final[dict[type[Record], str]] = {kind: noun for noun, kind in KINDS.items()}
_MFID_WITHIN = re.compile(r"(?<![0-9a-z])[0-9a-hjkmnp-tv-z]{26}(?![0-9a-z])")


class Unchanged(Enum):
    """Stands for a field that an update leaves alone, since None clears it."""

    UNCHANGED = "unchanged"

    def __repr__(self) -> str:
        return self.name


UNCHANGED: Final = Unchanged.UNCHANGED
Reference: TypeAlias = str | Record
Kind: TypeAlias = Literal["dataset", "sample", "instrument", "project"]
Relationship: TypeAlias = Literal["is_derived_from", "is_part_of"]


class Operations:
    """A namespace of the client."""

    def __init__(self, port: Port) -> None:
        self._port = port

    def _record(self, kind: type[R], wire: Any) -> R:  # Any: a JSON value
        """Return the record for an answer, and remember what kind its id is."""
        record = kind(wire, self._port.explorer_url)
        if kind in _NOUNS:
            self._port.kinds.remember(str(wire["unique_id"]), _NOUNS[kind])
        return record

    def _listing(
        self,
        endpoint: Endpoint,
        kind: type[R],
        limit: int | None,
        filters: Mapping[str, Any],
        look_up: Callable[[], Awaitable[Mapping[str, Any]]] | None = None,
    ) -> AsyncListing[R]:
        """Return a list of records.

        Parameters
        ----------
        endpoint, kind, limit
            The operation that has its pages, what they hold, and how many of that at most.
        filters
            Further parameters of the operation.
        look_up
            Finds out more of them when the list is first read. One that fails is repeated by whoever reads it next.
        """
        found: list[Mapping[str, Any]] = []

        async def parameters() -> dict[str, Any]:
            if look_up is not None and not found:
                found.append(await look_up())
            return {**filters, **(found[0] if found else {})}

        async def fetch(**position: Any) -> Any:
            return await self._port.call(endpoint, **{**await parameters(), **position})

        pictures = partial(first_thumbnails, self._port) if kind is Dataset else None
        reading = partial(reading_of, self._port, endpoint, kind, parameters)
        source = Source(kind, partial(accepted, endpoint), pictures, reading)
        return AsyncListing(fetch, partial(self._record, kind), limit, self._port.ahead, source)


def mfid(reference: Reference, noun: str = "record") -> str:
    """Return the identity that a record or a text names.

    Raises
    ------
    UsageError
        It is no MFID, or a record of another kind; it would change the path it is put into, or come back as not found.
    """
    identity: Any = reference
    if isinstance(reference, Mapping):
        names = (name for name in ("unique_id", "mfid", "id") if reference.get(name) is not None)
        identity = reference.get(next(names, ""), reference)
    other = kind_said(reference)
    if other is not None and noun in (*KINDS, "file") and other != noun:
        raise UsageError(f"{identity} is a {other} and no {noun}.", hint=f"Give a {noun} or its id.")
    if isinstance(identity, str) and ids.is_mfid(identity.strip()):
        return identity.strip()
    within = _MFID_WITHIN.search(identity.lower()) if isinstance(identity, str) else None
    raise UsageError(
        f"{identity!r} is not the id of a {noun}: ids have 26 characters, digits and lower-case letters.",
        hint=f"Did you mean {within[0]!r}?"
        if within
        else "Projects and instruments are found by name with client.projects.get and client.instruments.get.",
    )


def kind_said(reference: Reference) -> str | None:
    """Return what kind of record a reference says that it is, as records, links and nodes of graphs do; None of ids."""
    if not isinstance(reference, Mapping):
        return None
    for noun, kind in (*KINDS.items(), ("file", File)):
        if isinstance(reference, kind):
            return noun
    said = reference.get("resource_type", reference.get("entity_type"))
    return next((noun for noun in KINDS if noun == said), None)


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
        if (name := reference.get(field)) is None or name != reference.get("unique_id"):
            return mfid(reference, field.removesuffix("_id")), True
        reference = str(name)  # a project of API v2, which has no other identity
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
        It names none, or a value has no JSON form.
    """
    named = {name: value for name, value in fields.items() if value is not UNCHANGED}
    if not named:
        raise UsageError("An update without a field changes nothing.", hint=f"Name one of {', '.join(fields)}.")
    return encode_object(named, "update")


def changed_time(time: datetime | date | str | Unchanged | None) -> str | Unchanged | None:
    """Return the wire's form of a time that an update may set, clear or leave alone."""
    return time if time is None or isinstance(time, Unchanged) else times.from_user(time).isoformat()
