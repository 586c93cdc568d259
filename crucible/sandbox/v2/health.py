"""Whether the sandbox answers, in one level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import Answer
from .dialect import ask

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def health_ready(call: Call) -> Json:
    """The database answers, or not, which is a 503 of the same shape."""
    given = ask(call)
    answer = given if isinstance(given, Answer) else Answer(200, given)
    database = answer.body["database"]
    flat = {
        "status": answer.body["status"],
        "db": database["status"],
        "db_ms": database["latency_ms"],
        "version": call.world.document.contents["info"]["version"],
    }
    return Answer(answer.status, flat)
