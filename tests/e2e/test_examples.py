"""The examples in the docstrings are true."""

import doctest
import importlib
from pathlib import Path

import pytest

import crucible

ROOT = Path(crucible.__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "crucible").rglob("*.py")
    if ">>> " in path.read_text("utf-8") and "sync" not in path.parts
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    result = doctest.testmod(importlib.import_module(name), verbose=False)
    assert result.failed == 0


def test_there_are_examples():
    assert "crucible" in MODULES
