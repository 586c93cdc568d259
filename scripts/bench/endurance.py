"""Whether a sandbox is after hours what it was at first: ``python scripts/bench/endurance.py [--hours H] [--rate N]``.

A few clients make, describe, upload, ingest, download, search and delete, at a modest rate; some of them break off in
the middle of an upload, and all of them connect anew now and then. Once there are as many datasets as there are to be,
the oldest goes for each new one, so that from then on nothing should grow but the audit of what was deleted.

The first fifth of the run warms up; the next one, the start, is compared with the last one, the end. What is judged:

- memory, threads and file descriptors of the server, from /proc (elsewhere they are left out): how much more they are
  at the end. A leak of less than the limits between start and end goes unseen; run it for longer to see a smaller one.
- the database as it was at the start and as it is at the end, both packed (indexes of words merged, free pages gone),
  so that the moment of the last merge does not count: without the audit of deletions, which grows, and thumbnails,
  whose number is a matter of chance, it may be larger by a tenth. As it lies on the disk it may be twice as large as
  packed, and its log has a limit of its own.
- the old server, a new one on the same data, and a new one on the data of the start, which answer the same questions in
  turn when the load is over: the old one's median may be larger by 30 % and 0.2 ms. Latencies and processor time of the
  run itself are only printed, because other work on the machine moves them far more than age does.
- answers: none may be wrong, and what is on the disk must fit the database.

The exit code is 1 if one of these does not hold, or if the run is too short to warm up.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "tests")]

from bench.database_sizes import compared_sizes  # noqa: E402 - the file beside this one
from bench.sandbox import Asked, circumstances, line, nested_metadata, served  # noqa: E402 - the file beside this one
from support.killing import examine_disk  # noqa: E402 - in tests

from crucible.sandbox import restoring, snapshot  # noqa: E402

CLIENTS = 4
LOOK_EVERY_SECONDS = 10.0
WARMING_SHARE = 0.2
COMPARED_SHARE = 0.2
DEEDS_PER_CONNECTION = 40
SIZES = (200, 10_000, 100_000, 400_000)
MIB = 1024 * 1024
MOST_MEMORY_MIB = 8
MOST_LATENCY_RATIO = 1.3
TURNS = 300
DESCRIPTORS_PER_THREAD = 3
MOST_WAL_MIB = 16
PERCENTILES = (50, 95, 99)
TICKS_PER_SECOND = 100
if sys.platform != "win32":
    TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass
class Look:
    """How the server is at some moment."""

    at: float
    answers: int
    cpu_seconds: float | None
    memory_bytes: int | None
    descriptors: int | None
    threads: int | None
    wal_bytes: int


class World:
    """What the clients have made, and what they were told."""

    def __init__(self, facts: dict[str, Any], datasets: int, rate: float) -> None:
        self.facts = facts
        self.most = datasets
        self.pause_seconds = CLIENTS / rate
        self.lock = threading.Lock()
        self.present: deque[str] = deque()
        self.files: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.took: dict[str, list[tuple[float, float]]] = defaultdict(list)
        """By deed: when, and how many milliseconds its main request took."""
        self.failures: list[str] = []
        self.over = threading.Event()


class Client:
    """Somebody who does one thing after the other, with pauses."""

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._chance = random.Random(seed)
        self._number = 0
        self._asked = Asked(world.facts["api_url"], world.facts["api_key"])

    def run(self) -> None:
        """Work until it is over."""
        while not self._world.over.wait(self._chance.expovariate(1 / self._world.pause_seconds)):
            self._number += 1
            if self._number % DEEDS_PER_CONNECTION == 0:
                self._asked.close()
                self._asked = Asked(self._world.facts["api_url"], self._world.facts["api_key"])
            deed = self._chance.choices(list(DEEDS), list(DEEDS.values()))[0]
            try:
                deed(self)
            except Exception as error:
                self._world.failures.append(f"{deed.__name__}: {type(error).__name__}: {error}")
        self._asked.close()

    def _ask(self, what: str, path: str, method: str = "GET", body: Any = None) -> Any:
        took, answer = self._asked.ask(path, method, body)
        self._world.took[what].append((time.monotonic(), took))
        return answer

    def _some(self) -> str | None:
        """Return a dataset that will not go while it is used: none of the oldest."""
        with self._world.lock:
            count = len(self._world.present)
            return self._world.present[self._chance.randrange(count // 2, count)] if count else None

    def create(self) -> None:
        """Make a dataset, and delete the oldest if there are enough."""
        name = f"{self._chance.choice(('film', 'ink', 'wafer'))} {self._chance.randrange(10**6)}"
        body = {"dataset_name": name, "measurement": self._chance.choice(("XRD", "SEM", "Raman"))}
        mfid = self._ask("create a dataset", "/datasets", "POST", body)["unique_id"]
        self._ask(
            "write metadata", f"/resources/{mfid}/metadata", "PATCH", nested_metadata(self._chance.randrange(400))
        )
        with self._world.lock:
            self._world.present.append(mfid)
            gone = self._world.present.popleft() if len(self._world.present) > self._world.most else None
        if gone:
            self._ask("delete a dataset", f"/resources/{gone}?force=true", "DELETE")
            self._world.files.pop(gone, None)

    def describe(self) -> None:
        """Change metadata, and add a keyword."""
        if mfid := self._some():
            changed = {"counter": self._chance.randrange(10**6), "note": "annealed"}
            self._ask("write metadata", f"/resources/{mfid}/metadata", "PATCH", changed)
            self._ask("add a keyword", f"/datasets/{mfid}/keywords?keyword=word{self._chance.randrange(50)}", "POST")

    def upload(self) -> None:
        """Send a file; one in ten uploads breaks off and is left as it is."""
        mfid = self._some()
        if mfid is None:
            return
        rows = "\n".join(f"{n},{self._chance.random():.6f}" for n in range(self._chance.choice(SIZES) // 12))
        content = f"angle,intensity\n{rows}\n".encode()
        sha256 = hashlib.sha256(content).hexdigest()
        announced = {"filename": f"{self._chance.randrange(10**9)}.csv", "size": len(content), "sha256_hash": sha256}
        session = self._ask("begin an upload", f"/datasets/{mfid}/upload/initiate", "POST", announced)
        began = time.perf_counter()
        if not self._send(session["resumable_uri"], content, breaks_off=self._chance.random() < 0.1):
            return
        self._world.took["send a file"].append((time.monotonic(), (time.perf_counter() - began) * 1000))
        done = {"upload_id": session["upload_id"], "sha256_hash": sha256}
        file = self._ask("complete an upload", f"/datasets/{mfid}/upload/complete", "POST", done)["mfid"]
        self._world.files[mfid].append((file, sha256))
        if self._chance.random() < 0.25:
            self._ask("ask for ingestion", f"/files/{file}/ingest", "POST")

    def _send(self, link: str, content: bytes, *, breaks_off: bool) -> bool:
        address = urlsplit(link)
        with closing(http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)) as connection:
            connection.putrequest("PUT", f"{address.path}?{address.query}")
            connection.putheader("Content-Length", str(len(content)))
            connection.putheader("Content-Range", f"bytes 0-{len(content) - 1}/{len(content)}")
            connection.endheaders()
            connection.send(content[: len(content) // 2] if breaks_off else content)
            return not breaks_off and connection.getresponse().status == 200

    def download(self) -> None:
        """Fetch a file and compare it."""
        mfid = self._some()
        files = self._world.files.get(mfid or "")
        if not files:
            return
        file, sha256 = self._chance.choice(files)
        link = self._ask("get a link", f"/files/{file}/download_link")["url"]
        began, address = time.perf_counter(), urlsplit(link)
        with closing(http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)) as connection:
            connection.request("GET", f"{address.path}?{address.query}")
            content = connection.getresponse().read()
        self._world.took["receive a file"].append((time.monotonic(), (time.perf_counter() - began) * 1000))
        if sha256 != hashlib.sha256(content).hexdigest():
            raise RuntimeError(f"{file} is not what was sent")

    def read(self) -> None:
        """Look at one dataset."""
        if mfid := self._some():
            self._ask("one dataset", f"/datasets/{mfid}")
            self._ask("its metadata", f"/resources/{mfid}/metadata")

    def look_through(self) -> None:
        """Read lists, and search."""
        self._ask("page of 100", f"/datasets?limit=100&measurement={self._chance.choice(('XRD', 'SEM'))}")
        self._ask("full text", f"/resources/metadata/search?q={self._chance.choice(('brookite', 'annealed'))}")
        self._ask("names", f"/datasets/search?q={quote('wafre')}")
        self._ask("facet", "/datasets/facets?field=measurement")


DEEDS: dict[Callable[[Client], None], float] = {
    Client.create: 2,
    Client.describe: 2,
    Client.upload: 2,
    Client.download: 2,
    Client.read: 4,
    Client.look_through: 1,
}


def look(pid: int, root: Path, world: World) -> Look:
    """Look at the server's process; where there is no /proc, at its files only."""
    process, cpu, memory, descriptors, threads = Path(f"/proc/{pid}"), None, None, None, None
    with suppress(FileNotFoundError):
        status = dict(part.split(":", 1) for part in (process / "status").read_text("ascii").splitlines())
        ticks = (process / "stat").read_text("ascii").rpartition(")")[2].split()
        cpu = (int(ticks[11]) + int(ticks[12])) / TICKS_PER_SECOND
        memory, threads = int(status["VmRSS"].split()[0]) * 1024, int(status["Threads"])
        descriptors = len(list((process / "fd").iterdir()))
    wal = root / "crucible.db-wal"
    answers = sum(map(len, list(world.took.values())))
    return Look(time.monotonic(), answers, cpu, memory, descriptors, threads, wal.stat().st_size if wal.exists() else 0)


