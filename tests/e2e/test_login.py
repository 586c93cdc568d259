"""``crucible login`` and ``crucible logout``: what is saved, and that no key is ever seen."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from support.certificates import make_certificates, of_server, openssl
from support.commands import ran
from support.service import Answer, service
from support.tls_front import tls_front

from crucible import CrucibleClient, config
from crucible.sandbox import Sandbox

COMMAND = str(Path(sys.executable).with_name("crucible"))
KEYRING = """
KEPT = {}
def get_password(service, name): return KEPT.get((service, name))
def set_password(service, name, password): KEPT[service, name] = password
def delete_password(service, name): del KEPT[service, name]
"""
terminals = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(ingest=False) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user who has nothing yet, and no screen."""
    for name in (
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "BROWSER",
        *(name for name in os.environ if name.startswith("CRUCIBLE_")),
    ):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("SSH_CONNECTION", "from elsewhere")
    return tmp_path


def piped(key, *words, code=0):
    return ran("login", "--key-file", "-", *words, stdin=f"{key}\n", code=code)


def saved():
    return {profile.name: profile.api_key.reveal() for profile in config.list_profiles()}


def test_a_key_from_standard_input_is_checked_saved_and_used(sandbox):
    ended = piped(sandbox.api_key, "--profile", "lab", "--api-url", f"{sandbox.api_url}/")
    assert {"lab": sandbox.api_key} == saved()
    file = config.config_file()
    assert [] == [word for word in ("You are", "valid until", str(file), "lab is the default") if word not in ended.out]
    assert sandbox.api_key not in ended.out + ended.err
    assert 0o600 == stat.S_IMODE(file.stat().st_mode) or sys.platform == "win32"
    with CrucibleClient() as client:
        assert client.whoami().user_unique_id in ended.out


def test_a_key_from_a_file_and_the_answer_as_json(sandbox, tmp_path):
    (tmp_path / "key.txt").write_text(f"\ufeff{sandbox.api_key}\r\n", "utf-8")
    words = ["login", "--key-file", tmp_path / "key.txt", "--profile", "lab", "--api-url", sandbox.api_url, "--json"]
    facts = ran(*words).json
    assert ("lab", sandbox.api_url, "lab", True) == (
        facts["profile"], facts["api_url"], facts["default_profile"], facts["saved"],
    )  # fmt: skip
    assert (True, True) == (facts["key_expires_at"] is not None, facts["account"]["unique_id"] is not None)
    ran("login", "--key-file", tmp_path / "none.txt", code=2)


def test_a_wrong_key_is_not_saved(sandbox):
    ended = piped("wrong-key-4711", "--profile", "lab", "--api-url", sandbox.api_url, code=3)
    assert ("Nothing was saved" in ended.err, "4711" in ended.err) == (True, False)
    assert {} == saved()


@pytest.mark.parametrize("key", ["", "two words", "an-é", "zwei\nzeilen"])
def test_what_is_no_key_is_sent_to_nobody(key):
    with service() as there:
        there.on("GET", "/api/v3/health/live", {"status": "ok"})
        ended = piped(key, "--profile", "lab", "--api-url", f"{there.url}/api/v3", code=3)
        assert 0 == there.count("GET", "/api/v3/account")
    assert not key or key not in ended.err
    assert {} == saved()


def test_a_key_that_has_ended_is_not_saved():
    past = "2020-01-01T00:00:00+00:00"
    with service() as there:
        there.on("GET", "/api/v3/health/live", {"status": "ok"})
        there.on("GET", "/api/v3/account", {"user_unique_id": "ada", "access_group_ids": [], "user_info": None})
        there.on("GET", "/api/v3/account/verify", {"valid": False, "created_at": past, "expires_at": past})
        ended = piped("k", "--profile", "lab", "--api-url", f"{there.url}/api/v3", code=3)
    assert ("not valid any more" in ended.err, {}) == (True, saved())


def test_a_service_that_cannot_be_reached_is_told_before_anybody_is_asked_for_a_key():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ended = piped("k", "--profile", "lab", "--api-url", f"http://127.0.0.1:{port}/api/v3", code=7)
    assert ("Nothing was saved" in ended.err, {}) == (True, saved())


