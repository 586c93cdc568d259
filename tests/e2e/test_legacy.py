"""Scripts of the first generation, on a served sandbox."""

import hashlib
import json

import pytest

from crucible import CrucibleClient, errors
from crucible.demo.job import demo_files
from crucible.legacy import CrucibleClient as Legacy
from crucible.sandbox import Sandbox

pytestmark = pytest.mark.filterwarnings("ignore::crucible.legacy.LegacyWarning")
NOBODY = "0000000000000000000000000a"
ORCID = "0000-0002-1825-0097"
PATTERN = next(path for path in demo_files() if path.suffix == ".xy")


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def new(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        client.projects.create(project_id="demo-project", organization="Lab")
        client.projects.create(project_id="other-project", organization="Lab")
        client.instruments.create(instrument_id="xrd-1", instrument_name="XRD One", location="B67")
        with client.elevated():
            client.users.create(
                first_name="Ada", last_name="Example", username="ada", email="ada@example.org", orcid=ORCID
            )
        yield client


@pytest.fixture(scope="module")
def client(server, new):
    with Legacy(server.api_url, server.api_key) as client:
        yield client


@pytest.fixture
def dsid(new):
    return new.datasets.create(dataset_name="run 7", project_id="demo-project").unique_id


@pytest.fixture
def sample_id(new):
    return new.samples.create(sample_name="film A", project_id="demo-project").unique_id


def test_what_is_returned_is_plain(client, dsid):
    for answer in (client.get_dataset(dsid), client.list_datasets(), client.get_project("demo-project")):
        assert json.loads(json.dumps(answer)) == answer
    found = client.get_dataset(dsid)
    found["dataset_name"] = "changed here only"
    assert "run 7" == client.get_dataset(dsid)["dataset_name"]


def test_datasets_are_listed_with_their_filters(client, new, dsid, sample_id):
    new.datasets.link_sample(dsid, sample_id)
    assert [dsid] == [one["unique_id"] for one in client.list_datasets(sample_id=sample_id)]
    assert 1 == len(client.list_datasets(limit=1, project_id="demo-project"))
    with pytest.raises((errors.UsageError, TypeError), match="dataset_nam"):
        client.list_datasets(dataset_nam="run 7")


def test_a_dataset_is_changed_field_by_field_whatever_operation_that_is_today(client, new, dsid):
    changed = client.update_dataset(
        dsid,
        dataset_name="run 8",
        public=True,
        project_id="other-project",
        instrument_name="xrd-1",
        owner_orcid=ORCID,
    )
    assert ("run 8", True, "other-project", ORCID, "xrd-1") == (
        changed["dataset_name"],
        changed["public"],
        changed["project_id"],
        changed["owner_orcid"],
        changed["instrument_id"],
    )


def test_a_record_that_is_given_away_and_not_seen_any_more_is_still_returned(client, new):
    dataset = new.datasets.create(dataset_name="mine alone").unique_id
    sample = new.samples.create(sample_name="mine alone").unique_id
    given = [client.update_dataset(dataset, owner_orcid=ORCID), client.update_sample(sample, owner_orcid=ORCID)]
    assert [(dataset, ORCID), (sample, ORCID)] == [(one["unique_id"], one["owner_orcid"]) for one in given]


def test_a_field_that_cannot_be_changed_changes_nothing(client, dsid):
    with pytest.raises(errors.UsageError, match="size of a dataset cannot be changed"):
        client.update_dataset(dsid, dataset_name="run 8", size=3)
    assert "run 7" == client.get_dataset(dsid)["dataset_name"]


def test_metadata_is_merged_or_replaced(client, dsid):
    assert {} == client.get_scientific_metadata(dsid)
    client.update_scientific_metadata(dsid, {"a": 1, "b": 2})
    assert {"a": 1, "b": 3} == client.update_scientific_metadata(dsid, {"b": 3})
    assert {"c": 4} == client.update_scientific_metadata(dsid, {"c": 4}, overwrite=True)
    assert {"c": 4} == client.get_dataset(dsid, include_metadata=True)["scientific_metadata"]


def test_files_are_uploaded_listed_and_come_back_straight_into_the_folder(client, dsid, tmp_path):
    for name in ("a.txt", "b.txt", "[c].csv"):
        (tmp_path / name).write_text(name)
        assert name == client.upload_dataset_file(dsid, str(tmp_path / name), verbose=False)["filename"]
    assert {"a.txt", "b.txt", "[c].csv"} == {file["filename"] for file in client.get_associated_files(dsid)}
    assert 2 == len(client.get_associated_files(dsid, limit=2))
    assert {"a.txt", "b.txt", "[c].csv"} == set(client.get_dataset_download_links(dsid))
    for wanted, expected in (
        (None, ["[c].csv", "a.txt", "b.txt"]),
        (r"[ab]\.txt", ["a.txt", "b.txt"]),
        (".c..csv", ["[c].csv"]),
    ):
        folder = tmp_path / f"out-{len(expected)}-{expected[0]}"
        assert client.download_dataset(dsid, wanted, output_dir=str(folder)) is None
        assert expected == sorted(path.name for path in folder.iterdir())


def test_a_name_matches_as_a_whole_or_not_at_all(client, dsid, tmp_path):
    (tmp_path / "a.txt").write_text("a")
    client.upload_dataset_file(dsid, tmp_path / "a.txt")
    for wrong in ("a", "[", "txt"):
        with pytest.raises(errors.UsageError, match=r"has a name like|regular expression"):
            client.download_dataset(dsid, wrong, output_dir=str(tmp_path / "out"))


def test_an_existing_file_is_kept_if_that_is_asked_for_and_it_is_the_one(client, dsid, tmp_path):
    (tmp_path / "a.txt").write_text("a")
    client.upload_dataset_file(dsid, tmp_path / "a.txt")
    client.download_dataset(dsid, output_dir=tmp_path / "out")
    client.download_dataset(dsid, output_dir=tmp_path / "out", overwrite_existing=False)
    (tmp_path / "out" / "a.txt").write_text("b")
    with pytest.raises(errors.PartialTransferError):
        client.download_dataset(dsid, output_dir=tmp_path / "out", overwrite_existing=False)
    client.download_dataset(dsid, output_dir=tmp_path / "out")
    assert "a" == (tmp_path / "out" / "a.txt").read_text()


def test_a_file_can_be_recorded_without_being_sent(client, dsid, tmp_path):
    (tmp_path / "large.bin").write_bytes(b"large")
    made = client.add_associated_file(dsid, str(tmp_path / "large.bin"), filename="raw/large.bin")
    assert ("raw/large.bin", 5, hashlib.sha256(b"large").hexdigest()) == (
        made["filename"],
        made["size"],
        made["sha256_hash"],
    )
    with pytest.raises(errors.UsageError, match="cannot be read"):
        client.add_associated_file(dsid, str(tmp_path / "missing"))


def test_small_files_are_small(client, tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(100_000_000)
    (tmp_path / "small").write_bytes(b"x")
    assert (True, False) == (
        client.check_small_files([tmp_path / "small"]),
        client.check_small_files([tmp_path / "small", tmp_path / "large"]),
    )


def test_ingestion_is_asked_for_by_the_name_of_a_file_and_waited_for(client, dsid):
    with pytest.raises(errors.UsageError, match="Upload a file first"):
        client.request_ingestion(dsid)
    client.upload_dataset_file(dsid, PATTERN)
    done = client.request_ingestion(dsid, f"api-uploads/{PATTERN.name}", wait_for_response=True)
    asked = client.request_ingestion(dsid)
    assert "complete" == done["status"]
    for wait in (client.wait_for_request_completion, client._wait_for_request_completion):
        assert "complete" == wait(dsid, str(asked["id"]), "ingest", sleep_interval=1)["status"]
    assert "complete" == client.get_request_status(dsid, asked["id"], "ingest")["status"]


def test_one_of_several_files_must_be_named(client, dsid, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
        client.upload_dataset_file(dsid, tmp_path / name)
    for wrong in (None, "c.txt"):
        with pytest.raises(errors.UsageError, match=r"one of: a\.txt, b\.txt"):
            client.request_ingestion(dsid, wrong)


def test_an_ingestion_that_fails_is_an_error(client, dsid, tmp_path):
    (tmp_path / "broken.h5").write_text("no HDF5 at all")
    client.upload_dataset_file(dsid, tmp_path / "broken.h5")
    with pytest.raises(errors.IngestionFailedError):
        client.request_ingestion(dsid, wait_for_response=True)


@pytest.mark.parametrize(("number", "kind"), [("x", "ingest"), (1, "scicat_update")])
def test_a_request_of_another_kind_is_refused(client, dsid, number, kind):
    with pytest.raises(errors.UsageError):
        client.get_request_status(dsid, number, kind)


def test_a_worker_notes_the_state_of_a_request(client, dsid):
    client.upload_dataset_file(dsid, PATTERN)
    request = client.request_ingestion(dsid, wait_for_response=True)
    assert "started" == client.update_ingestion_status(dsid, request["id"], "started")["status"]
    assert "complete" == client.update_ingestion_status(dsid, str(request["id"]), "complete")["status"]
    with pytest.raises(errors.UsageError, match="Nowhere"):
        client.update_ingestion_status(dsid, request["id"], "complete", timezone="Nowhere")


def test_keywords_and_thumbnails_are_added(client, dsid):
    assert "perovskite" == client.add_dataset_keyword(dsid, "perovskite")["keyword"]
    assert ["perovskite"] == [one["keyword"] for one in client.get_keywords(dsid)]
    with pytest.raises(errors.UsageError, match="all datasets any more"):
        client.get_keywords()
    picture = next(path for path in demo_files() if path.suffix in (".png", ".tif", ".tiff", ".jpg"))
    made = client.add_thumbnail(dsid, str(picture))
    assert [made["id"]] == [one["id"] for one in client.get_thumbnails(dsid)]


def test_samples_are_made_changed_and_related(client, dsid):
    with pytest.raises(errors.UsageError, match="name or an id"):
        client.add_sample()
    with pytest.raises(errors.UsageError, match="owner_orcid"):
        client.add_sample(sample_name="film", owner_id=3)
    parent = client.add_sample(sample_name="wafer", project_id="demo-project", creation_date="2026-08-01")
    child = client.add_sample(sample_name="film", parents=[parent], sample_type="film")
    other = client.add_sample(sample_name="base", children=[child])
    unlinked = client.add_sample(sample_name="piece")
    client.link_samples(child["unique_id"], unlinked["unique_id"])
    assert ("wafer", {"wafer", "base"}) == (
        client.get_sample(parent["unique_id"])["sample_name"],
        {one["sample_name"] for one in client.list_parents_of_sample(child["unique_id"])},
    )
    assert ["film"] == [one["sample_name"] for one in client.list_children_of_sample(other["unique_id"])]
    assert ["piece"] == [one["sample_name"] for one in client.list_samples(parent_id=child["unique_id"])]
    client.add_sample_to_dataset(dsid, child["unique_id"])
    client.add_dataset_to_sample(dsid, other["unique_id"])
    assert {"film", "base"} == {one["sample_name"] for one in client.list_samples(dataset_id=dsid)}
    client.remove_sample_from_dataset(dsid, child["unique_id"])
    assert ["base"] == [one["sample_name"] for one in client.list_samples(dataset_id=dsid)]
    new_parent = client.add_sample(sample_name="boule")
    changed = client.update_sample(
        child["unique_id"],
        sample_name="film 2",
        project_id="other-project",
        owner_orcid=ORCID,
        parents=[new_parent["unique_id"]],
    )
    assert ("film 2", "other-project", ORCID) == (changed["sample_name"], changed["project_id"], changed["owner_orcid"])


def test_datasets_are_related(client, new, dsid):
    child = new.datasets.create(dataset_name="smoothed").unique_id
    client.link_datasets(dsid, child)
    assert ([child], [dsid]) == (
        [one["unique_id"] for one in client.list_children_of_dataset(dsid)],
        [one["unique_id"] for one in client.list_parents_of_dataset(child, limit=5)],
    )
