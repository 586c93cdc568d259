"""The server of a folder: how others find it, ask how it is, and make it end.

A server holds the lock of its folder from before its first to after its last write, and while it answers, `server.json`
there says where. The lock is the truth: the system lets go of it however a process ends, so a `server.json` that a
killed server left behind deceives nobody. Its token is that server's alone; whoever has taken over the port since does
not know it, and learns no key.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from crucible.errors import ConfigError

from .folder import write_privately
from .lock import RootInUseError, RootLock, is_held
from .replacing import replace_contents
from .tls import authority_file, connection_to

CONTROL = "/_sandbox"
FACTS = "server.json"
ANSWER_SECONDS = 10.0
STARTING_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.02


class NotAnsweringError(ConfigError):
    """The server does not answer as it should."""


class NotStoppableError(ConfigError):
    """The server is part of a program that ends it itself."""


@dataclass(frozen=True)
class RunningServer:
    """A server that answers, of this or of another process.

    Attributes
    ----------
    api_url, storage_url, root
        Where it is.
    pid
        Its process.
    started_at
        When it began to answer, in ISO 8601.
    """

    api_url: str
    storage_url: str
    root: Path
    pid: int
    started_at: str
    token: str = field(repr=False)

    @property
    def api_key(self) -> str:
        """The platform administrator's key."""
        return (self.root / "key").read_text("ascii")

    @property
    def authority_file(self) -> Path | None:
        """The certificate to trust, if it speaks TLS."""
        return authority_file(self.root) if self.api_url.startswith("https:") else None

    def status(self) -> dict[str, Any]:
        """Return what it holds: `records` by type, and `leaked_keys`, requests that brought a key to the storage."""
        status, answer = self._ask("GET", "status")
        if status != 200:
            raise NotAnsweringError(f"The sandbox server at {self.api_url} answered {status}.")
        return answer

    def answers(self) -> bool:
        """Whether it is there and the one that was announced."""
        try:
            status, answer = self._ask("GET", "server")
        except NotAnsweringError:
            return False
        return status == 200 and answer.get("root") == str(self.root)

    @property
    def page_url(self) -> str:
        """The address of the web page, which asks who is there."""
        return urljoin(self.api_url, "/")

    def sign_in_url(self) -> str:
        """Return an address that opens the page at `/` in one browser, within an hour."""
        status, answer = self._ask("POST", "sign-in")
        if status != 201:
            raise NotAnsweringError(f"The sandbox server at {self.api_url} answered {status}.")
        return str(answer["url"])

    def stop(self) -> None:
        """Make it end, and wait until it has let go of its folder.

        Raises
        ------
        NotStoppableError
            If it runs inside of a program, as with `CrucibleClient.sandbox`.
        NotAnsweringError
            If it does not end in time.
        """
        status, _ = self._ask("POST", "stop")
        if status == 409:
            raise NotStoppableError(
                f"The sandbox server of {self.root} is part of the program with the process id {self.pid}.",
                hint="It ends with that program.",
            )
        deadline = time.monotonic() + STARTING_SECONDS
        while is_held(self.root):
            if time.monotonic() > deadline:
                raise NotAnsweringError(
                    f"The sandbox server of {self.root} does not end.", hint=f"Its process id is {self.pid}."
                )
            time.sleep(LOOK_EVERY_SECONDS)

    def _ask(self, method: str, what: str) -> tuple[int, dict[str, Any]]:
        """Return status and body of the answer to a request about the server itself."""
        try:
            connection = connection_to(self.api_url, self.authority_file, ANSWER_SECONDS)
        except OSError as error:  # the authority's certificate has gone
            raise NotAnsweringError(f"The sandbox server at {self.api_url} cannot be trusted: {error}.") from error
        try:
            connection.request(method, f"{CONTROL}/{what}", headers={"Authorization": f"Bearer {self.token}"})
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotAnsweringError(
                f"The sandbox server at {self.api_url} does not answer.", hint=f"Its process id is {self.pid}."
            ) from error
        finally:
            connection.close()
        return response.status, answer if isinstance(answer, dict) else {}


def announce(root: Path, api_url: str, storage_url: str, token: str) -> Path:
    """Write where the server of a folder is, for those who may read the folder; return the file."""
    server = RunningServer(api_url, storage_url, root, os.getpid(), datetime.now(UTC).isoformat("T", "seconds"), token)
    write_privately(root / FACTS, json.dumps(asdict(server), default=str).encode("ascii"))
    return root / FACTS


def find_server(root: Path) -> RunningServer | None:
    """Return the server of a folder, or None if there is none that answers."""
    facts = root / FACTS
    try:
        if not facts.exists() or not is_held(root):
            return None
        read = {**json.loads(facts.read_bytes()), "root": root.resolve()}
        server = RunningServer(**{name.name: read[name.name] for name in fields(RunningServer)})
    except (OSError, ValueError, TypeError, KeyError):  # gone meanwhile, or written by another release
        return None
    return server if server.answers() else None


def take_root(root: Path) -> RootLock:
    """Lock a folder for a new server, forget what was said about an earlier one, and finish a killed `restore`.

    A folder that is held without a server that answers is waited for: one is starting there or ending, or somebody
    looks whether it is held.

    Raises
    ------
    RootInUseError
        If there is a server; the message says where.
    """
    deadline = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            lock = RootLock(root)
        except RootInUseError:
            if server := find_server(root):
                raise RootInUseError(
                    f"Another sandbox server uses {root}: {server.api_url}, process {server.pid}.",
                    server=server,
                    hint="Use that one, stop it, or choose another folder.",
                ) from None
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_EVERY_SECONDS)
        else:
            try:
                (root / FACTS).unlink(missing_ok=True)
                replace_contents(root)
            except BaseException:
                lock.release()
                raise
            return lock


def default_root() -> Path:
    """Return the folder of a sandbox that nobody named one for, below this user's data."""
    if sys.platform == "win32":
        data = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        data = Path.home() / "Library" / "Application Support"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "crucible" / "sandbox"
