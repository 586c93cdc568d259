"""Files through version 2 of the API: resumable uploads, downloads, ingestion."""

import hashlib
import random
from pathlib import Path

import pytest
import requests
from pictures import png

from crucible.models import Dataset

MIB = 1024 * 1024


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return str(path)


def random_bytes(size, seed=0):
    return random.Random(seed).randbytes(size)  # noqa: S311


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def downloaded(client, dataset, folder, **options):
    """Return what is downloaded of a dataset, by name."""
    paths = client.datasets.download(dataset, output_dir=str(folder), no_record=True, **options)
    return {path.relative_to(folder / dataset).as_posix(): path.read_bytes() for path in map(Path, paths)}


@pytest.mark.parametrize("size", [0, 1, 8192, 70 * MIB])
def test_uploaded_bytes_come_back_the_same(client, dataset, tmp_path, size):
    content = random_bytes(size)
    added = client.datasets.add_file(dataset, written(tmp_path, "a.bin", content), multipart=False)
    file = added["associated_file"]
    assert ("a.bin", size, sha256(content), dataset) == tuple(
        file[name] for name in ("filename", "size", "sha256_hash", "dataset_mfid")
    )
    assert "not supported" == client.ingestions.wait(added["ingestion_request"]["id"])["status"]
    assert {"a.bin": content} == downloaded(client, dataset, tmp_path / "out")
    single = client.files.download(file["mfid"], output_dir=str(tmp_path / "single"))
    assert content == Path(single).read_bytes()


@pytest.mark.parametrize("size", [0, 8, 70 * MIB])
def test_files_go_by_token_in_parallel_parts(client, dataset, tmp_path, size):
    content = random_bytes(size)
    client.datasets.add_file(dataset, written(tmp_path, "p.bin", content))
    assert {"p.bin": content} == downloaded(client, dataset, tmp_path / "out")


def test_other_content_under_a_name_takes_the_place_of_the_old(client, dataset, tmp_path):
    for content in (b"old", b"new content"):
        client.datasets.add_file(dataset, written(tmp_path, "r.bin", content))
    assert {"r.bin": b"new content"} == downloaded(client, dataset, tmp_path / "out")


def test_the_same_content_is_not_sent_twice(client, dataset, tmp_path):
    path = written(tmp_path, "same.bin", random_bytes(5000))
    first = client.datasets.add_file(dataset, path, multipart=False)
    again = client.datasets.add_file_to_dataset(dataset, path, multipart=False)
    assert (first["associated_file"]["mfid"], None) == (again["associated_file"]["mfid"], again["ingestion_request"])
    assert 1 == len(client.datasets.list_files(dataset))


def test_files_are_found_by_their_content_and_deleted(client, dataset, tmp_path):
    content = random_bytes(3000, seed=7)
    file = client.datasets.add_file(dataset, written(tmp_path, "f.bin", content), multipart=False)["associated_file"]
    assert [file["mfid"]] == [each["mfid"] for each in client.files.list(sha256_hash=sha256(content))]
    assert sha256(content) == client.files.get(file["mfid"])["sha256_hash"]
    client.files.delete(file["mfid"])
    assert [] == client.datasets.list_files(dataset)


def test_only_what_is_chosen_is_downloaded(client, dataset, tmp_path):
    for name in ("a.csv", "b.csv", "c.txt"):
        client.datasets.add_file(dataset, written(tmp_path, name, name.encode()), multipart=False)
    assert {"a.csv"} == set(downloaded(client, dataset, tmp_path / "1", include=["*.csv"], exclude=["b*"]))
    assert {"c.txt"} == set(downloaded(client, dataset, tmp_path / "2", file_name=r"c\.txt"))


def test_download_links_work_without_a_key(client, dataset, tmp_path):
    assert {} == client.datasets.get_download_links(dataset)
    file = client.datasets.add_file(dataset, written(tmp_path, "l.txt", b"linked"), multipart=False)["associated_file"]
    for url in (
        client.datasets.get_download_links(dataset)[file["mfid"]],
        client.files.get_download_link(file["mfid"]),
    ):
        assert b"linked" == requests.get(url, timeout=30).content


def test_the_key_goes_to_the_api_only(client, dataset, tmp_path, leaked_keys, differs):
    before = len(leaked_keys())
    client.datasets.add_file(dataset, written(tmp_path, "k.bin", b"key"), multipart=False)
    assert before == len(leaked_keys())
    downloaded(client, dataset, tmp_path / "out")
    with differs("the key goes to the API only"):
        assert before == len(leaked_keys()), "leaked"


def test_a_picture_is_ingested(client, dataset, tmp_path):
    added = client.datasets.add_file(
        dataset, written(tmp_path, "p.png", png(32, 16)), multipart=False, wait_for_ingestion_response=True
    )
    number = added["ingestion_request"]["id"]
    request = client.ingestions.get(number)
    assert ("complete", "ImageIngestor") == (request["status"], request["ingestion_class"])
    assert client.datasets.get_scientific_metadata(dataset)["scientific_metadata"]
    assert 1 == len(client.datasets.get_thumbnails(dataset))
    file = added["associated_file"]["mfid"]
    again = client.files.request_ingestion(file, ingestion_class="ImageIngestor", wait_for_response=True)
    assert {number, again["id"]} == {each["id"] for each in client.ingestions.list(file_id=file)}
    assert {number, again["id"]} == {each["id"] for each in client.datasets.get_ingestion_requests(dsid=dataset)}
    assert "complete" == client.datasets.get_request_status(again["id"])["status"]


def test_a_worker_elsewhere_reports_its_result(client, dataset, tmp_path):
    added = client.datasets.add_file(dataset, written(tmp_path, "w.bin", b"worker"), multipart=False)
    number = added["ingestion_request"]["id"]
    client.ingestions.wait(number)
    done = client.ingestions.update(number, "complete", ingestion_githash="abc", ingestion_class="H5Ingestor")
    assert ("complete", "abc", "H5Ingestor") == tuple(
        done[name] for name in ("status", "ingestion_githash", "ingestion_class")
    )
    assert "failed" == client.datasets.update_ingestion_status(number, "failed")["status"]
    assert {"ImageIngestor", "H5Ingestor"} <= set(client.ingestions.list_ingestors())


def test_a_dataset_is_created_with_files(client, project, tmp_path):
    made = client.datasets.create(
        Dataset(dataset_name="with files", project_id="peer-project"),
        files_to_upload=[written(tmp_path, "x.csv", b"x")],
    )
    assert {"x.csv": b"x"} == downloaded(client, made["dsid"], tmp_path / "out")
