"""What binds records to a client, and the verbs that several kinds of them have."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from ..errors import UsageError
from ..records import Record
from ..transport.port import run

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping

    from ..records import (
        Confirmation,
        Dataset,
        File,
        Graph,
        IngestionRequest,
        Instrument,
        Json,
        Link,
        Node,
        Project,
        Sample,
    )
    from ..resources.base import Reference, Relationship
    from ..resources.datasets import DatasetOperations
    from ..resources.files import FileOperations
    from ..resources.instruments import InstrumentOperations
    from ..resources.projects import ProjectOperations
    from ..resources.samples import SampleOperations
    from ..resources.transfers import LocalPath
    from ..resources.verbs import Verbs
    from ..transfer.options import Existing
    from ..transfer.report import Downloaded
    from ..transfer.views import Progressing
    from ..transport.port import Port
    from .verbs import BoundDataset, BoundFile, BoundIngestionRequest, BoundInstrument, BoundProject, BoundSample

Download: TypeAlias = "Callable[..., Coroutine[Any, Any, Downloaded]]"
# What each kind of record becomes; `verbs` fills it.
KINDS: Final[dict[type[Record], type[Bound]]] = {}


class Binding:
    """A client as its records hold it: it binds records, and has what their verbs ask.

    It holds what opens the client's connection rather than the connection, so that a record keeps its client alive and
    hears that the client was closed.
    """

    def __init__(self, connect: Callable[[], Port]) -> None:
        self._connect = connect

    @overload
    def __call__(self, record: Dataset) -> BoundDataset: ...
    @overload
    def __call__(self, record: Sample) -> BoundSample: ...
    @overload
    def __call__(self, record: Project) -> BoundProject: ...
    @overload
    def __call__(self, record: Instrument) -> BoundInstrument: ...
    @overload
    def __call__(self, record: File) -> BoundFile: ...
    @overload
    def __call__(self, record: IngestionRequest) -> BoundIngestionRequest: ...
    def __call__(self, record: Record) -> Record:
        """Return the record with verbs; the same one if its kind has none."""
        kind = KINDS.get(type(record))
        if kind is None:
            return record
        bound = kind.__new__(kind)  # without __init__: the record has passed its checks
        for slot, value in (("_wire", record._wire), ("_site", record._site), ("_binding", self)):
            object.__setattr__(bound, slot, value)
        return bound

    @property
    def client(self) -> Verbs:
        """What the client does itself."""
        from ..resources.verbs import Verbs

        return Verbs(self._connect())

    @property
    def datasets(self) -> DatasetOperations:
        """The logic of datasets."""
        from ..resources.datasets import DatasetOperations

        return DatasetOperations(self._connect())

    @property
    def samples(self) -> SampleOperations:
        """The logic of samples."""
        from ..resources.samples import SampleOperations

        return SampleOperations(self._connect())

    @property
    def projects(self) -> ProjectOperations:
        """The logic of projects."""
        from ..resources.projects import ProjectOperations

        return ProjectOperations(self._connect())

    @property
    def instruments(self) -> InstrumentOperations:
        """The logic of instruments."""
        from ..resources.instruments import InstrumentOperations

        return InstrumentOperations(self._connect())

    @property
    def files(self) -> FileOperations:
        """The logic of files."""
        from ..resources.files import FileOperations

        return FileOperations(self._connect())


class Bound(Record):
    """A record with verbs."""

    __slots__ = ()

    @classmethod
    def _noun(cls) -> str:
        return cls.__name__.removeprefix("Bound")

    @property
    def _bound(self) -> Binding:
        binding = getattr(self, "_binding", None)
        if isinstance(binding, Binding):
            return binding
        noun = self._noun()
        raise UsageError(
            f"This {noun} is a copy or was unpickled, and such a record holds no client.",
            hint="Give it to a method of a client, or get it anew with the client's get method.",
        )

    def _had(self, *names: str) -> dict[str, Any]:  # Any: truth values, beside texts that `get` may take
        """Return the parameters that ask for those parts of a record which come on request, and which this one has."""
        fields = {"metadata": "scientific_metadata"}
        return {f"include_{name}": self.get(fields.get(name, name)) is not None for name in names}

    def _only_fields(self, mapping: tuple[object, ...]) -> None:
        """Refuse what one would give to the ``update`` of a dictionary."""
        if mapping:
            names = list(mapping[0]) if isinstance(mapping[0], dict) else []
            call = ", ".join(f"{name}=..." for name in names) or "field=..."
            raise UsageError(
                f"A {self._noun()} is no dictionary: its update is a request, and takes fields by name.",
                hint=f"Call {self._noun().lower()}.update({call}) and keep the record that it returns.",
            )


class BoundToMetadata(Bound):
    """A record that has scientific metadata."""

    __slots__ = ()

    def metadata(self) -> Json:
        """Get the scientific metadata as it is now; see `client.datasets.get_scientific_metadata`."""
        return run(self._bound.datasets.get_scientific_metadata(self))

    def update_metadata(self, metadata: Mapping[str, object]) -> Json:
        """Add to the scientific metadata and get all of it; see `client.datasets.update_scientific_metadata`."""
        return run(self._bound.datasets.update_scientific_metadata(self, metadata))

    def replace_metadata(self, metadata: Mapping[str, object]) -> Json:
        """Replace all scientific metadata; see `client.datasets.replace_scientific_metadata`."""
        return run(self._bound.datasets.replace_scientific_metadata(self, metadata))


class BoundToDownloads(Bound):
    """A dataset or project: a download brings its record, and files."""

    __slots__ = ()

    @property
    @abstractmethod
    def _download(self) -> Download:
        """The client's verb that downloads it."""

    def download(
        self,
        output_dir: LocalPath = "crucible-downloads",
        no_files: bool = False,
        no_record: bool = False,
        overwrite_existing: bool = True,
        include: str | Iterable[str] | None = None,
        exclude: str | Iterable[str] | None = None,
        *,
        existing: Existing | None = None,
        workers: int | None = None,
        max_bytes: int | None = None,
        bytes_per_second: float | None = None,
        progress: Progressing = None,
        dry_run: bool = False,
        verify: bool = True,
    ) -> Downloaded:
        """Download it with its files, and get the paths; see `client.download` and `client.projects.download`."""
        chosen = (no_files, no_record, overwrite_existing, include, exclude)
        return run(
            self._download(
                self,
                output_dir,
                *chosen,
                existing=existing,
                workers=workers,
                max_bytes=max_bytes,
                bytes_per_second=bytes_per_second,
                progress=progress,
                dry_run=dry_run,
                verify=verify,
            )
        )


