"""What commands that move bytes share: what is seen meanwhile, the answer, and how to go on after a stop."""

from __future__ import annotations

import logging
import os
import re
import shlex
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from .answer import Page
from .command import Flag
from .failure import (
    FAILED,
    NOT_FOUND,
    PARTLY,
    REFUSED,
    USAGE,
    EndedError,
    StoppedError,
    code_of,
    hint_of,
    is_ours,
    message_of,
)
from .session import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..transfer.report import Downloaded, FileLine, TransferReport, Uploaded
    from ..transfer.views.view import View
    from .session import Session

SHOWN_ROWS: Final = 20
"""Rows that a terminal gets: of a thousand files nobody reads each, and the last line would be far below."""
RECORD: Final = "record.json"
NAMED_FAILURES: Final = 10
FINE: Final = frozenset({"planned", "saved", "sent", "kept", "known", "ok"})
# What a notice says of the patterns that were given, which the user sees in the command line.
_PATTERNS: Final = re.compile(r" by include=\[.*?\], exclude=\[(?:(?:'[^']*'|\"[^\"]*\")(?:, )?)*\]")
_BY_NAME: Final = ("as_json", "as_jsonl", "as_csv", "as_ids", "shown_columns")


@dataclass
class Moved:
    """What came of a transfer.

    Attributes
    ----------
    report
        A line for each file.
    records
        Of files that were sent.
    error
        Why some were not moved.
    notes
        What is to be said about the whole.
    """

    report: TransferReport
    records: list[Any] = field(default_factory=list)
    error: Exception | None = None
    notes: list[str] = field(default_factory=list)


# ---- while it goes on


def move(session: Session, transfer: Callable[[Any], Downloaded | Uploaded[Any]]) -> Moved:
    """Run a transfer, with what is to be seen of it.

    Parameters
    ----------
    transfer
        Gets what the client's methods take as ``progress``.

    Raises
    ------
    StoppedError
        By Ctrl-C; it says how to go on.
    """
    from ..errors import PartialTransferError, TransferCancelledError

    view = None
    try:
        with watched(session) as view, _heard() as warnings:
            done = transfer(view)
            moved = Moved(done.report, list(done))
    except PartialTransferError as error:
        if error.report is None:
            raise
        moved = Moved(error.report, error=error)
    except (KeyboardInterrupt, TransferCancelledError) as error:
        far = " ".join(view.summary()[:1]) if view is not None else ""
        raise stopped(far[:1].upper() + far[1:] if far.startswith("stopped") else far) from error
    moved.notes += map(_noticed, warnings)
    if view is not None:
        moved.notes += [] if moved.report.dry_run else view.summary()[:1]
    return moved


@contextmanager
def watched(session: Session) -> Iterator[View | None]:
    """Show how far something is, on standard error; what came of it is left to the caller."""
    from ..transfer.views import view_for

    # Programs that read JSON read errors from there, and nothing else.
    reads_json = (_asked("as_json") or _asked("as_jsonl")) and not sys.stderr.isatty()
    view = view_for(sys.stderr) if session.progress and not reads_json else None
    if view is None:
        yield None
        return
    view.says_what_came_of_it = False
    with view:
        yield view


