"""The document at work: routing, reading of parameters, and complaints."""

from __future__ import annotations

from typing import Any

import pytest

from crucible.sandbox.document import Document, is_too_deep, load_document
from crucible.sandbox.handlers import HANDLERS, SLOW

TEXT = {"content": {"application/json": {"schema": {"type": "object"}}}, "description": "x"}


def document(parameters: list[dict] | None = None, body: dict | None = None, path: str = "/things/{id}") -> Document:
    """Make a document with one operation, do_it, which is a POST."""
    operation: dict[str, Any] = {"operationId": "do_it", "responses": {"200": TEXT}}
    operation["parameters"] = parameters or []
    if body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    schemas = {
        "Small": {"type": "integer", "minimum": 1, "maximum": 10},
        "Thing": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/Small"}}},
    }
    return Document({"paths": {path: {"post": operation}}, "components": {"schemas": schemas}})


def query(schema: dict, text: str | list[str], **more) -> tuple[Any, list[str]]:
    """Read a query parameter `x`; return its value and the types of the complaints."""
    made = document([{"name": "x", "in": "query", "schema": schema, **more}], path="/things")
    texts = [text] if isinstance(text, str) else text
    values, wrong = made.operations["do_it"].read_parameters({"query": [("x", each) for each in texts]})
    return values.get("x"), [error["type"] for error in wrong]


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "1", "yes", "on"])
def test_booleans_are_read_in_every_usual_spelling(text):
    assert (True, []) == query({"type": "boolean"}, text)


@pytest.mark.parametrize(("text", "expected"), [("5", 5), ("-5", -5), ("+5", 5), ("007", 7)])
def test_integers_are_read(text, expected):
    assert (expected, []) == query({"type": "integer"}, text)


