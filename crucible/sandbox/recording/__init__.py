"""What a real service answers, written down without its secrets, and served again.

>>> from crucible.sandbox import Sandbox
>>> from crucible.sandbox.recording import recorded, replayed
>>> import tempfile, pathlib
>>> file = pathlib.Path(tempfile.mkdtemp()) / "tuesday.jsonl"
>>> with Sandbox() as service, recorded(service.api_url, file) as recorder:
...     recorder.api_url.endswith("/api/v3")
True
>>> with replayed(file) as replay:
...     replay.api_url.endswith("/api/v3")
True

Mechanism
---------
`recorder`, `upstream`
    Stands between a client and the service: each request is sent on, each answer handed back, the bytes of both as they
    come. Addresses of the storage in answers are exchanged for the recorder's own, so that files pass through it too.
`notes`
    What of an exchange is written.
`links`
    Which addresses those are, and what stands for them in the file.
`secrets`
    What a secret is, and what is written in its place.
`exchanges`
    The file: a line for each exchange. What cannot be searched for secrets is left out of it.
`replay`
    Answers again what was recorded.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crucible.config import checked_url

from .exchanges import ExistsError, RecordingError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from socket import socket

    from ..asgi import App
    from .notes import Notes
    from .replay import Replay

__all__ = ["ExistsError", "Recording", "RecordingError", "Replaying", "recorded", "replayed"]

BODY_BYTES = 1024 * 1024
"""A body that is no JSON is written down up to this size."""


@dataclass(frozen=True)
class Replaying:
    """A recording that is served.

    Attributes
    ----------
    api_url
        What a client uses in place of the service; every API key will do.
    storage_url
        The base of the addresses of files.
    file
        The recording.
    """

    api_url: str
    storage_url: str
    file: Path
    _replay: Replay = field(repr=False)

    @property
    def exchanges(self) -> int:
        """How many exchanges there are in the recording."""
        return self._replay.exchanges


@dataclass(frozen=True)
class Recording:
    """A recorder that listens.

    Attributes
    ----------
    api_url
        What a client uses in place of the service, with its own API key.
    storage_url
        The base of the addresses of files.
    file
        Where exchanges are written.
    """

    api_url: str
    storage_url: str
    file: Path
    _notes: Notes = field(repr=False)

    @property
    def exchanges(self) -> int:
        """How many exchanges were written."""
        return self._notes.written

    @property
    def without_body(self) -> int:
        """How many of them lack a body, because it is too large or cannot be searched for secrets."""
        return self._notes.without_body

    @property
    def not_written(self) -> int:
        """How many exchanges are not there, because a secret would be, or the disk did not take them."""
        return self._notes.not_written


@contextlib.contextmanager
def recorded(
    url: str,
    file: Path | str,
    *,
    port: int = 0,
    body_bytes: int = BODY_BYTES,
    tls: ssl.SSLContext | None = None,
    overwrite: bool = False,
) -> Iterator[Recording]:
    """Record what a service answers, for as long as the block lasts.

    Parameters
    ----------
    url
        Base URL of the service's API.
    file
        The recording: a new file that only this user can read.
    port
        Where to listen on this machine; 0 is any port that is free.
    body_bytes
        Bodies that are no JSON are written down up to this size; of larger ones, size and checksum.
    tls
        How to verify the service; as Python does it, unless given.
    overwrite
        Whether a file that is there goes.

    Raises
    ------
    ConfigError
        If the URL is none of an API, or would have the key sent in clear.
    ExistsError
        If there is such a file already, and it may not go.
    OSError
        If no file can be made there.
    PortTakenError
        If the port cannot be had.
    """
    from .exchanges import Writer
    from .recorder import Recorder

    path = Path(file).expanduser().absolute()
    base = checked_url(url)
    with contextlib.ExitStack() as undo:
        sockets, api, storage = _listening(undo, port)
        own = api + urlsplit(base).path
        writer = undo.enter_context(contextlib.closing(Writer(path, base, body_bytes, overwrite=overwrite)))
        recorder = Recorder(base, (own, storage), writer, tls, body_bytes)
        _serve(undo, dict(zip(sockets, (recorder.api, recorder.storage), strict=True)))
        yield Recording(own, storage, path, recorder.notes)


@contextlib.contextmanager
def replayed(file: Path | str, *, port: int = 0) -> Iterator[Replaying]:
    """Serve a recording, for as long as the block lasts.

    Parameters
    ----------
    file
        What `recorded` wrote.
    port
        Where to listen on this machine; 0 is any port that is free.

    Raises
    ------
    RecordingError
        If the file is no recording.
    PortTakenError
        If the port cannot be had.
    """
    from .exchanges import read
    from .replay import Replay

    path = Path(file).expanduser().absolute()
    head, exchanges = read(path)
    with contextlib.ExitStack() as undo:
        sockets, api, storage = _listening(undo, port)
        own = api + urlsplit(head["service"]).path
        replay = Replay(exchanges, own, storage)
        _serve(undo, dict(zip(sockets, (replay.api, replay.storage), strict=True)))
        yield Replaying(own, storage, path, replay)


def _listening(undo: contextlib.ExitStack, port: int) -> tuple[list[socket], str, str]:
    from ..serve import HOST, bound_socket

    sockets = [undo.enter_context(bound_socket(number)) for number in (port, 0)]
    api, storage = (f"http://{HOST}:{listening.getsockname()[1]}" for listening in sockets)
    return sockets, api, storage


def _serve(undo: contextlib.ExitStack, apps: dict[socket, App]) -> None:
    from ..serve import Server

    server = Server(apps)
    server.start()
    undo.callback(server.stop)
