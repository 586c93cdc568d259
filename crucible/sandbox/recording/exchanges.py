"""The file: JSON lines, the first about the recording, each of the others one exchange.

A line is written in one step, before the client has the end of the answer. Whatever happens then, the file is whole up
to there; half a line at its end, of a full disk, is left out when it is read.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from crucible.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from .secrets import Json, Secrets

FORMAT = 1
LARGEST_JSON_BYTES = 32 * 1024 * 1024

TOO_LARGE = "larger than --bytes allowed"
UNSEARCHABLE = "a form that cannot be searched for secrets"
NOT_JSON = "it is called JSON and cannot be read as such"
NOT_CLEAN = "a secret stands in it"


class RecordingError(ConfigError):
    """A recording cannot be written there, or cannot be read."""


class ExistsError(RecordingError):
    """There is such a file already."""


class Body(TypedDict, total=False):
    """A body as it is written: `json`, `text` or `base64`, or the reason why it is `withheld`."""

    json: Json
    text: str
    base64: str
    bytes: int
    sha256: str
    withheld: str


class Message(TypedDict):
    """Headers, and the body if there is one."""

    headers: dict[str, str]
    body: Body | None


class Exchange(TypedDict):
    """One request and its answer.

    `origin` is the API or the storage; `path` goes on from the base URL of the API, or is the number of an address of
    the storage; `broken` says why there is no whole answer.
    """

    at: str
    origin: str
    method: str
    path: str
    query: list[list[str]]
    request: Message
    status: int
    answer: Message
    broken: str | None


class Collected:
    """A body on its way: its checksum, and its bytes as far as they may be kept."""

    def __init__(self, most_kept: int) -> None:
        self._most_kept = most_kept
        self._hash = hashlib.sha256()
        self._kept = bytearray()
        self.size = 0

    def add(self, block: bytes) -> None:
        """Take some bytes."""
        self._hash.update(block)
        self.size += len(block)
        if self.size <= self._most_kept:
            self._kept += block
        else:
            self._kept.clear()

    @property
    def sha256(self) -> str:
        """The checksum of all bytes."""
        return self._hash.hexdigest()

    @property
    def content(self) -> bytes | None:
        """All bytes, unless they are too many."""
        return bytes(self._kept) if self.size <= self._most_kept else None


def summary(body: Collected) -> Body:
    """Return what can be said of any body."""
    return {"bytes": body.size, "sha256": body.sha256}


def as_bytes(body: Collected, most: int, secrets: Secrets) -> Body:
    """Return a body with its bytes, unless they are too many or have a secret in them."""
    content = body.content if body.size <= most else None
    if content is None:
        return {**summary(body), "withheld": TOO_LARGE}
    if secrets.are_in(content):
        return {**summary(body), "withheld": NOT_CLEAN}
    return {**summary(body), "base64": base64.b64encode(content).decode("ascii")}


def read_json(content: bytes | None) -> tuple[bool, Json]:
    """Return whether some bytes are JSON, and its value."""
    if content is None:
        return False, None
    try:
        return True, json.loads(content)
    except (ValueError, RecursionError):
        return False, None


class Writer:
    """Writes a recording.

    Parameters
    ----------
    path
        A file that is made for this user alone.
    service
        Base URL of the service's API.
    body_bytes
        Up to which size bodies are kept.
    overwrite
        Whether a file that is there goes.

    Raises
    ------
    RecordingError
        If it is there, and may not go.
    """

    def __init__(self, path: Path, service: str, body_bytes: int, *, overwrite: bool) -> None:
        if overwrite:
            path.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(path, flags, 0o600)
        except FileExistsError:
            raise ExistsError(f"There is a file {path} already.") from None
        self._path, self._size = path, 0
        head = {"crucible_recording": FORMAT, "service": service, "at": now(), "body_bytes": body_bytes}
        self._append(json.dumps(head))

    def write(self, exchange: Exchange, secrets: Secrets) -> bool:
        """Write an exchange; with a secret in it still, without headers and bodies, and if need be not at all.

        Returns
        -------
        bool
            Whether it was written.

        Raises
        ------
        RecordingError
            If the disk does not take it.
        """
        text = json.dumps(exchange)
        if secrets.are_in(text.encode("ascii")):
            for message in (exchange["request"], exchange["answer"]):
                message["headers"] = {}
                message["body"] = message["body"] and {"withheld": NOT_CLEAN}
            text = json.dumps(exchange)
            if secrets.are_in(text.encode("ascii")):
                return False
        self._append(text)
        return True

    def _append(self, text: str) -> None:
        left = memoryview(text.encode("ascii") + b"\n")
        try:
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._size)
            raise RecordingError(f"{self._path} cannot be written: {error.strerror}.") from error
        self._size += len(text) + 1

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def now() -> str:
    """Return the time, as recordings have it."""
    return datetime.now(UTC).isoformat("T", "milliseconds")


def read(path: Path) -> tuple[dict[str, Any], list[Exchange]]:
    """Return what a recording says of itself, and its exchanges.

    Raises
    ------
    RecordingError
        If it cannot be read, or is something else.
    """
    wrong = RecordingError(f"{path} is no recording.", hint="crucible sandbox record makes them.")
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}.") from error
    del lines[-1]  # nothing, or half a line that was not written to its end
    found: list[Any] = []
    for number, line in enumerate(lines, 1):
        is_json, value = read_json(line)
        if not is_json or not isinstance(value, dict):
            if number == 1:
                raise wrong
            raise RecordingError(f"{path}, line {number}, is no exchange.", hint="Remove the line.")
        found.append(value)
    if not found or not isinstance(found[0].get("service"), str) or "crucible_recording" not in found[0]:
        raise wrong
    if found[0]["crucible_recording"] != FORMAT:
        raise RecordingError(f"{path} was made by a newer release.", hint="Install that, or record again.")
    for number, exchange in enumerate(found[1:], 2):
        if not Exchange.__required_keys__ <= exchange.keys():
            raise RecordingError(f"{path}, line {number}, is no exchange.", hint="Remove the line.")
    return found[0], found[1:]
