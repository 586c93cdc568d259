"""Where address and key come from, and what may be put together."""

from traceback import TracebackException

import pytest

from crucible import config
from crucible.credentials import Secret
from crucible.errors import ConfigError

KEY = Secret("abc")
OTHER = "https://staging.example.org/api/v3"
PRODUCTION = config.PRODUCTION_URL


@pytest.fixture
def home(tmp_path):
    return {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}


@pytest.mark.parametrize(
    ("url", "key", "environ", "expected"),
    [
        (None, KEY, {}, (PRODUCTION, "abc")),
        (OTHER, KEY, {}, (OTHER, "abc")),
        (OTHER, KEY, {"CRUCIBLE_PROFILE": "test"}, (OTHER, "abc")),
        (None, None, {"CRUCIBLE_API_KEY": "env"}, (PRODUCTION, "env")),
        (None, None, {"CRUCIBLE_API_KEY": "env", "CRUCIBLE_API_URL": OTHER}, (OTHER, "env")),
        (None, KEY, {"CRUCIBLE_API_KEY": "env", "CRUCIBLE_API_URL": OTHER}, (OTHER, "abc")),
        (OTHER + "/", None, {"CRUCIBLE_API_KEY": "env", "CRUCIBLE_API_URL": OTHER}, (OTHER, "env")),
        (PRODUCTION + "/x", None, {"CRUCIBLE_API_KEY": "env"}, (PRODUCTION + "/x", "env")),
        ("", None, {"CRUCIBLE_API_KEY": "env", "CRUCIBLE_API_URL": ""}, (PRODUCTION, "env")),
    ],
)
def test_arguments_come_first_then_the_environment_then_production(url, key, environ, expected):
    settings = config.resolve(url, key, environ)
    assert expected == (settings.api_url, settings.api_key.reveal())


@pytest.mark.parametrize("way", ["api_key=", "CRUCIBLE_API_KEY", "CRUCIBLE_API_URL", "save_profile", "sandbox()"])
def test_nothing_found_names_each_way_to_configure(way, home):
    with pytest.raises(ConfigError) as caught:
        config.resolve(environ=home)
    assert (True, True) == (way in str(caught.value), isinstance(caught.value, ValueError))


def test_an_address_without_a_key_is_refused_with_the_address(home):
    with pytest.raises(ConfigError, match=r"no key for https://staging\.example\.org"):
        config.resolve(OTHER, environ=home)


def test_a_key_given_as_the_address_is_not_shown(home):
    with pytest.raises(ConfigError, match="no web address") as caught:
        config.resolve("planted-key", environ=home)
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "owner"),
    [
        ({"CRUCIBLE_API_KEY": "k", "CRUCIBLE_API_URL": OTHER}, r"staging\.example\.org"),
        ({"CRUCIBLE_API_KEY": "k"}, r"crucible\.lbl\.gov"),
    ],
)
def test_a_key_of_the_environment_is_not_sent_to_another_address(environ, owner, home):
    with pytest.raises(ConfigError, match=f"belongs to https://{owner}:443 and is not sent to https://else"):
        config.resolve("https://else.example.org/api/v3", environ={**home, **environ})


def test_the_hint_names_the_profile_that_fits_the_address_asked_for(home):
    config.save_profile("lab", "k", "https://else.example.org/api/v3", environ=home)
    with pytest.raises(ConfigError, match="Use profile='lab'"):
        config.resolve("https://else.example.org/api/v3", environ={**home, "CRUCIBLE_API_KEY": "k"})


