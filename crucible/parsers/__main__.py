"""``python -m crucible.parsers FILE [NAME]``: what the file says about itself, as one JSON object on standard output.

Exit codes: 0 read, 1 could not be read (the reason is the last line on standard error), 3 not a kind that is known.

``--child`` is for programs that read files of others in a process of their own, as the sandbox does: the command ends
as soon as its standard input does, so that it does not outlive a program that was killed. ``--memory-bytes`` limits its
memory; on Linux, since Windows has no such limit and macOS does not keep to it.
"""

from __future__ import annotations

import argparse
import json
import os
import stat
import sys
import threading
import warnings
from pathlib import Path

from . import NotSupportedError, parse

READ, FAILED, NOT_SUPPORTED = 0, 1, 3


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code."""
    reader = argparse.ArgumentParser(prog="python -m crucible.parsers", description="Print what a file says.")
    reader.add_argument("path", type=Path, metavar="FILE")
    reader.add_argument("name", nargs="?", metavar="NAME", help="the name it was uploaded under")
    reader.add_argument("--child", action="store_true", help="end when standard input ends")
    reader.add_argument("--memory-bytes", type=int, help="most memory to use, on Linux")
    given = reader.parse_args(arguments)
    if given.child:
        _end_with_input()
    if given.memory_bytes is not None:
        _limit_memory(given.memory_bytes)
    path, name = given.path, Path(given.name or given.path).name
    warnings.simplefilter("ignore")  # libraries warn about odd files; what they make of them is what counts
    try:
        text = json.dumps(parse(path, name).to_dict(), allow_nan=False)
    except NotSupportedError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return NOT_SUPPORTED
    except Exception as error:  # whatever a file does to a library, it ends as one line about that file
        reason = " ".join(str(error).split()).replace(str(path), path.name) or type(error).__name__
        print(f"{name}: {reason}", file=sys.stderr)  # noqa: T201
        return FAILED
    sys.stdout.write(text + "\n")
    return READ


def _end_with_input() -> None:
    """End the process as soon as nobody holds the other end of standard input any more."""
    if sys.platform == "linux" and stat.S_ISFIFO(os.fstat(0).st_mode):
        import fcntl

        # A library that keeps the interpreter to itself keeps the thread below from running. The system needs neither.
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)  # a SIGIO, which ends a process
    threading.Thread(target=_await_end_of_input, daemon=True).start()


def _await_end_of_input() -> None:
    while os.read(0, 1024):
        pass
    os._exit(FAILED)


def _limit_memory(most_bytes: int) -> None:
    """Let allocations beyond a limit fail, which ends as an error about the file."""
    if sys.platform == "linux":
        import resource

        # Libraries for arrays reserve memory for each core, which is theirs to use and would count.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
