"""The client itself: health, who one is, and the verbs that find out what kind of record they are given."""

import json
from pathlib import Path

import pytest
import requests

from crucible.models import Dataset, Instrument, Sample


@pytest.fixture
def sample(client, project):
    return client.samples.create(Sample(sample_name="film", project_id=project["project_id"]))["unique_id"]


def directions(client, mfid):
    return {link["unique_id"]: (link["direction"], link["relationship_type"]) for link in client.get_links(mfid)}


def test_health_needs_no_key(client):
    assert {"status": "ok"} == client.live()
    health = client.health()
    assert ("ok", "ok") == (health["status"], health["database"]["status"])


def test_whoami_names_the_holder_of_the_key(client, me, ada):
    assert me == client.whoami()["user_info"]["unique_id"]
    assert ada.id == ada.client.whoami()["user_unique_id"]


def test_a_wrong_key_is_refused_with_401(client, api_url):
    with pytest.raises(requests.HTTPError, match="401"):
        type(client._subject)(api_url, "wrong").whoami()


def test_an_administrator_can_elevate_and_others_cannot(client, ada):
    assert ("admin", True, True) == (client.authorization.platform_role, client.can_elevate, client.is_elevated)
    assert client.capabilities.can_manage_users
    assert (False, False) == (ada.client.can_elevate, ada.client.is_elevated)
    assert not ada.client.capabilities.can_manage_users
    assert ada.client.capabilities.can_create_dataset


def test_rights_are_read_again_when_asked_for(join):
    bob = join("bob")
    assert "none" == bob.client.authorization.platform_role
    bob.client._subject.privilege_mode = "normal"
    bob.client.refresh_profile()
    assert "normal" == bob.client.authorization.effective_privilege_mode


def test_each_kind_of_record_is_found_by_its_mfid_alone(client, project, dataset, sample):
    instrument = client.instruments.create(
        Instrument(instrument_id="xrd-client", instrument_name="XRD", location="Lab 1")
    )["unique_id"]
    kinds = {dataset: "dataset", sample: "sample", instrument: "instrument", project["unique_id"]: "project"}
    assert kinds == {mfid: client.get_resource_type(mfid) for mfid in kinds}
    assert kinds == {mfid: client.get(mfid)["resource_type"] for mfid in kinds}
    assert list(kinds) == [client.get(mfid, resource_type=kind)["unique_id"] for mfid, kind in kinds.items()]


def test_what_a_record_is_asked_to_include_comes_with_it(client, dataset, sample, me):
    client.link(dataset, sample)
    client.datasets.update_scientific_metadata(dataset, {"temperature": 300})
    found = client.get(dataset, include_metadata=True, include_links=True)
    assert {"temperature": 300} == found["scientific_metadata"]
    assert [sample] == [link["unique_id"] for link in found["links"]]
    assert me == found["owner"]["unique_id"]
    assert [dataset] == [each["unique_id"] for each in client.get(sample, resource_type="sample")["datasets"]]
    assert not client.get(sample, resource_type="sample", include_datasets=False)["datasets"]


def test_an_unknown_record_is_404(client):
    with pytest.raises(requests.HTTPError, match="404"):
        client.get("0tkn2knjast3h0008nyq9zps2c")


def test_two_datasets_are_linked_and_unlinked(client, project, dataset):
    child = client.datasets.create(Dataset(dataset_name="processed", project_id=project["project_id"]))["dsid"]
    client.link(dataset, child, relationship_type="is_derived_from")
    assert {child: ("target", "is_derived_from")} == directions(client, dataset)
    assert {dataset: ("source", "is_derived_from")} == directions(client, child)
    client.unlink(dataset, child)
    assert ({}, {}) == (directions(client, dataset), directions(client, child))


def test_a_dataset_and_a_sample_are_linked_in_either_order(client, dataset, sample):
    client.link(sample, dataset)
    assert {dataset: ("undirected", None)} == directions(client, sample)
    client.unlink(sample, dataset)
    client.link(dataset, sample)
    assert {sample: ("undirected", None)} == directions(client, dataset)
    client.unlink(dataset, sample)
    assert {} == directions(client, dataset)


def test_two_samples_are_linked_and_unlinked(client, project, sample):
    piece = client.samples.create(Sample(sample_name="piece", project_id=project["project_id"]))["unique_id"]
    client.link(sample, piece, relationship_type="is_part_of")
    assert {piece: ("target", "is_part_of")} == directions(client, sample)
    client.unlink(sample, piece)
    assert {} == directions(client, piece)


def test_download_finds_out_what_it_is_given(client, dataset, sample, tmp_path):
    assert [str(tmp_path / dataset / "record.json")] == client.download(dataset, output_dir=str(tmp_path))
    (record,) = client.download(sample, output_dir=str(tmp_path))
    assert "film" == json.loads(Path(record).read_text(encoding="utf-8"))["sample_name"]
