"""Records with verbs against the calls of the client that the verbs stand for."""

import inspect

import pytest
from support.tables import table

from crucible import bound, records
from crucible.client import CrucibleClient

VERBS = [(*verb.split("."), call.removeprefix("client.")) for verb, call in table("bound.txt")]
KINDS = sorted({kind for kind, _, _ in VERBS})


def verbs_of(kind):
    """The verbs of a record: its public methods but for those that plain records have."""
    names = {name for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name))}
    return names - set(dir(records.Record)) - set(kind._fields)


@pytest.mark.parametrize("kind", KINDS)
def test_the_verbs_of_a_record_are_those_of_the_table(kind):
    assert {verb for owner, verb, _ in VERBS if owner == kind} == verbs_of(getattr(bound, kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_verb_takes_the_place_of_no_attribute(kind):
    plain = getattr(records, kind.removeprefix("Bound"))
    assert set() == verbs_of(getattr(bound, kind)) & set(dir(plain))


@pytest.mark.parametrize(("kind", "verb", "method"), VERBS, ids=[f"{kind}.{verb}" for kind, verb, _ in VERBS])
def test_a_verb_takes_what_its_method_takes_with_the_same_defaults(kind, verb, method):
    target = CrucibleClient(api_key="k")
    for name in method.split("."):
        target = getattr(target, name)
    there = inspect.signature(target).parameters
    here = list(inspect.signature(getattr(getattr(bound, kind), verb)).parameters.values())[1:]
    shared = [one for one in here if one.name not in ("mapping", "depth", "other")]
    assert [(one.name, one.default, one.annotation) for one in shared] == [
        (one.name, there[one.name].default, there[one.name].annotation) for one in shared
    ]


def test_an_update_of_a_record_has_every_field_of_its_method():
    client = CrucibleClient(api_key="k")
    for noun in ("dataset", "sample", "project", "instrument"):
        method = inspect.signature(getattr(client, f"{noun}s").update).parameters
        verb = inspect.signature(getattr(bound, f"Bound{noun.title()}").update).parameters
        assert list(method)[1:] == list(verb)[2:]
