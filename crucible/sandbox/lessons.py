"""Faults for teaching, each with what it shows: ready-made rules, of which at most one number is to be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .answers import Json


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing that goes wrong in real life.

    Attributes
    ----------
    name
        By which it is asked for.
    title
        What will happen.
    shows
        What there is to learn from it.
    rule
        The rule, as `Faults.add_json` takes it.
    number
        The member that may be another number, if there is one, and what it counts.
    """

    name: str
    title: str
    shows: str
    rule: Mapping[str, Json]
    number: tuple[str, str] | None = None

    def with_number(self, value: Json) -> dict[str, Json]:
        """Return the rule with another number."""
        return {**self.rule, self.number[0]: value} if self.number else dict(self.rule)


LESSONS = {
    lesson.name: lesson
    for lesson in (
        Lesson(
            "broken-download",
            "The next download breaks after 1 MB",
            "The client keeps what has come and asks for the rest. Choose fewer bytes for a small file.",
            {"do": "truncate", "on": "download", "bytes": 1_000_000, "times": 1},
            ("bytes", "bytes that arrive"),
        ),
        Lesson(
            "wrong-byte",
            "One bit of the next download is wrong",
            "The size is right; only the checksum tells. The client loads the file again.",
            {"do": "alter", "on": "download", "byte": 0, "times": 1},
            ("byte", "the byte that is changed, from 0"),
        ),
        Lesson(
            "expired-link",
            "The next download link has expired",
            "Links work for an hour only. The client asks for another one and goes on.",
            {"do": "expire", "on": "download", "times": 1},
        ),
        Lesson(
            "short-upload",
            "Of the next piece of an upload only 1,000 bytes are kept",
            "The client asks how much has arrived and sends the rest, instead of all once more.",
            {"do": "short_range", "on": "resumable", "bytes": 1000, "times": 1},
            ("bytes", "bytes that are kept"),
        ),
        Lesson(
            "slow",
            "Every answer takes a second longer",
            "Programs that ask one thing after another suffer most: lists and many at once are worth it.",
            {"do": "delay", "on": "*", "seconds": 1},
            ("seconds", "seconds"),
        ),
        Lesson(
            "busy",
            "Each operation is too busy for its next two calls",
            "Answer 503 with Retry-After: the client waits that long and asks again.",
            {"do": "answer", "on": "*", "status": 503, "retry_after": 1, "times": 2},
            ("times", "calls of each operation"),
        ),
        Lesson(
            "lost-answer",
            "The next new sample is made, but its answer is lost",
            "Nobody can know whether it is there. Asking again without a look would make two.",
            {"do": "reset", "on": "create_sample", "when": "after", "times": 1},
        ),
        Lesson(
            "stuck-ingestion",
            "The next file is not read until the server starts again",
            "Waiting has a time limit; the data are safe, and the request stays in the list.",
            {"do": "stuck", "on": "ingestion", "state": "requested", "times": 1},
        ),
        Lesson(
            "sign-in-page",
            "Each operation is answered once by a network's sign-in page",
            "A page of HTML with status 200, as in hotels: it must not be taken for data.",
            {"do": "garbage", "on": "*", "times": 1},
        ),
        Lesson(
            "not-ready",
            "The server says that it is not ready",
            "What does monitoring make of it, and a program that waits for the server?",
            {"do": "degraded", "on": "health_ready"},
        ),
    )
}
