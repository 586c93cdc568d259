"""The client of the first generation has the functions that its scripts call."""

import inspect

import pytest
from support.legacy_table import rows
from support.surface import parameters

from crucible import CrucibleClient
from crucible.legacy import CrucibleClient as Legacy
from crucible.legacy import LegacyWarning

CONSTRUCTOR, *ROWS = rows()
RETURNED = {
    "Dict": {"Json", "Json | None"},  # None: a record that is not there
    "List[Dict]": {"list[Json]"},
    "List[str]": {"list[str]"},
    "None": {"None"},
}


def test_the_table_has_every_function():
    assert (59, len(ROWS)) == (len(ROWS), len({row.name for row in ROWS}))


def test_the_constructor_takes_address_and_key():
    assert ("__init__", parameters(Legacy.__init__)) == (CONSTRUCTOR.name, CONSTRUCTOR.parameters)


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_function_has_the_parameters_that_scripts_use(row):
    assert row.parameters == parameters(getattr(Legacy, row.name))


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_function_returns_what_scripts_expect_or_says_that_it_never_does(row):
    annotation = inspect.signature(getattr(Legacy, row.name)).return_annotation
    if row.successor == "!":
        assert "NoReturn" == annotation
    elif row.returns != "-":
        assert annotation in RETURNED[row.returns]


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_the_successor_of_a_function_exists(row):
    if row.successor != "!":
        found = CrucibleClient(api_key="k")
        for name in row.successor.split("."):
            found = getattr(found, name)
        assert callable(found)


def test_nothing_else_is_there():
    public = {name for name in dir(Legacy) if not name.startswith("_")}
    assert {row.name for row in ROWS} - {"_wait_for_request_completion"} == public - {"api_url", "close"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://crucible.lbl.gov/testapi", "https://crucible.lbl.gov/api/v3"),
        ("https://crucible.lbl.gov/testapi/", "https://crucible.lbl.gov/api/v3"),
        ("https://lab.example.org:8443/x/api/v1", "https://lab.example.org:8443/x/api/v3"),
    ],
)
def test_an_address_of_an_older_generation_is_mapped_with_a_warning(given, expected):
    with pytest.warns(LegacyWarning, match="generation of the API that has ended") as caught:
        client = Legacy(given, "k")
    assert (expected, __file__) == (client.api_url, caught[0].filename)


def test_other_addresses_stay_as_they_are():
    assert "https://crucible.lbl.gov/api/v3" == Legacy("https://crucible.lbl.gov/api/v3", "k").api_url


def test_the_key_is_shown_nowhere():
    client = Legacy("https://crucible.lbl.gov/api/v3", "planted")
    assert "planted" not in f"{client!r}{vars(client)}"


def test_the_warning_is_one_that_test_runners_and_consoles_show():
    assert issubclass(LegacyWarning, DeprecationWarning)
