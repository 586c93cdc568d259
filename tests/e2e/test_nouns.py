"""Sessions of commands for datasets, samples, files and deletions, as somebody types them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.commands import ran

if TYPE_CHECKING:
    from pathlib import Path

    from support.served import Served


@pytest.fixture(autouse=True)
def signed_in(served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Served:
    """The administrator at an empty account of a machine, with a project and two people."""
    for name, value in {"CRUCIBLE_API_URL": served.sandbox.api_url, "CRUCIBLE_API_KEY": served.admin.key}.items():
        monkeypatch.setenv(name, value)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    served.admin.project("films", title="Films of 2026")
    served.person("ada", 1)
    return served


def made(noun: str, *words: object) -> str:
    """Create a record and return its id."""
    return ran(noun, "create", *words, "--ids").out.strip()


# ---- datasets ----


def test_a_dataset_is_created_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    (tmp_path / "run7.xy").write_text("1 2\n", "utf-8")
    film = made("sample", "film A", "--project", "films")
    run = ran(
        "dataset", "create", "film A, pattern", "--measurement", "XRD", "--project", "films", "--sample", film,
        "--metadata", '{"annealing": {"celsius": 100}}', "--keyword", "perovskite", "--keyword", "annealed",
        "--file", "run7.xy", "--json",
    ).json  # fmt: skip
    assert ("film A, pattern", "XRD", "films") == (run["dataset_name"], run["measurement"], run["project_id"])
    assert ["run7.xy"] == [file["filename"] for file in ran("dataset", "files", run["unique_id"], "--json").json]
    assert {"annealing": {"celsius": 100}} == ran("dataset", "metadata", run["unique_id"], "--json").json
    assert ["annealed", "perovskite"] == sorted(ran("dataset", "keywords", run["unique_id"], "--ids").lines)
    assert [film] == ran("dataset", "samples", run["unique_id"], "--ids").lines
    assert [run["unique_id"]] == ran("sample", "datasets", film, "--ids").lines
    assert {"sample"} == {link["resource_type"] for link in ran("dataset", "links", run["unique_id"], "--json").json}


def test_datasets_are_found_counted_and_shown_in_every_form() -> None:
    names = ["annealed film", "broken film", "clean film"]
    ids = [made("dataset", name, "--measurement", "XRD", "--project", "films") for name in names]
    made("dataset", "something else")
    where = ("--project", "films", "--sort", "name", "--direction", "asc")
    assert ids == ran("dataset", "list", *where, "--ids").lines
    assert names == [one["dataset_name"] for one in ran("dataset", "list", *where, "--json").json]
    assert names == [json.loads(line)["dataset_name"] for line in ran("dataset", "list", *where, "--jsonl").lines]
    rows = list(csv.reader(io.StringIO(ran("dataset", "list", *where, "--csv", "--columns", "dataset_name,size").out)))
    assert ["dataset_name", "size"] == rows[0]
    assert names == [row[0] for row in rows[1:]]
    table = ran("dataset", "list", *where).lines
    assert 4 == len(table)
    assert all(name in line and identity in line for name, identity, line in zip(names, ids, table[1:], strict=True))
    assert "3" == ran("dataset", "count", "--project", "films").out.strip()
    assert 3 == ran("dataset", "count", "--project", "films", "--json").json
    assert [["XRD", 3]] == [
        [one["value"], one["count"]]
        for one in ran("dataset", "facets", "measurement", "--project", "films", "--json").json
    ]
    assert ids[1] in ran("dataset", "search", "broken").out


def test_a_list_that_was_cut_off_says_so_where_people_read_it(served: Served) -> None:
    for number in range(101):
        served.admin.sample(f"film {number}")
    short = ran("sample", "list")
    assert 101 == len(short.lines)
    assert "--all" in short.err
    assert "" == ran("sample", "list", "--quiet").err
    assert 102 == len(ran("sample", "list", "--all").lines)


def test_fields_are_changed_and_emptied() -> None:
    run = made("dataset", "run 7", "--measurement", "XRD", "--session-name", "beam time 12")
    changed = ran("dataset", "update", run, "--measurement", "XRF", "--unset", "session-name", "--json").json
    assert ("XRF", None) == (changed["measurement"], changed.get("session_name"))
    assert "dataset_name" not in ran("dataset", "update", run, code=2).out


def test_metadata_is_merged_searched_and_replaced_after_a_question(tmp_path: Path) -> None:
    run = made("dataset", "run 7", "--metadata", '{"annealing": {"celsius": 100}}')
    merged = {"annealing": {"celsius": 100, "minutes": 10}}
    assert merged == ran("dataset", "update-metadata", run, '{"annealing": {"minutes": 10}}', "--json").json
    assert run in ran("dataset", "search-metadata", "annealing").out
    (tmp_path / "new.json").write_text('{"window": 5}', "utf-8")
    refused = ran("dataset", "replace-metadata", run, "new.json", code=6)
    assert "'run 7'" in refused.err
    assert run in refused.err
    assert merged == ran("dataset", "metadata", run, "--json").json
    assert {"window": 5} == ran("dataset", "replace-metadata", run, "new.json", "--yes", "--json").json
    assert {"window": 6} == ran("dataset", "update-metadata", run, "-", "--json", stdin='{"window": 6}').json


def test_access_is_granted_to_people_and_projects_and_taken_away() -> None:
    runs = [made("dataset", name) for name in ("run 7", "run 8")]
    granted = ran("dataset", "grant", *runs, "--user", "ada", "--project", "films", "--role", "editor", "--json").json
    assert ["editor"] * 4 == [one["permission"] for one in granted]
    table = ran("dataset", "access", runs[0]).out
    assert "editor" in table
    assert "films" in table.lower()
    left = ran("dataset", "revoke", runs[0], "--user", "ada", "--json").json
    assert {"project"} == {one["principal_type"] for one in left} - {"user"} or {"user", "project"} >= {
        one["principal_type"] for one in left
    }
    ran("dataset", "revoke", runs[0], "--user", "ada", code=4)
    assert "--user USER or --project" in ran("dataset", "grant", runs[0], "--role", "viewer", code=2).err


def test_making_public_asks_and_making_private_does_not() -> None:
    run = made("dataset", "run 7")
    assert "'run 7'" in ran("dataset", "make-public", run, code=6).err
    ran("dataset", "make-public", run, "--yes")
    assert ran("dataset", "get", run, "--json").json["public"]
    ran("dataset", "make-private", run)
    assert not ran("dataset", "get", run, "--json").json["public"]


def test_a_new_owner_and_another_project_are_shown_first(served: Served) -> None:
    served.admin.project("inks")
    run = made("dataset", "run 7", "--project", "films")
    seen = ran("dataset", "transfer", run, "ada", "--dry-run", "--json").json
    assert (False, "ada") == (seen["confirmed"], seen["new_owner"]["username"])
    refused = ran("dataset", "transfer", run, "ada", code=6)
    assert "Ada Example (ada) the owner of dataset 'run 7'" in refused.err
    refused = ran("dataset", "reassign", run, "inks", code=6)
    assert "moves dataset 'run 7'" in refused.err
    assert "inks" in refused.err
    assert "films" == ran("dataset", "get", run, "--json").json["project_id"]
    assert ran("dataset", "reassign", run, "inks", "--yes", "--json").json["confirmed"]
    assert "inks" == ran("dataset", "get", run, "--json").json["project_id"]
    assert ran("dataset", "transfer", run, "ada", "--yes", "--json").json["confirmed"]


def test_thumbnails_are_added_renamed_and_deleted_after_a_question(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    run = made("dataset", "run 7")
    added = ran("dataset", "add-thumbnail", run, "picture.png", "--json").json
    number = added["id"]
    assert "picture.png" in ran("dataset", "thumbnails", run).out
    assert "iVBOR" not in ran("dataset", "thumbnails", run).out
    ran("dataset", "update-thumbnail", run, number, "--name", "overview")
    ran("dataset", "thumbnails", run, "--output", tmp_path / "pictures")
    assert ["overview.png"] == [file.name.partition("-")[2] for file in (tmp_path / "pictures").iterdir()]
    assert "overview" in ran("dataset", "thumbnails", run).out
    assert "'run 7'" in ran("dataset", "delete-thumbnail", run, number, code=6).err
    ran("dataset", "delete-thumbnail", run, number, "--yes")
    assert [] == ran("dataset", "thumbnails", run, "--json").json


def test_work_on_datasets_is_asked_for() -> None:
    runs = [made("dataset", name) for name in ("run 7", "run 8")]
    assert 2 == len(ran("dataset", "process", "mosaic-stitch", *runs, "--json").json)
    assert "carrier-segmentation" in ran("dataset", "process", "nothing", runs[0], code=2).err


def test_ids_are_piped_from_command_to_command() -> None:
    runs = [made("dataset", name) for name in ("run 7", "run 8")]
    listed = ran("dataset", "list", "--ids").out
    added = ran("dataset", "add-keyword", "-", "perovskite", "--json", stdin=listed, code=0)
    assert 2 == len(added.json)
    assert sorted(runs) == sorted(ran("dataset", "list", "--keyword", "perovskite", "--ids").lines)
    partly = ran("dataset", "get", "-", "--json", stdin=f"{runs[0]}\n0zzzzzzzzzzzzzzzzzzzzzzzzz\n", code=5)
    assert [runs[0]] == [one["unique_id"] for one in partly.json]


def test_what_is_told_of_several_records_says_whose_it_is() -> None:
    runs = [made("dataset", f"run {number}", "--metadata", f'{{"window": {number}}}') for number in (7, 8)]
    told = ran("dataset", "metadata", *runs, "--json").json
    assert {runs[0]: {"window": 7}, runs[1]: {"window": 8}} == {
        one["unique_id"]: one["scientific_metadata"] for one in told
    }
    access = ran("dataset", "access", "-", "--csv", "--columns", "of,permission", stdin="\n".join(runs))
    assert ["of,permission", *(f"{run},owner" for run in runs)] == access.lines


def test_a_pipe_of_real_processes_ends_well() -> None:
    run = made("dataset", "run 7")
    crucible = [sys.executable, "-m", "crucible"]
    listed = subprocess.run([*crucible, "dataset", "list", "--ids"], capture_output=True, check=True)
    got = subprocess.run(
        [*crucible, "dataset", "get", "-", "--csv"], input=listed.stdout, capture_output=True, check=True
    )
    assert b"" == got.stderr
    assert run in got.stdout.decode()


# ---- deletion ----


def test_a_deletion_is_asked_for_decided_and_carried_out() -> None:
    run, other = made("dataset", "run 7", "--project", "films"), made("sample", "film A", "--project", "films")
    asked = ran("dataset", "delete", run, code=6)
    assert "asks for the deletion of dataset 'run 7'" in asked.err
    request = ran("dataset", "delete", run, "--reason", "the shutter was closed", "--yes", "--json").json
    assert "pending" == request["status"]
    assert [] == ran("dataset", "list", "--ids").lines
    assert "shutter" in ran("deletion", "list").out
    assert "the shutter was closed" in ran("deletion", "approve", request["id"], code=6).err
    assert "approved" == ran("deletion", "approve", request["id"], "--yes", "--json").json["status"]
    assert "for good" in ran("dataset", "delete", run, "--for-good", code=6).err
    ran("dataset", "delete", run, "--for-good", "--yes")
    ran("dataset", "get", run, code=4)
    entry = ran("deletion", "deleted", "--json").json[0]
    assert run == ran("deletion", "deleted-entry", entry["id"], "--json").json["resource_id"]
    request = ran("sample", "delete", other, "--yes", "--json").json
    assert "rejected" == ran("deletion", "reject", request["id"], "--notes", "cited", "--json").json["status"]
    assert [other] == ran("sample", "list", "--ids").lines


def test_a_deletion_that_nobody_approved_needs_force() -> None:
    film = made("sample", "film A")
    ran("sample", "delete", film, "--for-good", "--yes", code=6)
    ran("sample", "delete", film, "--force", "--yes", code=2)
    ran("sample", "delete", film, "--for-good", "--force", "--yes")
    ran("sample", "get", film, code=4)


# ---- samples and tables ----


def test_a_table_becomes_samples_and_the_report_says_what_became_of_each_row(tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text("Name,T\nfilm A,100\nfilm B,120\n", "utf-8")
    words = ("sample", "create", "--from-table", "films.csv", "--project", "films")
    words += ("--map", "Name=sample_name", "--map", "T=metadata.celsius")
    dry = ran(*words, "--dry-run")
    assert "2 created" in dry.err
    assert "0" == ran("sample", "count").out.strip()
    ids = ran(*words, "--ids").lines
    assert {"celsius": 120} == ran("sample", "metadata", ids[1], "--json").json
    again = ran(*words, code=1)
    assert "--existing skip" in again.out
    assert "existing='" not in again.out + again.err
    assert ["skipped"] * 2 == [row["state"] for row in ran(*words, "--existing", "skip", "--json").json]
    (tmp_path / "films.csv").write_text("Name,T\nfilm A,100\nfilm C,120\n", "utf-8")
    assert ["failed", "created"] == [row["state"] for row in ran(*words, "--json", code=5).json]


def test_a_table_and_fields_exclude_each_other(tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text("sample_name\nfilm A\n", "utf-8")
    assert "--description" in ran("sample", "create", "--from-table", "films.csv", "--description", "x", code=2).err
    assert "the name" in ran("sample", "create", "film A", "--from-table", "films.csv", code=2).err
    assert "--from-table" in ran("sample", "create", "film A", "--dry-run", code=2).err
    assert "NAME=FIELD" in ran("sample", "create", "--from-table", "films.csv", "--map", "Name", code=2).err


def test_relatives_of_samples_are_linked_and_listed() -> None:
    ink, film = made("sample", "ink 12", "--project", "films"), made("sample", "film A")
    ran("sample", "link", ink, film)
    assert [film] == ran("sample", "children", ink, "--ids").lines
    assert [ink] == ran("sample", "parents", film, "--ids").lines
    ran("sample", "unlink", ink, film)
    assert [] == ran("sample", "children", ink, "--json").json


# ---- files ----


def test_files_are_shown_changed_ingested_and_deleted_after_a_question(served: Served, tmp_path: Path) -> None:
    (tmp_path / "run7.xy").write_text("1 2\n", "utf-8")
    run = made("dataset", "run 7", "--file", "run7.xy")
    (file,) = ran("dataset", "files", run, "--ids").lines
    assert [file] == ran("file", "list", "--ids").lines
    assert "run7.xy" in ran("file", "get", file).out
    assert "first/run7.xy" == ran("file", "update", file, "--filename", "first/run7.xy", "--json").json["filename"]
    request = ran("file", "ingest", file, "--json").json["id"]
    assert str(request) in ran("ingestion", "list", "--dataset", run, "--ids").lines
    served.sandbox.worker.step()
    assert "complete" == ran("ingestion", "update", request, "complete", "--json").json["status"]
    assert "complete" in ran("ingestion", "get", request).out
    assert ran("file", "download-links", file, "--json").json["url"].startswith("http")
    assert [file] == [one["mfid"] for one in ran("dataset", "download-links", run, "--json").json]
    assert "'first/run7.xy'" in ran("file", "delete", file, code=6).err
    assert file in ran("file", "delete", file, "--yes").out
    ran("file", "get", file, code=4)


def test_the_names_of_ingestors_are_listed() -> None:
    assert ran("ingestion", "ingestors", "--json").json


def test_a_file_that_is_kept_elsewhere_is_recorded() -> None:
    run = made("dataset", "run 7")
    ran("dataset", "add-remote-file", run, "raw.h5", "globus", "--storage-path", "/archive/raw.h5")
    assert "raw.h5" in ran("dataset", "files", run).out


def test_metadata_becomes_a_row_of_csv_with_a_column_for_each_value() -> None:
    run = made("dataset", "run 7", "--metadata", '{"annealing": {"celsius": 100, "gas": "argon"}, "runs": 2}')
    assert ["annealing.celsius,annealing.gas,runs", "100,argon,2"] == ran("dataset", "metadata", run, "--csv").lines


@pytest.mark.parametrize("noun", ["dataset", "sample"])
def test_a_label_is_printed(noun: str, served: Served) -> None:
    record = made(noun, "film A", "--project", "films")
    served.sandbox.printers.attach("lab-1")
    job = ran(noun, "print-label", record, "lab-1", "--json").json
    assert ("ok", "film A", record, "lab-1") == (job["status"], job["name"], job["mfid"], job["printer_id"])
    assert "lab-1 has printed the label of A." == ran(noun, "print-label", record, "lab-1", "--name", "A").out.strip()


@pytest.mark.parametrize(
    "error, told",
    [
        (None, "lab-1 has not confirmed the label: No printer called lab-1 is attached to this sandbox. Look there"),
        ("out of labels", "lab-1 has not printed the label: out of labels. Look there"),
    ],
)
def test_a_label_that_nobody_has_confirmed_ends_as_failed(error: str | None, told: str, served: Served) -> None:
    film = made("sample", "film A", "--project", "films")
    if error is not None:
        served.sandbox.printers.attach("lab-1", error=error)
    assert told in " ".join(ran("sample", "print-label", film, "lab-1", code=1).out.split())
    answer = ran("sample", "print-label", film, "lab-1", "--json", code=1).json
    assert ("error" if error else "timeout") == answer["status"]


def test_an_answer_that_cannot_be_shown_so_says_that_the_change_was_made() -> None:
    ended = ran("sample", "create", "film A", "--project", "films", "--columns", "bogus", code=2)
    assert "was carried out" in " ".join(ended.err.split())
    assert ["film A"] == [one["sample_name"] for one in ran("sample", "list", "--project", "films", "--json").json]
