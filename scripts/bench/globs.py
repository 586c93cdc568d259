"""How fast patterns choose among names: ``python scripts/bench/globs.py [--names N]``, a million of them by default.

Times are CPU times, which other work on the machine moves least. The exit code is 1 if a limit was missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench.sandbox import circumstances, line  # noqa: E402 - the file beside this one

from crucible.transfer.globs import Selection  # noqa: E402

MOST_SECONDS = 3
CHOICES: list[tuple[list[str], list[str]]] = [
    (["*.h5"], []),
    ([], ["*.tmp", "*.bak", ".*"]),
    (["*.h5", "*.txt", "*.csv"], ["*_test*", "*dark*", "beamline/day_2?/"]),
    (["beamline/**/scan*7.h5", "*.txt"], ["run1?/*", "*frames*300K*_1*"]),
    (["**/day_1*/**", "beamline/**.txt"], ["**/sample_7*/*.h5"]),
    ([f"*.{ending}" for ending in ("tif", "png", "jpg", "xml", "json", "dat", "raw", "nxs", "cbf", "img")], []),
]


def main() -> int:
    """Measure and print; 1 when a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=1_000_000)
    count = parser.parse_args().names
    circumstances()
    names = [
        f"beamline/day_{number % 50}/sample_{number % 777}/frames_at_300K_{number:07}.h5" for number in range(count)
    ]
    good = []
    for include, exclude in CHOICES:
        selection = Selection(include, exclude)
        began = time.process_time()
        chosen = sum(name in selection for name in names)
        took = time.process_time() - began
        said = " ".join([*include, *(f"not {pattern}" for pattern in exclude)])
        print(said if len(said) < 100 else f"{said[:96]} ...")
        good.append(line(f"  {chosen:,} of {count:,} names chosen", took, "s", most=MOST_SECONDS))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
