"""The sandbox in the background: start it, and clear its folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crucible.errors import ConfigError

from . import printers, tls
from .folder import DATABASE, LOG, PORTS, explained, prepare
from .running import FACTS, LOOK_EVERY_SECONDS, STARTING_SECONDS, find_server, take_root

if TYPE_CHECKING:
    from pathlib import Path

    from .running import RunningServer

NAMES = {"objects", "uploads", "key", "secret", tls.FOLDER, printers.FOLDER, FACTS, LOG, PORTS} | {
    *(f"{DATABASE}{ending}" for ending in ("", "-wal", "-shm")),
    *("snapshot.new", "snapshot.lock", "restoring.new", "restored.new"),
}
"""Everything a sandbox puts into its folder, except the lock: whoever waits for that must not lose hold of it."""


class NotStartedError(ConfigError):
    """The server in the background has ended again, or does not answer."""


def start(root: Path, *, port: int = 0, seed: str | None = None, with_tls: bool = False) -> tuple[RunningServer, bool]:
    """Start a server in the background, in a session of its own, and wait until it answers.

    Returns
    -------
    RunningServer, bool
        The server of the folder, and whether it was there already.

    Raises
    ------
    NotStartedError
        With the last line of the server's log; or if the server of the folder is at another port, or speaks no TLS.
    """
    with explained(root):
        prepare(root)
        if server := find_server(root):
            return _at(server, port, with_tls), True
        log = os.open(root / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        said_before = os.fstat(log).st_size
        try:
            process = _detached(_command(root, port, seed, with_tls), root, log)
        finally:
            os.close(log)
    deadline = time.monotonic() + STARTING_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if server := find_server(root):
            return server, False
        time.sleep(LOOK_EVERY_SECONDS)
    if server := find_server(root):  # another one was quicker
        return _at(server, port, with_tls), True
    process.kill()
    said = (root / LOG).read_bytes()[said_before:].decode("utf-8", errors="replace").strip()
    reason = said.splitlines()[-1].removeprefix("Error: ").rstrip(".") if said else "It said nothing"
    raise NotStartedError(f"The sandbox has not started. {reason}.", hint=f"Its log is {root / LOG}.")


def _at(server: RunningServer, port: int, with_tls: bool) -> RunningServer:
    """Return a server that was there, if it is at the port that was asked for, and speaks TLS if that was."""
    wanted = "with TLS" if with_tls and server.authority_file is None else f"at port {port}"
    if wanted == "with TLS" or port not in (0, urlsplit(server.api_url).port):
        raise NotStartedError(
            f"The sandbox in {server.root} is running already, at {server.api_url}.",
            hint=f"Stop it first to have it {wanted}.",
        )
    return server


def _command(root: Path, port: int, seed: str | None, with_tls: bool) -> list[str]:
    command = [sys.executable, "-P", "-m", "crucible", "sandbox", "serve", "--root", str(root), "--port", str(port)]
    return [*command, *(["--seed", seed] if seed else []), *(["--tls"] if with_tls else [])]


def _detached(command: list[str], folder: Path, log: int) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one and its terminal."""
    if sys.platform == "win32":
        # A console that nobody sees; without any, the interpreter of a virtual environment would open one.
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, creationflags=flags
        )
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, start_new_session=True
    )


def is_own(name: str) -> bool:
    """Whether a name in the folder is the sandbox's, or that of a file of it that was being written."""
    return name in NAMES or name.removesuffix(".new") in NAMES


def holds_something(root: Path) -> bool:
    """Whether a folder is a sandbox's."""
    return (root / DATABASE).exists()


def count_records(root: Path) -> dict[str, int]:
    """Return how many records of each kind a sandbox holds that nobody serves."""
    from .store import Store

    lock = take_root(root)
    try:
        store = Store(root / DATABASE)
        try:
            return store.counts()
        finally:
            store.close()
    finally:
        lock.release()


def disk_bytes(root: Path) -> int:
    """Return the size of everything in a folder."""
    total = 0
    for folder, _, names in os.walk(root):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118
            except FileNotFoundError:  # removed meanwhile
                continue
    return total


def reset(root: Path) -> None:
    """Remove everything of a sandbox that nobody serves, its keys included; other files stay.

    Raises
    ------
    RootInUseError
        If there is a server.
    """
    lock = take_root(root)
    try:
        found = [path for path in root.iterdir() if is_own(path.name)]
        # The database goes last: it tells the folder from other people's, should this be interrupted.
        for path in sorted(found, key=lambda path: (path.name.startswith(DATABASE), -len(path.name))):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    finally:
        lock.release()
