"""Programs in a terminal of so many columns, and what somebody sees there; for systems that have pseudo-terminals."""

from __future__ import annotations

import errno
import os
import pty
import subprocess
import sys
import termios
import threading
import time
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

# What a shell does: a session of its own with this terminal, so that Ctrl-C reaches the program.
LOGIN = (
    "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.argv[1], sys.argv[1:])"
)
CTRL_C = "\x03"
PATIENCE_SECONDS = 30


class Terminal:
    """A program that runs in a terminal.

    Parameters
    ----------
    arguments
        The program, with its full path, and what it gets.
    env, cwd
        Its environment and folder.
    columns, rows
        Size of the window.
    """

    def __init__(
        self, arguments: Sequence[str], env: Mapping[str, str], cwd: Path, columns: int = 80, rows: int = 40
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self.raw = b""
        self.pictures: list[list[str]] = []
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (rows, columns))
        self.process = subprocess.Popen(
            [sys.executable, "-c", LOGIN, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            # The terminal has its own size, whatever the runner of the tests says about its.
            env={"TERM": "xterm-256color", **{k: v for k, v in env.items() if k not in ("COLUMNS", "LINES")}},
            cwd=cwd,
        )
        os.close(theirs)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._ours, 65536)
            except OSError as error:  # so Linux says that nobody writes any more
                assert error.errno == errno.EIO
                data = b""
            if not data:
                return
            with self._lock:
                self.raw += data
                self._stream.feed(data)
                self.pictures.append(self._lines())

    def _lines(self) -> list[str]:
        lines = [line.rstrip() for line in self._screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def lines(self) -> list[str]:
        """What is on the screen now, without empty lines at its end."""
        with self._lock:
            return self._lines()

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines)

    def wait_until(self, seen: Callable[[str], bool]) -> str:
        """Wait until the screen is as it should be."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not seen(self.text):
            assert time.monotonic() < end, f"never seen; the screen is\n{self.text}"
            if not self._reader.is_alive():
                assert seen(self.text), f"it has ended with\n{self.text}"
            time.sleep(0.02)
        return self.text

    def type(self, text: str) -> None:
        """Type something."""
        os.write(self._ours, text.encode())

    def ended(self) -> int:
        """Wait for the end, and return the exit code."""
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(PATIENCE_SECONDS)
        os.close(self._ours)
