"""Samples: what was made and measured, with metadata and relatives."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from crucible_api.api.samples import create_sample, get_sample, search_samples, update_sample
from crucible_api.models import SampleCreate, SampleUpdate

from .. import models
from ..errors import UsageError
from ..records import Graph, Sample
from .arguments import suggesting
from .base import UNCHANGED, Unchanged, changed_time, changes, given, mfid
from .creation import NewRecord, link_steps
from .downloads import download, read_while_moving
from .graphs import GraphOperations
from .metadata import search_text
from .sample_lists import SampleLists
from .sample_relatives import SampleRelatives
from .table_run import Noun
from .tables import TableOperations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from ..transfer.options import Existing
    from ..transfer.report import Downloaded
    from ..transfer.views import Progressing
    from .base import Reference
    from .transfers import LocalPath


class SampleOperations(SampleLists, SampleRelatives, TableOperations):
    """Samples: create, find, change; their metadata and relatives."""

    @suggesting
    async def create(
        self,
        sample: models.Sample | Mapping[str, object] | None = None,
        scientific_metadata: Mapping[str, object] | None = None,
        parents: Sequence[Reference] = (),
        children: Sequence[Reference] = (),
        *,
        sample_name: str | None = None,
        sample_type: str | None = None,
        description: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        owner: Reference | None = None,
        public: bool | None = None,
        unique_id: str | None = None,
        datasets: Sequence[Reference] = (),
    ) -> Sample:
        """Create a sample with its metadata and links; everything is checked before anything is sent.

        Parameters
        ----------
        sample
            Its fields in one: a `crucible.models.Sample` or a dictionary. A field that is also given by name wins.
        scientific_metadata
            Any document; NumPy values, dates, paths, enums and UUIDs are written as JSON.
        parents, children
            Samples that it came from, and that came from it.
        sample_name
            For people; needed, need not be unique.
        sample_type, description
            Any text.
        timestamp
            When it was made; without an offset it is UTC.
        project_id
            A record, the name (slug) or the MFID.
        owner
            An account, or its ORCID, MFID, username or e-mail address; the caller unless given.
        public
            Whether everybody may read it; nobody but those who were granted access unless given.
        unique_id
            Its identity; made here unless given. A call that failed half-way is finished by repeating it with the id
            that the error names.
        datasets
            What was measured on it.

        Returns
        -------
        Sample
            The record, with its metadata.

        Raises
        ------
        UsageError
            A value cannot be right; nothing was sent.
        ConflictError
            The id belongs to a sample with other values.
        PartialCreationError
            The record was made, a later step failed; `unique_id`, `done` and `left` say how far it came.

        Examples
        --------
        >>> piece = client.samples.create(sample_name="film A, left half", project_id="my-project", parents=[film])
        >>> [parent.sample_name for parent in piece.parents()]
        ['film A']
        """
        new = NewRecord.read(models.Sample, sample, locals())
        if not new.fields.get("sample_name"):
            raise UsageError("A sample needs a name.", hint="Give sample_name=.")
        made = new.unique_id
        steps = [
            *link_steps("parent", parents, "sample", lambda parent: self.link(parent, made)),
            *link_steps("child", children, "sample", lambda child: self.link(made, child)),
            *link_steps("dataset", datasets, "dataset", lambda dataset: self.link_dataset(made, dataset)),
        ]
        wire = await new.make(
            self._port,
            lambda fields: self._port.call(create_sample, body=SampleCreate.from_dict(fields)),
            lambda: self._port.call(get_sample, sample_mfid=made),
            self.update_scientific_metadata,
            steps,
        )
        return self._record(Sample, wire)

    async def get(
        self,
        sample_id: Reference,
        include_metadata: bool = False,
        include_links: bool = False,
        *,
        include_owner: bool = False,
        include_datasets: bool = True,
    ) -> Sample:
        """Get one sample.

        Parameters
        ----------
        sample_id
            A sample or its id.
        include_metadata, include_links, include_owner, include_datasets
            Fill `scientific_metadata`, `links`, `owner`, `datasets`.

        Raises
        ------
        NotFoundError
            There is no such sample, or the caller may not see it.
        """
        wire = await self._port.call(
            get_sample,
            sample_mfid=mfid(sample_id, "sample"),
            include_metadata=include_metadata,
            include_links=include_links,
            include_owner=include_owner,
            include_datasets=include_datasets,
        )
        return self._record(Sample, wire)

    async def search(self, q: str, project_id: str | None = None, limit: int = 20) -> Sequence[Sample]:
        """Find samples by a part of their name, best match first.

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
        answer = await self._port.call(search_samples, q=search_text(q), limit=limit, **given(project_id=project_id))
        return [self._record(Sample, item) for item in answer["items"]]

    @suggesting
    async def update(
        self,
        sample_id: Reference,
        *,
        sample_name: str | Unchanged = UNCHANGED,
        sample_type: str | Unchanged | None = UNCHANGED,
        description: str | Unchanged | None = UNCHANGED,
        timestamp: datetime | date | str | Unchanged | None = UNCHANGED,
    ) -> Sample:
        """Change fields of a sample: None clears a field, a field that is not named stays as it is.

        Parameters
        ----------
        sample_id
            A sample or its id.
        sample_name, sample_type, description, timestamp
            See `create`.

        Returns
        -------
        Sample
            The record after the change.

        Raises
        ------
        UsageError
            No field is named, or one that an update does not have; nothing was sent.
        """
        fields = changes(
            sample_name=sample_name,
            sample_type=sample_type,
            description=description,
            timestamp=changed_time(timestamp),
        )
        body = SampleUpdate.from_dict(fields)
        return self._record(
            Sample, await self._port.call(update_sample, sample_mfid=mfid(sample_id, "sample"), body=body)
        )

    async def graph(self, sample_id: Reference, recursive: bool = False) -> Graph:
        """Get the graph around a sample; see ``client.graphs.get``."""
        return await GraphOperations(self._port).get(sample_id, recursive)

    async def download(
        self,
        sample_id: Reference,
        output_dir: LocalPath = "crucible-downloads",
        no_files: bool = False,
        no_record: bool = False,
        overwrite_existing: bool = True,
        include: str | Iterable[str] | None = None,
        exclude: str | Iterable[str] | None = None,
        *,
        datasets: bool = False,
        existing: Existing | None = None,
        workers: int | None = None,
        max_bytes: int | None = None,
        bytes_per_second: float | None = None,
        progress: Progressing = None,
        dry_run: bool = False,
        verify: bool = True,
    ) -> Downloaded:
        """Save the record of a sample as ``record.json``, and with `datasets` what was measured on it.

        Parameters
        ----------
        sample_id
            A sample or its id.
        output_dir
            Each record goes into the folder of its id inside this one, and the files of a dataset beside it.
        no_files, no_record, overwrite_existing, include, exclude
            As for ``client.download``.
        datasets
            Also all datasets of the sample that the caller may read, with their files.
        existing, workers, max_bytes, bytes_per_second, progress, dry_run, verify
            As for ``client.download``.

        Returns
        -------
        Downloaded
            A list of the paths: the record of the sample first, then what its datasets have, one after another.

        Raises
        ------
        NotFoundError
            There is no such sample, or the caller may not see it.
        PartialTransferError
            Some files could not be fetched; `report` has a line for each. A later call does the rest.

        Examples
        --------
        >>> client.samples.download(film, "film", datasets=True).report.counts()
        '3 files: 3 saved'
        """
        from ..transfer.options import Options

        options = Options(
            no_files=no_files,
            no_record=no_record,
            overwrite_existing=overwrite_existing,
            include=include,
            exclude=exclude,
            existing=existing,
            workers=workers,
            max_bytes=max_bytes,
            bytes_per_second=bytes_per_second,
            progress=progress,
            dry_run=dry_run,
            verify=verify,
        )
        identity = mfid(sample_id, "sample")
        if not datasets:
            return await download(self._port, identity, output_dir, options)
        await self.get(identity)
        measured = SampleOperations(self._port.blocking).list_datasets(identity, limit=None)
        return await download(self._port, chain([identity], read_while_moving(measured)), output_dir, options)

    def _noun(self) -> Noun:
        return Noun(
            "sample",
            models.Sample,
            lambda fields, **several: self.create(fields, **several),
            self.get,
            self.list,
            self.update,
            self.update_scientific_metadata,
            {
                "parents": ("sample", lambda made, other: self.link(other, made)),
                "children": ("sample", self.link),
                "datasets": ("dataset", self.link_dataset),
            },
            frozenset({"sample_name", "sample_type", "description", "timestamp"}),
            needs_name=True,
        )
