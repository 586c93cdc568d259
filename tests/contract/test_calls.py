"""The calls of generated functions in the logic: their names are checked here, since the call is generic."""

import ast
import inspect
from pathlib import Path

import pytest
from support.contract import OPERATIONS, module

from crucible import resources


def calls():
    """Yield (file, line, operation, keywords) of each call of a generated operation in the logic."""
    for path in sorted(Path(resources.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in ("call", "_call") and node.args:
                endpoint = node.args[0]
                if isinstance(endpoint, ast.Name) and endpoint.id in OPERATIONS:
                    keywords = [keyword.arg for keyword in node.keywords if keyword.arg]
                    yield f"{path.name}:{node.lineno}", endpoint.id, keywords


CALLS = list(calls())


def test_the_logic_calls_operations():
    assert len(CALLS) > 40


@pytest.mark.parametrize(("place", "operation", "keywords"), CALLS, ids=[f"{place} {name}" for place, name, _ in CALLS])
def test_a_call_names_parameters_that_the_operation_has(place, operation, keywords):
    known = inspect.signature(module(operation).sync_detailed).parameters
    assert [] == [keyword for keyword in keywords if keyword not in known]


@pytest.mark.parametrize(("place", "operation", "keywords"), CALLS, ids=[f"{place} {name}" for place, name, _ in CALLS])
def test_a_call_names_every_identity_in_the_path(place, operation, keywords):
    parameters = inspect.signature(module(operation).sync_detailed).parameters.values()
    needed = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    assert [] == [name for name in needed if name not in keywords]
