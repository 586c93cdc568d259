"""What is noted about an upload, so that a later run goes on where this one ends, however it ends.

One small file for each file of this machine that goes into one dataset of one service under one name. It is found again
by those four; what it says counts only as long as the file has the size, the time of change and the number (inode) that
it had. It holds the checksums, so that the file need not be read again, and what opens the session of the upload: a
secret, since whoever has it can write to the session. It is replaced in one step by each change, and removed when the
upload is complete. A journal that cannot be read is as good as none, and so is one that cannot be written: then the
upload goes on without.

A process that is killed loses nothing, for what it wrote is with the system. A loss of power may lose the last seconds
of what the system has not yet put on the disk, and to wait for that would take longer than sending a small file. So
that is done for files of `DURABLE_BYTES` or more alone: a smaller one is read and sent again instead, and what the
service had of it expires there. It is done for whatever overwrites a file, too: the service takes no other content for
that file until the upload is ended by whoever knows it.

The owner of a journal holds the lock of a file beside it, which is removed when the owner has finished with it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import secrets
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from ..config.folders import make_folder, write_privately
from ..credentials import Secret, SecretText
from ..errors import ConfigError, TransferError
from .checksums import Checksums
from .locks import open_locked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .source import Identity

logger = logging.getLogger(__name__)

VALID_SECONDS = 7 * 24 * 3600.0
DURABLE_BYTES = 16 * 1024 * 1024
_FORM = 1
_MOST_FORMER = 8


@dataclass(frozen=True, slots=True)
class Begun:
    """An upload that the service has begun.

    Attributes
    ----------
    upload_id
        What the service calls it: a secret.
    part_size
        Size of the parts of an upload in signed parts; None for a resumable session.
    address
        Where the bytes of a resumable session go: a secret; None for signed parts.
    chunk_bytes
        How much goes there at a time.
    """

    upload_id: str
    part_size: int | None = None
    address: str | None = None
    chunk_bytes: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "upload_id", SecretText(self.upload_id))
        if self.address is not None:
            object.__setattr__(self, "address", SecretText(self.address))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is noted.

    Attributes
    ----------
    checksums
        Of the file as it was.
    key
        Random text. The keys by which the service recognises a repeated request are made from it, so that an upload
        whose beginning was not answered is found again.
    begun
        When, in seconds of the system's clock.
    session
        The upload, once the service has begun it.
    former
        What the service calls uploads in signed parts of former content, which nobody has ended.
    """

    checksums: Checksums
    key: str
    begun: float
    session: Begun | None = None
    former: tuple[str, ...] = ()

    @classmethod
    def new(cls, checksums: Checksums, left: Entry | None = None) -> Entry:
        """Return the entry of an upload that has not begun, after what is left of former content."""
        former = () if left is None else left.uploads[-_MOST_FORMER:]
        return cls(checksums, secrets.token_hex(16), time.time(), former=former)

    @property
    def uploads(self) -> tuple[str, ...]:
        """What the service calls the uploads in signed parts that have begun."""
        session = self.session
        return self.former if session is None or session.part_size is None else (*self.former, session.upload_id)

    def idempotency_key(self, *about: str) -> str:
        """Return the key of a request: the same for the same request, and another one for any other."""
        return hashlib.sha256("\0".join([self.key, *about]).encode(errors="surrogatepass")).hexdigest()[:32]


