"""Filters, orders and pages of the sandbox's lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crucible.ids import new_mfid


def walk(person, path: str, limit: int, **query) -> list[dict]:
    """Follow cursors to the end."""
    items, cursor = [], {}
    while True:
        page = person.get(path, limit=limit, **query, **cursor)
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_datasets_come_newest_first_and_each_once(served, limit):
    made = [served.admin.dataset() for _ in range(7)]
    assert made[::-1] == [item["unique_id"] for item in walk(served.admin, "datasets", limit)]


@pytest.mark.parametrize(
    ("sort", "direction", "expected"),
    [
        ("name", "asc", ["a", "B", "b", "c"]),
        ("name", "desc", ["c", "b", "B", "a"]),
        ("created", None, ["b", "c", "B", "a"]),
        ("created", "asc", ["a", "B", "c", "b"]),
    ],
)
def test_lists_are_sorted_as_asked_across_pages(served, sort, direction, expected):
    for name in ("a", "B", "c", "b"):
        served.admin.sample(name)
    query = {"sort": sort} | ({"direction": direction} if direction else {})
    assert expected == [item["sample_name"] for item in walk(served.admin, "samples", 1, **query)]


def test_nothing_is_lost_or_repeated_when_many_records_share_the_sorted_value(served):
    made = {served.admin.sample("same") for _ in range(9)}
    found = [item["unique_id"] for item in walk(served.admin, "samples", 2, sort="name")]
    assert (9, made) == (len(found), set(found))


def test_a_cursor_goes_on_where_it_was_although_newer_records_have_come(served):
    made = [served.admin.dataset() for _ in range(4)]
    first = served.admin.get("datasets", limit=2)
    served.admin.dataset()
    second = served.admin.get("datasets", limit=2, cursor=first["next_cursor"])
    assert made[::-1] == [item["unique_id"] for item in first["items"] + second["items"]]


def test_a_cursor_belongs_to_its_list_and_filters(served):
    for _ in range(3):
        served.admin.dataset(measurement="XRD")
    cursor = served.admin.get("datasets", limit=1, measurement="XRD")["next_cursor"]
    served.admin.get("datasets", limit=2, measurement="XRD", cursor=cursor, include_metadata=True)
    served.admin.get("datasets", 422, limit=1, measurement="SEM", cursor=cursor)
    served.admin.get("samples", 422, limit=1, cursor=cursor)


@pytest.mark.parametrize(
    "cursor", ["x", "AAAA", "bnVsbA", "WzEsMiwzXQ", "W3t9LHt9LCJ4Il0", "!", "-", "%00", "9" * 4000]
)
def test_a_made_up_cursor_is_refused(served, cursor):
    served.admin.get("datasets", 422, cursor=cursor)


def test_the_total_is_on_the_first_page_unless_asked_otherwise(served):
    for _ in range(3):
        served.admin.dataset()
    first = served.admin.get("datasets", limit=2)
    assert 3 == first["total"]
    assert "total" not in served.admin.get("datasets", limit=2, cursor=first["next_cursor"])
    again = served.admin.get("datasets", limit=2, cursor=first["next_cursor"], include_total=True)
    assert (3, None) == (again["total"], again["next_cursor"])
    without = served.admin.get("datasets", limit=2, include_total="False")
    assert "total" not in without
    assert without["next_cursor"] is not None


def test_offset_lists_can_be_walked_both_ways(served):
    for number in range(5):
        served.admin.project(f"project-{number}")
    by_offset = [served.admin.get("projects", limit=2, offset=offset)["items"] for offset in (0, 2, 4)]
    assert [2, 2, 1] == [len(items) for items in by_offset]
    assert [item for items in by_offset for item in items] == walk(served.admin, "projects", 2)


def test_members_are_paged_by_offset_and_by_cursor(served):
    served.admin.project("demo")
    for name in ("ada", "bob", "cid"):
        served.person(name)
        served.admin.post(f"projects/demo/users/{name}")
    found = walk(served.admin, "projects/demo/users", 2)
    assert ["admin", "ada", "bob", "cid"] == [item["username"] for item in found]
    assert found[3:] == served.admin.get("projects/demo/users", limit=2, offset=3)["items"]


def test_filters_hold_together(served):
    wanted = served.admin.dataset(measurement="XRD", session_name="s1", data_format="xy")
    served.admin.dataset(measurement="XRD", session_name="s2", data_format="xy")
    served.admin.dataset(measurement="xrd", session_name="s1")
    page = served.admin.get("datasets", measurement="XRD", session_name="s1", data_format="xy")
    assert [wanted] == [item["unique_id"] for item in page["items"]]
    assert 1 == page["total"]


@pytest.mark.parametrize(
    "parameter", ["measurement_is_null", "session_name_is_null", "data_format_is_null", "instrument_mfid_is_null"]
)
def test_missing_values_can_be_asked_for(served, parameter):
    served.admin.post("instruments", json={"instrument_id": "x-1", "instrument_name": "X", "location": "67"})
    bare = served.admin.dataset()
    served.admin.dataset(measurement="XRD", session_name="s", data_format="xy", instrument_id="x-1")
    assert [bare] == [item["unique_id"] for item in served.admin.get("datasets", **{parameter: True})["items"]]
    assert 1 == served.admin.get("datasets", **{parameter: "false"})["total"]


def test_times_are_compared_as_instants(served):
    mfid = served.admin.dataset()
    created = datetime.fromisoformat(served.admin.get(f"datasets/{mfid}")["creation_time"])
    elsewhere = (created + timedelta(hours=-8)).strftime("%Y-%m-%dT%H:%M:%S.%f-08:00").replace("-08:00", "-08:00")
    same = created.astimezone(UTC).isoformat()
    assert 1 == served.admin.get("datasets", creation_time_gte=same, creation_time_lte=same)["total"]
    assert 1 == served.admin.get("datasets", creation_time_gte=elsewhere, creation_time_lte=elsewhere)["total"]
    later = (created + timedelta(seconds=1)).isoformat()
    assert 0 == served.admin.get("datasets", creation_time_gte=later)["total"]
    served.admin.get("datasets", 422, creation_time_gte="2026-03-01T00:00:00")


def test_a_projects_records_are_assigned_or_shared(served):
    served.admin.project("demo")
    assigned, shared = served.admin.dataset(project_id="demo"), served.admin.dataset()
    served.admin.dataset()
    served.admin.put(f"resources/{shared}/access/projects/demo", json={"permission": "viewer"})
    relations = {
        scope: {
            item["unique_id"]: item["project_relation"]
            for item in served.admin.get("datasets", project_id="demo", project_scope=scope)["items"]
        }
        for scope in ("assigned", "shared", "all")
    }
    assert {
        "assigned": {assigned: "assigned"},
        "shared": {shared: "shared"},
        "all": {assigned: "assigned", shared: "shared"},
    } == relations
    served.admin.get("datasets", 422, project_scope="all")


def test_an_unknown_slug_finds_nothing_and_contradicting_ones_are_refused(served):
    served.admin.project("one")
    two = served.admin.project("two")
    served.admin.dataset(project_id="one")
    assert 0 == served.admin.get("datasets", project_id="three")["total"]
    assert 0 == served.admin.get("datasets", project_mfid=new_mfid())["total"]
    served.admin.get("datasets", 422, project_id="one", project_mfid=two)


def test_an_anchor_begins_a_list_next_to_a_record(served):
    made = {name: served.admin.sample(name) for name in "abcde"}
    query = {"anchor_mfid": made["c"], "sort": "name", "limit": 10}
    after = served.admin.get("samples", direction="asc", **query)["items"]
    before = served.admin.get("samples", direction="desc", **query)["items"]
    assert ("de", "ba") == tuple("".join(item["sample_name"] for item in items) for items in (after, before))
    served.admin.get("samples", 422, anchor_mfid=made["c"])


def test_direction_needs_sort_except_for_users(served):
    served.admin.get("datasets", 422, direction="asc")
    served.admin.get("projects", 422, direction="asc")
    served.person("zoe")
    assert "zoe" == served.admin.get("users", direction="desc")["items"][0]["username"]


def test_repeated_filters_are_all_read(served):
    ada, bob = served.person("ada"), served.person("bob")
    mine = ada.project("mine")
    ada.post("projects/mine/users/bob", role="editor")
    ada.project("alone")
    assert [mine] == [
        item["unique_id"]
        for item in bob.get("projects", member_ref=["ada", "bob"], member_role=["owner", "editor"])["items"]
    ]
    bob.get("projects", 422, member_role=["editor"])


def test_included_parts_come_with_lists_as_with_single_records(served):
    mfid, sample = served.admin.dataset(), served.admin.sample()
    served.admin.post(f"datasets/{mfid}/samples/{sample}")
    served.admin.patch(f"resources/{mfid}/metadata", json={"a": 1})
    flags = {"include_metadata": True, "include_links": True, "include_owner": True}
    listed = served.admin.get("datasets", **flags)["items"][0]
    single = served.admin.get(f"datasets/{mfid}", **flags)
    assert {"a": 1} == listed["scientific_metadata"]
    assert {**single, "capabilities": None} == listed
    bare = served.admin.get("datasets")["items"][0]
    assert (None, None, None) == (bare["scientific_metadata"], bare["links"], bare["owner"])
