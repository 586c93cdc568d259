"""Commands run in this process as somebody would type them, with what they print."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

from crucible.cli.main import main


class Ran(NamedTuple):
    """What a command has left: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines that it printed."""
        return self.out.splitlines()


def ran(*words: object, stdin: str = "", code: int | None = 0) -> Ran:
    """Run a command with something piped into it, and expect an exit code; None expects none."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(stdin)
    ended: object = None
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main([str(word) for word in words])
    except SystemExit as end:
        ended = end.code
    finally:
        sys.stdin = before
    assert isinstance(ended, int) and code in (ended, None), f"{words}: {ended}\n{out.getvalue()}\n{err.getvalue()}"
    return Ran(ended, out.getvalue(), err.getvalue())
