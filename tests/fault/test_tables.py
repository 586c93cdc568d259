"""Tables when answers get lost: the report says what is made, and nothing is made twice."""

import pytest
from support.ports import ClockPort
from support.service import Answer, service

from crucible.resources.samples import SampleOperations
from crucible.transport.port import run

ID = "0tkn2knjast3h0008nyq9zps2c"
SAMPLES = "/api/v3/samples"
ONE = f"{SAMPLES}/{ID}"
NOT_FOUND = Answer({"detail": "Not found"}, status=404)
DROPPED = Answer(drop=True)
NOTHING = {"items": [], "next_cursor": None, "limit": 2}


@pytest.fixture
def server():
    with service() as running:
        yield running


@pytest.fixture
def port(server):
    port = ClockPort(server.url)
    yield port
    port.close()


def echo(asked):
    """A server that stores what it is sent."""
    return asked.json


def send(port, *rows):
    return run(SampleOperations(port).create_many([{"sample_name": f"film {n}", **row} for n, row in enumerate(rows)]))


def test_a_row_that_the_server_fails_at_does_not_end_the_run(server, port):
    server.on("GET", SAMPLES, NOTHING)
    server.on("POST", SAMPLES, echo, Answer({"detail": "no"}, status=500), echo)
    report = send(port, {}, {}, {})
    assert (["created", "failed", "created"], 3) == ([row.state for row in report], server.count("POST", SAMPLES))
    assert [asked.json["unique_id"] for asked in server.asked if asked.method == "POST"][::2] == [
        row.unique_id for row in report.created
    ]


def test_a_lost_answer_of_a_row_that_was_made_is_a_success(server, port):
    server.on("POST", SAMPLES, DROPPED)
    server.on("GET", ONE, NOT_FOUND, {"unique_id": ID, "sample_name": "film 0"})
    report = send(port, {"unique_id": ID})
    assert ([ID], 1) == ([row.unique_id for row in report.created], server.count("POST", SAMPLES))


def test_a_row_whose_end_is_unknown_is_reported_with_its_id_and_the_rest_is_not_tried(server, port):
    server.on("POST", SAMPLES, DROPPED)
    server.on("GET", ONE, NOT_FOUND, DROPPED)
    server.on("GET", SAMPLES, DROPPED)
    report = send(port, {"unique_id": ID}, {}, {})
    assert [("failed", ID), ("failed", None), ("failed", None)] == [(row.state, row.unique_id) for row in report]
    assert "unknown" in report.rows[0].reason
    assert report.rows[2].reason.startswith("Not tried")
    assert 1 == server.count("POST", SAMPLES)
