"""Instruments, and how datasets name them."""

from __future__ import annotations

from datetime import datetime

from .access import AccessGrant, ResourceCapabilities
from .base import Record, json_object, needed, optional, several
from .user import PublicUser


class InstrumentReference(Record):
    """An instrument as datasets name it."""

    __slots__ = ()
    _shown = ("instrument_id", "instrument_name", "unique_id")

    unique_id = needed(str)
    instrument_id = optional(str)
    instrument_name = optional(str)


class Instrument(Record):
    """An instrument: `instrument_id` is the name people use, `unique_id` the identity, `instrument_name` a label."""

    __slots__ = ()
    _shown = ("instrument_id", "instrument_name", "location", "status", "unique_id")

    unique_id = needed(str)
    resource_type = optional(str)
    instrument_id = optional(str)
    instrument_name = optional(str)
    location = optional(str)
    manufacturer = optional(str)
    model = optional(str)
    instrument_type = optional(str)
    description = optional(str)
    other_id = optional(str)
    other_id_source = optional(str)
    owner = optional(PublicUser)
    owner_orcid = optional(str)
    status = optional(str)
    public = optional(bool)
    role = optional(str)
    members = several(AccessGrant)
    capabilities = optional(ResourceCapabilities)
    scientific_metadata = json_object()
    creation_time = optional(datetime)
    modification_time = optional(datetime)

    @property
    def url(self) -> str | None:
        """Address of the instrument in the web explorer; None where there is no explorer."""
        return self._site and f"{self._site}/instrument/{self.unique_id}"


class InstrumentAssignment(Record):
    """Which instrument a dataset was taken with by now, and which one was named before."""

    __slots__ = ()
    _shown = ("dataset_mfid", "instrument", "previous_instrument")

    dataset_mfid = needed(str)
    instrument = needed(InstrumentReference)
    previous_instrument = optional(InstrumentReference)
    previous_instrument_name = optional(str)
