"""Kill a served sandbox while clients write, start it again and examine it: ``kill.py [--rounds N] [--seed N]``.

What is written and what must hold afterwards stands in tests/support/killing.py. The folder is kept if it fails.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]


def main() -> int:
    """Kill, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the moments and of what is written")
    arguments = parser.parse_args()
    from support.killing import rounds

    folder = Path(tempfile.mkdtemp(prefix="crucible-killed-"))
    try:
        found = rounds(folder / "root", arguments.rounds, arguments.seed)
    except AssertionError as error:
        print(f"{error}\nThe folder is kept: {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    print(", ".join(f"{count} {what}" for what, count in found.items()), f"(seed {arguments.seed}): nothing lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
