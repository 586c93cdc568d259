"""One download: resources are planned one after another, a little ahead of the files that move, and put in order."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..errors import (
    AuthenticationError,
    ConnectionFailedError,
    CrucibleError,
    PartialTransferError,
    TransferCancelledError,
    TransferError,
)
from ..transport import limits
from . import background, manifest
from .events import Meter
from .fetch import SIZES
from .fetching import fetch_files
from .leftovers import remove_leftovers
from .names import RECORD_NAME, place_inside
from .plan import Plan, Space
from .rate import Budget, Rate
from .report import HERE, Downloaded, FileLine, TransferReport, place
from .verify import difference
from .whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ..transport.retry import Policy
    from ..transport.storage import Storage
    from .events import Progress
    from .fetch import Sizes
    from .options import Options
    from .plan import PlannedFile
    from .service import Service

logger = logging.getLogger(__name__)

PLANS = 16
"""Resources that are planned at a time, while the files of earlier ones move: each costs three answers of the API."""
COMPARED = 4
"""Files that a dry run reads at a time."""


class AlreadyThereError(TransferError, FileExistsError):
    """Something is there that must not be touched, and nothing was fetched."""


@dataclass(slots=True)
class Folder:
    """A resource and where it goes.

    Attributes
    ----------
    identity
        Its id.
    path, shown
        The folder without links on the way, and as the caller named it.
    record, plan
        What is known of it, once it has been asked for.
    lines
        What became of its files so far.
    unended
        How many files move.
    """

    identity: str
    path: Path
    shown: Path
    record: Mapping[str, object] | None = None
    plan: Plan = field(default_factory=Plan)
    lines: list[FileLine] = field(default_factory=list)
    unended: int = 0

    def failed(self, error: Exception) -> FileLine:
        """Return the line of a resource that could not even be planned."""
        return FileLine(
            name=RECORD_NAME,
            path=None,
            size_bytes=None,
            sha256=None,
            state="failed",
            reason=str(error),
            dataset_id=self.identity,
            error=error,
        )


class Run:
    """What the resources of one download share.

    Parameters
    ----------
    service, storage, options, policy
        As for `crucible.transfer.download`.
    output_dir
        The folder that all others are in.
    look
        Finds out what a resource is, and what its plan is.
    on_progress
        Called as bytes move.
    sizes
        Which files are fetched how.
    """

    def __init__(
        self,
        service: Service,
        storage: Storage,
        output_dir: Path,
        options: Options,
        policy: Policy,
        look: Callable[[Folder], None],
        on_progress: Callable[[Progress], None] | None,
        sizes: Sizes = SIZES,
    ) -> None:
        self._service = service
        self._storage = storage
        self._output_dir = output_dir
        self._options = options
        self._policy = policy
        self._look = look
        self._sizes = sizes
        self._stop = limits.stop_event()
        self._meter = Meter(on_progress)
        self._space = Space(output_dir)
        self._budget = Budget(options.max_bytes)
        self._folders: list[Folder] = []
        self._moving: dict[str, Folder] = {}

    def alone(self, folder: Folder) -> Downloaded:
        """Fetch one resource; if it cannot be planned, that is an error and nothing is fetched."""
        with limits.stoppable(self._stop):
            self._look(folder)
            self._begin(folder)
            self._move([folder])
            return self._ended()

    def several(self, folders: Iterable[Folder]) -> Downloaded:
        """Fetch several resources; one that cannot be planned is a line of the report."""
        with limits.stoppable(self._stop):
            if self._options.existing == "error":
                folders = list(folders)
                for folder in folders:
                    if folder.path.exists():
                        self._look(folder)
                        self._refuse(folder)
            self._move(background.ahead(self._planned, folders, PLANS, self._stop))
            return self._ended()

    # ---- planning, in threads of its own if there are several

    def _planned(self, folder: Folder) -> Folder:
        try:
            self._look(folder)
            self._begin(folder)
        except (AuthenticationError, ConnectionFailedError, TransferCancelledError):
            raise  # all others would fail as well
        except (CrucibleError, OSError) as error:
            folder.lines = [
                *folder.plan.lines,
                *(p.file.line("failed", str(error), p.target) for p in folder.plan.files),
            ]
            folder.plan = Plan()
            if folder.record is not None or not folder.lines:
                folder.lines.insert(0, folder.failed(error))
        return folder

    def _begin(self, folder: Folder) -> None:
        """Make the folder and save the record, if all of it can be stored there."""
        if self._options.existing == "error":
            self._refuse(folder)
        folder.lines += folder.plan.lines
        try:
            if not self._options.dry_run:
                folder.path.mkdir(parents=True, exist_ok=True)
                self._space.reserve(folder.plan, folder.path)
            if folder.record is not None:
                folder.lines.append(self._save_record(folder, folder.record))
        except CrucibleError:  # some of them are OSErrors as well
            raise
        except OSError as error:
            raise TransferError(
                f"The folder {folder.path} cannot be used: {error}.", hint="Name a folder that is yours to write."
            ) from error
        folder.record = None

    def _refuse(self, folder: Folder) -> None:
        there = [planned.target for planned in folder.plan.present]
        if folder.record is not None and (folder.path / RECORD_NAME).exists():
            there.insert(0, folder.path / RECORD_NAME)
        if there:
            raise AlreadyThereError(
                f"{there[0]} is there already, and existing='error'; nothing was fetched.",
                hint="Name another folder, or let existing= be 'skip', 'refresh' or 'overwrite'.",
            )

    def _save_record(self, folder: Folder, record: Mapping[str, object]) -> FileLine:
        """Write ``record.json`` and return its line; a failure is a line as well."""
        started = time.monotonic()
        text = json.dumps(dict(record), ensure_ascii=False, indent=2) + "\n"
        data = text.encode(errors="backslashreplace")  # half a surrogate pair has no UTF-8, but is valid when escaped
        path = folder.path / RECORD_NAME
        line = FileLine(
            name=RECORD_NAME,
            path=path,
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            state="planned" if self._options.dry_run else "saved",
            dataset_id=folder.identity,
        )
        try:
            place_inside(folder.path, RECORD_NAME)
            if self._options.there != "replace" and path.exists():
                if path.read_bytes() == data:
                    return replace(line, state="kept")
                if self._options.there == "keep":
                    reason = f"the record here is another one, and {self._options.keeping}"
                    return replace(line, state="differs", reason=reason)
            if not self._options.dry_run:
                write_whole(path, data)
        except (TransferError, OSError) as error:
            return replace(line, state="failed", reason=str(error), error=error)
        return replace(line, seconds=time.monotonic() - started)

    # ---- moving, in the thread of the caller, who sees the files begin and end

    def _move(self, folders: Iterable[Folder]) -> None:
        try:
            if self._options.dry_run:
                for line in background.ahead(self._would, self._files(folders), COMPARED, self._stop):
                    self._end(line)
                return
            moved = fetch_files(
                self._service,
                self._storage,
                self._files(folders),
                self._meter,
                stop=self._stop,
                policy=self._policy,
                workers=self._options.workers,
                rate=None if self._options.bytes_per_second is None else Rate(self._options.bytes_per_second),
                sizes=self._sizes,
            )
            with closing(moved) as lines:
                for line in lines:
                    self._end(line)
        except BaseException:
            self._stop.set()
            with suppress(CrucibleError, OSError):  # the next run will find out by itself what is here
                for folder in {id(folder): folder for folder in self._moving.values()}.values():
                    manifest.add(folder.path, folder.identity, folder.lines)
            raise

    def _files(self, folders: Iterable[Folder]) -> Iterator[PlannedFile]:
        for folder in folders:
            self._folders.append(folder)
            for line in folder.plan.lines:
                self._meter.passes(line.name, line.size_bytes, line.state, line.reason)
            # A dataset and one of its files may both have been asked for.
            planned_files = (one for one in folder.plan.files if str(one.target) not in self._moving)
            files = [planned for planned in planned_files if self._affords(folder, planned)]
            self._meter.expect(sum(planned.file.size_bytes or 0 for planned in files), len(files))
            folder.unended = len(files)
            if not files:
                self._close(folder)
            for planned in files:
                self._moving[str(planned.target)] = folder
                yield planned
            folder.plan = Plan(notices=folder.plan.notices)  # with many folders, only their lines are kept

    def _affords(self, folder: Folder, planned: PlannedFile) -> bool:
        size_bytes = planned.file.size_bytes
        if self._budget.takes(size_bytes):
            return True
        line = planned.file.line("left", self._budget.reason(size_bytes), planned.target)
        folder.lines.append(line)
        self._meter.passes(line.name, size_bytes, line.state, line.reason)
        return False

    def _would(self, planned: PlannedFile) -> FileLine:
        """Say what would become of a file if this were no dry run."""
        file, options = planned.file, self._options
        if not planned.target.exists():
            return file.line("planned", "", planned.target)
        if options.there == "replace":
            return file.line("planned", "what is here would be replaced", planned.target)
        try:
            reason = difference(
                planned.target,
                file.size_bytes,
                file.sha256 if options.verify else None,
                lambda _: limits.check(self._stop),
            )
        except OSError as error:
            return file.line("failed", str(error), planned.target)
        if not reason and (file.sha256 or not options.verify):
            return file.line("kept", "", planned.target)
        reason = reason or "the service has no checksum to compare it with"
        if options.there == "refresh":
            return file.line("planned", reason, planned.target)
        return file.line("differs", reason, planned.target)

    def _end(self, line: FileLine) -> None:
        target = place(line)
        assert target is not None  # noqa: S101 - it is that of a planned file
        folder = self._moving.pop(target)
        if line.state == "differs":
            line = replace(line, reason=f"{line.reason}, and {self._options.keeping}")
        folder.lines.append(line)
        folder.unended -= 1
        if not folder.unended:
            self._close(folder)

    def _close(self, folder: Folder) -> None:
        """Put the lines of a folder that is complete in order, and write them down."""
        folder.lines.sort(key=lambda line: (line.name != RECORD_NAME or bool(line.mfid), line.name))
        if not self._options.dry_run:
            remove_leftovers(folder.lines)
        if not self._options.dry_run and not self._options.flat:  # the first earlier client wrote no manifest
            try:
                manifest.add(folder.path, folder.identity, folder.lines)
            except (CrucibleError, OSError) as error:
                logger.warning("The manifest of %s was not written: %s", folder.identity, error)

    # ---- the end

    def _ended(self) -> Downloaded:
        """Return the paths; log what is to be known about the whole, and raise if something is missing."""
        lines = [line for folder in self._folders for line in folder.lines]
        report = TransferReport(tuple(lines), tuple(self._notices()), self._options.dry_run)
        for notice in report.notices:
            logger.warning("%s", notice)
        for line in lines:
            if line.state == "elsewhere":
                logger.warning("%s of dataset %s was not fetched: %s", line.name, line.dataset_id, line.reason)
        of = self._folders[0].identity if len(self._folders) == 1 else f"{len(self._folders)} resources"
        where = self._folders[0].path if len(self._folders) == 1 else self._output_dir
        if report.missing and not report.dry_run:
            raise PartialTransferError(
                f"{len(report.missing)} of {len(lines)} files of {of} are missing or differ in {where}: "
                f"{report.summary()}.",
                report=report,
                hint="Run it again to fetch what is missing; all other files are there.",
            ) from next((line.error for line in lines if line.error is not None), None)
        logger.info("%s: %s in %s", of, report.counts(), where)
        return Downloaded(self._paths(), report)

    def _notices(self) -> Iterator[str]:
        noticed = [folder for folder in self._folders if folder.plan.notices]
        if len(noticed) == 1:
            yield from noticed[0].plan.notices
        elif noticed:
            patterns = (
                f"include={list(self._options.selection.include)}, exclude={list(self._options.selection.exclude)}"
            )
            yield f"No file of {len(noticed)} of {len(self._folders)} resources is chosen by {patterns}."
        if not self._folders:
            yield "Nothing was asked for: the list of resources is empty."
        left = sum(line.state == "left" for folder in self._folders for line in folder.lines)
        if left:
            yield f"{left} files were left: max_bytes={self._options.max_bytes}."
        if not self._options.verify:
            yield "Checksums were not compared: verify=False."

    def _paths(self) -> Iterator[str]:
        states = HERE | {"planned"}
        for folder in self._folders:
            # What all paths of the folder begin with: as text, because a path costs more than its file's bytes.
            inside, shown = (str(path / "_")[:-1] for path in (folder.path, folder.shown))
            for line in folder.lines:
                if line.state in states and (path := place(line)) is not None:
                    yield shown + path.removeprefix(inside)
