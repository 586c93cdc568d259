"""Lists of datasets: all that filters find, counts, and relatives.

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
    from ..resources import dataset_lists as coroutines
    from ..resources.base import Reference


class DatasetLists(RecordAccess):
    """Lists of datasets."""

    @cached_property
    def _coroutines(self) -> coroutines.DatasetLists:
        from ..resources.dataset_lists import DatasetLists

        return DatasetLists(self._connect())

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
    ) -> Listing[BoundDataset]:
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
        return Listing(
            self._coroutines.list(
                sample_id,
                limit,
                unique_id=unique_id,
                dataset_name=dataset_name,
                measurement=measurement,
                data_type=data_type,
                session_name=session_name,
                data_format=data_format,
                timestamp=timestamp,
                size=size,
                keyword=keyword,
                project_id=project_id,
                project_scope=project_scope,
                instrument_id=instrument_id,
                instrument_name=instrument_name,
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
                instrument_mfid_is_null=instrument_mfid_is_null,
                measurement_is_null=measurement_is_null,
                session_name_is_null=session_name_is_null,
                data_format_is_null=data_format_is_null,
                sort=sort,
                direction=direction,
                anchor_mfid=anchor_mfid,
                include_metadata=include_metadata,
                include_links=include_links,
                include_owner=include_owner,
            ).mapped(self._bound)
        )

    @suggesting
    def count(
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
        return run(
            self._coroutines.count(
                sample_id,
                unique_id=unique_id,
                dataset_name=dataset_name,
                measurement=measurement,
                data_type=data_type,
                session_name=session_name,
                data_format=data_format,
                timestamp=timestamp,
                size=size,
                keyword=keyword,
                project_id=project_id,
                project_scope=project_scope,
                instrument_id=instrument_id,
                instrument_name=instrument_name,
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
                instrument_mfid_is_null=instrument_mfid_is_null,
                measurement_is_null=measurement_is_null,
                session_name_is_null=session_name_is_null,
                data_format_is_null=data_format_is_null,
            )
        )

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
    ) -> Listing[Facet]:
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
        return Listing(
            self._coroutines.facets(
                field,
                limit,
                sort=sort,
                direction=direction,
                sample_id=sample_id,
                measurement=measurement,
                session_name=session_name,
                data_format=data_format,
                project_id=project_id,
                project_scope=project_scope,
                instrument_id=instrument_id,
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
                instrument_mfid_is_null=instrument_mfid_is_null,
                measurement_is_null=measurement_is_null,
                session_name_is_null=session_name_is_null,
                data_format_is_null=data_format_is_null,
            )
        )

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
    ) -> Listing[BoundDataset]:
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
        return Listing(
            self._coroutines.list_children(
                dsid,
                limit,
                relationship_type=relationship_type,
                unique_id=unique_id,
                dataset_name=dataset_name,
                measurement=measurement,
                data_type=data_type,
                session_name=session_name,
                data_format=data_format,
                timestamp=timestamp,
                size=size,
                keyword=keyword,
                project_id=project_id,
                instrument_id=instrument_id,
                instrument_name=instrument_name,
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
    ) -> Listing[BoundDataset]:
        """List the immediate parents of a dataset; the parameters are those of `list_children`."""
        return Listing(
            self._coroutines.list_parents(
                dsid,
                limit,
                relationship_type=relationship_type,
                unique_id=unique_id,
                dataset_name=dataset_name,
                measurement=measurement,
                data_type=data_type,
                session_name=session_name,
                data_format=data_format,
                timestamp=timestamp,
                size=size,
                keyword=keyword,
                project_id=project_id,
                instrument_id=instrument_id,
                instrument_name=instrument_name,
                owner_id=owner_id,
                owner_orcid=owner_orcid,
                public=public,
                include_metadata=include_metadata,
                include_links=include_links,
                include_owner=include_owner,
            ).mapped(self._bound)
        )

    @suggesting
    def list_samples(self, dsid: Reference, limit: int | None = 100) -> Listing[BoundSample]:
        """List the samples that a dataset was taken of; ``client.samples.list(dsid)`` has filters as well.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        return Listing(self._coroutines.list_samples(dsid, limit).mapped(self._bound))
