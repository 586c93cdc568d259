"""How fast files come and go: ``python scripts/bench/transfer.py [--rounds N] [--only TEXT] [--folder DIR]``.

Three programs do the same in turn: curl, this client, and nano-crucible where ``scripts/peers 3.3.0`` has installed it.
Both clients are called as people call them, ``client.download(dataset)`` and so on, with all that belongs to it: asking
for records and links, checksums (nano-crucible compares none of a download), flushing, renaming. curl makes the
requests that move bytes only, from addresses that are known; for uploads the four requests that each file needs, the
parts cut and all checksums known.

Downloads come from nginx. It serves the files from the disk, and passes calls of the API on to a sandbox, which knows
records of the same files; in its answers nginx puts its own address for that of the sandbox's storage (the module for
that, sub_filter, is in the packages of all distributions: apt install nginx, brew install nginx). Latency is added by
`relay.py` between client and nginx: to each answer, of the API as well. Uploads go to the sandbox's own storage, which
verifies the parts and the whole; all three wait for that.

Each measurement is a new process. Its time goes from the call to its return, after a first call that loads what is
needed (what that takes is measured by `client.py`); that of curl is all of it. Before each, what others have written is
flushed. Medians of the rounds, with the CPU time of the client in parentheses; the most memory of all rounds. The exit
code is 1 if a limit was missed.
"""

from __future__ import annotations

import argparse
import filecmp
import hashlib
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import google_crc32c

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench import by_curl  # noqa: E402 - the file beside this one
from bench.client import BEGIN, BLOCKING, PEER, TOLD, compiled_environment, new_process  # noqa: E402
from bench.relay import delayed  # noqa: E402
from bench.sandbox import Asked, circumstances, line, served  # noqa: E402
from bench.storage import nginx, text_of  # noqa: E402
from peers import interpreter, peer_environment  # noqa: E402

from crucible.sandbox import ADMINISTRATOR_ID, Sandbox  # noqa: E402
from crucible.sandbox.store import Store  # noqa: E402

MIB = 1024 * 1024
PART_BYTES = 64 * MIB
BUCKET = "mf-storage-prod"
MOST_MIB = 150
ADDED_MS = 100
US, THEM = "this client", "nano-crucible"

# The first call loads what later ones use, in both clients: it is about the record alone.
READY = f"import os\n{BEGIN}{BLOCKING.replace('sys.argv[1:]', 'sys.argv[1:3]')}dataset, folder, spare = sys.argv[3:]\n"
READY += "client.datasets.download(dataset, output_dir=spare, no_files=True)\n"
TIMED = f"{READY}began, used, read = time.perf_counter(), cpu(), 0\n"
TOLD = TOLD.replace('"cpu": cpu()', '"cpu": cpu() - used')
CODE = {
    ("down", US): f"{TIMED}client.download(dataset, folder)\n{TOLD}",
    ("down", THEM): f"{TIMED}client.datasets.download(dataset, output_dir=folder)\n{TOLD}",
    ("up", US): f"{TIMED}client.upload(dataset, folder)\n{TOLD}",
    ("up", THEM): f"{TIMED}for name in sorted(os.listdir(folder)):\n"
    f"    client.datasets.add_file(dataset, os.path.join(folder, name), skip_ingestion=True)\n{TOLD}",
}


@dataclass(frozen=True)
class Load:
    """What is moved, and how that may compare with the others."""

    way: str
    count: int
    size: int
    milliseconds: int = 0
    most_of_curl: float | None = None
    least_of_peer: float | None = None

    def __str__(self) -> str:
        size = f"{self.size // MIB} MiB" if self.size % MIB == 0 else f"{self.size / 1000:g} kB"
        return f"{self.way} {self.count:,} x {size}" + (f" + {self.milliseconds} ms" if self.milliseconds else "")


LOADS = [
    Load("down", 2000, 100_000, most_of_curl=3, least_of_peer=4),
    Load("down", 32, 16 * MIB),
    Load("down", 1, 1024 * MIB, most_of_curl=2, least_of_peer=1),
    Load("down", 500, 2000, milliseconds=ADDED_MS, least_of_peer=12),
    # Four requests for each file, and the server flushes each: curl itself is not four times as fast as nano-crucible.
    Load("up", 200, MIB, most_of_curl=3, least_of_peer=1),
    Load("up", 1, 1024 * MIB, most_of_curl=2, least_of_peer=1),
]


