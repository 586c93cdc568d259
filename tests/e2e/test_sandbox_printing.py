"""Labels, and the printers that are attached for them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from crucible.errors import UsageError
from crucible.sandbox import Sandbox

COMMAND = str(Path(sys.executable).with_name("crucible"))
MFID = "0swqzb3a1sthv000xd8kta0vrw"


def asked(served, printer="lab-1", name="film A", status=200):
    return served.admin.post("print/barcode", status, json={"printer_id": printer, "mfid": MFID, "name": name})


def test_without_a_printer_no_label_is_confirmed(served):
    job = asked(served)
    detail = "No printer called lab-1 is attached to this sandbox"
    expected = {"printer_id": "lab-1", "mfid": MFID, "name": "film A", "status": "timeout", "detail": detail}
    assert expected.items() <= job.items()
    assert abs(time.time() - job["ts"]) < 3600


def test_a_label_is_a_picture_with_the_name_and_the_beginning_of_the_id(served):
    folder = served.sandbox.printers.attach("lab-1")
    jobs = [asked(served, name=name) for name in ('film <A> & "B"', "")]
    assert [("ok", None)] * 2 == [(job["status"], job["detail"]) for job in jobs]
    assert sorted(f"{job['job_id']}.svg" for job in jobs) == sorted(path.name for path in folder.iterdir())
    texts = []
    for job in jobs:
        picture = ElementTree.parse(folder / f"{job['job_id']}.svg")  # noqa: S314
        texts.append([text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")])
    assert [[MFID[:13], 'film <A> & "B"'], [MFID[:13]]] == texts


@pytest.mark.parametrize("name", ["a\x01b \ufffe", "word " * 100, "w" * 10_000, "ä漢字🧪"])
def test_any_name_makes_a_label(served, name):
    folder = served.sandbox.printers.attach("lab-1")
    job = asked(served, name=name)
    assert "ok" == job["status"]
    ElementTree.parse(folder / f"{job['job_id']}.svg")  # noqa: S314


@pytest.mark.parametrize(("name", "fits"), [("film A, 2 % ink", True), ("漢字" * 20, False), ("W" * 40, False)])
def test_wide_signs_stay_on_the_label(served, name, fits):
    job = asked(served, name=name, printer=served.sandbox.printers.attach("lab-1").name)
    picture = ElementTree.parse(served.sandbox.root / "printers" / "lab-1" / f"{job['job_id']}.svg")  # noqa: S314
    of_id, *lines = [text.get("textLength") for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert of_id is None
    assert {None if fits else "31.5"} == set(lines)


def test_a_printer_that_has_a_reason_refuses_until_it_is_attached_again(served):
    served.sandbox.printers.attach("lab-1", error="out of labels")
    assert ("error", "out of labels") == tuple(asked(served)[name] for name in ("status", "detail"))
    served.sandbox.printers.attach("lab-1")
    assert "ok" == asked(served)["status"]
    assert served.sandbox.printers.remove("lab-1")
    assert "timeout" == asked(served)["status"]
    assert not served.sandbox.printers.remove("lab-1")


@pytest.mark.parametrize("printer", ["..", ".", "lab-1.", "LAB:1", "a\\b", "%2e%2e", "x" * 300])
def test_names_that_are_no_printers_reach_no_file(served, printer):
    before = sorted(served.sandbox.root.rglob("*.svg"))
    assert "timeout" == asked(served, printer)["status"]
    assert before == sorted(served.sandbox.root.rglob("*.svg"))


@pytest.mark.parametrize("printer", ["", "a/b", "all+", "lab 1"])
def test_names_that_the_service_refuses_are_refused(served, printer):
    asked(served, printer, status=422)


@pytest.mark.parametrize("name", ["", "..", "a/b", ".lab", "lab ", "x" * 100, "NUL", "com1.lab"])
def test_a_printer_has_a_name_that_a_folder_can_have(served, name):
    with pytest.raises(UsageError, match="cannot be the name"):
        served.sandbox.printers.attach(name)


def test_printers_stay_from_start_to_start(tmp_path):
    with Sandbox(tmp_path) as sandbox:
        folder = sandbox.printers.attach("lab-1")
    with Sandbox(tmp_path) as sandbox:
        assert "ok" == sandbox.printers.print_label("lab-1", "job", MFID, "A")[0]
    assert ["job.svg"] == [path.name for path in folder.iterdir()]


# ---- the command ----


def run(root, *words):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
    return subprocess.run(
        [COMMAND, "sandbox", "printer", *words, "--root", str(root)],
        capture_output=True, encoding="utf-8", timeout=60, env=kept, check=False,
    )  # fmt: skip


def test_a_printer_is_attached_and_taken_away_by_a_command(tmp_path):
    with Sandbox(tmp_path) as sandbox:
        attached = json.loads(run(tmp_path, "lab-1", "--json").stdout)
        assert {"printer": "lab-1", "folder": str(tmp_path / "printers" / "lab-1")} == attached
        assert "refuses every label" in run(tmp_path, "lab-1", "--error", "no ribbon").stdout
        assert ("error", "no ribbon") == sandbox.printers.print_label("lab-1", "job", MFID, "A")
        assert "refuses every label" in run(tmp_path, "lab-1", "--error", "").stdout
        assert 2 == run(tmp_path, "lab-1", "--remove", "--error", "no ribbon").returncode
    assert 0 == run(tmp_path, "lab-1", "--remove").returncode
    assert 4 == run(tmp_path, "lab-1", "--remove").returncode
    assert 2 == run(tmp_path, "a/b").returncode


def test_without_a_sandbox_there_is_nothing_to_attach_to(tmp_path):
    refused = run(tmp_path, "lab-1")
    assert (4, True) == (refused.returncode, "crucible sandbox start" in refused.stderr)
