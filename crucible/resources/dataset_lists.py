"""Lists of datasets: all that filters find, counts, and relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from crucible_api.api.datasets import (
    list_dataset_children,
    list_dataset_facets,
    list_dataset_parents,
    list_datasets,
)
from crucible_api.api.samples import list_samples

from ..records import Dataset, Facet, Sample
from .access import RecordAccess
from .arguments import suggesting
from .base import mfid
from .lists import looking_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ..transport.port import Endpoint
    from .base import Reference
    from .pages import AsyncListing


class DatasetLists(RecordAccess):
    """Lists of datasets."""

    _kind = "dataset"

    @suggesting
    def list(
        self,
        sample_id: Reference | None = None,
        limit: int | None = 100,
        *,
        unique_id: Reference | None = None,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        timestamp: datetime | date | str | None = None,
        size: int | None = None,
        keyword: str | None = None,
        project_id: Reference | None = None,
        project_scope: Literal["assigned", "shared", "all"] | None = None,
        instrument_id: Reference | None = None,
        instrument_name: str | None = None,
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
        instrument_mfid_is_null: bool | None = None,
        measurement_is_null: bool | None = None,
        session_name_is_null: bool | None = None,
        data_format_is_null: bool | None = None,
        sort: Literal["created", "updated", "name"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        anchor_mfid: Reference | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
        include_owner: bool = False,
    ) -> AsyncListing[Dataset]:
        """List datasets, newest first; all filters must hold.

        Parameters
        ----------
        sample_id
            Only those linked to this sample.
        limit
            How many at most; None for all.
        unique_id, dataset_name, measurement, data_type, session_name, data_format, timestamp, size
            Exactly this value, in this case; the size is in bytes.
        keyword
            Part of any keyword, in any case.
        project_id, instrument_id
            A record, the name (slug) or the MFID.
        project_scope
            Records assigned to the project, shared with it, or both; those assigned to it unless given.
        instrument_name
            Label of the instrument; `instrument_id` is unique, a label is not.
        owner_id, owner_orcid
            The owner, a record or its ORCID or MFID; the second is the earlier name of the first.
        public, visibility
            Only public ones, or only others.
        affiliation
            Only those that the caller owns.
        accessible_to_user, accessible_to_project
            Only those that all of these may read; ten at most.
        creation_time_gte, creation_time_lte, modification_time_gte, modification_time_lte
            When the record was made and last changed, at these moments included; a date is its first moment, without an
            offset it is UTC.
        owner_id_is_null, project_mfid_is_null, instrument_mfid_is_null
            Only those without an owner, project, instrument, or only those with one.
        measurement_is_null, session_name_is_null, data_format_is_null
            Only those without this value, or only those with one.
        sort, direction
            Another order; `direction` needs `sort`.
        anchor_mfid
            Begin next to this record; needs `sort` and `direction`.
        include_metadata, include_links, include_owner
            Fill `scientific_metadata`, `links`, `owner`.

        Returns
        -------
        Listing of Dataset
            Fetched page by page while it is read.

        Raises
        ------
        UsageError
            A filter is not known, or cannot be right; nothing was sent.

        Notes
        -----
        Source: study of openapi/SOURCE.md, §4.10.

        Examples
        --------
        >>> recent = client.datasets.list(measurement="XRD", creation_time_gte="2026-08-01", sort="name")
        >>> [dataset.dataset_name for dataset in recent[:10]]
        ['film A, pattern', 'film A, smoothed']
        """
        return self._listing(list_datasets, Dataset, limit, {}, looking_up(self._port, locals()))

    @suggesting
    async def count(
        self,
        sample_id: Reference | None = None,
        *,
        unique_id: Reference | None = None,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        timestamp: datetime | date | str | None = None,
        size: int | None = None,
        keyword: str | None = None,
        project_id: Reference | None = None,
        project_scope: Literal["assigned", "shared", "all"] | None = None,
        instrument_id: Reference | None = None,
        instrument_name: str | None = None,
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
        instrument_mfid_is_null: bool | None = None,
        measurement_is_null: bool | None = None,
        session_name_is_null: bool | None = None,
        data_format_is_null: bool | None = None,
    ) -> int:
        """Count datasets in one request; the filters are those of `list`."""
        return await self._listing(list_datasets, Dataset, None, {}, looking_up(self._port, locals())).count()

    @suggesting
    def facets(
        self,
        field: Literal["session", "measurement", "data_format", "owner", "instrument", "project"],
        limit: int | None = 100,
        *,
        sort: Literal["value", "label", "count"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        sample_id: Reference | None = None,
        measurement: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        project_id: Reference | None = None,
        project_scope: Literal["assigned", "shared", "all"] | None = None,
        instrument_id: Reference | None = None,
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
        instrument_mfid_is_null: bool | None = None,
        measurement_is_null: bool | None = None,
        session_name_is_null: bool | None = None,
        data_format_is_null: bool | None = None,
    ) -> AsyncListing[Facet]:
        """List the values of a field, and how many datasets have each; the filters are those of `list`.

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

        Examples
        --------
        >>> for facet in client.datasets.facets("measurement", project_id="my-project"):
        ...     print(facet.label, facet.count)
        XRD 2
        """
        return self._listing(list_dataset_facets, Facet, limit, {}, looking_up(self._port, locals()))

    @suggesting
    def list_children(
        self,
        dsid: Reference,
        limit: int | None = 100,
        *,
        relationship_type: Literal["is_derived_from", "is_part_of"] | None = None,
        unique_id: Reference | None = None,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        timestamp: datetime | date | str | None = None,
        size: int | None = None,
        keyword: str | None = None,
        project_id: Reference | None = None,
        instrument_id: Reference | None = None,
        instrument_name: str | None = None,
        owner_id: Reference | None = None,
        owner_orcid: str | None = None,
        public: bool | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
        include_owner: bool = False,
    ) -> AsyncListing[Dataset]:
        """List the immediate children of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        relationship_type
            Only those that are this to their parent.
        unique_id, dataset_name, measurement, data_type, session_name, data_format, timestamp, size, keyword
            As in `list`.
        project_id, instrument_id, instrument_name, owner_id, owner_orcid, public
            As in `list`.
        include_metadata, include_links, include_owner
            Fill `scientific_metadata`, `links`, `owner`.
        """
        return self._relatives(list_dataset_children, locals(), dsid, limit)

    @suggesting
    def list_parents(
        self,
        dsid: Reference,
        limit: int | None = 100,
        *,
        relationship_type: Literal["is_derived_from", "is_part_of"] | None = None,
        unique_id: Reference | None = None,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        timestamp: datetime | date | str | None = None,
        size: int | None = None,
        keyword: str | None = None,
        project_id: Reference | None = None,
        instrument_id: Reference | None = None,
        instrument_name: str | None = None,
        owner_id: Reference | None = None,
        owner_orcid: str | None = None,
        public: bool | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
        include_owner: bool = False,
    ) -> AsyncListing[Dataset]:
        """List the immediate parents of a dataset; the parameters are those of `list_children`."""
        return self._relatives(list_dataset_parents, locals(), dsid, limit)

    @suggesting
    def list_samples(self, dsid: Reference, limit: int | None = 100) -> AsyncListing[Sample]:
        """List the samples that a dataset was taken of; ``client.samples.list(dsid)`` has filters as well.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        filters = {"dataset_mfid": mfid(dsid, "dataset"), "include_datasets": False}
        return self._listing(list_samples, Sample, limit, filters)

    def _relatives(
        self, endpoint: Endpoint, arguments: Mapping[str, Any], dsid: Reference, limit: int | None
    ) -> AsyncListing[Dataset]:
        identity = mfid(dsid, "dataset")
        filters = looking_up(self._port, arguments)
        return self._listing(endpoint, Dataset, limit, {"dataset_mfid": identity}, filters)
