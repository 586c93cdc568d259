"""Where address and key come from."""

import pytest

from crucible import config
from crucible.credentials import Secret
from crucible.errors import ConfigError

KEY = Secret("abc")
OTHER = "https://staging.example.org/api/v3"


@pytest.mark.parametrize(
    ("url", "key", "environ", "expected"),
    [
        (None, KEY, {}, (config.PRODUCTION_URL, "abc")),
        (OTHER, KEY, {}, (OTHER, "abc")),
        (None, None, {"CRUCIBLE_API_KEY": "env"}, (config.PRODUCTION_URL, "env")),
        (None, None, {"CRUCIBLE_API_KEY": "env", "CRUCIBLE_API_URL": OTHER}, (OTHER, "env")),
        (None, KEY, {"CRUCIBLE_API_KEY": "env", "CRUCIBLE_API_URL": OTHER}, (OTHER, "abc")),
        (OTHER + "/", None, {"CRUCIBLE_API_KEY": "env", "CRUCIBLE_API_URL": OTHER}, (OTHER, "env")),
        (OTHER, None, {"CRUCIBLE_API_KEY": "env"}, (OTHER, "env")),
        ("", None, {"CRUCIBLE_API_KEY": "env", "CRUCIBLE_API_URL": ""}, (config.PRODUCTION_URL, "env")),
    ],
)
def test_arguments_come_first_then_the_environment_then_production(url, key, environ, expected):
    settings = config.resolve(url, key, environ)
    assert expected == (settings.api_url, settings.api_key.reveal())


@pytest.mark.parametrize("way", ["api_key=", "CRUCIBLE_API_KEY", "CRUCIBLE_API_URL", "sandbox()"])
def test_nothing_found_names_each_way_to_configure(way):
    with pytest.raises(ConfigError) as caught:
        config.resolve(environ={})
    assert way in str(caught.value)


def test_an_address_without_a_key_is_refused_with_the_address():
    with pytest.raises(ConfigError, match=r"no key for https://staging\.example\.org"):
        config.resolve(OTHER, environ={})


def test_a_key_given_as_the_address_is_not_shown():
    with pytest.raises(ConfigError, match="no web address") as caught:
        config.resolve("planted-key", environ={})
    assert "planted" not in str(caught.value)


def test_a_key_of_the_environment_is_not_sent_to_another_address():
    with pytest.raises(ConfigError, match="belongs to https://staging"):
        config.resolve("https://else.example.org/api/v3", environ={"CRUCIBLE_API_KEY": "k", "CRUCIBLE_API_URL": OTHER})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://crucible.lbl.gov/api/v3/", "https://crucible.lbl.gov/api/v3"),
        (" https://crucible.lbl.gov/api/v3// ", "https://crucible.lbl.gov/api/v3"),
        ("http://127.0.0.1:8000/api/v3", "http://127.0.0.1:8000/api/v3"),
        ("http://localhost/api/v3", "http://localhost/api/v3"),
        ("http://[::1]:80/api/v3", "http://[::1]:80/api/v3"),
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
        ("https://crucible.lbl.gov/api/v2", "older generation"),
        ("https://crucible.lbl.gov/testapi", "older generation"),
        ("planted", "no web address"),
        ("user:planted@crucible.lbl.gov", "no web address"),
        ("ftp://user:pass@planted@crucible.lbl.gov", "no web address"),
        ("https://crucible.lbl.gov:port/api/v3?key=planted", "malformed"),
        ("https://crucible..lbl.gov/api/v3", "names no machine"),
        (f"https://{'a' * 64}.gov/api/v3", "names no machine"),
        ("https://crucible lbl.gov/api/v3", "names no machine"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url, reason):
    with pytest.raises(ConfigError, match=reason) as caught:
        config.checked_url(url)
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize("text", ["planted\n", "plan ted", "planted\u00e9", "\tplanted", "planted\x00"])
def test_a_key_that_cannot_stand_in_a_header_is_refused_without_showing_it(text):
    with pytest.raises(ConfigError) as caught:
        config.resolve(api_key=Secret(text), environ={})
    assert "plan" not in str(caught.value)


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
