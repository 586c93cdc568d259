"""The settings that a file carries, as one JSON object that stays small.

Microscopes write thousands of settings, tables of colours and whole pictures among them. Values are kept, data are not:
a long list becomes its length, and what is beyond the budget is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .values import as_json

MOST_VALUES = 1000
LONGEST_TEXT = 1000
DEEPEST = 12
LEFT_OUT = "values_left_out"


class _Budget:
    def __init__(self, values: int) -> None:
        self.values = values
        self.left_out = 0


def small_tree(tree: Mapping[Any, Any], most_values: int = MOST_VALUES) -> dict[str, Any]:
    """Return the values of a nested mapping as JSON, at most `most_values` of them.

    The values of the upper levels come first, so that a large branch does not hide what stands after it. If some were
    left out, ``values_left_out`` says how many.

    Examples
    --------
    >>> small_tree({"colours": list(range(256)), "stage": {"x": 1.5, "y": 2.5}}, most_values=2)
    {'colours': {'length': 256}, 'stage': {'x': 1.5}, 'values_left_out': 1}
    """
    budget = _Budget(most_values)
    result = _branch(tree, budget, 0)
    if budget.left_out:
        result[LEFT_OUT] = budget.left_out
    return result


def _branch(tree: Mapping[Any, Any], budget: _Budget, depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    branches: list[tuple[str, Mapping[Any, Any]]] = []
    for given, value in tree.items():
        key = as_text(given)[:200]
        if isinstance(value, Mapping):
            branches.append((key, value))
        elif budget.values <= 0:
            budget.left_out += 1
        elif (leaf := _leaf(value)) not in (None, "", [], {}):
            budget.values -= 1
            result[key] = leaf
    for key, branch in branches:
        if depth >= DEEPEST:
            budget.left_out += len(branch)
        elif inner := _branch(branch, budget, depth + 1):
            result[key] = inner
    return result


def _leaf(value: Any) -> Any:
    if getattr(value, "size", 0) > 64:
        return {"length": int(value.size)}  # an array of data, which need not become a list first
    found = as_json(value)
    return found[:LONGEST_TEXT] if isinstance(found, str) else found


def as_text(value: Any) -> str:
    r"""Return a name found in a file as text; old programs write bytes, in no encoding that could be relied on.

    >>> as_text(b"Caf\xe9\x00"), as_text("nm")
    ('Café', 'nm')
    """
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            value = value.decode("latin-1")
    return str(value).replace("\x00", "").strip()
