"""Datasets: their records, relatives, keywords, thumbnails, and the lists of them."""

import pytest
import requests
from pictures import png

from crucible.models import AssociatedFile, Dataset, Instrument, Sample


@pytest.fixture
def make(client, project):
    """Make a dataset of the project and return its MFID."""

    def make(name, **fields):
        return client.datasets.create(Dataset(dataset_name=name, project_id="peer-project", **fields))["dsid"]

    return make


@pytest.fixture(scope="module")
def diffractometer(client):
    return client.instruments.create(
        Instrument(instrument_id="xrd-datasets", instrument_name="XRD Two", location="Lab 2")
    )["unique_id"]


def mfids(found):
    return [each["unique_id"] for each in found]


def test_a_dataset_keeps_what_it_is_made_with(client, project, diffractometer, me):
    fields = {
        "dataset_name": "scan 7",
        "measurement": "XRD",
        "data_type": "powder",
        "session_name": "night",
        "data_format": "xy",
        "timestamp": "2026-08-01T10:00:00+00:00",
    }
    made = client.datasets.create(
        Dataset(**fields, project_mfid=project["unique_id"], instrument_id="xrd-datasets", owner="admin"),
        scientific_metadata={"scan": {"start": 5}},
        keywords=["powder", "night"],
    )
    assert {"scan": {"start": 5}} == made["scientific_metadata_record"]["scientific_metadata"]
    found = client.datasets.get(made["dataset_mfid"], include_metadata=True, include_links=True)
    assert fields == {name: found[name] for name in fields}
    assert {"scan": {"start": 5}} == found["scientific_metadata"]
    assert (diffractometer, "XRD Two") == (found["instrument"]["unique_id"], found["instrument_name"])
    assert (me, "peer-project", []) == (found["owner"]["unique_id"], found["project"]["project_id"], found["links"])
    keywords = [each["keyword"] for each in client.datasets.get_keywords(made["dsid"])]
    assert {"powder", "night"} <= set(keywords)


def test_the_same_identity_twice_is_a_conflict(client, dataset):
    with pytest.raises(requests.HTTPError, match="409"):
        client.datasets.create(Dataset(unique_id=dataset, dataset_name="again"))


def test_a_dataset_is_changed_and_published(client, dataset):
    changed = client.datasets.update(dataset, dataset_name="after", session_name="day", public=True)
    assert ("after", "day", True) == (changed["dataset_name"], changed["session_name"], changed["public"])
    assert client.datasets.get(dataset)["public"]
    with pytest.raises(requests.HTTPError, match="422"):
        client.datasets.update(dataset, project_id="peer-project-2")


def test_an_instrument_is_assigned(client, dataset, diffractometer):
    assigned = client.datasets.assign_instrument(dataset, instrument_mfid=diffractometer)
    assert (None, diffractometer) == (assigned.previous_instrument, assigned.instrument.unique_id)
    assert "xrd-datasets" == client.datasets.get(dataset)["instrument_id"]
    assert dataset in mfids(client.datasets.list(instrument_id="XRD-datasets", limit=None))


def test_datasets_are_listed_counted_and_grouped(client, make):
    made = [make(f"listed {number}", measurement="listing", session_name=f"s{number % 2}") for number in range(5)]
    assert made[::-1] == mfids(client.datasets.list(measurement="listing"))
    assert made == mfids(client.datasets.list(measurement="listing", sort="name", direction="asc"))
    assert 5 == client.datasets.count(measurement="listing", project_id="peer-project")
    assert 0 == client.datasets.count(measurement="listing", creation_time_lte="2020-01-01")
    first = client.datasets.list(measurement="listing", limit=2)
    assert (made[:2:-1], True) == (mfids(first), first.has_more)
    assert made[2::-1] == mfids(client.datasets.list(measurement="listing", cursor=first.next_cursor))
    grouped = client.datasets.facets("session", measurement="listing", sort="count", direction="desc")
    assert [("s0", 3), ("s1", 2)] == [(each["value"], each["count"]) for each in grouped["items"]]
    one = client.datasets.facets("session", measurement="listing", limit=1)
    two = client.datasets.facets("session", measurement="listing", limit=1, cursor=one["next_cursor"])
    assert ["s0", "s1"] == [page["items"][0]["value"] for page in (one, two)]
    for field in ("owner", "project", "instrument", "measurement", "data_format"):
        assert [5] == [each["count"] for each in client.datasets.facets(field, measurement="listing")["items"]]


