"""Uploads in signed parts, step by step."""

import hashlib
import logging
import sqlite3
from contextlib import closing

import pytest
from support.served import Served, content_of, crc32c
from support.signed import PART, put_part

from crucible import errors
from crucible.sandbox import Sandbox

CONTENT, OTHER = content_of(3 * PART - 7, 1), content_of(2 * PART, 2)


@pytest.fixture(scope="module")
def served():
    """A sandbox whose parts are small."""
    with Sandbox(ingest=False, part_size_bytes=PART) as sandbox:
        served = Served(sandbox)
        yield served
        served.close()


@pytest.fixture
def api_url(served):
    """Only v3 has signed uploads."""
    return served.sandbox.api_url


def described(content):
    return {"size": len(content), "sha256_hash": hashlib.sha256(content).hexdigest()}


def whole(content):
    return {"sha256_hash": hashlib.sha256(content).hexdigest(), "crc32c": crc32c(content)}


def checksums(content, *numbers):
    return {number: crc32c(content[(number - 1) * PART : number * PART]) for number in numbers}


async def send(client, dataset, upload, content, *numbers):
    for part in await client.uploads.sign_parts(dataset, upload, checksums(content, *numbers)):
        put_part(part, content[part.offset : part.offset + part.size])


async def test_what_is_sent_in_parts_becomes_a_file(client, new, tmp_path):
    dataset = await new.dataset()
    upload = await client.uploads.start(dataset, "runs/a.bin", **described(CONTENT))
    assert ("uploading", PART, 3, (), None) == (
        upload.state,
        upload.part_size,
        upload.part_count,
        upload.parts,
        upload.existing_file,
    )
    await send(client, dataset, upload, CONTENT, 3, 1, 2)
    file = await client.uploads.complete(dataset, upload, **whole(CONTENT))
    assert ("runs/a.bin", len(CONTENT)) == (file.filename, file.size)
    assert [file] == await client.datasets.list_files(dataset)
    (tmp_path / "out").mkdir()
    target = await client.files.download(file, tmp_path / "out")
    assert str(tmp_path / "out" / "runs" / "a.bin") == target
    assert CONTENT == (tmp_path / "out" / "runs" / "a.bin").read_bytes()


async def test_completing_again_gives_the_same_record(client, new):
    dataset = await new.dataset()
    upload = await client.uploads.start(dataset, "a.bin", **described(OTHER))
    await send(client, dataset, upload, OTHER, 1, 2)
    first = await client.uploads.complete(dataset, upload, **whole(OTHER))
    assert first == await client.uploads.complete(dataset, upload.upload_id, **whole(OTHER))


async def test_an_upload_goes_on_where_it_was_interrupted(client, new):
    dataset = await new.dataset()
    started = await client.uploads.start(dataset, "a.bin", **described(CONTENT), idempotency_key=new.word)
    await send(client, dataset, started, CONTENT, 2)
    again = await client.uploads.start(dataset, "a.bin", **described(CONTENT), idempotency_key=new.word)
    assert (started.upload_id, (2,)) == (again.upload_id, again.parts)
    assert [2] == await client.uploads.list_parts(dataset, again)
    await send(client, dataset, again, CONTENT, 1, 3)
    assert len(CONTENT) == (await client.uploads.complete(dataset, again, **whole(CONTENT))).size


async def test_each_upload_is_its_own_without_a_key(client, new):
    dataset = await new.dataset()
    uploads = [await client.uploads.start(dataset, "a.bin", **described(CONTENT)) for _ in range(2)]
    assert uploads[0].upload_id != uploads[1].upload_id


async def test_many_parts_are_signed_in_the_order_asked_for_and_listed_page_by_page(client, new, served):
    content = content_of(1003 * PART)
    dataset = await new.dataset()
    upload = await client.uploads.start(dataset, "a.bin", **described(content))
    numbers = list(range(70, 0, -1))
    parts = await client.uploads.sign_parts(dataset, upload, checksums(content, *numbers))
    assert numbers == [part.part_number for part in parts]
    assert [(number - 1) * PART for number in numbers] == [part.offset for part in parts]
    assert parts[0].expires_at.utcoffset() is not None
    with closing(sqlite3.connect(served.sandbox.root / "crucible.db")) as database, database:
        rows = [(str(upload.upload_id), number) for number in range(1, 1004)]
        database.executemany("INSERT OR IGNORE INTO upload_part VALUES (?, ?, 0)", rows)
    assert list(range(1, 1004)) == await client.uploads.list_parts(dataset, upload)


async def test_content_that_is_there_is_not_sent_again(client, new):
    dataset = await new.dataset()
    upload = await client.uploads.start(dataset, "a.bin", **described(OTHER))
    await send(client, dataset, upload, OTHER, 1, 2)
    file = await client.uploads.complete(dataset, upload, **whole(OTHER))
    again = await client.uploads.start(dataset, "b.bin", **described(OTHER))
    assert ("completed", None, file) == (again.state, again.upload_id, again.existing_file)
    with pytest.raises(errors.UsageError, match="existing_file"):
        await client.uploads.sign_parts(dataset, again, checksums(OTHER, 1))


