"""Two ports and a thread: the sandbox as a server, in this process or in a terminal.

uvicorn speaks HTTP; neither its start is used, which knows no time limits of TLS, nor its main loop, which would look
ten times a second whether to stop.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from weakref import WeakSet

import uvicorn

from crucible.errors import ConfigError

from .protocol import LOOPBACK_NAMES, BoundedProtocol, Limits

if TYPE_CHECKING:
    import ssl
    from collections.abc import Collection, Mapping

    from .asgi import App

HOST = "127.0.0.1"
LARGEST_PORT = 65_535
GRACE_SECONDS = 2.0
FAREWELL_SECONDS = 1.0
"""How long the end of a connection with TLS waits for the client's word that it has seen it."""

ROUNDS_TO_ACCEPT = 4
"""So many rounds of its loop asyncio takes to make a connection of what it has accepted, and one more."""

KEEP_ALIVE_SECONDS = 65
MOST_WAITING_CONNECTIONS = 128
LOOK_EVERY_SECONDS = 1.0
IO_THREADS = 16
"""More than cores, because most of them wait for a disk; verifying a few large uploads must not hold up downloads."""


class PortTakenError(ConfigError):
    """The port that was asked for cannot be had."""


def bound_socket(port: int) -> socket.socket:
    """Return a listening socket of this machine only; port 0 takes any that is free."""
    if not 0 <= port <= LARGEST_PORT:
        raise PortTakenError(f"Port {port} cannot be used.", hint=f"Ports go from 0 to {LARGEST_PORT}.")
    try:
        made = socket.create_server((HOST, port))
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0]  # Python appends what it attempted
        raise PortTakenError(
            f"Port {port} cannot be used: {reason}.", hint="Choose another one, or 0 for any that is free."
        ) from error
    # asyncio sends small packets at once only on sockets that say they are TCP; without it each answer takes 40 ms.
    listening = socket.socket(made.family, made.type, socket.IPPROTO_TCP, fileno=made.detach())
    _listening.add(listening)
    return listening


_listening: WeakSet[socket.socket] = WeakSet()


def _leave_to_parent() -> None:
    """Close the sockets in a process that was forked, which would keep the ports for longer than its parent."""
    for listening in _listening:
        listening.close()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_leave_to_parent)


class Server:
    """Serves ASGI applications, each on a socket of its own, from one event loop in one thread.

    Parameters
    ----------
    apps
        The applications.
    hosts
        Names that requests may call the server by, besides those of this machine.
    limits
        What one client may take up.
    tls
        What to speak TLS with, if it is to be spoken.
    """

    def __init__(
        self,
        apps: Mapping[socket.socket, App],
        hosts: Collection[str] = (),
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._apps = apps
        self._tls = tls
        self._hosts = LOOPBACK_NAMES | {host.lower() for host in hosts}
        self._limits = limits or Limits()
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
        limits = self._limits
        # asyncio accepts so many connections before it lets any of them be refused.
        backlog = min(MOST_WAITING_CONNECTIONS, limits.connections)
        for listening, app in self._apps.items():
            config = uvicorn.Config(
                app,
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,  # addresses hold what authorises uploads and downloads
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
            )
            config.load()
            config.loaded_app = app  # it would be wrapped, to log addresses, where somebody logs even more than DEBUG
            server = uvicorn.Server(config)
            make = functools.partial(
                BoundedProtocol, limits, self._hosts, config=config, server_state=server.server_state, app_state={}
            )
            accepting = await self._loop.create_server(
                make,
                sock=listening,
                backlog=backlog,
                ssl=self._tls,
                ssl_handshake_timeout=None if self._tls is None else limits.head_seconds,
                ssl_shutdown_timeout=None if self._tls is None else FAREWELL_SECONDS,
            )
            server.servers = [accepting]
            self._servers.append(server)
        ticking = asyncio.create_task(self._tick())
        self._started.set()
        await self._stopping.wait()
        ticking.cancel()
        await self._close()

    async def _tick(self) -> None:
        """Keep the Date header right, and clients from idling."""
        pause = min(LOOK_EVERY_SECONDS, self._limits.head_seconds / 4, self._limits.stall_seconds / 4)
        while True:
            for server in self._servers:
                await server.on_tick(0)
                for connection in list(server.server_state.connections):
                    connection.check(self._loop.time())  # type: ignore[union-attr] # all are BoundedProtocol
            await asyncio.sleep(pause)

    async def _stop_accepting(self) -> None:
        """Take no more connections; those that wait to be accepted are reset by the system.

        What was accepted already gets through first: asyncio would not know it any more, and leave it open.
        """
        accepting = [listening for server in self._servers for listening in server.servers]
        with contextlib.suppress(NotImplementedError):  # Windows accepts in one step
            for waiting in [waiting for listening in accepting for waiting in listening.sockets]:
                self._loop.remove_reader(waiting.fileno())
        for _ in range(ROUNDS_TO_ACCEPT):
            await asyncio.sleep(0)
        for listening in accepting:
            listening.close()

    async def _close(self) -> None:
        """Close idle connections now and busy ones when they are done, or have had their time."""
        states = [server.server_state for server in self._servers]
        await self._stop_accepting()
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
        # With TLS, whoever has not come further than a connection shakes hands still, in a task of asyncio's.
        left += asyncio.all_tasks() - {asyncio.current_task(), *left}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.sleep(0)  # sockets are closed in the next round
