"""Lists of samples: all that filters find, counts, and relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from crucible_api.api.datasets import list_datasets
from crucible_api.api.samples import list_sample_children, list_sample_facets, list_sample_parents, list_samples

from ..records import Dataset, Facet, Sample
from .access import RecordAccess
from .arguments import suggesting
from .base import mfid
from .lists import looking_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ..transport.port import Endpoint
    from .base import Reference, Relationship
    from .pages import AsyncListing


class SampleLists(RecordAccess):
    """Lists of samples."""

    _kind = "sample"

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
    ) -> AsyncListing[Sample]:
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
        return self._listing(list_samples, Sample, limit, {}, looking_up(self._port, locals()))

    @suggesting
    async def count(
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
        return await self._listing(list_samples, Sample, None, {}, looking_up(self._port, locals())).count()

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
    ) -> AsyncListing[Facet]:
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
        return self._listing(list_sample_facets, Facet, limit, {}, looking_up(self._port, locals()))

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
    ) -> AsyncListing[Sample]:
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
        return self._relatives(list_sample_children, locals(), sample_id, limit)

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
    ) -> AsyncListing[Sample]:
        """List the immediate parents of a sample; the parameters are those of `list_children`."""
        return self._relatives(list_sample_parents, locals(), sample_id, limit)

    @suggesting
    def list_datasets(self, sample_id: Reference, limit: int | None = 100) -> AsyncListing[Dataset]:
        """List the datasets that were taken of a sample; ``client.datasets.list(sample_id)`` has filters as well.

        Parameters
        ----------
        sample_id
            A sample or its id.
        limit
            How many at most; None for all.
        """
        return self._listing(list_datasets, Dataset, limit, {"sample_mfid": mfid(sample_id, "sample")})

    def _relatives(
        self, endpoint: Endpoint, arguments: Mapping[str, Any], sample_id: Reference, limit: int | None
    ) -> AsyncListing[Sample]:
        filters = looking_up(self._port, {name: value for name, value in arguments.items() if name != "sample_id"})
        return self._listing(endpoint, Sample, limit, {"sample_mfid": mfid(sample_id, "sample")}, filters)
