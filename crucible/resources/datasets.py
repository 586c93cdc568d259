"""Datasets: records of measurements, with files, keywords, metadata and relatives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crucible_api.api.datasets import create_dataset, get_dataset, search_datasets, update_dataset
from crucible_api.models import DatasetCreate, DatasetUpdate

from .. import models
from ..records import Dataset, Graph
from .arguments import suggesting
from .base import UNCHANGED, Unchanged, changed_time, changes, given, mfid
from .creation import NewRecord, check_keywords, link_steps
from .dataset_contents import DatasetContents
from .dataset_lists import DatasetLists
from .graphs import GraphOperations
from .metadata import search_text
from .new_files import NewFiles
from .plotting import PlotOperations
from .processing import ProcessingOperations
from .reading import Together, add_thumbnails, filled, read_chosen
from .table_run import Noun
from .tables import TableOperations
from .thumbnails import ThumbnailOperations
from .upload_files import choose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ..transfer.views import Progressing
    from .base import Reference
    from .creation import Step
    from .transfers import Files


class DatasetOperations(
    DatasetLists, PlotOperations, DatasetContents, ThumbnailOperations, ProcessingOperations, TableOperations
):
    """Datasets: create, find, change; their files, keywords, metadata and relatives."""

    @suggesting
    async def create(
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
    ) -> Dataset:
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
        new = NewRecord.read(models.Dataset, dataset, locals())
        made = new.unique_id
        words = check_keywords(keywords)
        chosen = await choose(self._port, files, strict=True) if files else None
        read = await read_chosen(self._port, chosen, strict=True) if parse and chosen else ()
        together = Together(one.found for one in read if one.found is not None)
        new.fields, new.metadata = filled(new.fields, together.fields), filled(new.metadata, together.metadata)
        words += [word for word in together.keywords if word not in words]
        steps: list[Step] = [
            *((f"keyword {word!r}", partial(self.add_keyword, made, word)) for word in words),
            *link_steps("sample", samples, "sample", lambda sample: self.link_sample(made, sample)),
            *link_steps("parent", parents, "dataset", lambda parent: self.link(parent, made)),
            *link_steps("child", children, "dataset", lambda child: self.link(made, child)),
        ]
        wait = wait_for_ingestion_response
        uploads = NewFiles(self._port, new, chosen, ingestor, skip_ingestion, wait, progress, read)
        steps += uploads.steps()
        if together.thumbnails:
            steps.append(("thumbnails", partial(add_thumbnails, self._port, made, together.thumbnails)))
        wire = await new.make(
            self._port,
            lambda fields: self._port.call(create_dataset, body=DatasetCreate.from_dict(fields)),
            lambda: self._port.call(get_dataset, dataset_mfid=made),
            self.update_scientific_metadata,
            steps,
        )
        if wait_for_ingestion_response and uploads:
            return await self.get(made, include_metadata=True)
        return self._record(Dataset, wire)

    async def get(
        self,
        dsid: Reference,
        include_metadata: bool = False,
        include_links: bool = False,
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
        wire = await self._port.call(
            get_dataset,
            dataset_mfid=mfid(dsid, "dataset"),
            include_metadata=include_metadata,
            include_links=include_links,
            include_owner=include_owner,
        )
        return self._record(Dataset, wire)

    async def search(self, q: str, project_id: str | None = None, limit: int = 20) -> Sequence[Dataset]:
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
        answer = await self._port.call(search_datasets, q=search_text(q), limit=limit, **given(project_id=project_id))
        return [self._record(Dataset, item) for item in answer["items"]]

    @suggesting
    async def update(
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
            No field is named, or one that an update does not have; nothing was sent.

        Examples
        --------
        >>> client.datasets.update(dataset, session_name="beam time 12").session_name
        'beam time 12'
        """
        fields = changes(
            dataset_name=dataset_name,
            measurement=measurement,
            data_type=data_type,
            session_name=session_name,
            data_format=data_format,
            timestamp=changed_time(timestamp),
        )
        wire = await self._port.call(
            update_dataset, dataset_mfid=mfid(dsid, "dataset"), body=DatasetUpdate.from_dict(fields)
        )
        return self._record(Dataset, wire)

    async def graph(self, dsid: Reference, recursive: bool = False) -> Graph:
        """Get the graph around a dataset; see ``client.graphs.get``."""
        return await GraphOperations(self._port).get(dsid, recursive)

    def _noun(self) -> Noun:
        return Noun(
            "dataset",
            models.Dataset,
            lambda fields, **several: self.create(fields, **several),
            self.get,
            self.list,
            self.update,
            self.update_scientific_metadata,
            {
                "keywords": ("", self.add_keyword),
                "samples": ("sample", self.link_sample),
                "parents": ("dataset", lambda made, other: self.link(other, made)),
                "children": ("dataset", self.link),
            },
            frozenset({"dataset_name", "measurement", "data_type", "session_name", "data_format", "timestamp"}),
            needs_name=False,
        )
