"""What data frames cost: ``python scripts/bench/frames.py [--datasets N] [--rounds N]``.

A list of datasets with twenty keys of metadata each is read plainly, and made into frames, each in a new process, in
turns, on one server; an import of pandas is in the time. That is the time on the wall, the server's in it: measure on a
quiet machine. The exit code is 1 if a limit was missed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench.client import BLOCKING, BLOCKING_READ, TIMED, TOLD, compiled_environment, least, new_process  # noqa: E402
from bench.sandbox import circumstances, fill, line, served  # noqa: E402 - the files beside this one

MOST_MIB = 400
MOST_OF_ITERATION = 2.0
PATHS = (
    *(f"annealing.step_{number}" for number in range(4)),
    *(f"detector.channel_{number}" for number in range(4)),
    *(f"counts_{number}" for number in range(4)),
    *("voltage", "temperature", "operator", "comment", "began_at", "calibrated", "gain", "offset"),
)
FRAME = """
with client, client.elevated():
    listing = client.datasets.list(limit=None{included})
    frame = listing.{call}
    read = len(frame)
    if {columns} != len({names}):
        raise SystemExit(f"the frame has other columns: {{{names}}}")
"""
NAMED = f"columns={['unique_id', *(f'metadata.{path}' for path in PATHS)]!r}"
CONVERTED = "units={'metadata.voltage': 'kV', 'metadata.temperature': 'K'}"


def code(call: str, columns: int = len(PATHS) + 1, names: str = "frame.columns", included: str = "") -> str:
    """Return a program that makes a frame and says what it cost."""
    return TIMED + BLOCKING + FRAME.format(call=call, columns=columns, names=names, included=included) + TOLD


CODES = {
    "plain iteration": TIMED + BLOCKING + BLOCKING_READ + TOLD,
    "pandas, 20 columns of metadata": code(f"to_frame({NAMED})"),
    "pandas, two of them converted": code(f"to_frame({NAMED}, {CONVERTED})"),
    "pandas, whatever there is": code("to_frame()", 17 + len(PATHS), included=", include_metadata=True"),
    "polars, 20 columns of metadata": code(f"to_frame('polars', {NAMED})"),
    "Arrow, 20 columns of metadata": code(f"to_arrow({NAMED.removeprefix('columns=')})", names="frame.column_names"),
}


def described(number: int) -> dict[str, Any]:
    """Return metadata of twenty keys: numbers, quantities, texts and times, one in ten of some missing."""
    some = random.random
    return {
        "annealing": {f"step_{step}": round(some() * 900, 2) for step in range(4)},
        "detector": {f"channel_{channel}": some() for channel in range(4)},
        **{f"counts_{channel}": random.randrange(10**6) if some() > 0.1 else None for channel in range(4)},
        "voltage": {"value": random.choice((80, 200, 300)), "unit": "kV"},
        "temperature": f"{random.randrange(20, 400)} degC",
        "operator": random.choice(("ada", "ben", "chen")),
        "comment": f"film {number}, as taken",
        "began_at": f"2026-08-{1 + number % 28:02}T10:{number % 60:02}:00+02:00",
        "calibrated": some() > 0.5,
        "gain": random.choice((1, 2, 4.5)),
        "offset": some() if some() > 0.1 else None,
    }


def main() -> int:
    """Measure and print; 1 when a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2, help="of everything")
    arguments = parser.parse_args()
    circumstances()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    best: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), arguments.datasets, described)
        with served(Path(name)) as facts:
            for _ in range(arguments.rounds):
                for what, program in CODES.items():
                    told = new_process(program, facts, Path(sys.executable), compiled_environment())
                    if told["read"] != arguments.datasets:
                        raise SystemExit(f"{what}: {told['read']:,} rows of {arguments.datasets:,}")
                    best[what] = told if what not in best else least(told, best[what])
    good = [limits(what, told, best["plain iteration"], arguments.datasets) for what, told in best.items()]
    return 0 if all(good) else 1


def limits(what: str, told: dict[str, Any], plain: dict[str, Any], datasets: int) -> bool:
    """Print what one of them cost; return whether its limits were met."""
    line(f"{what}: {datasets:,} datasets", told["seconds"], "s", note=f"({told['cpu']:.1f} CPU)")
    good = []
    if told is not plain:
        good.append(
            line("  of the time of plain iteration", told["seconds"] / plain["seconds"], "", most=MOST_OF_ITERATION)
        )
        good.append(line("  of its CPU time", told["cpu"] / plain["cpu"], "", most=MOST_OF_ITERATION))
    if told["mebibytes"] is None:
        print("this system does not tell how much memory a process took: not measured")
    else:
        good.append(line("  most memory", told["mebibytes"], "MiB", most=MOST_MIB))
    return all(good)


if __name__ == "__main__":
    sys.exit(main())