def percentiles(world: World, begin: float, end: float) -> dict[str, tuple[float, ...]]:
    """Return the percentiles of each deed within some time; those with too few calls are left out."""
    found = {}
    for what, took in world.took.items():
        times = [ms for at, ms in took if begin <= at < end]
        if len(times) >= 20:
            cuts = statistics.quantiles(times, n=100, method="inclusive")
            found[what] = tuple(cuts[percent - 1] for percent in PERCENTILES)
    return found


def print_times(world: World, early: tuple[float, float], late: tuple[float, float]) -> None:
    """Print latencies of the run at the start and at the end."""
    heads = "".join(f"{f'p{percent}':>9}" for percent in PERCENTILES)
    print(f"\n{'milliseconds':<22}{heads}   |{heads}")
    before, after = percentiles(world, *early), percentiles(world, *late)
    for what in sorted(before.keys() & after.keys()):
        columns = ["".join(f"{ms:>9.2f}" for ms in one[what]) for one in (before, after)]
        print(f"{what:<22}{columns[0]}   |{columns[1]}")


def restored(root: Path, start: Path) -> tuple[Path, Path]:
    """Return sandboxes with the data of the start and of the end."""
    end = start.with_name("end.zip")
    snapshot.write(root, end, secrets=True)
    for file in (start, end):
        restoring.restore(file, file.with_suffix(""))
    return start.with_suffix(""), end.with_suffix("")