@pytest.mark.parametrize(
    "asked",
    [
        {"profile": "prod", "api_url": OTHER},
        {"profile": "prod", "api_key": "abc"},
        {"api_key": "abc", "environ": {"CRUCIBLE_PROFILE": "test"}},
        {"environ": {"CRUCIBLE_PROFILE": "test", "CRUCIBLE_API_KEY": "k"}},
        {"environ": {"CRUCIBLE_PROFILE": "test", "CRUCIBLE_API_URL": OTHER}},
        {"api_url": OTHER, "environ": {"CRUCIBLE_PROFILE": "test", "CRUCIBLE_API_KEY": "k"}},
    ],
)
def test_two_sources_that_could_both_be_meant_are_refused(asked, home):
    asked = {**asked, "environ": {**home, **asked.get("environ", {})}}
    config.save_profile("prod", "k", environ=home)
    config.save_profile("test", "k", environ=home)
    with pytest.raises(ConfigError, match=r"Give either|Unset one|unset CRUCIBLE_PROFILE"):
        config.resolve(**asked)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://crucible.lbl.gov/api/v3/", "https://crucible.lbl.gov/api/v3"),
        (" https://crucible.lbl.gov/api/v3// ", "https://crucible.lbl.gov/api/v3"),
        ("http://127.0.0.1:8000/api/v3", "http://127.0.0.1:8000/api/v3"),
        ("http://localhost/api/v3", "http://localhost/api/v3"),
        ("http://[::1]:80/api/v3", "http://[::1]:80/api/v3"),
        ("http://127.0.0.2/api/v3", "http://127.0.0.2/api/v3"),
        ("https://ex\u00e4mple.org/api/v3", "https://ex\u00e4mple.org/api/v3"),
        ("https://10.0.0.1/api/v3", "https://10.0.0.1/api/v3"),
    ],
)
def test_an_address_loses_its_trailing_slash_only(url, expected):
    assert expected == config.checked_url(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://crucible.lbl.gov/api/v3", "in clear"),
        ("http://127.0.0.1.example.org/api/v3", "in clear"),
        ("http://0.0.0.0/api/v3", "in clear"),
        ("ftp://crucible.lbl.gov/api/v3", "no web address"),
        ("crucible.lbl.gov/api/v3", "no web address"),
        ("https:///api/v3", "no web address"),
        ("https://crucible.lbl.gov:port/api/v3", "malformed"),
        ("https://[::1/api/v3", "malformed"),
        ("https://crucible.lbl.gov/api/v3?x=1", "a query"),
        ("https://user:planted@crucible.lbl.gov/api/v3", "a user name"),
        ("https://crucible.lbl.gov/api/v1", "older generation"),
        ("https://crucible.lbl.gov/testapi", "older generation"),
        ("planted", "no web address"),
        ("user:planted@crucible.lbl.gov", "no web address"),
        ("ftp://user:pass@planted@crucible.lbl.gov", "no web address"),
        ("https://crucible.lbl.gov:port/api/v3?key=planted", "malformed"),
        ("https://crucible..lbl.gov/api/v3", "names no machine"),
        (f"https://{'a' * 64}.gov/api/v3", "names no machine"),
        ("https://crucible lbl.gov/api/v3", "names no machine"),
        ("https://crucible%lbl.gov/api/v3", "names no machine"),
        ("https://crucible\\lbl.gov/api/v3", "names no machine"),
        ("https://127.1/api/v3", "names no machine"),
        ("https://999.1.1.1/api/v3", "names no machine"),
        ("https://[v1.a]/api/v3", "names no machine"),
        ("https://crucible.lbl.gov\n.example.org/api/v3", "malformed"),
        ("https://crucible.lbl.gov/api/v3\x01", "malformed"),
        (b"https://crucible.lbl.gov/api/v3", "no text"),
        ("http://localhost./api/v3", "in clear"),
        ("http://localhost.example.org/api/v3", "in clear"),
        ("http://127.0.0.1@example.org/api/v3", "a user name"),
        ("http://[::ffff:10.0.0.1]/api/v3", "in clear"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url, reason):
    with pytest.raises(ConfigError, match=reason) as caught:
        config.checked_url(url)
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize("asked", [{"allow_http": True}, {"environ": {"CRUCIBLE_ALLOW_HTTP": "1"}}])
def test_a_key_is_sent_in_clear_if_that_is_asked_for(asked):
    settings = config.resolve("http://lab.example.org/api/v3", KEY, **{"environ": {}, **asked})
    assert ("http://lab.example.org/api/v3", True) == (settings.api_url, settings.allow_http)


def test_asking_for_clear_text_is_said_in_one_way():
    with pytest.raises(ConfigError, match="neither 1 nor 0"):
        config.resolve(api_key=KEY, environ={"CRUCIBLE_ALLOW_HTTP": "perhaps"})


@pytest.mark.parametrize("text", ["planted\n", "plan ted", "planted\u00e9", "\tplanted", "planted\x00"])
def test_a_key_that_cannot_stand_in_a_header_is_refused_without_showing_it(text):
    with pytest.raises(ConfigError) as caught:
        config.resolve(api_key=Secret(text), environ={})
    assert "plan" not in str(caught.value)


@pytest.mark.parametrize("key", [b"planted", 5711])
def test_a_key_that_is_no_text_is_refused_without_showing_it(key):
    with pytest.raises(ConfigError, match="no text") as caught:
        config.resolve(api_key=key, environ={})
    frames = TracebackException.from_exception(caught.value, capture_locals=True).stack[1:]  # without that of this test
    assert ([], True) == ([frame for frame in frames if repr(key) in str(frame.locals)], len(frames) > 1)


def test_an_empty_key_is_refused():
    with pytest.raises(ConfigError, match="api_key is empty"):
        config.resolve(api_key=Secret(""), environ={"CRUCIBLE_API_KEY": "env"})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (config.PRODUCTION_URL, "https://crucible.lbl.gov/explore"),
        ("http://127.0.0.1:1/api/v3", None),
        ("https://crucible.lbl.gov/other", None),
    ],
)
def test_the_explorer_is_known_where_there_is_one(url, expected):
    assert expected == config.Settings(url, KEY).explorer_url


