"""Every error that the package raises says what to do next."""

import ast
import inspect
from pathlib import Path

import crucible
from crucible import errors

KINDS = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.CrucibleError)}
HERE = Path(crucible.__file__).parent
# The sandbox has errors of its own; crucible.sync is written from crucible.resources.
OTHERS = ("sandbox", "sync", "parsers")


def made(path):
    """The calls in a file that make an error, each with its place."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        function = getattr(node, "func", None)
        name = getattr(function, "attr", getattr(function, "id", None))
        # click has a UsageError, too; the command line shows with each where its help is.
        is_click = getattr(getattr(function, "value", None), "id", None) == "click"
        if isinstance(node, ast.Call) and name in KINDS and not is_click:
            yield f"{path.relative_to(HERE).as_posix()}:{node.lineno}", {one.arg for one in node.keywords}


def test_every_error_comes_with_a_hint():
    files = [path for path in HERE.rglob("*.py") if path.relative_to(HERE).parts[0] not in OTHERS]
    calls = [call for path in files for call in made(path)]
    assert (True, []) == (len(calls) > 100, [place for place, arguments in calls if not arguments & {"hint", None}])
