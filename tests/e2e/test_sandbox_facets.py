"""The values of a field over a list, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from support.served import Person

MEASUREMENTS = [("AFM", 1), ("SEM", 2), ("XRD", 3), (None, 2)]


@pytest.fixture
def measured(served):
    """Datasets with the measurements above."""
    for measurement, count in MEASUREMENTS:
        for _ in range(count):
            served.admin.dataset(measurement=measurement, data_format="h5" if count > 2 else None)
    return served


def facets(person: Person, path: str = "datasets", **query: Any) -> list[tuple[Any, int]]:
    """Return values and counts, over as many pages as there are."""
    buckets: list[tuple[Any, int]] = []
    cursor: dict[str, str] = {}
    while True:
        page = person.get(f"{path}/facets", **query, **cursor)
        buckets += [(bucket["value"], bucket["count"]) for bucket in page["items"]]
        if page["next_cursor"] is None:
            return buckets
        cursor = {"cursor": page["next_cursor"]}


def test_the_envelope_names_the_field_and_each_bucket_its_label(served):
    served.admin.dataset(measurement="XRD")
    served.admin.dataset()
    assert {
        "field": "measurement",
        "limit": 7,
        "next_cursor": None,
        "items": [
            {"value": "XRD", "label": "XRD", "count": 1},
            {"value": None, "label": None, "count": 1},
        ],
    } == served.admin.get("datasets/facets", field="measurement", limit=7)


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, MEASUREMENTS),
        ({"direction": "desc"}, MEASUREMENTS[::-1]),
        ({"sort": "label", "direction": "asc"}, MEASUREMENTS),
        ({"sort": "count"}, [("AFM", 1), ("SEM", 2), (None, 2), ("XRD", 3)]),
        ({"sort": "count", "direction": "desc"}, [("XRD", 3), (None, 2), ("SEM", 2), ("AFM", 1)]),
    ],
)
def test_buckets_come_in_the_order_asked_for_across_pages(measured, limit, query, expected):
    assert expected == facets(measured.admin, field="measurement", limit=limit, **query)


def test_values_and_no_value_are_different_buckets(served):
    for name in ("", None, "w", "v", "W"):
        served.admin.dataset(session_name=name)
    found = facets(served.admin, field="session", limit=1)
    assert [("", 1), ("v", 1), ("w", 1), ("W", 1), (None, 1)] == found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"data_format": "h5"}, [("XRD", 3)]),
        ({"data_format_is_null": True}, [("AFM", 1), ("SEM", 2), (None, 2)]),
        ({"measurement": "SEM"}, [("SEM", 2)]),
        ({"measurement_is_null": False, "sort": "count", "direction": "desc"}, [("XRD", 3), ("SEM", 2), ("AFM", 1)]),
        ({"visibility": "public"}, []),
        ({"creation_time_gte": "2100-01-01T00:00:00+00:00"}, []),
        ({"affiliation": "owner", "measurement": "AFM"}, [("AFM", 1)]),
    ],
)
def test_only_what_a_list_with_the_same_filters_shows_is_counted(measured, query, expected):
    assert expected == facets(measured.admin, field="measurement", limit=1, **query)
    filters = {name: value for name, value in query.items() if name not in ("sort", "direction")}
    assert sum(count for _, count in expected) == measured.admin.get("datasets", **filters)["total"]


def test_only_readable_records_are_counted(served):
    ada, bob = served.person("ada"), served.person("bob")
    ada.project("demo")
    ada.dataset(measurement="XRD", project_id="demo")
    ada.dataset(measurement="XRD")
    ada.dataset(measurement="SEM", public=True)
    shared = ada.dataset(measurement="AFM")
    assert [("SEM", 1)] == facets(bob, field="measurement")
    ada.post("projects/demo/users/bob", role="viewer")
    ada.put(f"resources/{shared}/access/users/bob", json={"permission": "viewer"})
    assert [("AFM", 1), ("SEM", 1), ("XRD", 1)] == facets(bob, field="measurement")
    assert [("AFM", 1), ("SEM", 1), ("XRD", 2)] == facets(served.admin, field="measurement")
    assert [] == facets(served.admin, field="measurement", **{"affiliation": "owner"})


def test_owners_come_with_their_public_record(served):
    ada = served.person("ada")
    ada.dataset()
    served.admin.dataset()
    served.admin.dataset()
    page = served.admin.get("datasets/facets", field="owner", sort="count", direction="desc")
    assert [(served.admin.id, "Sandbox Administrator", 2), (ada.id, "Ada Example", 1)] == [
        (bucket["value"], bucket["label"], bucket["count"]) for bucket in page["items"]
    ]
    expected = {"unique_id": ada.id, "username": "ada", "first_name": "Ada", "last_name": "Example"}
    assert expected == page["items"][1]["owner"]


def test_projects_and_instruments_come_with_their_references_by_identity(served):
    project = served.admin.project("demo", title="The demo")
    untitled = served.admin.project("untitled")
    body = {"instrument_id": "xrd-1", "instrument_name": "XRD One", "location": "67"}
    instrument = served.admin.post("instruments", json=body)["unique_id"]
    served.admin.dataset(project_id="demo", instrument_id="xrd-1")
    served.admin.dataset(project_id="untitled")
    served.admin.dataset()
    assert [
        {
            "value": project,
            "label": "The demo",
            "count": 1,
            "project": {"unique_id": project, "project_id": "demo", "title": "The demo"},
        },
        {
            "value": untitled,
            "label": "untitled",
            "count": 1,
            "project": {"unique_id": untitled, "project_id": "untitled", "title": None},
        },
        {"value": None, "label": None, "count": 1, "project": None},
    ] == served.admin.get("datasets/facets", field="project", sort="label")["items"]
    reference = {"unique_id": instrument, "instrument_id": "xrd-1", "instrument_name": "XRD One"}
    assert [
        {"value": instrument, "label": "XRD One", "count": 1, "instrument": reference},
        {"value": None, "label": None, "count": 2, "instrument": None},
    ] == served.admin.get("datasets/facets", field="instrument")["items"]
    assert 1 == served.admin.get("datasets", instrument_mfid=instrument)["total"]


def test_samples_are_counted_by_type_and_by_linked_dataset(served):
    film = served.admin.sample("a", sample_type="film")
    served.admin.sample("b", sample_type="film")
    served.admin.sample("c")
    dataset = served.admin.dataset()
    served.admin.post(f"datasets/{dataset}/samples/{film}")
    assert [("film", 2), (None, 1)] == facets(served.admin, "samples", field="sample_type")
    assert [("film", 1)] == facets(served.admin, "samples", field="sample_type", dataset_mfid=dataset)
    assert [(None, 1)] == facets(served.admin, "samples", field="sample_type", sample_type_is_null=True)
    assert [(None, 1)] == facets(served.admin, "datasets", field="measurement", sample_mfid=film)


def test_a_projects_scope_decides_what_is_counted(served):
    served.admin.project("demo")
    served.admin.dataset(measurement="XRD", project_id="demo")
    shared = served.admin.dataset(measurement="SEM")
    served.admin.put(f"resources/{shared}/access/projects/demo", json={"permission": "viewer"})
    counted = {
        scope: facets(served.admin, field="measurement", project_id="demo", project_scope=scope)
        for scope in ("assigned", "shared", "all")
    }
    assert {"assigned": [("XRD", 1)], "shared": [("SEM", 1)], "all": [("SEM", 1), ("XRD", 1)]} == counted


@pytest.mark.parametrize(
    ("path", "query", "name"),
    [
        ("datasets", {"field": "sample_type"}, "field"),
        ("samples", {"field": "measurement"}, "field"),
        ("datasets", {"field": "data_type"}, "field"),
        ("datasets", {}, "field"),
        ("datasets", {"field": "owner", "keyword": "x"}, "keyword"),
        ("datasets", {"field": "owner", "dataset_name": "x"}, "dataset_name"),
        ("samples", {"field": "owner", "offset": 1}, "offset"),
        ("samples", {"field": "owner", "sort": "name"}, "sort"),
        ("samples", {"field": "owner", "limit": 1001}, "limit"),
        ("samples", {"field": "owner", "project_scope": "all"}, "project_scope"),
        ("samples", {"field": "owner", "project_scope": "assigned"}, "project_scope"),
    ],
)
def test_what_facets_do_not_know_is_refused(served, path, query, name):
    errors = served.admin.get(f"{path}/facets", 422, **query)["detail"]
    assert [["query", name]] == [error["loc"] for error in errors]


def test_a_cursor_belongs_to_its_field_order_and_filters(measured):
    first = measured.admin.get("datasets/facets", field="measurement", limit=1)
    cursor = first["next_cursor"]
    measured.admin.get("datasets/facets", field="measurement", limit=3, cursor=cursor)
    for other in (
        {"field": "session"},
        {"field": "measurement", "sort": "count"},
        {"field": "measurement", "data_format": "h5"},
    ):
        measured.admin.get("datasets/facets", 422, limit=1, cursor=cursor, **other)


def test_values_of_any_length_and_alphabet_are_paged(served):
    values = ["x" * 10_000 + "1", "x" * 10_000 + "2", "\U0001f52c" * 300, "ü\x01\"'", "z"]
    for value in values:
        served.admin.dataset(session_name=value, dataset_name=value)
    for query in ({}, {"sort": "label", "direction": "desc"}, {"sort": "count"}):
        assert set(values) == {value for value, _ in facets(served.admin, field="session", limit=1, **query)}
    cursor, names = {}, []
    while cursor is not None:
        page = served.admin.get("datasets", sort="name", limit=1, **cursor)
        names += [item["dataset_name"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
    assert sorted(values) == sorted(names)
