"""How fast the sandbox starts, and answers about 100,000 datasets: ``python scripts/bench/sandbox.py [--datasets N]``.

The server runs in a process of its own and is asked over plain sockets, so that little but the server is measured.
Times go from the first byte sent to the last one received, in medians, with the shortest in parentheses: other work on
the machine moves the median, hardly the shortest. How fast bytes move is measured by `storage.py` beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from crucible.sandbox import Sandbox
from crucible.sandbox.store import Store

MOST_START_MS = 300
MOST_FRESH_MS = 20
MOST_LONG_PAGE_MS = 100
MOST_SHORT_PAGE_MS = 50
LEAST_CREATES_PER_SECOND = 500
CONNECTIONS = 8
CREATING_SECONDS = 5.0
ROUNDS = 15
MEASUREMENTS = ("XRD", "SEM", "Raman", "photoluminescence", "XPS", "AFM", "ellipsometry", "TEM")
WORDS = ("annealed", "perovskite", "substrate", "detector", "exposure", "calibrated", "silicon", "nitrogen", "vacuum")
_FIRST_ANSWER = """
import time, http.client, urllib.parse
from crucible.sandbox import Sandbox
sandbox = Sandbox().start()
url = urllib.parse.urlsplit(sandbox.api_url)
connection = http.client.HTTPConnection(url.hostname, url.port)
connection.request("GET", url.path + "/account", headers={"Authorization": "Bearer " + sandbox.api_key})
assert connection.getresponse().status == 200
print(time.process_time())
connection.close()
sandbox.close()
"""


@dataclass
class Asked:
    """Somebody who asks the server, over one connection."""

    url: str
    key: str

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        self._host, self._path = address.netloc, address.path
        connection = socket.create_connection((str(address.hostname), address.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = connection.makefile("rwb")
        connection.close()  # the stream keeps it open

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def ask(self, path: str, method: str = "GET", body: Any = None) -> tuple[float, Any]:
        """Return how many milliseconds an answer took, and the answer."""
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {self._path}{path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {self.key}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        began = time.perf_counter()
        self._stream.write(head.encode("ascii") + content)
        self._stream.flush()
        status = self._stream.readline().split(b" ")[1]
        headers = dict(line.lower().split(b":", 1) for line in iter(self._stream.readline, b"\r\n"))
        answer = self._stream.read(int(headers[b"content-length"]))
        took = (time.perf_counter() - began) * 1000
        if status != b"200":
            raise RuntimeError(f"{method} {path}: {status.decode()} {answer[:300]!r}")
        return took, json.loads(answer)

    def times(self, path: str) -> list[float]:
        """Return how many milliseconds several answers took, after one that warms up."""
        self.ask(path)
        return [self.ask(path)[0] for _ in range(ROUNDS)]


@contextmanager
def served(root: Path) -> Iterator[dict[str, Any]]:
    """Serve a folder in a process of its own, and yield what it says about itself."""
    command = [sys.executable, "-c", "from crucible.cli.main import main; main()", "sandbox", "serve", "--json"]
    with subprocess.Popen([*command, "--root", str(root)], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline()) if process.stdout else {}
        finally:
            process.terminate()


def fill(root: Path, datasets: int, metadata: Callable[[int], dict[str, Any]] | None = None) -> str:
    """Write a world of the given size through the sandbox's own store, and return an ordinary user's key."""
    metadata = metadata or nested_metadata
    with Sandbox(root, ingest=False):
        pass  # makes the first account
    random.seed(1)
    store = Store(root / "crucible.db")
    with store.db.write():
        people = [store.accounts.create(username=f"user{n}", first_name="Ada", last_name=f"L{n}") for n in range(50)]
        key = store.accounts.issue_key(people[0].unique_id).text
        made = [
            store.resources.create(
                "project",
                name=f"Project {n}",
                slug=f"project-{n}",
                owner=people[n].unique_id,
                data={"organization": "L"},
            )
            for n in range(50)
        ]
        for project in made[:10]:
            store.grants.set(people[0].unique_id, project, 2)
    for begin in range(0, datasets, 5000):
        with store.db.write():
            for number in range(begin, min(begin + 5000, datasets)):
                where = made[random.randrange(50)]
                record = store.resources.create(
                    "dataset",
                    name=f"{random.choice(WORDS)} film {number}",
                    owner=people[random.randrange(1, 50)].unique_id,
                    project=where.id,
                    data=described(number),
                )
                store.metadata.put(record.id, metadata(number))
    store.close()
    return key


def described(number: int) -> dict[str, Any]:
    """Return the members of a dataset."""
    return {
        "measurement": random.choice(MEASUREMENTS),
        "session_name": f"session-{number // 100}",
        "data_format": "h5",
        "data_type": "scan",
        "timestamp": None,
    }


def nested_metadata(number: int) -> dict[str, Any]:
    """Return about a kilobyte of nested metadata; one record in 200 holds a word the others do not."""
    settings = {f"{random.choice(WORDS)}_{n}": round(random.random() * 100, 4) for n in range(24)}
    rare = {"phase": "brookite"} if number % 200 == 0 else {"phase": random.choice(("anatase", "rutile"))}
    notes = " ".join(random.choice(WORDS) for _ in range(20))
    return {"settings": settings, **rare, "notes": notes, "operator": {"name": f"operator {number % 40}"}}


def first_answer_ms() -> list[float]:
    """Return how much CPU new processes take to an answer; their code was compiled before, as it is when installed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", _FIRST_ANSWER]
    runs = [subprocess.run(command, env=environment, capture_output=True, check=True) for _ in range(8)]
    return [float(run.stdout) * 1000 for run in runs[1:]]


