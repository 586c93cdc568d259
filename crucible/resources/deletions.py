"""Deleting datasets and samples: somebody asks, somebody decides, an administrator deletes for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from crucible_api.api.deletions import (
    get_deletion_audit_entry,
    get_deletion_request,
    list_deletion_audit,
    list_deletion_requests,
    review_deletion_request,
)
from crucible_api.api.resources import delete_resource, request_deletion

from ..records import Confirmation, DeletedResource, DeletionRequest
from .arguments import suggesting
from .base import given, mfid
from .metadata import MetadataOperations
from .outcome import once
from .people import ELEVATED, REVIEW, account_id, choice, number

if TYPE_CHECKING:
    from .base import Reference
    from .pages import AsyncListing
    from .people import ReviewStatus


class DeletionOperations(MetadataOperations):
    """Deletions: ask for one, decide about those asked for, delete for good, look at what was deleted."""

    async def request(self, resource_id: Reference, reason: str | None = None) -> DeletionRequest:
        """Ask for the deletion of a dataset or sample; it leaves lists and searches at once.

        Parameters
        ----------
        resource_id
            A dataset or sample, or its id.
        reason
            For those who decide.

        Returns
        -------
        DeletionRequest
            With the status ``pending``.

        Raises
        ------
        ConflictError
            Somebody has asked for that already.
        ConnectionFailedError
            The answer was lost: whether it was asked is unknown, and the request was not repeated.

        Examples
        --------
        >>> client.deletions.request(smoothed, "the wrong film").status
        'pending'
        """
        name = mfid(resource_id)
        call = self._port.call(request_deletion, resource_mfid=name, **given(reason=reason))
        return DeletionRequest(await once(call, f"client.get({name!r}).deletion_request"))

    @suggesting
    def list(
        self,
        status: ReviewStatus | None = None,
        limit: int | None = 100,
        *,
        scope: Literal["accessible", "submitted", "reviewable"] | None = None,
        project_mfid: Reference | None = None,
        sort: Literal["request_time", "resource_name", "project_id", "requester_name", "status"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
    ) -> AsyncListing[DeletionRequest]:
        """List deletion requests; all filters must hold.

        Parameters
        ----------
        status
            ``pending``, ``approved`` or ``rejected``; all unless given.
        limit
            How many at most; None for all.
        scope
            ``submitted``: those of the caller; ``reviewable``: those the caller may decide about; all that the caller
            may see unless given. Administrators see all within ``client.elevated()``.
        project_mfid
            Only records of this project: the project or its MFID.
        sort, direction
            Another order.

        Returns
        -------
        Listing of DeletionRequest
            Fetched page by page while it is read.
        """
        filters = given(
            status=None if status is None else choice("status", status, REVIEW),
            scope=None if scope is None else choice("scope", scope, ("accessible", "submitted", "reviewable")),
            project_mfid=None if project_mfid is None else mfid(project_mfid, "project"),
            sort=sort,
            direction=direction,
        )
        return self._listing(list_deletion_requests, DeletionRequest, limit, filters)

    async def get(self, request_id: int | DeletionRequest) -> DeletionRequest:
        """Get one deletion request as it is now.

        Parameters
        ----------
        request_id
            A request or its number.

        Raises
        ------
        NotFoundError
            There is no such request; it ends with the record when that is deleted.
        """
        return DeletionRequest(
            await self._port.call(get_deletion_request, request_id=number(request_id, "deletion request"))
        )

    async def approve(self, request_id: int | DeletionRequest, reviewer_notes: str | None = None) -> DeletionRequest:
        """Agree to a deletion; the record stays hidden until an administrator deletes it with `delete`.

        Parameters
        ----------
        request_id
            A request or its number; ``capabilities.can_review`` says whether the caller may decide.
        reviewer_notes
            Kept with the request.

        Raises
        ------
        ConflictError
            It was decided already.
        """
        return await self._review(request_id, "approved", reviewer_notes)

    async def reject(self, request_id: int | DeletionRequest, reviewer_notes: str | None = None) -> DeletionRequest:
        """Do not agree to a deletion; the record is back in lists and searches.

        Parameters
        ----------
        request_id, reviewer_notes
            See `approve`.

        Raises
        ------
        ConflictError
            It was decided already.
        """
        return await self._review(request_id, "rejected", reviewer_notes)

    @suggesting
    def list_deleted(
        self,
        resource_id: Reference | None = None,
        requester_id: Reference | None = None,
        reviewer_id: Reference | None = None,
        limit: int | None = 100,
        scope: Literal["all", "submitted"] = "all",
        *,
        project_id: str | None = None,
        project_mfid: Reference | None = None,
        direction: Literal["asc", "desc"] | None = None,
    ) -> AsyncListing[DeletedResource]:
        """List what was deleted for good, the latest first; all filters must hold.

        Parameters
        ----------
        resource_id
            Only this record.
        requester_id, reviewer_id
            Only what this person asked for, or decided: a user, or an ORCID, MFID, username or e-mail address.
        limit
            How many at most; None for all.
        scope
            ``all`` is for platform administrators; ``submitted`` is what the caller asked for.
        project_id, project_mfid
            Only records that were in this project, by name (slug) or MFID; older entries have no MFID.
        direction
            ``asc`` for the oldest first.

        Returns
        -------
        Listing of DeletedResource
            Fetched page by page while it is read.

        Raises
        ------
        PermissionDeniedError
            `scope` is ``all``, and the caller is no platform administrator. Raised when the list is read.
        """
        people = given(requester_id=requester_id, reviewer_id=reviewer_id)
        filters = given(
            resource_id=None if resource_id is None else mfid(resource_id),
            project_id=project_id,
            project_mfid=None if project_mfid is None else mfid(project_mfid, "project"),
            direction=direction,
        )
        filters["scope"] = choice("scope", scope, ("all", "submitted"))
        if scope == "all":
            filters["crucible_privilege_mode"] = ELEVATED

        async def look_up() -> dict[str, str]:
            return {name: await account_id(self._port, person) for name, person in people.items()}

        return self._listing(list_deletion_audit, DeletedResource, limit, filters, look_up)

    async def get_deleted(self, audit_id: int | DeletedResource) -> DeletedResource:
        """Get one entry about a record that was deleted for good; for platform administrators.

        Parameters
        ----------
        audit_id
            An entry or its number.

        Raises
        ------
        NotFoundError
            There is no such entry.
        """
        entry = number(audit_id, "deleted record")
        return DeletedResource(
            await self._port.call(get_deletion_audit_entry, audit_id=entry, crucible_privilege_mode=ELEVATED)
        )

    async def delete(self, resource_id: Reference, force: bool = False) -> Confirmation:
        """Delete a dataset or sample for good, its files too; for platform administrators. Nothing brings it back.

        Parameters
        ----------
        resource_id
            A dataset or sample whose deletion was approved, or its id.
        force
            Delete it although nobody asked for that or agreed to it.

        Raises
        ------
        ConflictError
            Its deletion was not approved, and `force` is False.
        ConnectionFailedError
            The answer was lost: whether it was deleted is unknown, and the request was not repeated.
        """
        name = mfid(resource_id)
        call = self._port.call(delete_resource, resource_mfid=name, force=force, crucible_privilege_mode=ELEVATED)
        return Confirmation(await once(call, f"client.deletions.list_deleted({name!r})") or {})

    async def _review(self, request_id: int | DeletionRequest, status: str, notes: str | None) -> DeletionRequest:
        name = number(request_id, "deletion request")
        call = self._port.call(review_deletion_request, request_id=name, status=status, **given(reviewer_notes=notes))
        return DeletionRequest(await once(call, f"client.deletions.get({name})"))
