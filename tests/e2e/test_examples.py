"""The examples in the docstrings are true: they run against a sandbox with the records of `example_world`."""

import doctest
import importlib
from contextlib import nullcontext
from pathlib import Path

import pytest
from support.example_world import example_world

import crucible

ROOT = Path(crucible.__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "crucible").rglob("*.py")
    if ">>> " in path.read_text("utf-8") and "sync" not in path.parts  # those repeat the ones of resources
)
# Examples of these use the names of the world; others are about values and files alone.
ASK_A_SERVER = (
    "crucible.fs",
    *("crucible.bound", "crucible.client", "crucible.models", "crucible.records", "crucible.resources"),
    "crucible.transfer.handle",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(name)
    with example_world(tmp_path) if name.startswith(ASK_A_SERVER) else nullcontext({}) as names:
        assert 0 == doctest.testmod(module, extraglobs=names, optionflags=doctest.ELLIPSIS).failed


def test_examples_are_skipped_for_a_reason_only():
    skipped = [
        (path.name, line.strip())
        for path in (ROOT / "crucible").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if "doctest: +SKIP" in line and "SKIP, " not in line
    ]
    assert [] == skipped


def test_there_are_examples():
    assert "crucible" in MODULES
