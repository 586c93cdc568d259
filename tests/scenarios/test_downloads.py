"""Downloads of one record and of many: what is fetched, what happens to what is there, what is said about it."""

import json
from pathlib import Path

import pytest

from crucible import errors

NOBODY = "0tkn2knjast3h0008nyq9zps2c"


@pytest.fixture
def several(new, tmp_path):
    """Make datasets, each with the same two files."""

    async def make(number, **fields):
        path = tmp_path / "source"
        path.mkdir(exist_ok=True)
        (path / "a.txt").write_text("aaaa")
        (path / "b.txt").write_text("bb")
        files = {"a.txt": path / "a.txt", "raw/b.txt": path / "b.txt"}
        return [await new.dataset(f"run {one}", files=files, skip_ingestion=True, **fields) for one in range(number)]

    return make


def paths_of(folder, *records):
    """Where the files of `several` are."""
    names = ("record.json", "a.txt", "raw/b.txt")
    return [str(folder / record.unique_id / name) for record in records for name in names]


def states(report):
    return {(line.dataset_id, line.name): line.state for line in report.lines}


# --- many at once


async def test_several_datasets_come_in_the_order_in_which_they_were_named(client, several, tmp_path):
    first, second, third = await several(3)
    paths = await client.download([second, first.unique_id, third, second], tmp_path / "out")
    assert paths_of(tmp_path / "out", second, first, third) == paths
    assert paths == [path for path in paths if Path(path).is_file()]


async def test_all_that_a_search_finds_is_downloaded(client, new, several, tmp_path):
    made = await several(3, session_name=new.word)
    found = client.datasets.list(session_name=new.word, limit=None)
    paths = await client.download(found, tmp_path / "out", no_record=True, include="a.txt")
    assert {str(tmp_path / "out" / dataset.unique_id / "a.txt") for dataset in made} == set(paths)


async def test_a_record_nobody_knows_is_a_line_and_the_others_arrive(client, several, tmp_path):
    (dataset,) = await several(1)
    with pytest.raises(errors.PartialTransferError, match=NOBODY) as caught:
        await client.download([NOBODY, dataset], tmp_path / "out")
    there = {(dataset.unique_id, name): "saved" for name in ("record.json", "a.txt", "raw/b.txt")}
    assert {(NOBODY, "record.json"): "failed"} | there == states(caught.value.report)
    with pytest.raises(errors.UnknownResourceError):
        await client.download(NOBODY, tmp_path / "out")


async def test_an_empty_list_is_said_aloud(client, tmp_path, caplog):
    assert [] == await client.download([], tmp_path / "out")
    assert "list of resources is empty" in caplog.text


async def test_a_pattern_that_chooses_nothing_is_said_once_for_all(client, several, tmp_path, caplog):
    datasets = await several(2)
    await client.download(datasets, tmp_path / "out", include="*.h5")
    assert 1 == caplog.text.count("is chosen by")
    await client.download(datasets[0], tmp_path / "out", include="*.h5")
    assert "it has 2: a.txt, raw/b.txt" in caplog.text


@pytest.mark.parametrize("wrong", [7, [7], ["x"], None])
async def test_what_names_no_record_is_refused(client, tmp_path, wrong):
    with pytest.raises(errors.UsageError):
        await client.download(wrong, tmp_path / "out")


async def test_a_sample_is_downloaded_with_its_datasets(client, new, several, tmp_path):
    sample = await new.sample()
    made = await several(2, samples=[sample])
    alone = await client.samples.download(sample, tmp_path / "out")
    assert [str(tmp_path / "out" / sample.unique_id / "record.json")] == alone
    paths = await client.samples.download(sample, tmp_path / "out", datasets=True)
    assert sorted(alone + paths_of(tmp_path / "out", *made)) == sorted(paths)
    assert alone[0] == paths[0]


async def test_a_project_is_downloaded_with_its_samples_and_datasets(client, new, several, tmp_path):
    sample = await new.sample()
    made = await several(2)
    paths = await client.projects.download(new.project_id, tmp_path / "out", no_files=True)
    project = await client.projects.get(new.project_id)
    identities = [project.unique_id, sample.unique_id, *sorted(dataset.unique_id for dataset in made)]
    assert identities == sorted((Path(path).parent.name for path in paths), key=identities.index)


# --- what is there already


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "saved kept"),
        ({"existing": "refresh"}, "saved kept"),
        ({"existing": "overwrite"}, "saved saved"),
        ({"existing": "skip"}, "differs kept"),
        ({"overwrite_existing": False}, "differs kept"),
        ({"overwrite_existing": False, "existing": "skip"}, "differs kept"),
    ],
    ids=str,
)
async def test_what_is_there_is_kept_replaced_or_reported(client, several, tmp_path, options, expected):
    (dataset,) = await several(1)
    await client.download(dataset, tmp_path / "out")
    spoilt = tmp_path / "out" / dataset.unique_id / "a.txt"
    spoilt.write_text("AAAA")
    try:
        report = (await client.download(dataset, tmp_path / "out", **options)).report
    except errors.PartialTransferError as error:
        report = error.report
    found = states(report)
    assert expected == f"{found[dataset.unique_id, 'a.txt']} {found[dataset.unique_id, 'raw/b.txt']}"
    assert ("AAAA" if "differs" in expected else "aaaa") == spoilt.read_text()


