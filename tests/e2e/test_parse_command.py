"""``crucible parse``: what files say, without an address or a key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FILES = Path(__file__).parents[2] / "crucible" / "demo" / "files"


def parse(*arguments: object) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
    command = [sys.executable, "-m", "crucible", "parse", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=own)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.tif"
    path.write_bytes((FILES / "film_a_sem.tif").read_bytes()[:2000])
    return path


def test_people_see_values_with_units_and_thumbnails_are_saved(tmp_path: Path) -> None:
    done = parse(FILES / "film_a_sem.tif", FILES / "film_a_sem.tif", "--output", tmp_path / "pictures")
    assert 0 == done.returncode
    assert "film_a_sem.tif: ImageIngestor" in done.stdout
    assert ["sem.high_voltage", "5000", "V"] in [line.split() for line in done.stdout.splitlines()]
    assert {"film_a_sem.tif.png", "film_a_sem.tif-2.png"} == {path.name for path in (tmp_path / "pictures").iterdir()}


def test_programs_get_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("hello")
    done = parse(FILES / "film_a_xrd.xy", tmp_path / "notes.md", "--json")
    read, unknown = json.loads(done.stdout)
    assert (0, "read", "unknown") == (done.returncode, read["state"], unknown["state"])
    assert {"value": 40, "unit": "kV"} == read["scientific_metadata"]["settings"]["voltage"]
    assert 1 == len(read["thumbnails"])


def test_a_broken_file_is_named_and_the_others_are_shown(broken: Path) -> None:
    done = parse(broken, FILES / "film_a_xrd.xy")
    assert 5 == done.returncode
    assert f"{broken}: the file has no image" in done.stdout
    assert "pattern.points" in done.stdout
    assert "Error: 1 file is broken, or cannot be read." in done.stderr
    assert 1 == parse(broken).returncode


def test_what_is_no_file_is_a_mistake_in_the_command(tmp_path: Path) -> None:
    assert (2, 2) == (parse(tmp_path).returncode, parse(tmp_path / "gone.h5").returncode)
