"""What the service changed: found, rated, and laid to the modules that use it."""

from __future__ import annotations

import copy

import pytest
from document import changes, normalise, reports, usage
from support.checkout import ROOT, VIEW
from support.fastapi_style import as_fastapi


def compared(alter, spelling=copy.deepcopy):
    """The changes that an alteration of our own v3 view amounts to."""
    theirs = spelling(VIEW)
    alter(theirs)
    return changes.compare(VIEW, normalise.normalise(theirs, VIEW))


def found(alter):
    """Subject, name, kind and rating of the changes."""
    return [(c.subject, c.name, c.kind, "breaking" if c.breaking else "compatible") for c in compared(alter)]


def operation(document, name):
    """The operation of a name."""
    items = (item for path in document["paths"].values() for item in path.values())
    return next(item for item in items if isinstance(item, dict) and item.get("operationId") == name)


def parameter(document, operation_id, name):
    """A parameter written in an operation itself."""
    return next(p for p in operation(document, operation_id)["parameters"] if p.get("name") == name)


def without_operation(document):
    del document["paths"]["/ingestors"]


def with_operation(document):
    get = {"operationId": "list_colours", "tags": ["datasets"], "responses": {"200": {"description": "All."}}}
    document["paths"]["/colours"] = {"get": get}


def with_required_parameter(document):
    parameter(document, "list_instruments", "sort")["required"] = True


def without_parameter(document):
    get = operation(document, "list_instruments")
    get["parameters"].remove(parameter(document, "list_instruments", "sort"))


def with_new_parameter(document):
    new = {"name": "colour", "in": "query", "schema": {"type": "string"}}
    operation(document, "list_instruments")["parameters"].append(new)


def with_parameter_of_another_type(document):
    parameter(document, "list_instruments", "sort")["schema"] = {"type": "integer"}


def with_another_default(document):
    document["components"]["parameters"]["SearchLimit"]["schema"]["default"] = 30


def with_member_of_another_type(document):
    document["components"]["schemas"]["ProjectRead"]["properties"]["title"] = {"type": ["integer", "null"]}


def with_value(document):
    document["components"]["schemas"]["InstrumentStatus"]["enum"].append("lent")


def without_value(document):
    document["components"]["schemas"]["InstrumentStatus"]["enum"].remove("maintenance")


def with_member_that_may_be_null(document):
    document["components"]["schemas"]["Keyword"]["properties"]["keyword"]["type"] = ["string", "null"]


def with_required_member_of_a_body(document):
    schema = document["components"]["schemas"]["SampleCreate"]
    schema["properties"]["colour"] = {"type": "string"}
    schema["required"] = [*schema.get("required", ()), "colour"]


def with_member_of_an_answer(document):
    document["components"]["schemas"]["Graph"]["properties"]["colour"] = {"type": "string"}


def without_member_of_an_answer(document):
    del document["components"]["schemas"]["Graph"]["properties"]["nodes"]
    document["components"]["schemas"]["Graph"]["required"] = []


def with_lower_limit(document):
    document["components"]["schemas"]["SampleCreate"]["properties"]["sample_name"]["maxLength"] = 10


def without_key(document):
    operation(document, "list_ingestors")["security"] = []


CASES = {
    without_operation: [("operation", "list_ingestors", "operation removed", "breaking")],
    with_operation: [("operation", "list_colours", "operation added", "compatible")],
    with_required_parameter: [("operation", "list_instruments", "parameter made required", "breaking")],
    without_parameter: [("operation", "list_instruments", "parameter removed", "breaking")],
    with_new_parameter: [("operation", "list_instruments", "parameter added", "compatible")],
    with_parameter_of_another_type: [("operation", "list_instruments", "type changed", "breaking")],
    with_member_of_another_type: [("schema", "ProjectRead", "type changed", "breaking")],
    with_value: [("schema", "InstrumentStatus", "value added", "compatible")],
    without_value: [("schema", "InstrumentStatus", "value removed", "breaking")],
    with_member_that_may_be_null: [("schema", "Keyword", "null added", "breaking")],
    with_required_member_of_a_body: [("schema", "SampleCreate", "required member added", "breaking")],
    with_member_of_an_answer: [("schema", "Graph", "member added", "compatible")],
    without_member_of_an_answer: [("schema", "Graph", "member removed", "breaking")],
    with_lower_limit: [("schema", "SampleCreate", "limit tightened", "breaking")],
    without_key: [("operation", "list_ingestors", "key changed", "compatible")],
}


