"""Profiles: addresses and keys under short names, in a file that is the user's alone."""

import json
import sys
import tomllib

import pytest

from crucible import config
from crucible.credentials import SERVICE
from crucible.errors import ConfigError

OTHER = "https://lab.example.org/api/v3"
# A package that keeps what it is given in a file, for the keyring of the system.
KEYRING = """
import json, pathlib
FILE = pathlib.Path(__file__).with_name("kept.json")
def _kept(): return json.loads(FILE.read_text()) if FILE.exists() else {}
def get_password(service, name): return _kept().get(f"{service}/{name}")
def _keep(all): FILE.write_text(json.dumps(all))
def set_password(service, name, password): _keep({**_kept(), f"{service}/{name}": password})
def delete_password(service, name): _keep({k: v for k, v in _kept().items() if k != f"{service}/{name}"})
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


@pytest.fixture
def home(tmp_path):
    return {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}


@pytest.fixture
def file(home):
    return config.config_file(home)


@pytest.fixture
def keyring(tmp_path, monkeypatch):
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "keyring.py").write_text(KEYRING, "utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
    yield folder / "kept.json"
    sys.modules.pop("keyring", None)


@pytest.fixture
def no_keyring(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)


def written(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    file.chmod(0o600)


def found(home, **asked):
    settings = config.resolve(environ=home, **asked)
    return settings.api_url, settings.api_key.reveal()


@pytest.mark.parametrize(
    ("asked", "variables", "name"),
    [
        ({"profile": "lab"}, {}, "lab"),
        ({}, {}, "prod"),
        ({}, {"CRUCIBLE_PROFILE": "lab"}, "lab"),
        ({"api_url": f"{OTHER}/"}, {"CRUCIBLE_PROFILE": "lab"}, "lab"),
        ({"api_url": OTHER.replace("v3", "v2")}, {"CRUCIBLE_PROFILE": "lab"}, None),
        ({"api_key": "key"}, {}, None),
        ({}, {"CRUCIBLE_API_KEY": "key"}, None),
    ],
)
def test_settings_have_the_name_by_which_others_find_them(home, asked, variables, name):
    config.save_profile("prod", "key-p", environ=home)
    config.save_profile("lab", "key-l", OTHER, environ=home)
    settings = config.resolve(environ={**home, **variables}, **asked)
    assert name == settings.profile
    if name:
        again = config.resolve(environ=home, profile=name)
        assert (again.api_url, again.api_key) == (settings.api_url, settings.api_key)


def test_a_key_that_lies_in_the_keyring_alone_is_no_profile(home, keyring):
    kept = {"api_url": OTHER, "api_key": "key-k"}
    keyring.write_text(json.dumps({f"{SERVICE}/prod": json.dumps(kept)}), "utf-8")
    settings = config.resolve(environ=home)
    assert ("key-k", None) == (settings.api_key.reveal(), settings.profile)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, (config.PRODUCTION_URL, "key-p")),
        ({"profile": "prod"}, (config.PRODUCTION_URL, "key-p")),
        ({"profile": "test"}, ("https://crucible.lbl.gov/testapi-staging", "key-t")),
        ({"profile": "lab"}, (OTHER, "key-l")),
        ({"api_url": config.PRODUCTION_URL}, (config.PRODUCTION_URL, "key-p")),
    ],
)
def test_a_profile_that_was_saved_is_found_by_its_name(home, asked, expected):
    config.save_profile("prod", "key-p", environ=home)
    config.save_profile("test", "key-t", environ=home)
    config.save_profile("lab", "key-l", OTHER, environ=home)
    assert expected == found(home, **asked)
    assert expected == found({**home, "CRUCIBLE_PROFILE": asked.get("profile", "prod")}) or "api_url" in asked


def test_a_profile_that_is_asked_for_comes_before_the_environment(home):
    config.save_profile("lab", "key-l", OTHER, environ=home)
    assert (OTHER, "key-l") == found({**home, "CRUCIBLE_API_KEY": "env"}, profile="lab")


def test_a_stored_key_is_not_sent_to_another_address(home):
    config.save_profile("lab", "key-l", OTHER, environ=home)
    for asked in ({"api_url": "https://else.example.org/api/v3"}, {"api_url": "http://localhost:1/api/v3"}):
        with pytest.raises(ConfigError, match=r"belongs to https://lab\.example\.org"):
            config.resolve(environ=home, **asked)
    with pytest.raises(ConfigError, match=r"belongs to https://lab\.example\.org"):
        config.resolve(environ={**home, "CRUCIBLE_API_URL": config.PRODUCTION_URL})


def test_a_key_without_its_address_in_the_file_is_refused(home, file):
    written(file, 'default_profile = "lab"\n[profiles.lab]\napi_key = "k"\n')
    with pytest.raises(ConfigError, match="has no api_url"):
        config.resolve(environ=home)


def test_a_file_with_the_mark_of_an_editor_of_windows_is_read(home, file):
    written(file, "\ufeff" + f'[profiles.prod]\napi_url = "{OTHER}"\napi_key = "k"\n')
    assert (OTHER, "k") == found(home)
    config.save_profile("lab", "key-l", OTHER, environ=home)
    assert {"prod", "lab"} == {one.name for one in config.list_profiles(home)}


MINE = """# what I wrote

