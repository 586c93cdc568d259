"""The document: complete, within its rules, and the same in both views apart from what is marked."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from document import generator_view, lint, views, yamlread, yamlwrite
from document.tree import DocumentError, operations
from hypothesis import given
from hypothesis import strategies as st
from support.small_document import SMALL, changed

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = Path(__file__).with_name("endpoints.txt")
TEXT = (ROOT / "openapi" / "crucible.yaml").read_text(encoding="utf-8")


def table():
    """The rows of the table: (method, shape of the path, versions)."""
    rows = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(method, lint.path_shape(path), set(versions)) for method, path, *versions in rows]


def endpoints(version):
    """The operations of a view: (method, shape of the path)."""
    view = json.loads((ROOT / "crucible" / "openapi" / f"{version}.json").read_text(encoding="utf-8"))
    return {(method.upper(), lint.path_shape(path)) for path, method, _ in operations(view)}


@pytest.mark.parametrize("version", ["v3", "v2"])
def test_no_row_of_the_table_is_missing_from_a_view(version):
    rows = {(method, path) for method, path, versions in table() if version in versions}
    assert len(rows) > 100
    assert set() == rows - endpoints(version)


@pytest.mark.parametrize("version", ["v3", "v2"])
def test_a_view_has_no_operation_that_the_table_does_not_know(version):
    rows = {(method, path) for method, path, versions in table() if versions != {"v1"}}
    assert set() == endpoints(version) - rows


def test_routes_that_only_v1_had_are_in_neither_view():
    retired = {(method, path) for method, path, versions in table() if versions == {"v1"}}
    assert 10 == len(retired)
    assert set() == retired & (endpoints("v3") | endpoints("v2"))


def test_the_document_keeps_every_rule():
    assert [] == [str(finding) for finding in lint.lint(yamlread.read(TEXT), TEXT)]


def test_the_small_document_keeps_every_rule():
    assert [] == [str(finding) for finding in lint.lint(yamlread.Yaml(SMALL))]


GET = ("paths", "/things/{thing_id}", "get")
THING = ("components", "schemas", "Thing")
BREACHES = {
    "operation-id": [(*GET, "operationId"), "getThing"],
    "tag": [(*GET, "tags"), ["things", "others"]],
    "summary": [(*GET, "summary"), ""],
    "unauthorized": [(*GET, "responses", "401"), None],
    "invalid": [(*GET, "responses", "422"), None],
    "success": [(*GET, "responses", "200"), None],
    "bounds": [(*THING, "properties", "size", "maximum"), None],
    "cursor": [(*THING, "properties", "next_cursor"), {"type": "string"}],
    "reference": [(*THING, "properties", "size"), {"$ref": "#/components/schemas/Nowhere"}],
    "unused": [("components", "schemas", "Other"), {"type": "string"}],
    "versions": [(*THING, "properties", "size", "x-api-versions"), ["v4"]],
    "deprecated": [(*THING, "properties", "size", "x-api-versions"), ["v2"]],
    "version-choice": [
        (*THING, "properties", "size"),
        {"oneOf": [{"type": "string", "x-api-versions": ["v2"]}, {"type": "boolean", "x-api-versions": ["v2"]}]},
    ],
    "certainty": [(*THING, "properties", "size", "x-certainty"), "perhaps"],
    "example": [(*THING, "example"), None],
    "example-valid": [(*THING, "example", "size"), "large"],
    "path": [
        ("paths", "/things/{other}"),
        json.loads(
            json.dumps(SMALL["paths"]["/things/{thing_id}"]).replace("thing_id", "other").replace("get_", "see_")
        ),
    ],
    "openapi": [(*GET, "responses", "200", "description"), None],
}


@pytest.mark.parametrize("rule", BREACHES)
def test_a_breach_of_each_rule_is_found(rule):
    place, value = BREACHES[rule]
    found = lint.lint(yamlread.Yaml(changed(SMALL, place, value)))
    assert rule in {finding.rule for finding in found}


@pytest.mark.parametrize("components", [[], {"schemas": []}, {"schemas": {"A": 5}}, "x"])
def test_a_document_of_another_build_is_a_finding(components):
    found = lint.lint(yamlread.Yaml({**SMALL, "components": components}))
    assert {"openapi", "reference"} & {finding.rule for finding in found}


def test_a_path_parameter_needs_an_example():
    place = (*GET, "parameters", 0, "example")
    found = lint.lint(yamlread.Yaml(changed(SMALL, place, None)))
    assert any("path parameter thing_id needs an example" in str(finding) for finding in found)


def test_a_finding_names_the_line():
    text = yamlwrite.write(yamlread.Yaml(changed(SMALL, (*GET, "summary"), "")))
    (finding,) = lint.lint(yamlread.read(text), text)
    number = 1 + text.splitlines().index("    get:")
    assert f"line {number}: get_thing needs a summary [summary]" == str(finding)


def test_another_order_of_keys_is_a_breach_of_style():
    text = yamlwrite.write(yamlread.Yaml(SMALL))
    lines = text.splitlines()
    at = lines.index("      operationId: get_thing")
    lines[at : at + 2] = reversed(lines[at : at + 2])
    edited = "\n".join(lines) + "\n"
    (finding,) = lint.lint(yamlread.read(edited), edited)
    assert ("style", at + 1) == (finding.rule, finding.line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_what_is_written_is_read_again(value):
    assert value == yamlread.read(yamlwrite.write(yamlread.Yaml(value))).value


@given(st.text(alphabet="abc \n:#-'\"{}[]&*!|>%@`,0129_~", max_size=300))
def test_every_text_survives(text):
    assert {"a": [text], "b": text} == yamlread.read(yamlwrite.write(yamlread.Yaml({"a": [text], "b": text}))).value


@pytest.mark.parametrize("text", ["2026-01-31", "on", "no", "12:30", "0x1f", "1_000", "~", "null", "1e5", ".5", ""])
def test_a_text_that_looks_like_something_else_stays_a_text(text):
    import yaml

    written = yamlwrite.write(yamlread.Yaml({"a": text}))
    assert {"a": text} == yaml.safe_load(written)


def test_comments_stay_before_what_they_are_about():
    text = "# about a\na: 1\nb:\n  # about c\n  c: 2\n# the end\n"
    assert text == yamlwrite.write(yamlread.read(text))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a: 1\na: 2\n", "line 2: 'a' stands twice"),
        ("a: &x 1\nb: *x\n", "anchors"),
        ("a: !!binary aGk=\n", "tags such as"),
        ("a: 1 # why\n", "line 1: put the comment on a line of its own"),
        ("a: [1\n", "this is not YAML"),
        ("a: " + "[" * 100_000, "the YAML is nested too deeply"),
    ],
)
def test_yaml_that_hides_something_is_refused(text, part):
    with pytest.raises(DocumentError) as caught:
        yamlread.read(text)
    assert part in str(caught.value)


def test_a_view_leaves_out_what_belongs_to_the_other_version():
    member = {"type": "string", "x-api-versions": ["v2"], "deprecated": True}
    document = changed(SMALL, (*THING, "properties", "old"), member)
    document["components"]["schemas"]["Thing"]["required"] = ["id", "old"]
    document["components"]["schemas"]["Thing"]["example"]["old"] = "x"
    v3, v2 = (views.view(document, version)["components"]["schemas"]["Thing"] for version in ("v3", "v2"))
    assert ["id"] == v3["required"]
    assert {"old"} == v2["properties"].keys() - v3["properties"].keys()
    assert {"old"} == v2["example"].keys() - v3["example"].keys()


def test_a_choice_of_versions_becomes_the_one_that_is_left():
    choice = {
        "description": "d",
        "oneOf": [{"type": "string", "x-api-versions": ["v2"]}, {"type": "boolean", "x-api-versions": ["v3"]}],
    }
    document = changed(SMALL, (*THING, "properties", "size"), choice)
    v3 = views.view(document, "v3")
    assert {"type": "boolean", "description": "d"} == v3["components"]["schemas"]["Thing"]["properties"]["size"]


def test_a_reference_to_a_component_of_the_other_version_goes_with_it():
    document = changed(SMALL, ("components", "schemas", "Extra"), {"type": "string", "x-api-versions": ["v3"]})
    document["components"]["schemas"]["Thing"]["properties"]["extra"] = {"$ref": "#/components/schemas/Extra"}
    v2 = views.view(document, "v2")["components"]["schemas"]
    assert ("extra" not in v2["Thing"]["properties"], "Extra" not in v2) == (True, True)


def test_an_operation_of_the_other_version_takes_its_path_tag_and_components_along():
    document = changed(SMALL, (*GET, "x-api-versions"), ["v3"])
    v2 = views.view(document, "v2")
    assert ({}, {}, []) == (
        v2["paths"],
        {k: v for k, v in v2["components"].items() if k != "securitySchemes"},
        v2["tags"],
    )


def test_v2_passes_over_members_it_does_not_know():
    strict = changed(SMALL, (*THING, "additionalProperties"), False)
    assert False is views.view(strict, "v3")["components"]["schemas"]["Thing"]["additionalProperties"]
    assert "additionalProperties" not in views.view(strict, "v2")["components"]["schemas"]["Thing"]


def test_making_a_view_changes_nothing_in_the_document():
    before = copy.deepcopy(SMALL)
    generator_view.generator_view(views.view(SMALL, "v3"))
    assert before == SMALL


@pytest.mark.parametrize("name", ["to_dict", "additional_properties", "rest_"])
def test_a_member_that_would_break_the_generated_class_is_refused(name):
    document = views.view(changed(SMALL, (*THING, "properties", name), {"type": "string"}), "v3")
    with pytest.raises(DocumentError, match=f"a member named {name} breaks the generated class"):
        generator_view.generator_view(document)
