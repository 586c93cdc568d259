"""The public surface against what was published, and against the table of what there is."""

import difflib
import importlib
import inspect

import pytest
from support.surface import TABLE, asynchronous, blocking, namespaces, parameters, positional, text
from support.tables import signature, table

import crucible
from crucible import AsyncCrucibleClient, CrucibleClient

SEED = [signature(published) for published, *_ in table("seed_001.txt")]
*GENERATION, (_, _, EVERYWHERE) = table("second_generation.txt")
MODULES = [(name, classes) for name, _, classes in GENERATION if name.startswith("crucible.")]
SECOND = GENERATION[len(MODULES) :]
CLIENTS = [CrucibleClient, AsyncCrucibleClient]


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(("name", "published"), SEED, ids=[name for name, _ in SEED])
def test_what_seed_001_publishes_is_called_as_it_says(kind, name, published):
    method = getattr(kind, name)
    assert published == positional(method)
    assert parameters(method).startswith(published)  # what goes beyond is named


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(("namespace", "type_name", "methods"), SECOND, ids=[name for name, *_ in SECOND])
def test_a_namespace_has_the_type_and_the_methods_of_the_second_generation(kind, namespace, type_name, methods):
    there = getattr(kind(api_key="k"), namespace)
    missing = [name for name in f"{methods} {EVERYWHERE}".split() if not inspect.ismethod(getattr(there, name, None))]
    assert (type_name, []) == (type(there).__name__, missing)


@pytest.mark.parametrize(("module", "classes"), MODULES)
def test_a_module_has_the_classes_of_the_second_generation(module, classes):
    there = importlib.import_module(module)
    assert [] == [name for name in classes.split() if not inspect.isclass(getattr(there, name, None))]


def test_the_types_of_namespaces_can_be_imported_by_their_names():
    assert [] == [name for name in namespaces(CrucibleClient).values() if name not in crucible.__all__]


def test_all_that_is_public_is_as_in_the_table():
    there = TABLE.read_text("utf-8").splitlines()
    changed = list(difflib.unified_diff(there, text().splitlines(), "in the table", "in the package", lineterm="", n=0))
    assert [] == changed, "if this is meant, write it into the table: PYTHONPATH=tests python -m support.surface"


def test_both_clients_have_the_same_names_arguments_and_results():
    one, other = blocking(), asynchronous()
    given = "root=None, *, tls=False"
    assert [f"sandbox({given}) -> Iterator[Self]"] == sorted(set(one["CrucibleClient"]) - set(other["CrucibleClient"]))
    assert [f"sandbox({given}) -> AsyncIterator[Self]"] == sorted(
        set(other.pop("CrucibleClient")) - set(one.pop("CrucibleClient"))
    )
    assert one == other
