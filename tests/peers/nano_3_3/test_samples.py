"""Samples: their records, relatives and datasets."""

import json
from pathlib import Path

import pytest

from crucible.models import Dataset, Sample


@pytest.fixture
def make(client, project):
    """Make a sample of the project and return its MFID."""

    def make(name, **fields):
        return client.samples.create(Sample(sample_name=name, project_id="peer-project", **fields))["unique_id"]

    return make


def mfids(found):
    return [each["unique_id"] for each in found]


def test_a_sample_keeps_what_it_is_made_with(client, project, me):
    parent = client.samples.create(Sample(sample_name="wafer", project_mfid=project["unique_id"]))
    made = client.samples.create(
        Sample(
            sample_name="chip",
            sample_type="die",
            description="one of many",
            timestamp="2026-08-01T10:00:00+00:00",
            project_id="peer-project",
            owner="admin",
        ),
        scientific_metadata={"thickness_nm": 40},
        parents=[parent],
    )
    found = client.samples.get(made["unique_id"], include_links=True, include_metadata=True)
    assert ("chip", "die", "one of many") == (found["sample_name"], found["sample_type"], found["description"])
    assert {"thickness_nm": 40} == found["scientific_metadata"]
    assert [(parent["unique_id"], "source")] == [(each["unique_id"], each["direction"]) for each in found["links"]]
    assert (me, "peer-project") == (found["owner"]["unique_id"], found["project"]["project_id"])


def test_a_sample_is_changed_and_published(client, make):
    mfid = make("before")
    changed = client.samples.update(mfid, sample_name="after", description="d", public=True)
    assert ("after", "d", True) == (changed["sample_name"], changed["description"], changed["public"])
    assert client.samples.get(mfid)["public"]
    assert "t" == client.samples.update(mfid, sample_type="t", children=[{"unique_id": make("piece")}])["sample_type"]
    assert ["piece"] == [each["sample_name"] for each in client.samples.list_children(mfid)]


def test_samples_are_listed_counted_and_grouped(client, make):
    made = [make(f"listed {number}", sample_type="listed") for number in range(5)]
    assert made[::-1] == mfids(client.samples.list(sample_type="listed"))
    assert made == mfids(client.samples.list(sample_type="listed", sort="name", direction="asc"))
    assert 5 == client.samples.count(sample_type="listed", project_id="peer-project")
    first = client.samples.list(sample_type="listed", limit=2, include_total=True)
    assert (made[:2:-1], 5, True) == (mfids(first), first.total, first.has_more)
    assert made[2::-1] == mfids(client.samples.list(sample_type="listed", cursor=first.next_cursor))
    grouped = client.samples.facets("sample_type", sample_type="listed")
    assert [("listed", 5)] == [(each["value"], each["count"]) for each in grouped["items"]]
    assert ["peer-project"] == [each["project"]["project_id"] for each in client.samples.facets(
        "project", sample_type="listed", sort="count", direction="desc")["items"]]  # fmt: skip


def test_samples_are_listed_by_owner_visibility_and_time(client, make, me):
    mfid = make("hidden", sample_type="scoped")
    found = client.samples.list(
        sample_type="scoped", visibility="private", affiliation="owner", project_id="peer-project",
        project_scope="all", creation_time_gte="2020-01-01", creation_time_lte="2100-01-01", include_owner=True,
        accessible_to_user=me, include_metadata=True, include_links=True,
    )  # fmt: skip
    assert [mfid] == mfids(found)
    assert [] == client.samples.list(sample_type="scoped", visibility="public")


def test_samples_are_searched_in_spite_of_a_typing_error(client, make):
    mfid = make("zirconium oxide")
    assert [mfid] == mfids(client.samples.search("zircnium oxide", project_id="peer-project"))


