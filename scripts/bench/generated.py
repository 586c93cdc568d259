"""What the generated package costs: importing one operation, and reading 1,000 datasets.

    python scripts/bench/generated.py

The same document is generated once more, with the generator's own templates and settings, and read for comparison.
CPU time, best of several rounds; the two packages take turns, so that other work on the machine meets both.
"""

from __future__ import annotations

import copy
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "generated")]

from document import generate  # noqa: E402 - found through the path above

IMPORT_LIMIT_MS = 15.0
LEAST_RATIO = 4.0
# A small answer, the most used list, and a large body: the dearest of all operations are within a millisecond of these.
OPERATIONS = ("health.health_live", "datasets.list_datasets", "datasets.create_dataset")
RECORDS = 1000
_IMPORT = """
import sys, time
sys.path.insert(0, sys.argv[1])
import attrs, httpx
start = time.process_time()
import crucible_api.api.{operation}
print(time.process_time() - start)
"""


def import_milliseconds(operation: str, rounds: int = 9) -> float:
    """CPU time of importing one operation where httpx and attrs are loaded already, from bytecode as installed."""
    command = [sys.executable, "-c", _IMPORT.format(operation=operation), str(ROOT / "generated")]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        runs = (subprocess.run(command, capture_output=True, env=environment, check=True) for _ in range(rounds))
        return min(float(run.stdout) for run in runs) * 1000


def page(record: dict[str, Any]) -> dict[str, Any]:
    """An answer of list_datasets with 1,000 records."""
    items = [{**copy.deepcopy(record), "dataset_name": f"run {number}"} for number in range(RECORDS)]
    return {"total": RECORDS, "limit": RECORDS, "next_cursor": None, "items": items}


def records() -> dict[str, dict[str, Any]]:
    """A record as a list has it and one with everything in it, both from the document's examples."""
    schemas = json.loads((ROOT / generate.VIEWS["v3"]).read_text(encoding="utf-8"))["components"]["schemas"]
    listed, full = schemas["DatasetPage"]["example"]["items"][0], schemas["DatasetResponse"]["example"]
    return {"datasets as listed": listed, "datasets with everything": full}


def unmodified(folder: Path) -> Callable[[dict[str, Any]], object]:
    """The reader of a page in a package made with the generator's own templates and settings."""
    config = folder / "config.yaml"
    config.write_text("package_name_override: unmodified_api\n", encoding="utf-8")
    generate.run_generator(ROOT / generate.VIEWS["v3"], folder / "unmodified_api", "--config", str(config))
    sys.path.insert(0, str(folder))
    return reader("unmodified_api")


def reader(package: str) -> Callable[[dict[str, Any]], object]:
    """The function of a package that reads a page of datasets."""
    read: Callable[[dict[str, Any]], object] = importlib.import_module(
        f"{package}.models.dataset_page"
    ).DatasetPage.from_dict
    return read


def milliseconds(
    readers: list[Callable[[dict[str, Any]], object]], body: dict[str, Any], rounds: int = 40
) -> list[float]:
    """CPU time of each reader."""
    best = [float("inf")] * len(readers)
    for _ in range(rounds):
        for index, read in enumerate(readers):
            start = time.process_time()
            read(body)
            best[index] = min(best[index], time.process_time() - start)
    return [seconds * 1000 for seconds in best]


def main() -> int:
    """Print the numbers; 1 when one is beyond its limit."""
    good = True
    for operation in OPERATIONS:
        cost = import_milliseconds(operation)
        good = good and cost < IMPORT_LIMIT_MS
        print(f"import {operation:<24} {cost:6.1f} ms beyond httpx and attrs (limit {IMPORT_LIMIT_MS:.0f})")
    with tempfile.TemporaryDirectory() as folder:
        readers = [reader("crucible_api"), unmodified(Path(folder))]
        for name, record in records().items():
            ours, theirs = milliseconds(readers, page(record))
            good = good and theirs / ours >= LEAST_RATIO
            print(f"read {RECORDS} {name:<24} {ours:6.2f} ms; unmodified generator {theirs:6.2f} ms;", end=" ")
            print(f"ratio {theirs / ours:.1f} (at least {LEAST_RATIO:.0f})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