class Journals:
    """The journals of all uploads to one service.

    Parameters
    ----------
    folder
        Where they lie; it is made when it is needed, for this user alone.
    site
        Address of the service's API.
    """

    def __init__(self, folder: Path, site: str) -> None:
        self._folder = folder
        self._site = site
        self._is_tidy = False
        self._has_complained = False

    def open(self, dataset_id: str, name: str, path: Path) -> Journal:
        """Return the journal of an upload, which nobody else has until it is closed.

        Raises
        ------
        TransferError
            Another process or thread sends the same file to the same place now.
        """
        place = json.dumps([self._site, dataset_id, name, os.path.realpath(path)])
        token = hashlib.sha256(place.encode()).hexdigest()[:32]
        taken = TransferError(
            f"{path} is being sent as {name} to dataset {dataset_id} by another process or thread now.",
            hint="Wait for it, then call this again.",
        )
        try:
            make_folder(self._folder)
            self._tidy()
            return Journal(self._folder / f"{token}.json", taken, self._complain)
        except OSError as error:
            self._complain(error)
            return Journal(None, taken, self._complain)

    def _complain(self, error: Exception) -> None:
        """Say, once for all files, that nothing can be noted."""
        level = logging.DEBUG if self._has_complained else logging.WARNING
        self._has_complained = True
        logger.log(level, "Nothing is noted about uploads in %s: %s. They go on without.", self._folder, error)

    def _tidy(self) -> None:
        """Remove what is too old to be of use, once."""
        if self._is_tidy:
            return
        self._is_tidy = True
        oldest = time.time() - 2 * VALID_SECONDS
        for path in self._folder.glob("*.json"):
            with suppress(OSError, TransferError):
                if path.stat().st_mtime < oldest:
                    in_use = TransferError("It is in use.", hint="Wait for its upload.")
                    with Journal(path, in_use, self._complain) as journal:
                        journal.remove()


class Journal:
    """The notes about one upload.

    Parameters
    ----------
    path
        The file; None keeps no notes.
    taken
        What to raise if another process or thread has it.
    complain
        Called if nothing can be noted.
    """

    def __init__(self, path: Path | None, taken: TransferError, complain: Callable[[Exception], None]) -> None:
        self._path = path
        self._complain = complain
        self._lock: tuple[Path, int] | None = None
        if path is not None:
            beside = path.with_suffix(".lock")
            self._lock = beside, open_locked(beside, 0o600, taken=taken)

    def read(self, identity: Identity | None = None) -> Entry | None:
        """Return what is noted about the file as it is now; with no identity given, whatever is noted."""
        if self._path is None:
            return None
        try:
            noted = json.loads(self._path.read_bytes())
            entry = _entry(noted)
            if identity is not None and noted["file"] != list(identity):
                return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return entry if abs(time.time() - entry.begun) < VALID_SECONDS else None

    def write(self, identity: Identity, entry: Entry, *, durable: bool = False) -> None:
        """Note how far an upload has come; `durable` survives a loss of power, whatever the size of the file."""
        if self._path is None:
            return
        noted = {"form": _FORM, "file": list(identity), **_plain(entry)}
        durable = durable or entry.checksums.size_bytes >= DURABLE_BYTES
        try:
            write_privately(self._path, Secret(json.dumps(noted)), durable=durable)
        except ConfigError as error:
            self._complain(error)

    def remove(self) -> None:
        """Forget all."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let others have it."""
        if self._lock is None:
            return
        (path, descriptor), self._lock = self._lock, None
        if sys.platform == "win32":
            os.close(descriptor)  # an open file cannot be removed there
        with suppress(OSError):
            path.unlink()
        if sys.platform != "win32":
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _plain(entry: Entry) -> dict[str, Any]:  # Any: JSON
    checksums = {**asdict(entry.checksums), "blocks": base64.b64encode(entry.checksums.blocks).decode()}
    session = None if entry.session is None else asdict(entry.session)
    return {
        "checksums": checksums,
        "key": entry.key,
        "begun": entry.begun,
        "session": session,
        "former": list(entry.former),
    }


def _entry(noted: Any) -> Entry:  # Any: whatever was in a file
    """Read what was written.

    Raises
    ------
    ValueError, KeyError, TypeError
        It was not written here.
    """
    checksums, session = Checksums(**noted["checksums"]), noted["session"]
    checksums = replace(checksums, blocks=base64.b64decode(str(checksums.blocks), validate=True))
    begun = None if session is None else Begun(**session)
    former = tuple(SecretText(str(upload_id)) for upload_id in noted["former"])
    entry = Entry(checksums, noted["key"], noted["begun"], begun, former)
    facts = [
        (noted["form"], int),
        (checksums.size_bytes, int),
        (checksums.sha256, str),
        (checksums.crc32c, str),
        (entry.key, str),
        (entry.begun, float),
    ]
    if entry.session is not None:
        facts.append((entry.session.upload_id, str))
        facts.append(
            (entry.session.address, str) if entry.session.part_size is None else (entry.session.part_size, int)
        )
    if noted["form"] != _FORM or not all(isinstance(value, kind) for value, kind in facts):
        raise ValueError("not a journal")
    return entry