def test_every_filter_narrows_the_list(client, make, me, ada):
    mfid = make("filtered", measurement="filtering", data_type="t", data_format="f", session_name="s")
    client.datasets.add_keyword(mfid, "Unusual Word")
    client.datasets.set_access(mfid, "users", ada.id, "viewer")
    for chosen in (
        {"keyword": "unusual"}, {"unique_id": mfid}, {"public": False}, {"dataset_name": "filtered"},
        {"owner_id": me}, {"data_type": "t"}, {"data_format": "f"}, {"session_name": "s"}, {"visibility": "private"},
        {"affiliation": "owner"}, {"accessible_to_user": ada.id}, {"project_id": "peer-project"},
        {"instrument_mfid_is_null": True}, {"creation_time_gte": "2020-01-01"}, {"modification_time_lte": "2100-01-01"},
    ):  # fmt: skip
        assert [mfid] == mfids(client.datasets.list(measurement="filtering", **chosen)), chosen
    for chosen in (
        {"keyword": "usual thing"}, {"public": True}, {"dataset_name": "Filtered"}, {"visibility": "public"},
        {"data_type": "x"}, {"owner_id_is_null": True}, {"creation_time_gte": "2100-01-01"}, {"owner_id": ada.id},
    ):  # fmt: skip
        assert [] == client.datasets.list(measurement="filtering", **chosen), chosen


def test_datasets_are_searched_in_spite_of_a_typing_error(client, make):
    mfid = make("perovskite annealing")
    assert [mfid] == mfids(client.datasets.search("perovksite anealing"))
    assert [mfid] == mfids(client.datasets.search("perovskite", project_id="peer-project", limit=5))


def test_keywords_are_counted(client, make):
    first, second = make("first"), make("second")
    assert 1 == client.datasets.add_keyword(first, "counted")["num_datasets"]
    assert 2 == client.datasets.add_keyword(second, "counted")["num_datasets"]
    assert 2 == client.datasets.add_keyword(second, "counted")["num_datasets"]
    assert [("counted", 2)] == [(each["keyword"], each["num_datasets"]) for each in client.datasets.get_keywords(first)]


def test_thumbnails_are_added_changed_and_removed(client, dataset, tmp_path):
    picture = tmp_path / "plot.png"
    picture.write_bytes(png(2, 2))
    made = client.datasets.add_thumbnail(dataset, str(picture))
    assert ("plot.png", "image/png") == (made["thumbnail_name"], made["mime_type"])
    assert "new" == client.datasets.update_thumbnail(dataset, made["id"], thumbnail_name="new")["thumbnail_name"]
    assert ["new"] == [each["thumbnail_name"] for each in client.datasets.get_thumbnails(dataset)]
    client.datasets.delete_thumbnail(dataset, made["id"])
    assert [] == client.datasets.get_thumbnails(dataset)


def test_relatives_are_linked_listed_and_unlinked(client, make):
    parent, child = make("parent"), make("child")
    client.datasets.link(parent, child, "is_derived_from")
    assert [child] == mfids(client.datasets.list_children(parent, relationship_type="is_derived_from"))
    assert [parent] == mfids(client.datasets.list_parents(child))
    assert [] == client.datasets.list_parents(child, relationship_type="is_part_of")
    client.datasets.unlink(parent, child)
    client.datasets.link_parent_child(parent, child)
    assert [child] == mfids(client.datasets.list_children(parent))
    client.datasets.remove_child(parent, child)
    assert [] == client.datasets.list_children(parent)


def test_samples_are_linked_and_unlinked_under_each_name_of_it(client, dataset):
    sample = client.samples.create(Sample(sample_name="measured", project_id="peer-project"))["unique_id"]
    for link, unlink in (
        (client.datasets.link_sample, client.datasets.unlink_sample),
        (client.datasets.add_sample, client.datasets.remove_sample),
    ):
        link(dataset, sample)
        assert [dataset] == mfids(client.datasets.list(sample_mfid=sample))
        unlink(dataset, sample)
        assert [] == client.datasets.list(sample_mfid=sample)


