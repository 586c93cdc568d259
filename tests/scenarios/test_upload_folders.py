"""Folders, globs and many files at once, as people upload them."""

import json
import os
import sys

import pytest

from crucible import errors


@pytest.fixture
def night(tmp_path):
    """A folder of different contents, since a dataset keeps each content once."""
    for name in ["a.txt", "raw/b.txt", "raw/dark/c.txt", "notes.md"]:
        path = tmp_path / "night" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the content of {name}")
    return tmp_path / "night"


def told(report):
    return {line.name: line.state for line in report}


async def stored(client, dataset):
    return sorted(file.filename for file in await client.datasets.list_files(dataset))


NAMES = ["a.txt", "notes.md", "raw/b.txt", "raw/dark/c.txt"]


async def test_a_folder_is_uploaded_with_the_paths_inside_it_and_comes_back_the_same(client, new, night, tmp_path):
    dataset = await new.dataset()
    files = await client.upload(dataset, night)
    assert NAMES == [file.filename for file in files]
    assert NAMES == [line.name for line in files.report]
    assert {"sent"} == {line.state for line in files.report}
    assert [len(f"the content of {name}") for name in NAMES] == [file.size for file in files]
    assert NAMES == await stored(client, dataset)
    await client.download(dataset, tmp_path / "out", no_record=True)
    for name in NAMES:
        assert f"the content of {name}" == (tmp_path / "out" / dataset.unique_id / name).read_text()


async def test_an_upload_that_is_repeated_sends_nothing_and_returns_the_same(client, new, night):
    dataset = await new.dataset()
    first = await client.upload(dataset, night)
    again = await client.upload(dataset, night)
    assert list(first) == list(again)
    assert {"known"} == {line.state for line in again.report}
    assert [line.sha256 for line in first.report] == [line.sha256 for line in again.report]


async def test_an_uploaded_folder_can_be_verified(client, new, night):
    await client.upload(await new.dataset(), night)
    assert (await client.verify(night)).ok
    assert (await client.verify(night, offline=True)).ok
    (night / "a.txt").write_text("changed")
    assert ["a.txt"] == [line.name for line in (await client.verify(night)).different]


async def test_patterns_and_a_prefix_choose_names(client, new, night):
    dataset = await new.dataset()
    files = await client.datasets.add_files(dataset, night, include="*.txt", exclude="**/dark/", prefix="first night")
    assert ["first night/a.txt", "first night/raw/b.txt"] == [file.filename for file in files]
    assert ["other.md"] == [file.filename for file in await client.upload(dataset, {"other.md": night / "notes.md"})]
    assert ["dark/c.txt"] == [file.filename for file in await client.upload(dataset, str(night / "raw" / "**" / "c*"))]


async def test_a_dry_run_says_what_would_be_done_and_sends_nothing(client, new, night):
    dataset = await new.dataset()
    await client.datasets.add_file(dataset, night / "a.txt")
    await client.datasets.add_file(dataset, night / "raw" / "b.txt", name="as it was.txt")
    (night / "other").write_text("other")
    await client.datasets.add_file(dataset, night / "other", name="notes.md")
    (night / "other").unlink()
    before = await stored(client, dataset)
    options = {"dry_run": True}
    expected = {"a.txt": "known", "raw/b.txt": "known", "raw/dark/c.txt": "planned"}
    for existing, state in [("error", "failed"), ("skip", "differs"), ("overwrite", "planned")]:
        uploaded = await client.upload(dataset, night, existing=existing, **options)
        assert [] == list(uploaded)
        assert {**expected, "notes.md": state} == told(uploaded.report)
    assert before == await stored(client, dataset)


async def test_other_content_under_a_name_fails_alone_or_is_left_alone(client, new, night):
    dataset = await new.dataset()
    (night.parent / "a.txt").write_text("other")
    kept = await client.datasets.add_file(dataset, night.parent / "a.txt")
    with pytest.raises(errors.PartialTransferError, match="1 of 4 files were not sent") as caught:
        await client.upload(dataset, night)
    assert {**dict.fromkeys(NAMES, "sent"), "a.txt": "failed"} == told(caught.value.report)
    assert isinstance(caught.value.__cause__, errors.ConflictError)
    files = await client.upload(dataset, night, existing="skip")
    assert {**dict.fromkeys(NAMES, "known"), "a.txt": "differs"} == told(files.report)
    assert kept == files[0]
    assert kept == await client.datasets.add_file(dataset, night / "a.txt", existing="skip")


