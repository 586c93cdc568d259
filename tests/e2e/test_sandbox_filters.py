"""What the sandbox's lists of datasets and samples can be filtered by: all that the document names."""

from __future__ import annotations

import pytest

from crucible.ids import new_mfid
from crucible.sandbox.document import load_document

NULLS = {
    "datasets": {
        *("owner_id_is_null", "project_mfid_is_null", "instrument_mfid_is_null"),
        *("measurement_is_null", "session_name_is_null", "data_format_is_null"),
    },
    "samples": {"owner_id_is_null", "project_mfid_is_null", "sample_type_is_null"},
}


def filters_of(operation: str) -> set[str]:
    """Return the query parameters of a list that leave something out."""
    parameters = load_document().operations[operation].parameters["query"]
    others = {"limit", "cursor", "offset", "sort", "direction", "anchor_mfid", "project_scope", "affiliation"}
    return {p.name for p in parameters if not p.name.startswith("include_")} - others


def check_filters(person, path: str, wanted: str, other: str, expected: dict[str, tuple[object, object]]) -> None:
    """Expect that each filter finds one record with the first of two values and another with the second."""
    found = {
        name: [[item["unique_id"] for item in person.get(path, **{name: value})["items"]] for value in values]
        for name, values in expected.items()
    }
    assert {name: [[wanted], [other]] for name in expected} == found


@pytest.fixture
def people(served):
    """Return two people who both see the records of two projects, the projects, and an instrument of each."""
    ada, bob = served.person("ada"), served.person("bob")
    projects = [served.admin.project(slug) for slug in ("one", "two")]
    bodies = [{"instrument_id": slug, "instrument_name": slug.upper(), "location": "67"} for slug in ("x-1", "x-2")]
    instruments = [served.admin.post("instruments", json=body)["unique_id"] for body in bodies]
    for slug in ("one", "two"):
        for name in ("ada", "bob"):
            served.admin.post(f"projects/{slug}/users/{name}", role="contributor")
    return ada, bob, projects, instruments


def check_times(person, path: str, wanted: str, other: str) -> set[str]:
    """Expect that bounds of time include what lies on them, and return their names; the wanted record is the older."""
    names = set()
    for column in ("creation", "modification"):
        older, newer = (person.get(f"{path}/{mfid}")[f"{column}_time"] for mfid in (wanted, other))
        bounds = {f"{column}_time_lte": (older, wanted), f"{column}_time_gte": (newer, other)}
        for name, (instant, expected) in bounds.items():
            assert [expected] == [item["unique_id"] for item in person.get(path, **{name: instant})["items"]]
        names |= bounds.keys()
    return names


def test_every_documented_filter_of_datasets_is_applied(served, people):
    ada, bob, projects, instruments = people
    fields = [
        {"dataset_name": "a", "measurement": "XRD", "data_type": "t", "session_name": "s", "data_format": "xy"},
        {"dataset_name": "A", "measurement": "xrd", "data_type": "T", "session_name": "S", "data_format": "XY"},
    ]
    stamps = ("2026-08-01T10:00:00+00:00", "2026-08-01T12:00:00+02:00")
    wanted, other = (
        person.dataset(
            **fields[at],
            timestamp=stamps[at],
            size=at,
            public=not at,
            project_id=("one", "two")[at],
            instrument_id=("x-1", "x-2")[at],
        )
        for at, person in enumerate((ada, bob))
    )
    seen_times = check_times(served.admin, "datasets", wanted, other)
    samples = [served.admin.sample() for _ in range(2)]
    for mfid, sample, keyword, project in zip((wanted, other), samples, ("Ünder", "over"), ("two", "one"), strict=True):
        served.admin.post(f"datasets/{mfid}/samples/{sample}")
        served.admin.post(f"datasets/{mfid}/keywords", keyword=keyword)
        served.admin.put(f"resources/{mfid}/access/projects/{project}", json={"permission": "viewer"})
    expected: dict[str, tuple[object, object]] = {
        **{name: (value, fields[1][name]) for name, value in fields[0].items()},
        "unique_id": (wanted, other),
        "timestamp": stamps,
        "size": (0, 1),
        "public": (True, "false"),
        "visibility": ("public", "private"),
        "keyword": ("NDER", "VE"),
        "instrument_mfid": tuple(instruments),
        "instrument_name": ("X-1", "X-2"),
        "owner_id": (ada.id, bob.id),
        "owner_orcid": (ada.id, bob.id),
        "project_id": ("one", "TWO"),
        "project_mfid": tuple(projects),
        "sample_mfid": tuple(samples),
        "accessible_to_project": ("two", "one"),
    }
    check_filters(served.admin, "datasets", wanted, other, expected)
    assert filters_of("list_datasets") == {*expected, *seen_times, *NULLS["datasets"], "accessible_to_user"}


