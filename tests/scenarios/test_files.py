"""Files by their own ids, files kept elsewhere, and requests to read them."""

import hashlib
from datetime import UTC, datetime

import pytest

from crucible import errors

CONTENT = (
    b'PRINT\n{"ingestion_class": "Fake", "fields": {}, "scientific_metadata": {}, "keywords": [], "thumbnails": []}'
)


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.txt"
    path.write_bytes(CONTENT)
    return path


async def test_one_file_is_downloaded_under_its_name(client, new, scan, tmp_path):
    file = await client.datasets.add_file(await new.dataset(), scan, name="raw/scan.txt")
    target = await client.files.download(file, tmp_path / "out")
    assert str(tmp_path / "out" / "raw" / "scan.txt") == target
    assert CONTENT == (tmp_path / "out" / "raw" / "scan.txt").read_bytes()


async def test_a_file_that_is_there_is_kept_or_replaced(client, new, scan, tmp_path):
    file = await client.datasets.add_file(await new.dataset(), scan)
    there = tmp_path / "out" / "scan.txt"
    there.parent.mkdir()
    there.write_text("mine")
    with pytest.raises(errors.TransferError, match="overwrite_existing=False"):
        await client.files.download(file.mfid, there.parent, overwrite_existing=False)
    assert "mine" == there.read_text()
    await client.files.download(file.mfid, there.parent)
    assert CONTENT == there.read_bytes()
    assert str(there) == await client.files.download(file.mfid, there.parent, overwrite_existing=False)


async def test_a_file_called_like_a_record_is_downloaded(client, new, scan, tmp_path):
    file = await client.datasets.add_file(await new.dataset(), scan, name="record.json")
    assert str(tmp_path / "record.json") == await client.files.download(file, tmp_path)


async def test_the_bytes_of_one_file_are_followed(client, new, scan, tmp_path):
    file, seen = await client.datasets.add_file(await new.dataset(), scan), []
    await client.files.download(file, tmp_path / "out", progress=seen.append)
    assert len(CONTENT) == seen[-1].done_bytes


async def test_a_dataset_is_downloaded_in_part(client, new, scan, tmp_path):
    dataset = await new.dataset(files=dict.fromkeys(("a[1].txt", "b/a[1].txt", "c.txt"), scan), skip_ingestion=True)
    files = {file.filename for file in await client.datasets.list_files(dataset)}
    folder = tmp_path / dataset.unique_id
    wanted = sorted(str(folder / name) for name in files if name.endswith("a[1].txt"))
    by_name = await client.datasets.download(dataset, r"a\[\d\]\.txt", tmp_path, no_record=True)
    by_pattern = await client.datasets.download(dataset, None, tmp_path, no_record=True, include="a[[]1].txt")
    assert wanted == sorted(by_name) == sorted(by_pattern)
    assert [str(folder / "record.json")] == await client.datasets.download(dataset, "nothing", tmp_path)


@pytest.mark.parametrize(("options", "words"), [({"include": "*"}, "both choose"), ({}, "no regular expression")])
async def test_names_that_choose_nothing_sensible_are_refused(client, new, tmp_path, options, words):
    with pytest.raises(errors.UsageError, match=words):
        await client.datasets.download(await new.dataset(), "(", tmp_path, **options)


async def test_a_deleted_file_is_gone(client, new, scan):
    dataset = await new.dataset()
    file = await client.datasets.add_file(dataset, scan)
    assert await client.files.delete(file) is None
    assert [] == await client.datasets.list_files(dataset)
    with pytest.raises(errors.NotFoundError):
        await client.files.delete(file.mfid)


async def test_a_file_is_renamed(client, new, scan):
    file = await client.datasets.add_file(await new.dataset(), scan)
    assert "other.txt" == (await client.files.update(file, filename="other.txt")).filename
    with pytest.raises(errors.InvalidRequestError):
        await client.files.update(file, size=5)
    with pytest.raises(errors.UsageError, match="Did you mean 'filename'"):
        await client.files.update(file, file_name="other.txt")


