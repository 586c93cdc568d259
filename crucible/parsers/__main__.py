"""``python -m crucible.parsers FILE [NAME]``: what the file says about itself, as one JSON object on standard output.

Exit codes: 0 read, 1 could not be read (the reason is the last line on standard error), 3 not a kind that is known, 4
a library is not installed (its name is the first word of that line).

``--child`` is for `crucible.parsers.apart`, which reads files of others in a process of their own: the command ends as
soon as its standard input does, so that it does not outlive a program that was killed. ``--memory-bytes`` limits its
memory; on Linux, since Windows has no such limit and macOS does not keep to it. ``--seconds`` limits the time that it
computes, where the system can.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import stat
import sys
import threading
import warnings
from pathlib import Path
from typing import TextIO

from ..errors import NotInstalledError, ParserError
from . import NotSupportedError, parse
from .apart import FAILED, LARGEST_RESULT_BYTES, NOT_INSTALLED, NOT_SUPPORTED, READ


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code."""
    reader = argparse.ArgumentParser(prog="python -m crucible.parsers", description="Print what a file says.")
    reader.add_argument("path", type=Path, metavar="FILE")
    reader.add_argument("name", nargs="?", metavar="NAME", help="the name it was uploaded under")
    reader.add_argument("--child", action="store_true", help="end when standard input ends")
    reader.add_argument("--memory-bytes", type=int, help="most memory to use, on Linux")
    reader.add_argument("--seconds", type=int, help="most seconds to compute, where the system can")
    given = reader.parse_args(arguments)
    if given.child:
        _end_with_input()
        _limit_the_rest(given.seconds)
    if given.memory_bytes is not None:
        _limit_memory(given.memory_bytes)
    path, name = given.path, Path(given.name or given.path).name
    answer = _own_output()
    # Libraries warn about odd files; what they make of them is what counts.
    warnings.simplefilter("ignore")
    logging.disable()
    try:
        text = json.dumps(parse(path, name).to_dict(), allow_nan=False)
    except NotSupportedError as error:
        return _ended(NOT_SUPPORTED, error.message)
    except NotInstalledError as error:
        return _ended(NOT_INSTALLED, f"{error.library} {error}")
    except ParserError as error:
        return _ended(FAILED, error.message)
    with answer:
        answer.write(text + "\n")
    return READ


def _ended(code: int, why: str) -> int:
    sys.stderr.write(" ".join(why.split()) + "\n")
    return code


def _own_output() -> TextIO:
    """Return standard output for the result alone; what libraries print goes to standard error from now on."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


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
        # Files that are only read may be mapped, however large they are.
        resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))


def _limit_the_rest(seconds: int | None) -> None:
    """Limit computing time, and files that are written, among them what is printed; no picture of a crash is kept."""
    if sys.platform == "win32":
        return
    import resource

    limits = [(resource.RLIMIT_FSIZE, 2 * LARGEST_RESULT_BYTES), (resource.RLIMIT_CORE, 0)]
    if seconds is not None:
        limits.append((resource.RLIMIT_CPU, 2 * seconds))  # several threads compute at once
    for kind, most in limits:
        with contextlib.suppress(ValueError, OSError):  # a lower one is set already
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
