"""What the client costs: ``python scripts/bench/client.py [--datasets N] [--rounds N]``.

Loading and the first call are measured in new processes that take turns with a bare Python, in CPU time, which other
work on the machine moves least. A call is compared with the same call of bare httpx, in turns, in one process. Reading
all datasets with their metadata is compared with nano-crucible, in turns, on one server; where that is not installed,
``scripts/peers 3.3.0`` installs it. That is the time on the wall, the server's in it: measure on a quiet machine. The
exit code is 1 if a limit was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench.sandbox import WORDS, circumstances, fill, line, served  # noqa: E402 - the file beside this one
from peers import bare_environment, interpreter, peer_environment  # noqa: E402

from crucible import CrucibleClient  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PEER = "3.3.0"
MOST_START_MS = 60
MOST_FIRST_CALL_MS = 300
MOST_OVERHEAD = 0.40
MOST_MIB = 150
MOST_OF_PEER = 0.5
NEW_PROCESSES = 15
CALLS = 300
BLOCK = 20
KEYS = 20
LATE = ("httpx", "httpcore", "crucible_api", "attr", "dateutil", "rich")

BLOCKING = "from crucible import CrucibleClient\nclient = CrucibleClient(*sys.argv[1:])\n"
ASYNC = "from crucible import AsyncCrucibleClient\nclient = AsyncCrucibleClient(*sys.argv[1:])\n"
ASYNC_CALL = """
import asyncio
async def main():
    async with client:
        await client.datasets.list().first()
asyncio.run(main())
"""
BEGIN = "import json, sys, time\nfrom time import process_time as cpu\n"
LOADED = f"print(json.dumps([cpu(), sorted(sys.modules.keys() & {set(LATE)})]))\n"
START = {"bare": BEGIN + LOADED, "blocking": BEGIN + BLOCKING + LOADED, "async": BEGIN + ASYNC + LOADED}
CALLED = "print(json.dumps([cpu() - began, []]))\n"
FIRST = {
    "blocking": f"{BEGIN}{BLOCKING}began = cpu()\nclient.datasets.list().first()\n{CALLED}",
    "async": f"{BEGIN}{ASYNC}began = cpu()\n{ASYNC_CALL}{CALLED}",
}

# The administrator reads, who sees everything: the peer always, this client when it is asked for.
BLOCKING_READ = """
with client, client.elevated():
    for dataset in client.datasets.list(limit=None, include_metadata=True):
        read += 1
"""
ASYNC_READ = """
import asyncio
async def main():
    global read
    async with client:
        with client.elevated():
            async for dataset in client.datasets.list(limit=None, include_metadata=True):
                read += 1
asyncio.run(main())
"""
PEER_READ = """
for dataset in client.datasets.list(limit=None, include_metadata=True):
    read += 1
"""
# VmHWM is the memory of this program; ru_maxrss would count that of the program that started it.
TOLD = """
try:
    rows = open("/proc/self/status").read().splitlines()
    most = next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmHWM"))
except OSError:
    most = None
