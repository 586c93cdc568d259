"""Access groups, and requests to be let into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.access_groups import join_access_group, list_join_requests, review_join_request
from crucible_api.models import JoinRequestCreate, JoinRequestReview

from ..errors import UsageError
from ..records import JoinRequest
from .arguments import suggesting
from .base import given
from .metadata import MetadataOperations
from .outcome import once
from .people import REVIEW, account_id, choice, number

if TYPE_CHECKING:
    from .base import Reference
    from .pages import AsyncListing
    from .people import ReviewStatus


class AccessGroupOperations(MetadataOperations):
    """Access groups: ask to be let in, decide about those who ask. Only projects take requests to join."""

    async def request_join(self, group_name: str, reason: str | None = None) -> JoinRequest:
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
        body = JoinRequestCreate.from_dict({"reason": reason})
        call = self._port.call(join_access_group, group_name=_name(group_name), body=body)
        return JoinRequest(await once(call, "client.account.join_requests('pending')"))

    @suggesting
    def list_join_requests(
        self,
        group_name: str | None = None,
        status: ReviewStatus | None = None,
        requester_id: Reference | None = None,
        limit: int | None = 100,
    ) -> AsyncListing[JoinRequest]:
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
        filters = given(
            group_name=None if group_name is None else _name(group_name),
            status=None if status is None else choice("status", status, REVIEW),
        )

        async def look_up() -> dict[str, str]:
            return {} if requester_id is None else {"requester_id": await account_id(self._port, requester_id)}

        return self._listing(list_join_requests, JoinRequest, limit, filters, look_up)

    async def approve_join_request(
        self, request_id: int | JoinRequest, reviewer_notes: str | None = None
    ) -> JoinRequest:
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
        return await self._review(request_id, "approved", reviewer_notes)

    async def reject_join_request(
        self, request_id: int | JoinRequest, reviewer_notes: str | None = None
    ) -> JoinRequest:
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
        return await self._review(request_id, "rejected", reviewer_notes)

    async def _review(self, request_id: int | JoinRequest, status: str, notes: str | None) -> JoinRequest:
        body = JoinRequestReview.from_dict(given(status=status, reviewer_notes=notes))
        call = self._port.call(review_join_request, request_id=number(request_id, "request to join"), body=body)
        return JoinRequest(await once(call, "client.access_groups.list_join_requests(...)"))


def _name(group_name: str) -> str:
    if not isinstance(group_name, str) or not group_name.strip():
        raise UsageError(f"{group_name!r} is no name of a group.", hint="Give the name (slug) of a project.")
    return group_name.strip()
