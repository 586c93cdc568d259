"""``crucible open`` and ``crucible qr``, against a sandbox behind https: only there records have pages."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest
from support.certificates import make_certificates, of_server, openssl
from support.commands import ran
from support.tls_front import tls_front

from crucible import CrucibleClient
from crucible.sandbox import Sandbox

COMMAND = str(Path(sys.executable).with_name("crucible"))
terminals = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Variables for a service with a web explorer, and a sample in a project and one in none."""
    certificates = make_certificates(tmp_path_factory.mktemp("certificates"))
    with Sandbox(ingest=False) as sandbox, tls_front(sandbox.api_url, of_server(certificates)) as url:
        with CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
            client.projects.create(project_id="films", organization="lab", project_lead=client.whoami().user_unique_id)
            here = client.samples.create(sample_name="film A", project_id="films").unique_id
            nowhere = client.samples.create(sample_name="film B").unique_id
        names = {
            "CRUCIBLE_API_URL": url,
            "CRUCIBLE_API_KEY": sandbox.api_key,
            "CRUCIBLE_TLS_AUTHORITY_FILE": str(certificates / "ca.pem"),
        }
        yield names, sandbox, here, nowhere


@pytest.fixture
def at_service(world, monkeypatch, tmp_path):
    """A user of that service, who has no screen; the addresses of the two samples."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "CRUCIBLE_PROFILE", "CRUCIBLE_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("SSH_CONNECTION", "from elsewhere")
    for name, value in world[0].items():
        monkeypatch.setenv(name, value)
    site = world[0]["CRUCIBLE_API_URL"].removesuffix("/api/v3")
    return world[2], f"{site}/explore/films/samples/{world[2]}"


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """A browser that writes down what it is to open."""
    seen = tmp_path / "seen"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > "{seen}.new"; mv "{seen}.new" "{seen}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    return seen


@openssl
@pytest.mark.skipif(sys.platform == "win32", reason="its browser cannot be replaced by a variable")
def test_a_record_is_opened_in_the_browser(at_service, browser):
    unique_id, url = at_service
    assert f"Opened {url}\n" == ran("open", unique_id).out
    assert url == browser.read_text().strip()


@openssl
def test_the_address_is_printed_when_it_is_asked_for_or_there_is_no_screen(at_service, request):
    unique_id, url = at_service
    if sys.platform != "win32":
        assert f"{url}\n" == ran("open", unique_id).out
        request.getfixturevalue("browser")
    assert f"{url}\n" == ran("open", unique_id, "--print").out
    assert {"unique_id": unique_id, "url": url, "opened": False} == ran("open", unique_id, "--print", "--json").json


@openssl
@pytest.mark.parametrize("command", ["open", "qr"])
def test_what_has_no_page_says_why(at_service, world, command, monkeypatch):
    assert "belongs to no project" in ran(command, world[3], code=1).err
    assert "There is no record" in ran(command, "0" * 25 + "a", code=4).err
    monkeypatch.setenv("CRUCIBLE_API_URL", world[1].api_url)
    assert "sandbox" in ran(command, world[2], code=1).err


def modules(picture, *, dark, light):
    """Read a code that was drawn in half blocks: rows of 0 and 1."""
    rows = []
    for line in picture:
        pairs = [{" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}[sign] for sign in line]
        rows += [[dark if top else light for top, _ in pairs], [dark if bottom else light for _, bottom in pairs]]
    return rows


def core_of(rows):
    """Return a code without its quiet zone."""
    lines = [row for row in rows if 1 in row]
    first = min(row.index(1) for row in lines)
    last = max(len(row) - row[::-1].index(1) for row in lines)
    return [row[first:last] for row in lines]


def expected(text):
    import segno

    return [list(row) for row in segno.make_qr(text, error="l").matrix]


@openssl
def test_through_a_pipe_a_code_is_text_that_holds_the_address(at_service):
    unique_id, url = at_service
    *picture, below = ran("qr", unique_id).lines
    width = max(map(len, picture))
    rows = modules([f"{line:{width}}" for line in picture], dark=1, light=0)
    assert (url, expected(url)) == (below, core_of(rows))
    assert expected(unique_id) == core_of(modules(ran("qr", unique_id, "--id").lines[:-1], dark=1, light=0))
    inverted = ran("qr", unique_id, "--id", "--invert").lines[:-1]
    assert expected(unique_id) == core_of(modules(inverted, dark=0, light=1))
    assert {"unique_id": unique_id, "url": url, "text": url, "files": []} == ran("qr", unique_id, "--json").json


@openssl
@terminals
@pytest.mark.parametrize("columns", [80, 40])
def test_in_a_terminal_a_code_is_black_on_white_and_fits(at_service, world, tmp_path, columns):
    from support.pseudo_terminal import Terminal

    unique_id, url = at_service
    with Terminal([COMMAND, "qr", unique_id], os.environ, tmp_path, columns) as terminal:
        assert 0 == terminal.ended()
    raw = terminal.raw.decode().replace("\r", "")
    painted = re.findall("\x1b\\[38;5;16;48;5;231m([ ▀▄█]+)\x1b\\[0m\n", raw)
    assert columns >= max(map(len, painted))
    assert expected(url) == core_of(modules(painted, dark=1, light=0))
    assert url in raw.replace("\n", "")


@openssl
@terminals
def test_a_terminal_that_is_too_narrow_is_told_what_it_takes(at_service, tmp_path):
    from support.pseudo_terminal import Terminal

    with Terminal([COMMAND, "qr", at_service[0]], os.environ, tmp_path, 30) as terminal:
        assert 1 == terminal.ended()
    said = " ".join(terminal.text.split())
    assert "30 columns" in said and "--svg" in said and "█" not in said


@openssl
def test_codes_are_written_to_files_that_are_not_replaced_unasked(at_service, tmp_path):
    files = [tmp_path / "label.svg", tmp_path / "label.png"]
    words = ["qr", at_service[0], "--svg", files[0], "--png", files[1]]
    assert [str(file) for file in files] == ran(*words, "--json").json["files"]
    assert ("<svg", b"\x89PNG") == (re.search("<svg", files[0].read_text())[0], files[1].read_bytes()[:4])
    files[0].write_text("mine")
    assert "is there already" in ran(*words, code=6).err
    assert "mine" == files[0].read_text()
    ran(*words, "--yes")
    assert "<svg" in files[0].read_text()


@openssl
def test_where_half_blocks_cannot_be_written_other_signs_are(at_service, tmp_path):
    import subprocess

    unique_id, _ = at_service
    done = subprocess.run(
        [COMMAND, "qr", unique_id, "--id"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
    )
    rows = [[int(sign == "#") for sign in line[::2]] for line in done.stdout.splitlines()[:-1]]
    assert (0, expected(unique_id)) == (done.returncode, core_of(rows))