@pytest.mark.parametrize("alter", CASES, ids=lambda alter: alter.__name__)
def test_each_change_is_found_and_rated(alter):
    assert CASES[alter] == found(alter)


def test_a_change_of_a_shared_parameter_concerns_each_operation_that_has_it():
    searches = [("operation", name, "default changed", "breaking") for name in ("search_samples", "search_datasets")]
    assert set(searches) <= set(found(with_another_default))


def test_our_own_view_has_no_changes():
    assert [] == compared(lambda document: None)


def test_another_spelling_is_no_change():
    assert [] == compared(lambda document: None, as_fastapi)


def test_a_change_is_found_through_another_spelling():
    def alter(document):
        document["components"]["schemas"]["Keyword"]["properties"]["num_datasets"] = {"type": "string", "title": "N"}
        del document["paths"]["/ingestors"]

    names = [(change.name, change.kind) for change in compared(alter, as_fastapi)]
    assert [("list_ingestors", "operation removed"), ("Keyword", "type changed")] == names


def test_an_operation_of_fastapi_gets_a_short_name_our_tag_and_our_names_of_parameters():
    def alter(document):
        document["paths"]["/datasets/{dsid}/colour"] = {
            "get": {
                "operationId": "get_colour_datasets__dsid__colour_get",
                "tags": ["Colours"],
                "parameters": [{"name": "dsid", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "Successful Response"}},
            }
        }

    theirs = as_fastapi(VIEW)
    alter(theirs)
    new = normalise.normalise(theirs, VIEW)["paths"]["/datasets/{dataset_mfid}/colour"]["get"]
    assert ("get_colour", ["datasets"]) == (new["operationId"], new["tags"])
    assert "dataset_mfid" == new["parameters"][0]["name"]


def test_a_change_names_the_modules_that_use_it():
    (change,) = usage.with_modules(compared(without_operation), ROOT, VIEW)
    assert "crucible/sandbox/handlers/ingestions.py" in change.used_by
    assert "crucible/resources/ingestions.py" in change.used_by
    assert "crucible/resources/projects.py" not in change.used_by


def test_a_changed_schema_concerns_those_who_call_operations_with_it():
    (change,) = usage.with_modules(compared(with_member_of_another_type), ROOT, VIEW)
    assert "crucible/resources/projects.py" in change.used_by
    assert "crucible/resources/ingestions.py" not in change.used_by


def test_every_way_of_using_the_generated_package_is_seen(tmp_path):
    folder = tmp_path / "crucible"
    (folder / "sandbox").mkdir(parents=True)
    ways = {
        "a.py": "from crucible_api.api.ingestion import list_ingestors",
        "b.py": "import crucible_api.api.ingestion.list_ingestors",
        "c.py": "from crucible_api.api import ingestion as i\n\ndef f(c):\n    return i.list_ingestors.sync(client=c)",
        "d.py": "def f():\n    from crucible_api.api.ingestion.list_ingestors import sync as call\n    return call",
        "sandbox/e.py": "def list_ingestors(call):\n    return []",
        "f.py": "def list_ingestors():\n    return 'not the operation'",
    }
    for name, text in ways.items():
        (folder / name).write_text(text, encoding="utf-8")
    (change,) = usage.with_modules(compared(without_operation), tmp_path, VIEW)
    assert tuple(f"crucible/{name}" for name in ("a.py", "b.py", "c.py", "d.py", "sandbox/e.py")) == change.used_by


def test_the_report_groups_changes_and_counts_those_that_break():
    text = reports.as_text(compared(with_required_parameter) + compared(with_new_parameter))
    expected = """2 changes, 1 of them breaking

list_instruments
  breaking    query parameter sort is required now
  compatible  query parameter colour is new: string"""
    assert expected == text
