"""Many files into one dataset: several are read and sent at a time, and each has a line that says what became of it.

A thread reads a file for its checksums and sends it. While it sends, others read theirs; threads that have nothing else
to do send parts of large files. What goes wrong with one file is its line, and the others go on; only what would go
wrong with every file ends all.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from ..errors import (
    AuthenticationError,
    ConnectionFailedError,
    CrucibleError,
    NotFoundError,
    PartialTransferError,
    PermissionDeniedError,
    ServerError,
    TransferCancelledError,
    TransferError,
)
from ..records import File
from ..transport import limits
from . import manifest
from .attempts import POLICY, go_on
from .events import FileMeter, Meter
from .folder import Chosen
from .free_lanes import FreeLanes
from .lanes import Lanes
from .names import shown_name
from .rate import Budget, Rate
from .report import TransferReport, Uploaded, named
from .source import Source
from .twins import Twins
from .upload import Uploads
from .upload_look import line_of, would_be
from .upload_options import UploadOptions
from .views import open_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..transport.retry import Policy
    from ..transport.storage import Storage
    from .events import State
    from .folder import Choice
    from .journal import Journals
    from .report import FileLine
    from .service import Service

    Ended = tuple[int, FileLine, File | None]

logger = logging.getLogger(__name__)

ROOM = 512
"""So many files wait for a thread."""
SMALL_BYTES = 1024 * 1024
MOST_TEXTS = 1000
"""So many texts are looked for in other records."""
ANSWERS_PER_FILE = 4
"""Of the service and the store, for a file of one part: begin, sign, send, complete."""
MOST_UNREACHED = 8
"""After so many files in a row that did not reach the service or the store, the others are not begun."""
_ENDED = Chosen("", "")
_SENT: frozenset[State] = frozenset({"sent", "known"})


def upload_many(
    service: Service,
    dataset_id: str,
    choice: Choice,
    options: UploadOptions = UploadOptions(),  # noqa: B008 - it is frozen
    *,
    storage: Storage,
    journals: Journals | None = None,
    policy: Policy = POLICY,
) -> Uploaded[File]:
    """Send files and return their records.

    Parameters
    ----------
    service, storage
        The API and the object store.
    dataset_id
        Where the files belong.
    choice
        Which files, under which names; see `crucible.transfer.folder`.
    options
        How.
    journals
        Where it is noted how far uploads have come; None notes nothing.
    policy
        Attempts and pauses with the object store.

    Returns
    -------
    Uploaded
        The records of the files in the order of the choice; of content that the dataset had already, the record of
        that; with ``existing="skip"``, also those of files that were left alone. Its `report` has a line for each file.

    Raises
    ------
    PartialTransferError
        Some files were not sent; its `report` has a line for each. What has arrived stays.
    NotFoundError, PermissionDeniedError, AuthenticationError
        Nothing can be sent to this dataset; nothing was.
    """
    with open_view(options.progress) as on_progress:
        run = _Run(service, storage, dataset_id, choice, options, journals, policy, Meter(on_progress))
        return run.run()


@dataclass(slots=True)
class _One:
    """A file that is sent.

    Attributes
    ----------
    place, chosen
        Which one.
    meter
        Follows the bytes.
    has_waited, content
        Whether another file of its content came before it; its SHA-256 while others wait for it.
    turn
        Held while file and journal are open: it may be told to go on before who let it wait has closed them.
    """

    place: int
    chosen: Chosen
    meter: FileMeter
    has_waited: bool = False
    content: str = ""
    turn: threading.Lock = field(default_factory=threading.Lock)


class _Run:
    """What the files of one upload share."""

    def __init__(
        self,
        service: Service,
        storage: Storage,
        dataset_id: str,
        choice: Choice,
        options: UploadOptions,
        journals: Journals | None,
        policy: Policy,
        meter: Meter,
    ) -> None:
        self._service = service
        self._dataset_id = dataset_id
        self._choice = choice
        self._options = options
        self._meter = meter
        self._stop = limits.stop_event()
        self._budget = Budget(options.max_bytes)
        self._lanes: Lanes[Ended] = Lanes("crucible-upload", self._stop, options.workers)
        self._uploads = Uploads(
            service,
            storage,
            existing=options.existing,
            journals=journals,
            helpers=FreeLanes(self._lanes),
            rate=Rate(options.bytes_per_second),
            stop=self._stop,
            policy=policy,
        )
        self._lines: list[FileLine | None] = [None] * len(choice.files)
        self._records: list[File | None] = [None] * len(choice.files)
        self._left = 0
        self._twins = Twins(self._stop)
        self._texts: dict[str, str] = {}
        self._turn = threading.Lock()
        self._unreached = 0
        self._arrived = 0
        self._reason_for_all: CrucibleError | None = None

    def run(self) -> Uploaded[File]:
        with limits.stoppable(self._stop):
            places = self._affordable()
            if self._options.dry_run:
                wanted = [self._choice.files[place] for place in places]
                looked = would_be(self._service, self._dataset_id, wanted, self._options.existing, self._stop)
                for place, line in zip(places, looked, strict=True):
                    self._note(place, line)
            else:
                try:
                    self._send(places)
                finally:
                    self._write_manifests()
            return self._ended()

    def _affordable(self) -> list[int]:
        """Return the places of the files that are to be sent; the others get their lines."""
        places: list[int] = []
        size_bytes = 0
        for place, chosen in enumerate(self._choice.files):
            if chosen.state is not None:
                self._note(place, line_of(self._dataset_id, chosen, chosen.state, chosen.reason))
            elif not self._budget.takes(chosen.size_bytes):
                reason = self._budget.reason(chosen.size_bytes)
                self._note(place, line_of(self._dataset_id, chosen, "left", reason))
                self._left += 1
            else:
                places.append(place)
                size_bytes += chosen.size_bytes
        self._meter.expect(size_bytes, len(places))
        return places

    def _note(self, place: int, line: FileLine) -> None:
        self._lines[place] = line
        self._meter.passes(line.name, line.size_bytes, line.state, line.reason)

    # ---- sending: `_send` in the thread of the caller, `_do` and what it calls in others

    def _send(self, places: list[int]) -> None:
        waiting = 0
        try:
            for place in places:
                chosen = self._choice.files[place]
                self._twins.expect(place, chosen.size_bytes)
                meter = FileMeter(self._meter, chosen.name, chosen.size_bytes)
                self._lanes.put(partial(self._do, _One(place, chosen, meter)))
                waiting += 1
                while waiting >= ROOM or self._lanes.has_result():
                    self._end(*self._lanes.result())
                    waiting -= 1
            for _ in range(waiting):
                self._end(*self._lanes.result())
        except BaseException as stopped:
            self._stop.set()
            if not isinstance(stopped, Exception) or isinstance(stopped, TransferCancelledError):
                self._say_how_far(stopped)
            raise
        finally:
            self._lanes.close()

    def _say_how_far(self, stopped: BaseException) -> None:
        note = (
            f"{self._arrived} of {len(self._lines)} files are in dataset {self._dataset_id}: "
            "the same call sends the rest, and goes on where a file was broken off."
        )
        logger.warning("The upload was stopped. %s", note)
        stopped.add_note(note)

    def _end(self, place: int, line: FileLine, record: File | None) -> None:
        self._lines[place], self._records[place] = line, record
        self._choice.files[place] = _ENDED  # its line says it all, and there may be very many files

    def _do(self, one: _One) -> Ended | None:
        """Send one file, or let it wait for another one of its content; what goes wrong is in its line."""
        go_on(self._stop)
        started, record = time.monotonic(), None
        try:
            if self._reason_for_all is not None:
                raise TransferError(
                    f"It was not begun: {self._reason_for_all.message}", hint="Call it again when that is mended."
                ) from self._reason_for_all
            sent = self._sent(one)
            if sent is None:
                return None
            line, record = sent
        except TransferCancelledError:
            raise
        except (CrucibleError, OSError) as error:
            self._think_of_others(error)
            reason = error.message if isinstance(error, CrucibleError) else str(error)
            line = line_of(self._dataset_id, one.chosen, "failed", reason, error)
            one.meter.end("failed", reason)
        else:
            with self._turn:
                self._unreached = 0
                self._arrived += line.state in _SENT
        finally:
            self._twins.unreadable(one.place, one.chosen.size_bytes)
        if one.content:
            self._twins.ended(one.content, is_there=line.state in _SENT)
        return one.place, replace(line, seconds=time.monotonic() - started), record

    def _think_of_others(self, error: Exception) -> None:
        """Decide whether it makes sense to begin other files after one has failed."""
        with self._turn:
            self._unreached += isinstance(error, ConnectionFailedError | ServerError)
            concerns_all = isinstance(error, AuthenticationError) or (
                isinstance(error, NotFoundError | PermissionDeniedError) and not self._arrived
            )
            is_reason = concerns_all or self._unreached == MOST_UNREACHED
            if is_reason and self._reason_for_all is None and isinstance(error, CrucibleError):
                self._reason_for_all = error

    def _sent(self, one: _One) -> tuple[FileLine, File] | None:
        chosen, source = one.chosen, Source(one.chosen.path)
        one.meter.size_bytes = source.size_bytes
        with one.turn, source, self._uploads.file(self._dataset_id, source, chosen.name, one.meter) as sending:
            if not self._may_send(one, sending.prepare()):
                return None
            began = time.monotonic()
            outcome = sending.send()
            if source.size_bytes <= SMALL_BYTES:
                answers = ANSWERS_PER_FILE if outcome.state == "sent" else 1
                self._lanes.answered((time.monotonic() - began) / answers)
        record = File(self._kept_once(outcome.record, chosen.name))
        if ".zarr/" in chosen.name and (other := shown_name(record)) != chosen.name:
            raise TransferError(
                f"A dataset keeps content once, this as {other}, and a chunk of Zarr without a file is read as empty: "
                "keep the store in one file, by zarr.storage.ZipStore.",
                hint="Send that file instead.",
            )
        return line_of(self._dataset_id, chosen, outcome.state, outcome.reason, record=record), record

    def _may_send(self, one: _One, sha256: str) -> bool:
        """Whether a file that has been read is to be sent now; else that comes later, after another of its content."""
        if one.has_waited:
            return True

        def when_it_may(is_first: bool) -> None:
            one.has_waited, one.content = True, sha256 if is_first else ""
            self._lanes.put(partial(self._do, one), first=True)

        if self._twins.is_first(one.place, one.chosen.size_bytes, sha256, when_it_may):
            one.content = sha256
            return True
        return False

    def _kept_once(self, wire: Mapping[str, object], name: str) -> dict[str, object]:
        """Return a record whose texts are those of other records where they are equal: there may be very many files."""
        texts = self._texts
        kept: dict[str, object] = {}
        for key, value in wire.items():
            if isinstance(value, str):
                value = name if value == name else texts.get(value, value)
                if len(texts) < MOST_TEXTS:
                    texts.setdefault(value, value)
            kept[sys.intern(key)] = value
        return kept

    # ---- the end

    def _write_manifests(self) -> None:
        """Note in the folders that were sent what the dataset has of them, so that they can be verified later."""
        for folder, places in self._choice.roots:
            lines = (
                line
                for place in places
                if (line := self._lines[place]) is not None
                and line.state in _SENT
                and (record := self._records[place]) is not None
                and record.filename == line.name
            )
            try:
                manifest.add(folder, self._dataset_id, lines)
            except (CrucibleError, OSError) as error:
                logger.info("The manifest of %s was not written to %s: %s", self._dataset_id, folder, error)

    def _ended(self) -> Uploaded[File]:
        """Return the records; log what is to be known about the whole, and raise if a file was not sent."""
        lines = tuple(line for line in self._lines if line is not None)
        notices = tuple(self._notices())
        report = TransferReport(lines, (*notices, *self._choice.remarks), self._options.dry_run)
        for notice in notices:
            logger.warning("%s", notice)
        failed = [line for line in lines if line.state == "failed"]
        if failed and not report.dry_run:
            reason = self._reason_for_all
            if reason is not None and not self._arrived and not isinstance(reason, ConnectionFailedError | ServerError):
                raise reason
            names = named(f"{line.name} ({line.reason.rstrip('.')})" for line in failed)
            raise PartialTransferError(
                f"{len(failed)} of {len(lines)} files were not sent to dataset {self._dataset_id}: {names}.",
                report=report,
                hint="Run it again to send what is missing; all other files are there.",
            ) from failed[0].error
        logger.info("%s: %s", self._dataset_id, report.counts())
        return Uploaded((record for record in self._records if record is not None), report)

    def _notices(self) -> Iterator[str]:
        yield from self._choice.notices
        if not self._lines and not self._choice.notices:
            yield "Nothing was to be sent: the list of files is empty."
        differing = sum(line is not None and line.state == "differs" for line in self._lines)
        if differing and not self._options.dry_run:
            were = "1 file was" if differing == 1 else f"{differing:,} files were"
            yield f'{were} not sent, because the dataset has other content under the name: existing="skip".'
        elsewhere = sum(line is not None and line.state == "known" and bool(line.reason) for line in self._lines)
        if elsewhere:
            yield f"{elsewhere} files have content that the dataset keeps under another name; the report says which."
        if self._left:
            yield f"{self._left} files were left: max_bytes={self._options.max_bytes}."
