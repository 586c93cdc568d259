"""The notebooks in docs/ show what comes out when they are run, and nothing of the machine that ran them."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import check
import nbformat
import notebooks
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from crucible.ids import new_mfid

ALL = {path.stem: path for path in notebooks.FOLDER.glob("*.ipynb")}
FIRST = "first-steps"
MOST_BYTES = 400_000
WIDEST = 100
HOME = "/".join(["", "home", "ada"])  # of nobody here


def read(name):
    return nbformat.read(ALL[name], as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def that_shows(text, **data):
    output = new_output("execute_result", {"text/plain": text, **data})
    return new_notebook(cells=[new_code_cell("1 + 1", outputs=[output])])


def run(*arguments, script=notebooks.__file__):
    variables = {**os.environ, "CRUCIBLE_API_URL": "https://crucible.example.org/api/v3", "CRUCIBLE_API_KEY": "key"}
    command = [sys.executable, script, *map(str, arguments)]
    return subprocess.run(command, env=variables, capture_output=True, encoding="utf-8", timeout=280, check=False)


def told(done):
    """Return what was run and how that ended."""
    return [" ".join(line.split()[:2]) for line in done.stdout.splitlines()]


@pytest.mark.timeout(300)
def test_the_first_notebook_runs_and_shows_what_is_stored():
    """Whatever is configured on the machine; run by the step that runs all of them with ``scripts/test --all``."""
    done = run("notebooks", "--", FIRST, script=check.__file__)
    assert (0, [f"ok {FIRST}", "ok notebooks"]) == (done.returncode, told(done)), done.stdout + done.stderr


def test_all_steps_are_those_of_every_day_and_the_slow_ones_with_the_notebooks():
    assert {*check.STEPS, *check.SLOW} == {*check.chosen(["--all"])}
    assert ("notebooks" in check.chosen(["--all"]), "notebooks" in check.chosen([])) == (True, False)
    (command,) = check.SLOW["notebooks"]
    assert Path(notebooks.__file__) == check.ROOT / command[-1]  # without names, which is all of them


def test_a_cell_that_fails_is_told_with_its_code_and_traceback(tmp_path):
    path = tmp_path / "broken.ipynb"
    cells = [new_code_cell("half = 1"), new_code_cell("half / 0"), new_code_cell("'never'")]
    nbformat.write(new_notebook(cells=cells), path)
    before = path.read_bytes()
    done = run(path, "--write")
    assert (1, 1) == (done.returncode, done.stdout.count("FAILED"))
    assert ["half / 0", "Cell In[2], line 1", "ZeroDivisionError"] == [
        words for words in ("half / 0", "Cell In[2], line 1", "ZeroDivisionError", "never") if words in done.stdout
    ]
    assert before == path.read_bytes()


@pytest.mark.parametrize("name", ALL)
def test_each_is_a_valid_notebook_of_moderate_size(name):
    nbformat.validate(read(name))
    assert MOST_BYTES > ALL[name].stat().st_size


@pytest.mark.parametrize("name", ALL)
def test_the_stored_outputs_are_those_of_the_stored_code(name):
    notebook = read(name)
    assert notebooks.source_hash(notebook) == notebook.metadata.get("crucible", {}).get("executed_sha256")
    counts = [cell.execution_count for cell in code(notebook)]
    assert [*range(1, len(counts) + 1)] == counts


@pytest.mark.parametrize("name", ALL)
def test_there_is_no_key_and_no_path_of_a_machine_in_it(name):
    notebook = read(name)
    assert [] == list(notebooks.findings(notebook))
    assert [] == [found for cell in notebook.cells for found in notebooks.MACHINE.findall(cell.source)]


@pytest.mark.parametrize("name", ALL)
def test_each_says_what_it_is_about_first_and_cleans_up_last(name):
    notebook = read(name)
    assert ("markdown", "# ") == (notebook.cells[0].cell_type, notebook.cells[0].source[:2])
    assert "sandbox.close()" in code(notebook)[-1].source


@pytest.mark.parametrize("name", ALL)
def test_no_line_of_code_is_cut_where_it_is_read(name):
    lines = [line for cell in code(read(name)) for line in cell.source.splitlines()]
    assert [] == [line for line in lines if len(line) > WIDEST]


def test_the_index_names_all_and_their_links_lead_somewhere():
    index = (notebooks.FOLDER.parent / "README.md").read_text("utf-8")
    assert {*ALL} == set(re.findall(r"\]\(notebooks/([\w-]+)\.ipynb\)", index))
    for name in ALL:
        links = re.findall(r"\]\((?!https?:)([^)]+)\)", "".join(cell.source for cell in read(name).cells))
        assert [] == [link for link in links if not (notebooks.FOLDER / link).exists()]


def test_what_is_no_longer_what_is_stored_is_told():
    stored, fresh = that_shows("2"), that_shows("3")
    assert ["-2", "+3"] == [line for line in notebooks.differences(stored, fresh) if re.match(r"[+-]\d", line)]
    assert [] == list(notebooks.differences(stored, that_shows("2")))
    picture, another = (that_shows("2", **{"image/png": data}) for data in ("AAAA", "BBBB"))
    assert [] == list(notebooks.differences(picture, another))
    looks = [that_shows("2", **{"text/html": f'<b style="{style}">two</b> 1 < 2'}) for style in ("", "opacity:.5")]
    assert [] == list(notebooks.differences(*looks))
    assert [] != list(notebooks.differences(stored, picture))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("the key is SVRab8xSn_1J5q0N_b8zDgoF9Ov142MhsRBOG76BV_g", "key: SVRa…"),
        (f"Downloaded(['{HOME}/films/run7.xy'])", HOME),
        (r"C:\Users\ada\run7.xy", r"C:\Users"),
        ("<Axes at 0x7f3a2c1b9d10>", "0x7f3a"),
    ],
)
def test_keys_and_paths_in_outputs_are_found(text, part):
    (finding,) = notebooks.findings(that_shows(text))
    assert part in finding


def test_checksums_and_pictures_are_no_keys():
    picture = '<img src="data:image/png;base64,SVRab8xSn+1J5q0N+b8zDgoF9Ov142MhsRBOG76BV+g=">'
    assert [] == list(notebooks.findings(that_shows(picture + "9f86d081884c7d659a2feaa0c55ad015" * 2)))


def test_what_is_said_on_standard_error_is_a_finding():
    warned = new_notebook(cells=[new_code_cell("f()", outputs=[new_output("stream", name="stderr", text="beware\n")])])
    assert ["Something is said on standard error:\nbeware\n"] == list(notebooks.findings(warned))


def test_what_differs_in_every_run_is_stored_as_something_that_does_not():
    now, first, second = datetime(2026, 11, 22, tzinfo=UTC), new_mfid(), new_mfid()
    where = Path("tmp", "notebook").absolute()
    ids, address, time = f"{first} {second} {first}", "http://127.0.0.1:43210/api", "2026-11-22T16:10:05.123Z"
    notebook = that_shows(f"{ids} {address} {where / 'tmp7x_y'}/a.h5 {time} 2026-08-02")
    notebooks.make_constant(notebook, where, [now])
    one, two = (f"0tkn2knjast3h000000000000{number}" for number in (1, 2))
    constant = f"{one} {two} {one} http://127.0.0.1:8000/api folder/a.h5 2026-08-01T12:00:00Z 2026-08-02"
    assert constant == notebook.cells[0].outputs[0].data["text/plain"]
