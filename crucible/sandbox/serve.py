"""Two ports and a thread: the sandbox as a server, in this process or in a terminal.

uvicorn speaks HTTP; only its start is used, not its main loop, which would look ten times a second whether to stop.
"""

from __future__ import annotations

import asyncio
import json as jsonlib
import os
import signal
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Literal

import uvicorn

from crucible.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

HOST = "127.0.0.1"
GRACE_SECONDS = 2.0
KEEP_ALIVE_SECONDS = 65
DATE_EVERY_SECONDS = 1.0
LARGEST_HEAD_BYTES = 64 * 1024
IO_THREADS = 16
"""More than cores, because most of them wait for a disk; verifying a few large uploads must not hold up downloads."""


class PortTakenError(ConfigError):
    """The port that was asked for cannot be had."""


def bound_socket(port: int) -> socket.socket:
    """Return a listening socket of this machine only; port 0 takes any that is free."""
    try:
        made = socket.create_server((HOST, port), backlog=512)
    except OSError as error:
        raise PortTakenError(
            f"Port {port} cannot be used: {error.strerror}.", hint="Choose another one, or 0 for any that is free."
        ) from error
    # asyncio sends small packets at once only on sockets that say they are TCP; without it each answer takes 40 ms.
    return socket.socket(made.family, made.type, socket.IPPROTO_TCP, fileno=made.detach())


def _protocol() -> type[asyncio.Protocol] | Literal["h11"]:
    """Return what reads HTTP: the parser in C with a limit it lacks, or, where it is not installed, the slower one."""
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return "h11"

    class BoundedProtocol(HttpToolsProtocol):
        """Refuses a request whose address and headers together never seem to end."""

        in_head = True
        head_bytes = 0

        def on_message_begin(self) -> None:
            self.in_head, self.head_bytes = True, 0
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self.in_head = False
            super().on_headers_complete()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self.head_bytes += len(data)
            if self.in_head and self.head_bytes > LARGEST_HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("Address and headers are too long.")

    return BoundedProtocol


class Server:
    """Serves ASGI applications, each on a socket of its own, from one event loop in one thread."""

    def __init__(self, apps: Mapping[socket.socket, Callable[..., Any]]) -> None:
        self._apps = apps
        self._servers: list[uvicorn.Server] = []
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._pool = ThreadPoolExecutor(IO_THREADS, "crucible-sandbox-io")
        self._loop.set_default_executor(self._pool)
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="crucible-sandbox", daemon=True)

    def start(self) -> None:
        """Begin to serve; returns when requests are answered."""
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Answer the requests under way, for a moment, and end."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as error:
            self._failure = error
        finally:
            self._started.set()
            self._pool.shutdown()
            self._loop.close()

    async def _serve(self) -> None:
        for listening, app in self._apps.items():
            config = uvicorn.Config(
                app,
                http=_protocol(),
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,  # addresses hold what authorises uploads and downloads
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
            )
            config.load()
            server = uvicorn.Server(config)
            server.lifespan = config.lifespan_class(config)
            await server.startup(sockets=[listening])
            self._servers.append(server)
        ticking = asyncio.create_task(self._tick())
        self._started.set()
        await self._stopping.wait()
        ticking.cancel()
        await self._close()

    async def _tick(self) -> None:
        """Keep the Date header right."""
        while True:
            for server in self._servers:
                await server.on_tick(0)
            await asyncio.sleep(DATE_EVERY_SECONDS)

    async def _close(self) -> None:
        """Close idle connections now and busy ones when they are done, or have had their time."""
        states = [server.server_state for server in self._servers]
        for server in self._servers:
            for listening in server.servers:
                listening.close()
        for state in states:
            for connection in list(state.connections):
                connection.shutdown()
        deadline = time.monotonic() + GRACE_SECONDS
        pause = 0.001
        while any(state.connections or state.tasks for state in states) and time.monotonic() < deadline:
            await asyncio.sleep(pause)
            pause = min(2 * pause, 0.05)
        left = [task for state in states for task in list(state.tasks)]
        for state in states:
            for connection in list(state.connections):
                connection.transport.abort()
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def serve(root: Path | str, *, port: int = 0, storage_port: int = 0, json: bool = False) -> None:
    """Serve a sandbox in the foreground until the process is told to end.

    Parameters
    ----------
    root
        Where everything is kept.
    port, storage_port
        Ports of the API and of the object store; 0 takes any that is free.
    json
        Whether the first line printed is one JSON object, for programs: `api_url`, `api_key`, `storage_url`, `root`,
        `pid`. Otherwise addresses are printed for people, and the key is left in its file.
    """
    from . import Sandbox

    ended = threading.Event()
    names = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last one is Windows' way to end a program in another console
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: ended.set()) for number in numbers}
    try:
        with Sandbox(root, port=port, storage_port=storage_port) as sandbox:
            if json:
                facts = {
                    "api_url": sandbox.api_url,
                    "api_key": sandbox.api_key,
                    "storage_url": sandbox.storage_url,
                    "root": str(sandbox.root),
                    "pid": os.getpid(),
                }
                sys.stdout.write(jsonlib.dumps(facts) + "\n")
            else:
                sys.stdout.write(
                    f"Crucible sandbox\n  API      {sandbox.api_url}\n  storage  {sandbox.storage_url}\n"
                    f"  folder   {sandbox.root}\n  key      in {sandbox.key_file}\nCtrl-C ends it.\n"
                )
            sys.stdout.flush()
            # Without a time limit Windows would not notice Ctrl-C while it waits.
            while not ended.wait(0.5):
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
