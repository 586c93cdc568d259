"""One file into one dataset, step by step: checksums, session, bytes, completion.

Signed parts come first. A resumable session takes their place where the service has them switched off or does not know
them, and for empty files, which have no parts. A session that an earlier run has begun is gone on with; one that the
service has forgotten is begun anew, once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from ..errors import (
    ApiError,
    ConflictError,
    CrucibleError,
    IntegrityError,
    NotAvailableError,
)
from . import refused
from .attempts import Attempts
from .chunks import chunk_size
from .journal import Begun, Entry
from .multipart import Parts
from .session import Session, SessionLostError
from .upload_look import THERE_AS

if TYPE_CHECKING:
    from collections.abc import Callable

    from .events import FileMeter, State
    from .journal import Journal
    from .source import Source
    from .upload import Uploads

logger = logging.getLogger(__name__)

# What the present client takes where the service does not say it.
DEFAULT_PART_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Attributes
    ----------
    record
        The file record: of this content, or of the other content that was left alone.
    state
        ``sent``, ``known`` (the dataset has this content already) or ``differs`` (other content has the name, and
        ``existing="skip"`` left it alone).
    reason
        What is to be said about it; mostly nothing.
    """

    record: Mapping[str, object]
    state: State
    reason: str = ""


class FileUpload:
    """The upload of one file, in two steps that may run in different threads: `prepare` reads, `send` sends.

    Parameters
    ----------
    run
        What all files have in common.
    dataset_id, source, name
        Which file goes where.
    meter
        Follows the bytes.
    journal
        What an earlier run has left, and this one leaves.
    """

    def __init__(
        self, run: Uploads, dataset_id: str, source: Source, name: str, meter: FileMeter, journal: Journal | None
    ) -> None:
        self._run = run
        self._service = run.service
        self._dataset_id = dataset_id
        self._source = source
        self._name = name
        self._meter = meter
        self._journal = journal
        self._attempts = Attempts(name, run.means.stop, run.means.policy)
        self._noted: Entry | None = None
        self._is_resumed = False
        self._is_replacing = False

    def prepare(self) -> str:
        """Return the SHA-256 of the file, which is read for its checksums unless an earlier run or call has done so.

        Raises
        ------
        TransferError
            The file cannot be read, or changed meanwhile.
        """
        if self._noted is None and self._journal:
            self._noted = self._journal.read(self._source.identity)
            self._is_resumed = self._noted is not None
        if self._noted is None:
            left = self._journal.read() if self._journal else None  # about the file as it was
            self._note(Entry.new(self._source.checksums(self._checked), left))
        return self._entry.checksums.sha256

    def _checked(self, done_bytes: int) -> None:
        self._attempts.go_on()
        self._meter.checked(done_bytes)

    def send(self) -> Outcome:
        """Send the file, or find out that it need not be sent.

        Raises
        ------
        CrucibleError
            See `crucible.transfer.upload`. What has arrived stays, and the next run goes on from there.
        """
        self.prepare()
        for is_last in (False, True):
            try:
                outcome = self._outcome()
            except SessionLostError:
                if is_last:
                    raise
                logger.info("%s: the session is gone, another one is begun", self._name)
                self._note(Entry.new(self._entry.checksums))
                self._is_resumed = False
                continue
            except IntegrityError:
                self._forget()  # its checksums may be those of other content, which left no trace when it changed
                raise
            break
        self._compare(outcome)
        self._forget()
        self._meter.end(outcome.state, outcome.reason)
        logger.info("%s: %s, %d bytes", self._source.path, outcome.state, self._source.size_bytes)
        return outcome

    def close(self) -> None:
        """Close the file, and let others have the journal."""
        self._source.close()
        if self._journal:
            self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _entry(self) -> Entry:
        assert self._noted is not None  # noqa: S101 - see `prepare`
        return self._noted

    def _note(self, entry: Entry) -> None:
        self._noted = entry
        if self._journal:
            self._journal.write(self._source.identity, entry, durable=self._is_replacing)

    def _outcome(self) -> Outcome:
        """Begin an upload, or go on with one, and bring it to its end."""
        begun, arrived = self._entry.session, None
        if begun is None:
            found = self._begin()
            if isinstance(found, Outcome):
                return found
            begun, arrived = found
            self._note(replace(self._entry, session=begun))
        size = begun.part_size
        return Outcome(self._by_session(begun) if size is None else self._by_parts(begun, size, arrived), "sent")

    # ---- beginning ----

    def _begin(self) -> Outcome | tuple[Begun, list[int]]:
        """Begin an upload in the way that this file and this service take."""
        size = self._entry.checksums.size_bytes
        if size and self._run.has_signed_parts:
            try:
                return self._signed()
            except (ApiError, NotAvailableError) as error:
                if not refused.is_switched_off(error):
                    raise
        begun = self._resumable()
        if size:
            self._run.has_signed_parts = False
        return begun if isinstance(begun, Outcome) else (begun, [])

    def _signed(self) -> Outcome | tuple[Begun, list[int]]:
        sums = self._entry.checksums
        try:
            answer = self._service.start_signed_upload(
                self._dataset_id,
                filename=self._name,
                size=sums.size_bytes,
                sha256_hash=sums.sha256,
                idempotency_key=self._entry.idempotency_key("new", self._dataset_id, self._name, sums.sha256),
            )
        except ConflictError as error:
            mfid = error.data.get("file_mfid")
            if error.code != "filename_exists" or not isinstance(mfid, str):
                raise
            other = self._service.file(mfid)
        else:
            known = answer.get("existing_file")
            namesake = self._namesake(known) if isinstance(known, Mapping) else None
            if namesake is None:
                return self._started(answer)
            other = namesake
        return self._beside(other) or self._replacing(other)

    def _namesake(self, known: Mapping[str, object]) -> Mapping[str, object] | None:
        """Return the file that is to be overwritten, if the dataset has the content, but under another name only."""
        if self._run.existing != "overwrite" or known.get("filename") == self._name:
            return None
        return self._run.files_of(self._dataset_id).get(self._name)

    def _beside(self, other: Mapping[str, object]) -> Outcome | None:
        """Return what a file of the same name means for this one; None if it is to be overwritten."""
        if other.get("sha256_hash") == self._entry.checksums.sha256:
            return Outcome(other, "known")
        if self._run.existing == "skip":
            return Outcome(other, "differs", 'the dataset has other content under this name, and existing="skip"')
        if self._run.existing == "overwrite":
            return None
        raise refused.taken(self._dataset_id, self._name, other)

    def _replacing(self, other: Mapping[str, object]) -> Outcome | tuple[Begun, list[int]]:
        """Begin to give a file other content."""
        sums = self._entry.checksums
        mfid, etag = str(other.get("mfid")), other.get("etag")
        etag = etag if isinstance(etag, str) and etag else "*"
        key = self._entry.idempotency_key("replacement", mfid, etag, sums.sha256)
        self._is_replacing = True
        self._note(self._entry)
        try:
            answer = self._service.start_replacement(
                mfid, size=sums.size_bytes, sha256_hash=sums.sha256, etag=etag, idempotency_key=key
            )
        except ConflictError as error:
            raise refused.not_replaced(error, self._name) from error
        except (ApiError, NotAvailableError) as error:
            if not refused.is_switched_off(error):
                raise
            raise refused.irreplaceable(self._dataset_id, self._name) from error
        return self._started(answer)

    def _started(self, answer: Mapping[str, object]) -> Outcome | tuple[Begun, list[int]]:
        known = answer.get("existing_file")
        if isinstance(known, Mapping):
            return self._known(known)
        upload_id, part_size = answer.get("upload_id"), answer.get("part_size") or DEFAULT_PART_BYTES
        if not isinstance(upload_id, str) or not isinstance(part_size, int) or part_size < 1:
            raise refused.unopened(self._dataset_id, self._name)
        arrived = answer.get("parts")
        numbers = [part["part_number"] for part in arrived] if isinstance(arrived, list) else []
        return Begun(upload_id, part_size=part_size), numbers

    def _known(self, record: Mapping[str, object]) -> Outcome:
        name = record.get("filename")
        reason = "" if name in (None, self._name) else THERE_AS.format(name)
        return Outcome(record, "known", reason)

    def _resumable(self) -> Outcome | Begun:
        # The session of an older service would write over a file of this name without a word.
        other = self._run.files_of(self._dataset_id).get(self._name)
        if other is not None and (outcome := self._beside(other)):
            return outcome
        sums = self._entry.checksums
        try:
            opened = self._service.start_upload(
                self._dataset_id, filename=self._name, size=sums.size_bytes, sha256_hash=sums.sha256
            )
        except ConflictError as error:
            mfid = error.data.get("file_mfid")
            if error.code != "filename_exists" or not isinstance(mfid, str):
                raise
            if outcome := self._beside(self._service.file(mfid)):
                return outcome
            raise refused.irreplaceable(self._dataset_id, self._name) from error
        known = opened.get("existing_file")
        if isinstance(known, Mapping):
            return self._known(known)
        upload_id, address = opened.get("upload_id"), opened.get("resumable_uri")
        if not isinstance(upload_id, str) or not isinstance(address, str):
            raise refused.unopened(self._dataset_id, self._name)
        return Begun(upload_id, address=address, chunk_bytes=chunk_size(opened.get("chunk_size_hint")))

    # ---- bytes, and the end ----

    def _by_parts(self, begun: Begun, part_size: int, arrived: list[int] | None) -> Mapping[str, object]:
        sums, service, dataset_id = self._entry.checksums, self._service, self._dataset_id
        upload_id = begun.upload_id

        def there() -> list[int]:
            return list(refused.found(lambda: service.arrived_parts(dataset_id, upload_id)))

        def sign(checksums: Mapping[int, str]) -> list[Mapping[str, object]]:
            return list(refused.found(lambda: service.sign_parts(dataset_id, upload_id, checksums)))

        def complete() -> Mapping[str, object]:
            return service.complete_signed_upload(
                dataset_id, upload_id=upload_id, sha256_hash=sums.sha256, crc32c=sums.crc32c
            )

        parts = Parts(self._run.means, sign, self._source, sums, part_size, self._meter)
        if arrived is None or self._is_resumed:
            arrived = there()
        with suppress(ConflictError):  # it takes no more parts: another process completes it just now
            parts.run(arrived)
        try:
            return self._completed(complete)
        except ConflictError as error:
            if error.code is not None:
                raise
            arrived = []
            with suppress(SessionLostError):
                arrived = there()
            if not arrived or len(set(arrived)) >= parts.count:
                raise self._mismatch(error) from error
        logger.info("%s: the service has lost some parts, they are sent again", self._name)
        parts.run(arrived)
        return self._completed(complete)

    def _by_session(self, begun: Begun) -> Mapping[str, object]:
        sums, means = self._entry.checksums, self._run.means
        session = Session(
            means.storage,
            begun.address or "",
            self._source,
            sums,
            begun.chunk_bytes or chunk_size(None),
            self._meter,
            self._attempts,
            rate=means.rate,
            is_resumed=self._is_resumed,
        )
        session.run()

        def complete() -> Mapping[str, object]:
            return self._service.complete_upload(self._dataset_id, upload_id=begun.upload_id, sha256_hash=sums.sha256)

        try:
            return self._completed(complete)
        except ConflictError as error:
            if error.code is not None:
                raise
            raise self._mismatch(error) from error

    def _mismatch(self, error: ConflictError) -> IntegrityError:
        """Return the error for bytes that are not those announced; the next run reads the file again."""
        return IntegrityError(
            f"The service did not take {self._source.path}: {error.detail.rstrip('.')}.",
            hint="Upload it again: it is read anew.",
        )

    def _forget(self) -> None:
        if self._journal:
            self._journal.remove()

    def _completed(self, complete: Callable[[], Mapping[str, object]]) -> Mapping[str, object]:
        """Have the service make a file of the bytes; where it does not say that it did, look whether it is there."""
        self._attempts.go_on()
        self._source.check()
        try:
            return complete()
        except CrucibleError as error:
            with suppress(CrucibleError):
                for record in self._service.files(self._dataset_id):
                    if self._is_this(record):
                        return record
            if isinstance(error, ApiError) and (error.status in refused.GONE or error.code == "filename_exists"):
                raise SessionLostError("The service has forgotten the upload.", status=error.status) from error
            if isinstance(error, ConflictError) and error.code == "etag_mismatch":
                self._forget()
                raise refused.not_replaced(error, self._name) from error
            raise

    def _is_this(self, record: Mapping[str, object]) -> bool:
        return (record.get("filename"), record.get("sha256_hash")) == (self._name, self._entry.checksums.sha256)

    def _compare(self, outcome: Outcome) -> None:
        """Raise unless the record is about the bytes of this file."""
        if outcome.state == "differs":
            return
        sums = self._entry.checksums
        for field, expected in (("size", sums.size_bytes), ("sha256_hash", sums.sha256)):
            if outcome.record.get(field) not in (None, expected):
                raise IntegrityError(
                    f"The service records {field} {outcome.record[field]} for {self._source.path}, "
                    f"which has {expected}.",
                    hint="Delete the file in the service and upload it again.",
                )
