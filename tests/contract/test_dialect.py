"""What the client knows of API v2 is what the v2 view of the document says."""

import json

import pytest
from support.checkout import ROOT

from crucible.transport.dialect import _OF_A_RELATIVE
from crucible.transport.v2_answers import ANSWERS, MISSING_IF_NULL
from crucible.transport.v2_gaps import INSTEAD, MEMBERS, OPERATIONS, PARAMETERS

METHODS = ("get", "post", "put", "patch", "delete")
MODE = "Crucible-Privilege-Mode"


class Document:
    """Operations of one version: the names of their parameters, and of the members of their bodies."""

    def __init__(self, version):
        self._contents = json.loads((ROOT / "crucible" / "openapi" / f"{version}.json").read_text("utf-8"))
        self.operations = {
            item[method]["operationId"]: (method, path, item, item[method])
            for path, item in self._contents["paths"].items()
            for method in METHODS
            if method in item
        }

    def resolve(self, node):
        while "$ref" in node:
            _, *steps = node["$ref"].split("/")
            node = self._contents
            for step in steps:
                node = node[step]
        return node

    def route(self, name):
        return self.operations[name][:2]

    def parameters(self, name):
        _, _, item, operation = self.operations[name]
        found = item.get("parameters", []) + operation.get("parameters", [])
        return {self.resolve(parameter)["name"] for parameter in found}

    def members(self, name):
        body = self.resolve(self.operations[name][3].get("requestBody", {}))
        media = body.get("content", {}).get("application/json", {})
        return set(self.resolve(media.get("schema", {})).get("properties", {}))


@pytest.fixture(scope="module")
def v3():
    return Document("v3")


@pytest.fixture(scope="module")
def v2():
    return Document("v2")


def test_what_v2_does_not_have_is_known(v2, v3):
    assert v3.operations.keys() - v2.operations.keys() == OPERATIONS


def test_what_both_have_has_the_same_route(v2, v3):
    both = v3.operations.keys() & v2.operations.keys()
    assert {name: v2.route(name) for name in both} == {name: v3.route(name) for name in both}


def test_parameters_that_v2_would_ignore_are_known(v2, v3):
    both = v3.operations.keys() & v2.operations.keys()
    missing = {name: v3.parameters(name) - v2.parameters(name) - {MODE} for name in both}
    for (name, relative), (_, known_as) in _OF_A_RELATIVE.items():
        other = {"list_datasets": "list_sample_datasets", "list_samples": "list_dataset_samples"}[name]
        missing[known_as] = v3.parameters(name) - v2.parameters(other) - {MODE, relative}
    assert {name: names for name, names in missing.items() if names} == {
        name: set(names.split()) for name, names in PARAMETERS.items()
    }


def test_members_of_bodies_that_v2_would_ignore_are_known(v2, v3):
    both = v3.operations.keys() & v2.operations.keys()
    missing = {name: v3.members(name) - v2.members(name) for name in both}
    assert {name: names for name, names in missing.items() if names} == {
        name: set(names.split()) for name, names in MEMBERS.items()
    }


def test_what_is_said_and_translated_belongs_to_operations_of_the_document(v2, v3):
    assert v3.operations.keys() >= INSTEAD.keys()
    assert v3.operations.keys() & v2.operations.keys() >= ANSWERS.keys() | MISSING_IF_NULL
