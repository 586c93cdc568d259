"""What is shown in notebooks and terminals; looking costs nothing and reaches nobody."""

import copy
import socket
import threading
from html.parser import HTMLParser

import pytest

from crucible import CrucibleClient
from crucible.records import Dataset, Graph, TableReport, TableRow

SITE = "https://crucible.example.org/explore"
WIRE = {
    "unique_id": "0tkn2knjast3h0008nyq9zps2c",
    "dataset_name": "run <7>",
    "timestamp": "2026-08-01T10:00:00Z",
    "project_id": "demo-project",
    "project": {"unique_id": "0td7evvtg5wb90005k1j97ak94", "project_id": "demo-project", "title": "Demo"},
    "links": [{"unique_id": "0swqzb3a1sthv000xd8kta0vrw", "resource_type": "sample", "direction": "undirected"}],
    "scientific_metadata": {"scan": {"steps": [1, 2]}},
    "colour": {"name": "red"},
}


def dataset(**changes):
    return Dataset(copy.deepcopy({**WIRE, **changes}), SITE)


@pytest.fixture
def calls():
    """Connections made to a server that nobody should ask, and its address."""
    made: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def accept():
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                made.append(address)
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield made, f"http://127.0.0.1:{server.getsockname()[1]}/api/v3"
        stop.set()
        thread.join()


def every_attribute(thing):
    """Read what the TAB key may read."""
    return [getattr(thing, name) for name in dir(thing) if not name.startswith("__")]


def test_looking_at_a_client_its_namespaces_and_listings_sends_nothing(calls):
    made, address = calls
    with CrucibleClient(address, "key") as client:
        namespaces = every_attribute(client)
        for thing in (client, *namespaces, client.datasets.list(), client.samples.facets("owner")):
            every_attribute(thing)
            repr(thing)
            getattr(thing, "_repr_html_", str)()
        assert ([], True) == (made, client.datasets in namespaces)


@pytest.mark.parametrize("ask", [bool, len])
def test_what_takes_a_request_names_the_call(ask):
    listing = CrucibleClient("http://127.0.0.1:9/api/v3", "key").datasets.list()
    with pytest.raises(TypeError, match=r"takes a request: ask listing\.(first|count)\(\)"):
        ask(listing)


def test_a_listing_says_how_it_is_read():
    listing = CrucibleClient("http://127.0.0.1:9/api/v3", "key").datasets.list(limit=None)
    assert "Listing(all records, none fetched yet: take [:10], first(), all() or count(), or iterate)" == repr(listing)


def test_a_notebook_gets_a_table_with_nothing_that_acts():
    table = dataset()._repr_html_()
    assert (True, False) == ("run &lt;7&gt;" in table, "run <7>" in table)


HOSTILE = "<script src='https://evil.example.org'>\"&"


@pytest.mark.parametrize(
    "record",
    [
        dataset(dataset_name=HOSTILE),
        dataset(scientific_metadata={HOSTILE: [HOSTILE]}),
        dataset(project_id=f'p"onclick="{HOSTILE}'),
        Dataset({**WIRE, HOSTILE: HOSTILE}, SITE),
        Dataset(WIRE, HOSTILE),
    ],
)
def test_nothing_in_a_record_becomes_markup(record):
    """What the view consists of is known: no element that runs or loads anything, and no style but the usual ones."""
    usual, seen = Elements(), Elements()
    usual.feed(dataset()._repr_html_())
    seen.feed(record._repr_html_())
    assert (set(), set(), set()) == (
        seen.names - {"div", "strong", "a", "table", "tr", "th", "td", "details", "summary", "pre"},
        {name for _, name in seen.attributes} - {"style", "href", "target", "rel", "open", "scope"},
        seen.styles - usual.styles,
    )


def test_the_view_has_the_colours_of_the_page():
    seen = Elements()
    seen.feed(dataset()._repr_html_())
    assert [] == [style for style in seen.styles if "color" in style or "background" in style or "url" in style]
    assert len(seen.styles) >= 3


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ">2026-08-01 10:00:00 UTC<"),
        ({"timestamp": "2026-08-01T14:30:00-07:00"}, ">2026-08-01 14:30:00-07:00<"),
        ({"timestamp": "some day"}, ">some day<"),
        ({"size": 12_345_678}, ">12,345,678 bytes (12.3 MB)<"),
        ({"size": 999}, ">999 bytes<"),
        ({"project": {"title": "no id"}}, ">1 entry<"),
        ({"owner": {"unique_id": "0000", "username": "ada"}}, "<summary>0000 · ada</summary>"),
        ({"capabilities": {"can_edit": True, "can_transfer": False}}, "<summary>can_edit</summary>"),
        ({"scientific_metadata": {"a": {"b": [1, 2.5000000000000004]}}}, ">a:\n  b: 1, 2.5<"),
        ({"scientific_metadata": {"a": [{"b": None}]}}, ">a:\n  0:\n    b: None<"),
        ({"scientific_metadata": {"a": list(range(1000))}}, "… (1000 values)"),
        ({"scientific_metadata": {"a": {}}}, ">a: empty<"),
        ({"scientific_metadata": {"T": {"value": 150, "unit": "°C"}}}, ">T: 150 °C<"),
        ({"scientific_metadata": {"a": [1234] * 30}}, "1234, … (30 values)<"),
        ({"dataset_name": "run \u202egnp.exe"}, ">run \N{REPLACEMENT CHARACTER}gnp.exe<"),
        ({"dataset_name": "x" * 2000}, "x…</td>"),
    ],
)
def test_a_notebook_shows_values_as_people_read_them(changes, expected):
    assert expected in dataset(**changes)._repr_html_()


def nested(depth):
    return {"a": nested(depth - 1)} if depth else {}


@pytest.mark.parametrize("changes", [{"colour": nested(500)}, {"timestamp": 5}, {"links": [5]}, {"owner": "ada"}])
def test_every_record_can_be_shown(changes):
    record = Dataset({**WIRE, **changes})
    assert (True, True) == (repr(record).startswith("Dataset("), "run &lt;7&gt;" in record._repr_html_())


def test_the_tab_key_offers_what_stands_in_brackets():
    assert {*WIRE} <= set(dataset()._ipython_key_completions_())


def test_a_report_of_many_rows_is_short_and_shows_those_that_failed():
    rows = [TableRow(number, "created", "0tkn2knjast3h0008nyq9zps2c") for number in range(1, 1000)]
    report = TableReport((*rows, *(TableRow(number, "failed", None, "no <name>") for number in range(1000, 1100))))
    view = report._repr_html_()
    assert "TableReport(1099 rows: 999 created, 100 failed)" == repr(report)
    assert (25, True, True) == (view.count("no &lt;name&gt;"), "and 75 more" in view, len(view) < 20_000)


def test_a_graph_is_shown_as_a_tree():
    nodes = [{"id": str(number), "name": f"<{number}>", "entity_type": "sample"} for number in range(1000)]
    view = Graph({"nodes": nodes, "edges": [{"source": "0", "target": "1"}]})._repr_html_()
    assert ("└─ sample &lt;1&gt; [1]" in view, "… and more" in view, len(view) < 30_000) == (True, True, True)


def test_the_table_of_a_huge_record_is_small():
    record = dataset(scientific_metadata={f"key {number}": "x" * 100 for number in range(10_000)}, notes="y" * 10**6)
    assert len(record._repr_html_()) < 10_000


class Elements(HTMLParser):
    """The elements and attributes of a piece of HTML."""

    def __init__(self):
        super().__init__()
        self.names, self.attributes, self.styles = set(), set(), set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.styles |= {value for name, value in attrs if name == "style"}