async def test_addresses_of_files_are_for_showing_or_saving(client, new, scan):
    dataset = await new.dataset()
    file = await client.datasets.add_file(dataset, scan)
    inline = (await client.datasets.get_download_links(dataset, disposition="inline"))[file.mfid]
    saved = (await client.datasets.get_download_links(dataset))[file.mfid]
    assert ("inline" in inline, "inline" in saved) == (True, False)
    assert "inline" in (await client.files.get_download_link(file, disposition="inline")).url


# ---- files that are kept elsewhere ----


async def test_a_file_kept_elsewhere_is_recorded_with_its_place(client, new, tmp_path):
    dataset = await new.dataset()
    sha256 = hashlib.sha256(b"far away").hexdigest()
    file = await client.datasets.add_remote_file(
        dataset, "raw.h5", "globus", storage_path="/shared/raw.h5", access_note="ask Ada", size=8, sha256_hash=sha256
    )
    assert ("raw.h5", "globus", "/shared/raw.h5", "ask Ada", 8, sha256) == (
        file.filename,
        file.storage_backend,
        file.storage_path,
        file.access_note,
        file.size,
        file.sha256_hash,
    )
    with pytest.raises(errors.TransferError, match="ask Ada"):
        await client.files.download(file, tmp_path)
    moved = await client.files.update(file, storage_path="/archive/raw.h5", access_note=None)
    assert ("/archive/raw.h5", None) == (moved.storage_path, moved.access_note)


@pytest.mark.parametrize("backend", ["gcs", " "])
async def test_the_services_own_storage_is_not_elsewhere(client, new, backend):
    with pytest.raises(errors.UsageError, match="add_file"):
        await client.datasets.add_remote_file(await new.dataset(), "raw.h5", backend)


# ---- requests ----


async def test_an_upload_can_ask_for_ingestion_at_once(client, new, scan):
    dataset = await new.dataset()
    file = await client.datasets.add_file(dataset, scan, "SpecialIngestor", True)
    request = await client.ingestions.list(file_id=file).first()
    assert ("complete", file.mfid) == (request.status, request.file_mfid)


async def test_a_request_is_recorded_without_work(client, new, scan):
    file = await client.datasets.add_file(await new.dataset(), scan)
    request = await client.files.request_ingestion(file, status="not_requested")
    assert ("not_requested", True) == (request.status, request.is_finished)


async def test_a_request_is_waited_for_where_it_is_made(client, new, scan):
    file = await client.datasets.add_file(await new.dataset(), scan)
    assert (await client.files.request_ingestion(file, wait_for_response=True)).is_finished


async def test_a_worker_sets_the_state_of_a_request(client, new, scan):
    file = await client.datasets.add_file(await new.dataset(), scan)
    request = await client.files.request_ingestion(file, status="not_requested")
    started = await client.ingestions.update(request, "started", ingestion_githash="4f1c2d9", ingestion_class="Mine")
    assert ("started", "4f1c2d9", "Mine", None) == (
        started.status,
        started.ingestion_githash,
        started.ingestion_class,
        started.time_completed,
    )
    before = datetime.now(UTC)
    done = await client.ingestions.update(request.id, "complete")
    assert ("complete", "4f1c2d9") == (done.status, done.ingestion_githash)
    assert before <= done.time_completed <= datetime.now(UTC)
    again = await client.ingestions.update(request.id, "complete", time_completed="2026-08-01 10:00")
    assert datetime(2026, 8, 1, 10, tzinfo=UTC) == again.time_completed


@pytest.mark.parametrize("backend", ["", "gcs", " GCS", None])
async def test_a_file_that_is_kept_elsewhere_is_not_kept_here(client, new, backend):
    with pytest.raises(errors.UsageError, match="is not elsewhere"):
        await client.datasets.add_remote_file(await new.dataset(), "run7.xy", backend)


async def test_a_checksum_is_found_in_any_case(client, new, path):
    file = await client.datasets.add_file(await new.dataset(), path)
    assert file.mfid in [found.mfid async for found in client.files.list(sha256_hash=file.sha256_hash.upper())]
