"""Reading a file in a process of its own, within limits of time and memory.

Parsers are libraries for other people's formats: they crash, and they hang, and a few bytes of a file can stand for
more than fits into memory. Here all of that ends as an error with the file's name, and the process that asked goes on.

The limit of memory is held twice. Where the system can (Linux), the child has it set for itself; there an allocation
fails, which the parser can say. Everywhere the parent looks how much memory the child takes, and ends it. The limit of
time is the parent's; a child whose parent is killed ends by itself, since its standard input does.

Most of the time that a small file takes is the start of the process. So one process reads several files of one person,
one after the other; a file that ends it is an error, and another process reads the rest.
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
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import NotInstalledError, ParserError
from . import HEAD_BYTES, NotSupportedError, Parsed, candidates
from .memory import memory_bytes
from .result import from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from . import Parser

READ, FAILED, NOT_SUPPORTED, NOT_INSTALLED = 0, 1, 3, 4
"""The exit codes of a child."""

LARGEST_RESULT_BYTES: Final = 64 * 1024 * 1024
LARGEST_CONTENT_BYTES: Final = 640 * 1024 * 1024
LARGEST_COMPLAINT_BYTES: Final = 1024 * 1024
MOST_FILES_OF_ONE_PROCESS: Final = 50
"""What a library keeps of one file, it must not keep of thousands."""
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


def parser_command(limits: Limits, *options: str, several: bool = False) -> tuple[str, ...]:
    """Return the command that reads a file with the installed parsers, or several; path and name are put after it."""
    own = (
        "--several" if several else "--child",
        "--memory-bytes",
        str(limits.memory_bytes),
        "--seconds",
        str(int(limits.seconds) + 1),
        *options,
    )
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
    check_recognised(path, name, parsers)
    limits = limits or Limits()
    try:
        return run([*parser_command(limits), str(path.absolute()), last_part(name)], limits, is_stopped)
    except ParserError as error:
        raise named(error, name) from error


def check_recognised(path: Path, name: str, parsers: Sequence[Parser] | None = None) -> None:
    """Make sure that a file is there, and that a parser recognises it.

    Raises
    ------
    NotSupportedError, ParserError
        As for `parse_apart`.
    """
    if not candidates(head_of(path, name), name, parsers):
        raise NotSupportedError(f"{name}: no installed parser recognises this file")


def head_of(path: Path, name: str) -> bytes:
    """Return how a file begins.

    Raises
    ------
    NotSupportedError, ParserError
        It is none, or cannot be opened.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotSupportedError(f"{name}: this is no file")
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise ParserError(f"{name}: {error.strerror or error}") from error


def parse_batch(
    files: Sequence[tuple[Path, str]], limits: Limits | None = None, is_stopped: Callable[[], bool] = lambda: False
) -> Iterator[Parsed | ParserError | NotInstalledError]:
    """Yield what each file says, or why it was not read; all are read by one process, as long as it lives.

    Parameters
    ----------
    files
        Paths and names of those that a parser recognises; see `check_recognised`.
    limits
        For each file.
    is_stopped
        As for `parse_apart`.

    Raises
    ------
    StoppedError
        `is_stopped` said so.
    """
    limits = limits or Limits()
    left = list(files)
    while left:
        for answer in _answers(left[:MOST_FILES_OF_ONE_PROCESS], limits, is_stopped):
            _, name = left.pop(0)
            yield named(answer, name) if isinstance(answer, ParserError) else answer


def named(error: ParserError, name: str) -> ParserError:
    """An error with the name that the file has in its dataset; its process knows the last part of it."""
    return type(error)(f"{name}: {error.message.removeprefix(f'{last_part(name)}: ')}", hint=error.hint)


def last_part(name: str) -> str:
    """Return the name of a file without its folders, which its process need not know."""
    return name.rpartition("/")[2]


def _answers(
    files: Sequence[tuple[Path, str]], limits: Limits, is_stopped: Callable[[], bool]
) -> Iterator[Parsed | ParserError | NotInstalledError]:
    """Yield the answers of one process: fewer than there are files, but one at the least."""
    pairs = (word for path, name in files for word in (str(path.absolute()), last_part(name)))
    answered = 0
    with _Child([*parser_command(limits, several=True), *pairs]) as child:
        while answered < len(files):
            has_ended = child.has_ended()
            for line in child.lines():
                answered += 1
                child.begun = time.monotonic()
                yield _answer(line, limits)
            if has_ended:
                break
            if is_stopped():
                raise StoppedError
            try:
                child.check(limits)
            except ParserError as error:
                yield error
                return
        code, complaint = child.ended()
    if answered < len(files) and (code != READ or not answered):
        yield _failure(code, complaint, limits)


