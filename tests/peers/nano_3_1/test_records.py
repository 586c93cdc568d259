"""Projects, instruments, samples and datasets as version 2 of the API has them, and the verbs of the client."""

import json
from pathlib import Path

import pytest
import requests
from pictures import png

from crucible.models import Dataset, Instrument, Sample


@pytest.fixture
def sample(client, project):
    return client.samples.create(Sample(sample_name="film", project_id="peer-project"))["unique_id"]


@pytest.fixture
def make(client, project):
    """Make a dataset of the project and return its MFID."""

    def make(name, **fields):
        return client.datasets.create(Dataset(dataset_name=name, project_id="peer-project", **fields))["dsid"]

    return make


def mfids(found):
    return [each["unique_id"] for each in found]


def relations(client, mfid):
    return {link["unique_id"]: link["relationship"] for link in client.get_links(mfid)}


def test_health_needs_no_key(client):
    assert {"status": "ok"} == client.live()
    assert ("ok", "ok") == (client.health()["status"], client.health()["db"])


def test_each_kind_of_record_is_found_by_its_mfid_alone(client, dataset, sample):
    instrument = client.instruments.create(Instrument(instrument_name="XRD client", owner="Ada", location="Lab 1"))[
        "unique_id"
    ]
    kinds = {dataset: "dataset", sample: "sample", instrument: "instrument"}
    assert kinds == {mfid: client.get_resource_type(mfid) for mfid in kinds}
    assert list(kinds) == [client.get(mfid)["unique_id"] for mfid in kinds]
    assert list(kinds) == [client.get(mfid, resource_type=kind)["unique_id"] for mfid, kind in kinds.items()]


def test_records_are_linked_and_unlinked_whatever_they_are(client, make, dataset, sample, project):
    child, piece = make("child"), client.samples.create(Sample(sample_name="piece", project_id="peer-project"))
    for first, second, seen in (
        (dataset, child, "child"), (sample, piece["unique_id"], "child"), (dataset, sample, "associated"),
        (sample, dataset, "associated"),
    ):  # fmt: skip
        client.link(first, second)
        assert {second: seen} == relations(client, first)
        client.unlink(first, second)
        assert {} == relations(client, second)


def test_a_project_is_created_changed_listed_and_searched(client, me):
    client.projects.create(
        {"project_id": "second", "organization": "Lab", "title": "Perovskites", "project_lead_orcid": me}, {"a": 1}
    )
    assert {"a": 1} == client.projects.get("second", include_metadata=True)["scientific_metadata"]
    assert "archived" == client.projects.update("second", status="archived")["status"]
    assert "second" in [each["project_id"] for each in client.projects.list(include_metadata=True)]
    assert "second" in [each["project_id"] for each in client.projects.list(orcid=me)]
    assert "second" in [each["project_id"] for each in client.projects.search("perovksites")]
    assert "third" == client.projects.get_or_create("third", organization="Lab", project_lead_orcid=me)["project_id"]


def test_members_come_and_go_by_everything_they_are_known_by(client, project, join):
    def members():
        return [each["unique_id"] for each in client.projects.get_users("peer-project")]

    niels = join("niels")
    for name in ({"orcid": niels.id}, {"email": niels.email}, {"username": niels.username}):
        client.projects.add_user(project_id="peer-project", **name)
        assert niels.id in members()
        client.projects.remove_user("peer-project", **name)
        assert niels.id not in members()


def test_somebody_asks_to_join(client, project, join):
    for name, decide, decision in (
        ("emmy", client.access_groups.approve_join_request, "approved"),
        ("mallory", client.access_groups.reject_join_request, "rejected"),
    ):
        person = join(name)
        asked = person.client.projects.request_join("peer-project", reason="films")
        with pytest.raises(requests.HTTPError, match="409"):
            person.client.access_groups.request_join("peer-project")
        assert [asked["id"]] == [each["id"] for each in person.client.account.join_requests(status="pending")]
        assert [asked["id"]] == [each["id"] for each in client.projects.list_join_requests("peer-project", "pending")]
        assert decision == decide(asked["id"], reviewer_notes="decided")["status"]
        assert [decision] == [
            each["status"] for each in client.access_groups.list_join_requests(requester_id=person.id)
        ]
        assert (decision == "approved") == (person.id in mfids(client.projects.get_users("peer-project")))


