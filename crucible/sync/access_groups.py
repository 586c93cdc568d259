"""Access groups, and requests to be let into them.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from ..records import JoinRequest
    from ..resources import access_groups as coroutines
    from ..resources.base import Reference
    from ..resources.people import ReviewStatus


class AccessGroupOperations(MetadataOperations):
    """Access groups: ask to be let in, decide about those who ask. Only projects take requests to join."""

    @cached_property
    def _coroutines(self) -> coroutines.AccessGroupOperations:
        from ..resources.access_groups import AccessGroupOperations

        return AccessGroupOperations(self._connect())

    def request_join(self, group_name: str, reason: str | None = None) -> JoinRequest:
        """Ask to be let into a project; its lead or an administrator decides.

        Parameters
        ----------
        group_name
            Name (slug) of the project.
        reason
            For those who decide.

        Returns
        -------
        JoinRequest
            With the status ``pending``.

        Raises
        ------
        ConflictError
            The caller is in the project, or has asked already.
        NotFoundError
            There is no such project.
        ConnectionFailedError
            The answer was lost: whether it was asked is unknown, and the request was not repeated.
        """
        return run(self._coroutines.request_join(group_name, reason))

    @suggesting
    def list_join_requests(
        self,
        group_name: str | None = None,
        status: ReviewStatus | None = None,
        requester_id: Reference | None = None,
        limit: int | None = 100,
    ) -> Listing[JoinRequest]:
        """List requests to join, newest first; all filters must hold.

        Parameters
        ----------
        group_name
            Name (slug) of a project. Without it the list is for administrators within ``client.elevated()``.
        status
            ``pending``, ``approved`` or ``rejected``; all unless given.
        requester_id
            Only those of this person: a user, or an ORCID, MFID, username or e-mail address.
        limit
            How many at most; None for all.

        Returns
        -------
        Listing of JoinRequest
            Fetched page by page while it is read.

        Raises
        ------
        PermissionDeniedError
            The caller neither leads the project nor is an administrator. Raised when the list is read.
        """
        return Listing(self._coroutines.list_join_requests(group_name, status, requester_id, limit))

    def approve_join_request(self, request_id: int | JoinRequest, reviewer_notes: str | None = None) -> JoinRequest:
        """Let somebody into a project; for its lead, and for administrators within ``client.elevated()``.

        Parameters
        ----------
        request_id
            A request or its number.
        reviewer_notes
            Kept with the request.

        Returns
        -------
        JoinRequest
            With the status ``approved``; the person is a member now.

        Raises
        ------
        ConflictError
            It was decided already.
        """
        return run(self._coroutines.approve_join_request(request_id, reviewer_notes))

    def reject_join_request(self, request_id: int | JoinRequest, reviewer_notes: str | None = None) -> JoinRequest:
        """Do not let somebody into a project; for its lead, and for administrators within ``client.elevated()``.

        Parameters
        ----------
        request_id, reviewer_notes
            See `approve_join_request`.

        Returns
        -------
        JoinRequest
            With the status ``rejected``.

        Raises
        ------
        ConflictError
            It was decided already.
        """
        return run(self._coroutines.reject_join_request(request_id, reviewer_notes))