def test_relatives_are_linked_listed_and_unlinked(client, make):
    parent, child = make("parent"), make("child")
    client.samples.link(parent, child, "is_part_of")
    client.samples.link(parent, child)
    assert [child] == mfids(client.samples.list_children(parent, relationship_type="is_part_of"))
    assert [child] == mfids(client.samples.list(parent_mfid=parent))
    assert [parent] == mfids(client.samples.list_parents(child))
    assert [] == client.samples.list_parents(child, relationship_type="is_derived_from")
    client.samples.unlink(parent, child)
    client.samples.link(parent, child)
    client.samples.remove_child(parent, child)
    assert [] == client.samples.list_children(parent)


def test_datasets_are_linked_under_each_name_of_it(client, make, dataset):
    sample, operations = make("measured"), client.samples
    for link, unlink in (
        (lambda: operations.link_dataset(sample, dataset), lambda: operations.unlink_dataset(sample, dataset)),
        (lambda: operations.add_dataset(sample, dataset), lambda: operations.remove_dataset(sample, dataset)),
        (lambda: operations.add_to_dataset(dataset, sample), lambda: operations.remove_from_dataset(dataset, sample)),
    ):
        link()
        assert [sample] == mfids(operations.list(dataset_mfid=dataset))
        unlink()
        assert [] == operations.list(dataset_mfid=dataset)


def test_the_graph_holds_everything_connected(client, make, project):
    parent, child = make("graph parent"), make("graph child")
    data = client.datasets.create(Dataset(dataset_name="graph data", project_id="peer-project"))["dsid"]
    client.samples.link(parent, child)
    client.datasets.link_sample(data, child)
    assert {parent, child} == {node["id"] for node in client.samples.graph(parent)["nodes"]}
    assert {parent, child, data} == {node["id"] for node in client.samples.graph(parent, recursive=True)["nodes"]}


def test_access_is_granted_and_revoked(client, make, ada, project):
    mfid = make("shared")
    assert "editor" == client.samples.set_access(mfid, "users", ada.id, "editor").permission
    assert "shared" == ada.client.samples.get(mfid)["sample_name"]
    assert ada.id in [each.principal_id for each in client.samples.list_access(mfid)]
    client.samples.revoke_access(mfid, "users", ada.id)
    assert ada.id not in [each.principal_id for each in client.samples.list_access(mfid)]
    client.samples.add_access_group(mfid, "peer-project")
    assert project["unique_id"] in client.samples.get_access_groups(mfid)


def test_a_sample_is_published_under_each_name_of_it(client, make, ada):
    mfid = make("published")
    for publish, withdraw in (
        (client.samples.set_public, client.samples.set_private),
        (client.samples.publish, client.samples.unpublish),
        (client.samples.publish, client.samples.unset_public),
    ):
        publish(mfid)
        assert ada.client.samples.get(mfid)["public"]
        withdraw(mfid)
        assert not client.samples.get(mfid)["public"]


def test_a_sample_passes_to_another_owner_and_project(client, make, ada, me):
    mfid = make("passing")
    client.projects.create({"project_id": "sample-target", "organization": "Lab", "project_lead_orcid": me})
    assert "sample-target" == client.samples.reassign_project(mfid, "sample-target").new_project_id
    assert "peer-project" == client.samples.get(mfid)["project_id"]
    client.samples.reassign_project(mfid, "sample-target", confirm=True)
    assert "sample-target" == client.samples.get(mfid)["project_id"]
    assert me == client.samples.transfer_ownership(mfid, ada.id).previous_owner.unique_id
    client.samples.transfer_ownership(mfid, ada.id, confirm=True)
    assert ada.id == client.samples.get(mfid)["owner"]["unique_id"]


def test_a_samples_record_is_saved(client, make, tmp_path):
    mfid = make("saved")
    client.samples.update_scientific_metadata(mfid, {"kept": True})
    (path,) = client.samples.download(mfid, output_dir=str(tmp_path))
    record = json.loads(Path(path).read_text(encoding="utf-8"))
    assert ("saved", {"kept": True}) == (record["sample_name"], record["scientific_metadata"])