class BoundToRelatives(BoundToMetadata):
    """A dataset or sample: it has parents, children and links."""

    __slots__ = ()

    def link(self, other: Reference, *, relationship_type: Relationship | None = None) -> Confirmation:
        """Link to another record, a child if it is of the same kind; see `client.link`."""
        return run(self._bound.client.link(self, other, relationship_type=relationship_type))

    def unlink(self, other: Reference) -> Confirmation:
        """Take away the link to another record, parent or child; see `client.unlink`."""
        return run(self._bound.client.unlink(self, other))

    def get_links(self) -> list[Link]:
        """Get the links as they are now; see `client.get_links`."""
        return run(self._bound.client.get_links(self))

    def graph(self, recursive: bool = False) -> Graph:
        """Get the graph around the record; see `client.datasets.graph`."""
        return run(self._bound.datasets.graph(self, recursive))

    def ancestors(self, depth: int | None = None) -> list[Node]:
        """Get what the record came from, nearest first, samples before their datasets; see `Graph.ancestors`."""
        return self.graph(recursive=depth != 1).ancestors(self["unique_id"], depth)

    def descendants(self, depth: int | None = None) -> list[Node]:
        """Get what came from the record, nearest first; see `Graph.descendants`."""
        return self.graph(recursive=depth != 1).descendants(self["unique_id"], depth)