@pytest.fixture
def stored(client, new):
    """Makes a file with content."""

    async def make():
        dataset = await new.dataset()
        upload = await client.uploads.start(dataset, "a.bin", **described(OTHER))
        await send(client, dataset, upload, OTHER, 1, 2)
        return await client.uploads.complete(dataset, upload, **whole(OTHER))

    return make


async def test_a_name_that_is_taken_names_the_file_that_has_it(client, stored):
    file = await stored()
    with pytest.raises(errors.ConflictError) as caught:
        await client.uploads.start(file.dataset_mfid, file.filename, **described(CONTENT))
    expected = {"file_mfid": file.mfid, "etag": file.etag}
    assert ("filename_exists", expected) == (caught.value.code, caught.value.data)


async def test_a_file_gets_other_content_and_stays_itself(client, stored, tmp_path):
    file = await stored()
    upload = await client.uploads.replace(file, **described(CONTENT), etag=file.etag)
    await send(client, file.dataset_mfid, upload, CONTENT, 1, 2, 3)
    now = await client.uploads.complete(file.dataset_mfid, upload, **whole(CONTENT))
    assert (file.mfid, file.filename, len(CONTENT)) == (now.mfid, now.filename, now.size)
    await client.files.download(now, tmp_path)
    assert CONTENT == (tmp_path / "a.bin").read_bytes()


async def test_content_that_somebody_else_changed_is_not_replaced_unless_that_is_wanted(client, stored):
    file = await stored()
    with pytest.raises(errors.ConflictError) as caught:
        await client.uploads.replace(file, **described(CONTENT), etag='"another"')
    assert ("etag_mismatch", file.etag) == (caught.value.code, caught.value.data["etag"])
    upload = await client.uploads.replace(file.mfid, **described(CONTENT), etag="*")
    with pytest.raises(errors.ConflictError) as caught:
        await client.uploads.replace(file, **described(CONTENT), etag="*")
    assert "replace_in_progress" == caught.value.code
    await client.uploads.abort(file.dataset_mfid, upload)


async def test_a_replacement_with_the_same_content_is_done_already(client, stored):
    file = await stored()
    assert file == (await client.uploads.replace(file, **described(OTHER), etag=file.etag)).existing_file


async def test_an_upload_that_was_given_up_is_gone(client, new):
    dataset = await new.dataset()
    upload = await client.uploads.start(dataset, "a.bin", **described(CONTENT))
    await send(client, dataset, upload, CONTENT, 1)
    assert None is await client.uploads.abort(dataset, upload)
    for step in (client.uploads.abort, client.uploads.list_parts):
        with pytest.raises(errors.NotFoundError):
            await step(dataset, upload)
    assert [] == await client.datasets.list_files(dataset)


async def test_nothing_is_complete_before_all_parts_are_there_and_right(client, new):
    dataset = await new.dataset()
    upload = await client.uploads.start(dataset, "a.bin", **described(OTHER))
    with pytest.raises(errors.ConflictError, match="0 of 2"):
        await client.uploads.complete(dataset, upload, **whole(OTHER))
    await send(client, dataset, upload, OTHER, 1, 2)
    with pytest.raises(errors.ConflictError):
        await client.uploads.complete(dataset, upload, **{**whole(OTHER), "crc32c": "AAAAAA=="})
    assert [] == await client.datasets.list_files(dataset)


@pytest.mark.parametrize("upload", [None, "", 5, "..", "../../account", "a b"])
async def test_what_names_no_upload_is_refused(client, new, upload):
    with pytest.raises(errors.UsageError, match="names no upload"):
        await client.uploads.list_parts(await new.dataset(), upload)


async def test_an_empty_file_is_sent_another_way(client, new):
    with pytest.raises(errors.UsageError, match=r"datasets\.add_file"):
        await client.uploads.start(await new.dataset(), "a.bin", **described(b""))


async def test_neither_upload_ids_nor_addresses_are_shown(client, new, caplog):
    dataset = await new.dataset()
    with caplog.at_level(logging.DEBUG):
        upload = await client.uploads.start(dataset, "a.bin", **described(CONTENT))
        (part,) = await client.uploads.sign_parts(dataset, upload, checksums(CONTENT, 1))
        await client.uploads.list_parts(dataset, upload)
        with pytest.raises(errors.ConflictError) as caught:
            await client.uploads.complete(dataset, upload, **whole(CONTENT))
    secrets = [str(upload.upload_id), str(part.url), part.url.partition("?")[2]]
    assert all(len(secret) > 10 for secret in secrets)
    # pytest also listens to the loggers of the server, which are silent otherwise
    shown = [record.getMessage() for record in caplog.records if not record.name.startswith("uvicorn")]
    assert any("{upload_id}/parts" in text for text in shown)
    shown += [str(caught.value)]
    for record in (upload, part):
        shown += [repr(record), str(record), record._repr_html_(), repr(dict(record)), repr(record.to_dict())]
    shown += [repr(upload.upload_id), repr(part.url)]
    assert [] == [secret for secret in secrets for text in shown if secret in text]


async def test_api_v2_has_no_such_uploads(served, flavour, new):
    dataset = await new.dataset()
    with pytest.warns(errors.OldApiWarning):
        old = flavour.client(served.sandbox.api_url.replace("v3", "v2"), served.sandbox.api_key)
    with pytest.raises(errors.NotAvailableError, match=r"datasets\.add_file"):
        await old.uploads.start(dataset, "a.bin", **described(CONTENT))