class _Hearing(logging.Handler):
    """Keeps warnings for the end: in the middle of bars nobody reads them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if "was not fetched" not in str(record.msg):  # the table says it
            self.texts[record.getMessage()] = None


@contextmanager
def _heard() -> Iterator[Iterable[str]]:
    logger, hearing = logging.getLogger("crucible.transfer"), _Hearing()
    if logging.getLogger("crucible").handlers:  # by --verbose all of them are shown when they come
        yield ()
        return
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(hearing)
    try:
        yield hearing.texts
    finally:
        logger.removeHandler(hearing)
        logger.propagate = propagates


def _noticed(text: str) -> str:
    from .phrases import spoken

    return spoken(_PATTERNS.sub("", text).replace("verify=False", "--no-verify"))


def timeout_flag() -> Flag:
    """Return the flag for how long ingestions are waited for."""
    return Flag(
        ["--timeout"],
        type=click.FloatRange(min=0),
        default=600.0,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait at most.",
    )


def stopped(far: str, what_stays: str = "What has arrived stays.") -> StoppedError:
    """Return the error for Ctrl-C: how far it came, and how to go on."""
    text = " ".join(part for part in (f"{far}." if far else "Stopped.", what_stays) if part)
    return StoppedError(text, f"The same command goes on from here: {same_command()}")


def same_command() -> str:
    """Return what to type to do the same once more."""
    context = click.get_current_context()
    words = ["crucible", *(context.find_root().obj or sys.argv[1:])]
    typed = subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
    return f"… | {typed}" if STANDARD_INPUT in words else typed


# ---- the answer


def answer(moved: Moved, rows: Iterable[dict[str, Any]], what_is_done: str, again: str) -> Page:
    """Return what a transfer answers.

    Parameters
    ----------
    rows
        One for each file: what programs get; people see some of it.
    what_is_done, again
        Words for what was not done, and for what the same command does: ``fetched``, ``fetches``.

    Raises
    ------
    UnknownResourceError
        The only thing that was asked for does not exist.
    """
    error = _failure(moved, what_is_done, again)
    listed, notes = list(rows), [*moved.notes]
    if moved.report.dry_run:
        notes.append(_dry(moved.report, what_is_done))
    if is_for_people():
        listed = _for_people(listed, notes)
    elif _asked("as_ids"):
        listed = [row for row in listed if row["mfid"] and row["state"] in FINE]
    closing = "\n".join(notes)
    if not listed:
        return Page(listed, nothing=closing or "There was nothing to do.", error=error)
    return Page(listed, closing=closing or None, error=error)


def row_of(line: FileLine, path: str | None = None) -> dict[str, Any]:
    """Return what programs get to know of a file; the most important first."""
    return {
        "state": line.state,
        "path": path if path is not None else None if line.path is None else str(line.path),
        "size": line.size_bytes,
        "name": line.name,
        "dataset_id": line.dataset_id or None,
        "mfid": line.mfid or None,
        "sha256": line.sha256,
        "seconds": round(line.seconds, 3),
        "reason": _why(line) or None,
    }


def is_for_people() -> bool:
    """Whether a table is shown whose columns nobody has chosen."""
    return not any(map(_asked, _BY_NAME))


def _asked(name: str) -> bool:
    return bool(click.get_current_context().params.get(name))


def _for_people(rows: list[dict[str, Any]], notes: list[str]) -> list[dict[str, Any]]:
    """Return what a table shows: sizes as people read them, and in a terminal no more rows than somebody reads."""
    from ..transfer.views.words import amount

    if sys.stdout.isatty() and len(rows) > SHOWN_ROWS:
        remarkable = sorted(rows, key=lambda row: row["state"] in FINE)[:SHOWN_ROWS]
        notes.insert(0, f"… and {len(rows) - SHOWN_ROWS:,} more; --csv or --json shows all.")
        rows = [row for row in rows if any(row is one for one in remarkable)]
    # Why files failed is said below, where there is room for it.
    with_reason = any(row["reason"] and row["state"] != "failed" for row in rows)
    return [
        {
            "state": row["state"],
            "path": row["path"] or (row["dataset_id"] if row["name"] == RECORD else row["name"]),
            "size": "" if row["size"] is None else amount(row["size"]),
            **({"reason": row["reason"]} if with_reason else {}),
        }
        for row in rows
    ]


def _dry(report: TransferReport, what_is_done: str) -> str:
    """Return what a dry run says at its end."""
    from ..transfer.views.words import amount

    files = [line for line in report if line.name != RECORD or line.mfid] or report.lines
    planned = [line for line in files if line.state == "planned"]
    number = f"{len(planned):,}" if len(planned) == len(files) else f"{len(planned):,} of {len(files):,}"
    size = amount(sum(line.size_bytes or 0 for line in planned))
    return f"Nothing was done: {number} file{'' if len(files) == 1 else 's'}, {size}, would be {what_is_done}."


def _failure(moved: Moved, what_is_done: str, again: str) -> Exception | None:
    """Return the error to end with: that of a single file, or one that names the first of those that failed."""
    lines = [line for line in moved.report if line.state in ("failed", "differs")]
    if not lines or (moved.error is None and not moved.report.dry_run):
        return moved.error
    first = next((line.error for line in lines if line.error is not None), None)
    if len(moved.report) == 1 and lines[0].path is None and first is not None:
        raise _of_one(lines[0].dataset_id, first)
    few = lines if len(lines) <= NAMED_FAILURES + 1 else lines[:NAMED_FAILURES]
    more = [f"  and {len(lines) - len(few):,} more"] if len(few) < len(lines) else []
    is_partly = len(lines) < len(moved.report)
    return NotAllError(
        "\n".join([f"{len(lines):,} of {len(moved.report):,} not {what_is_done}:", *map(_reason, few), *more]),
        PARTLY if is_partly else code_of(first) if first is not None else FAILED,
        f"The same command {again} the rest: {same_command()}" if any(map(_may_pass, lines)) else _shared_hint(lines),
        type(moved.report)(tuple(lines)),
    )


def _shared_hint(lines: list[FileLine]) -> str | None:
    """Return what to do about failures, if that is the same for all of them."""
    hints = {hint_of(line.error) if line.error is not None else None for line in lines}
    return hints.pop() if len(hints) == 1 else None


def _of_one(name: str, error: Exception) -> Exception:
    """Return the error about the only thing that was asked for, in the words that `crucible get` has for it."""
    from ..errors import NotFoundError
    from ..resources.detection import unknown

    return unknown(name, error) if isinstance(error, NotFoundError) else error


def _reason(line: FileLine) -> str:
    folder = f"{line.dataset_id}/" if line.name == RECORD and line.path is not None else ""
    name = line.dataset_id if _is_unknown(line) else f"{folder}{line.name}"
    return f"  {name}: {_why(line)}"


def _why(line: FileLine) -> str:
    """Return why a file was not moved, as every command says it."""
    if _is_unknown(line):
        return "there is no such record or file, or your account may not see it"
    from .phrases import spoken

    return message_of(line.error) if line.error is not None and is_ours(line.error) else spoken(line.reason)


def _is_unknown(line: FileLine) -> bool:
    return line.path is None and code_of(line.error or Exception()) == NOT_FOUND


def _may_pass(line: FileLine) -> bool:
    """Whether a failure may be over when it is tried again."""
    return line.error is not None and code_of(line.error) not in (NOT_FOUND, REFUSED, USAGE)


class NotAllError(EndedError):
    """Long work is over, and not all of it is as it should be.

    Attributes
    ----------
    hint
        How to go on.
    report
        The files concerned, where it is about files.
    """

    def __init__(self, message: str, code: int, hint: str | None, report: TransferReport | None = None) -> None:
        super().__init__(message, code)
        self.hint = hint
        self.report = report


def shown_path(path: os.PathLike[str] | None, folder: str) -> str | None:
    """Return a path inside a folder as the user named the folder."""
    if path is None:
        return None
    inside, text = os.path.realpath(folder), str(path)
    return str(Path(folder, text[len(inside) + 1 :])) if text.startswith(inside + os.sep) else text
