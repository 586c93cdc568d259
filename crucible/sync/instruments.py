"""Instruments: what datasets were taken with.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ..records import Instrument
    from ..resources import instruments as coroutines
    from ..resources.base import Reference


class InstrumentOperations(MetadataOperations):
    """Instruments: register, find; their metadata."""

    @cached_property
    def _coroutines(self) -> coroutines.InstrumentOperations:
        from ..resources.instruments import InstrumentOperations

        return InstrumentOperations(self._connect())

    def create(
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
        return run(
            self._coroutines.create(
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
                existing=existing,
            )
        )

    def get(
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
        return run(self._coroutines.get(instrument_id, include_metadata, include_owner=include_owner))

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
    ) -> Listing[Instrument]:
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
        return Listing(
            self._coroutines.list(
                limit,
                instrument_name=instrument_name,
                instrument_type=instrument_type,
                location=location,
                status=status,
                sort=sort,
                direction=direction,
                include_metadata=include_metadata,
            )
        )

    def search(self, q: str, limit: int = 20) -> Sequence[Instrument]:
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
        return run(self._coroutines.search(q, limit))