def test_an_instrument_is_created_once_changed_and_searched(client):
    made = client.instruments.create(
        Instrument(instrument_name="Titan", owner="Ada", location="B67", manufacturer="FEI"), {"kV": 300}
    )
    assert made["unique_id"] == client.instruments.create({"instrument_name": "Titan"})["unique_id"]
    assert made["unique_id"] == client.instruments.get_or_create("Titan")["unique_id"]
    assert "S/TEM" == client.instruments.update(made["unique_id"], model="S/TEM")["model"]
    found = client.instruments.get("Titan", include_metadata=True)
    assert ("Ada", "S/TEM", {"kV": 300}) == (found["owner"], found["model"], found["scientific_metadata"])
    assert "Titan" == client.instruments.get(instrument_id=made["unique_id"])["instrument_name"]
    assert made["unique_id"] in mfids(client.instruments.list(include_metadata=True))
    assert [made["unique_id"]] == mfids(client.instruments.search("titn"))


def test_a_sample_keeps_what_it_is_made_with_and_is_changed(client, project, sample, ada):
    made = client.samples.create(
        Sample(sample_name="chip", sample_type="die", project_id="peer-project", timestamp="2026-08-01T10:00:00+00:00"),
        scientific_metadata={"nm": 40}, parents=[{"unique_id": sample}],
    )["unique_id"]  # fmt: skip
    found = client.samples.get(made, include_links=True, include_metadata=True, include_owner=True)
    assert ("chip", "die", {"nm": 40}) == (found["sample_name"], found["sample_type"], found["scientific_metadata"])
    assert [(sample, "parent")] == [(each["unique_id"], each["relationship"]) for each in found["links"]]
    client.samples.update(made, description="d", public=True, owner_orcid=ada.id)
    changed = client.samples.get(made)
    assert ("d", True, ada.id) == (changed["description"], changed["public"], changed["owner_orcid"])


def test_samples_are_listed_counted_searched_and_related(client, project, sample, dataset):
    made = [
        client.samples.create(Sample(sample_name=f"zirconia {n}", sample_type="listed", project_id="peer-project"))
        for n in range(3)
    ]
    assert mfids(made)[::-1] == mfids(client.samples.list(sample_type="listed"))
    assert 3 == client.samples.count(sample_type="listed")
    assert set(mfids(made)) == set(mfids(client.samples.search("zircnia", project_id="peer-project")))
    child = made[0]["unique_id"]
    client.samples.link(sample, child)
    assert [child] == mfids(client.samples.list_children(sample)) == mfids(client.samples.list(parent_id=sample))
    assert [sample] == mfids(client.samples.list_parents(child))
    client.samples.remove_child(sample, child)
    for link, unlink in (
        (client.samples.add_dataset, client.samples.remove_dataset),
        (lambda s, d: client.samples.add_to_dataset(d, s), lambda s, d: client.samples.remove_from_dataset(d, s)),
    ):
        link(sample, dataset)
        assert [sample] == mfids(client.samples.list(dataset_id=dataset))
        assert [dataset] == mfids(client.datasets.list(sample_id=sample))
        unlink(sample, dataset)
        assert [] == client.samples.list(dataset_id=dataset)


def test_a_dataset_keeps_what_it_is_made_with_and_is_changed(client, project, me, ada):
    client.instruments.create(Instrument(instrument_name="XRD Two", owner="Ada", location="Lab"))
    client.projects.create({"project_id": "target", "organization": "Lab", "project_lead_orcid": me})
    fields = {"dataset_name": "scan 7", "measurement": "XRD", "session_name": "night", "instrument_name": "XRD Two"}
    made = client.datasets.create(Dataset(**fields, project_id="peer-project"), {"scan": {"start": 5}}, ["powder"])
    mfid = made["dsid"]
    assert {"scan": {"start": 5}} == made["scientific_metadata_record"]["scientific_metadata"]
    found = client.datasets.get(mfid, include_metadata=True, include_links=True, include_owner=True)
    assert fields == {name: found[name] for name in fields}
    assert ({"scan": {"start": 5}}, me) == (found["scientific_metadata"], found["owner"]["unique_id"])
    client.datasets.update(mfid, session_name="day", public=True, project_id="target", owner_orcid=ada.id)
    changed = client.datasets.get(mfid)
    assert ("day", True, "target", ada.id) == tuple(
        changed[name] for name in ("session_name", "public", "project_id", "owner_orcid")
    )


