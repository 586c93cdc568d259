"""A Crucible for one machine: a real server on SQLite and a folder.

>>> from crucible.sandbox import Sandbox
>>> with Sandbox() as sandbox:
...     sandbox.api_url.endswith("/api/v3")
True

It answers as the service does, keeps what it is given, and needs no account. Clients reach it by HTTP and do not know
the difference; nothing in it is a client, and nothing of the client's code is used in it, so that a mistake on one side
cannot hide on the other.

Mechanism
---------
`document`
    The OpenAPI document is router and validator: parameters and bodies are checked before a handler runs, answers
    before anything is committed. There are no second models to keep in step. Frameworks that read such a document were
    measured and are left out: they know OpenAPI 3.0 only, or take seconds for one large answer, or make a document of
    their own that differs from this one.
`app`, `call`, `handlers`
    One plain function per operation. What has none answers 501 and says so. What the service does in many corners is
    not known; `handlers.decisions` lists what is done here instead.
`store`
    Plain SQL on SQLite, one writer, full-text indexes for metadata and names.
`objects`, `resumable`, `downloads`, `signing`, `contents`
    The object store, on a port of its own, because it is another origin than the API: links expire and cannot be
    forged, content lies under its checksum, and an upload goes on after a restart.
`ingest`
    A worker thread; each file is read in a child process.
`serve`, `lock`
    uvicorn in a thread for both ports; one server per folder.

The folder belongs to this user alone: it holds the key of the first account, a platform administrator.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from crucible.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from .ingest import Worker
    from .lock import RootLock
    from .objects import Leak, Storage
    from .serve import Server
    from .store import Store

__all__ = ["Sandbox"]

PREFIX = "/api/v3"
DATABASE = "crucible.db"
ADMINISTRATOR_ID = "0000-0000-0000-000X"


class Sandbox:
    """A Crucible server in this process.

    Parameters
    ----------
    root
        Folder that holds everything; it is made if it does not exist, and what it holds is there again at the next
        start. Without it a temporary one is used and removed at the end.
    port, storage_port
        Ports of the API and of the object store on this machine; 0 takes any that is free.
    parser
        The command that reads files for ingestion, instead of the installed parsers.
    parser_time_limit_seconds
        How long reading one file may take.
    ingest
        Whether files are ingested in the background; otherwise `worker.step()` does it.

    Attributes
    ----------
    api_url, api_key, storage_url
        What a client needs, once the server is started. The key is a platform administrator's.
    root
        The folder.
    worker
        The ingestion worker.

    Raises
    ------
    ConfigError
        If another server uses the folder or one of the ports, if a newer release made the folder's database, or if
        the folder holds something else.
    """

    api_url: str
    api_key: str
    storage_url: str
    worker: Worker

    def __init__(
        self,
        root: Path | str | None = None,
        port: int = 0,
        *,
        storage_port: int = 0,
        parser: Sequence[str] | None = None,
        parser_time_limit_seconds: float = 120.0,
        ingest: bool = True,
    ) -> None:
        self._given_root = None if root is None else Path(root)
        self._ports = (port, storage_port)
        self._parser = parser
        self._parser_time_limit = parser_time_limit_seconds
        self._ingest = ingest
        self._closing = contextlib.ExitStack()
        self._is_running = False

    def __repr__(self) -> str:
        return f"Sandbox(root={str(self._given_root or 'temporary')!r})"

    @property
    def leaked_keys(self) -> Sequence[Leak]:
        """Requests that brought an API key to the object store, where none belongs."""
        return list(self._storage.leaked_keys)

    @property
    def key_file(self) -> Path:
        """Where the administrator's key is written."""
        return self.root / "key"

    def start(self) -> Sandbox:
        """Start to serve; returns when requests are answered."""
        if self._is_running:
            raise RuntimeError(f"the sandbox at {self.api_url} is running already")
        with contextlib.ExitStack() as undo:
            self.root = self._prepare_root(undo)
            self._serve(undo)
            self._closing = undo.pop_all()
        self._is_running = True
        atexit.register(self.close)  # for those who forget; a temporary folder should not stay behind
        return self

    def close(self) -> None:
        """Stop, and remove the folder if it was a temporary one. May be called again."""
        self._is_running = False
        self._closing.close()
        atexit.unregister(self.close)

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare_root(self, undo: contextlib.ExitStack) -> Path:
        from .lock import RootLock

        if self._given_root is None:
            root = Path(tempfile.mkdtemp(prefix="crucible-sandbox-"))
            undo.callback(shutil.rmtree, root, ignore_errors=True)
        else:
            root = self._given_root.expanduser().resolve()
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_folder_of_others(root)
            lock: RootLock = RootLock(root)
        except OSError as error:
            raise ConfigError(
                f"{root} cannot hold a sandbox: {error.strerror}.", hint="Name a folder that you can write to."
            ) from error
        undo.callback(lock.release)
        return root

    def _serve(self, undo: contextlib.ExitStack) -> None:
        """Put the parts together, the last one first to go when it ends."""
        from .app import Api
        from .call import World
        from .contents import Contents
        from .document import load_document
        from .front import Front
        from .handlers import HANDLERS, SLOW
        from .ingest import PARSER, Worker
        from .objects import Storage
        from .serve import HOST, Server, bound_socket
        from .signing import Signer
        from .store import Store

        sockets = [undo.enter_context(bound_socket(port)) for port in self._ports]
        urls = [f"http://{HOST}:{listening.getsockname()[1]}" for listening in sockets]
        self.api_url, self.storage_url = urls[0] + PREFIX, urls[1]
        store = Store(self.root / DATABASE)
        undo.callback(store.close)
        contents = Contents(self.root)
        self._storage: Storage = Storage(self.storage_url, store, contents, Signer(_secret(self.root / "secret")))
        self.api_key = self._administrator_key(store)
        with store.db.write():
            store.objects.drop_expired_uploads()
            store.ingestions.requeue_started()
        contents.sweep(store.objects.open_uploads(), store.objects.has_content)
        world = World(load_document(), store, self._storage, lambda: self.worker.wake())
        self.worker = Worker(world, self._parser or PARSER, self._parser_time_limit)
        front = Front({PREFIX: Api(PREFIX, world, HANDLERS, SLOW)})
        server: Server = Server({sockets[0]: front, sockets[1]: self._storage})
        if self._ingest:
            self.worker.start()
        undo.callback(self.worker.stop)
        server.start()
        undo.callback(server.stop)

    def _administrator_key(self, store: Store) -> str:
        """Return the first account's key, making what is missing of account, key and file."""
        with store.db.write():
            account = store.accounts.get(ADMINISTRATOR_ID) or store.accounts.create(
                unique_id=ADMINISTRATOR_ID,
                username="admin",
                first_name="Sandbox",
                last_name="Administrator",
                platform_role="admin",
            )
            key = store.accounts.key_of(account.unique_id)
            if key is None or not key.is_valid:
                key = store.accounts.issue_key(account.unique_id)
        _write_privately(self.key_file, key.text.encode("ascii"))
        return key.text


def _refuse_folder_of_others(root: Path) -> None:
    """Refuse a folder with other people's files in it, so that none of them can ever be mistaken for the sandbox's."""
    names = {path.name for path in root.iterdir()}
    if names - {"lock"} and DATABASE not in names:
        raise ConfigError(f"{root} is not empty and not a sandbox's folder.", hint="Name a new or an empty one.")


def _secret(path: Path) -> bytes:
    """Return what links are signed with; it is made once per folder."""
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        secret = b""
    if len(secret) < 32:
        secret = secrets.token_bytes(32)
        _write_privately(path, secret)
    return secret


def _write_privately(path: Path, content: bytes) -> None:
    """Write a file that only this user can read, in one step."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    temporary.replace(path)
