"""Whether the sandbox answers, and the document it answers by."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

import orjson

from ..answers import Answer, RawAnswer
from ..store.database import SCHEMA_VERSION

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def health_live(call: Call) -> Json:
    """The process answers."""
    return {"status": "ok"}


def health_ready(call: Call) -> Json:
    """The database answers, or not, which is a 503 of the same shape."""
    began = time.perf_counter()
    try:
        call.store.check()
    except sqlite3.Error:
        return Answer(503, _readiness(call, "degraded", "error", None))
    return _readiness(call, "ok", "ok", (time.perf_counter() - began) * 1000)


def _readiness(call: Call, status: str, database: str, latency_ms: float | None) -> Json:
    version = call.world.document.contents["info"]["version"]
    return {
        "status": status,
        "build": {"api_version": version, "git_commit": None, "branch": "sandbox"},
        "database": {"status": database, "latency_ms": latency_ms, "schema_revisions": [str(SCHEMA_VERSION)]},
    }


def get_openapi(call: Call) -> Json:
    """The document as it is used here."""
    return RawAnswer(orjson.dumps(call.world.document.contents))