def test_a_key_is_not_sent_to_what_is_no_crucible():
    with service() as there:
        there.on("GET", "/health/live", Answer(body=b"<html>", content_type="text/html"))
        piped("planted", "--profile", "lab", "--api-url", there.url, code=1)
        assert ["/health/live"] == [asked.path for asked in there.asked]
        assert "planted" not in str(there.asked)


def test_another_key_is_replaced_only_if_that_is_wanted(sandbox):
    with CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        account = client.service_accounts.create("robot")
    other = account.api_key.reveal()
    words = ["--profile", "lab", "--api-url", sandbox.api_url]
    piped(sandbox.api_key, *words)
    assert "has another key" in piped(other, *words, code=6).err
    assert {"lab": sandbox.api_key} == saved()
    piped(sandbox.api_key, *words)  # the same one replaces nothing
    piped(other, *words, "--yes")
    assert {"lab": other} == saved()
    with CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        client.service_accounts.rotate_key(account.unique_id)
    piped(sandbox.api_key, *words)  # the old one is not good any more
    assert {"lab": sandbox.api_key} == saved()


def test_a_second_profile_is_not_the_default_one_unless_that_is_said(sandbox):
    piped(sandbox.api_key, "--profile", "lab", "--api-url", sandbox.api_url)
    second = sandbox.api_url.replace("127.0.0.1", "localhost")
    assert "crucible config use other" in piped(sandbox.api_key, "--profile", "other", "--api-url", second).out
    assert ["lab"] == [one.name for one in config.list_profiles() if one.is_default]
    piped(sandbox.api_key, "--api-url", second, "--default")  # found by its address
    assert ["other"] == [one.name for one in config.list_profiles() if one.is_default]
    assert "as the profile other" in piped(sandbox.api_key).out


def test_what_is_not_known_is_asked_for():
    assert "--profile" in piped("k", "--api-url", "http://127.0.0.1:9/api/v3", code=2).err
    assert "--api-url" in piped("k", "--profile", "lab", code=2).err
    assert "clear" in piped("k", "--profile", "lab", "--api-url", "http://lab.example.org/api/v3", code=3).err


def test_nobody_can_be_asked_without_a_terminal(sandbox):
    ended = ran("login", "--profile", "lab", "--api-url", sandbox.api_url, stdin="key\n", code=2)
    assert "--key-file -" in ended.err


def test_the_profile_sandbox_needs_no_key():
    assert "needs no key" in ran("login", "--profile", "sandbox").out
    assert {} == saved()


def test_variables_that_stand_above_what_is_saved_are_told(sandbox, monkeypatch):
    monkeypatch.setenv("CRUCIBLE_API_KEY", "other")
    ended = piped(sandbox.api_key, "--profile", "lab", "--api-url", sandbox.api_url)
    assert "CRUCIBLE_API_KEY" in ended.err
    assert {"lab": sandbox.api_key} == saved()


@openssl
def test_an_authority_is_saved_with_the_profile(sandbox, tmp_path, monkeypatch):
    certificates = make_certificates(tmp_path)
    monkeypatch.chdir(tmp_path)
    with tls_front(sandbox.api_url, of_server(certificates)) as url:
        words = ["--profile", "lab", "--api-url", url]
        assert "tls.authority_file" in piped(sandbox.api_key, *words, code=7).err
        piped(sandbox.api_key, *words, "--authority-file", "ca.pem")
        monkeypatch.chdir("/")
        ran("whoami")
        piped(sandbox.api_key)
    assert str(tmp_path / "ca.pem") == config.list_profiles()[0].tls.authority_file


def test_no_command_about_connections_shows_the_key_however_much_it_says(sandbox, tmp_path):
    key = sandbox.api_key
    login = ["login", "--key-file", "-", "--profile", "lab", "--api-url", sandbox.api_url, "--yes"]
    for words in (login, ["doctor", "--speed"], ["logout"]):
        done = subprocess.run([COMMAND, *words, "-vv"], input=key, capture_output=True, text=True, cwd=tmp_path)
        assert 0 == done.returncode, done.stderr
        assert key not in done.stdout + done.stderr, words


