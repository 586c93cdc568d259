"""Files: three ways in, two ways out, and ingestion."""

import hashlib
import random
from pathlib import Path

import pytest
import requests
from crucible.resources.gcs.signed_multipart import FileExistsWithDifferentContent
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


@pytest.mark.parametrize("size", [1, 8192, 40 * MIB])
@pytest.mark.parametrize("multipart", [True, False], ids=["signed", "resumable"])
def test_uploaded_bytes_come_back_the_same(client, dataset, tmp_path, size, multipart):
    content = random_bytes(size)
    added = client.datasets.add_file(
        dataset, written(tmp_path, "a.bin", content), multipart=multipart, skip_ingestion=True
    )
    file = added["associated_file"]
    assert ("a.bin", size, sha256(content), dataset) == tuple(
        file[name] for name in ("filename", "size", "sha256_hash", "dataset_mfid")
    )
    assert "not_requested" == added["ingestion_request"]["status"]
    assert {"a.bin": content} == downloaded(client, dataset, tmp_path / "out")
    single = client.files.download(file["mfid"], output_dir=str(tmp_path / "single"))
    assert content == Path(single).read_bytes()


def test_a_file_of_several_parts_arrives_whole(client, dataset, tmp_path):
    content = random_bytes(130 * MIB)
    seen = []
    client.datasets.add_file(
        dataset, written(tmp_path, "big.bin", content), upload_protocol="signed", skip_ingestion=True,
        progress=lambda name, done, total: seen.append((name, done, total)),
    )  # fmt: skip
    assert ("big.bin", len(content), len(content)) == seen[-1]
    assert {"big.bin": content} == downloaded(client, dataset, tmp_path / "out")


@pytest.mark.parametrize("multipart", [True, False], ids=["token", "resumable"])
def test_an_empty_file_goes_by_token_or_by_a_resumable_session(client, dataset, tmp_path, multipart):
    path = written(tmp_path, "empty.bin", b"")
    client.datasets.add_file(dataset, path, multipart=multipart, skip_ingestion=True)
    assert {"empty.bin": b""} == downloaded(client, dataset, tmp_path / "out")


@pytest.mark.parametrize("size", [5, 130 * MIB])
def test_a_file_goes_by_token_in_parallel_parts(client, dataset, tmp_path, leaked_keys, size):
    content, before = random_bytes(size), len(leaked_keys())
    added = client.datasets.add_file(
        dataset, written(tmp_path, "token.bin", content), upload_protocol="legacy", skip_ingestion=True
    )
    assert ("token.bin", sha256(content)) == tuple(
        added["associated_file"][name] for name in ("filename", "sha256_hash")
    )
    assert before == len(leaked_keys()), "a token is no key"
    assert {"token.bin": content} == downloaded(client, dataset, tmp_path / "out")


@pytest.mark.parametrize("multipart", [True, False], ids=["signed", "resumable"])
def test_the_same_content_is_not_sent_twice(client, dataset, tmp_path, multipart):
    path = written(tmp_path, "same.bin", random_bytes(5000))
    first = client.datasets.add_file(dataset, path, multipart=multipart, skip_ingestion=True)
    again = client.datasets.add_file(dataset, path, multipart=multipart)
    assert first["associated_file"]["mfid"] == again["associated_file"]["mfid"]
    assert again["ingestion_request"] is None
    assert 1 == len(client.datasets.list_files(dataset))


def test_other_content_under_the_same_name_is_refused_or_replaces(client, dataset, tmp_path):
    old, new = random_bytes(9000), random_bytes(7000, seed=1)
    first = client.datasets.add_file(dataset, written(tmp_path, "r.bin", old), skip_ingestion=True)["associated_file"]
    path = written(tmp_path, "r.bin", new)
    with pytest.raises(FileExistsWithDifferentContent) as refused:
        client.datasets.add_file(dataset, path)
    assert (first["mfid"], client.files.get(first["mfid"])["etag"]) == (refused.value.file_mfid, refused.value.etag)
    replaced = client.datasets.add_file(dataset, path, replace=True, skip_ingestion=True)["associated_file"]
    assert (first["mfid"], sha256(new)) == (replaced["mfid"], replaced["sha256_hash"])
    assert {"r.bin": new} == downloaded(client, dataset, tmp_path / "out")


