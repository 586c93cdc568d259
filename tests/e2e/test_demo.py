"""The demo does the whole job, twice in a row, with its own files and with others."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FILES = Path(__file__).parents[2] / "crucible" / "demo" / "files"


def demo(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "crucible.demo", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def contents(folder):
    """SHA-256 by name of the data files below a folder of downloads."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "record.json" and path.suffix != ".jsonl"  # that is the manifest
    }


def test_the_demo_downloads_what_it_uploaded_twice_in_a_row(tmp_path):
    for run in (1, 2):
        result = demo(cwd=tmp_path)
        assert (0, "") == (result.returncode, result.stderr), result.stdout
        assert run == len(list((tmp_path / "crucible-demo" / "downloads").iterdir()))
        assert contents(FILES) == contents(tmp_path / "crucible-demo" / "downloads")
        assert 3 == len(re.findall(r"\bcomplete\b", result.stdout))


def test_the_demo_takes_files_from_the_command_line(tmp_path):
    (tmp_path / "notes ä.bin").write_bytes(bytes(range(256)) * 4000)
    (tmp_path / "empty.dat").write_bytes(b"")
    result = demo(tmp_path / "notes ä.bin", tmp_path / "empty.dat", "--output", tmp_path / "out", cwd=tmp_path)
    assert (0, "") == (result.returncode, result.stderr), result.stdout
    assert {"notes ä.bin", "empty.dat"} == set(contents(tmp_path / "out" / "downloads"))
    assert 2 == result.stdout.count("stored, not read")


@pytest.mark.parametrize("wrong", ["missing.h5", "."])
def test_a_path_that_is_no_file_is_one_clear_error(tmp_path, wrong):
    result = demo(wrong, cwd=tmp_path)
    assert 1 == result.returncode
    assert f"{wrong} is not a file" in result.stderr
    assert "Traceback" not in result.stderr


def test_two_files_of_one_name_are_refused_before_anything_is_made(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "scan.h5").write_bytes(b"x")
    result = demo("a/scan.h5", "b/scan.h5", cwd=tmp_path)
    assert "more than one file is called scan.h5" in result.stderr


def test_an_output_that_cannot_be_a_folder_is_one_clear_error(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    result = demo("--output", "notes.txt", cwd=tmp_path)
    assert 1 == result.returncode
    assert "cannot hold a sandbox" in result.stderr
    assert "Traceback" not in result.stderr


def test_two_files_of_one_content_are_compared_with_the_one_that_the_service_keeps(tmp_path):
    for name in ("first.dat", "second.txt"):
        (tmp_path / name).write_bytes(b"same")
    result = demo("first.dat", "second.txt", cwd=tmp_path)
    assert (0, {"first.dat"}) == (result.returncode, set(contents(tmp_path / "crucible-demo" / "downloads")))
    assert 2 == result.stdout.count("identical")
