"""Samples: what was made and measured, with metadata and relatives.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.base import UNCHANGED
from ..transport.port import run
from .sample_lists import SampleLists
from .sample_relatives import SampleRelatives
from .tables import TableOperations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from .. import models
    from ..bound import BoundSample
    from ..records import Graph
    from ..resources import samples as coroutines
    from ..resources.base import Reference, Unchanged
    from ..resources.transfers import LocalPath
    from ..transfer.options import Existing
    from ..transfer.report import Downloaded
    from ..transfer.views import Progressing


class SampleOperations(SampleLists, SampleRelatives, TableOperations):
    """Samples: create, find, change; their metadata and relatives."""

    @cached_property
    def _coroutines(self) -> coroutines.SampleOperations:
        from ..resources.samples import SampleOperations

        return SampleOperations(self._connect())

    @suggesting
    def create(
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
    ) -> BoundSample:
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
        return self._bound(
            run(
                self._coroutines.create(
                    sample,
                    scientific_metadata,
                    parents,
                    children,
                    sample_name=sample_name,
                    sample_type=sample_type,
                    description=description,
                    timestamp=timestamp,
                    project_id=project_id,
                    owner=owner,
                    public=public,
                    unique_id=unique_id,
                    datasets=datasets,
                )
            )
        )

    def get(
        self,
        sample_id: Reference,
        include_metadata: bool = False,
        include_links: bool = False,
        *,
        include_owner: bool = False,
        include_datasets: bool = True,
    ) -> BoundSample:
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
        return self._bound(
            run(
                self._coroutines.get(
                    sample_id,
                    include_metadata,
                    include_links,
                    include_owner=include_owner,
                    include_datasets=include_datasets,
                )
            )
        )

    def search(self, q: str, project_id: str | None = None, limit: int = 20) -> Sequence[BoundSample]:
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
        return [self._bound(one) for one in run(self._coroutines.search(q, project_id, limit))]

    @suggesting
    def update(
        self,
        sample_id: Reference,
        *,
        sample_name: str | Unchanged = UNCHANGED,
        sample_type: str | Unchanged | None = UNCHANGED,
        description: str | Unchanged | None = UNCHANGED,
        timestamp: datetime | date | str | Unchanged | None = UNCHANGED,
    ) -> BoundSample:
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
        return self._bound(
            run(
                self._coroutines.update(
                    sample_id,
                    sample_name=sample_name,
                    sample_type=sample_type,
                    description=description,
                    timestamp=timestamp,
                )
            )
        )

    def graph(self, sample_id: Reference, recursive: bool = False) -> Graph:
        """Get the graph around a sample; see ``client.graphs.get``."""
        return run(self._coroutines.graph(sample_id, recursive))

    def download(
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
        return run(
            self._coroutines.download(
                sample_id,
                output_dir,
                no_files,
                no_record,
                overwrite_existing,
                include,
                exclude,
                datasets=datasets,
                existing=existing,
                workers=workers,
                max_bytes=max_bytes,
                bytes_per_second=bytes_per_second,
                progress=progress,
                dry_run=dry_run,
                verify=verify,
            )
        )
