"""Instruments: what datasets were taken with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from crucible_api.api.instruments import (
    create_instrument,
    get_instrument,
    list_instruments,
    search_instruments,
    set_instrument_status,
    update_instrument,
)
from crucible_api.models import InstrumentCreate, InstrumentUpdate

from .. import models
from ..errors import NotFoundError, UsageError
from ..records import Instrument
from .arguments import fields_of, suggesting
from .base import UNCHANGED, Unchanged, changes, given, slug
from .creation import checked, finished, keep
from .encoding import encode_object
from .maintainers import InstrumentMaintainers
from .metadata import search_text
from .people import account_id, account_path, choice, choices
from .slugs import Slugs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..transport.port import Port
    from .base import Reference
    from .pages import AsyncListing

_NEEDED: Final = ("instrument_id", "instrument_name", "location")
_STATUS: Final = ("active", "maintenance", "decommissioned")
_AFFILIATIONS: Final = ("owner", "maintainer")


class InstrumentOperations(InstrumentMaintainers):
    """Instruments: register, find, change; their metadata, maintainers and service accounts."""

    _kind = "instrument"

    @suggesting
    async def create(
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
    ) -> Instrument:
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
        fields = fields_of(models.Instrument, instrument, locals())
        metadata = encode_object(fields.pop("scientific_metadata", {}))
        missing = [name for name in _NEEDED if not fields.get(name)]
        if missing:
            raise UsageError(f"An instrument needs {' and '.join(missing)}.", hint=f"Give {', '.join(missing)}.")
        fields = checked(fields, "instrument")
        _slugs(self._port).check(fields["instrument_id"], existing)
        if "owner" in fields:
            fields["owner"] = await account_path(self._port, fields["owner"])
        wire = await _slugs(self._port).create(
            fields, lambda: self._port.call(create_instrument, body=InstrumentCreate.from_dict(fields)), existing
        )
        if not metadata:
            return self._record(Instrument, wire)
        identity, stored = str(wire["unique_id"]), dict[str, Any]()
        merge = self.update_scientific_metadata
        hint = "The same call with existing='use' finishes it."
        await finished(identity, "instrument", [("metadata", lambda: keep(merge(identity, metadata), stored))], hint)
        return self._record(Instrument, {**wire, "scientific_metadata": stored})

    async def get(
        self,
        instrument_id: Reference | None = None,
        include_metadata: bool = False,
        *,
        instrument_name: str | None = None,
        include_owner: bool = False,
        include_members: bool = False,
    ) -> Instrument:
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
        if (instrument_id is None) == (instrument_name is None):
            raise UsageError("One instrument is named in one way.", hint="Give instrument_id or instrument_name.")
        flags = {
            "include_metadata": include_metadata,
            "include_owner": include_owner,
            "include_members": include_members,
        }
        if instrument_id is None:
            return self._record(Instrument, await self._labelled(str(instrument_name), flags))
        text, is_mfid = slug(instrument_id, "instrument_id")
        if not is_mfid:
            return self._record(Instrument, await _slugs(self._port).find(text, **flags))
        return self._record(Instrument, await self._port.call(get_instrument, instrument_mfid=text, **flags))

    async def _labelled(self, label: str, flags: Mapping[str, bool]) -> dict[str, Any]:
        """Return the one instrument in use that has a label."""
        items = (await self._port.call(list_instruments, limit=2, instrument_name=label, **flags))["items"]
        if not items:
            raise NotFoundError(
                f"There is no instrument labelled {label!r} in use.",
                status=404,
                operation="list_instruments",
                detail="no instrument has this instrument_name",
                hint="client.instruments.list() shows what there is.",
            )
        if len(items) > 1:
            raise UsageError(f"Several instruments are labelled {label!r}.", hint="Give instrument_id.")
        found: dict[str, Any] = items[0]
        return found

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
    ) -> AsyncListing[Instrument]:
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
        if direction is not None and sort is None:
            raise UsageError("direction= says nothing without sort=.", hint="Give both.")
        filters = given(
            instrument_id=instrument_id,
            instrument_name=instrument_name,
            manufacturer=manufacturer,
            model=model,
            instrument_type=instrument_type,
            location=location,
            description=description,
            other_id=other_id,
            other_id_source=other_id_source,
            status=status,
            affiliation=choices("affiliation", affiliation, _AFFILIATIONS),
            sort=sort,
            direction=direction,
            include_metadata=include_metadata or None,
            include_owner=include_owner or None,
            include_members=include_members or None,
        )

        async def look_up() -> dict[str, str]:
            return {} if owner_id is None else {"owner_id": await account_id(self._port, owner_id)}

        return self._listing(list_instruments, Instrument, limit, filters, look_up)

    async def search(
        self,
        q: str,
        limit: int = 20,
        *,
        status: Literal["active", "maintenance", "decommissioned"] | None = None,
        affiliation: str | Sequence[str] | None = None,
        include_owner: bool = False,
    ) -> Sequence[Instrument]:
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
        filters = given(
            status=status,
            affiliation=choices("affiliation", affiliation, _AFFILIATIONS),
            include_owner=include_owner or None,
        )
        answer = await self._port.call(search_instruments, q=search_text(q), limit=limit, **filters)
        return [self._record(Instrument, item) for item in answer["items"]]

    @suggesting
    async def update(
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
    ) -> Instrument:
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
        fields = changes(
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
        identity = await self._identity(unique_id)
        body = InstrumentUpdate.from_dict(fields)
        wire = await self._port.call(update_instrument, instrument_mfid=identity, body=body)
        return self._record(Instrument, wire)

    async def set_status(
        self, instrument_id: Reference, status: Literal["active", "maintenance", "decommissioned"]
    ) -> Instrument:
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
        known = choice("status", status, _STATUS)
        identity = await self._identity(instrument_id)
        wire = await self._port.call(set_instrument_status, instrument_mfid=identity, status=known)
        return self._record(Instrument, wire)

    async def _identity(self, reference: Reference) -> str:
        return await instrument_identity(self._port, reference)


async def instrument_identity(port: Port, reference: Reference) -> str:
    """Return the MFID of an instrument that a record, a name or an MFID names."""
    text, is_mfid = slug(reference, "instrument_id")
    return text if is_mfid else str((await _slugs(port).find(text))["unique_id"])


def _slugs(port: Port) -> Slugs:
    return Slugs(port, list_instruments, "instrument_id", "instrument")
