"""Each function of the first generation warns once, and then works or says what is wrong."""

import contextlib
import inspect
import warnings

import pytest
from support.legacy_table import rows

from crucible.errors import CrucibleError, UsageError
from crucible.legacy import CrucibleClient, LegacyWarning
from crucible.sandbox import Sandbox

CONSTRUCTOR, *FUNCTIONS = rows()
OFFERED = [row for row in FUNCTIONS if row.successor != "!"]
GONE = [row for row in FUNCTIONS if row.successor == "!"]


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


def client_of(server):
    """A client of a class of its own: what was warned of is remembered by class."""
    return type("Fresh", (CrucibleClient,), {"_warned": set()})(server.api_url, server.api_key)


def called(client, name):
    """Call a function with nothing that makes sense, and return the warnings about it."""
    function = getattr(client, name)
    needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    arguments = [
        [] if one.name == "filelist" else {} if "info" in one.name else "x"
        for one in needed
        if one.kind is not one.VAR_KEYWORD
    ]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with contextlib.suppress(CrucibleError, TypeError):
            function(*arguments)
    return [(str(one.message), one.filename) for one in caught if issubclass(one.category, LegacyWarning)]


@pytest.mark.parametrize("row", OFFERED, ids=[row.name for row in OFFERED])
def test_a_function_warns_once_with_the_new_call_at_the_line_that_calls_it(server, row):
    with client_of(server) as client:
        first, second = called(client, row.name), called(client, row.name)
    assert (1, [], __file__) == (len(first), second, first[0][1])
    assert f"{row.name} is a function of the first generation of this client; use client.{row.successor}" in first[0][0]


@pytest.mark.parametrize("row", GONE, ids=[row.name for row in GONE])
def test_what_is_not_offered_any_more_says_so_and_what_to_use(server, row):
    with client_of(server) as client:
        function = getattr(client, row.name)
        needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
        with pytest.raises(UsageError, match=f"{row.name} is not offered") as caught:
            function(*["x"] * len(needed))
    assert caught.value.hint
