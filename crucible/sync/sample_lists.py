"""Lists of samples: all that filters find, counts, and relatives.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.pages import Listing
from ..transport.port import run
from .access import RecordAccess

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from typing import Literal

    from ..bound import BoundDataset, BoundSample
    from ..records import Facet
    from ..resources import sample_lists as coroutines
    from ..resources.base import Reference, Relationship


class SampleLists(RecordAccess):
    """Lists of samples."""

    @cached_property
    def _coroutines(self) -> coroutines.SampleLists:
        from ..resources.sample_lists import SampleLists

        return SampleLists(self._connect())

    @suggesting
    def list(
        self,
        dataset_id: Reference | None = None,
        limit: int | None = 100,
        *,
        unique_id: Reference | None = None,
        sample_name: str | None = None,
        sample_type: str | None = None,
        description: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        project_scope: Literal["assigned", "shared", "all"] | None = None,
        owner_id: Reference | None = None,
        owner_orcid: str | None = None,
        public: bool | None = None,
        visibility: Literal["all", "public", "private"] | None = None,
        affiliation: Literal["owner"] | None = None,
        accessible_to_user: Reference | Sequence[Reference] | None = None,
        accessible_to_project: Reference | Sequence[Reference] | None = None,
        creation_time_gte: datetime | date | str | None = None,
        creation_time_lte: datetime | date | str | None = None,
        modification_time_gte: datetime | date | str | None = None,
        modification_time_lte: datetime | date | str | None = None,
        owner_id_is_null: bool | None = None,
        project_mfid_is_null: bool | None = None,
        sample_type_is_null: bool | None = None,
        sort: Literal["created", "updated", "name"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        anchor_mfid: Reference | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
        include_owner: bool = False,
        include_datasets: bool = False,
    ) -> Listing[BoundSample]:
        """List samples, newest first; all filters must hold.

        Parameters
        ----------
        dataset_id
            Only those linked to this dataset.
        limit
            How many at most; None for all.
        unique_id, sample_name, sample_type, description, timestamp
            Exactly this value, in this case.
        project_id
            A record, the name (slug) or the MFID.
        project_scope
            Records assigned to the project, shared with it, or both; those assigned to it unless given.
        owner_id, owner_orcid
            The owner, an account or its ORCID, MFID or username; the second is the earlier name of the first.
        public, visibility
            Only public ones, or only others.
        affiliation
            Only those that the caller owns.
        accessible_to_user, accessible_to_project
            Only those that all of these may read; ten at most.
        creation_time_gte, creation_time_lte, modification_time_gte, modification_time_lte
            When the record was made and last changed, at these moments included; a date is its first moment, without an
            offset it is UTC.
        owner_id_is_null, project_mfid_is_null, sample_type_is_null
            Only those without an owner, project, type, or only those with one.
        sort, direction
            Another order; `direction` needs `sort`.
        anchor_mfid
            Begin next to this record; needs `sort` and `direction`.
        include_metadata, include_links, include_owner, include_datasets
            Fill `scientific_metadata`, `links`, `owner`, `datasets`.

        Returns
        -------
        Listing of Sample
            Fetched page by page while it is read.

        Raises
        ------
        UsageError
            A filter is not known, or cannot be right; nothing was sent.

        Notes
        -----
        Source: study of openapi/SOURCE.md, §4.9.

        Examples
        --------
        >>> [sample.sample_name for sample in client.samples.list(project_id="my-project", sample_type="thin film")]
        ['film A']
        """
        return Listing(
            self._coroutines.list(
                dataset_id,
                limit,
                unique_id=unique_id,
                sample_name=sample_name,
                sample_type=sample_type,
                description=description,
                timestamp=timestamp,
                project_id=project_id,
                project_scope=project_scope,
                owner_id=owner_id,
                owner_orcid=owner_orcid,
                public=public,
                visibility=visibility,
                affiliation=affiliation,
                accessible_to_user=accessible_to_user,
                accessible_to_project=accessible_to_project,
                creation_time_gte=creation_time_gte,
                creation_time_lte=creation_time_lte,
                modification_time_gte=modification_time_gte,
                modification_time_lte=modification_time_lte,
                owner_id_is_null=owner_id_is_null,
                project_mfid_is_null=project_mfid_is_null,
                sample_type_is_null=sample_type_is_null,
                sort=sort,
                direction=direction,
                anchor_mfid=anchor_mfid,
                include_metadata=include_metadata,
                include_links=include_links,
                include_owner=include_owner,
                include_datasets=include_datasets,
            ).mapped(self._bound)
        )

    @suggesting
    def count(
        self,
        dataset_id: Reference | None = None,
        *,
        unique_id: Reference | None = None,
        sample_name: str | None = None,
        sample_type: str | None = None,
        description: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        project_scope: Literal["assigned", "shared", "all"] | None = None,
        owner_id: Reference | None = None,
        owner_orcid: str | None = None,
        public: bool | None = None,
        visibility: Literal["all", "public", "private"] | None = None,
        affiliation: Literal["owner"] | None = None,
        accessible_to_user: Reference | Sequence[Reference] | None = None,
        accessible_to_project: Reference | Sequence[Reference] | None = None,
        creation_time_gte: datetime | date | str | None = None,
        creation_time_lte: datetime | date | str | None = None,
        modification_time_gte: datetime | date | str | None = None,
        modification_time_lte: datetime | date | str | None = None,
        owner_id_is_null: bool | None = None,
        project_mfid_is_null: bool | None = None,
        sample_type_is_null: bool | None = None,
    ) -> int:
        """Count samples in one request; the filters are those of `list`."""
        return run(
            self._coroutines.count(
                dataset_id,
                unique_id=unique_id,
                sample_name=sample_name,
                sample_type=sample_type,
                description=description,
                timestamp=timestamp,
                project_id=project_id,
                project_scope=project_scope,
                owner_id=owner_id,
                owner_orcid=owner_orcid,
                public=public,
                visibility=visibility,
                affiliation=affiliation,
                accessible_to_user=accessible_to_user,
                accessible_to_project=accessible_to_project,
                creation_time_gte=creation_time_gte,
                creation_time_lte=creation_time_lte,
                modification_time_gte=modification_time_gte,
                modification_time_lte=modification_time_lte,
                owner_id_is_null=owner_id_is_null,
                project_mfid_is_null=project_mfid_is_null,
                sample_type_is_null=sample_type_is_null,
            )
        )

    @suggesting
    def facets(
        self,
        field: Literal["sample_type", "owner", "project"],
        limit: int | None = 100,
        *,
        sort: Literal["value", "label", "count"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        dataset_id: Reference | None = None,
        sample_type: str | None = None,
        project_id: Reference | None = None,
        project_scope: Literal["assigned", "shared", "all"] | None = None,
        owner_id: Reference | None = None,
        visibility: Literal["all", "public", "private"] | None = None,
        affiliation: Literal["owner"] | None = None,
        accessible_to_user: Reference | Sequence[Reference] | None = None,
        accessible_to_project: Reference | Sequence[Reference] | None = None,
        creation_time_gte: datetime | date | str | None = None,
        creation_time_lte: datetime | date | str | None = None,
        modification_time_gte: datetime | date | str | None = None,
        modification_time_lte: datetime | date | str | None = None,
        owner_id_is_null: bool | None = None,
        project_mfid_is_null: bool | None = None,
        sample_type_is_null: bool | None = None,
    ) -> Listing[Facet]:
        """List the values of a field, and how many samples have each; the filters are those of `list`.

        Parameters
        ----------
        field
            Whose values are counted.
        limit
            How many values at most; None for all.
        sort, direction
            By value unless given; counts go up unless `direction` is ``desc``.

        Returns
        -------
        Listing of Facet
            Fetched page by page while it is read.
        """
        return Listing(
            self._coroutines.facets(
                field,
                limit,
                sort=sort,
                direction=direction,
                dataset_id=dataset_id,
                sample_type=sample_type,
                project_id=project_id,
                project_scope=project_scope,
                owner_id=owner_id,
                visibility=visibility,
                affiliation=affiliation,
                accessible_to_user=accessible_to_user,
                accessible_to_project=accessible_to_project,
                creation_time_gte=creation_time_gte,
                creation_time_lte=creation_time_lte,
                modification_time_gte=modification_time_gte,
                modification_time_lte=modification_time_lte,
                owner_id_is_null=owner_id_is_null,
                project_mfid_is_null=project_mfid_is_null,
                sample_type_is_null=sample_type_is_null,
            )
        )

    @suggesting
    def list_children(
        self,
        sample_id: Reference,
        limit: int | None = 100,
        *,
        relationship_type: Relationship | None = None,
        unique_id: Reference | None = None,
        sample_name: str | None = None,
        sample_type: str | None = None,
        description: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        owner_id: Reference | None = None,
        owner_orcid: str | None = None,
        public: bool | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
        include_owner: bool = False,
    ) -> Listing[BoundSample]:
        """List the immediate children of a sample.

        Parameters
        ----------
        sample_id
            A sample or its id.
        limit
            How many at most; None for all.
        relationship_type
            Only those that are this to their parent.
        unique_id, sample_name, sample_type, description, timestamp, project_id, owner_id, owner_orcid, public
            As in `list`.
        include_metadata, include_links, include_owner
            Fill `scientific_metadata`, `links`, `owner`.
        """
        return Listing(
            self._coroutines.list_children(
                sample_id,
                limit,
                relationship_type=relationship_type,
                unique_id=unique_id,
                sample_name=sample_name,
                sample_type=sample_type,
                description=description,
                timestamp=timestamp,
                project_id=project_id,
                owner_id=owner_id,
                owner_orcid=owner_orcid,
                public=public,
                include_metadata=include_metadata,
                include_links=include_links,
                include_owner=include_owner,
            ).mapped(self._bound)
        )

    @suggesting
    def list_parents(
        self,
        sample_id: Reference,
        limit: int | None = 100,
        *,
        relationship_type: Relationship | None = None,
        unique_id: Reference | None = None,
        sample_name: str | None = None,
        sample_type: str | None = None,
        description: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        owner_id: Reference | None = None,
        owner_orcid: str | None = None,
        public: bool | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
        include_owner: bool = False,
    ) -> Listing[BoundSample]:
        """List the immediate parents of a sample; the parameters are those of `list_children`."""
        return Listing(
            self._coroutines.list_parents(
                sample_id,
                limit,
                relationship_type=relationship_type,
                unique_id=unique_id,
                sample_name=sample_name,
                sample_type=sample_type,
                description=description,
                timestamp=timestamp,
                project_id=project_id,
                owner_id=owner_id,
                owner_orcid=owner_orcid,
                public=public,
                include_metadata=include_metadata,
                include_links=include_links,
                include_owner=include_owner,
            ).mapped(self._bound)
        )

    @suggesting
    def list_datasets(self, sample_id: Reference, limit: int | None = 100) -> Listing[BoundDataset]:
        """List the datasets that were taken of a sample; ``client.datasets.list(sample_id)`` has filters as well.

        Parameters
        ----------
        sample_id
            A sample or its id.
        limit
            How many at most; None for all.
        """
        return Listing(self._coroutines.list_datasets(sample_id, limit).mapped(self._bound))
