"""Files into datasets: each is read once for its checksums, and once more while it is sent.

`Uploads` is a run: what all of its files have in common. `upload` is the run of one file.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..errors import CrucibleError, NotFoundError, TransferCancelledError, TransferError, UsageError
from ..transport import limits
from .attempts import POLICY
from .events import FileMeter, Meter
from .multipart import Means
from .names import check_name
from .rate import Rate
from .sending import FileUpload
from .source import Source

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor

    from ..transport.retry import Policy
    from ..transport.storage import Storage
    from .events import Progress
    from .journal import Journals
    from .service import Service

Existing: TypeAlias = Literal["error", "skip", "overwrite"]
PARTS_AT_ONCE = 4


class Uploads:
    """What the uploads of one run have in common; several threads may use it.

    Parameters
    ----------
    service, storage
        The API and the object store.
    existing
        What to do where the dataset has other content under the name of a file: ``error``, ``skip`` (the file in the
        dataset is left alone, and so is this one), ``overwrite`` (it gets this content, unless somebody else gave it
        another one meanwhile).
    journals
        Where it is noted how far uploads have come; None notes nothing.
    helpers
        Threads that may help to send a large file. They may be those that send files: a file does not wait for help.
    parts_at_once
        How many parts of one file are sent at a time.
    rate
        How fast all of them go.
    stop
        Ends all of them within a second when it is set.
    policy
        Attempts and pauses with the object store.
    """

    def __init__(
        self,
        service: Service,
        storage: Storage,
        *,
        existing: Existing = "error",
        journals: Journals | None = None,
        helpers: Executor | None = None,
        parts_at_once: int = PARTS_AT_ONCE,
        rate: Rate | None = None,
        stop: threading.Event | None = None,
        policy: Policy = POLICY,
    ) -> None:
        if existing not in ("error", "skip", "overwrite"):
            raise UsageError(f"existing={existing!r} is unknown.", hint="Give 'error', 'skip' or 'overwrite'.")
        self.service = service
        self.existing = existing
        self.journals = journals
        self.means = Means(
            storage, stop or limits.stop_event(), rate or Rate(None), policy, helpers, max(parts_at_once, 1)
        )
        self.has_signed_parts = True
        """Whether the service is not known to be without uploads in signed parts."""
        self._turn = threading.Lock()
        self._files: dict[str, Mapping[str, Mapping[str, object]]] = {}

    def file(self, dataset_id: str, source: Source, name: str, meter: FileMeter) -> FileUpload:
        """Return the upload of one file, which is to be closed; it closes the file.

        Raises
        ------
        UsageError
            The name cannot be used.
        TransferError
            Another process or thread sends the same file to the same place.
        """
        journal = None if self.journals is None else self.journals.open(dataset_id, checked_name(name), source.path)
        return FileUpload(self, dataset_id, source, checked_name(name), meter, journal)

    def files_of(self, dataset_id: str) -> Mapping[str, Mapping[str, object]]:
        """Return the records of a dataset's files by their names, as they were when this was first asked."""
        with self._turn:
            if dataset_id not in self._files:
                self._files[dataset_id] = {str(file.get("filename")): file for file in self.service.files(dataset_id)}
            return self._files[dataset_id]

    def abort(self, dataset_id: str, path: str | os.PathLike[str], name: str | None = None) -> bool:
        """Give up what an earlier run has left of an upload, with all parts that have arrived.

        Parameters
        ----------
        dataset_id, path, name
            As in `upload`. The file need not be there any more.

        Returns
        -------
        bool
            Whether there was something to end. A resumable session cannot be ended; it is forgotten.

        Raises
        ------
        TransferError
            The upload is going on now.
        ConflictError
            The upload is complete.
        """
        if self.journals is None:
            return False
        path = Path(path)
        with self.journals.open(dataset_id, path.name if name is None else name, path) as journal:
            entry, aborted = journal.read(), False
            for upload_id in () if entry is None else entry.uploads:
                with suppress(NotFoundError):
                    self.service.abort_upload(dataset_id, upload_id)
                    aborted = True
            journal.remove()
            return aborted


def upload(
    service: Service,
    dataset_id: str,
    path: str | os.PathLike[str],
    *,
    storage: Storage,
    name: str | None = None,
    existing: Existing = "error",
    journals: Journals | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    policy: Policy = POLICY,
) -> Mapping[str, object]:
    """Send a file and return the file record that the service has for it.

    Parameters
    ----------
    service, storage, existing, journals, policy
        As for `Uploads`.
    dataset_id
        Where the file belongs.
    path
        The file.
    name
        Its name in the dataset, with ``/`` between folders; without it, the last part of `path`.
    on_progress
        Called with a `Progress` as the file is read and sent.

    Returns
    -------
    mapping
        The record. If the dataset has the same content already, the record of that, whatever its name; nothing is sent
        then.

    Raises
    ------
    UsageError
        If the file cannot be read or the name cannot be used; nothing was sent then.
    ConflictError
        If the dataset has other content under this name, and that is not to be overwritten, or was changed meanwhile.
    IntegrityError
        If the service has other bytes than this machine.
    TransferError
        If the file changed while it was sent, or the object store refused it.
    """
    stop = limits.stop_event()
    run = Uploads(service, storage, existing=existing, journals=journals, stop=stop, policy=policy)
    source = Source(path)
    name = source.path.name if name is None else name
    meter = FileMeter(Meter(on_progress, source.size_bytes, 1), name, source.size_bytes)
    try:
        with limits.stoppable(stop), source, run.file(dataset_id, source, name, meter) as file:
            return file.send().record
    except CrucibleError as error:
        if name not in error.message and not isinstance(error, TransferCancelledError):
            error.message = f"{name} was not sent to dataset {dataset_id}: {error.message}"
            error.args = (error.message,)
        raise


def checked_name(name: str) -> str:
    """Return a name that a file in a dataset can have.

    Raises
    ------
    UsageError
        It cannot be one.
    """
    try:
        return check_name(name)
    except TransferError as error:
        raise UsageError(error.message, hint="Give another one with name=, or with {name: path}.") from error
