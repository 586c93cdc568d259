"""`crucible upload`, `download`, `verify` and `wait`, as processes whose output goes through pipes."""

import csv
import inspect
import io
import json
import os
import re
import shlex
import signal
import sys
from pathlib import Path

import pytest
from support.bytes_world import LARGE_BYTES, SLOW, Done, begun, bytes_world, crucible, readable
from support.commands import ran

from crucible.cli.download import download
from crucible.cli.upload import upload
from crucible.client import CrucibleClient
from crucible.ids import new_mfid

no_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")


@pytest.fixture(scope="module")
def world():
    with bytes_world() as world:
        yield world


@pytest.fixture
def run(world, tmp_path, monkeypatch):
    """Run the command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)

    def run(*words, input="", env=None):
        with pytest.MonkeyPatch.context() as patch:
            for name in env or {}:
                patch.delenv(name)
            done = ran(*words, stdin=input, code=None)
        return Done(done.code, done.out, done.err)

    return run


@pytest.fixture
def piped(world, tmp_path):
    """Run the command as a process with pipes, in the same folder."""
    return lambda *words, **more: crucible(world, tmp_path, *words, **more)


def moving(folder):
    """Tell whether a part of a file has come, or a part of one was sent."""
    return lambda: any(folder.rglob("*.part"))


def lines_of(text):
    return [line for line in text.splitlines() if line]


# ---- download


def test_a_download_lists_its_files_and_says_below_how_much_it_was(world, piped, tmp_path):
    done = piped("download", world.dataset)
    assert 0 == done.code
    head, *rows = done.out.splitlines()
    assert ["state", "path", "size"] == head.split()
    folder = f"crucible-downloads/{world.dataset}"
    names = ["record.json", "a.txt", "raw/large.h5", "raw/試料 測定.h5"]
    assert [("saved", f"{folder}/{name}") for name in names] == [tuple(re.split(" {2,}", row)[:2]) for row in rows]
    assert world.contents["raw/large.h5"] == (tmp_path / folder / "raw" / "large.h5").read_bytes()
    assert done.err.startswith("3 files saved · 5.00 MB in ")


def test_the_same_as_json_csv_ids_and_paths(world, run, piped, tmp_path):
    lines = json.loads(piped("download", world.dataset, "--json").out)
    assert ["record.json", "a.txt", "raw/large.h5", "raw/試料 測定.h5"] == [line["name"] for line in lines]
    assert {"saved"} == {line["state"] for line in lines}
    assert LARGE_BYTES == lines[2]["size"] == (tmp_path / lines[2]["path"]).stat().st_size
    rows = list(csv.DictReader(io.StringIO(piped("download", world.dataset, "--csv").out)))
    assert [line["sha256"] for line in lines] == [row["sha256"] for row in rows]
    assert {"kept"} == {row["state"] for row in rows}
    assert [line["mfid"] for line in lines[1:]] == run("download", world.dataset, "--ids").out.split()
    assert [line["path"] for line in lines] == run("download", world.dataset, "--paths").out.splitlines()
    chosen = run("download", world.dataset, "--columns", "name,sha256", "--include", "a.txt", "--no-record").out
    assert [["name", "sha256"], ["a.txt", lines[1]["sha256"]]] == [line.split() for line in chosen.splitlines()]


def test_ids_come_from_standard_input_and_all_are_fetched_in_one_run(world, piped):
    done = piped("download", "-", "--json", "--no-record", input=f"{world.dataset}\n\n{world.other}\n{world.dataset}\n")
    assert (0, 4) == (done.code, len(json.loads(done.out)))


def test_nothing_on_standard_input_is_said(run):
    assert (0, "", "Nothing was asked for: the list of resources is empty.\n") == run("download", "-", input="")


def test_a_sample_brings_its_datasets_and_a_project_all_it_has(world, run):
    sample = json.loads(run("download", world.sample, "--dry-run", "--json").out)
    assert {world.sample, world.dataset} == {line["dataset_id"] for line in sample}
    project = json.loads(run("download", "my-project", "--dry-run", "--json").out)
    assert {world.project, world.sample, world.dataset, world.other} == {line["dataset_id"] for line in project}
    alone = json.loads(run("download", "my-project", world.sample, "--dry-run", "--json", "--no-datasets").out)
    assert [world.project, world.sample] == [line["dataset_id"] for line in alone]


def test_a_file_goes_into_the_folder_of_its_dataset_and_comes_once(world, run):
    alone = run("download", world.file, "--paths", "--output", "here")
    assert f"here/{world.dataset}/a.txt\n" == alone.out
    both = json.loads(run("download", world.file, world.dataset, "--output", "there", "--json").out)
    assert ["a.txt", "raw/large.h5", "raw/試料 測定.h5", "record.json"] == sorted(line["name"] for line in both)


def test_a_dry_run_shows_what_would_be_done_and_does_nothing(world, run, tmp_path):
    done = run("download", world.dataset, "--dry-run")
    assert ["planned"] * 4 == [line.split()[0] for line in done.out.splitlines()[1:]]
    assert (0, "Nothing was done: 3 files, 5.00 MB, would be fetched.\n") == (done.code, done.err)
    assert [] == list(tmp_path.iterdir())


def test_patterns_that_choose_nothing_are_said(world, run):
    done = run("download", world.dataset, "--include", "*.zzz", "--no-record")
    said = f"No file of dataset {world.dataset} is chosen; it has 3: a.txt, raw/large.h5, raw/試料 測定.h5.\n"
    assert (0, "", said) == done


def test_sizes_take_units_and_what_is_left_is_said(world, run):
    done = run("download", world.dataset, "--max-bytes", "1MB", "--no-record")
    states = [line.split()[0] for line in done.out.splitlines()[1:]]
    assert ["left", "left", "saved"] == sorted(states)
    assert (0, True) == (done.code, "files were left: --max-bytes 1000000." in done.err)
    refused = run("download", world.dataset, "--max-bytes", "much")
    assert (2, "", True) == (refused.code, refused.out, "no size, such as 500, 10MB or 1GiB" in refused.err)


def test_a_file_that_fails_is_named_and_the_same_command_fetches_it(world, run):
    with world.fault("answer", on="download", status=400, after=2):
        done = run("download", world.dataset, "--output", "my data", "--workers", "1")
    assert 5 == done.code
    [failed] = [line for line in done.out.splitlines() if line.startswith("failed")]
    name = re.split(" {2,}", failed)[1].split(f"{world.dataset}/")[1]
    error, reason, hint = lines_of(done.err)[-3:]
    assert "Error: 1 of 4 not fetched:" == error
    assert reason.startswith(f"  {name}: ")
    again = f"crucible download {world.dataset} --output 'my data' --workers 1"
    assert f"Hint: The same command fetches the rest: {again}" == hint
    rest = run(*shlex.split(again)[1:], "--json")
    assert (0, 1) == (rest.code, sum(line["state"] == "saved" for line in json.loads(rest.out)))


def test_what_fails_is_json_for_programs(world, piped):
    with world.fault("answer", on="download", status=400, after=2):
        done = piped("download", world.dataset, "--json", "--workers", "1")
    assert 1 == sum(line["state"] == "failed" for line in json.loads(done.out))
    error = json.loads(done.err)["error"]
    assert (5, 5, 1) == (done.code, error["exit_code"], len(error["files"]))
    assert "The same command fetches the rest" in error["hint"]


def test_an_unknown_id_alone_is_not_found_and_among_others_partly_done(world, run):
    unknown = new_mfid()
    alone = run("download", unknown)
    assert (4, "") == (alone.code, alone.out)
    assert [True, True] == [unknown in alone.err.splitlines()[0], "crucible whoami" in alone.err]
    both = run("download", "nobody", unknown, world.other)
    assert (5, True) == (both.code, "Error: 2 of 4 not fetched:" in both.err)
    assert f"  {unknown}: there is no such record or file" in both.err
    assert "fetches the rest" not in both.err  # it would not
    assert 4 == run("download", unknown, new_mfid()).code


def test_quiet_says_nothing_but_the_answer(world, run):
    done = run("download", world.dataset, "--quiet", "--paths")
    assert (4, "") == (len(done.out.splitlines()), done.err)


@pytest.mark.parametrize(
    ("command", "method", "own"),
    [
        (download, CrucibleClient.download, {"paths", "no_datasets"}),
        (upload, CrucibleClient.upload, {"ingest", "ingestor", "wait", "timeout"}),
    ],
    ids=["download", "upload"],
)
def test_the_flags_are_the_parameters_of_the_client(command, method, own):
    shared = {"profile", "elevated", "quiet", "verbose", "shown_columns", "as_json", "as_jsonl", "as_csv", "as_ids"}
    flags = {parameter.name for parameter in command.params} - shared - own
    renamed = {"ids": "resource_id", "no_verify": "verify"}
    known = set(inspect.signature(method).parameters) - {"self", "progress", "overwrite_existing"}
    assert known == {renamed.get(flag, flag) for flag in flags}


# ---- stopping, and going on


@no_signals
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_a_download_and_says_how_to_go_on(world, run, tmp_path, number):
    words = ["download", world.dataset, "--output", "my data"]
    process = begun(world, tmp_path, *words, *SLOW, once=moving(tmp_path))
    process.send_signal(getattr(signal, number))
    out, err = process.communicate(timeout=60)
    assert (130, "") == (process.returncode, out)
    stopped, again = err.splitlines()[-2:]
    assert re.fullmatch(r"Stopped( after .*)?\. What has arrived stays\.", stopped)
    typed = again.removeprefix("The same command goes on from here: ")
    assert ["crucible", *words, *SLOW] == shlex.split(typed)
    assert 0 == run(*words).code
    assert world.contents["raw/large.h5"] == (tmp_path / "my data" / world.dataset / "raw" / "large.h5").read_bytes()


@no_signals
def test_ids_that_were_piped_are_not_forgotten_in_what_to_type(world, tmp_path):
    process = begun(world, tmp_path, "download", "-", *SLOW, once=moving(tmp_path), input=world.dataset)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert f"… | crucible download - {shlex.join(SLOW)}" in err


@no_signals
def test_a_second_ctrl_c_ends_without_a_traceback(world, tmp_path):
    process = begun(world, tmp_path, "download", world.dataset, *SLOW, once=moving(tmp_path))
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (130, False) == (process.returncode, "Traceback" in err)


def test_after_a_kill_the_same_command_does_the_rest(world, run, tmp_path):
    words = ["download", world.dataset, "--no-record"]
    process = begun(world, tmp_path, *words, *SLOW, once=moving(tmp_path))
    process.kill()
    process.communicate(timeout=60)
    assert 0 == run(*words).code
    done = run("verify", "--json")
    assert (0, ["ok"] * 3) == (done.code, [line["state"] for line in json.loads(done.out)])


# ---- upload


@pytest.fixture
def night(tmp_path):
    """A folder to upload."""
    for name in ("first.h5", "raw/dark.h5", "notes.md"):
        path = tmp_path / "night" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(readable(f"{name} in {tmp_path}"))
    return "night"


def test_a_folder_is_uploaded_and_a_second_run_sends_nothing(world, run, night):
    dataset = world.new_dataset()
    done = run("upload", dataset, night, "--exclude", "*.md", "--prefix", "night 2", "--json")
    assert 0 == done.code
    assert [("night 2/first.h5", "sent"), ("night 2/raw/dark.h5", "sent")] == [
        (line["name"], line["state"]) for line in json.loads(done.out)
    ]
    ids = [file.mfid for file in world.client.datasets.list_files(dataset)]
    again = run("upload", dataset, "night/*.h5", "night/raw", "--prefix", "night 2", "--ids")
    assert (0, sorted([ids[0]])) == (again.code, sorted(set(again.out.split()) & {ids[0]}))
    table = run("upload", dataset, night, "--exclude", "*.md", "--prefix", "night 2")
    assert ["known", "known"] == [line.split()[0] for line in table.out.splitlines()[1:]]
    assert "2 files already there\n" == table.err


def test_an_upload_can_be_tried_dry(world, run, night):
    dataset = world.new_dataset()
    done = run("upload", dataset, night, "--dry-run")
    assert ["planned"] * 3 == [line.split()[0] for line in done.out.splitlines()[1:]]
    assert (0, True) == (done.code, done.err.startswith("Nothing was done: 3 files, "))
    assert [] == world.client.datasets.list_files(dataset)


def test_other_content_under_a_name_is_reported_left_or_replaced(world, run, night, tmp_path):
    dataset = world.new_dataset()
    assert 0 == run("upload", dataset, night).code
    (tmp_path / "night" / "first.h5").write_text("measured again")
    error = run("upload", dataset, night)
    assert (5, True) == (error.code, "Error: 1 of 3 not sent:\n  first.h5: " in error.err)
    assert 0 == run("upload", dataset, night, "--existing", "skip").code
    done = run("upload", dataset, night, "--existing", "overwrite", "--json")
    assert ["known", "known", "sent"] == sorted(line["state"] for line in json.loads(done.out))


def test_what_is_not_there_cannot_be_uploaded(world, run):
    done = run("upload", world.new_dataset(), "nothing.h5")
    assert (2, "", True) == (done.code, done.out, "nothing.h5" in done.err)
    assert 4 == run("upload", new_mfid(), __file__).code


def test_an_upload_waits_until_metadata_is_read(world, run, night):
    dataset = world.new_dataset()
    done = run("upload", dataset, night, "--include", "*.h5", "--wait", "--json")
    assert (0, ["complete"] * 2) == (done.code, [line["ingestion"] for line in json.loads(done.out)])
    asked = len(list(world.client.ingestions.list(dsid=dataset)))
    assert 0 == run("upload", dataset, night, "--include", "*.h5", "--wait").code
    assert asked == len(list(world.client.ingestions.list(dsid=dataset)))  # what was read is not read again


@no_signals
def test_a_stopped_upload_goes_on_with_the_same_command(world, run, tmp_path):
    (tmp_path / "large.h5").write_bytes(os.urandom(LARGE_BYTES))
    dataset = world.new_dataset()
    before = {*world.home.rglob("uploads/*.json")}
    process = begun(
        world,
        tmp_path,
        "upload",
        dataset,
        "large.h5",
        *SLOW,
        once=lambda: {*world.home.rglob("uploads/*.json")} - before,
    )
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (130, True) == (process.returncode, f"crucible upload {dataset} large.h5 --bytes-per-second 20kB" in err)
    assert 0 == run("upload", dataset, "large.h5").code
    assert [LARGE_BYTES] == [file.size for file in world.client.datasets.list_files(dataset)]


# ---- verify


def test_a_folder_that_is_right_is_said_to_be(world, run):
    run("download", world.dataset, "--quiet")
    done = run("verify")
    assert (0, "", "4 files in crucible-downloads, all as the service has them.\n") == done


def test_what_is_missing_different_or_too_much_is_shown_and_can_be_fetched(world, run, tmp_path):
    run("download", world.dataset, "--output", "kept", "--quiet")
    folder = tmp_path / "kept" / world.dataset
    (folder / "a.txt").write_text("spoilt")
    (folder / "raw" / "large.h5").unlink()
    (folder / "stray.txt").write_text("?")
    done = run("verify", "kept")
    assert 1 == done.code
    assert {("different", "a.txt"), ("missing", "large.h5"), ("extra", "stray.txt")} == {
        (row.split()[0], Path(row.split()[1]).name) for row in done.out.splitlines()[1:]
    }
    closing, error, hint = lines_of(done.err)
    assert "5 files in kept: 2 as the service has them, 1 missing, 1 different, 1 extra." == closing
    assert "Error: 3 files are not as they should be." == error
    fetch = f"crucible download {world.dataset} --output kept"
    assert f"Hint: To fetch what is missing or different: {fetch}" == hint
    assert 0 == run(*fetch.split()[1:]).code
    assert 1 == run("verify", "kept", "--quiet").code  # the stray file is still there
    assert 0 == run("verify", "kept", "--include", "*.h5", "--include", "a.txt").code


def test_offline_needs_neither_address_nor_key(world, run, tmp_path):
    run("download", world.dataset, "--quiet")
    nowhere = {"CRUCIBLE_API_URL": "", "CRUCIBLE_API_KEY": ""}
    done = run("verify", "--offline", env=nowhere)
    assert (0, "4 files in crucible-downloads, all as they were downloaded.\n") == (done.code, done.err)
    assert 3 == run("verify", env=nowhere).code
    assert 2 == run("verify", "--offline", str(tmp_path), env=nowhere).code  # nothing was downloaded to there


# ---- wait


def test_waiting_shows_the_last_states(world, run):
    request = world.client.files.request_ingestion(world.file)
    done = run("wait", world.file, "--json")
    assert (0, [(request.id, "complete")]) == (done.code, [(one["id"], one["status"]) for one in json.loads(done.out)])
    several = run("wait", "-", input=f"{request.id}\n{world.file}\n")
    assert (0, "1 ingestion: 1 complete\n") == (several.code, several.err)


def test_what_does_not_end_in_time_or_fails_has_an_exit_code(world, run):
    with world.fault("stuck", times=1):
        request = world.client.files.request_ingestion(world.file)
        late = run("wait", str(request.id), "--timeout", "0.5")
    assert (1, True) == (late.code, f"Error: Ingestion request {request.id} did not end within 0.5 s" in late.err)
    world.client.ingestions.update(request.id, "failed")
    good = world.client.files.request_ingestion(world.file)
    both = run("wait", str(request.id), str(good.id))
    assert (5, True) == (both.code, "2 ingestions: 1 complete, 1 failed" in both.err)
    assert f"Error: 1 of 2 not ingested:\n  {world.file}: failed\n" in both.err
    assert 1 == run("wait", str(request.id)).code


@no_signals
def test_waiting_can_be_stopped(world, tmp_path):
    with world.fault("stuck", times=1):
        request = world.client.files.request_ingestion(world.file)
        world.server.faults.add("delay", on="get_ingestion_request", seconds=0.01)
        process = begun(world, tmp_path, "wait", str(request.id), once=lambda: len(world.server.faults.fired) > 1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (130, True) == (process.returncode, f"crucible wait {request.id}" in err)
    world.client.ingestions.update(request.id, "failed")
