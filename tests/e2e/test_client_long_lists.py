"""Lists of several pages: what of them is compared with the document, and when."""

import pytest
from support.service import service

from crucible import CrucibleClient
from crucible.errors import UnexpectedResponseError

PATH = "/api/v3/datasets"
IDS = [f"0t5fwz5zmxqy7n5kgqv3dn8e{number:02}" for number in range(10, 16)]
DATASETS = [{"unique_id": identity, "dataset_name": "run", "resource_type": "dataset"} for identity in IDS]
WRONG = {**DATASETS[1], "timestamp": "yesterday"}
NAMELESS = {"dataset_name": "run"}


def pages(*parts):
    """Pages of the datasets given, each with the cursor of the next."""
    total = sum(map(len, parts))
    return [
        {"total": total, "limit": 1000, "items": items, "next_cursor": str(number) if number < len(parts) else None}
        for number, items in enumerate(parts, 1)
    ]


@pytest.fixture
def client():
    with service() as server, CrucibleClient(f"{server.url}/api/v3", "k") as opened:
        opened.server = server
        yield opened


def read(client):
    """The ids that are read until the list ends, or fails, and whether it failed."""
    found = []
    try:
        for dataset in client.datasets.list(limit=None):
            found.append(dataset.unique_id)  # noqa: PERF401 - what came before a failure counts
    except UnexpectedResponseError:
        return found, True
    return found, False


def test_pages_follow_each_other(client):
    client.server.on("GET", PATH, *pages(DATASETS[:2], DATASETS[2:4], DATASETS[4:]))
    assert (IDS, False) == read(client)


def test_no_record_is_read_of_a_first_page_with_one_that_is_not_as_promised(client):
    client.server.on("GET", PATH, *pages([DATASETS[0], WRONG]))
    assert ([], True) == read(client)


def test_no_record_is_read_of_a_later_page_that_begins_otherwise_than_promised(client):
    client.server.on("GET", PATH, *pages(DATASETS[:2], [WRONG, DATASETS[2]]))
    assert (IDS[:2], True) == read(client)


def test_further_on_a_later_page_a_record_without_what_it_needs_is_an_error_when_it_is_reached(client):
    client.server.on("GET", PATH, *pages(DATASETS[:2], [DATASETS[2], NAMELESS, DATASETS[3]]))
    assert (IDS[:3], True) == read(client)


def test_further_on_a_later_page_a_value_that_cannot_be_read_is_an_error_when_it_is_read(client):
    client.server.on("GET", PATH, *pages(DATASETS[:1], [DATASETS[2], WRONG]))
    *_, wrong = client.datasets.list(limit=None)
    assert "yesterday" == wrong["timestamp"]
    with pytest.raises(UnexpectedResponseError):
        _ = wrong.timestamp
