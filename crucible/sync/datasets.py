"""Datasets: records of measurements, with files, keywords, metadata and relatives.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.base import UNCHANGED
from ..transport.port import run
from .dataset_contents import DatasetContents
from .dataset_lists import DatasetLists
from .plotting import PlotOperations
from .processing import ProcessingOperations
from .tables import TableOperations
from .thumbnails import ThumbnailOperations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from .. import models
    from ..bound import BoundDataset
    from ..records import Graph
    from ..resources import datasets as coroutines
    from ..resources.base import Reference, Unchanged
    from ..resources.transfers import Files
    from ..transfer.views import Progressing


class DatasetOperations(
    DatasetLists, PlotOperations, DatasetContents, ThumbnailOperations, ProcessingOperations, TableOperations
):
    """Datasets: create, find, change; their files, keywords, metadata and relatives."""

    @cached_property
    def _coroutines(self) -> coroutines.DatasetOperations:
        from ..resources.datasets import DatasetOperations

        return DatasetOperations(self._connect())

    @suggesting
    def create(
        self,
        dataset: models.Dataset | Mapping[str, object] | None = None,
        scientific_metadata: Mapping[str, object] | None = None,
        keywords: Sequence[str] = (),
        files: Files = (),
        ingestor: str | None = None,
        *,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        instrument_id: Reference | None = None,
        instrument_name: str | None = None,
        owner: Reference | None = None,
        public: bool | None = None,
        unique_id: str | None = None,
        samples: Sequence[Reference] = (),
        parents: Sequence[Reference] = (),
        children: Sequence[Reference] = (),
        skip_ingestion: bool = False,
        wait_for_ingestion_response: bool = False,
        progress: Progressing = None,
        parse: bool = False,
    ) -> BoundDataset:
        """Create a dataset with all that belongs to it; everything is checked before anything is sent.

        The order is: record, metadata, keywords, links, then the files, many at a time, and for each of them the
        request to read metadata out of it.

        Parameters
        ----------
        dataset
            Its fields in one: a `crucible.models.Dataset` or a dictionary. A field that is also given by name wins.
        scientific_metadata
            Any document; NumPy values, dates, paths, enums and UUIDs are written as JSON.
        keywords
            Words to tag it with.
        files
            Files, folders and globs to upload, or a dictionary of them by the names that they get in the dataset; see
            ``client.upload``.
        ingestor
            How metadata is read out of the files; the worker chooses unless given.
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
        instrument_name
            Label of the instrument, for older scripts; `instrument_id` is unique.
        owner
            An account, or its ORCID, MFID, username or e-mail address; the caller unless given.
        public
            Whether everybody may read it; nobody but those who were granted access unless given.
        unique_id
            Its identity; made here unless given. A call that failed half-way is finished by repeating it with the id
            that the error names.
        samples, parents, children
            Records to link it to.
        skip_ingestion
            Upload the files only.
        wait_for_ingestion_response
            Wait until metadata has been read out of all files.
        progress
            Follows the bytes, as for ``client.upload``.
        parse
            Read the files here, before anything is sent, and fill gaps with what they say: fields and scientific
            metadata that are not given, keywords, thumbnails. The service is asked to read only those that no parser
            knows here.

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
            The record was made, a later step failed; `unique_id`, `done` and `left` say how far it came.
        ParserError
            A file that is to be parsed is broken; nothing was sent.
        NotInstalledError
            A file could be parsed with a library that is not installed; nothing was sent.

        Notes
        -----
        Source: the service takes ids made by its clients, and clients send record, metadata and keywords in this order
        (study of openapi/SOURCE.md, §4.10).

        Examples
        --------
        >>> run = client.datasets.create(dataset_name="run 7", measurement="XRD", files=["run7.xy"], samples=[film])
        >>> [file.filename for file in client.datasets.list_files(run)]
        ['run7.xy']
        >>> read = client.datasets.create(dataset_name="run 8", files=["run7.xy"], parse=True)
        >>> read.data_format, read.scientific_metadata["pattern"]["step"]
        ('xy', 0.02)
        """
        return self._bound(
            run(
                self._coroutines.create(
                    dataset,
                    scientific_metadata,
                    keywords,
                    files,
                    ingestor,
                    dataset_name=dataset_name,
                    measurement=measurement,
                    data_type=data_type,
                    session_name=session_name,
                    data_format=data_format,
                    timestamp=timestamp,
                    project_id=project_id,
                    instrument_id=instrument_id,
                    instrument_name=instrument_name,
                    owner=owner,
                    public=public,
                    unique_id=unique_id,
                    samples=samples,
                    parents=parents,
                    children=children,
                    skip_ingestion=skip_ingestion,
                    wait_for_ingestion_response=wait_for_ingestion_response,
                    progress=progress,
                    parse=parse,
                )
            )
        )

    def get(
        self,
        dsid: Reference,
        include_metadata: bool = False,
        include_links: bool = False,
        include_owner: bool = False,
    ) -> BoundDataset:
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
        return self._bound(run(self._coroutines.get(dsid, include_metadata, include_links, include_owner)))

    def search(self, q: str, project_id: str | None = None, limit: int = 20) -> Sequence[BoundDataset]:
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
        return [self._bound(one) for one in run(self._coroutines.search(q, project_id, limit))]

    @suggesting
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
    ) -> BoundDataset:
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
            No field is named, or one that an update does not have; nothing was sent.

        Examples
        --------
        >>> client.datasets.update(dataset, session_name="beam time 12").session_name
        'beam time 12'
        """
        return self._bound(
            run(
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
        )

    def graph(self, dsid: Reference, recursive: bool = False) -> Graph:
        """Get the graph around a dataset; see ``client.graphs.get``."""
        return run(self._coroutines.graph(dsid, recursive))
