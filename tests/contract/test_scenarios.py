"""Every verb that users can call is called by a scenario."""

import re
from functools import cached_property
from inspect import isfunction
from pathlib import Path

import pytest

from crucible import CrucibleClient

TEXT = "\n".join(path.read_text("utf-8") for path in (Path(__file__).parents[1] / "scenarios").glob("test_*.py"))
# What stands for any of several namespaces, or for the client of somebody.
ANY = r"there|namespace|\)"
SOMEBODY = r"client|admin|ada|ben"


def verbs():
    """Return all of them, with their namespaces before them."""
    client = CrucibleClient("http://127.0.0.1:9/api/v3", "planted-key-5711")
    found: list[str] = []
    namespaces = [name for name, member in vars(CrucibleClient).items() if isinstance(member, cached_property)]
    for namespace in ["", *namespaces]:
        kind = type(getattr(client, namespace) if namespace else client)
        found += [f"{namespace}.{verb}" for verb in dir(kind) if verb[0] != "_" and isfunction(getattr(kind, verb))]
    return found


@pytest.mark.parametrize("verb", verbs())
def test_a_scenario_calls_every_verb(verb):
    namespace, _, verb = verb.rpartition(".")
    assert re.search(rf'\b(?:{namespace or SOMEBODY}|{ANY})\.{verb}\(|"{verb}"', TEXT)
