"""Datasets: records of measurements, with files, keywords, metadata and relatives.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.base import UNCHANGED
from ..resources.pages import Listing
from ..transport.port import run
from .dataset_contents import DatasetContents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from typing import Any, Literal

    from ..records import Dataset
    from ..resources import datasets as coroutines
    from ..resources.base import Reference, Unchanged


class DatasetOperations(DatasetContents):
    """Datasets: create, find, change; their files, keywords, metadata and relatives."""

    @cached_property
    def _coroutines(self) -> coroutines.DatasetOperations:
        from ..resources.datasets import DatasetOperations

        return DatasetOperations(self._connect())

    def create(
        self,
        *,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        instrument_id: Reference | None = None,
        owner: str | None = None,
        public: bool = False,
        scientific_metadata: Mapping[str, Any] | None = None,
        keywords: Sequence[str] = (),
        unique_id: str | None = None,
    ) -> Dataset:
        """Create a dataset with its metadata and keywords; everything is checked before anything is sent.

        Parameters
        ----------
        dataset_name
            For people; need not be unique.
        measurement
            The technique in general words, such as ``XRD``.
        data_type
            The product in the institution's own terms.
        session_name
            What groups datasets that were taken together.
        data_format
            Type or extension of the files.
        timestamp
            When the data was taken; without an offset it is UTC.
        project_id, instrument_id
            A record, the name (slug) or the MFID.
        owner
            An ORCID, MFID, username or e-mail address; the caller unless given.
        public
            Whether everybody may read it.
        scientific_metadata
            Any document; NumPy values, dates, paths, enums and UUIDs are written as JSON.
        keywords
            Words to tag it with.
        unique_id
            Its identity; made here unless given. A call that failed half-way is finished by repeating it with the id
            that the error names.

        Returns
        -------
        Dataset
            The record, with its metadata.

        Raises
        ------
        UsageError
            A value cannot be right; nothing was sent.
        ConflictError
            The id belongs to a dataset with other values.
        PartialCreationError
            The record was made, a later step failed.

        Notes
        -----
        Source: the service takes ids made by its clients, and clients send record, metadata and keywords in this order
        (study of openapi/SOURCE.md, §4.10).
        """
        return run(
            self._coroutines.create(
                dataset_name=dataset_name,
                measurement=measurement,
                data_type=data_type,
                session_name=session_name,
                data_format=data_format,
                timestamp=timestamp,
                project_id=project_id,
                instrument_id=instrument_id,
                owner=owner,
                public=public,
                scientific_metadata=scientific_metadata,
                keywords=keywords,
                unique_id=unique_id,
            )
        )

    def get(
        self,
        dsid: Reference,
        include_metadata: bool = False,
        include_links: bool = False,
        *,
        include_owner: bool = False,
    ) -> Dataset:
        """Get one dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        include_metadata, include_links, include_owner
            Fill `scientific_metadata`, `links`, `owner`.

        Raises
        ------
        NotFoundError
            There is no such dataset, or the caller may not see it.
        """
        return run(self._coroutines.get(dsid, include_metadata, include_links, include_owner=include_owner))

    def list(
        self,
        sample_id: Reference | None = None,
        limit: int | None = 100,
        *,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        keyword: str | None = None,
        project_id: Reference | None = None,
        instrument_id: Reference | None = None,
        owner_id: str | None = None,
        public: bool | None = None,
        sort: Literal["created", "updated", "name"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
    ) -> Listing[Dataset]:
        """List datasets, newest first; all filters must hold.

        Parameters
        ----------
        sample_id
            Only those linked to this sample.
        limit
            How many at most; None for all.
        dataset_name, measurement, data_type, session_name, data_format
            Exactly this value, in this case.
        keyword
            Part of any keyword, in any case.
        project_id, instrument_id
            A record, the name (slug) or the MFID.
        owner_id
            ORCID or MFID of the owner.
        public
            Only public ones, or only others.
        sort, direction
            Another order; `direction` needs `sort`.
        include_metadata, include_links
            Fill `scientific_metadata`, `links`.

        Returns
        -------
        Listing of Dataset
            Fetched page by page while it is read.
        """
        return Listing(
            self._coroutines.list(
                sample_id,
                limit,
                dataset_name=dataset_name,
                measurement=measurement,
                data_type=data_type,
                session_name=session_name,
                data_format=data_format,
                keyword=keyword,
                project_id=project_id,
                instrument_id=instrument_id,
                owner_id=owner_id,
                public=public,
                sort=sort,
                direction=direction,
                include_metadata=include_metadata,
                include_links=include_links,
            )
        )

    def search(self, q: str, project_id: str | None = None, limit: int = 20) -> Sequence[Dataset]:
        """Find datasets by a part of their name, best match first.

        Parameters
        ----------
        q
            Three characters or more; spelling mistakes are forgiven.
        project_id
            Only in the project of this name (slug).
        limit
            How many at most, up to 50.

        Raises
        ------
        UsageError
            `q` has fewer than three characters; nothing was sent.
        """
        return run(self._coroutines.search(q, project_id, limit))

    def update(
        self,
        dsid: Reference,
        *,
        dataset_name: str | Unchanged | None = UNCHANGED,
        measurement: str | Unchanged | None = UNCHANGED,
        data_type: str | Unchanged | None = UNCHANGED,
        session_name: str | Unchanged | None = UNCHANGED,
        data_format: str | Unchanged | None = UNCHANGED,
        timestamp: datetime | date | str | Unchanged | None = UNCHANGED,
    ) -> Dataset:
        """Change fields of a dataset: None clears a field, a field that is not named stays as it is.

        Parameters
        ----------
        dsid
            A dataset or its id.
        dataset_name, measurement, data_type, session_name, data_format, timestamp
            See `create`.

        Returns
        -------
        Dataset
            The record after the change.

        Raises
        ------
        UsageError
            No field is named.
        """
        return run(
            self._coroutines.update(
                dsid,
                dataset_name=dataset_name,
                measurement=measurement,
                data_type=data_type,
                session_name=session_name,
                data_format=data_format,
                timestamp=timestamp,
            )
        )
