"""Several things at once on the port that blocks."""

import _thread
import threading
import time
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


def interrupting(ever):
    """Return what interrupts the main thread without waking it, as Ctrl-C does when it comes as a wait begins."""

    async def work():
        time.sleep(0.1)  # until it waits
        _thread.interrupt_main()
        ever.wait(60)

    return work


def test_ctrl_c_that_wakes_nobody_ends_the_waiting(port):
    ever = threading.Event()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(port.gather(interrupting(ever), interrupting(ever)))
    with pytest.raises(KeyboardInterrupt):
        run(port.ahead(interrupting(ever))())
    ever.set()
    assert time.monotonic() - began < 30


def test_ctrl_c_ends_the_waiting_for_those_that_are_busy_when_one_fails(port):
    ever = threading.Event()

    async def failing():
        raise LookupError("no")

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(port.gather(failing, interrupting(ever)))
    ever.set()
    assert time.monotonic() - began < 30


def test_limits_of_the_caller_hold_in_threads(port):
    async def left():
        return limits.left_seconds() is not None

    with limits.within(60):
        assert [True, True] == run(port.gather(left, left))


def test_nothing_at_once_is_nothing(port):
    assert [] == run(port.gather())