def write(path: Path, size: int, number: int) -> by_curl.Source:
    """Write a file that is like no other and does not compress, and say what it is."""
    sha256, whole = hashlib.sha256(), 0
    parts = []
    block = os.urandom(min(size, MIB))
    with path.open("wb") as file:
        for begin in range(0, size, PART_BYTES):
            part = 0
            for position in range(begin, min(size, begin + PART_BYTES), MIB):
                piece = f"{number:8}{position:16}".encode() + block[24 : size - position]
                file.write(piece)
                sha256.update(piece)
                whole, part = google_crc32c.extend(whole, piece), google_crc32c.extend(part, piece)
            parts.append((path, text_of(part)))
    return by_curl.Source(path, size, sha256.hexdigest(), whole, parts)


def cut(source: by_curl.Source, folder: Path) -> by_curl.Source:
    """Write the parts of a file that has several beside it."""
    if len(source.parts) == 1:
        return source
    parts = []
    with source.path.open("rb") as file:
        for number, (_, checksum) in enumerate(source.parts):
            path = folder / f"{source.path.name}-{number}"
            path.write_bytes(file.read(PART_BYTES))
            parts.append((path, checksum))
    return by_curl.Source(source.path, source.size, source.sha256, source.crc32c, parts)


def fill(root: Path, www: Path, loads: list[Load]) -> dict[Load, str]:
    """Write a sandbox with a dataset for each download, and its files where nginx serves them."""
    with Sandbox(root, ingest=False):
        pass  # makes the first account
    store, made = Store(root / "crucible.db"), {}
    with store.db.write():
        for load in loads:
            dataset = store.resources.create("dataset", name=str(load), owner=ADMINISTRATOR_ID, data={})
            folder = www / BUCKET / dataset.mfid
            folder.mkdir(parents=True)
            for number in range(load.count):
                source = write(folder / f"scan_{number:04}.h5", load.size, number)
                name = f"{BUCKET}/{dataset.mfid}/{source.path.name}"
                store.objects.create(name, source.sha256, load.size, source.crc32c)
                columns = {"size": load.size, "sha256_hash": source.sha256, "etag": f'"{number}"'}
                store.files.create(dataset.id, source.path.name, storage_backend="gcs", storage_path=name, **columns)
            made[load] = dataset.mfid
    store.close()
    return made


@contextmanager
def front(www: Path, facts: dict[str, Any]) -> Iterator[str]:
    """Serve files, and the API with links to them, and yield the address."""
    with nginx(
        www,
        "location /api/ { "
        f"proxy_pass http://{urlsplit(facts['api_url']).netloc}; proxy_set_header Accept-Encoding ''; "
        "proxy_buffer_size 64k; proxy_buffers 64 64k; proxy_busy_buffers_size 128k; "
        f"sub_filter_types application/json; sub_filter_once off; sub_filter '{facts['storage_url']}' "
        "'http://$http_host'; }",
    ) as address:
        if address is None:
            raise SystemExit("nginx is not installed, which serves the files: apt install nginx, brew install nginx")
        yield address


