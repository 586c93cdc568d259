"""``python -m crucible.parsers FILE [NAME]``: what the file says about itself, as one JSON object on standard output.

Exit codes: 0 read, 1 could not be read (the reason is the last line on standard error), 3 not a kind that is known.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

from . import NotSupportedError, parse

READ, FAILED, NOT_SUPPORTED = 0, 1, 3


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code."""
    if len(arguments) not in (1, 2):
        print("usage: python -m crucible.parsers FILE [NAME]", file=sys.stderr)  # noqa: T201
        return 2
    warnings.simplefilter("ignore")  # libraries warn about odd files; what they make of them is what counts
    path, name = Path(arguments[0]), arguments[-1]
    try:
        text = json.dumps(parse(path, Path(name).name).to_dict(), allow_nan=False)
    except NotSupportedError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return NOT_SUPPORTED
    except Exception as error:  # whatever a file does to a library, it ends as one line about that file
        reason = " ".join(str(error).split()).replace(str(path), path.name) or type(error).__name__
        print(f"{Path(name).name}: {reason}", file=sys.stderr)  # noqa: T201
        return FAILED
    sys.stdout.write(text + "\n")
    return READ


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