@pytest.mark.parametrize(
    ("schema", "text", "kind"),
    [
        ({"type": "integer"}, "1_000", "int_parsing"),
        ({"type": "integer"}, "٣", "int_parsing"),
        ({"type": "integer"}, " 3", "int_parsing"),
        ({"type": "integer"}, "3.0", "int_parsing"),
        ({"type": "integer"}, "", "int_parsing"),
        ({"type": "integer", "maximum": 9}, "9" * 3000, "less_than_equal"),
        ({"type": "integer", "maximum": 9}, "9" * 9000, "int_parsing"),
        ({"type": "integer", "minimum": 0}, "-" + "9" * 30, "greater_than_equal"),
        ({"type": "boolean"}, "maybe", "bool_parsing"),
        ({"type": "number"}, "nan", "float_parsing"),
        ({"type": "string", "minLength": 3}, "ab", "string_too_short"),
        ({"type": "string", "maxLength": 3}, "abcd", "string_too_long"),
        ({"type": "string", "pattern": "^a$"}, "a\n", "string_pattern_mismatch"),
        ({"type": "string", "enum": ["a", "b"]}, "c", "enum"),
        ({"type": "string", "format": "date-time"}, "2026-08-01", "datetime_parsing"),
        ({"type": "string", "format": "date-time"}, "2026-08-01T10:00:00", "datetime_parsing"),
        ({"$ref": "#/components/schemas/Small"}, "11", "less_than_equal"),
        ({"type": "array", "items": {"type": "integer"}}, "a", "int_parsing"),
        ({"type": "array", "maxItems": 0, "items": {"type": "string"}}, "a", "too_long"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named_by_pydantics_word_for_it(schema, text, kind):
    assert [kind] == query(schema, text)[1]


def test_repeated_values_are_collected_or_the_last_one_counts():
    assert ([1, 2], []) == query({"type": "array", "items": {"type": "integer"}}, ["1", "2"])
    assert (2, []) == query({"type": "integer"}, ["1", "2"])


def test_defaults_are_filled_in_also_when_they_are_false():
    made = document([{"name": "x", "in": "query", "schema": {"type": "boolean", "default": False}}], path="/things")
    assert ({"x": False}, []) == made.operations["do_it"].read_parameters({})


def test_a_missing_parameter_and_an_unknown_one_are_both_told():
    made = document([{"name": "x", "in": "query", "required": True, "schema": {"type": "string"}}], path="/things")
    _, wrong = made.operations["do_it"].read_parameters({"query": [("colour", "red")]})
    assert {("missing", "x", None), ("extra_forbidden", "colour", "red")} == {
        (error["type"], error["loc"][1], error["input"]) for error in wrong
    }


def test_unknown_query_parameters_are_refused_where_none_are_documented():
    _, wrong = document(path="/things").operations["do_it"].read_parameters({"query": [("a", "1")]})
    assert ["extra_forbidden"] == [error["type"] for error in wrong]


def test_headers_are_found_in_any_case_and_others_are_left_alone():
    made = document([{"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}])
    values, wrong = made.operations["do_it"].read_parameters({"header": [("if-match", "*"), ("accept", "x")]})
    assert ({"If-Match": "*"}, []) == (values, wrong)


def test_errors_in_a_body_say_where_they_are():
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "things": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
            "owner": {"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
        },
    }
    check = document(body=schema).operations["do_it"].check_body
    wrong = check({"things": [{"a": 1}, {"a": 11}], "owner": {"a": "x"}, "size": 3})
    assert {
        ("missing", ("body", "name")),
        ("less_than_equal", ("body", "things", 1, "a")),
        ("int_type", ("body", "owner", "a")),
        ("extra_forbidden", ("body", "size")),
    } == {(error["type"], tuple(error["loc"])) for error in wrong}
    assert [] == check({"name": "x", "owner": None})


def test_what_was_sent_is_echoed_only_if_it_is_small():
    check = document(body={"type": "object", "required": ["a"]}).operations["do_it"].check_body
    assert {"b": 1} == check({"b": 1})[0]["input"]
    assert "dict of 1 item" == check({"b": ["x" * 10_000]})[0]["input"]
    assert "dict of 1000 items" == check({str(number): 1 for number in range(1000)})[0]["input"]


def test_a_flood_of_errors_is_cut_off():
    check = document(body={"type": "array", "items": {"type": "integer"}}).operations["do_it"].check_body
    assert 50 == len(check(["x"] * 5000))


def test_of_a_large_body_the_first_error_is_told_at_once():
    check = document(body={"type": "array", "items": {"type": "integer"}}).operations["do_it"].check_body
    assert [["body", 0]] == [error["loc"] for error in check(["x"] * 1_000_000, size_bytes=4_000_000)]


def test_literal_segments_win_over_parameters_whatever_the_method():
    operation = {"responses": {"200": TEXT}}
    paths = {
        "/a/{id}": {"get": {**operation, "operationId": "one"}, "delete": {**operation, "operationId": "drop"}},
        "/a/search": {"get": {**operation, "operationId": "search"}},
        "/a/{id}/b": {"get": {**operation, "operationId": "inner"}},
    }
    made = Document({"paths": paths, "components": {}})

    def routed(method: str, path: bytes) -> tuple[str | None, list[tuple[str, str]]]:
        found, texts, _ = made.route(method, path)
        return found and found.name, texts

    assert ("search", []) == routed("GET", b"/a/search")
    assert ["GET"] == made.route("DELETE", b"/a/search")[2], "the path of the search cannot be deleted"
    assert ("drop", [("id", "find")]) == routed("DELETE", b"/a/find")
    assert ("one", [("id", "x/y")]) == routed("GET", b"/a/x%2Fy")
    assert ("inner", [("id", "search")]) == routed("GET", b"/a/search/b")
    assert [(None, [])] * 4 == [routed("GET", path) for path in (b"/a/", b"/a//b", b"/", b"/a/{}/c")]
    assert ["DELETE", "GET"] == made.route("PUT", b"/a/x")[2]


@pytest.mark.parametrize(
    ("status", "body", "is_right"),
    [(200, {}, True), (200, [], False), (200, None, False), (204, None, False), (404, {}, False)],
)
def test_an_answer_is_compared_with_the_document(status, body, is_right):
    assert is_right == (document().operations["do_it"].check_answer(status, body) is None)


def test_depth_counts_containers_not_members():
    wide = [[]] * 5000
    assert not is_too_deep(b"[" * 5001, wide)
    deep: list = []
    for _ in range(100):
        deep = [deep]
    assert is_too_deep(b"[" * 101, deep)


def test_every_handler_answers_an_operation_of_the_document():
    assert set() == set(HANDLERS) - set(load_document().operations)
    assert set() == SLOW - set(HANDLERS)


def test_every_operation_of_the_document_can_be_compiled():
    for operation in load_document().operations.values():
        operation.read_parameters({})
        operation.check_body(None)
        assert 200 <= operation.success < 300
