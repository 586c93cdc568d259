"""What the events of a transfer say about the whole, and the lines that every view shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, get_args

from ...signs import shown
from ..events import UNENDED, Verdict
from .words import amount, amount_of, duration, percent

if TYPE_CHECKING:
    from ..events import Progress, State

NAMED_FAILURES = 5
SHOWN_AFTER_SECONDS = 0.5
"""A file that takes no longer has no line of its own: it would be gone before it is read."""
STALLED_SECONDS = 5.0
_LONGEST_REASON = 120
STEADY_SECONDS = 0.5
"""The rate of a shorter time says nothing."""
_BAD: frozenset[State | Verdict] = frozenset({"failed", "differs", *get_args(Verdict)}) - {"ok"}
# How a state is called when it is over, in the order in which it is told.
ENDS: dict[State | Verdict, str] = {
    **{verdict: verdict for verdict in get_args(Verdict)},
    "planned": "planned",
    "saved": "saved",
    "sent": "sent",
    "kept": "already here",
    "known": "already there",
    "elsewhere": "kept elsewhere",
    "left": "left out",
    "differs": "different",
    "failed": "failed",
}


class Row(NamedTuple):
    """A line of a display: of what, how much of it is done if that is known, and words about that."""

    name: str
    percent: int | None
    detail: str


@dataclass(slots=True)
class Tally:
    """Adds up events.

    Parameters
    ----------
    started_at
        When the display was opened, by its clock.
    """

    started_at: float
    last: Progress | None = None
    heard_at: float = 0.0
    was_stopped: bool = False
    """Whether the caller has ended it."""
    ends: Counter[State | Verdict] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    """The first files that failed or differ, with the reason."""
    moving: dict[int, tuple[float, Progress]] = field(default_factory=dict)
    """Files that have not ended, by number: since when, and the last that was heard of them."""

    def add(self, event: Progress, now: float) -> None:
        """Take an event."""
        self.last, self.heard_at = event, now
        if event.state in UNENDED:
            since = self.moving[event.file_number][0] if event.file_number in self.moving else now
            self.moving[event.file_number] = since, event
            return
        self.moving.pop(event.file_number, None)
        self.ends[event.state] += 1
        if event.state in _BAD and len(self.failures) < NAMED_FAILURES:
            reason = event.reason if len(event.reason) <= _LONGEST_REASON else event.reason[:_LONGEST_REASON] + "…"
            self.failures.append(f"{event.state}: {event.name}" + (f" ({reason})" if reason else ""))

    def slow(self, now: float, most: int) -> list[Progress]:
        """Return files that have been moving for a while, those first that began first, so that lines keep still."""
        found = [file for _, (since, file) in sorted(self.moving.items()) if now - since >= SHOWN_AFTER_SECONDS]
        return found[: max(0, most)]

    def files(self) -> str:
        """Return how many files of how many have ended; of a single one, its name."""
        if self.last is None:
            return "0 files"
        done, total = self.last.done_files, self.last.total_files
        return self.last.name if total == 1 else f"{done:,} of {total:,} files"

    def failed(self) -> str:
        """Return how many files failed or differ; empty if none did."""
        failed = self._failed()
        word = "failed" if self.ends["failed"] + self.ends["differs"] else "not as recorded"
        return f"{failed:,} {word}" if failed else ""

    def rate(self, now: float) -> str:
        """Return how fast it goes; empty if that cannot be said."""
        if self.last is None:
            return ""
        silence = now - self.heard_at
        if silence >= STALLED_SECONDS:
            return f"nothing for {duration(silence)}"
        per_second = self.last.bytes_per_second
        return "" if per_second is None else f"{amount(per_second)}/s"

    def rest(self, now: float) -> str:
        """Return how long the rest takes; empty if that cannot be said."""
        if self.last is None or self.last.left_seconds is None or now - self.heard_at >= STALLED_SECONDS:
            return ""
        return f"{duration(max(1, round(self.last.left_seconds)))} left"

    def whole(self, now: float) -> Row:
        """Return the line about all files; if there is only one, about that."""
        if self.last is None:
            return Row("0 files", 0, "")
        words = (
            row(self.last).detail if self.last.state == "checking" and self.last.total_files == 1 else self._amount()
        )
        part = row(self.last).percent if self.last.total_files == 1 else self._percent()
        details = (words, self.rate(now), self.rest(now), self.failed())
        return Row(self.files(), part, " · ".join(word for word in details if word))

    def line(self, now: float) -> str:
        """Return the same in words."""
        whole = self.whole(now)
        part = "" if whole.percent is None else f"{whole.percent}%"
        return " · ".join(word for word in (shown(whole.name), part, whole.detail) if word)

    def summary(self, now: float) -> list[str]:
        """Return what came of it: a line about the whole, and one for each of the first that failed."""
        if self.last is None:
            return []
        seconds, moved = max(0.1, now - self.started_at), self.last.total_moved_bytes
        head = self._head()
        if moved:
            rate = f" ({amount(moved / seconds)}/s)" if seconds >= STEADY_SECONDS else ""
            head += f" · {amount(moved)} in {duration(seconds)}{rate}"
        more = self._failed() - len(self.failures)
        return [shown(line) for line in (head, *self.failures, *([f"and {more:,} more"] if more > 0 else []))]

    def _head(self) -> str:
        """Return how many files have ended, and how."""
        if self.last is None:
            return ""
        done, total = self.last.done_files, self.last.total_files
        ends = [f"{self.ends[state]:,} {word}" for state, word in ENDS.items() if self.ends[state]]
        if total == 1:
            end = ", ".join(ends).removeprefix("1 ")
            return f"{self.last.name}: {end or ('stopped' if self.was_stopped else 'not finished')}"
        if done < total:
            head = f"{'stopped after ' if self.was_stopped else ''}{done:,} of {total:,} files"
            return f"{head}: {', '.join(ends)}" if ends else head
        if len(ends) == 1:  # of all the same is to be said
            return f"{done:,} files {ends[0].split(' ', 1)[1]}"
        return f"{done:,} files: {', '.join(ends)}"

    def _failed(self) -> int:
        return sum(self.ends[state] for state in _BAD)

    def _amount(self) -> str:
        if self.last is None:
            return ""
        done, size = self.last.total_done_bytes, self.last.total_size_bytes
        return amount_of(done, size if done <= size else None)  # more than all: some sizes are not recorded

    def _percent(self) -> int:
        if self.last is None:
            return 0
        done, size = self.last.total_done_bytes, self.last.total_size_bytes
        return percent(done, size) if 0 < size >= done else percent(self.last.done_files, self.last.total_files)


def row(file: Progress) -> Row:
    """Return the line about one file."""
    words = amount_of(file.done_bytes, file.size_bytes)
    detail = f"{words} checked" if file.state == "checking" else words
    return Row(file.name, None if file.size_bytes is None else percent(file.done_bytes, file.size_bytes), detail)