def test_a_file_is_replaced_if_it_is_still_the_one_that_was_read(client, dataset, tmp_path):
    file = client.datasets.add_file(dataset, written(tmp_path, "e.bin", b"one"), skip_ingestion=True)["associated_file"]
    etag = client.files.get(file["mfid"])["etag"]
    made = client.files.replace(file["mfid"], written(tmp_path, "two", b"two"), etag=etag, skip_ingestion=True)
    assert (file["mfid"], "e.bin", 3) == tuple(made["associated_file"][name] for name in ("mfid", "filename", "size"))
    with pytest.raises(RuntimeError, match="changed since it was read"):
        client.files.replace(file["mfid"], written(tmp_path, "three", b"three"), etag=etag)
    assert {"e.bin": b"two"} == downloaded(client, dataset, tmp_path / "out")
    same = client.files.replace(file["mfid"], str(tmp_path / "two"))
    assert (None, etag) != (same["ingestion_request"], same["associated_file"]["etag"])


def test_files_are_found_by_their_content(client, dataset, tmp_path):
    content = random_bytes(3000, seed=7)
    added = client.datasets.add_file(dataset, written(tmp_path, "f.bin", content), skip_ingestion=True)
    mfid = added["associated_file"]["mfid"]
    assert [mfid] == [each["mfid"] for each in client.files.list(sha256_hash=sha256(content))]
    assert sha256(content) == client.files.get(mfid)["sha256_hash"]
    assert mfid in [each["mfid"] for each in client.files.list(limit=None)]
    assert "g.bin" == client.files.update(mfid, filename="g.bin")["filename"]
    client.files.delete(mfid)
    assert [] == client.datasets.list_files(dataset)
    with pytest.raises(requests.HTTPError, match="404"):
        client.files.get(mfid)


def test_only_what_is_chosen_is_downloaded(client, project, tmp_path):
    paths = [written(tmp_path, name, name.encode()) for name in ("a.csv", "b.csv", "c.txt")]
    made = client.datasets.create(
        Dataset(dataset_name="three", project_id="peer-project"), files=paths, skip_ingestion=True
    )
    dataset = made["dsid"]
    assert ["a.csv", "b.csv", "c.txt"] == [each["associated_file"]["filename"] for each in made["files"]]
    assert {"a.csv", "b.csv"} == set(downloaded(client, dataset, tmp_path / "1", include=["*.csv"]))
    assert {"a.csv"} == set(downloaded(client, dataset, tmp_path / "2", include=["*.csv"], exclude=["b*"]))
    kept = tmp_path / "2" / dataset / "a.csv"
    kept.write_bytes(b"mine")
    assert b"mine" == downloaded(client, dataset, tmp_path / "2", overwrite_existing=False)["a.csv"]
    assert ["record.json"] == [
        Path(path).name for path in client.datasets.download(dataset, output_dir=str(tmp_path / "4"), no_files=True)
    ]


def test_names_are_matched_by_a_pattern(client, dataset, tmp_path, differs):
    for name, multipart in (("a.csv", False), ("b.txt", False), ("c.txt", True)):
        client.datasets.add_file(dataset, written(tmp_path, name, b"x"), multipart=multipart, skip_ingestion=True)
    assert {"a.csv"} == set(downloaded(client, dataset, tmp_path / "1", file_name=r"a\..*"))
    with differs("download(file_name=) of files uploaded with signed links"):
        assert {"c.txt"} == set(downloaded(client, dataset, tmp_path / "2", file_name=r"c\.txt"))


