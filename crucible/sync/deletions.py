"""Deleting datasets and samples: somebody asks, somebody decides, an administrator deletes for good.

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
    from typing import Literal

    from ..records import Confirmation, DeletedResource, DeletionRequest
    from ..resources import deletions as coroutines
    from ..resources.base import Reference
    from ..resources.people import ReviewStatus


class DeletionOperations(MetadataOperations):
    """Deletions: ask for one, decide about those asked for, delete for good, look at what was deleted."""

    @cached_property
    def _coroutines(self) -> coroutines.DeletionOperations:
        from ..resources.deletions import DeletionOperations

        return DeletionOperations(self._connect())

    def request(self, resource_id: Reference, reason: str | None = None) -> DeletionRequest:
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
        return run(self._coroutines.request(resource_id, reason))

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
    ) -> Listing[DeletionRequest]:
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
        return Listing(
            self._coroutines.list(status, limit, scope=scope, project_mfid=project_mfid, sort=sort, direction=direction)
        )

    def get(self, request_id: int | DeletionRequest) -> DeletionRequest:
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
        return run(self._coroutines.get(request_id))

    def approve(self, request_id: int | DeletionRequest, reviewer_notes: str | None = None) -> DeletionRequest:
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
        return run(self._coroutines.approve(request_id, reviewer_notes))

    def reject(self, request_id: int | DeletionRequest, reviewer_notes: str | None = None) -> DeletionRequest:
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
        return run(self._coroutines.reject(request_id, reviewer_notes))

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
    ) -> Listing[DeletedResource]:
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
        return Listing(
            self._coroutines.list_deleted(
                resource_id,
                requester_id,
                reviewer_id,
                limit,
                scope,
                project_id=project_id,
                project_mfid=project_mfid,
                direction=direction,
            )
        )

    def get_deleted(self, audit_id: int | DeletedResource) -> DeletedResource:
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
        return run(self._coroutines.get_deleted(audit_id))

    def delete(self, resource_id: Reference, force: bool = False) -> Confirmation:
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
        return run(self._coroutines.delete(resource_id, force))