def test_every_documented_filter_of_samples_is_applied(served, people):
    ada, bob, projects, _ = people
    stamps = ("2026-08-01T10:00:00+00:00", "2026-08-01T12:00:00+02:00")
    wanted, other = (
        person.sample(
            ("a", "A")[at],
            sample_type=("film", "Film")[at],
            description=("d", "D")[at],
            timestamp=stamps[at],
            public=not at,
            project_id=("one", "two")[at],
        )
        for at, person in enumerate((ada, bob))
    )
    seen_times = check_times(served.admin, "samples", wanted, other)
    datasets = [served.admin.dataset() for _ in range(2)]
    for mfid, dataset, project in zip((wanted, other), datasets, ("two", "one"), strict=True):
        served.admin.post(f"datasets/{dataset}/samples/{mfid}")
        served.admin.put(f"resources/{mfid}/access/projects/{project}", json={"permission": "viewer"})
    expected: dict[str, tuple[object, object]] = {
        "unique_id": (wanted, other),
        "sample_name": ("a", "A"),
        "sample_type": ("film", "Film"),
        "description": ("d", "D"),
        "timestamp": stamps,
        "public": (True, False),
        "visibility": ("public", "private"),
        "owner_id": (ada.id, bob.id),
        "owner_orcid": (ada.id, bob.id),
        "project_id": ("one", "two"),
        "project_mfid": tuple(projects),
        "dataset_mfid": tuple(datasets),
        "accessible_to_project": (projects[1], projects[0]),
    }
    check_filters(served.admin, "samples", wanted, other, expected)
    assert filters_of("list_samples") == {*expected, *seen_times, *NULLS["samples"], "accessible_to_user"}


@pytest.mark.parametrize("path", ["datasets", "samples"])
def test_records_without_a_value_can_be_asked_for(served, people, path):
    fields = {"sample_name": "a", "sample_type": "film"}
    if path == "datasets":
        fields = {"measurement": "XRD", "session_name": "s", "data_format": "xy", "instrument_id": "x-1"}
    full = served.admin.post(path, json={**fields, "project_id": "one"})["unique_id"]
    bare = served.admin.post(path, json={"sample_name": "b"} if path == "samples" else {})["unique_id"]
    for name in NULLS[path]:
        without, having = (
            [item["unique_id"] for item in served.admin.get(path, **{name: value})["items"]] for value in (True, False)
        )
        expected = ([], [bare, full]) if name == "owner_id_is_null" else ([bare], [full])
        assert (name, expected) == (name, (without, having))


def test_what_is_accessible_to_several_is_accessible_to_each(served, people):
    ada, _, _, _ = people
    eve = served.person("eve")
    public = ada.dataset(public=True)
    shared = ada.dataset(project_id="one")
    ada.put(f"resources/{shared}/access/projects/two", json={"permission": "viewer"})
    ada.dataset()
    for query, expected in (
        ({"accessible_to_user": eve.id}, [public]),
        ({"accessible_to_user": ["ada", "bob"]}, [shared, public]),
        ({"accessible_to_user": ["ada", "bob", "eve"]}, [public]),
        ({"accessible_to_project": "two"}, [shared]),
        ({"accessible_to_user": "eve", "accessible_to_project": "two"}, []),
    ):
        assert expected == [item["unique_id"] for item in served.admin.get("datasets", **query)["items"]]


def test_the_access_of_others_is_asked_for_by_administrators_only(served):
    ada, bob = served.person("ada"), served.person("bob")
    mine = ada.dataset()
    assert [mine] == [item["unique_id"] for item in ada.get("datasets", accessible_to_user="ada")["items"]]
    ada.get("datasets", 403, accessible_to_user="bob")
    ada.get("datasets", 422, accessible_to_user="nobody")
    ada.get("datasets", 422, accessible_to_project="nothing")
    ada.get("datasets", 422, accessible_to_user=["ada"] * 6, accessible_to_project=["x"] * 5)
    assert 0 == bob.get("datasets")["total"]


def test_an_anchor_is_a_record_of_the_lists_kind_that_the_caller_may_read(served):
    ada, bob = served.person("ada"), served.person("bob")
    secret, sample = ada.dataset(), bob.sample()
    query = {"sort": "name", "direction": "asc"}
    bob.get("datasets", 403, anchor_mfid=secret, **query)
    bob.get("datasets", 422, anchor_mfid=sample, **query)
    bob.get("datasets", 422, anchor_mfid=new_mfid(), **query)


def test_a_scope_wants_a_project(served):
    for scope in ("assigned", "shared", "all"):
        served.admin.get("datasets", 422, project_scope=scope)
