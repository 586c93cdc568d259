"""Instruments, and how datasets name them."""

from __future__ import annotations

from datetime import datetime

from .access import AccessGrant, ResourceCapabilities
from .base import Field, Json, Record, json_object, needed, optional, several
from .user import PublicUser


class InstrumentReference(Record):
    """An instrument as datasets name it."""

    __slots__ = ()
    _shown = ("instrument_id", "instrument_name", "unique_id")

    unique_id: Field[str] = needed(str)
    instrument_id: Field[str | None] = optional(str)
    instrument_name: Field[str | None] = optional(str)


class Instrument(Record):
    """An instrument: `instrument_id` is the name people use, `unique_id` the identity, `instrument_name` a label."""

    __slots__ = ()
    _shown = ("instrument_id", "instrument_name", "location", "status", "unique_id")

    unique_id: Field[str] = needed(str)
    resource_type: Field[str | None] = optional(str)
    instrument_id: Field[str | None] = optional(str)
    instrument_name: Field[str | None] = optional(str)
    location: Field[str | None] = optional(str)
    manufacturer: Field[str | None] = optional(str)
    model: Field[str | None] = optional(str)
    instrument_type: Field[str | None] = optional(str)
    description: Field[str | None] = optional(str)
    other_id: Field[str | None] = optional(str)
    other_id_source: Field[str | None] = optional(str)
    owner: Field[PublicUser | None] = optional(PublicUser)
    owner_orcid: Field[str | None] = optional(str)
    status: Field[str | None] = optional(str)
    public: Field[bool | None] = optional(bool)
    role: Field[str | None] = optional(str)
    members: Field[tuple[AccessGrant, ...] | None] = several(AccessGrant)
    capabilities: Field[ResourceCapabilities | None] = optional(ResourceCapabilities)
    scientific_metadata: Field[Json | None] = json_object()
    creation_time: Field[datetime | None] = optional(datetime)
    modification_time: Field[datetime | None] = optional(datetime)

    @property
    def url(self) -> str | None:
        """Address of the instrument in the web explorer; None where there is no explorer."""
        return self._site and f"{self._site}/instrument/{self.unique_id}"


class InstrumentAssignment(Record):
    """Which instrument a dataset was taken with by now, and which one was named before."""

    __slots__ = ()
    _shown = ("dataset_mfid", "instrument", "previous_instrument")

    dataset_mfid: Field[str] = needed(str)
    instrument: Field[InstrumentReference] = needed(InstrumentReference)
    previous_instrument: Field[InstrumentReference | None] = optional(InstrumentReference)
    previous_instrument_name: Field[str | None] = optional(str)
