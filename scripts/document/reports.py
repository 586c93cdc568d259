"""Changes as text for people and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from .changes import SCHEMA, Change


def as_text(changes: list[Change]) -> str:
    """The changes under the operation or schema they concern, with the modules that use it."""
    if not changes:
        return "no changes"
    breaking = sum(change.breaking for change in changes)
    lines = [f"{len(changes)} changes, {breaking} of them breaking"]
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.subject, change.name), []).append(change)
    for (subject, name), group in groups.items():
        lines += ["", f"{name} (schema)" if subject == SCHEMA else name]
        lines += [f"  {'breaking  ' if change.breaking else 'compatible'}  {change.text}" for change in group]
        lines += [f"  used by     {module}" for module in group[0].used_by]
    return "\n".join(lines)


def as_json(changes: list[Change]) -> str:
    """The same for programs."""
    return json.dumps({"changes": [asdict(change) for change in changes]}, indent=2, ensure_ascii=False)
