"""The command line: files, uploads, downloads, ingestion, and the end of records."""

import pytest
from pictures import png

from crucible.models import Dataset


@pytest.fixture
def run(client, project):
    return client.datasets.create(Dataset(dataset_name="cli files", project_id="peer-project"))["dsid"]


@pytest.fixture
def picture(client, run, tmp_path):
    """The MFID of a picture in the dataset."""
    (tmp_path / "p.png").write_bytes(png(8, 8))
    return client.datasets.add_file(run, str(tmp_path / "p.png"), skip_ingestion=True)["associated_file"]["mfid"]


def names(client, dataset):
    return sorted(each["filename"] for each in client.datasets.list_files(dataset))


def test_files_are_added_listed_and_downloaded(terminal, client, run):
    for name in ("a.csv", "b.csv", "c.txt"):
        (terminal.folder / name).write_text(name, encoding="utf-8")
    terminal("dataset", "add-file", run, "-i", "a.csv", "b.csv", "--no-ingest")
    terminal("dataset", "add-file", run, "-i", "c.txt", "--upload-protocol", "signed", "--wait")
    assert ["a.csv", "b.csv", "c.txt"] == names(client, run)
    assert "c.txt" in terminal("dataset", "list-files", run)
    terminal("dataset", "download", run, "-o", "one", "--include", "*.csv")
    assert {"a.csv", "b.csv"} <= {path.name for path in (terminal.folder / "one").rglob("*.csv")}
    terminal("download", run, "-o", "two", "--exclude", "*.csv")
    assert {"c.txt", "record.json"} == {path.name for path in (terminal.folder / "two").rglob("*") if path.is_file()}
    assert "c.txt" == next((terminal.folder / "two").rglob("c.txt")).read_text(encoding="utf-8")


def test_upload_makes_a_dataset_of_files(terminal, client, project):
    (terminal.folder / "data.csv").write_text("x\n", encoding="utf-8")
    terminal(
        "upload", "-i", "data.csv", "--project-id", "peer-project", "-n", "uploaded at once", "-u",
        "--metadata", '{"by": "upload"}',
    )  # fmt: skip
    (made,) = client.datasets.list(dataset_name="uploaded at once", include_metadata=True)
    assert "upload" == made["scientific_metadata"]["by"]
    assert ["data.csv"] == names(client, made["unique_id"])


def test_a_file_is_read_downloaded_replaced_and_deleted(terminal, client, run, picture):
    assert "p.png" in terminal("file", "get", picture)
    assert "p.png" in terminal("file", "list", "--dataset", run)
    terminal("file", "download", picture, "-o", "out")
    assert png(8, 8) == (terminal.folder / "out" / "p.png").read_bytes()
    (terminal.folder / "new.png").write_bytes(png(9, 9))
    terminal("file", "replace", picture, "-i", "new.png", "--no-ingest", "--yes")
    terminal("file", "download", picture, "-o", "again")
    assert png(9, 9) == (terminal.folder / "again" / "p.png").read_bytes()
    terminal("file", "delete", picture, "--yes")
    assert [] == names(client, run)


def test_ingestion_is_asked_for_and_waited_for(terminal, client, run, picture):
    terminal("file", "request-ingestion", picture, "--ingestor", "ImageIngestor", "--wait")
    assert "complete" in terminal("file", "ingestion", picture)
    assert "complete" in terminal("dataset", "ingestion", run)
    number = max(each["id"] for each in client.ingestions.list(file_id=picture))
    assert "complete" in terminal("ingestion", "wait", number)
    assert "ImageIngestor" in terminal("ingestion", "get", number)
    assert str(number) in terminal("ingestion", "list", "--dataset", run)
    assert "ImageIngestor" in terminal("ingestion", "list-ingestors")


def test_a_recipe_is_cast(terminal, client, project):
    pytest.importorskip("fcntl", reason="the peer's recipes need a Unix")
    (terminal.folder / "r.csv").write_text("r\n", encoding="utf-8")
    (terminal.folder / "r.crux").write_text(
        "config: {project_id: peer-project}\n---\n"
        "dataset: {id: d, name: cast run, files: [r.csv], samples: [{ref: s}]}\n---\n"
        "sample: {id: s, name: cast film}\n",
        encoding="utf-8",
    )
    assert "OK" in terminal("cast", "r.crux", "--validate")
    terminal("cast", "r.crux")
    (made,) = client.datasets.list(dataset_name="cast run", include_links=True)
    assert ["cast film"] == [each["name"] for each in made["links"]]
    assert ["r.csv"] == names(client, made["unique_id"])
    assert "created" in terminal("cast", "r.crux", "--show")


def test_a_record_is_deleted_after_review(terminal, client, run):
    terminal("deletion", "request", run, "-m", "not needed")
    (asked,) = (each for each in client.deletions.list(status="pending", limit=None) if each["resource_id"] == run)
    assert run in terminal("deletion", "get", asked["id"])
    assert "cli files" in terminal("deletion", "list", "--status", "pending", "--scope", "reviewable")
    terminal("deletion", "approve", asked["id"], "-m", "fine")
    terminal("deletion", "delete", run)
    (entry,) = client.deletions.list_deleted(resource_id=run)
    assert run in terminal("deletion", "get-deleted", entry["id"])
    assert "cli files" in terminal("deletion", "list-deleted", "--resource", run)


def test_a_request_is_rejected(terminal, client, run):
    asked = client.deletions.request(run)["id"]
    terminal("deletion", "reject", asked, "-m", "keep")
    assert "rejected" == client.deletions.get(asked)["status"]


def test_the_cache_is_shown_and_cleared(terminal):
    cache = terminal.folder / "cache"
    (cache / "datasets" / "x").mkdir(parents=True)
    assert str(cache) in terminal("cache", "show", CRUCIBLE_CACHE_DIR=str(cache))
    terminal("cache", "clear", "--yes", CRUCIBLE_CACHE_DIR=str(cache))
    assert [] == list(cache.iterdir())


def test_a_label_is_printed(terminal, run, printer):
    labels = printer("lab4-zebra")
    terminal("print", "barcode", "lab4-zebra", run, "run")
    assert 1 == len(list(labels.iterdir()))


def test_a_qr_code_is_shown(terminal, run, differs):
    with differs("crucible qr"):
        terminal("qr", run)