def fresh_ms() -> list[float]:
    """Return how long sandboxes take from their start over an answer to their end, in a process that had one."""
    fresh = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        with Sandbox(ingest=False) as sandbox:
            asked = Asked(sandbox.api_url, sandbox.api_key)
            asked.ask("/account")
            asked.close()
        fresh.append((time.perf_counter() - began) * 1000)
    return fresh[1:]


def creates_per_second(url: str, key: str) -> float:
    """Return how many datasets are created per second over several connections."""
    end = time.perf_counter() + CREATING_SECONDS
    made = [0] * CONNECTIONS

    def create(number: int) -> None:
        asked = Asked(url, key)
        while time.perf_counter() < end:
            asked.ask("/datasets", "POST", {"dataset_name": f"new {number}", "measurement": "XRD"})
            made[number] += 1
        asked.close()

    threads = [threading.Thread(target=create, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(made) / CREATING_SECONDS


def line(
    what: str, value: float, unit: str, *, most: float | None = None, least: float | None = None, note: str = ""
) -> bool:
    """Print one number beside its limit, with a mark if it misses that, and return whether it is within."""
    limit = f"< {most:g}" if most is not None else f"> {least:g}" if least is not None else ""
    is_missed = (most is not None and value >= most) or (least is not None and value <= least)
    text = f"{what:<60} {value:>9,.{0 if value >= 1000 else 1 if value >= 10 else 2}f} {unit:<5} {note:<11} {limit:<6}"
    print(f"{text}{' MISSED' if is_missed else ''}".rstrip(), flush=True)
    return not is_missed


def times_line(what: str, times: list[float], most: float | None = None) -> None:
    """Print the median of some times, and the shortest."""
    line(what, statistics.median(times), "ms", most=most, note=f"({min(times):.1f})")


def circumstances() -> None:
    """Print what the numbers depend on, besides the program."""
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} processors{load}, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")


def questions(asked: Asked, who: str) -> None:
    """Print how long each kind of question takes."""
    _, page = asked.ask("/datasets?limit=1000")
    cursor = quote(page["next_cursor"])
    since = quote("2020-01-01T00:00:00Z")
    for what, path, most in (
        ("page of 1,000, with the total", "/datasets?limit=1000", MOST_LONG_PAGE_MS),
        ("page of 1,000, at a cursor", f"/datasets?limit=1000&cursor={cursor}", MOST_LONG_PAGE_MS),
        ("100 by measurement", "/datasets?limit=100&measurement=XRD", MOST_SHORT_PAGE_MS),
        ("100 by project", "/datasets?limit=100&project_id=project-3", MOST_SHORT_PAGE_MS),
        (
            "100 by project and measurement",
            "/datasets?limit=100&project_id=project-3&measurement=SEM",
            MOST_SHORT_PAGE_MS,
        ),
        ("100 by session", "/datasets?limit=100&session_name=session-77", MOST_SHORT_PAGE_MS),
        (
            "100 by time, newest first",
            f"/datasets?limit=100&creation_time_gte={since}&sort=created",
            MOST_SHORT_PAGE_MS,
        ),
        ("full text, a word in 0.5 % of the records", "/resources/metadata/search?q=brookite", MOST_SHORT_PAGE_MS),
        ("names, with a typing error", "/datasets/search?q=perovksite", None),
        ("facet by measurement", "/datasets/facets?field=measurement", None),
        ("one record", f"/datasets/{page['items'][500]['unique_id']}", None),
    ):
        times_line(f"{who}: {what}", asked.times(path), most)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=100_000)
    datasets = parser.parse_args().datasets
    circumstances()
    times_line("start of a process to its first answer, CPU", first_answer_ms(), MOST_START_MS)
    times_line("fresh sandbox in a process that had one", fresh_ms(), MOST_FRESH_MS)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        began = time.perf_counter()
        key = fill(root, datasets)
        line(f"{datasets:,} datasets written", time.perf_counter() - began, "s")
        with served(root) as facts:
            questions(Asked(facts["api_url"], facts["api_key"]), "administrator")
            questions(Asked(facts["api_url"], key), "ordinary user")
            v2 = facts["api_url"].replace("/api/v3", "/api/v2")
            times = Asked(v2, facts["api_key"]).times("/datasets?limit=1000")
            times_line("v2, administrator: page of 1,000", times, MOST_LONG_PAGE_MS)
            rate = creates_per_second(facts["api_url"], facts["api_key"])
            line(f"datasets created over {CONNECTIONS} connections", rate, "/s", least=LEAST_CREATES_PER_SECOND)


if __name__ == "__main__":
    main()
