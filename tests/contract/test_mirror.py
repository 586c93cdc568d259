"""The blocking namespaces against the coroutines behind them."""

import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import crucible
from crucible import resources, sync
from crucible.client import CrucibleClient

ROOT = Path(crucible.__file__).parents[1]


def test_the_blocking_namespaces_are_as_written_from_the_coroutines():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_sync.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stdout)


def classes(package):
    """Yield the namespace classes of a package, with their module's name."""
    for path in sorted(Path(package.__file__).parent.glob("*.py")):
        loaded = importlib.import_module(f"{package.__name__}.{path.stem}")
        base = importlib.import_module(f"{package.__name__}.base").Operations
        for name, value in vars(loaded).items():
            if inspect.isclass(value) and issubclass(value, base) and value.__module__ == loaded.__name__:
                yield f"{path.stem}.{name}", value


COROUTINES = dict(classes(resources))
# The records that have verbs when the blocking client returns them.
WITH_VERBS = re.compile(r"\b(Dataset|Sample|Project|Instrument|File|IngestionRequest|Resource)\b")


def test_every_namespace_exists_blocking_too():
    assert list(COROUTINES) == [name for name, _ in classes(sync)]


@pytest.mark.parametrize("name", COROUTINES)
def test_blocking_methods_have_the_signature_and_words_of_their_coroutine(name):
    blocking = dict(classes(sync))[name]
    for method, function in vars(COROUTINES[name]).items():
        if method.startswith("_") or not inspect.isfunction(function):
            continue
        copy = getattr(blocking, method)
        signature = re.sub("Async(Listing|TransferHandle)", r"\1", str(inspect.signature(function)))
        arguments, arrow, result = signature.rpartition("->")
        expected = arguments + arrow + WITH_VERBS.sub(r"Bound\1", result)
        assert (expected, function.__doc__) == (str(inspect.signature(copy)), copy.__doc__)


@pytest.mark.parametrize("name", [*COROUTINES, "CrucibleClient"])
def test_every_public_method_says_what_the_caller_gets(name):
    cls = COROUTINES.get(name, CrucibleClient)
    public = [(method, value) for method, value in vars(cls).items() if not method.startswith("_")]
    assert [] == [method for method, value in public if not inspect.getdoc(value)]
