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
`document`, `complaints`
    The OpenAPI document is router and validator: parameters and bodies are checked before a handler runs, answers
    before anything is committed. There are no second models to keep in step. Frameworks that read such a document were
    measured and are left out: they know OpenAPI 3.0 only, or take seconds for one large answer, or make a document of
    their own that differs from this one.
`origins`, `front`, `app`, `call`, `answers`, `handlers`
    One plain function per operation of v3. What the service does in many corners is not known; `handlers.decisions`
    lists what is done here instead.
`v2`
    The older version of the API, as a dialect of the same handlers.
`store`
    Plain SQL on SQLite, one writer, full-text indexes for metadata and names.
`objects`, `resumable`, `parts`, `token_uploads`, `xml_parts`, `receiving`, `downloads`, `signing`, `refusals`,
`contents`, `sweeper`
    The object store, on a port of its own, because it is another origin than the API: links expire and cannot be
    forged, content lies under its checksum, and an upload goes on after a restart.
`ingest`, `images`
    A worker thread; each file is read in a child process. Thumbnails are told by their first bytes.
`faults`, `faults_api`, `injector`, `lessons`
    What goes wrong on demand: which requests it befalls, how it is asked for over HTTP, and how it happens; ready-made
    ones for teaching.
`page`, `request_log`
    Everything as a web page for the person who started it, and the latest requests, which it shows.
`serve`, `protocol`, `asgi`, `bodies`, `forms`, `tls`, `certificates`, `foreground`
    uvicorn in a thread for both ports, with limits to what one client may take up, and with TLS where that is asked
    for; the same in a terminal.
`printers`
    Printers of labels that were attached: folders.
`folder`, `lock`, `ports`, `running`, `control`, `background`
    One server per folder, at the same ports each time; how others find it, ask how it is, start one and make it end.
`seed`, `world`, `demo_world`
    A world to begin with: described by a file, or the small one that comes along.
`snapshot`, `restoring`, `replacing`
    Everything as one file, taken while the server runs, and a folder made of it.

The folder belongs to this user alone: it holds the key of the first account, a platform administrator.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from crucible.errors import ConfigError, UsageError

from .faults import Faults
from .folder import DATABASE, explained, prepare, secret, write_privately

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from socket import socket
    from ssl import SSLContext
    from types import TracebackType

    from .asgi import App
    from .call import World
    from .document import Operation
    from .ingest import Worker
    from .objects import Leak, Storage
    from .printers import Printers
    from .serve import Server
    from .store import Store

__all__ = ["Sandbox"]

PREFIX = "/api/v3"
ADMINISTRATOR_ID = "0000-0000-0000-000X"


