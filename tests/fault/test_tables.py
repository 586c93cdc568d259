"""Tables when answers get lost: the report says what is made, and nothing is made twice."""

import threading
import time

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


def send(port, *rows):
    return run(SampleOperations(port).create_many([{"sample_name": f"film {n}", **row} for n, row in enumerate(rows)]))


def test_a_row_that_the_server_fails_at_does_not_end_the_run(server, port):
    server.on("GET", SAMPLES, NOTHING)
    no = Answer({"detail": "no"}, status=500)
    server.on("POST", SAMPLES, lambda asked: no if asked.json["sample_name"] == "film 1" else asked.json)
    report = send(port, {}, {}, {})
    assert (["created", "failed", "created"], 3) == ([row.state for row in report], server.count("POST", SAMPLES))
    sent = {asked.json["sample_name"]: asked.json["unique_id"] for asked in server.asked if asked.method == "POST"}
    assert [sent["film 0"], sent["film 2"]] == [row.unique_id for row in report.created]


def test_a_lost_answer_of_a_row_that_was_made_is_a_success(server, port):
    server.on("POST", SAMPLES, DROPPED)
    server.on("GET", ONE, NOT_FOUND, {"unique_id": ID, "sample_name": "film 0"})
    report = send(port, {"unique_id": ID})
    assert ([ID], 1) == ([row.unique_id for row in report.created], server.count("POST", SAMPLES))


def test_a_row_whose_end_is_unknown_is_reported_with_its_id_and_the_rest_is_not_tried(server, port):
    server.on("POST", SAMPLES, DROPPED)
    server.on("GET", ONE, NOT_FOUND, DROPPED)
    server.on("GET", SAMPLES, DROPPED)
    report = send(port, {"unique_id": ID}, *[{}] * 9)
    assert [("failed", ID), *[("failed", None)] * 9] == [(row.state, row.unique_id) for row in report]
    assert "unknown" in report.rows[0].reason
    assert [False] * 9 + [True] == [row.reason.startswith("Not tried") for row in report]
    assert 1 == server.count("POST", SAMPLES)


def test_no_more_than_a_few_rows_are_sent_at_once(server, port):
    counting, busy, most = threading.Lock(), [], []

    def slow(asked):
        with counting:
            busy.append(asked)
            most.append(len(busy))
        time.sleep(0.05)
        with counting:
            busy.pop()
        return NOTHING

    server.on("GET", SAMPLES, slow)
    server.on("POST", SAMPLES, lambda asked: asked.json)
    assert 20 == len(send(port, *[{}] * 20).created)
    assert 2 <= max(most) <= 8