def test_graphs_show_neighbours_everything_connected_and_a_project(client, make, me):
    client.projects.create({"project_id": "graphed", "organization": "Lab", "project_lead_orcid": me})
    chain = [
        client.datasets.create(Dataset(dataset_name=name, project_id="graphed"))["dsid"] for name in ("a", "b", "c")
    ]
    client.datasets.link(chain[0], chain[1], "is_derived_from")
    client.datasets.link(chain[1], chain[2])
    near = client.datasets.graph(chain[0])
    assert set(chain[:2]) == {node["id"] for node in near["nodes"]}
    assert [(chain[0], chain[1], "is_derived_from")] == [
        (edge["source"], edge["target"], edge["relationship_type"]) for edge in near["edges"]
    ]
    assert set(chain) == {node["id"] for node in client.graphs.get(chain[2], recursive=True)["nodes"]}
    whole = client.graphs.project("graphed")
    assert (set(chain), 2) == ({node["id"] for node in whole["nodes"]}, len(whole["edges"]))


def test_access_is_granted_and_revoked(client, dataset, ada, project):
    with pytest.raises(requests.HTTPError, match="403"):
        ada.client.datasets.get(dataset)
    assert "viewer" == client.datasets.set_access(dataset, "users", ada.username, "viewer").permission
    assert dataset == ada.client.datasets.get(dataset)["unique_id"]
    assert not ada.client.datasets.get(dataset)["capabilities"]["can_edit"]
    grants = {each.principal_id: each.permission for each in client.datasets.list_access(dataset)}
    assert "viewer" == grants[ada.id]
    client.datasets.revoke_access(dataset, "users", ada.id)
    with pytest.raises(requests.HTTPError, match="403"):
        ada.client.datasets.get(dataset)
    client.datasets.add_access_group(dataset, "peer-project", write=True)
    assert project["unique_id"] in client.datasets.get_access_groups(dataset)


def test_a_dataset_is_published_under_each_name_of_it(client, dataset, ada):
    for publish, withdraw in (
        (client.datasets.set_public, client.datasets.set_private),
        (client.datasets.publish, client.datasets.unpublish),
        (client.datasets.publish, client.datasets.unset_public),
    ):
        publish(dataset)
        assert ada.client.datasets.get(dataset)["public"]
        withdraw(dataset)
        assert not client.datasets.get(dataset)["public"]


def test_a_dataset_passes_to_another_owner_and_project(client, dataset, ada, me):
    target = client.projects.create({"project_id": "dataset-target", "organization": "Lab", "project_lead_orcid": me})
    preview = client.datasets.reassign_project(dataset, project_mfid=target["unique_id"])
    assert ("peer-project", "dataset-target") == (preview.previous_project_id, preview.new_project_id)
    assert "peer-project" == client.datasets.get(dataset)["project_id"]
    client.datasets.reassign_project(dataset, "dataset-target", confirm=True)
    assert "dataset-target" == client.datasets.get(dataset)["project_id"]
    assert ada.id == client.datasets.transfer_ownership(dataset, ada.email).new_owner.unique_id
    client.datasets.transfer_ownership(dataset, ada.email, confirm=True)
    assert ada.id == client.datasets.get(dataset)["owner"]["unique_id"]


def test_processing_is_asked_for(client, dataset):
    for ask in (
        client.datasets.request_carrier_segmentation,
        client.datasets.request_insitu_aggregation,
        client.datasets.request_rga_analysis,
        client.datasets.request_mosaic_stitch,
    ):
        assert isinstance(ask(dataset), dict)


def test_files_kept_elsewhere_are_catalogued(client, project, dataset, tmp_path):
    here = tmp_path / "local.csv"
    here.write_text("a,b\n1,2\n", encoding="utf-8")
    far = AssociatedFile(filename="big.raw", storage_backend="globus", storage_path="/ep/big.raw", size=10**12)
    made = client.datasets.create(
        Dataset(dataset_name="elsewhere", project_id="peer-project"), files=[far, str(here)], upload_files=False
    )
    kept = {each["filename"]: each for each in client.datasets.list_files(made["dsid"])}
    assert ("globus", "/ep/big.raw", 10**12) == tuple(
        kept["big.raw"][name] for name in ("storage_backend", "storage_path", "size")
    )
    assert ("local", str(here.resolve())) == (kept["local.csv"]["storage_backend"], kept["local.csv"]["storage_path"])
    assert {} == client.datasets.get_download_links(made["dsid"])
    again = client.datasets.add_remote_file(dataset, AssociatedFile(filename="later.raw", storage_backend="tape"))
    assert "shelf 3" == client.files.update(again["mfid"], access_note="shelf 3")["access_note"]
