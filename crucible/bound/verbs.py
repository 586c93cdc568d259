"""The verbs of each kind of record; each forwards to the method of the client that its description names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ..records import Dataset, File, IngestionRequest, Instrument, Project, Sample
from ..resources.arguments import suggesting
from ..resources.base import UNCHANGED
from ..resources.pages import Listing
from ..transport.port import run
from .binding import KINDS, Bound, BoundToDownloads, BoundToMetadata, BoundToRelatives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime
    from typing import Literal, Never

    from matplotlib.axes import Axes

    from ..records import Keyword, ProjectMember
    from ..resources.base import Unchanged
    from ..resources.transfers import Files, LocalPath
    from ..transfer.options import Existing
    from ..transfer.report import Downloaded, Uploaded
    from ..transfer.upload_options import IfTaken
    from ..transfer.views import Progressing
    from .binding import Download


class BoundDataset(BoundToDownloads, BoundToRelatives, Dataset):
    """A dataset of the blocking client."""

    __slots__ = ("_binding",)

    @property
    def _download(self) -> Download:
        return self._bound.client.download

    def refresh(self) -> BoundDataset:
        """Get the record as it is now, and its metadata, links or owner if this one has them."""
        return self._bound(run(self._bound.datasets.get(self, **self._had("metadata", "links", "owner"))))

    @suggesting
    def update(
        self,
        *mapping: Never,
        dataset_name: str | Unchanged | None = UNCHANGED,
        measurement: str | Unchanged | None = UNCHANGED,
        data_type: str | Unchanged | None = UNCHANGED,
        session_name: str | Unchanged | None = UNCHANGED,
        data_format: str | Unchanged | None = UNCHANGED,
        timestamp: datetime | date | str | Unchanged | None = UNCHANGED,
    ) -> BoundDataset:
        """Change fields and get the record after the change; this one stays. See `client.datasets.update`."""
        self._only_fields(mapping)
        changed = self._bound.datasets.update(
            self,
            dataset_name=dataset_name,
            measurement=measurement,
            data_type=data_type,
            session_name=session_name,
            data_format=data_format,
            timestamp=timestamp,
        )
        return self._bound(run(changed))

    def files(self) -> list[BoundFile]:
        """Get the records of the files; see `client.datasets.list_files`."""
        return [self._bound(file) for file in run(self._bound.datasets.list_files(self))]

    def add_file(
        self,
        file_path: LocalPath,
        ingestion_class: str | None = None,
        *,
        name: str | None = None,
        existing: IfTaken = "error",
        progress: Progressing = None,
    ) -> BoundFile:
        """Upload a file; see `client.datasets.add_file`."""
        add_file = self._bound.datasets.add_file
        return self._bound(
            run(add_file(self, file_path, ingestion_class, name=name, existing=existing, progress=progress))
        )

    def add_files(
        self,
        paths: Files,
        ingestion_class: str | None = None,
        *,
        prefix: str = "",
        include: str | Iterable[str] | None = None,
        exclude: str | Iterable[str] | None = None,
        existing: IfTaken = "error",
        progress: Progressing = None,
    ) -> Uploaded[BoundFile]:
        """Upload files, folders and globs, many files at a time; see `client.datasets.add_files`."""
        adding = self._bound.datasets.add_files(
            self,
            paths,
            ingestion_class,
            prefix=prefix,
            include=include,
            exclude=exclude,
            existing=existing,
            progress=progress,
        )
        return run(adding).mapped(self._bound)

    def wait(
        self,
        *,
        timeout_seconds: float = 600.0,
        on_progress: Callable[[IngestionRequest], None] | None = None,
    ) -> list[BoundIngestionRequest]:
        """Wait until the files have been ingested; see `client.wait`."""
        done = run(self._bound.client.wait([self], timeout_seconds=timeout_seconds, on_progress=on_progress))
        return [self._bound(request) for request in done]

    def parents(self, limit: int | None = 100) -> Listing[BoundDataset]:
        """List the datasets that this one came from; see `client.datasets.list_parents` for filters."""
        return Listing(self._bound.datasets.list_parents(self, limit).mapped(self._bound))

    def children(self, limit: int | None = 100) -> Listing[BoundDataset]:
        """List the datasets that came from this one; see `client.datasets.list_children` for filters."""
        return Listing(self._bound.datasets.list_children(self, limit).mapped(self._bound))

    def samples(self, limit: int | None = 100) -> Listing[BoundSample]:
        """List the samples that the dataset was taken of; see `client.samples.list` for filters."""
        return Listing(self._bound.datasets.list_samples(self, limit).mapped(self._bound))

    def plot(
        self,
        file: str | File | None = None,
        *,
        item: str | None = None,
        ax: Axes | None = None,
        output_dir: LocalPath | None = None,
        max_bytes: int | None = None,
    ) -> Axes:
        """Draw a file of the dataset, and get the axes; see `client.datasets.plot`."""
        plotting = self._bound.datasets.plot(self, file, item=item, ax=ax, output_dir=output_dir, max_bytes=max_bytes)
        return run(plotting)

    def keywords(self) -> Sequence[Keyword]:
        """Get the keywords; see `client.datasets.get_keywords`."""
        return run(self._bound.datasets.get_keywords(self))

    def add_keyword(self, keyword: str) -> Keyword:
        """Tag the dataset with a word; see `client.datasets.add_keyword`."""
        return run(self._bound.datasets.add_keyword(self, keyword))


class BoundSample(BoundToRelatives, Sample):
    """A sample of the blocking client."""

    __slots__ = ("_binding",)

    def refresh(self) -> BoundSample:
        """Get the record as it is now, and its metadata, links or owner if this one has them."""
        return self._bound(run(self._bound.samples.get(self, **self._had("metadata", "links", "owner"))))

    @suggesting
    def update(
        self,
        *mapping: Never,
        sample_name: str | Unchanged = UNCHANGED,
        sample_type: str | Unchanged | None = UNCHANGED,
        description: str | Unchanged | None = UNCHANGED,
        timestamp: datetime | date | str | Unchanged | None = UNCHANGED,
    ) -> BoundSample:
        """Change fields and get the record after the change; this one stays. See `client.samples.update`."""
        self._only_fields(mapping)
        changed = self._bound.samples.update(
            self, sample_name=sample_name, sample_type=sample_type, description=description, timestamp=timestamp
        )
        return self._bound(run(changed))

    def download(
        self,
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
        """Save the record, and with `datasets` what was measured on it; see `client.samples.download`."""
        chosen = (no_files, no_record, overwrite_existing, include, exclude)
        return run(
            self._bound.samples.download(
                self,
                output_dir,
                *chosen,
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

    def parents(self, limit: int | None = 100) -> Listing[BoundSample]:
        """List the samples that this one came from; see `client.samples.list_parents` for filters."""
        return Listing(self._bound.samples.list_parents(self, limit).mapped(self._bound))

    def children(self, limit: int | None = 100) -> Listing[BoundSample]:
        """List the samples that came from this one; see `client.samples.list_children` for filters."""
        return Listing(self._bound.samples.list_children(self, limit).mapped(self._bound))

    def list_datasets(self, limit: int | None = 100) -> Listing[BoundDataset]:
        """List the datasets that were taken of the sample; see `client.datasets.list` for filters."""
        return Listing(self._bound.samples.list_datasets(self, limit).mapped(self._bound))


class BoundProject(BoundToDownloads, BoundToMetadata, Project):
    """A project of the blocking client."""

    __slots__ = ("_binding",)

    @property
    def _download(self) -> Download:
        return self._bound.projects.download

    def refresh(self) -> BoundProject:
        """Get the record as it is now, and its metadata or members if this one has them."""
        return self._bound(run(self._bound.projects.get(self, **self._had("metadata", "members"))))

    @suggesting
    def update(
        self,
        *mapping: Never,
        new_project_id: str | Unchanged = UNCHANGED,
        organization: str | Unchanged = UNCHANGED,
        title: str | Unchanged | None = UNCHANGED,
        status: str | Unchanged | None = UNCHANGED,
    ) -> BoundProject:
        """Change fields and get the record after the change; this one stays. See `client.projects.update`."""
        self._only_fields(mapping)
        changed = self._bound.projects.update(
            self, new_project_id=new_project_id, organization=organization, title=title, status=status
        )
        return self._bound(run(changed))

    def datasets(self, limit: int | None = 100) -> Listing[BoundDataset]:
        """List the datasets of the project; see `client.datasets.list` for filters."""
        return Listing(self._bound.datasets.list(project_id=self, limit=limit).mapped(self._bound))

    def samples(self, limit: int | None = 100) -> Listing[BoundSample]:
        """List the samples of the project; see `client.samples.list` for filters."""
        return Listing(self._bound.samples.list(project_id=self, limit=limit).mapped(self._bound))

    def users(self, limit: int | None = 100) -> Listing[ProjectMember]:
        """List the people in the project; see `client.projects.get_users`."""
        return Listing(self._bound.projects.get_users(self, limit))


class BoundInstrument(BoundToMetadata, Instrument):
    """An instrument of the blocking client."""

    __slots__ = ("_binding",)

    def refresh(self) -> BoundInstrument:
        """Get the record as it is now, and its metadata, owner or members if this one has them."""
        return self._bound(run(self._bound.instruments.get(self, **self._had("metadata", "owner", "members"))))

    @suggesting
    def update(
        self,
        *mapping: Never,
        instrument_id: str | Unchanged = UNCHANGED,
        instrument_name: str | Unchanged = UNCHANGED,
        location: str | Unchanged = UNCHANGED,
        manufacturer: str | Unchanged | None = UNCHANGED,
        model: str | Unchanged | None = UNCHANGED,
        instrument_type: str | Unchanged | None = UNCHANGED,
        description: str | Unchanged | None = UNCHANGED,
        other_id: str | Unchanged | None = UNCHANGED,
        other_id_source: str | Unchanged | None = UNCHANGED,
    ) -> BoundInstrument:
        """Change fields and get the record after the change; this one stays. See `client.instruments.update`."""
        self._only_fields(mapping)
        changed = self._bound.instruments.update(
            self,
            instrument_id=instrument_id,
            instrument_name=instrument_name,
            location=location,
            manufacturer=manufacturer,
            model=model,
            instrument_type=instrument_type,
            description=description,
            other_id=other_id,
            other_id_source=other_id_source,
        )
        return self._bound(run(changed))

    def datasets(self, limit: int | None = 100) -> Listing[BoundDataset]:
        """List the datasets taken with the instrument; see `client.datasets.list` for filters."""
        return Listing(self._bound.datasets.list(instrument_id=self, limit=limit).mapped(self._bound))


class BoundFile(Bound, File):
    """A file of a dataset, of the blocking client."""

    __slots__ = ("_binding",)

    def refresh(self) -> BoundFile:
        """Get the record as it is now."""
        return self._bound(run(self._bound.files.get(self)))

    def download(
        self,
        output_dir: LocalPath = ".",
        *,
        overwrite_existing: bool = True,
        existing: Existing | None = None,
        workers: int | None = None,
        max_bytes: int | None = None,
        bytes_per_second: float | None = None,
        progress: Progressing = None,
        dry_run: bool = False,
        verify: bool = True,
    ) -> str:
        """Download the file, verified, and get its path; see `client.files.download`."""
        return run(
            self._bound.files.download(
                self,
                output_dir,
                overwrite_existing=overwrite_existing,
                existing=existing,
                workers=workers,
                max_bytes=max_bytes,
                bytes_per_second=bytes_per_second,
                progress=progress,
                dry_run=dry_run,
                verify=verify,
            )
        )

    def request_ingestion(
        self, ingestion_class: str | None = None, *, status: Literal["requested", "not_requested"] = "requested"
    ) -> BoundIngestionRequest:
        """Ask for the metadata in the file to be read; see `client.files.request_ingestion`."""
        return self._bound(run(self._bound.files.request_ingestion(self, ingestion_class, status=status)))

    def wait(
        self,
        *,
        timeout_seconds: float = 600.0,
        on_progress: Callable[[IngestionRequest], None] | None = None,
    ) -> BoundIngestionRequest:
        """Wait until the file has been ingested; see `client.wait`."""
        done = run(self._bound.client.wait([self], timeout_seconds=timeout_seconds, on_progress=on_progress))
        return self._bound(done[0])


class BoundIngestionRequest(Bound, IngestionRequest):
    """An ingestion request of the blocking client."""

    __slots__ = ("_binding",)

    def wait(
        self,
        *,
        timeout_seconds: float = 600.0,
        on_progress: Callable[[IngestionRequest], None] | None = None,
    ) -> BoundIngestionRequest:
        """Wait until the request has ended and get its last state; see `client.wait`."""
        done = run(self._bound.client.wait([self], timeout_seconds=timeout_seconds, on_progress=on_progress))
        return self._bound(done[0])


BoundResource: TypeAlias = BoundDataset | BoundSample | BoundProject | BoundInstrument

KINDS.update(
    {
        Dataset: BoundDataset,
        Sample: BoundSample,
        Project: BoundProject,
        Instrument: BoundInstrument,
        File: BoundFile,
        IngestionRequest: BoundIngestionRequest,
    }
)