def test_datasets_are_listed_counted_searched_and_related(client, make, sample):
    made = [make(f"annealing {number}", measurement="listing") for number in range(3)]
    assert made[::-1] == mfids(client.datasets.list(measurement="listing", project_id="peer-project"))
    assert made[:0:-1] == mfids(client.datasets.list(measurement="listing", limit=2))
    assert 3 == client.datasets.count(measurement="listing")
    assert set(made) == set(mfids(client.datasets.search("anealing", project_id="peer-project")))
    parent, child, _ = made
    client.datasets.link_parent_child(parent, child)
    assert [child] == mfids(client.datasets.list_children(parent))
    assert [parent] == mfids(client.datasets.list_parents(child))
    assert {parent, child} == {node["id"] for node in client.graphs.get(parent)["nodes"]}
    assert {parent, child} == {node["id"] for node in client.datasets.graph(child, recursive=True)["nodes"]}
    assert set(made) <= {node["id"] for node in client.graphs.project("peer-project")["nodes"]}
    client.datasets.remove_child(parent, child)
    assert [] == client.datasets.list_children(parent)
    client.datasets.add_sample(parent, sample)
    assert {sample, parent} == {node["id"] for node in client.samples.graph(sample)["nodes"]}
    client.datasets.remove_sample(parent, sample)
    assert {} == relations(client, parent)


def test_keywords_and_thumbnails(client, dataset, tmp_path):
    (tmp_path / "plot.png").write_bytes(png(2, 2))
    assert 1 == client.datasets.add_keyword(dataset, "unusual")["num_datasets"]
    assert ["unusual"] == [each["keyword"] for each in client.datasets.get_keywords(dataset)]
    assert [dataset] == mfids(client.datasets.list(keyword="UNUSUAL"))
    made = client.datasets.add_thumbnail(dataset, str(tmp_path / "plot.png"))
    assert ["plot.png"] == [each["thumbnail_name"] for each in client.datasets.get_thumbnails(dataset)]
    client.datasets.delete_thumbnail(dataset, made["id"])
    assert [] == client.datasets.get_thumbnails(dataset)


def test_processing_is_asked_for(client, dataset):
    for ask in (
        client.datasets.request_carrier_segmentation,
        client.datasets.request_insitu_aggregation,
        client.datasets.request_rga_analysis,
        client.datasets.request_mosaic_stitch,
    ):
        assert isinstance(ask(dataset), dict)


NAMESPACES = (
    "access_groups", "account", "datasets", "deletions", "files", "graphs", "ingestions", "instruments", "projects",
    "samples", "service_accounts", "users",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMESPACES)
def test_metadata_and_access_groups_from_every_namespace(client, project, dataset, name):
    def content(answer):
        return answer["scientific_metadata"]

    namespace = getattr(client, name)
    namespace.replace_scientific_metadata(dataset, {"anneal": {"time": 5}, "gas": "argon"})
    merged = namespace.update_scientific_metadata(dataset, {"anneal": {"temperature": 300}})
    expected = {"anneal": {"time": 5, "temperature": 300}, "gas": "argon"}
    assert expected == content(merged) == content(namespace.get_scientific_metadata(dataset))
    word = f"sintered{name.replace('_', '')}"
    namespace.update_scientific_metadata(dataset, {"state": word}, overwrite=True)
    assert [(dataset, {"state": word})] == [
        (each["unique_id"], content(each)) for each in namespace.search_metadata(word)
    ]
    assert [dataset] == mfids(namespace.search_scientific_metadata(word))
    namespace.add_access_group(dataset, "peer-project", write=True)
    assert "peer-project" in namespace.get_access_groups(dataset)


def test_a_record_is_deleted_after_review(client, dataset, sample, me):
    asked = client.deletions.request(dataset, reason="not needed")
    assert ("pending", dataset, me) == (asked["status"], asked["resource_id"], asked["requester_id"])
    assert [] == client.datasets.list(unique_id=dataset)
    assert asked["id"] in [each["id"] for each in client.deletions.list(status="pending")]
    assert asked["id"] == client.deletions.get(asked["id"])["id"]
    with pytest.raises(requests.HTTPError, match="409"):
        client.deletions.delete(dataset)
    assert "approved" == client.deletions.approve(asked["id"], "agreed")["status"]
    client.deletions.delete(dataset)
    with pytest.raises(requests.HTTPError, match="404"):
        client.datasets.get(dataset)
    (entry,) = client.deletions.list_deleted(resource_id=dataset, requester_id=me, reviewer_id=me)
    assert ("run", "not needed", "agreed") == tuple(
        entry[name] for name in ("resource_name", "reason", "reviewer_notes")
    )
    assert entry == client.deletions.get_deleted(entry["id"])
    assert "rejected" == client.deletions.reject(client.deletions.request(sample)["id"])["status"]
    assert "film" == client.samples.get(sample)["sample_name"]
    client.deletions.delete(sample, force=True)


def test_records_are_saved(client, dataset, sample, tmp_path):
    assert [str(tmp_path / dataset / "record.json")] == client.download(dataset, output_dir=str(tmp_path))
    for path in (*client.download(sample, output_dir=str(tmp_path)), *client.samples.download(sample, str(tmp_path))):
        assert "film" == json.loads(Path(path).read_text(encoding="utf-8"))["sample_name"]
