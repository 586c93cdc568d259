"""One file between this machine and a sandbox, each way in two ways, over wires on which things go wrong.

The same runs in a process of its own, which can be killed or have its disk filled::

    python -c "from support.courier import main; main()" '{"api_url": ..., ...}'
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crucible.config import Settings
from crucible.credentials import Secret
from crucible.resources.transfers import ApiService
from crucible.transfer import Options, download
from crucible.transfer.fetch import Sizes
from crucible.transfer.folder import choose
from crucible.transfer.journal import Journals
from crucible.transfer.upload_many import UploadOptions, upload_many
from crucible.transport.blocking import BlockingPort
from crucible.transport.retry import Policy

from .storages import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crucible.records import File

PART = 256 * 1024
SMALL, LARGE = 100_000, 5 * PART + 17
NAME = "raw/scan.h5"
QUICK = Policy(attempts=3, first_seconds=0.005, longest_seconds=0.01)
# Which file is small, which comes in one answer and which in ranges: as in real life, only smaller.
SIZES = {
    "small": Sizes(),
    "streamed": Sizes(small_bytes=1000),
    "large": Sizes(small_bytes=1000, large_bytes=SMALL, range_bytes=PART),
}


@dataclass(frozen=True)
class Route:
    """Where to, and over which wires: `api_url` may lead over one; from `storage` to `detour` leads the other.

    Attributes
    ----------
    api_url, api_key
        The API.
    storage, detour
        Host and port of the object store, and of the wire that leads there.
    notes
        Folder of the journals.
    """

    api_url: str
    api_key: str
    storage: str
    detour: str
    notes: str


class _OverWire:
    """A client for the object store that asks over a wire."""

    def __init__(self, storage: Any, route: Route) -> None:
        self._storage = storage
        self._route = route
        self.disconnect, self.close = storage.disconnect, storage.close
        self.first: Callable[[], object] = str
        """Called before each request."""

    def send(self, method: str, url: str, **options: Any) -> Any:
        """Send one request."""
        self.first()
        return self._storage.send(
            method, url.replace(f"//{self._route.storage}/", f"//{self._route.detour}/", 1), **options
        )


class _Session(ApiService):
    """The API of a service that has only resumable sessions, whose chunks are small."""

    def start_signed_upload(self, dataset_id: str, **announced: Any) -> Mapping[str, object]:
        """Answer as one that does not know such uploads."""
        from crucible.errors import NotFoundError

        raise NotFoundError("Not Found", status=404)

    def start_upload(self, dataset_id: str, **announced: Any) -> Mapping[str, object]:
        """Open a session, with the advice to send little at a time."""
        return {**super().start_upload(dataset_id, **announced), "chunk_size_hint": PART}


def port_on(route: Route, answer_seconds: float = 20.0) -> BlockingPort:
    """Return a connection to the API; it has to be closed."""
    return BlockingPort(Settings(route.api_url, Secret(route.api_key)), answer_seconds=answer_seconds)


class Courier:
    """Somebody who fetches and sends files.

    Parameters
    ----------
    route
        Where.
    library
        What moves the bytes: see `support.storages`.
    answer_seconds
        How long to wait for the API.
    storage, port
        What several share, because it takes longer to open than a file to move: clients for the store and the API.
    """

    def __init__(
        self,
        route: Route,
        library: str = "curl",
        *,
        answer_seconds: float = 20.0,
        storage: Any = None,
        port: BlockingPort | None = None,
    ) -> None:
        self._port = port or port_on(route, answer_seconds)
        self._own_port = None if port else self._port
        self.service = ApiService(self._port)
        self._only_sessions = _Session(self._port)
        self._is_shared = storage is not None
        self.storage = _OverWire(storage or opened(library, stall_seconds=0.3), route)
        self._journals = Journals(Path(route.notes), route.api_url)

    def bring(self, way: str, dataset: str, folder: Path, **options: Any) -> list[str]:
        """Fetch a dataset: ``small``, ``streamed`` or ``large``."""
        return download(
            self.service,
            dataset,
            folder,
            Options(workers=3, **options),
            storage=self.storage,
            policy=QUICK,
            sizes=SIZES[way],
        )

    def send(self, way: str, dataset: str, path: Path, **options: Any) -> list[File]:
        """Send a file: in signed ``part``s, or to a ``session``, which an ``empty`` one gets in any case."""
        return upload_many(
            self._only_sessions if way == "session" else self.service,
            dataset,
            choose({NAME: path}),
            UploadOptions(workers=4, **options),
            storage=self.storage,
            journals=self._journals,
            policy=QUICK,
        )

    def close(self) -> None:
        """Close all connections, but those that are shared."""
        if not self._is_shared:
            self.storage.close()
        if self._own_port is not None:
            self._own_port.close()


def program(way: str, dataset: str, place: Path, route: Route, *before: str, **limits: Any) -> subprocess.Popen[str]:
    """Start a process that fetches into a folder, or sends a file; what it says at the end is JSON.

    Parameters
    ----------
    way, dataset, place, route
        As for `Courier`.
    *before
        A command that runs it.
    **limits
        What befalls its disk: see `main`.
    """
    given = {"way": way, "dataset": dataset, "place": str(place), "route": asdict(route), **limits}
    paths = os.pathsep.join(path for path in sys.path if path)
    command = [*before, sys.executable, "-c", "from support.courier import main; main()", json.dumps(given)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths})


def main() -> None:
    """Do what the first argument says: at first with a full disk, if it says so. Print what came of it, as JSON.

    The disk is full in one of two ways: no file may become larger than ``file_bytes``; or, as soon as the first byte is
    asked for, the ``disk``, a folder, is filled up to ``room_bytes``.
    """
    given = json.loads(sys.argv[1])
    place = Path(given["place"])
    courier = Courier(Route(**given["route"]))
    errors: list[str] = []
    first: list[str] = []
    if limit := given.get("file_bytes"):
        import resource

        sys.dont_write_bytecode = True  # it would be kept cut off, for all that run after this
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        errors.append(_tried(courier, given, place))
        first = left_in(place)
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    if disk := given.get("disk"):
        filler = Path(disk, "filler")
        courier.storage.first = lambda: filler.exists() or _fill(filler, given["room_bytes"])
        errors.append(_tried(courier, given, place))
        courier.storage.first = str
        filler.unlink()
    errors.append(_tried(courier, given, place))
    courier.close()
    sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in place.rglob("*.h5")]
    print(json.dumps({"errors": errors, "sums": sums, "first": first, "left": left_in(place)}))


def _tried(courier: Courier, given: Any, place: Path) -> str:
    from crucible.errors import CrucibleError

    try:
        if given["way"] in SIZES:
            courier.bring(given["way"], given["dataset"], place)
        else:
            courier.send(given["way"], given["dataset"], place)
    except CrucibleError as error:
        return str(error)
    return ""


def _fill(path: Path, room_bytes: int) -> None:
    status = os.statvfs(path.parent)
    path.write_bytes(bytes(max(0, status.f_bavail * status.f_frsize - room_bytes)))


def left_in(folder: Path) -> list[str]:
    """Names of all files below a folder, but for the manifest."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".manifest.jsonl"))
    return sorted(path.relative_to(folder).as_posix() for path in found)
