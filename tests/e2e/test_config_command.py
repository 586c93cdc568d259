"""``crucible config``: without a network, and without anything configured."""

import os
import sys

import pytest
from support.commands import ran

from crucible import config

LAB, OTHER = "https://lab.example.org/api/v3", "https://other.example.org/api/v3"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user who has nothing yet."""
    for name in [name for name in os.environ if name.startswith("CRUCIBLE_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


@pytest.fixture
def two():
    """Two profiles, of which the first is the default one."""
    config.save_profile("lab", "key-of-lab", LAB)
    config.save_profile("other", "key-of-other", OTHER)


def default():
    return [one.name for one in config.list_profiles() if one.is_default]


def test_with_nothing_configured_it_says_so_and_what_to_do():
    ended = ran("config", "show", code=3)
    assert [True, True] == ["Nothing is configured" in ended.err, "crucible login" in ended.err]
    assert ("", True) == ((listed := ran("config", "list")).out, "crucible login" in listed.err)
    assert [] == ran("config", "list", "--json").json
    assert {"path": str(config.config_file()), "exists": False} == ran("config", "path", "--json").json
    assert f"{config.config_file()}\n" == ran("config", "path").out
    for words in (["use", "lab"], ["remove", "lab", "--yes"], ["set", "allow_http", "yes"], ["unset", "allow_http"]):
        ran("config", *words, code=4)


def test_each_value_is_shown_with_its_origin_and_secrets_as_stars(two, monkeypatch):
    shown = {one["name"]: one for one in ran("config", "show", "--json").json}
    place = f"profile lab in {config.config_file()}"
    assert [(LAB, place), ("********", place)] == [tuple(shown[name].values())[1:] for name in ("api_url", "api_key")]
    assert "default" == shown["tls.minimum_version"]["origin"]
    assert ("other.example.org" in ran("config", "show", "--profile", "other").out) is True
    monkeypatch.setenv("CRUCIBLE_API_KEY", "key-of-variable")
    text = ran("config", "show").out
    assert ["from CRUCIBLE_API_KEY" in text, "(default)" in text] == [True, True]
    for form in ([], ["--json"], ["--jsonl"], ["--csv"]):
        assert "key-of" not in ran("config", "show", *form).out
    assert "name,value,origin" == ran("config", "show", "--csv").lines[0]


def test_profiles_are_listed_with_the_default_one_marked(two):
    assert [("lab", True, LAB, "file"), ("other", False, OTHER, "file")] == [
        tuple(one.values()) for one in ran("config", "list", "--json").json
    ]
    assert "key-of" not in ran("config", "list").out


def test_another_profile_becomes_the_default_one_and_comments_stay(two):
    file = config.config_file()
    file.write_text(f"# mine\n{file.read_text('utf-8')}", "utf-8")
    assert "other" in ran("config", "use", "other").out
    assert (["other"], True) == (default(), "# mine" in file.read_text("utf-8"))
    assert OTHER == config.resolve().api_url
    assert "nope" in ran("config", "use", "nope", code=4).err


def test_a_profile_is_removed_after_a_question(two):
    assert LAB in ran("config", "remove", "lab", code=6).err
    ran("config", "remove", "lab", "--yes")
    assert ["other"] == [one.name for one in config.list_profiles()]
    ran("config", "remove", "lab", "--yes", code=4)


def test_how_a_service_is_reached_can_be_set_and_unset(two, tmp_path, monkeypatch):
    (tmp_path / "ca.pem").write_text("")
    monkeypatch.chdir(tmp_path)
    ran("config", "set", "tls.authority_file", "ca.pem")
    ran("config", "set", "tls.minimum_version", "1.3")
    ran("config", "set", "allow_http", "yes", "--profile", "other")
    lab, other = config.list_profiles()
    assert (str(tmp_path / "ca.pem"), "1.3", False) == (lab.tls.authority_file, lab.tls.minimum_version, lab.allow_http)
    assert (True, config.TlsPolicy(), "key-of-other") == (other.allow_http, other.tls, other.api_key.reveal())
    assert (["lab"], "key-of-lab") == (default(), lab.api_key.reveal())
    ran("config", "unset", "tls.authority_file")
    assert {"lab": "1.3", "other": "1.2"} == {one.name: one.tls.minimum_version for one in config.list_profiles()}
    assert {None} == {one.tls.authority_file for one in config.list_profiles()}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["tls.minimum_version", "1.0"], 3),
        (["tls.client_key", "key.pem"], 3),
        (["allow_http", "perhaps"], 2),
        (["api_key", "planted"], 2),
    ],
)
def test_what_cannot_be_set_is_refused_and_changes_nothing(two, words, code):
    before = config.config_file().read_bytes()
    assert "planted" not in ran("config", "set", *words, code=code).err
    assert before == config.config_file().read_bytes()


def test_a_file_that_cannot_be_read_is_said_without_what_is_in_it(two):
    config.config_file().write_text('api_key = "planted', "utf-8")
    for words in (["show"], ["list"], ["use", "lab"]):
        ended = ran("config", *words, code=3)
        assert ("not written as TOML" in ended.err, "planted" in ended.err) == (True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_in_a_narrow_terminal_lines_are_broken_between_words(two, tmp_path):
    from pathlib import Path

    from support.pseudo_terminal import Terminal

    command = str(Path(sys.executable).with_name("crucible"))
    with Terminal([command, "config", "show"], os.environ, tmp_path, 60) as terminal:
        assert 0 == terminal.ended()
    assert "api_key                 ********" in terminal.lines
    assert "tls.minimum_version     1.2 (default)" in terminal.lines
