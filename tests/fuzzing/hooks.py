"""What schemathesis is told beyond the document; it imports this file.

Accepted requests are counted by operation, because a check that only ever saw refusals has checked little.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis

MFID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")

_counts: dict[str, Counter[str]] = {}
_lock = threading.Lock()


@schemathesis.hook
def filter_case(context: schemathesis.HookContext, case: schemathesis.Case) -> bool:
    """Leave out what would take the key away that the run itself uses; accounts with an MFID have other keys."""
    if case.operation.definition.raw.get("operationId") != "revoke_user_api_keys":
        return True
    return MFID.fullmatch(str((case.path_parameters or {}).get("user_id"))) is not None


@schemathesis.hook
def map_body(context: schemathesis.HookContext, body: Any) -> Any:
    """Name one leader of a new project; that there must be exactly one is a rule the document has in words only."""
    if context.operation.definition.raw.get("operationId") != "create_project" or not isinstance(body, dict):
        return body
    leaders = sorted(name for name in body if name.startswith("project_lead"))
    return {name: value for name, value in body.items() if name not in leaders[:-1]}


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: schemathesis.Response) -> None:
    """Count the answers of each operation by their status."""
    name = case.operation.definition.raw.get("operationId", case.operation.label)
    with _lock:
        _counts.setdefault(name, Counter())[str(response.status_code)] += 1


@schemathesis.check
def documented_input_is_refused_by_rule_only(
    context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """Input that fits the document may only be refused by a rule that no schema can express.

    Such refusals are a sentence, or have the type "value_error": a cursor of another list, `direction` without `sort`,
    a user who does not exist. A refusal of any other type says that the document promises too much.
    """
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    detail: Any = response.json()["detail"]
    complaints = [] if isinstance(detail, str) else detail
    others = [error for error in complaints if error["type"] != "value_error" and not breaks_its_pattern(error)]
    if others:
        raise AssertionError(f"the document allows what the sandbox refuses: {others[:3]}")


def breaks_its_pattern(complaint: dict[str, Any]) -> bool:
    """Whether a text does break the pattern it is said to break: some that do are called valid when they are made."""
    found = re.search("should match pattern '(.*)'", complaint["msg"])
    text = complaint["input"]
    return found is not None and isinstance(text, str) and re.search(found[1], text) is None


@atexit.register
def _write_counts() -> None:
    Path(os.environ["FUZZ_COUNTS"]).write_text(json.dumps(_counts), encoding="utf-8")
