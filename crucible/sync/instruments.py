"""Instruments: what datasets were taken with.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.base import UNCHANGED
from ..resources.pages import Listing
from ..transport.port import run
from .maintainers import InstrumentMaintainers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from .. import models
    from ..bound import BoundInstrument
    from ..resources import instruments as coroutines
    from ..resources.base import Reference, Unchanged


class InstrumentOperations(InstrumentMaintainers):
    """Instruments: register, find, change; their metadata, maintainers and service accounts."""

    @cached_property
    def _coroutines(self) -> coroutines.InstrumentOperations:
        from ..resources.instruments import InstrumentOperations

        return InstrumentOperations(self._connect())

    @suggesting
    def create(
        self,
        instrument: models.Instrument | Mapping[str, object] | None = None,
        scientific_metadata: Mapping[str, object] | None = None,
        *,
        instrument_id: str | None = None,
        instrument_name: str | None = None,
        location: str | None = None,
        owner: Reference | None = None,
        manufacturer: str | None = None,
        model: str | None = None,
        instrument_type: str | None = None,
        description: str | None = None,
        other_id: str | None = None,
        other_id_source: str | None = None,
        existing: Literal["error", "use"] = "use",
    ) -> BoundInstrument:
        """Register an instrument, or take the one that has its name.

        Parameters
        ----------
        instrument
            Its fields in one: a `crucible.models.Instrument` or a dictionary. A field that is also given by name wins.
        scientific_metadata
            Any document; it is merged into the one of an instrument that is taken.
        instrument_id
            The name people use: 3 to 25 letters, digits, ``-`` and ``_``; needed.
        instrument_name
            A label; needed.
        location, manufacturer, model, instrument_type, description
            Any text; the location is needed.
        owner
            An account, or its ORCID, MFID, username or e-mail address; the caller unless given.
        other_id, other_id_source
            Its identifier in another system, such as an RRID, and the name of that system.
        existing
            What to do if there is an instrument of this name: use it with the fields it has, or raise an error.

        Returns
        -------
        Instrument
            The record, with its metadata if some was given.

        Raises
        ------
        ConflictError
            There is an instrument of this name, and `existing` is ``error``.
        PartialCreationError
            The record is there, its metadata failed; the same call with ``existing="use"`` finishes it.
        UsageError
            A field is missing or unknown, or the name breaks the rule; nothing was sent.

        Notes
        -----
        Source: other clients look the name up first and take what they find (study of openapi/SOURCE.md, §4.8).
        """
        return self._bound(
            run(
                self._coroutines.create(
                    instrument,
                    scientific_metadata,
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
        )

    def get(
        self,
        instrument_id: Reference | None = None,
        include_metadata: bool = False,
        *,
        instrument_name: str | None = None,
        include_owner: bool = False,
        include_members: bool = False,
    ) -> BoundInstrument:
        """Get one instrument.

        Parameters
        ----------
        instrument_id
            An instrument, its name (slug, in any case) or its MFID.
        instrument_name
            Its label instead, if only one has it.
        include_metadata, include_owner, include_members
            Fill `scientific_metadata`, `owner`, `members`: the owner, then the maintainers, for those who have a role.

        Raises
        ------
        NotFoundError
            There is no such instrument.
        UsageError
            The instrument is named by nothing, or twice, or several have the label.
        """
        return self._bound(
            run(
                self._coroutines.get(
                    instrument_id,
                    include_metadata,
                    instrument_name=instrument_name,
                    include_owner=include_owner,
                    include_members=include_members,
                )
            )
        )

    @suggesting
    def list(
        self,
        limit: int | None = 100,
        *,
        instrument_id: str | None = None,
        instrument_name: str | None = None,
        manufacturer: str | None = None,
        model: str | None = None,
        instrument_type: str | None = None,
        location: str | None = None,
        description: str | None = None,
        other_id: str | None = None,
        other_id_source: str | None = None,
        owner_id: Reference | None = None,
        status: Literal["active", "maintenance", "decommissioned"] | None = None,
        affiliation: str | Sequence[str] | None = None,
        sort: Literal["instrument_id", "name", "created", "updated"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
        include_owner: bool = False,
        include_members: bool = False,
    ) -> Listing[BoundInstrument]:
        """List instruments; all filters must hold.

        Parameters
        ----------
        limit
            How many at most; None for all.
        instrument_id
            The name (slug), in any case; finds one that is not in use as well.
        instrument_name, manufacturer, model, instrument_type, location, description, other_id, other_id_source
            Exactly this value.
        owner_id
            The owner, an account or its ORCID, MFID or username.
        status
            Active ones unless given.
        affiliation
            Only those of which the caller is ``owner``, or ``maintainer``; several mean any of them.
        sort, direction
            Another order; `direction` needs `sort`.
        include_metadata, include_owner, include_members
            Fill `scientific_metadata`, `owner`, `members`.

        Returns
        -------
        Listing of Instrument
            Fetched page by page while it is read.

        Raises
        ------
        UsageError
            A filter is not known, or cannot be right; nothing was sent.
        """
        return Listing(
            self._coroutines.list(
                limit,
                instrument_id=instrument_id,
                instrument_name=instrument_name,
                manufacturer=manufacturer,
                model=model,
                instrument_type=instrument_type,
                location=location,
                description=description,
                other_id=other_id,
                other_id_source=other_id_source,
                owner_id=owner_id,
                status=status,
                affiliation=affiliation,
                sort=sort,
                direction=direction,
                include_metadata=include_metadata,
                include_owner=include_owner,
                include_members=include_members,
            ).mapped(self._bound)
        )

    def search(
        self,
        q: str,
        limit: int = 20,
        *,
        status: Literal["active", "maintenance", "decommissioned"] | None = None,
        affiliation: str | Sequence[str] | None = None,
        include_owner: bool = False,
    ) -> Sequence[BoundInstrument]:
        """Find instruments by a part of their label, type or manufacturer, best match first.

        Parameters
        ----------
        q
            Three characters or more; spelling mistakes are forgiven.
        limit
            How many at most, up to 50.
        status, affiliation, include_owner
            See `list`; without a status, all are searched.

        Raises
        ------
        UsageError
            `q` has fewer than three characters; nothing was sent.
        """
        return [
            self._bound(one)
            for one in run(
                self._coroutines.search(q, limit, status=status, affiliation=affiliation, include_owner=include_owner)
            )
        ]

    @suggesting
    def update(
        self,
        unique_id: Reference,
        *,
        instrument_id: str | Unchanged = UNCHANGED,
        instrument_name: str | Unchanged = UNCHANGED,
        location: str | Unchanged = UNCHANGED,
        manufacturer: str | Unchanged | None = UNCHANGED,
        model: str | Unchanged | None = UNCHANGED,
        instrument_type: str | Unchanged | None = UNCHANGED,
        description: str | Unchanged | None = UNCHANGED,
        other_id: str | Unchanged | None = UNCHANGED,
        other_id_source: str | Unchanged | None = UNCHANGED,
    ) -> BoundInstrument:
        """Change fields of an instrument: None clears a field, a field that is not named stays as it is.

        Parameters
        ----------
        unique_id
            An instrument, its name (slug) or its MFID.
        instrument_id
            Another name (slug); the instrument is found under it from then on.
        instrument_name, location, manufacturer, model, instrument_type, description, other_id, other_id_source
            See `create`.

        Returns
        -------
        Instrument
            The record after the change.

        Raises
        ------
        UsageError
            No field is named, or one that an update does not have; nothing was sent.
        ConflictError
            Another instrument has the new name.
        """
        return self._bound(
            run(
                self._coroutines.update(
                    unique_id,
                    instrument_id=instrument_id,
                    instrument_name=instrument_name,
                    location=location,
                    manufacturer=manufacturer,
                    model=model,
                    instrument_type=instrument_type,
                    description=description,
                    other_id=other_id,
                    other_id_source=other_id_source,
                )
            )
        )

    def set_status(
        self, instrument_id: Reference, status: Literal["active", "maintenance", "decommissioned"]
    ) -> BoundInstrument:
        """Say whether an instrument is in use; one that is not is missing in lists that do not ask for it.

        Parameters
        ----------
        instrument_id
            An instrument, its name (slug) or its MFID.
        status
            ``active``, ``maintenance`` or ``decommissioned``.

        Returns
        -------
        Instrument
            The record after the change.

        Raises
        ------
        PermissionDeniedError
            The caller is neither the owner nor a maintainer who may do that.
        UsageError
            The status is not known; nothing was sent.
        """
        return self._bound(run(self._coroutines.set_status(instrument_id, status)))
