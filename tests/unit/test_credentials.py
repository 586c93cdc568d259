"""A key that cannot be printed by accident."""

import copy
import pickle

import pytest

from crucible.credentials import Secret

KEY = "planted-key-5711"


@pytest.mark.parametrize(
    "shown",
    [str, repr, "{}".format, "{!r}".format, "{:>30}".format, "%s".__mod__, lambda secret: str([secret, {"k": secret}])],
)
def test_no_way_of_printing_shows_a_secret(shown):
    assert KEY not in shown(Secret(KEY))


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_is_neither_pickled_nor_copied(way):
    with pytest.raises(TypeError):
        way(Secret(KEY))


def test_a_secret_has_no_attribute_dictionary():
    assert not hasattr(Secret(KEY), "__dict__")


def test_reveal_returns_the_text():
    assert Secret(KEY).reveal() == KEY


def test_secrets_compare_by_their_text():
    assert (True, False, False) == (Secret("a") == Secret("a"), Secret("a") == Secret("b"), Secret("a") == "a")


def test_a_text_of_others_is_shown_without_the_secret():
    assert "unknown key ********" == Secret(KEY).hide_in(f"unknown key {KEY}")


def test_an_empty_secret_hides_nothing():
    assert "abc" == Secret("").hide_in("abc")