class Sandbox:
    """A Crucible server in this process.

    Parameters
    ----------
    root
        Folder that holds everything; it is made if it does not exist, and what it holds is there again at the next
        start. Without it a temporary one is used and removed at the end.
    port, storage_port
        Ports of the API and of the object store on this machine; 0 takes the one that the folder's server had last
        time, so that uploads under way find it again, or any that is free.
    parser
        The command that reads files for ingestion, instead of the installed parsers.
    parser_time_limit_seconds
        How long reading one file may take.
    ingest
        Whether files are ingested in the background; otherwise `worker.step()` does it.
    part_size_bytes
        Size of the parts of signed uploads; tests of clients want small ones.
    hosts
        Further names that requests may call the server by, such as that of a proxy before it.
    tls
        Whether both ports speak TLS, certified by an authority of this folder that nobody else trusts.
    seed
        Name of a small world to begin with; ``"demo"`` is the only one. What is there of it already is left alone.
    on_stop
        Called, in the server's thread, when ``crucible sandbox stop`` asks this server to end; without it such a
        request is refused, because the program that the server is a part of ends it.

    Attributes
    ----------
    api_url, api_key, storage_url
        What a client needs, once the server is started. The key is a platform administrator's.
    root
        The folder.
    authority_file
        With TLS, the certificate of the authority to trust, else None.
    worker
        The ingestion worker.
    printers
        The printers of labels.
    faults
        What is to go wrong.

    Raises
    ------
    ConfigError
        If another server uses the folder or one of the ports, if a newer release made the folder's database, if the
        folder holds something else or cannot be written to, or if the packages of the extra ``sandbox`` are missing.
    """

    api_url: str
    api_key: str
    storage_url: str
    authority_file: Path | None = None
    worker: Worker
    printers: Printers

    def __init__(
        self,
        root: Path | str | None = None,
        port: int = 0,
        *,
        storage_port: int = 0,
        parser: Sequence[str] | None = None,
        parser_time_limit_seconds: float = 120.0,
        ingest: bool = True,
        part_size_bytes: int = 64 * 1024 * 1024,
        hosts: Sequence[str] = (),
        tls: bool = False,
        seed: Literal["demo"] | None = None,
        on_stop: Callable[[], None] | None = None,
    ) -> None:
        if seed not in (None, "demo"):
            raise UsageError(f"There is no world called {seed!r} to begin with.", hint='There is "demo".')
        self._given_root = None if root is None else Path(root)
        self._ports = (port, storage_port)
        self._parser = parser
        self._parser_time_limit = parser_time_limit_seconds
        self._ingest = ingest
        self._part_size_bytes = part_size_bytes
        self._seed = seed
        self._on_stop = on_stop
        self._hosts = hosts
        self._tls = tls
        self.faults = Faults(_operations)
        self._token = secrets.token_hex(16)
        self._closing = contextlib.ExitStack()
        self._is_running = False

    def __repr__(self) -> str:
        where = "a temporary folder" if self._given_root is None else repr(str(self._given_root))
        return f"Sandbox({where}, {self.api_url if self._is_running else 'not running'})"

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
            try:
                self.root = self._prepare_root(undo)
                with explained(self.root):
                    self._serve(undo)
                    self._announce(undo)
            except ModuleNotFoundError as error:
                raise ConfigError(
                    f"The sandbox needs {error.name}, which is not installed.",
                    hint="Install it with: pip install 'crucible-client[sandbox]'",
                ) from error
            self._closing = undo.pop_all()
        self._is_running = True
        self._process = os.getpid()
        atexit.register(self.close)  # for those who forget; a temporary folder should not stay behind
        return self

    def close(self) -> None:
        """Stop, and remove the folder if it was a temporary one. May be called again."""
        if self._is_running and self._process == os.getpid():  # a forked child has no server, and must not clean up
            self._closing.close()
        self._is_running = False
        atexit.unregister(self.close)

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare_root(self, undo: contextlib.ExitStack) -> Path:
        from .running import take_root

        if self._given_root is None:
            root = Path(tempfile.mkdtemp(prefix="crucible-sandbox-"))
            undo.callback(shutil.rmtree, root, ignore_errors=True)
        else:
            root = self._given_root.expanduser().resolve()
        with explained(root):
            prepare(root)
            lock = take_root(root)
        undo.callback(lock.release)
        return root

    def _serve(self, undo: contextlib.ExitStack) -> None:
        """Put the parts together, the last one first to go when it ends."""
        from .call import World
        from .contents import Contents
        from .document import load_document
        from .ingest import PARSER, Worker
        from .objects import Storage
        from .printers import Printers
        from .serve import Server
        from .signing import Signer
        from .store import Store
        from .sweeper import Sweeper

        sockets = self._listen(undo)
        store = self._store = Store(self.root / DATABASE, is_kept=self._given_root is not None)
        undo.callback(store.close)
        contents = Contents(self.root)
        signer = Signer(secret(self.root / "secret"))
        self._storage: Storage = Storage(self.storage_url, store, contents, signer, self._part_size_bytes)
        self.api_key = self._administrator_key(store)
        with store.db.write():
            store.ingestions.requeue_started()
        sweeper = Sweeper(store, contents)
        sweeper.start()
        undo.callback(sweeper.stop)
        self.printers = Printers(self.root)
        world = World(load_document(), store, self._storage, self.printers, lambda: self.worker.wake(), self.key_file)
        self.worker = Worker(world, self._parser or PARSER, self._parser_time_limit, self.faults)
        server: Server = Server(
            dict(zip(sockets, self._origins(world), strict=True)), self._hosts, tls=self._tls_context()
        )
        if self._ingest:
            self.worker.start()
        undo.callback(self.worker.stop)
        server.start()
        undo.callback(server.stop)

    def _listen(self, undo: contextlib.ExitStack) -> list[socket]:
        """Take the ports."""
        from .ports import take_ports
        from .serve import HOST

        sockets = [undo.enter_context(listening) for listening in take_ports(self._ports, self.root)]
        scheme = "https" if self._tls else "http"
        urls = [f"{scheme}://{HOST}:{listening.getsockname()[1]}" for listening in sockets]
        self.api_url, self.storage_url = urls[0] + PREFIX, urls[1]
        return sockets

    def _tls_context(self) -> SSLContext | None:
        """Return what to speak TLS with, if that is wanted."""
        if not self._tls:
            return None
        from .tls import authority_file, server_context

        self.authority_file = authority_file(self.root)
        return server_context(self.root)

    def _origins(self, world: World) -> tuple[App, App]:
        """Return the two applications: the API, and the object store."""
        from .control import Control
        from .origins import origins
        from .page.sessions import Sessions

        self._sessions = Sessions()
        facts = {"root": str(self.root)}
        control = Control(self._token, facts, self._status, self._on_stop, self.sign_in_url)
        urls = (self.api_url, self.storage_url)
        return origins(world, self.faults, control, self._sessions, urls=urls, root=self.root, owner=ADMINISTRATOR_ID)

    def sign_in_url(self) -> str:
        """Return an address that opens the sandbox's web page in one browser, within an hour."""
        return f"{self.api_url.removesuffix(PREFIX)}/sign-in?token={self._sessions.new_token()}"

    def _announce(self, undo: contextlib.ExitStack) -> None:
        """Fill the sandbox if that was asked for, and tell others where it is."""
        from .running import announce

        if self._seed is not None:
            from .seed import seed

            seed(self.api_url, self.api_key, self.authority_file)
        facts = announce(self.root, self.api_url, self.storage_url, self._token)
        undo.callback(facts.unlink, missing_ok=True)

    def _status(self) -> dict[str, Any]:
        """Return what `running.RunningServer.status` tells."""
        with self._store.db.read():
            records = self._store.counts()
        return {"records": records, "leaked_keys": [asdict(leak) for leak in self.leaked_keys]}

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
        write_privately(self.key_file, key.text.encode("ascii"))
        return key.text


def _operations() -> dict[str, Operation]:
    """Return the operations of both versions by their names; of equal names v3's."""
    from .document import load_document

    return {**load_document("v2").operations, **load_document().operations}
