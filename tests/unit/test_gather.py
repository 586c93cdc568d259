"""Several things at once on the port that blocks."""

import threading
from contextlib import closing

import pytest

from crucible.config import Settings
from crucible.credentials import Secret
from crucible.transport import limits
from crucible.transport.blocking import BlockingPort
from crucible.transport.port import run


@pytest.fixture
def port():
    with closing(BlockingPort(Settings("http://127.0.0.1:9/api/v3", Secret("key")), answer_seconds=1.0)) as port:
        yield port


def test_results_come_in_the_order_of_the_calls_whichever_ends_first(port):
    second_is_done = threading.Event()

    async def first():
        assert second_is_done.wait(60)
        return 1

    async def second():
        second_is_done.set()
        return 2

    assert [1, 2] == run(port.gather(first, second))


def test_the_first_error_ends_all_and_nobody_goes_on_pausing(port):
    async def pausing():
        limits.pause(1000)

    async def failing():
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        run(port.gather(failing, pausing))


def test_limits_of_the_caller_hold_in_threads(port):
    async def left():
        return limits.left_seconds() is not None

    with limits.within(60):
        assert [True, True] == run(port.gather(left, left))


def test_nothing_at_once_is_nothing(port):
    assert [] == run(port.gather())