@dataclass
class Bench:
    """Who is measured, where, and how often."""

    folder: Path
    facts: dict[str, Any]
    rounds: int

    def __post_init__(self) -> None:
        self._who = {US: (Path(sys.executable), compiled_environment())}
        if (peer := interpreter(PEER)) is None:
            print(f"nano-crucible {PEER} is not installed, scripts/peers {PEER} installs it: not compared")
        else:
            environment = peer_environment(PEER, self.folder, self.facts, complete=False)
            self._who[THEM] = peer, {**environment, "PYTHONDONTWRITEBYTECODE": ""}
        if not by_curl.installed():
            print("curl is not installed: not compared")

    def new_dataset(self) -> str:
        """Make a dataset to upload into."""
        asked = Asked(self.facts["api_url"], self.facts["api_key"])
        made: str = asked.ask("/datasets", "POST", {"dataset_name": "to fill"})[1]["unique_id"]
        asked.close()
        return made

    def download(self, load: Load, dataset: str, origin: str) -> bool:
        """Measure a download."""
        there = self.folder / "www" / BUCKET / dataset
        names = sorted(path.name for path in there.iterdir())
        facts = {"api_url": f"{origin}/api/v3", "api_key": self.facts["api_key"]}

        def by_curl_alone() -> dict[str, float]:
            with emptied(self.folder) as name:
                told = by_curl.fetch({name: f"{origin}/{BUCKET}/{dataset}/{name}" for name in names}, Path(name))
                same(there, Path(name), names)
            return told

        def by_client(who: str) -> dict[str, float]:
            with emptied(self.folder) as name:
                told = self.called(load, who, facts, dataset, Path(name))
                same(there, Path(name, dataset), names)
            return told

        return self.compared(load, by_curl_alone, by_client)

    def upload(self, load: Load) -> bool:
        """Measure an upload."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name, tempfile.TemporaryDirectory(dir=name) as parts:
            folder = Path(name, "files")
            folder.mkdir()
            written = [write(folder / f"scan_{number:04}.h5", load.size, number) for number in range(load.count)]
            sources = [cut(source, Path(parts)) for source in written]
            url, key = self.facts["api_url"], self.facts["api_key"]

            def by_curl_alone() -> dict[str, float]:
                return by_curl.send(url, key, self.new_dataset(), sources)

            def by_client(who: str) -> dict[str, float]:
                dataset = self.new_dataset()
                told = self.called(load, who, self.facts, dataset, folder)
                self.check_arrived(dataset, sources)
                return told

            return self.compared(load, by_curl_alone, by_client)

    def check_arrived(self, dataset: str, sources: list[by_curl.Source]) -> None:
        """End the program if a file has not arrived."""
        asked = Asked(self.facts["api_url"], self.facts["api_key"])
        there = {file["sha256_hash"] for file in asked.ask(f"/datasets/{dataset}/files")[1]}
        asked.close()
        if missing := {source.sha256 for source in sources} - there:
            raise SystemExit(f"{len(missing)} of {len(sources)} files have not arrived")

    def called(self, load: Load, who: str, facts: dict[str, Any], dataset: str, folder: Path) -> dict[str, float]:
        """Let a client do it in a new process, and return what that took."""
        python, environment = self._who[who]
        with tempfile.TemporaryDirectory(dir=self.folder) as spare:
            told: dict[str, float] = new_process(
                CODE[load.way, who], facts, python, environment, dataset, str(folder), spare
            )
        return told

    def compared(
        self, load: Load, by_curl_alone: Callable[[], dict[str, float]], by_client: Callable[[str], dict[str, float]]
    ) -> bool:
        """Measure in turns, print medians, and return whether all limits were met."""
        runs = {"curl --parallel": by_curl_alone} if by_curl.installed() else {}
        runs |= {who: partial(by_client, who) for who in self._who}
        told: dict[str, list[dict[str, float]]] = {who: [] for who in runs}
        for _ in range(self.rounds):
            for who, run in runs.items():
                if sys.platform != "win32":
                    os.sync()
                told[who].append(run())
        usual = {
            who: {what: statistics.median(one[what] for one in all_) for what in all_[0]} for who, all_ in told.items()
        }
        for who, took in usual.items():
            line(f"{load}: {who}", took["seconds"], "s", note=f"({took['cpu']:.2f} CPU)")
        good = []
        ours = usual[US]["seconds"]
        if by_curl.installed():
            ratio = ours / usual["curl --parallel"]["seconds"]
            good.append(line("  of the time of curl", ratio, "", most=load.most_of_curl))
        if THEM in usual:
            ratio = usual[THEM]["seconds"] / ours
            good.append(line("  times as fast as nano-crucible", ratio, "", least=load.least_of_peer))
        for who, limit in ((US, MOST_MIB), (THEM, None)):
            if who in told and all(one["mebibytes"] for one in told[who]):
                most = max(one["mebibytes"] for one in told[who])
                good.append(line(f"  most memory of {who}", most, "MiB", most=limit))
        return all(good)


@contextmanager
def emptied(folder: Path) -> Iterator[str]:
    """Make a folder whose files are emptied afterwards, and removed only with everything else.

    ext4 does not soon give away what belonged to a removed file: after thousands of them, whoever comes next would be
    measured searching for room.
    """
    name = tempfile.mkdtemp(dir=folder)
    try:
        yield name
    finally:
        for path in Path(name).rglob("*"):
            if path.is_file():
                os.truncate(path, 0)


def same(there: Path, here: Path, names: list[str]) -> None:
    """End the program if what has arrived is not what was served: sizes of all, bytes of the first and the last."""
    for name in names:
        if (there / name).stat().st_size != (here / name).stat().st_size:
            raise SystemExit(f"{name} has not all its bytes")
    for name in {names[0], names[-1]}:
        if not filecmp.cmp(there / name, here / name, shallow=False):
            raise SystemExit(f"{name} has other bytes")


def main() -> int:
    """Measure and print; 1 when a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="the loads whose name has this text, such as 'down 2,000'")
    parser.add_argument("--folder", default=None, help="on the disk to measure; a temporary folder is made in it")
    arguments = parser.parse_args()
    circumstances()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    chosen = [load for load in LOADS if arguments.only in str(load)]
    good = []
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        (folder / "www").mkdir()
        datasets = fill(folder / "root", folder / "www", [load for load in chosen if load.way == "down"])
        with served(folder / "root") as facts, front(folder / "www", facts) as address:
            bench = Bench(folder, facts, arguments.rounds)
            with delayed(urlsplit(address).port or 0, ADDED_MS) as far:
                for load, dataset in datasets.items():
                    good.append(bench.download(load, dataset, far if load.milliseconds else address))
                    shutil.rmtree(folder / "www" / BUCKET / dataset)
            good += [bench.upload(load) for load in chosen if load.way == "up"]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