def _answer(line: bytes, limits: Limits) -> Parsed | ParserError | NotInstalledError:
    """What a line says: the code that a process for this file would have ended with, and what it would have printed."""
    code, _, said = line.partition(b" ")
    if not code.isdigit() or int(code) != READ:
        return _failure(int(code) if code.isdigit() else FAILED, [said.decode("utf-8", "replace")], limits)
    try:
        return from_json(said)
    except ParserError as error:
        return error


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
    return from_json(printed_by(command, limits, is_stopped))


def printed_by(command: Sequence[str], limits: Limits, is_stopped: Callable[[], bool] = lambda: False) -> bytes:
    """Return what such a command prints; see `run`, which raises the same errors."""
    with _Child(command) as child:
        while not child.has_ended():
            if is_stopped():
                raise StoppedError
            child.check(limits)
        code, complaint = child.ended()
        if code == READ:
            return child.printed()
    raise _failure(code, complaint, limits)


class _Child:
    """A process that reads files, and what it prints. After the block it has ended, and left nothing behind.

    Parameters
    ----------
    command
        See `run`.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self.begun = time.monotonic()
        self._look_again = self.begun
        with contextlib.ExitStack() as stack:
            # A process that is ended does not remove its temporary files.
            folder = tempfile.TemporaryDirectory(prefix="crucible-parsers-", ignore_cleanup_errors=True)
            own = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
            own |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), stack.enter_context(folder))
            output, errors = (stack.enter_context(Path(folder.name, name).open("wb")) for name in ("output", "errors"))
            self._output, self._errors = (stack.enter_context(Path(file.name).open("rb")) for file in (output, errors))
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,  # it ends with this process, however that ends, and so does the child
                stdout=output,
                stderr=errors,
                env=own | _CHILDS_OWN,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # only Windows has such windows
            )
            self._stack = stack.pop_all()

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        with self._stack:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            if self._process.stdin is not None:
                with contextlib.suppress(OSError):
                    self._process.stdin.close()

    def has_ended(self) -> bool:
        """Wait a moment for the end."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_LOOK_EVERY_SECONDS)
        return self._process.returncode is not None

    def check(self, limits: Limits) -> None:
        """Make sure that it keeps within its limits.

        Raises
        ------
        ParserError
            It does not.
        """
        present = time.monotonic()
        if present > self.begun + limits.seconds:
            raise _too_long(limits)
        printed, complained = (os.fstat(output.fileno()).st_size for output in (self._output, self._errors))
        if printed > LARGEST_RESULT_BYTES or complained > LARGEST_COMPLAINT_BYTES:
            raise ParserError(f"The parser printed more than {LARGEST_RESULT_BYTES} bytes")
        if present >= self._look_again:
            self._look_again = present + _LOOK_AT_MEMORY_EVERY_SECONDS
            if (memory_bytes(self._process.pid) or 0) > limits.memory_bytes:
                raise ParserError(f"The parser took more than {limits.memory_bytes / 1024**3:g} GiB of memory")

    def lines(self) -> list[bytes]:
        """Return the lines that it has printed since the last call."""
        complete, end, begun = self._output.read(LARGEST_RESULT_BYTES).rpartition(b"\n")
        self._output.seek(-len(begun), os.SEEK_CUR)
        return complete.split(b"\n") if end else []

    def printed(self) -> bytes:
        """Return all that it has printed."""
        return self._output.read(LARGEST_RESULT_BYTES)

    def ended(self) -> tuple[int, list[str]]:
        """Return the exit code, and the lines of complaint."""
        complaint = self._errors.read(LARGEST_COMPLAINT_BYTES).decode("utf-8", "replace").strip().splitlines()
        return self._process.returncode, complaint


def _failure(code: int, lines: list[str], limits: Limits) -> ParserError | NotInstalledError:
    reason = lines[-1][:_LONGEST_REASON] if lines else f"The parser ended with code {code}"
    if code == NOT_SUPPORTED:
        return NotSupportedError(reason)
    if code == NOT_INSTALLED:
        library, _, message = reason.partition(" ")
        said, _, hint = message.partition(" It comes with ")
        return NotInstalledError(said, library=library, extra="science", hint=f"It comes with {hint}" if hint else None)
    if code < 0 and -code == getattr(_signals(), "SIGXCPU", 0):
        return _too_long(limits)
    return ParserError(f"The parser crashed (signal {-code})" if code < 0 else reason)


def _signals() -> object:
    import signal

    return signal


def _too_long(limits: Limits) -> ParserError:
    return ParserError(f"The parser took more than {limits.seconds:g} seconds")
