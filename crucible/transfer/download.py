"""A resource in a folder: its record, and for a dataset its files."""

from __future__ import annotations

import contextvars
import json
import logging
import os
import time
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CrucibleError, PartialTransferError, TransferCancelledError, TransferError, UsageError
from ..transport import limits
from .attempts import POLICY, go_on
from .checksums import sha256_of
from .events import FileMeter, Meter
from .fetch import Fetch
from .globs import Selection
from .names import RECORD_NAME, check_name, place_inside
from .partial import write_whole
from .plan import Plan, check_space, plan, plan_one
from .report import FileLine, TransferReport

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Mapping

    from ..transport.retry import Policy
    from ..transport.storage import StorageClient
    from .events import Progress
    from .plan import PlannedFile
    from .service import Service

logger = logging.getLogger(__name__)

OUTPUT_DIR = "crucible-downloads"
WORKERS = 16
"""Small files cost a round trip each, so latency decides: more at a time than the machine has processors."""


def download(
    service: Service,
    resource_id: str,
    output_dir: str | os.PathLike[str] = OUTPUT_DIR,
    *,
    storage: StorageClient,
    no_files: bool = False,
    no_record: bool = False,
    overwrite_existing: bool = True,
    include: str | Iterable[str] | None = None,
    exclude: str | Iterable[str] | None = None,
    flat: bool = False,
    workers: int = WORKERS,
    on_progress: Callable[[Progress], None] | None = None,
    policy: Policy = POLICY,
) -> list[str]:
    """Fetch a record and, for a dataset, its files, each verified, and return where they are.

    Parameters
    ----------
    service, storage
        The API and the object store.
    resource_id
        What to fetch.
    output_dir
        Everything goes into the folder `resource_id` inside this one.
    no_files
        Only the record.
    no_record
        Only the files.
    overwrite_existing
        Whether files that are there already are replaced. If not, one that has the recorded size and checksum is kept,
        and another one is reported.
    include, exclude
        Patterns that choose data files; see `crucible.transfer.globs`.
    flat
        Put everything straight into `output_dir`, as the first earlier client did.
    workers
        How many files at a time.
    on_progress
        Called with a `Progress`, from the threads that move bytes, never from two at once.
    policy
        Attempts and pauses with the object store.

    Returns
    -------
    list of str
        Paths of what was saved or kept: ``record.json`` first, then the files in the order of their names.

    Raises
    ------
    PartialTransferError
        If a file could not be fetched or differs; its `report` has a line for each file. All others are there.
    TransferError
        If nothing can be written, or there is not enough room; nothing was fetched then.
    UsageError
        If an argument cannot be right; nothing was asked then.

    Notes
    -----
    Ctrl-C stops within a moment, and a later call goes on where this one stopped: what has arrived of a file whose
    checksum is known lies beside its target with the ending ``.part``.

    Source: parameters and layout of the folder are those of the earlier client's published documentation; for links the
    study of openapi/SOURCE.md, §4.15 and §7.4.
    """
    selection = Selection(include, exclude)
    if workers < 1:
        raise UsageError(f"workers={workers} would fetch nothing.", hint="Give 1 or more.")
    inner = _folder(resource_id, output_dir)
    folder = inner.parent if flat else inner
    record = service.record(resource_id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        planned = Plan()
        if record.get("resource_type") == "dataset" and not no_files:
            planned = plan(service, resource_id, folder, selection, overwrite_existing=overwrite_existing)
            check_space(planned, folder)
    except CrucibleError:  # some of them are OSErrors as well
        raise
    except OSError as error:
        raise TransferError(f"The folder {folder} cannot be used: {error}") from error
    lines = [] if no_record else [_save_record(record, folder, overwrite_existing)]
    files = _Files(service, storage, planned, on_progress, policy)
    lines += sorted((*planned.lines, *files.run(workers)), key=lambda line: line.name)
    report = TransferReport(tuple(lines), planned.notices)
    _tell(resource_id, folder, report, files.first_error)
    # The folder is named as the caller named it.
    shown = Path(output_dir) if flat else Path(output_dir, resource_id)
    return [str(shown / path.relative_to(folder)) for path in report.paths]


def download_file(
    service: Service,
    record: Mapping[str, object],
    output_dir: str | os.PathLike[str] = ".",
    *,
    storage: StorageClient,
    overwrite_existing: bool = True,
    on_progress: Callable[[Progress], None] | None = None,
    policy: Policy = POLICY,
) -> str:
    """Fetch one file of a dataset, verified, and return where it is.

    Parameters
    ----------
    service, storage, overwrite_existing, on_progress, policy
        As for `download`.
    record
        The file's record.
    output_dir
        The folder to put it into, under its name.

    Raises
    ------
    TransferError
        If it cannot be fetched or stored; nothing half-done has its name.
    """
    folder = Path(os.path.realpath(output_dir))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        planned = plan_one(record, folder, overwrite_existing=overwrite_existing)
        check_space(planned, folder)
    except CrucibleError:
        raise
    except OSError as error:
        raise TransferError(f"The folder {folder} cannot be used: {error}") from error
    files = _Files(service, storage, planned, on_progress, policy)
    line = [*planned.lines, *files.run(1)][0]
    if isinstance(files.first_error, CrucibleError):
        raise files.first_error
    if line.path is None or line.state not in ("saved", "kept"):
        raise TransferError(f"The file {line.name or record.get('mfid')} was not fetched: {line.reason}.")
    return str(Path(output_dir, line.path.relative_to(folder)))


def _folder(resource_id: str, output_dir: str | os.PathLike[str]) -> Path:
    try:
        if "/" in resource_id:
            raise TransferError("An id has no folders.")
        check_name(resource_id)
    except TransferError as error:
        raise UsageError(f"{resource_id!r} is not the id of a resource.") from error
    outside = Path(os.path.realpath(output_dir))
    folder = outside / resource_id
    if folder.is_symlink():
        raise TransferError(f"The folder {folder} is a symbolic link to {folder.readlink()}; nothing is written there.")
    return folder


def _save_record(record: Mapping[str, object], folder: Path, overwrite_existing: bool) -> FileLine:
    """Write ``record.json`` and return its line; a failure is a line as well."""
    started = time.monotonic()
    text = json.dumps(dict(record), ensure_ascii=False, indent=2) + "\n"
    data = text.encode(errors="backslashreplace")  # half a surrogate pair has no UTF-8, but is valid JSON when escaped
    path = folder / RECORD_NAME
    line = FileLine(name=RECORD_NAME, path=path, size_bytes=len(data), sha256=None, state="saved")
    try:
        place_inside(folder, RECORD_NAME)
        if path.exists() and not overwrite_existing:
            if path.read_bytes() == data:
                return replace(line, state="kept")
            return replace(line, state="differs", reason="the record here is another one, and overwrite_existing=False")
        write_whole(path, data)
    except (TransferError, OSError) as error:
        return replace(line, state="failed", reason=str(error))
    return replace(line, seconds=time.monotonic() - started)


class _Files:
    """The files of a plan, several at a time."""

    def __init__(
        self,
        service: Service,
        storage: StorageClient,
        planned: Plan,
        on_progress: Callable[[Progress], None] | None,
        policy: Policy,
    ) -> None:
        self._service = service
        self._storage = storage
        self._plan = planned
        self._meter = Meter(on_progress, planned.size_bytes)
        self._policy = policy
        self._stop = limits.stop_event()
        self.first_error: Exception | None = None

    def run(self, workers: int) -> list[FileLine]:
        """Fetch and verify all files and return their lines."""
        for line in self._plan.lines:
            FileMeter(self._meter, line.name, line.size_bytes).end(line.state, line.reason)
        with ThreadPoolExecutor(workers, thread_name_prefix="crucible-download") as pool:
            try:
                futures = [_submit(pool, partial(self._do, file, self._verify)) for file in self._plan.present]
                futures += [_submit(pool, partial(self._do, file, self._fetch)) for file in self._plan.files]
                _wait(futures, self._stop)
            except BaseException:
                self._stop.set()  # also those that have not begun see it, and end at once
                self._storage.disconnect()
                raise
        return [future.result() for future in futures]

    def _do(self, file: PlannedFile, work: Callable[[PlannedFile, FileMeter], FileLine]) -> FileLine:
        """Do one file; whatever goes wrong with it is its line, so that the others go on."""
        started = time.monotonic()
        meter = FileMeter(self._meter, file.file.name, file.file.size_bytes)
        try:
            go_on(self._stop)
            line = work(file, meter)
        except TransferCancelledError:
            raise
        except (CrucibleError, OSError) as error:
            self.first_error = self.first_error or error
            line = file.file.line("failed", str(error), file.target)
        meter.end(line.state, line.reason)
        return replace(line, seconds=time.monotonic() - started)

    def _fetch(self, file: PlannedFile, meter: FileMeter) -> FileLine:
        fetch = Fetch(file, self._service, self._storage, meter, self._stop, self._policy)
        size_bytes, sha256, remark = fetch.run()
        if remark:
            logger.warning("%s: %s", file.target, remark)
        return replace(file.file.line("saved", remark, file.target), size_bytes=size_bytes, sha256=sha256)

    def _verify(self, file: PlannedFile, meter: FileMeter) -> FileLine:
        """Compare a file that is here with what is recorded about it."""
        recorded = file.file

        def checked(done_bytes: int) -> None:
            go_on(self._stop)
            meter.checked(done_bytes)

        with file.target.open("rb") as opened:
            size_bytes = os.fstat(opened.fileno()).st_size
            reason = ""
            if recorded.size_bytes not in (None, size_bytes):
                reason = f"it has {size_bytes} bytes here and {recorded.size_bytes} in the service"
            elif recorded.sha256 is None:
                reason = "the service has no checksum to compare it with"
            elif sha256_of(opened, checked) != recorded.sha256:
                reason = "it has another content here than in the service"
        if reason:
            return recorded.line("differs", f"{reason}, and overwrite_existing=False", file.target)
        return recorded.line("kept", "", file.target)


def _submit(pool: ThreadPoolExecutor, function: Callable[[], FileLine]) -> Future[FileLine]:
    """Run a function in a thread with what the caller's context has set, such as whose rights requests ask for."""
    context = contextvars.copy_context()
    return pool.submit(lambda: context.run(function))


def _wait(futures: list[Future[FileLine]], stop: threading.Event) -> None:
    """Wait until all are done; raise what the first that fails raises, and if the transfer is to end."""
    left = set(futures)
    while left:
        go_on(stop)
        # With a time-out, because Windows does not deliver Ctrl-C to a thread that waits for ever.
        done, left = wait(left, timeout=0.2, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()


def _tell(resource_id: str, folder: Path, report: TransferReport, cause: Exception | None) -> None:
    """Log what is to be known about the whole, and raise if something is missing."""
    for notice in report.notices:
        logger.warning("%s", notice)
    for line in report.lines:
        if line.state == "elsewhere":
            logger.warning("%s of dataset %s was not fetched: %s", line.name, resource_id, line.reason)
    if report.missing:
        raise PartialTransferError(
            f"{len(report.missing)} of {len(report.lines)} files of {resource_id} are missing or differ in {folder}: "
            f"{report.summary()}.",
            report=report,
            hint="Run it again to fetch what is missing; all other files are there.",
        ) from cause
    logger.info("%s: %d files in %s", resource_id, len(report.paths), folder)
