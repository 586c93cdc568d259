"""The sandbox's web page in a real browser: ``page.py FOLDER [PYTEST ARGUMENT...]``.

Drives an installed Chromium, Chrome or Edge without a window (another program with BROWSER_PROGRAM) through every view,
on a laptop's and a telephone's screen, light and dark, with and without scripts, and keeps a picture of each in FOLDER.
A machine without such a browser fails this command, because nothing would have been looked at.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER_VARIABLE = "CRUCIBLE_SCREENSHOTS"


def main(arguments: list[str]) -> int:
    """Run the tests in a browser and return 0 if all of them passed."""
    if not arguments or arguments[0].startswith("-"):
        print(__doc__, file=sys.stdout if {"-h", "--help"}.intersection(arguments) else sys.stderr)
        return 0 if {"-h", "--help"}.intersection(arguments) else 2
    sys.path.insert(0, str(ROOT / "tests"))
    from support.browser import NoBrowserError, find_browser

    try:
        program = find_browser()
    except NoBrowserError as error:
        print(f"failed: {error}", file=sys.stderr)
        return 1
    folder = Path(arguments[0]).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", str(ROOT / "tests" / "browser"), *arguments[1:]],
        cwd=ROOT,
        env={**os.environ, FOLDER_VARIABLE: str(folder)},
        check=False,
    )
    kept = sorted(folder.glob("*.png"))
    print(f"{len(kept)} pictures in {folder}, by {program}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