def compared_servers(facts: dict[str, Any], roots: tuple[Path, Path]) -> bool:
    """Ask the old server and new ones the same questions in turn, and return whether it is as quick as they are."""
    with served(roots[0]) as new_start, served(roots[1]) as new_end:
        asked = [Asked(one["api_url"], one["api_key"]) for one in (new_start, new_end, facts)]
        some = [quote(one.ask("/datasets?limit=1")[1]["items"][0]["unique_id"]) for one in asked]
        questions: dict[str, list[tuple[str, str, Any]]] = {
            "one dataset": [("GET", f"/datasets/{mfid}", None) for mfid in some],
            "page of 100": [("GET", "/datasets?limit=100&measurement=XRD", None)] * 3,
            "full text": [("GET", "/resources/metadata/search?q=annealed", None)] * 3,
            "names": [("GET", "/datasets/search?q=wafre", None)] * 3,
            "write metadata": [("PATCH", f"/resources/{mfid}/metadata", {"note": "annealed"}) for mfid in some],
            "create a dataset": [("POST", "/datasets", {"dataset_name": "last film"})] * 3,
        }
        print(f"\n{'ms, in turn, median':<22}{'start, new':>12}{'end, new':>12}{'end, old':>12}")
        is_flat = True
        for what, three in questions.items():
            times: list[list[float]] = [[], [], []]
            for _ in range(TURNS):
                for one, (method, path, body), took in zip(asked, three, times, strict=True):
                    took.append(one.ask(path, method, body)[0])
            medians = [statistics.median(took) for took in times]
            is_slower = medians[2] > MOST_LATENCY_RATIO * min(medians[:2]) + 0.2
            is_flat = is_flat and not is_slower
            print(f"{what:<22}" + "".join(f"{ms:>12.2f}" for ms in medians) + ("  SLOWER" if is_slower else ""))
        for one in asked:
            one.close()
    return is_flat