def test_download_links_work_without_a_key(client, dataset, tmp_path):
    added = client.datasets.add_file(dataset, written(tmp_path, "l.txt", b"linked"), skip_ingestion=True)
    mfid = added["associated_file"]["mfid"]
    links = client.datasets.get_download_links(dataset, disposition="inline")
    for url in (links[mfid], client.files.get_download_link(mfid), client.files.get_download_link(mfid, "inline")):
        answer = requests.get(url, timeout=30)
        assert (200, b"linked") == (answer.status_code, answer.content)


def test_the_key_goes_to_the_api_only(client, dataset, tmp_path, leaked_keys, differs):
    before = len(leaked_keys())
    client.datasets.add_file(dataset, written(tmp_path, "k.bin", b"key"), skip_ingestion=True)
    assert before == len(leaked_keys())
    client.datasets.download(dataset, output_dir=str(tmp_path / "out"))
    with differs("the key goes to the API only"):
        assert before == len(leaked_keys()), "leaked"


def test_a_dataset_without_files_has_no_links(client, dataset):
    assert {} == client.datasets.get_download_links(dataset)
    assert [] == client.datasets.list_files(dataset)


def test_a_picture_is_ingested(client, dataset, tmp_path):
    added = client.datasets.add_file(dataset, written(tmp_path, "p.png", png(32, 16)), wait_for_ingestion_response=True)
    request = added["ingestion_request"]
    assert ("complete", "ImageIngestor", None) == tuple(
        request[name] for name in ("status", "ingestion_class", "error_message")
    )
    assert client.datasets.get_scientific_metadata(dataset)["scientific_metadata"]
    assert ["image/png"] == [each["mime_type"] for each in client.datasets.get_thumbnails(dataset)]
    assert client.files.get(added["associated_file"]["mfid"])["storage_path"]


def test_what_no_parser_knows_ends_as_not_supported(client, dataset, tmp_path):
    added = client.datasets.add_file_to_dataset(dataset, written(tmp_path, "x.bin", random_bytes(100)))
    assert "not supported" == client.ingestions.wait(added["ingestion_request"]["id"])["status"]


def test_ingestion_is_asked_for_again(client, project, tmp_path):
    made = client.datasets.create(
        Dataset(dataset_name="pictures", project_id="peer-project"),
        files=[written(tmp_path, "p.png", png(8, 8))], wait_for_ingestion_response=True,
    )  # fmt: skip
    file = made["files"][0]["associated_file"]["mfid"]
    assert "complete" == made["files"][0]["ingestion_request"]["status"]
    again = client.files.request_ingestion(file, ingestion_class="ImageIngestor", wait_for_response=True)
    assert ("complete", "ImageIngestor") == (again["status"], again["ingestion_class"])
    ids = sorted(each["id"] for each in client.ingestions.list(file_id=file))
    assert [made["files"][0]["ingestion_request"]["id"], again["id"]] == ids
    assert ids == sorted(each["id"] for each in client.datasets.get_ingestion_requests(dsid=made["dsid"]))
    assert again == client.ingestions.get(again["id"]) == client.datasets.get_request_status(again["id"])


def test_a_worker_elsewhere_reports_its_result(client, dataset, tmp_path):
    added = client.datasets.add_file(dataset, written(tmp_path, "w.bin", b"worker"), skip_ingestion=True)
    number = added["ingestion_request"]["id"]
    done = client.ingestions.update(number, "complete", ingestion_githash="abc", ingestion_class="H5Ingestor")
    assert ("complete", "abc", "H5Ingestor") == tuple(
        done[name] for name in ("status", "ingestion_githash", "ingestion_class")
    )
    assert done["time_completed"]
    assert "failed" == client.datasets.update_ingestion_status(number, "failed")["status"]
    assert {"ImageIngestor", "H5Ingestor"} <= set(client.ingestions.list_ingestors())


def test_a_label_is_printed(client, dataset, printer):
    assert "timeout" == client.print.barcode("lab2-zebra", dataset, "run")["status"]
    labels = printer("lab3-zebra")
    assert "ok" == client.print.barcode("lab3-zebra", dataset, "run")["status"]
    (label,) = labels.iterdir()
    assert dataset[:13] in label.read_text(encoding="utf-8")
