"""Kill a sandbox with ``kill -9``, start it again and examine it: ``kill.py [--rounds N] [--seed N]``.

Each round kills a server while clients write, upload, ingest and delete, and a process that brings a root of an earlier
release up to date. What must hold afterwards stands in tests/support/killing.py and killed_migrations.py. The folder is
kept if something fails.
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
    from support import killed_migrations, killing

    began, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="crucible-killed-"))
    try:
        found = killing.rounds(folder / "root", arguments.rounds, arguments.seed)
        found |= killed_migrations.rounds(folder / "migrated", arguments.rounds, arguments.seed)
    except AssertionError as error:
        print(f"{error}\nThe folder is kept: {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    told = ", ".join(f"{count:,} {what}" for what, count in found.items())
    print(f"{told} (seed {arguments.seed}, {(time.monotonic() - began) / 60:.0f} min): nothing lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
