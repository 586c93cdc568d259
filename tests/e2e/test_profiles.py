"""Profiles at work: against served sandboxes."""

import json

import pytest
from support.scripted import scripted_server

from crucible import CrucibleClient, config, errors
from crucible.sandbox import Sandbox
from crucible.sandbox.running import default_root


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user who has nothing yet."""
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("CRUCIBLE_API_KEY", "CRUCIBLE_API_URL", "CRUCIBLE_PROFILE", "CRUCIBLE_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("way", ["argument", "variable"])
def test_the_profile_sandbox_is_the_one_that_runs_on_this_machine(home, monkeypatch, way):
    if way == "variable":
        monkeypatch.setenv("CRUCIBLE_PROFILE", "sandbox")
    with Sandbox(default_root()) as sandbox:
        with CrucibleClient(profile="sandbox" if way == "argument" else None) as client:
            assert (sandbox.api_url, True) == (client.api_url, client.whoami().user_unique_id is not None)
    with pytest.raises(errors.ConfigError, match="No sandbox runs"):
        CrucibleClient(profile="sandbox")


def test_a_stranger_at_the_port_of_a_killed_sandbox_learns_no_key(home):
    root = default_root()
    root.mkdir(parents=True)
    (root / "key").write_text("planted")
    with scripted_server() as script:
        facts = {"api_url": f"{script.url}/api/v3", "token": "token", "root": str(root)}
        (root / "server.json").write_text(json.dumps(facts))
        for answer in (b"{}", b"hello", b'{"root": "elsewhere"}'):
            script.body = answer
            with pytest.raises(errors.ConfigError, match="No sandbox runs"):
                CrucibleClient(profile="sandbox")
        assert (3, False) == (len(script.asked), "planted" in str(script.asked))


def test_what_another_release_wrote_is_no_sandbox(home):
    default_root().mkdir(parents=True)
    for text in ("{}", "[]", "no JSON"):
        (default_root() / "server.json").write_text(text)
        with pytest.raises(errors.ConfigError, match="crucible sandbox start"):
            CrucibleClient(profile="sandbox")


def test_a_profile_of_ones_own_called_sandbox_comes_first(home):
    config.save_profile("sandbox", "mine", "http://127.0.0.1:9/api/v3")
    assert "http://127.0.0.1:9/api/v3" == CrucibleClient(profile="sandbox").api_url


def test_a_saved_profile_is_enough_to_work_and_forgotten_is_forgotten(home, tmp_path):
    with Sandbox(tmp_path / "other") as sandbox:
        config.save_profile("lab", sandbox.api_key, sandbox.api_url)
        with CrucibleClient() as client:
            assert sandbox.api_url == client.api_url
            client.whoami()
        config.remove_profile("lab")
    with pytest.raises(errors.ConfigError, match="Nothing is configured"):
        CrucibleClient()
    left = [path for path in home.rglob("*") if path.is_file() and tmp_path / "other" not in path.parents]
    assert [] == [path for path in left if sandbox.api_key in path.read_text("utf-8", "replace")]


def test_an_env_file_is_enough_to_work(home, tmp_path):
    with Sandbox(tmp_path / "other") as sandbox:
        (tmp_path / ".env").write_text(f"CRUCIBLE_API_URL={sandbox.api_url}\nCRUCIBLE_API_KEY={sandbox.api_key}\n")
        with CrucibleClient(env_file=tmp_path / ".env") as client:
            assert client.whoami().user_unique_id
