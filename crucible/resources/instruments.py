"""Instruments: what datasets were taken with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from crucible_api.api.instruments import create_instrument, get_instrument, list_instruments, search_instruments
from crucible_api.models import InstrumentCreate

from ..records import Instrument
from .base import given, slug
from .metadata import MetadataOperations, search_text
from .pages import AsyncListing
from .slugs import Slugs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..transport.port import Port
    from .base import Reference


class InstrumentOperations(MetadataOperations):
    """Instruments: register, find; their metadata."""

    _kind = "instrument"

    async def create(
        self,
        *,
        instrument_id: str,
        instrument_name: str,
        location: str,
        owner: str | None = None,
        manufacturer: str | None = None,
        model: str | None = None,
        instrument_type: str | None = None,
        description: str | None = None,
        other_id: str | None = None,
        other_id_source: str | None = None,
        existing: Literal["error", "use"] = "use",
    ) -> Instrument:
        """Register an instrument, or take the one that has its name.

        Parameters
        ----------
        instrument_id
            The name people use: 3 to 25 letters, digits, ``-`` and ``_``.
        instrument_name
            A label.
        location, manufacturer, model, instrument_type, description
            Any text.
        owner
            An ORCID, MFID, username or e-mail address; the caller unless given.
        other_id, other_id_source
            Its identifier in another system, such as an RRID, and the name of that system.
        existing
            What to do if there is an instrument of this name: use it as it is, or raise an error.

        Raises
        ------
        ConflictError
            There is an instrument of this name, and `existing` is ``error``.
        UsageError
            The name breaks the rule; nothing was sent.

        Notes
        -----
        Source: other clients look the name up first and take what they find (study of openapi/SOURCE.md, §4.8).
        """
        fields = given(
            instrument_id=instrument_id,
            instrument_name=instrument_name,
            location=location,
            owner=owner,
            manufacturer=manufacturer,
            model=model,
            instrument_type=instrument_type,
            description=description,
            other_id=other_id,
            other_id_source=other_id_source,
        )
        wire = await _slugs(self._port).create(
            fields, lambda: self._port.call(create_instrument, body=InstrumentCreate.from_dict(fields)), existing
        )
        return self._record(Instrument, wire)

    async def get(
        self, instrument_id: Reference, include_metadata: bool = False, *, include_owner: bool = False
    ) -> Instrument:
        """Get one instrument.

        Parameters
        ----------
        instrument_id
            An instrument, its name (slug, in any case) or its MFID.
        include_metadata, include_owner
            Fill `scientific_metadata`, `owner`.

        Raises
        ------
        NotFoundError
            There is no such instrument.
        """
        text, is_mfid = slug(instrument_id, "instrument_id")
        flags = {"include_metadata": include_metadata, "include_owner": include_owner}
        if not is_mfid:
            return self._record(Instrument, await _slugs(self._port).find(text, **flags))
        return self._record(Instrument, await self._port.call(get_instrument, instrument_mfid=text, **flags))

    def list(
        self,
        limit: int | None = 100,
        *,
        instrument_name: str | None = None,
        instrument_type: str | None = None,
        location: str | None = None,
        status: Literal["active", "maintenance", "decommissioned"] | None = None,
        sort: Literal["instrument_id", "name", "created", "updated"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
    ) -> AsyncListing[Instrument]:
        """List instruments; all filters must hold.

        Parameters
        ----------
        limit
            How many at most; None for all.
        instrument_name, instrument_type, location
            Exactly this value.
        status
            Active ones unless given.
        sort, direction
            Another order; `direction` needs `sort`.
        include_metadata
            Fill `scientific_metadata`.

        Returns
        -------
        Listing of Instrument
            Fetched page by page while it is read.
        """
        filters = given(
            instrument_name=instrument_name,
            instrument_type=instrument_type,
            location=location,
            status=status,
            sort=sort,
            direction=direction,
            include_metadata=include_metadata or None,
        )

        async def fetch(**position: Any) -> Any:
            return await self._port.call(list_instruments, **filters, **position)

        return AsyncListing(fetch, lambda item: Instrument(item, self._port.explorer_url), limit)

    async def search(self, q: str, limit: int = 20) -> Sequence[Instrument]:
        """Find instruments by a part of their label, type or manufacturer, best match first.

        Parameters
        ----------
        q
            Three characters or more; spelling mistakes are forgiven.
        limit
            How many at most, up to 50.

        Raises
        ------
        UsageError
            `q` has fewer than three characters; nothing was sent.
        """
        answer = await self._port.call(search_instruments, q=search_text(q), limit=limit)
        return [self._record(Instrument, item) for item in answer["items"]]

    async def _identity(self, reference: Reference) -> str:
        return await instrument_identity(self._port, reference)


async def instrument_identity(port: Port, reference: Reference) -> str:
    """Return the MFID of an instrument that a record, a name or an MFID names."""
    text, is_mfid = slug(reference, "instrument_id")
    return text if is_mfid else str((await _slugs(port).find(text))["unique_id"])


def _slugs(port: Port) -> Slugs:
    return Slugs(port, list_instruments, "instrument_id", "instrument")
