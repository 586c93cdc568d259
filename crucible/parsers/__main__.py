"""``python -m crucible.parsers FILE [NAME]``: what the file says about itself, as one JSON object on standard output.

Exit codes: 0 read, 1 could not be read (the reason is the last line on standard error), 3 not a kind that is known, 4
a library is not installed (its name is the first word of that line).

``--child`` is for `crucible.parsers.apart`, which reads files of others in a process of their own: the command ends as
soon as its standard input does, so that it does not outlive a program that was killed. ``--several`` is that for many
pairs of FILE and NAME: it prints a line for each, with the exit code that there would be for this file and what would
be printed, and ends with 0 before the last one if it has become large. ``--memory-bytes`` limits its memory; on Linux,
since Windows has no such limit and macOS does not keep to it. ``--seconds`` limits the time that it computes for a
file, where the system can. ``--content`` writes what is drawn of the file (of the part ``--item``) into a file of NumPy
instead, for `crucible.parsers.drawn`.
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
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ..errors import NotInstalledError, ParserError
from . import NotSupportedError, parse
from .apart import FAILED, LARGEST_CONTENT_BYTES, LARGEST_RESULT_BYTES, NOT_INSTALLED, NOT_SUPPORTED, READ
from .memory import memory_bytes

if TYPE_CHECKING:
    from collections.abc import Callable


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code."""
    reader = argparse.ArgumentParser(prog="python -m crucible.parsers", description="Print what a file says.")
    reader.add_argument("words", nargs="+", metavar="FILE [NAME]", help="the file, and the name it was uploaded under")
    reader.add_argument("--child", action="store_true", help="end when standard input ends")
    reader.add_argument("--several", action="store_true", help="the same, for many pairs of FILE and NAME")
    reader.add_argument("--content", type=Path, metavar="TARGET", help="write what is drawn of the file, as arrays")
    reader.add_argument("--item", help="which part of the file is drawn")
    reader.add_argument("--memory-bytes", type=int, help="most memory to use, on Linux")
    reader.add_argument("--seconds", type=int, help="most seconds to compute, where the system can")
    given = reader.parse_args(arguments)
    words: list[str] = given.words
    if len(words) % 2 if given.several else len(words) > 2:
        reader.error("give one FILE, and its NAME if that differs; with --several, a NAME for each")
    if given.child or given.several:
        _end_with_input()
        _limit_output(LARGEST_CONTENT_BYTES if given.content else 2 * LARGEST_RESULT_BYTES)
    if given.memory_bytes is not None:
        _limit_memory(given.memory_bytes)
    answer = _own_output()
    # Libraries warn about odd files; what they make of them is what counts.
    warnings.simplefilter("ignore")
    logging.disable()
    with answer:
        if given.several:
            return _read_several(words, given.seconds, given.memory_bytes, answer)
        _limit_time(given.seconds)
        code, said = _read(Path(words[0]), Path(words[-1]).name, _drawn(given.content, given.item))
        (answer if code == READ else sys.stderr).write(f"{said}\n")
        return code


def _read_several(words: list[str], seconds: int | None, memory: int | None, answer: TextIO) -> int:
    """Read files until what libraries keep of them, or what is printed, is a part of what there may be."""
    printed = 0
    for path, name in zip(words[::2], words[1::2], strict=True):
        _limit_time(seconds)
        code, said = _read(Path(path), name)
        answer.write(f"{code} {said}\n")
        answer.flush()
        printed += len(said)
        if printed > LARGEST_RESULT_BYTES // 4 or (
            memory is not None and (memory_bytes(os.getpid()) or 0) > memory // 4
        ):
            break
    return READ


def _parsed(path: Path, name: str) -> str:
    return json.dumps(parse(path, name).to_dict(), allow_nan=False)


def _drawn(target: Path | None, item: str | None) -> Callable[[Path, str], str]:
    """Return what writes the content of a file; for no target what parses it."""
    if target is None:
        return _parsed
    from .drawn import content_of, save

    def write(path: Path, name: str) -> str:
        save(content_of(path, name, item), target)
        return ""

    return write


def _read(path: Path, name: str, ask: Callable[[Path, str], str] = _parsed) -> tuple[int, str]:
    """Return the exit code for a file, and what is printed of it in one line."""
    try:
        return READ, ask(path, name)
    except NotSupportedError as error:
        return NOT_SUPPORTED, " ".join(str(error).split())
    except NotInstalledError as error:
        return NOT_INSTALLED, " ".join(f"{error.library} {error}".split())
    except ParserError as error:
        return FAILED, " ".join(str(error).split())


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


def _limit_output(most_bytes: int) -> None:
    """Limit files that are written, among them what is printed; no picture of a crash is kept."""
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_FSIZE, most_bytes), (resource.RLIMIT_CORE, 0)):
            with contextlib.suppress(ValueError, OSError):  # a lower one is set already
                resource.setrlimit(kind, (most, most))


def _limit_time(seconds: int | None) -> None:
    """Limit the time that is computed from now on."""
    if seconds is not None and sys.platform != "win32":
        import resource

        most = int(time.process_time()) + 2 * seconds  # several threads compute at once
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