def test_settings_do_not_show_the_key():
    assert "abc" not in repr(config.Settings(OTHER, KEY))


def test_each_value_is_shown_with_its_origin_and_secrets_as_stars():
    environ = {"CRUCIBLE_API_KEY": "planted", "CRUCIBLE_TLS_MINIMUM_VERSION": "1.3"}
    shown = {name: (value, origin) for name, value, origin in config.show(config.resolve(environ=environ))}
    assert ("********", "CRUCIBLE_API_KEY") == shown["api_key"]
    assert (config.PRODUCTION_URL, "CRUCIBLE_API_KEY: a key alone is for production") == shown["api_url"]
    assert ("1.3", "CRUCIBLE_TLS_MINIMUM_VERSION") == shown["tls.minimum_version"]
    assert ("False", "default") == shown["allow_http"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"environ": {}}, config.TlsPolicy()),
        ({"environ": {"CRUCIBLE_TLS_AUTHORITY_FILE": "ca.pem"}}, config.TlsPolicy(authority_file="ca.pem")),
        ({"environ": {"CRUCIBLE_TLS_AUTHORITY_FILE": "ca.pem"}, "tls": config.TlsPolicy()}, config.TlsPolicy()),
    ],
)
def test_the_tls_policy_is_the_argument_or_the_one_of_the_environment(said, expected):
    assert expected == config.resolve(api_key=KEY, **said).tls


@pytest.mark.parametrize(
    ("wrong", "reason"), [({"client_key": "k.pem"}, "without"), ({"minimum_version": "1.1"}, "1.1")]
)
def test_a_tls_policy_that_makes_no_sense_is_refused(wrong, reason):
    with pytest.raises(ConfigError, match=reason):
        config.TlsPolicy(**wrong)


ENV_FILE = """
# a comment
export CRUCIBLE_API_KEY="from file"x
CRUCIBLE_API_KEY='from-file'  # the last one counts
CRUCIBLE_API_URL = https://staging.example.org/api/v3  # where
SOMETHING=else
no assignment
"""


def test_an_env_file_is_read_if_it_is_named_and_stands_for_the_environment(tmp_path, home):
    (tmp_path / ".env").write_text(ENV_FILE, "utf-8")
    environ = {**home, "CRUCIBLE_API_KEY": "other", "CRUCIBLE_API_URL": "https://else.example.org"}
    settings = config.resolve(environ=environ, env_file=tmp_path / ".env")
    assert (OTHER, "from-file") == (settings.api_url, settings.api_key.reveal())


def test_an_env_file_may_say_only_how_to_reach_the_address(tmp_path, home):
    (tmp_path / ".env").write_text("CRUCIBLE_TLS_MINIMUM_VERSION=1.3", "utf-8")
    settings = config.resolve(api_key=KEY, environ=home, env_file=tmp_path / ".env")
    assert (PRODUCTION, "1.3") == (settings.api_url, settings.tls.minimum_version)


def test_an_env_file_is_not_read_unless_it_is_named(tmp_path, home, monkeypatch):
    (tmp_path / ".env").write_text(ENV_FILE, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="Nothing is configured"):
        config.resolve(environ=home)


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "cannot be read"), (b"A=1", "sets neither"), (b"\xff", "no text")]
)
def test_an_env_file_that_says_nothing_is_refused(tmp_path, content, reason):
    if content is not None:
        (tmp_path / ".env").write_bytes(content)
    with pytest.raises(ConfigError, match=reason):
        config.resolve(environ={"CRUCIBLE_API_KEY": "k"}, env_file=tmp_path / ".env")
