"""``crucible verify``."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

import click

from .answer import Page
from .command import Argument, Flag, command
from .download import CHOOSING, FOLDER, shared_flags
from .failure import FAILED
from .transfers import NAMED_FAILURES, NotAllError, is_for_people, stopped, watched

if TYPE_CHECKING:
    from ..transfer.verified import Verified, VerifyReport
    from .session import Session


@command(
    Argument(
        "folder",
        metavar="[FOLDER]",
        required=False,
        default=FOLDER,
        type=click.Path(),
        does=f"Where downloads went to, or the folder of one dataset in it; {FOLDER} unless given.",
    ),
    Flag(["--offline"], is_flag=True, help="Compare with what downloads wrote down; nothing is asked."),
    *shared_flags(*CHOOSING),
    example="crucible verify downloads",
)
def verify(session: Session, folder: str, offline: bool, include: tuple[str, ...], exclude: tuple[str, ...]) -> Page:
    """Compare a downloaded folder with the service.

    Shows what is missing, different, extra or a duplicate, by checksums; nothing is changed. The exit code is 1 if
    something is not as it should be. An uploaded folder can be compared as well.
    """
    chosen: dict[str, Any] = {"include": list(include), "exclude": list(exclude)}
    try:
        with watched(session) as view:
            if offline:  # which needs neither address nor key
                from ..transfer import verify as compare

                report = compare(folder, None, progress=view, **chosen)
            else:
                report = session.client.verify(folder, progress=view, **chosen)
    except KeyboardInterrupt as error:
        raise stopped("", "Nothing was changed.") from error
    lines = [line for line in report if line.state != "ok"] if is_for_people() else list(report)
    rows = [_row(line, report) for line in lines]
    closing = _closing(report)
    return Page(rows, nothing=closing, closing=closing if rows else None, error=_error(report))


def _row(line: Verified, report: VerifyReport) -> dict[str, Any]:
    row = {"state": line.state, "path": str(line.path), "reason": line.reason or None}
    if is_for_people():
        return row
    return {
        **row,
        "name": line.name,
        "dataset_id": line.dataset_id or None,
        "size": line.size_bytes,
        "sha256": line.sha256,
    }


def _closing(report: VerifyReport) -> str:
    from ..transfer.events import Verdict

    by = "as they were downloaded" if report.offline else "as the service has them"
    if report.ok:
        return f"{_files(len(report))} in {report.path}, all {by}."
    counted = Counter(line.state for line in report)
    found = [f"{counted[state]:,} {state}" for state in get_args(Verdict) if state != "ok" and counted[state]]
    return f"{_files(len(report))} in {report.path}: {counted['ok']:,} {by}, {', '.join(found)}."


def _files(number: int) -> str:
    return f"{number:,} file{'' if number == 1 else 's'}"


def _error(report: VerifyReport) -> Exception | None:
    if report.ok:
        return None
    bad = [line for line in report if line.state != "ok"]
    hint = None
    # Only of what downloads have made it is known where it belongs.
    mended = {
        line.dataset_id: line.path.parents[list(reversed(line.path.parts)).index(line.dataset_id)]
        for line in bad
        if line.state in ("missing", "different") and line.dataset_id in line.path.parts
    }
    if mended and len({*mended.values()}) == 1 and len(mended) <= NAMED_FAILURES:
        folder = next(iter(mended.values()))
        words = [*mended, *(["--output", str(folder)] if str(folder) != FOLDER else [])]
        hint = f"To fetch what is missing or different: crucible download {shlex.join(words)}"
    number = "1 file is not as it" if len(bad) == 1 else f"{len(bad):,} files are not as they"
    return NotAllError(f"{number} should be.", FAILED, hint)