async def test_nothing_is_fetched_if_something_is_there_and_that_is_an_error(client, several, tmp_path):
    first, second = await several(2)
    await client.download(second, tmp_path / "out")
    for wanted in (second, [first, second]):
        with pytest.raises(errors.TransferError, match=r"record\.json is there already"):
            await client.download(wanted, tmp_path / "out", existing="error")
    assert not (tmp_path / "out" / first.unique_id).exists()
    assert 3 == len(await client.download(first, tmp_path / "out", existing="error"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"existing": "refresh", "overwrite_existing": False}, "existing= alone"),
        ({"existing": "overwrite", "overwrite_existing": False}, "existing= alone"),
        ({"existing": "Skip"}, "error, skip, overwrite, refresh"),
        ({"workers": 0}, "1 or more"),
        ({"bytes_per_second": 0}, "1 or more"),
        ({"max_bytes": -1}, "0 or more"),
        ({"include": ""}, "pattern"),
    ],
    ids=str,
)
async def test_options_that_cannot_be_right_are_refused(client, tmp_path, options, words):
    with pytest.raises(errors.UsageError, match=words):
        await client.download(NOBODY, tmp_path / "out", **options)


# --- what is only looked at, left, or not compared


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(client, several, tmp_path):
    (dataset,) = await several(1)
    paths = await client.download(dataset, tmp_path / "out", dry_run=True)
    assert paths_of(tmp_path / "out", dataset) == paths
    assert {"planned"} == {line.state for line in paths.report}
    assert "3 files (dry run): 3 planned" in str(paths.report)
    assert not (tmp_path / "out").exists()


async def test_a_dry_run_reads_what_is_there(client, several, tmp_path):
    (dataset,) = await several(1)
    await client.download(dataset, tmp_path / "out")
    (tmp_path / "out" / dataset.unique_id / "a.txt").write_text("AAAA")
    expected = {"skip": "kept differs kept", "refresh": "kept planned kept", "overwrite": "planned planned planned"}
    for existing, wanted in expected.items():
        report = (await client.download(dataset, tmp_path / "out", existing=existing, dry_run=True)).report
        assert wanted == " ".join(line.state for line in report)


async def test_files_beyond_a_number_of_bytes_are_left_and_fetched_later(client, several, tmp_path, caplog):
    first, second = await several(2)
    report = (await client.download([first, second], tmp_path / "out", no_record=True, max_bytes=7)).report
    assert ["saved", "saved", "left", "left"] == [line.state for line in report]
    assert "2 files were left: max_bytes=7" in caplog.text
    assert ["left", "left"] == [line.state for line in report.left]
    later = await client.download([first, second], tmp_path / "out", no_record=True)
    assert ["kept", "kept", "saved", "saved"] == [line.state for line in later.report]


async def test_without_comparing_checksums_sizes_are_compared_and_that_is_said(client, several, tmp_path):
    (dataset,) = await several(1)
    report = (await client.download(dataset, tmp_path / "out", verify=False)).report
    assert "not compared: verify=False" in str(report)
    here = tmp_path / "out" / dataset.unique_id / "a.txt"
    here.write_text("AAAA")
    await client.download(dataset, tmp_path / "out", verify=False)
    assert "AAAA" == here.read_text()
    here.write_text("AAA")
    await client.download(dataset, tmp_path / "out", verify=False)
    assert "aaaa" == here.read_text()


# --- the manifest, and the comparison with it or with the service


async def test_each_transfer_writes_what_it_brought_into_the_manifest(client, several, tmp_path):
    (dataset,) = await several(1)
    files = {file.filename: file for file in await client.datasets.list_files(dataset)}
    folder = tmp_path / "out" / dataset.unique_id
    for pattern in ("a.txt", "b.txt"):
        await client.download(dataset, tmp_path / "out", include=pattern)
    lines = (folder / f".{dataset.unique_id}.manifest.jsonl").read_text("utf-8").splitlines()
    found = {entry["name"]: entry for entry in map(json.loads, lines)}
    assert ["a.txt", "raw/b.txt", "record.json"] == list(found)
    file = files["a.txt"]
    assert [4, file.sha256_hash, file.mfid, dataset.unique_id, "saved"] == [
        found["a.txt"][key] for key in ("size", "sha256", "mfid", "dataset", "state")
    ]


