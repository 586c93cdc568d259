"""Datasets and samples, and what hangs on them, in the older version of the API."""

from __future__ import annotations

import time

import pytest


@pytest.fixture
def admin(served):
    """The administrator, who speaks v2."""
    return served.in_v2(served.admin)


@pytest.fixture
def ada_in_v3(served):
    """A person without a platform role, who speaks v3."""
    return served.person("ada", 1)


@pytest.fixture
def ada(served, ada_in_v3):
    """The same person, who speaks v2."""
    return served.in_v2(ada_in_v3)


def names(page):
    return sorted(item.get("dataset_name", item.get("sample_name")) for item in page["items"])


# ---- making and changing ----


def test_a_dataset_keeps_what_only_v2_can_say(ada, ada_in_v3):
    body = {"dataset_name": "run 7", "source_folder": "/data/7", "file_to_upload": "a.xy", "json_link": "b"}
    made = ada.post("datasets", json=body)
    assert "/data/7" == made["source_folder"]
    ada.dataset(dataset_name="run 8", source_folder="/data/8")
    assert ["run 7"] == names(ada.get("datasets", source_folder="/data/7"))
    changed = ada.patch(f"datasets/{made['unique_id']}", json={"description": "cold", "source_folder": None})
    assert ("cold", None, "run 7") == (changed["description"], changed["source_folder"], changed["dataset_name"])
    assert set() == ada_in_v3.get(f"datasets/{made['unique_id']}").keys() & {"description", "source_folder"}
    ada_in_v3.get("datasets", 422, source_folder="/data/7")


def test_the_name_of_an_instrument_assigns_a_dataset_to_it(admin, ada, ada_in_v3):
    body = {"instrument_name": "XRD One", "location": "Building 67", "owner": "somebody"}
    instrument = admin.post("instruments", json=body)
    dataset = ada.post("datasets", json={"instrument_name": "XRD One"})
    assert "XRD One" == dataset["instrument_name"]
    assert instrument["unique_id"] == ada_in_v3.get(f"datasets/{dataset['unique_id']}")["instrument"]["unique_id"]
    assert 1 == ada.get("datasets", instrument_name="XRD One")["total"]


def test_a_dataset_is_moved_to_another_instrument_by_name(admin, ada, ada_in_v3):
    for name in ("one", "two"):
        admin.post("instruments", json={"instrument_name": name, "location": "here", "owner": "somebody"})
    dataset = ada.dataset(instrument_name="one")
    assert "two" == ada.patch(f"datasets/{dataset}", json={"instrument_name": "two"})["instrument_name"]
    assert "two" == ada_in_v3.get(f"datasets/{dataset}")["instrument"]["instrument_name"]
    assert "a lamp" == ada.patch(f"datasets/{dataset}", json={"instrument_name": "a lamp"})["instrument_name"]
    assert ada_in_v3.get(f"datasets/{dataset}")["instrument"] is None
    one = ada.get("instruments", instrument_name="one")["items"][0]["unique_id"]
    assert "one" == ada.patch(f"datasets/{dataset}", json={"instrument_id": one})["instrument_name"]


def test_people_make_records_for_others_and_can_go_on_to_work_on_them(served, ada):
    grace = served.in_v2(served.person("grace", 2))
    dataset = ada.post("datasets", json={"dataset_name": "hers", "owner_orcid": grace.id})
    assert grace.id == dataset["owner_orcid"]
    path = f"resources/{dataset['unique_id']}/metadata"
    assert {"a": 1} == ada.patch(path, json={"a": 1})["scientific_metadata"]
    assert {"a": 1, "b": 2} == grace.patch(path, json={"b": 2})["scientific_metadata"]
    assert ada.id == ada.post("samples", json={"sample_name": "mine", "owner_orcid": ada.id})["owner_orcid"]
    ada.post("samples", 404, json={"sample_name": "whose", "owner_orcid": "0000-0000-0000-0009"})


@pytest.mark.parametrize(("noun", "name"), [("datasets", "dataset_name"), ("samples", "sample_name")])
def test_name_project_owner_and_the_public_flag_are_changed_alike(served, admin, ada, noun, name):
    grace = served.in_v2(served.person("grace", 2))
    for slug in ("first", "second"):
        lead = {"project_lead_orcid": ada.id}
        admin.post("projects", json={"project_id": slug, "organization": "Example Lab", **lead})
    made = ada.post(noun, json={name: "a", "project_id": "first"})["unique_id"]
    body = {name: "b", "project_id": "second", "public": True, "owner_orcid": grace.id}
    changed = ada.patch(f"{noun}/{made}", json=body)
    assert body == {member: changed[member] for member in body}
    assert body == {member: ada.get(f"{noun}/{made}")[member] for member in body}