async def test_other_content_under_a_name_is_overwritten(client, new, night):
    dataset = await new.dataset()
    (night.parent / "a.txt").write_text("other")
    await client.datasets.add_file(dataset, night.parent / "a.txt")
    files = await client.upload(dataset, night, existing="overwrite")
    assert {"sent"} == {line.state for line in files.report}
    assert NAMES == await stored(client, dataset)
    assert len("the content of a.txt") == (await client.datasets.list_files(dataset))[0].size


async def test_files_that_vanish_or_cannot_be_read_fail_alone(client, new, night):
    dataset = await new.dataset()
    gone = []

    def remove(progress):
        if not gone:
            gone.append(progress.name)
            (night / "raw" / "dark" / "c.txt").unlink()

    with pytest.raises(errors.PartialTransferError, match=r"c\.txt") as caught:
        await client.upload(dataset, night, progress=remove, workers=1)
    assert {**dict.fromkeys(NAMES, "sent"), "raw/dark/c.txt": "failed"} == told(caught.value.report)
    line = next(line for line in caught.value.report if line.state == "failed")
    assert (night / "raw" / "dark" / "c.txt", "raw/dark/c.txt") == (line.path, line.name)
    assert NAMES[:3] == await stored(client, dataset)


async def test_a_limit_of_bytes_leaves_files_and_is_no_error(client, new, night):
    dataset = await new.dataset()
    files = await client.upload(dataset, night, max_bytes=45)
    assert {**dict.fromkeys(NAMES, "left"), "a.txt": "sent", "notes.md": "sent"} == told(files.report)
    assert ["raw/b.txt", "raw/dark/c.txt"] == [line.name for line in files.report.left]


async def test_progress_ends_with_all_files_and_bytes(client, new, night):
    seen = []
    files = await client.upload(await new.dataset(), night, progress=seen.append)
    size = sum(file.size for file in files)
    assert (4, 4, size, size) == (
        max(event.done_files for event in seen),
        seen[-1].total_files,
        max(event.total_done_bytes for event in seen),
        seen[-1].total_size_bytes,
    )


async def test_what_a_callback_raises_ends_the_upload(client, new, night):
    def refuse(_):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        await client.upload(await new.dataset(), night, progress=refuse)


async def test_a_dataset_that_is_not_there_is_one_error(client, night):
    with pytest.raises(errors.NotFoundError):
        await client.upload("0tkn2knjast3h0008nyq9zps2c", night)


@pytest.mark.parametrize(
    ("paths", "options", "words"),
    [
        ("missing", {}, "cannot be read"),
        ("night", {"existing": "refresh"}, "existing='refresh'"),
        ("night", {"workers": 0}, "workers=0"),
        ("night", {"workers": "2"}, "workers='2' is no whole number"),
        ("night", {"max_bytes": 1.5}, "max_bytes=1.5 is no whole number"),
        ("night", {"bytes_per_second": "1M"}, "bytes_per_second='1M' is no number"),
        ("night", {"progress": "bar"}, "progress='bar' is no function"),
        ("night", {"max_bytes": -1}, "max_bytes=-1"),
        ("night", {"bytes_per_second": 0}, "bytes_per_second=0"),
        ("night", {"include": "../x"}, "can match nothing"),
        ("night", {"prefix": "../x"}, "not safe"),
        (["night/a.txt", "night/other/a.txt"], {}, "Two files would be called 'a.txt'"),
    ],
)
async def test_what_cannot_be_right_is_refused_before_anything_is_sent(
    client, new, night, monkeypatch, paths, options, words
):
    (night / "other").mkdir()
    (night / "other" / "a.txt").write_text("1")
    monkeypatch.chdir(night.parent)
    dataset = await new.dataset()
    with pytest.raises(errors.UsageError, match=words):
        await client.upload(dataset, paths, **options)
    assert [] == await stored(client, dataset)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
async def test_special_files_are_reported_and_the_others_sent(client, new, night):
    os.mkfifo(night / "pipe")
    files = await client.upload(await new.dataset(), night)
    assert {**dict.fromkeys(NAMES, "sent"), "pipe": "left"} == told(files.report)
    assert NAMES == [file.filename for file in files]


