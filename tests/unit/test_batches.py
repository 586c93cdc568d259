"""Calls about many things go out several at a time, and end at the first batch with a failure."""

import threading

import pytest

from crucible import errors
from crucible.config import Settings
from crucible.credentials import Secret
from crucible.resources.batches import AT_ONCE, in_batches
from crucible.transport.blocking import BlockingPort
from crucible.transport.port import run


@pytest.fixture
def port():
    port = BlockingPort(Settings("http://127.0.0.1:9/api/v3", Secret("a key")), answer_seconds=1.0)
    yield port
    port.close()


def test_so_many_calls_are_under_way_at_a_time(port):
    all_there = threading.Barrier(AT_ONCE)

    async def call(number):
        all_there.wait(timeout=20)
        return number * 2

    done, error = run(in_batches(port, call, range(2 * AT_ONCE)))
    assert ([number * 2 for number in range(2 * AT_ONCE)], None) == (done, error)


def test_after_a_failure_no_other_batch_is_begun(port):
    called = []

    async def call(number):
        called.append(number)
        if number in (2, 3):
            raise errors.ConnectionFailedError(f"No {number}.")
        return number

    done, error = run(in_batches(port, call, range(2 * AT_ONCE)))
    assert ([0, 1], "No 2.") == (done, error.message)
    assert list(range(AT_ONCE)) == sorted(called)