def test_only_editors_change_records(served, ada):
    grace = served.in_v2(served.person("grace", 2))
    dataset, sample = ada.dataset(public=True), ada.sample(public=True)
    for member in ("dataset_name", "instrument_name", "description", "owner_orcid"):
        grace.patch(f"datasets/{dataset}", 403, json={member: grace.id})
    grace.patch(f"samples/{sample}", 403, json={"owner_orcid": grace.id})
    assert ada.id == ada.get(f"datasets/{dataset}")["owner_orcid"]
    assert ada.get(f"datasets/{dataset}")["description"] is None


# ---- lists ----


def test_bounds_of_time_may_be_dates_or_have_no_offset(ada):
    ada.sample()
    assert 1 == ada.get("samples", creation_time_gte="2020-01-01")["total"]
    assert 0 == ada.get("samples", creation_time_lte="2020-01-01")["total"]
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 60))
    assert 1 == ada.get("samples", modification_time_lte=moment)["total"]
    assert 0 == ada.get("samples", modification_time_gte=moment)["total"]
    assert 1 == ada.get("datasets", limit=1, creation_time_gte="2020-01-01T00:00:00+02:00")["limit"]
    assert ["query", "creation_time_gte"] == ada.get("samples", 422, creation_time_gte="2020-13-41")["detail"][0]["loc"]


def test_embedded_owners_links_datasets_and_metadata(ada):
    dataset, sample = ada.dataset(dataset_name="run 7"), ada.sample("film A")
    ada.post(f"datasets/{dataset}/samples/{sample}")
    ada.patch(f"resources/{sample}/metadata", json={"a": 1})
    item = ada.get("samples", include_owner=True, include_links=True, include_metadata=True)["items"][0]
    assert ("ada", {"a": 1}) == (item["owner"]["username"], item["scientific_metadata"])
    link = {"unique_id": dataset, "resource_type": "dataset", "name": "run 7", "relationship": "associated"}
    assert [link] == item["links"]
    assert ["run 7"] == [embedded["dataset_name"] for embedded in item["datasets"]]
    assert [sample] == [item["unique_id"] for item in ada.get(f"datasets/{dataset}/samples")["items"]]
    assert [dataset] == [item["unique_id"] for item in ada.get(f"samples/{sample}/datasets")]


def test_links_say_parent_child_or_associated(ada):
    raw, middle, result, film = ada.dataset(), ada.dataset(), ada.dataset(), ada.sample()
    ada.post(f"datasets/{raw}/children/{middle}", relationship_type="ignored")
    ada.post(f"datasets/{middle}/children/{result}")
    ada.post(f"datasets/{middle}/samples/{film}")
    links = ada.get(f"resources/{middle}/links")
    assert {raw: "parent", result: "child", film: "associated"} == {
        link["unique_id"]: link["relationship"] for link in links
    }
    assert [{"unique_id", "resource_type", "name", "relationship"}] * 3 == [set(link) for link in links]
    assert [result] == [item["unique_id"] for item in ada.get(f"datasets/{middle}/children")["items"]]
    edges = ada.get(f"entity_graph_cte/{middle}", recursive=True)["edges"]
    assert [{"source", "target"}] * 3 == [set(edge) for edge in edges]


def test_administrators_take_samples_off_datasets(admin, ada):
    dataset, sample = ada.dataset(), ada.sample()
    ada.post(f"datasets/{dataset}/samples/{sample}")
    ada.delete(f"datasets/{dataset}/samples/{sample}", 403)
    assert sample in admin.delete(f"datasets/{dataset}/samples/{sample}")["detail"]
    assert [] == ada.get(f"resources/{dataset}/links")


def test_names_are_found_in_spite_of_typing_errors(ada):
    ada.dataset(dataset_name="perovskite film")
    assert ["perovskite film"] == names(ada.get("datasets/search", q="perovksite"))


def test_a_resource_of_any_type_says_what_it_is_and_nothing_that_v2_does_not_know(admin, ada):
    body = {"instrument_name": "XRD One", "location": "Building 67", "owner": "somebody"}
    instrument = admin.post("instruments", json=body)["unique_id"]
    lead = {"project_lead_orcid": ada.id}
    admin.post("projects", json={"project_id": "demo", "organization": "Example Lab", **lead})
    dataset, sample = ada.dataset(project_id="demo"), ada.sample()
    for mfid, kind in ((dataset, "dataset"), (sample, "sample"), (instrument, "instrument")):
        record = ada.get(f"resources/{mfid}")
        assert (mfid, kind) == (record["unique_id"], record["resource_type"])
        assert set() == record.keys() & {"capabilities", "project", "role"}
        assert {"object_type": kind} == ada.get(f"idtype/{mfid}")
    assert "somebody" == ada.get(f"resources/{instrument}")["owner"]