default_profile = "lab"  # mine

[other]
x = 1 # theirs

[profiles.lab]
# the laboratory
api_url = "https://lab.example.org/api/v3"
api_key = "key-l"
[profiles.lab.tls]
minimum_version = "1.3"

[profiles.prod] # production
api_key = "key-p"
"""


def test_saving_leaves_everything_else_in_the_file_as_it_is(home, file):
    written(file, MINE)
    config.save_profile("test", "key-t", environ=home)
    text = file.read_text("utf-8")
    assert MINE.rstrip() in text
    assert {"lab", "prod", "test"} == set(tomllib.loads(text)["profiles"])
    assert ("https://lab.example.org/api/v3", "key-l") == found(home)


def test_a_profile_is_replaced_whole(home, file):
    written(file, MINE)
    config.save_profile("lab", "new", environ=home, api_url=OTHER)
    assert {"api_url": OTHER, "api_key": "new"} == tomllib.loads(file.read_text("utf-8"))["profiles"]["lab"]
    assert "# production" in file.read_text("utf-8")


def test_what_is_forgotten_is_gone_and_the_rest_stays(home, file):
    written(file, MINE)
    assert (True, False) == (config.remove_profile("lab", environ=home), config.remove_profile("lab", environ=home))
    text = file.read_text("utf-8")
    assert ("key-l" in text, "key-p" in text, "x = 1 # theirs" in text) == (False, True, True)
    assert (config.PRODUCTION_URL, "key-p") == found(home)


def test_the_last_one_forgotten_leaves_nothing_configured(home):
    config.save_profile("lab", "k", OTHER, environ=home)
    config.remove_profile("lab", environ=home)
    with pytest.raises(ConfigError, match="Nothing is configured"):
        config.resolve(environ=home)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('profiles.lab.api_url = "https://lab.example.org"\n', "lab"),
        ('[profiles]\nlab = {api_url = "https://lab.example.org"}\n', "lab"),
        ('[profiles]\nlab = {api_url = "https://lab.example.org"}\n', "prod"),
        ("[other]\ntext = '''\n[profiles.prod]\n'''\n", "prod"),
    ],
)
def test_a_file_in_another_style_is_left_alone_if_it_cannot_be_edited(home, file, text, name):
    written(file, text)
    try:
        config.save_profile(name, "k", OTHER, environ=home)
    except ConfigError as error:
        assert ("cannot be edited" in str(error), text) == (True, file.read_text("utf-8"))
    else:
        expected = tomllib.loads(text)
        expected.setdefault("profiles", {})[name] = {"api_url": OTHER, "api_key": "k"}
        got = tomllib.loads(file.read_text("utf-8"))
        got.pop("default_profile", None)
        assert expected == got


def test_the_first_one_saved_is_the_default_and_another_can_be_made_it(home):
    config.save_profile("lab", "key-l", OTHER, environ=home)
    config.save_profile("prod", "key-p", environ=home)
    assert [("lab", True), ("prod", False)] == [(one.name, one.is_default) for one in config.list_profiles(home)]
    config.save_profile("prod", "key-p", environ=home, make_default=True)
    assert [("lab", False), ("prod", True)] == sorted((one.name, one.is_default) for one in config.list_profiles(home))
    assert config.save_profile("prod", "again", environ=home).is_default


def test_profiles_without_a_default_one_are_named(home, file):
    written(file, f'[profiles.lab]\napi_url = "{OTHER}"\napi_key = "k"\n')
    with pytest.raises(ConfigError, match="None of the profiles lab is the default"):
        config.resolve(environ=home)


@pytest.mark.parametrize("asked", [{"profile": "nobody"}, {"environ": {"CRUCIBLE_PROFILE": "nobody"}}])
def test_an_unknown_profile_names_those_there_are(home, asked):
    config.save_profile("lab", "k", OTHER, environ=home)
    with pytest.raises(ConfigError, match="there: lab"):
        config.resolve(**{**asked, "environ": {**home, **asked.get("environ", {})}})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[profiles.prod]\napi_key = "planted\n', "not written as TOML"),
        ("profiles = 1\n", "are tables"),
        ("default_profile = 1\n", "is a text"),
        ('default_profile = "x"\n', "no such profile"),
        ("[profiles.prod]\napi_key = 5711\n", "are texts"),
        ('[profiles.prod]\napi_key = "planted"\ntls = 1\n', "tls is a table"),
        ('[profiles.prod]\napi_key = "planted"\ntls.pin = "x"\n', "tls.pin"),
        ('[profiles.prod]\napi_key = "planted"\ntls.client_key = 1\n', "is a text"),
        ('[profiles.prod]\napikey = "planted"\n', "has apikey"),
        ('[profiles.prod]\napi_key = "planted key"\n', "a blank"),
        ("[profiles.prod]\n", "has no key"),
        ('[profiles.prod]\napi_url = "http://lab.example.org"\napi_key = "planted"\n', "in clear"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_without_showing_keys(home, file, text, reason):
    written(file, text)
    with pytest.raises(ConfigError, match=reason) as caught:
        config.resolve(environ=home)
    assert "planted" not in str(caught.value)


def test_a_file_that_is_no_text_is_refused(home, file):
    written(file, "")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not written as TOML"):
        config.resolve(environ=home)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "a b"},
        {"name": ""},
        {"name": "lab"},
        {"api_key": None},
        {"api_key": "a b"},
        {"api_url": "http://x.org"},
    ],
)
def test_a_profile_that_cannot_be_used_is_not_saved(home, file, wrong):
    with pytest.raises(ConfigError):
        config.save_profile(**{"name": "prod", "api_key": "k", **wrong}, environ=home)
    assert not file.exists()


def test_how_to_reach_an_address_is_kept_with_it(home):
    policy = config.TlsPolicy(authority_file="ca.pem", client_certificate="me.pem", minimum_version="1.3")
    config.save_profile("lab", "k", "http://lab.example.org", allow_http=True, tls=policy, environ=home)
    settings = config.resolve(environ=home)
    assert (True, policy) == (settings.allow_http, settings.tls)
    assert all("profile lab" in origin for name, _, origin in config.show(settings) if name != "tls.client_key")


def test_what_a_profile_says_nothing_about_is_shown_as_the_default(home):
    config.save_profile("lab", "k", OTHER, tls=config.TlsPolicy(minimum_version="1.3"), environ=home)
    shown = {name: origin for name, _, origin in config.show(config.resolve(environ=home)) if name.startswith("tls.")}
    assert "profile lab" in shown.pop("tls.minimum_version")
    assert {"default"} == set(shown.values())


def test_another_profile_is_made_the_default_one_and_all_else_stays(home, file):
    for name in ("lab", "other"):
        config.save_profile(name, f"key-{name}", OTHER, environ=home)
    before = f"# mine\n{file.read_text('utf-8')}"
    file.write_text(before, "utf-8")
    assert ("other", True) == ((made := config.use_profile("other", environ=home)).name, made.is_default)
    assert before.replace('"lab"', '"other"', 1) == file.read_text("utf-8")
    with pytest.raises(ConfigError, match="no profile of that name"):
        config.use_profile("third", environ=home)


def test_a_file_whose_default_cannot_be_edited_stays_as_it_is(home, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    text = f'profiles = {{ lab = {{ api_url = "{OTHER}", api_key = "k" }} }}\n"default_profile" = "lab"\n'
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="cannot be edited"):
        config.use_profile("lab", environ=home)
    assert text == file.read_text("utf-8")


def test_a_key_can_lie_in_the_keyring_beside_its_address(home, file, keyring):
    config.save_profile("lab", "key-l", OTHER, keyring=True, environ=home)
    assert ("key-l" in keyring.read_text(), "key-l" in file.read_text("utf-8")) == (True, False)
    assert (OTHER, "key-l") == found(home) == found(home, profile="lab")
    assert [(None, True)] == [(one.api_key, one.in_keyring) for one in config.list_profiles(home)]


def test_a_key_of_the_keyring_is_not_sent_to_another_address(home, file, keyring):
    config.save_profile("lab", "key-l", OTHER, keyring=True, environ=home)
    file.write_text(file.read_text("utf-8").replace("lab.example", "else.example"), "utf-8")
    with pytest.raises(ConfigError, match="in the keyring belongs to https://lab"):
        config.resolve(environ=home)


@pytest.mark.parametrize("then", ["forgotten", "kept in the file"])
def test_what_is_forgotten_or_moved_is_gone_from_the_keyring(home, keyring, then):
    config.save_profile("lab", "key-l", OTHER, keyring=True, environ=home)
    if then == "forgotten":
        config.remove_profile("lab", environ=home)
    else:
        config.save_profile("lab", "key-m", OTHER, environ=home)
    assert "key-l" not in keyring.read_text()


def test_a_keyring_that_refuses_keeps_no_key_in_the_file(home, file, keyring):
    config.save_profile("lab", "planted", OTHER, environ=home)
    keyring.with_name("keyring.py").write_text("def get_password(service, name): raise KeyError('locked')", "utf-8")
    with pytest.raises(ConfigError, match="refuses"):
        config.remove_profile("lab", environ=home)
    assert "planted" not in file.read_text("utf-8")


def test_a_key_of_production_in_the_keyring_is_enough(home, file, keyring):
    config.save_profile("prod", "key-p", keyring=True, environ=home)
    file.unlink()
    settings = config.resolve(environ=home)
    assert ("key-p", "prod in the keyring") == (settings.api_key.reveal(), settings.origins["api_key"])


def test_a_keyring_that_is_not_there_is_said(home, no_keyring):
    with pytest.raises(ConfigError, match=r"crucible-client\[keyring\]"):
        config.save_profile("prod", "k", keyring=True, environ=home)


def test_a_key_that_the_keyring_has_lost_is_said(home, keyring):
    config.save_profile("prod", "k", keyring=True, environ=home)
    keyring.unlink()
    with pytest.raises(ConfigError, match="has no key for the profile prod"):
        config.resolve(environ=home)


@pytest.mark.parametrize(
    ("error", "reason"),
    [("RuntimeError('none')", "Nothing is configured"), ("KeyError('locked')", "refuses: KeyError")],
)
def test_a_system_without_a_keyring_is_not_a_locked_one(home, keyring, error, reason):
    keyring.with_name("keyring.py").write_text(f"def get_password(service, name): raise {error}", "utf-8")
    with pytest.raises(ConfigError, match=reason):
        config.resolve(environ=home)


def test_what_others_put_into_the_keyring_is_not_used(home, keyring):
    keyring.write_text('{"crucible-client/prod": "planted"}')
    with pytest.raises(ConfigError, match="something else") as caught:
        config.resolve(environ=home)
    assert "planted" not in str(caught.value)