def compared_looks(early: list[Look], late: list[Look]) -> bool:
    """Print memory, descriptors and processor time, and return whether they are flat."""
    print()
    is_flat = line(
        "log beside the database, at most", max(look.wal_bytes for look in late) / MIB, "MiB", most=MOST_WAL_MIB
    )
    if early[0].memory_bytes is None:
        print("memory, descriptors and processor time: not to be had on this system")
        return is_flat
    for what, measure, unit, most in (
        ("memory", lambda look: look.memory_bytes / MIB, "MiB", MOST_MEMORY_MIB),
        ("threads", lambda look: look.threads, "", CLIENTS + 1),
        ("file descriptors", lambda look: look.descriptors, "", None),
        (
            "those without the threads', least",
            lambda look: look.descriptors - DESCRIPTORS_PER_THREAD * look.threads,
            "",
            4,
        ),
    ):
        of = min if what.endswith("least") else statistics.median  # more are open the more is under way at a moment
        start, end = (of(map(measure, looks)) for looks in (early, late))
        line(f"{what}, at the start", start, unit)
        is_flat &= line(f"{what}, at the end: more by", end - start, unit, most=most)
    rates = [
        (looks[-1].cpu_seconds - looks[0].cpu_seconds) * 1000 / max(1, looks[-1].answers - looks[0].answers)
        for looks in (early, late)
        if looks[-1].cpu_seconds is not None and looks[0].cpu_seconds is not None
    ]
    line("processor time per answer, at the start", rates[0], "ms")
    line("processor time per answer, at the end", rates[1], "ms")
    return is_flat


def endure(root: Path, hours: float, rate: float, datasets: int) -> bool:
    """Load a sandbox, print what became of it, and return whether it is as it was."""
    began, seconds = time.monotonic(), hours * 3600
    warm, looks, start = began + WARMING_SHARE * seconds, list[Look](), root.with_name("start.zip")
    with served(root) as facts:
        world = World(facts, datasets, rate)
        threads = [threading.Thread(target=Client(world, seed).run, daemon=True) for seed in range(CLIENTS)]
        for thread in threads:
            thread.start()
        while (now := time.monotonic()) < began + seconds:
            time.sleep(min(LOOK_EVERY_SECONDS, began + seconds - now))
            looks.append(look(facts["pid"], root, world))
            if looks[-1].at >= warm and len(world.present) < world.most:
                world.failures.append("not warm: run it for longer, or with fewer --datasets")
                break
            if not start.exists() and looks[-1].at >= warm + COMPARED_SHARE * seconds:
                snapshot.write(root, start, secrets=True)
            if len(looks) % 30 == 0:
                memory = (looks[-1].memory_bytes or 0) / MIB
                print(f"{(now - began) / 60:.0f} min: {looks[-1].answers:,} answers, {memory:.1f} MiB", flush=True)
        world.over.set()
        for thread in threads:
            thread.join()
        for _, failure in zip(range(10), world.failures, strict=False):
            print(f"failed: {failure}")
        if not start.exists():
            return False
        deeds = sum(map(len, world.took.values()))
        print(f"{deeds:,} answers in {seconds / 3600:.2f} h, {len(world.present)} datasets at the end")
        end = began + seconds
        first, last = (warm, warm + COMPARED_SHARE * seconds), (end - COMPARED_SHARE * seconds, end)
        parts = [[one for one in looks if begin <= one.at <= end + 1] for begin, end in (first, last)]
        print_times(world, first, last)
        roots = restored(root, start)
        verdicts = [compared_looks(*parts), compared_sizes(roots), compared_servers(facts, roots)]
    time.sleep(1)
    examine_disk(root)
    print("everything on the disk is what the database says")
    return all(verdicts) and not world.failures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--rate", type=float, default=6.0, help="things done per second, of one to four requests each")
    parser.add_argument("--datasets", type=int, default=200, help="how many there are once it is warm")
    arguments = parser.parse_args()
    circumstances()
    with tempfile.TemporaryDirectory(prefix="crucible-endurance-") as folder:
        is_flat = endure(Path(folder, "root"), arguments.hours, arguments.rate, arguments.datasets)
    print("flat" if is_flat else "NOT FLAT")
    return 0 if is_flat else 1


if __name__ == "__main__":
    sys.exit(main())
