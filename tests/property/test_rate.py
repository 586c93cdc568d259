"""However pieces and pauses follow each other, no more bytes move than the limit allows, and hardly fewer."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crucible.errors import TransferCancelledError, UsageError
from crucible.transfer.rate import BURST_SECONDS, Budget, Rate

SIZES = st.integers(0, 1 << 24)


class Clock(threading.Event):
    """A clock that only moves when somebody waits."""

    def __init__(self):
        super().__init__()
        self.now = 1000.0
        self.waits = 0
        self._turn = threading.Lock()

    def time(self):
        with self._turn:
            return self.now

    def wait(self, timeout=None):
        with self._turn:
            self.now += timeout
            self.waits += 1
        return self.is_set()


@settings(deadline=None)
@given(st.floats(1, 1e9), st.lists(SIZES, max_size=30))
def test_bytes_that_follow_each_other_take_exactly_their_time(bytes_per_second, sizes):
    clock = Clock()
    rate = Rate(bytes_per_second, clock=clock.time)
    for size in sizes:
        rate.take(size, clock)
    assert clock.now - 1000 == pytest.approx(sum(sizes) / bytes_per_second, rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(st.floats(1, 1e9), st.lists(st.tuples(st.floats(0, 100), SIZES), max_size=20))
def test_no_pause_earns_more_than_the_bytes_of_a_moment(bytes_per_second, steps):
    clock = Clock()
    rate = Rate(bytes_per_second, clock=clock.time)
    moved, marks = 0, [(clock.now, 0)]
    for pause, size in steps:
        clock.now += pause
        rate.take(size, clock)
        moved += size
        marks.append((clock.now, moved))
    for number, (since, before) in enumerate(marks):
        for until, after in marks[number + 1 :]:
            allowed = bytes_per_second * (until - since + BURST_SECONDS)
            assert after - before <= allowed * (1 + 1e-6) + 1


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(1, 1 << 20), min_size=1, max_size=5), min_size=2, max_size=8))
def test_threads_share_one_limit(shares):
    clock = Clock()
    rate = Rate(1e6, clock=clock.time)
    threads = [threading.Thread(target=lambda sizes=sizes: [rate.take(n, clock) for n in sizes]) for sizes in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    least = sum(map(sum, shares)) / 1e6
    assert least <= clock.now - 1000 + 1e-6


def test_a_long_wait_is_no_loop():
    clock = Clock()
    Rate(1.0, clock=clock.time).take(3600, clock)
    assert 1 == clock.waits


def test_a_wait_ends_when_the_transfer_does():
    stop = threading.Event()
    stop.set()
    with pytest.raises(TransferCancelledError):
        Rate(1).take(1 << 30, stop)


@settings(deadline=None)
@given(st.floats(1, 1e9), st.integers(0, 1 << 22))
def test_a_piece_that_is_watched_takes_the_same_time_step_by_step(bytes_per_second, size):
    bytes_per_second = max(bytes_per_second, size / 100)  # no more than a few hundred steps
    watched, whole = Clock(), Clock()
    steps = Rate(bytes_per_second, clock=watched.time).steps(size, watched)
    assert size == sum(steps)
    Rate(bytes_per_second, clock=whole.time).take(size, whole)
    assert whole.now == pytest.approx(watched.now)


def test_without_a_limit_a_piece_is_one_step():
    assert [7] == list(Rate(None).steps(7, threading.Event()))


def test_without_a_limit_nobody_waits():
    clock = Clock()
    Rate(None, clock=clock.time).take(1 << 60, clock)
    assert 0 == clock.waits


@pytest.mark.parametrize("limit", [0, -5, 0.5, float("nan")])
def test_a_limit_that_moves_nothing_is_refused(limit):
    with pytest.raises(UsageError, match="bytes_per_second"):
        Rate(limit)


@settings(deadline=None)
@given(st.integers(0, 1000), st.lists(st.one_of(st.none(), st.integers(0, 500)), max_size=30))
def test_what_is_taken_fits_and_what_is_left_would_not_have(most, sizes):
    budget, taken = Budget(most), 0
    for size in sizes:
        if budget.takes(size):
            assert size is not None
            taken += size
        else:
            assert size is None or taken + size > most
            assert "max_bytes" in budget.reason(size)
    assert taken <= most


def test_without_a_budget_everything_fits():
    assert [True, True] == [Budget(None).takes(size) for size in (None, 1 << 60)]


def test_a_budget_below_nothing_is_refused():
    with pytest.raises(UsageError, match="max_bytes=-1"):
        Budget(-1)
