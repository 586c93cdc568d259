"""Reading a file in a process of its own, within limits of time and memory.

Parsers are libraries for other people's formats: they crash, and they hang, and a few bytes of a file can stand for
more than fits into memory. Here all of that ends as an error with the file's name, and the process that asked goes on.

The limit of memory is held twice. Where the system can (Linux), the child has it set for itself; there an allocation
fails, which the parser can say. Everywhere the parent looks how much memory the child takes, and ends it. The limit of
time is the parent's; a child whose parent is killed ends by itself, since its standard input does.
"""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import NotInstalledError, ParserError
from . import HEAD_BYTES, NotSupportedError, Parsed, candidates
from .memory import memory_bytes
from .result import from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from . import Parser

READ, FAILED, NOT_SUPPORTED, NOT_INSTALLED = 0, 1, 3, 4
"""The exit codes of a child."""

LARGEST_RESULT_BYTES: Final = 64 * 1024 * 1024
LARGEST_COMPLAINT_BYTES: Final = 1024 * 1024
_LOOK_EVERY_SECONDS: Final = 0.05
_LOOK_AT_MEMORY_EVERY_SECONDS: Final = 0.2
_LONGEST_REASON: Final = 500
# Libraries for arrays reserve memory for each core, plots look for a screen, HDF5 locks files on disks that cannot.
_CHILDS_OWN: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "HDF5_USE_FILE_LOCKING": "FALSE",
}


class StoppedError(Exception):
    """Whoever asked for a file to be read does not want to know any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may take.

    Attributes
    ----------
    seconds
        From the start of the process to its end.
    memory_bytes
        Of the process, its libraries included.
    """

    seconds: float = 60.0
    memory_bytes: int = 4 * 1024**3


def parser_command(limits: Limits) -> tuple[str, ...]:
    """Return the command that reads a file with the installed parsers; path and name are put after it."""
    own = ("--child", "--memory-bytes", str(limits.memory_bytes), "--seconds", str(int(limits.seconds) + 1))
    return (sys.executable, "-P", "-m", "crucible.parsers", *own, "--")


def parse_apart(
    path: Path,
    name: str | None = None,
    *,
    limits: Limits | None = None,
    parsers: Sequence[Parser] | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Parsed:
    """Return what a file says about itself, read with the installed parsers in a process of its own.

    Parameters
    ----------
    path
        The file.
    name
        The name it gets or has in a dataset, if `path` does not end in it.
    limits
        How much time and memory it may take.
    parsers
        The installed ones, if they are known, to find out sooner that none reads the file.
    is_stopped
        Asked twenty times a second whether to give up.

    Raises
    ------
    NotSupportedError
        No parser recognises the file.
    ParserError
        It cannot be read, or not within the limits; the message begins with its name.
    NotInstalledError
        It could be read with a library that is not installed.
    StoppedError
        `is_stopped` said so.
    """
    name = name or path.name
    base = name.rpartition("/")[2]  # which the command says in its messages
    limits = limits or Limits()
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotSupportedError(f"{name}: this is no file")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise ParserError(f"{name}: {error.strerror or error}") from error
    if not candidates(head, name, parsers):
        raise NotSupportedError(f"{name}: no installed parser recognises this file")
    try:
        return run([*parser_command(limits), str(path.absolute()), base], limits, is_stopped)
    except ParserError as error:
        raise type(error)(f"{name}: {error.message.removeprefix(f'{base}: ')}", hint=error.hint) from error


def run(command: Sequence[str], limits: Limits, is_stopped: Callable[[], bool] = lambda: False) -> Parsed:
    """Run a command that reads a file and return what it printed, checked.

    Parameters
    ----------
    command
        Prints one JSON object with the members of `Parsed` and ends with 0; or a last line on standard error that says
        why not, and ends with 3 if the file is of no kind that it knows, 4 if a library is missing, else with another
        code. Its standard input stays open, and empty, for as long as somebody wants the result.
    limits, is_stopped
        As for `parse_apart`.

    Raises
    ------
    NotSupportedError, ParserError, NotInstalledError, StoppedError
        As for `parse_apart`, without the name of the file where the command does not say it.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        own = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,  # it ends with this process, however that ends, and so does the child
            stdout=output,
            stderr=errors,
            env=own | _CHILDS_OWN,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # only Windows has such windows
        )
        try:
            code = _awaited(child, (output.fileno(), errors.fileno()), limits, is_stopped)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
            if child.stdin is not None:
                with contextlib.suppress(OSError):
                    child.stdin.close()
        output.seek(0)
        errors.seek(0)
        if code == READ:
            return from_json(output.read(LARGEST_RESULT_BYTES))
        lines = errors.read(LARGEST_COMPLAINT_BYTES).decode("utf-8", "replace").strip().splitlines()
    raise _failure(code, lines, limits)


def _failure(code: int, lines: list[str], limits: Limits) -> Exception:
    reason = lines[-1][:_LONGEST_REASON] if lines else f"The parser ended with code {code}"
    if code == NOT_SUPPORTED:
        return NotSupportedError(reason)
    if code == NOT_INSTALLED:
        library, _, message = reason.partition(" ")
        said, _, hint = message.partition(" It comes with ")
        return NotInstalledError(said, library=library, extra="science", hint=f"It comes with {hint}" if hint else None)
    if code < 0 and -code == getattr(_signals(), "SIGXCPU", 0):
        return ParserError(f"The parser took more than {limits.seconds:g} seconds")
    return ParserError(f"The parser crashed (signal {-code})" if code < 0 else reason)


def _signals() -> object:
    import signal

    return signal


def _awaited(
    child: subprocess.Popen[bytes], outputs: tuple[int, int], limits: Limits, is_stopped: Callable[[], bool]
) -> int:
    """Wait for a child within its limits and return its exit code."""
    begun = time.monotonic()
    look_again = begun
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(_LOOK_EVERY_SECONDS)
        if is_stopped():
            raise StoppedError
        present = time.monotonic()
        if present > begun + limits.seconds:
            raise ParserError(f"The parser took more than {limits.seconds:g} seconds")
        printed, complained = (os.fstat(output).st_size for output in outputs)
        if printed > LARGEST_RESULT_BYTES or complained > LARGEST_COMPLAINT_BYTES:
            raise ParserError(f"The parser printed more than {LARGEST_RESULT_BYTES} bytes")
        if present >= look_again:
            look_again = present + _LOOK_AT_MEMORY_EVERY_SECONDS
            if (memory_bytes(child.pid) or 0) > limits.memory_bytes:
                raise ParserError(f"The parser took more than {limits.memory_bytes / 1024**3:g} GiB of memory")
