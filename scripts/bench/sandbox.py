"""How fast the sandbox starts, and answers about 100,000 datasets: ``python scripts/bench/sandbox.py [--datasets N]``.

The server runs in a process of its own and is asked over one connection of the standard library, so that little but the
server is measured. Numbers are medians of the time from the first byte sent to the last byte received, unless they say
CPU. How fast bytes move is measured by `storage.py` beside this file.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from crucible.sandbox import Sandbox
from crucible.sandbox.store import Store

START_LIMIT_MS = 300
FRESH_LIMIT_MS = 20
LEAST_CREATES_PER_SECOND = 500
CONNECTIONS = 8
CREATING_SECONDS = 5.0
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
        self._path = address.path
        self._connection = http.client.HTTPConnection(str(address.hostname), address.port)

    def ask(self, path: str, method: str = "GET", body: Any = None) -> tuple[float, Any]:
        """Return how many milliseconds an answer took, and the answer."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body)
        began = time.perf_counter()
        self._connection.request(method, self._path + path, data, headers)
        response = self._connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - began) * 1000
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        return took, json.loads(content)

    def median(self, path: str, rounds: int = 15) -> float:
        """Return the median of several answers, after one that warms up."""
        self.ask(path)
        return statistics.median(self.ask(path)[0] for _ in range(rounds))


@contextmanager
def served(root: Path) -> Iterator[dict[str, Any]]:
    """Serve a folder in a process of its own, and yield what it says about itself."""
    command = [sys.executable, "-c", "from crucible.cli.main import main; main()", "sandbox", "serve", "--json"]
    with subprocess.Popen([*command, "--root", str(root)], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline()) if process.stdout else {}
        finally:
            process.terminate()


def fill(root: Path, datasets: int) -> str:
    """Write a world of the given size through the sandbox's own store, and return an ordinary user's key."""
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


def metadata(number: int) -> dict[str, Any]:
    """Return about a kilobyte of nested metadata; one record in 200 holds a word the others do not."""
    settings = {f"{random.choice(WORDS)}_{n}": round(random.random() * 100, 4) for n in range(24)}
    rare = {"phase": "brookite"} if number % 200 == 0 else {"phase": random.choice(("anatase", "rutile"))}
    notes = " ".join(random.choice(WORDS) for _ in range(20))
    return {"settings": settings, **rare, "notes": notes, "operator": {"name": f"operator {number % 40}"}}


def starts(rounds: int = 5) -> tuple[float, float]:
    """Return the CPU milliseconds to a first answer in a new process, and the time of a fresh sandbox in an old one."""
    runs = (
        subprocess.run([sys.executable, "-c", _FIRST_ANSWER], capture_output=True, check=True) for _ in range(rounds)
    )
    first = min(float(run.stdout) for run in runs) * 1000
    fresh = []
    for _ in range(10):
        began = time.perf_counter()
        with Sandbox(ingest=False) as sandbox:
            Asked(sandbox.api_url, sandbox.api_key).ask("/account")
        fresh.append((time.perf_counter() - began) * 1000)
    return first, statistics.median(fresh[1:])


def creates_per_second(url: str, key: str) -> float:
    """Return how many datasets are created per second over several connections."""
    end = time.perf_counter() + CREATING_SECONDS
    made = [0] * CONNECTIONS

    def create(number: int) -> None:
        asked = Asked(url, key)
        while time.perf_counter() < end:
            asked.ask("/datasets", "POST", {"dataset_name": f"new {number}", "measurement": "XRD"})
            made[number] += 1

    threads = [threading.Thread(target=create, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(made) / CREATING_SECONDS


def line(what: str, value: float, unit: str, limit: str = "") -> None:
    """Print one number."""
    print(f"{what:<58} {value:>9.1f} {unit:<5} {limit}", flush=True)


def questions(asked: Asked, who: str) -> None:
    """Print how long each kind of question takes."""
    _, page = asked.ask("/datasets?limit=1000")
    cursor = quote(page["next_cursor"])
    since = quote("2020-01-01T00:00:00Z")
    for what, path, limit in (
        ("page of 1,000, with the total", "/datasets?limit=1000", "< 100"),
        ("page of 1,000, at a cursor", f"/datasets?limit=1000&cursor={cursor}", "< 100"),
        ("page of 100 by measurement", "/datasets?limit=100&measurement=XRD", "< 50"),
        ("page of 100 by project", "/datasets?limit=100&project_id=project-3", "< 50"),
        ("page of 100 by project and measurement", "/datasets?limit=100&project_id=project-3&measurement=SEM", "< 50"),
        ("page of 100 by session", "/datasets?limit=100&session_name=session-77", "< 50"),
        ("page of 100 by time, newest first", f"/datasets?limit=100&creation_time_gte={since}&sort=created", "< 50"),
        ("full text, a term in 0.5 % of the records", "/resources/metadata/search?q=brookite", "< 50"),
        ("names, with a typing error", "/datasets/search?q=perovksite", ""),
        ("facet by measurement", "/datasets/facets?field=measurement", ""),
        ("one record", f"/datasets/{page['items'][500]['unique_id']}", ""),
    ):
        line(f"{who}: {what}", asked.median(path), "ms", limit)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=100_000)
    datasets = parser.parse_args().datasets
    first, fresh = starts()
    line("start of a process to the first answer, CPU", first, "ms", f"< {START_LIMIT_MS}")
    line("fresh sandbox in a process that had one: start, answer, stop", fresh, "ms", f"< {FRESH_LIMIT_MS}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        began = time.perf_counter()
        key = fill(root, datasets)
        line(f"{datasets:,} datasets written", time.perf_counter() - began, "s")
        with served(root) as facts:
            questions(Asked(facts["api_url"], facts["api_key"]), "administrator")
            questions(Asked(facts["api_url"], key), "ordinary user")
            rate = creates_per_second(facts["api_url"], facts["api_key"])
            line(f"datasets created over {CONNECTIONS} connections", rate, "/s", f"> {LEAST_CREATES_PER_SECOND}")


if __name__ == "__main__":
    main()