@pytest.mark.skipif(sys.platform != "linux", reason="needs files without a size")
async def test_a_file_that_is_made_while_it_is_read_is_refused(client, new):
    with pytest.raises(errors.TransferError, match="bytes, although the system says 0"):
        await client.datasets.add_file(await new.dataset(), "/proc/self/status")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="needs names that are not UTF-8")
async def test_names_that_are_no_text_are_reported_so_that_they_can_be_printed(client, new, night):
    for name in [b"sp\xe9cimen.txt", b"\x1b[31mred"]:
        (night / os.fsdecode(name)).write_text(f"{name}")
    dataset = await new.dataset()
    with pytest.raises(errors.PartialTransferError) as caught:
        await client.upload(dataset, night)
    assert {**dict.fromkeys(NAMES, "sent"), "sp\udce9cimen.txt": "failed", "\x1b[31mred": "failed"} == told(
        caught.value.report
    )
    for text in [str(caught.value), *str(caught.value.report).splitlines()]:
        assert text.encode().decode().isprintable()
    renamed = await client.upload(dataset, {"specimen.txt": night / os.fsdecode(b"sp\xe9cimen.txt")})
    assert ["specimen.txt"] == [file.filename for file in renamed]


async def test_what_goes_wrong_with_one_file_names_it_and_the_dataset(client, new, night):
    dataset = await new.dataset()
    await client.datasets.add_file(dataset, night / "a.txt", name="b.txt")
    (night / "a.txt").write_text("other content")
    with pytest.raises(errors.ConflictError, match=f"{dataset.unique_id}.*b.txt"):
        await client.datasets.add_file(dataset, night / "a.txt", name="b.txt")
    with pytest.raises(errors.NotFoundError, match=r"a\.txt was not sent to dataset 0tkn2knjast3h0008nyq9zps2c: "):
        await client.datasets.add_file("0tkn2knjast3h0008nyq9zps2c", night / "a.txt")


async def test_an_upload_runs_in_the_background(client, new, night):
    dataset = await new.dataset()
    handle = await client.start_upload(dataset, night)
    handle = getattr(handle, "_target", handle)
    waiting = handle.wait(timeout=60)
    files = await waiting if hasattr(waiting, "__await__") else waiting
    again = await client.upload(dataset, night)
    assert NAMES == [file.filename for file in files]
    assert list(again) == list(files)
    assert {type(file) for file in again} == {type(file) for file in files}
    assert (True, 4) == (handle.done, handle.progress.done_files)


async def test_files_can_be_asked_to_be_read_at_once(client, new, tmp_path):
    found = {"ingestion_class": "Fake", "fields": {}, "keywords": [], "thumbnails": []}
    for number in range(3):
        text = json.dumps({**found, "scientific_metadata": {"number": number}})
        (tmp_path / f"{number}.txt").write_text(f"PRINT\n{text}")
    dataset = await new.dataset()
    files = await client.datasets.add_files(dataset, tmp_path / "*.txt", wait_for_ingestion_response=True)
    requests = await client.ingestions.list(dataset).all()
    assert {file.mfid for file in files} == {request.file_mfid for request in requests}
    assert {"complete"} == {request.status for request in requests}


async def test_files_of_one_content_are_read_once(client, new, tmp_path):
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"content {number % 20}")
    dataset = await new.dataset()
    files = await client.datasets.add_files(dataset, tmp_path / "*.txt", "Fake")
    assert [f"{number % 20:02}.txt" for number in range(40)] == [file.filename for file in files]
    requests = await client.ingestions.list(dataset).all()
    assert sorted({file.mfid for file in files}) == sorted(request.file_mfid for request in requests)
    paths = {f"{number}.txt": tmp_path / f"{number:02}.txt" for number in (3, 23, 4)}
    made = await client.datasets.create(dataset_name="read at once", files=paths, ingestor="Fake")
    assert ["3.txt", "4.txt"] == await stored(client, made)
    assert 2 == len(await client.ingestions.list(made).all())


async def test_files_that_were_left_alone_are_not_read(client, new, night):
    dataset = await new.dataset()
    (night.parent / "a.txt").write_text("of somebody else")
    await client.datasets.add_file(dataset, night.parent / "a.txt")
    await client.datasets.add_files(dataset, night, "Fake", include="*.txt", existing="skip")
    read = {request.file_mfid for request in await client.ingestions.list(dataset).all()}
    assert ["raw/b.txt", "raw/dark/c.txt"] == sorted(
        file.filename for file in await client.datasets.list_files(dataset) if file.mfid in read
    )