@pytest.mark.parametrize("offline", [False, True])
async def test_a_folder_is_compared_file_by_file(client, several, tmp_path, offline):
    first, second = await several(2)
    out = tmp_path / "out"
    await client.download([first, second], out)
    report = await client.verify(out, offline=offline)
    assert (True, 6) == (report.ok, len(report))
    folder = out / first.unique_id
    (folder / "a.txt").write_text("AAAA")
    (folder / "raw" / "b.txt").rename(folder / "raw" / "b (1).txt")
    (folder / "notes.md").write_text("mine")
    report = await client.verify(out, offline=offline)
    assert not report.ok
    assert (["a.txt"], ["raw/b.txt"]) == (names(report.different), names(report.missing))
    assert (["raw/b (1).txt"], ["notes.md"]) == (names(report.duplicate), names(report.extra))
    assert 4 == sum(line.state == "ok" for line in report)
    assert (await client.verify(out / second.unique_id, offline=offline)).ok
    chosen = await client.verify(folder, offline=offline, include="*.md")
    assert ["notes.md"] == names(chosen.extra) and not chosen.missing
    assert "different" in str(report) and "6 files" not in repr(chosen)


def names(lines):
    return [line.name for line in lines]


async def test_what_a_download_with_a_pattern_left_out_is_missing(client, several, tmp_path):
    (dataset,) = await several(1)
    await client.download(dataset, tmp_path / "out", include="a.txt")
    assert ["raw/b.txt"] == names((await client.verify(tmp_path / "out")).missing)
    assert (await client.verify(tmp_path / "out", include="a.txt")).ok
    assert (await client.verify(tmp_path / "out", offline=True)).ok


async def test_a_folder_that_nothing_was_downloaded_to_is_refused(client, several, tmp_path):
    with pytest.raises(errors.UsageError, match="Nothing was downloaded"):
        await client.verify(tmp_path)
    with pytest.raises(errors.UsageError, match="no folder"):
        await client.verify(tmp_path / "nowhere")
    (dataset,) = await several(1)
    await client.download(dataset, tmp_path / "out")
    (tmp_path / "out" / dataset.unique_id / f".{dataset.unique_id}.manifest.jsonl").unlink()
    with pytest.raises(errors.TransferError, match="no manifest"):
        await client.verify(tmp_path / "out" / dataset.unique_id, offline=True)


async def test_a_damaged_manifest_is_told_and_written_anew_by_the_next_download(client, several, tmp_path):
    dataset, other = await several(2)
    folder = tmp_path / dataset.unique_id
    await client.download([dataset, other], tmp_path)
    written = folder / f".{dataset.unique_id}.manifest.jsonl"
    whole = written.read_text("utf-8")
    for damaged in (whole[: len(whole) // 2], "\x00\n[]\n", ""):
        written.write_text(damaged, "utf-8")
        assert (await client.verify(folder)).ok
        with pytest.raises(errors.TransferError, match="damaged"):
            await client.verify(folder, offline=True)
        (line,) = (await client.verify(tmp_path, offline=True)).unchecked
        assert "damaged" in line.reason
        await client.download(dataset, tmp_path)
        assert (await client.verify(folder, offline=True)).ok
    (folder / "mine.txt").write_text("mine")
    (line,) = (await client.verify(folder, offline=True)).extra
    assert "the manifest has no such file" == line.reason


async def test_a_comparison_is_followed(client, several, tmp_path):
    (dataset,) = await several(1)
    await client.download(dataset, tmp_path)
    (tmp_path / dataset.unique_id / "a.txt").unlink()
    seen = []
    await client.verify(tmp_path, progress=seen.append)
    ends = {event.name: event.state for event in seen if event.state != "checking"}
    assert {"a.txt": "missing", "raw/b.txt": "ok", "record.json": "ok"} == ends
    last = seen[-1]
    assert (3, 3) == (last.done_files, last.total_files)
    assert last.total_size_bytes == last.total_done_bytes == last.total_moved_bytes > 2


async def test_a_single_file_is_compared_too(client, several, tmp_path):
    (dataset,) = await several(1)
    file = (await client.datasets.list_files(dataset))[0]
    await client.files.download(file, tmp_path / "one")
    assert ["ok"] == [line.state for line in await client.verify(tmp_path / "one", offline=True)]


# --- in the background


async def test_a_download_in_the_background_is_waited_for(client, several, tmp_path):
    made = await several(2)
    seen = []
    handle = await client.start_download(made, tmp_path / "out", progress=seen.append)
    assert paths_of(tmp_path / "out", *made) == await handle.wait(timeout=60)
    assert (True, 4, seen[-1]) == (handle.done, handle.progress.done_files, handle.progress)
    assert "ended, 4 of 4 files" in repr(handle)


async def test_what_a_download_in_the_background_raises_is_raised_where_it_is_waited_for(client, tmp_path):
    handle = await client.start_download(NOBODY, tmp_path / "out")
    for _ in range(2):
        with pytest.raises(errors.NotFoundError):
            await handle.wait(timeout=60)
    assert "ended with" in repr(handle)


async def test_a_download_in_the_background_is_cancelled_and_goes_on_later(client, several, tmp_path):
    (dataset,) = await several(1)
    handle = await client.start_download(dataset, tmp_path / "out", bytes_per_second=1)
    with pytest.raises(errors.TransferTimeoutError, match="goes on"):
        await handle.wait(timeout=0.01)
    handle.cancel()
    with pytest.raises(errors.TransferCancelledError):
        await handle.wait(timeout=60)
    assert 3 == len(await client.download(dataset, tmp_path / "out"))
