"""How long a call takes at most, all its attempts and pauses together, and how long a transfer in a limited time."""

import asyncio
import email.utils
import logging
import time
from contextlib import closing

import pytest
from support.object_store import Fault
from support.one_dataset import DATASET
from support.service import Answer
from support.service import service as scripted

from crucible import errors
from crucible.config import Settings
from crucible.credentials import Secret
from crucible.transfer import download
from crucible.transport import limits
from crucible.transport.connection import AsyncConnection, Connection
from crucible.transport.exchange import Terms
from crucible.transport.retry import Policy
from crucible.transport.storage import open_storage

PATH = "/api/v3/x"
# A body that takes five seconds, of which no part is late.
DROPS = Answer("x" * 98, drop_by_drop_seconds=0.05)


@pytest.fixture
def server():
    with scripted() as running:
        yield running


@pytest.fixture(params=["blocking", "async"])
def read(request, server):
    """Reads from the server with these time limits, with both kinds of connection."""

    def run(answer_seconds=5.0, **policy):
        terms = Terms(
            Settings(f"{server.url}/api/v3", Secret("planted-key-5711")),
            answer_seconds,
            Policy(**{"first_seconds": 0.01, **policy}),
        )
        if request.param == "blocking":
            with Connection(terms) as connection:
                return connection.get("/x").json()

        async def on_loop():
            async with AsyncConnection(terms, pooled=False) as connection:
                return (await connection.get("/x")).json()

        return asyncio.run(on_loop())

    return run


def test_a_body_that_comes_drop_by_drop_ends_with_the_call(server, read):
    server.on("GET", PATH, DROPS)
    with pytest.raises(errors.RequestTimeoutError, match="did not answer in time"):
        read(answer_seconds=0.3, budget_seconds=0.4)


def test_a_body_that_comes_drop_by_drop_ends_with_the_block(server, read):
    server.on("GET", PATH, DROPS)
    with limits.within(0.4), pytest.raises(errors.RequestTimeoutError):
        read()


def test_a_later_attempt_has_the_time_that_the_first_has_left(server, read):
    """By itself the second attempt has time enough, all attempts together have not."""
    server.on("GET", PATH, Answer(1, delay_seconds=3.0), Answer(2, delay_seconds=0.5))
    with pytest.raises(errors.RequestTimeoutError):
        read(answer_seconds=0.7, budget_seconds=0.8)


def test_an_answer_may_take_longer_than_all_attempts_if_it_is_the_first(server, read):
    server.on("GET", PATH, Answer(5, delay_seconds=0.4))
    assert 5 == read(budget_seconds=0.1)


def test_a_pause_that_does_not_fit_into_the_block_is_not_begun(server, read):
    server.on("GET", PATH, Answer(status=503, headers={"Retry-After": "30"}))
    with limits.within(2), pytest.raises(errors.ServerError, match="wait 30 s"):
        read()
    assert 1 == len(server.asked)


def test_a_date_to_come_back_at_is_told(server, read):
    date = email.utils.formatdate(time.time() + 3600, usegmt=True)
    server.on("GET", PATH, Answer(status=503, headers={"Retry-After": date}))
    with pytest.raises(errors.ServerError, match=r"until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC") as caught:
        read()
    assert (True, 1) == (3500 < caught.value.retry_after_seconds <= 3600, len(server.asked))


def test_a_date_that_is_over_is_no_wait(server, read):
    server.on("GET", PATH, Answer(status=503, headers={"Retry-After": "Thu, 01 Jan 2026 00:00:00 GMT"}), Answer(5))
    assert 5 == read()


def test_a_time_beyond_all_calendars_is_told_too(server, read):
    server.on("GET", PATH, Answer(status=429, headers={"Retry-After": "9" * 20}))
    with pytest.raises(errors.RateLimitError, match="wait 1000"):
        read()


# ---- bytes of files ----


@pytest.fixture
def fetch(service, tmp_path):
    """`download` with the time-outs and pauses that users have, but for the block around it."""
    with closing(open_storage()) as storage:
        yield lambda: download(service, DATASET, tmp_path, storage=storage)


@pytest.fixture
def service_with_file(service):
    service.add("a.h5", b"content" * 1000)
    return service


def test_a_store_that_asks_for_a_pause_which_does_not_fit_into_the_block_is_not_asked_again(service_with_file, fetch):
    service_with_file.store.faults.extend([Fault("status", status=503, headers={"Retry-After": "30"})] * 9)
    with limits.within(2), pytest.raises(errors.TransferError):
        fetch()
    assert 1 == len(service_with_file.store.requests)


def test_a_store_that_sends_nothing_more_ends_with_the_block(service_with_file, fetch):
    service_with_file.store.faults.extend([Fault("stall", at=100)] * 9)
    with limits.within(0.5), pytest.raises(errors.CrucibleError):
        fetch()


def test_a_long_pause_of_a_store_is_announced(service_with_file, fetch, caplog):
    service_with_file.store.faults.append(Fault("status", status=503, headers={"Retry-After": "2"}))
    with caplog.at_level(logging.WARNING):
        fetch()
    assert ["a.h5: trying again in 2 s"] == [record.getMessage() for record in caplog.records]
