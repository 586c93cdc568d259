"""Who looks after an instrument.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .access import InstrumentAccess

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ..records import AccessGrant, Confirmation
    from ..resources import maintainers as coroutines
    from ..resources.base import Reference


class InstrumentMaintainers(InstrumentAccess):
    """Maintainers of instruments: people and service accounts with a role on the instrument itself.

    A maintainer gains no access to the datasets of the instrument by that (study of openapi/SOURCE.md, §4.8).
    """

    @cached_property
    def _coroutines(self) -> coroutines.InstrumentMaintainers:
        from ..resources.maintainers import InstrumentMaintainers

        return InstrumentMaintainers(self._connect())

    def list_maintainers(self, instrument_id: Reference) -> Sequence[AccessGrant]:
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
        return run(self._coroutines.list_maintainers(instrument_id))

    def add_maintainer(
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
        return run(self._coroutines.add_maintainer(instrument_id, user_ref, role))

    def remove_maintainer(self, instrument_id: Reference, user_ref: Reference) -> Confirmation:
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
        return run(self._coroutines.remove_maintainer(instrument_id, user_ref))
