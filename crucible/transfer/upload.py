"""One file into a dataset, through a resumable session."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import IntegrityError, TransferError, UsageError
from ..transport import limits
from .attempts import POLICY, Attempts
from .chunks import chunk_size
from .events import FileMeter, Meter
from .names import check_name
from .session import Session, SessionLostError
from .source import Source

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from ..transport.retry import Policy
    from ..transport.storage import StorageClient
    from .checksums import Checksums
    from .events import Progress, State
    from .service import Service

logger = logging.getLogger(__name__)


def upload(
    service: Service,
    dataset_id: str,
    path: str | os.PathLike[str],
    *,
    storage: StorageClient,
    name: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    policy: Policy = POLICY,
) -> Mapping[str, object]:
    """Send a file and return the file record that the service has for it.

    Parameters
    ----------
    service, storage
        The API and the object store.
    dataset_id
        Where the file belongs.
    path
        The file.
    name
        Its name in the dataset, with ``/`` between folders; without it, the last part of `path`.
    on_progress
        Called with a `Progress` as the file is read and sent.
    policy
        Attempts and pauses with the object store.

    Returns
    -------
    mapping
        The record. If the dataset has the same content already, the record of that, whatever its name; nothing is sent
        then.

    Raises
    ------
    UsageError
        If the file cannot be read or the name cannot be used; nothing was sent then.
    IntegrityError
        If the service has other bytes than this machine.
    TransferError
        If the file changed while it was sent, or the object store refused it.

    Notes
    -----
    Source: study of openapi/SOURCE.md, §4.14 (protocol A) and §7.1. The file is read twice, since its SHA-256
    opens the session.
    """
    with Source(path) as source:
        name = _checked(source.path.name if name is None else name)
        meter = FileMeter(Meter(on_progress, source.size_bytes), name, source.size_bytes)
        attempts = Attempts(name, limits.stop_event(), policy)

        def checked(done_bytes: int) -> None:
            attempts.go_on()
            meter.checked(done_bytes)

        checksums = source.checksums(checked)
        for last in (False, True):
            opened = service.start_upload(
                dataset_id, filename=name, size=checksums.size_bytes, sha256_hash=checksums.sha256
            )
            existing = opened.get("existing_file")
            if isinstance(existing, Mapping):
                return _ended(existing, "known", source, checksums, meter)
            upload_id, address = opened.get("upload_id"), opened.get("resumable_uri")
            if not isinstance(upload_id, str) or not isinstance(address, str):
                break
            chunk_bytes = chunk_size(opened.get("chunk_size_hint"))
            try:
                Session(storage, address, source, checksums, chunk_bytes, meter, attempts).run()
            except SessionLostError:
                if last:
                    raise
                continue
            attempts.go_on()
            record = service.complete_upload(dataset_id, upload_id=upload_id, sha256_hash=checksums.sha256)
            return _ended(record, "sent", source, checksums, meter)
    raise TransferError(f"The service opened no upload session for {name} in dataset {dataset_id}.")


def _checked(name: str) -> str:
    try:
        return check_name(name)
    except TransferError as error:
        raise UsageError(str(error), hint="Give another one with name=.") from error


def _ended(
    record: Mapping[str, object], state: State, source: Source, checksums: Checksums, meter: FileMeter
) -> Mapping[str, object]:
    """Return the record, if it is about the bytes of this file."""
    for field, expected in (("size", checksums.size_bytes), ("sha256_hash", checksums.sha256)):
        if record.get(field) not in (None, expected):
            raise IntegrityError(
                f"The service records {field} {record[field]} for {source.path}, which has {expected}.",
                hint="Delete the file in the service and upload it again.",
            )
    meter.end(state)
    logger.info("%s: %s, %d bytes", source.path, state, checksums.size_bytes)
    return record
