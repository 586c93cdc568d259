"""What others wrote down: earlier clients and the sandbox of this machine."""

import sys
from pathlib import Path

import pytest

from crucible import config
from crucible.config import folders
from crucible.errors import ConfigError
from crucible.sandbox.running import default_root

ADDRESS = "https://crucible.lbl.gov/api/v3"


@pytest.fixture
def home(tmp_path):
    return {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}


def earlier(home, text, client="nano-crucible"):
    folder = folders.config_folder(home) / client
    path = (folder / client if sys.platform == "win32" else folder) / "config.ini"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[crucible]\napi_key = k\n", (ADDRESS, "k")),
        ("[crucible]\napi_key = \"k\"\napi_url = 'https://crucible.lbl.gov/api/v3/'\n", (ADDRESS, "k")),
        ("[crucible]\napi_key = k%1\napi_url = https://crucible.lbl.gov/api/v1\n", (ADDRESS, "k%1")),
        (
            "[crucible]\napi_url = https://lab.example.org/testapi\napi_key = k\n",
            ("https://lab.example.org/api/v3", "k"),
        ),
        ("\ufeff[crucible]\napi_key = k\n", (ADDRESS, "k")),
        ("[cache]\ncache_dir = x\n[crucible]\n# api_url =\napi_key: k\n", (ADDRESS, "k")),
    ],
)
@pytest.mark.parametrize("client", ["nano-crucible", "pycrucible"])
def test_the_file_of_an_earlier_client_is_read(home, text, expected, client):
    path = earlier(home, text, client)
    settings = config.resolve(environ=home)
    assert expected == (settings.api_url, settings.api_key.reveal())
    assert (f"the file of {client}, {path}", None) == (settings.origins["api_key"], settings.profile)


def test_it_is_never_written(home):
    path = earlier(home, "[crucible]\napi_key = k\n")
    before = path.stat()
    config.save_profile("prod", "k2", environ=home)
    config.remove_profile("prod", environ=home)
    assert (before.st_mtime_ns, before.st_ino) == (path.stat().st_mtime_ns, path.stat().st_ino)


def test_the_newer_one_of_two_earlier_clients_counts_and_a_profile_before_both(home):
    earlier(home, "[crucible]\napi_key = nano\n")
    earlier(home, "[crucible]\napi_key = pyc\n", "pycrucible")
    assert "nano" == config.resolve(environ=home).api_key.reveal()
    config.save_profile("prod", "mine", environ=home)
    assert "mine" == config.resolve(environ=home).api_key.reveal()


def test_its_key_is_not_sent_to_another_address(home):
    earlier(home, "[crucible]\napi_key = k\n")
    with pytest.raises(ConfigError, match=r"belongs to https://crucible\.lbl\.gov"):
        config.resolve("https://else.example.org/api/v3", environ=home)


@pytest.mark.parametrize("text", ["[crucible\nplanted", "api_key = planted", "[crucible]\n planted\napi_key"])
def test_a_file_that_cannot_be_read_is_refused_without_showing_it(home, text):
    earlier(home, text)
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        config.resolve(environ=home)
    assert "planted" not in f"{caught.value} {caught.value.__context__}"


def test_a_folder_in_the_place_of_a_file_is_refused(home):
    earlier(home, "").unlink()
    path = folders.config_folder(home) / "nano-crucible"
    (path / "nano-crucible" if sys.platform == "win32" else path).joinpath("config.ini").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        config.resolve(environ=home)


@pytest.mark.parametrize("text", ["", "[crucible]\napi_url = x\n", "[display]\neditor = vi\n"])
def test_a_file_without_a_key_says_nothing(home, text):
    earlier(home, text)
    with pytest.raises(ConfigError, match="Nothing is configured"):
        config.resolve(environ=home)


def test_the_sandbox_is_looked_for_where_the_sandbox_is(monkeypatch):
    for home in ({}, {"XDG_DATA_HOME": str(Path("x").absolute()), "LOCALAPPDATA": str(Path("y").absolute())}):
        for name, value in home.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(ConfigError) as caught:
            config.resolve(environ={**home, "HOME": str(Path.home())}, profile="sandbox")
        assert f"{default_root()}." in str(caught.value)