def test_a_project_as_a_resource_has_its_identity(ada_in_v3, ada):
    mfid = ada_in_v3.project("demo")
    record = ada.get(f"resources/{mfid}")
    assert (mfid, "project", "demo") == (record["unique_id"], record["resource_type"], record["project_id"])
    assert "Ada Example" == record["project_lead_name"]


def test_metadata_of_a_project_is_found_by_slug(ada_in_v3, ada):
    mfid = ada_in_v3.project("demo")
    assert {"a": 1} == ada.patch("resources/demo/metadata", json={"a": 1})["scientific_metadata"]
    ada.post("resources/demo/metadata", 409, json={"b": 2})
    assert {"b": 2} == ada.post("resources/demo/metadata", json={"b": 2}, overwrite=True)["scientific_metadata"]
    assert {"unique_id": mfid, "scientific_metadata": {"b": 2}} == ada.get(f"resources/{mfid}/metadata")
    assert {"b": 2} == ada.get("projects/demo", include_metadata=True)["scientific_metadata"]
    ada.get("resources/nothing/metadata", 404)


# ---- routes of the first months ----


def test_metadata_of_datasets_had_routes_of_its_own(ada):
    dataset = ada.dataset()
    path = f"datasets/{dataset}/scientific_metadata"
    assert ada.get(path) is None
    assert {"unique_id": dataset, "scientific_metadata": {"voltage": 5}} == ada.post(path, json={"voltage": 5})
    assert {"current": 2} == ada.post(path, json={"current": 2})["scientific_metadata"]
    merged = ada.patch(path, json={"operator": "kestrel"})
    assert {"current": 2, "operator": "kestrel"} == merged["scientific_metadata"]
    assert [merged] == ada.get("scientific_metadata/search", q="kestrels", limit=50)
    ada.get("scientific_metadata/search", 422, q="kestrels")
    ada.get(f"datasets/{ada.sample()}/scientific_metadata", 404)


def test_all_keywords_are_those_of_readable_datasets(served, ada):
    grace = served.in_v2(served.person("grace", 2))
    for keyword in ("film", "hidden"):
        ada.post(f"datasets/{ada.dataset()}/keywords", keyword=keyword)
    public = ada.dataset(public=True)
    assert {"keyword": "film", "num_datasets": 2} == ada.post(f"datasets/{public}/keywords", keyword="film")
    counts = [{"keyword": "film", "num_datasets": 2}, {"keyword": "hidden", "num_datasets": 1}]
    assert counts == ada.get("keywords")
    assert [{"keyword": "film", "num_datasets": 1}] == grace.get("keywords")


def test_deletion_is_asked_for_by_identity_and_reviewed_by_administrators(admin, ada):
    dataset = ada.dataset()
    asked = ada.post("deletion_requests", resource_id=dataset, reason="wrong sample")
    assert (dataset, "pending", "wrong sample") == (asked["resource_id"], asked["status"], asked["reason"])
    assert 0 == ada.get("datasets")["total"]
    assert [asked["id"]] == [item["id"] for item in admin.get("deletion_requests", status="pending")["items"]]
    assert "approved" == admin.patch(f"deletion_requests/{asked['id']}", status="approved")["status"]
    assert dataset in admin.delete(f"resources/{dataset}")["detail"]
    entry = admin.get("deletion_audit", resource_id=dataset)["items"][0]
    assert (ada.id, admin.id) == (entry["requester_id"], entry["reviewer_id"])
    assert entry == admin.get(f"deletion_audit/{entry['id']}")


@pytest.mark.parametrize("path", ["datasets/{}/access_groups", "resources/{}/access_groups"])
def test_groups_that_read_a_dataset_are_named_by_slug(served, admin, ada, path):
    grace = served.in_v2(served.person("grace", 2))
    admin.post("projects", json={"project_id": "demo", "organization": "Lab", "project_lead_orcid": grace.id})
    dataset = ada.dataset()
    grace.get(f"datasets/{dataset}", 403)
    given = admin.post(path.format(dataset), group_name="demo", read=True, write=False)
    assert "demo" == given["group_name"]
    assert "demo" in [group["group_name"] for group in admin.get(path.format(dataset))]
    assert dataset == grace.get(f"datasets/{dataset}")["unique_id"]