def test_a_key_can_be_kept_in_the_keyring_and_stays_there(sandbox, tmp_path, monkeypatch):
    keyring = tmp_path / "packages" / "keyring.py"
    keyring.parent.mkdir()
    keyring.write_text(KEYRING, "utf-8")
    monkeypatch.syspath_prepend(str(keyring.parent))
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
    words = ["--profile", "lab", "--api-url", sandbox.api_url]
    assert "keyring" in piped(sandbox.api_key, *words, "--keyring").out
    ran("config", "set", "tls.minimum_version", "1.3")
    assert None is piped(sandbox.api_key, "--json").json["file"]
    assert sandbox.api_key not in config.config_file().read_text("utf-8")
    assert ["keyring"] == [one["key"] for one in ran("config", "list", "--json").json]
    ran("whoami")
    ran("logout")
    assert {} == sys.modules["keyring"].KEPT
    sys.modules.pop("keyring")


def test_logout_removes_the_key_and_says_what_is_still_used(sandbox, monkeypatch):
    for name in ("lab", "other"):
        piped(sandbox.api_key, "--profile", name, "--api-url", sandbox.api_url)
    assert "lab" in ran("logout").out
    assert ["other"] == list(saved())
    ran("logout", code=4)
    ran("logout", "--profile", "lab", code=4)
    monkeypatch.setenv("CRUCIBLE_API_KEY", "k")
    assert "CRUCIBLE_API_KEY" in ran("logout", "--profile", "other").err
    assert {} == saved()
    ran("logout", "--all", code=4)
    for name in ("lab", "other"):
        piped(sandbox.api_key, "--profile", name, "--api-url", sandbox.api_url)
    assert ["lab", "other"] == ran("logout", "--all", "--ids").lines
    assert sandbox.api_key not in config.config_file().read_text("utf-8")


@terminals
@pytest.mark.parametrize("columns", [80, 40])
def test_in_a_terminal_a_key_is_asked_for_and_not_shown(sandbox, tmp_path, columns):
    from support.pseudo_terminal import Terminal

    words = [COMMAND, "login", "--profile", "lab", "--api-url", sandbox.api_url]
    with Terminal(words, os.environ, tmp_path, columns) as terminal:
        terminal.wait_until(lambda text: "not shown" in text)
        assert f"{sandbox.api_url}/user_apikey" in terminal.text.replace("\n", "")
        terminal.type(f"{sandbox.api_key}\n")
        assert 0 == terminal.ended()
    assert sandbox.api_key.encode() not in terminal.raw
    assert {"lab": sandbox.api_key} == saved()


@terminals
def test_a_browser_opens_the_page_of_the_key_unless_that_is_not_wanted(sandbox, tmp_path, monkeypatch):
    from support.pseudo_terminal import CTRL_C, Terminal

    program, seen = tmp_path / "browser", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\necho "$1" >> "{seen}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    words = [COMMAND, "login", "--profile", "lab", "--api-url", sandbox.api_url]
    for more in (["--no-browser"], []):
        assert not seen.exists()
        with Terminal([*words, *more], os.environ, tmp_path) as terminal:
            terminal.wait_until(lambda text: "not shown" in text)
            terminal.type(CTRL_C)
            assert 130 == terminal.ended()
    assert [f"{sandbox.api_url}/user_apikey"] == seen.read_text().split()
    assert {} == saved()


@terminals
def test_in_a_terminal_one_is_asked_before_another_key_goes(sandbox, tmp_path):
    from support.pseudo_terminal import Terminal

    with CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        other = client.service_accounts.create("machine").api_key.reveal()
    piped(other, "--profile", "lab", "--api-url", sandbox.api_url)
    for answer, code, kept in (("n", 6, other), ("y", 0, sandbox.api_key)):
        with Terminal([COMMAND, "login"], os.environ, tmp_path) as terminal:
            terminal.wait_until(lambda text: "not shown" in text)
            terminal.type(f"{sandbox.api_key}\n")
            terminal.wait_until(lambda text: "Go on?" in text)
            terminal.type(f"{answer}\n")
            assert code == terminal.ended()
        assert {"lab": kept} == saved()
