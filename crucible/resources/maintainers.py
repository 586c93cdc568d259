"""Who looks after an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from crucible_api.api.instruments import get_instrument

from ..records import AccessGrant
from .access import InstrumentAccess
from .people import choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..records import Confirmation
    from .base import Reference

_ROLES: Final = ("editor", "admin")


class InstrumentMaintainers(InstrumentAccess):
    """Maintainers of instruments: people and service accounts with a role on the instrument itself.

    A maintainer gains no access to the datasets of the instrument by that (study of openapi/SOURCE.md, §4.8).
    """

    async def list_maintainers(self, instrument_id: Reference) -> Sequence[AccessGrant]:
        """List who looks after an instrument, without its owner; for those who have a role on it themselves.

        Parameters
        ----------
        instrument_id
            An instrument, its name (slug) or its MFID.

        Returns
        -------
        list of AccessGrant
            Empty as well for callers who have no role on the instrument.
        """
        identity = await self._identity(instrument_id)
        wire = await self._port.call(get_instrument, instrument_mfid=identity, include_members=True)
        members = [AccessGrant(item) for item in wire.get("members") or ()]
        return [member for member in members if member.permission != "owner"]

    async def add_maintainer(
        self, instrument_id: Reference, user_ref: Reference, role: Literal["editor", "admin"] = "editor"
    ) -> AccessGrant:
        """Let somebody look after an instrument, or change the role of somebody who does.

        Parameters
        ----------
        instrument_id
            An instrument, its name (slug) or its MFID.
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.
        role
            An ``editor`` may change what the instrument says about itself, an ``admin`` also its status and who
            maintains it.

        Raises
        ------
        PermissionDeniedError
            The caller is neither the owner nor such an admin.
        UsageError
            The role is not known; nothing was sent.
        """
        choice("role", role, _ROLES)
        return await self.grant_user_access(instrument_id, user_ref, role)

    async def remove_maintainer(self, instrument_id: Reference, user_ref: Reference) -> Confirmation:
        """Let somebody no longer look after an instrument.

        Parameters
        ----------
        instrument_id, user_ref
            See `add_maintainer`.

        Raises
        ------
        NotFoundError
            That is no maintainer.
        """
        return await self.revoke_user_access(instrument_id, user_ref)