print(json.dumps({"seconds": time.perf_counter() - began, "cpu": cpu(), "mebibytes": most, "read": read}))
"""
TIMED = BEGIN + "began, read = time.perf_counter(), 0\n"
READ = {
    "this client": TIMED + BLOCKING + BLOCKING_READ + TOLD,
    "this client, async": TIMED + ASYNC + ASYNC_READ + TOLD,
    "nano-crucible": TIMED + BLOCKING + PEER_READ + TOLD,
}


def new_process(code: str, facts: dict[str, Any], python: Path, environment: dict[str, str], *more: str) -> Any:
    """Return what a program prints, run in a new process."""
    command = [str(python), "-c", code, facts["api_url"], facts["api_key"], *more]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT / "scripts", check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def compiled_environment() -> dict[str, str]:
    """Return an environment in which code is compiled once, as it is when it is installed."""
    return {name: value for name, value in bare_environment().items() if name != "PYTHONDONTWRITEBYTECODE"}


def starting(facts: dict[str, Any]) -> bool:
    """Print what loading, constructing and the first call cost; return whether all limits were met."""
    own, environment = Path(sys.executable), compiled_environment()
    codes = {f"start {name}": code for name, code in START.items()}
    codes |= {f"first {name}": code for name, code in FIRST.items()}
    took: dict[str, list[float]] = {name: [] for name in codes}
    late: set[str] = set()
    for number in range(NEW_PROCESSES + 1):
        for name, code in codes.items():
            seconds, loaded = new_process(code, facts, own, environment)
            late.update(loaded)
            if number:  # the first round compiles
                took[name].append(seconds * 1000)
    usual = {name: statistics.median(times) for name, times in took.items()}
    good = [not late]
    print(f"loaded before something is asked: {', '.join(sorted(late)) or 'nothing of ' + ', '.join(LATE)}")
    for name in ("blocking", "async"):
        beyond = usual[f"start {name}"] - usual["start bare"]
        good.append(line(f"{name}: import and construct, CPU beyond Python", beyond, "ms", most=MOST_START_MS))
        first = usual[f"first {name}"]
        good.append(line(f"{name}: first call, CPU it adds", first, "ms", most=MOST_FIRST_CALL_MS))
    return all(good)


def overhead(facts: dict[str, Any]) -> bool:
    """Print what a call costs more than the same call of bare httpx; return whether the limit was met."""
    headers = {"Authorization": f"Bearer {facts['api_key']}", "Accept": "application/json"}
    with CrucibleClient(facts["api_url"], facts["api_key"]) as client, httpx.Client(headers=headers) as bare:
        dataset = client.datasets.create(dataset_name="asked for", scientific_metadata=described(1)).unique_id
        address = f"{facts['api_url']}/datasets/{dataset}"

        def ours() -> None:
            client.datasets.get(dataset)

        def theirs() -> None:
            bare.get(address).raise_for_status().json()

        wall, cpu = alternating(ours, theirs)
    line("bare httpx: a call with its answer", wall[1], "ms", note=f"({cpu[1]:.2f} CPU)")
    line("this client: a call with its answer", wall[0], "ms", note=f"({cpu[0]:.2f} CPU)")
    line("  more than bare httpx", wall[0] / wall[1] - 1, "")
    return line("  more than bare httpx, CPU of this process", cpu[0] / cpu[1] - 1, "", most=MOST_OVERHEAD)


def alternating(*calls: Callable[[], None]) -> tuple[list[float], list[float]]:
    """Return how many milliseconds each call takes, and how much CPU of this process; medians of short blocks."""
    wall: list[list[float]] = [[] for _ in calls]
    cpu: list[list[float]] = [[] for _ in calls]
    for number in range(CALLS // BLOCK + 1):
        for index, call in enumerate(calls):
            began, used = time.perf_counter(), time.process_time()
            for _ in range(BLOCK):
                call()
            if number:  # the first block warms up
                wall[index].append((time.perf_counter() - began) / BLOCK * 1000)
                cpu[index].append((time.process_time() - used) / BLOCK * 1000)
    return [statistics.median(times) for times in wall], [statistics.median(times) for times in cpu]


def described(number: int) -> dict[str, Any]:
    """Return metadata of a fixed number of keys."""
    return {f"{WORDS[key % len(WORDS)]}_{key}": round(random.random() * 100, 4) for key in range(KEYS)}


def reading(facts: dict[str, Any], datasets: int, rounds: int, folder: Path) -> bool:
    """Print what reading all datasets costs, compared with the peer; return whether all limits were met."""
    own, peer = Path(sys.executable), interpreter(PEER)
    who = {name: (own, compiled_environment()) for name in READ}
    if peer is None:
        print(f"nano-crucible {PEER} is not installed, scripts/peers {PEER} installs it: not compared")
        del who["nano-crucible"]
    else:
        environment = peer_environment(PEER, folder, facts, complete=False)
        who["nano-crucible"] = peer, {**environment, "PYTHONDONTWRITEBYTECODE": ""}
    best: dict[str, dict[str, Any]] = {}
    for _ in range(rounds):
        for name, (python, environment) in who.items():
            told = new_process(READ[name], facts, python, environment)
            if told["read"] != datasets:
                raise SystemExit(f"{name} read {told['read']:,} datasets of {datasets:,}")
            best[name] = told if name not in best else least(told, best[name])
    good = []
    for name, told in best.items():
        line(f"{name}: {datasets:,} datasets read", told["seconds"], "s", note=f"({told['cpu']:.1f} CPU)")
        if told["mebibytes"] is None:
            print("this system does not tell how much memory a process took: not measured")
        else:
            most = None if name == "nano-crucible" else MOST_MIB
            good.append(line("  most memory", told["mebibytes"], "MiB", most=most))
        if name != "nano-crucible" and peer is not None:
            peers = best["nano-crucible"]
            share = told["seconds"] / peers["seconds"]
            good.append(line("  of the time of nano-crucible", share, "", most=MOST_OF_PEER))
            line("  of its CPU time", told["cpu"] / peers["cpu"], "")
    return all(good)


def least(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the shortest times of two runs, and the most memory."""
    times = {what: min(one[what], other[what]) for what in ("seconds", "cpu")}
    known = [run["mebibytes"] for run in (one, other) if run["mebibytes"] is not None]
    return {**one, **times, "mebibytes": max(known, default=None)}


def main() -> int:
    """Measure and print; 1 when a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2, help="of reading everything")
    arguments = parser.parse_args()
    circumstances()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder / "small") as facts:
            good = [starting(facts), overhead(facts)]
        fill(folder / "large", arguments.datasets, described)
        with served(folder / "large") as facts:
            good.append(reading(facts, arguments.datasets, arguments.rounds, folder))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
