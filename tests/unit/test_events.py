"""What a callback hears of a transfer, and what it costs those who move bytes."""

import threading

import pytest

from crucible.transfer.events import PAUSE_SECONDS, FileMeter, Meter


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_sums_rate_and_time_left(clock):
    events = []
    meter = Meter(events.append, 1000, 2, clock=clock)
    file = FileMeter(meter, "a", 800)
    file.at(0)
    for step in range(1, 5):
        clock.now += 1
        file.at(step * 100)
    last = events[-1]
    assert (400, 800, 400, 1000, 400) == (
        last.done_bytes,
        last.size_bytes,
        last.total_done_bytes,
        last.total_size_bytes,
        last.total_moved_bytes,
    )
    assert (0, 2, 1) == (last.done_files, last.total_files, last.file_number)
    assert last.bytes_per_second == pytest.approx(100, rel=0.4)
    assert last.left_seconds == pytest.approx(600 / last.bytes_per_second)


def test_the_rate_is_that_of_the_last_seconds(clock):
    events = []
    file = FileMeter(Meter(events.append, 10_000_000, 1, clock=clock), "a", 10_000_000)
    for _ in range(20):
        clock.now += 1
        file.add(1000)
    for _ in range(30):
        clock.now += 1
        file.add(50)
    assert 50 == events[-1].bytes_per_second


def test_bytes_that_were_there_are_done_but_did_not_move(clock):
    events = []
    meter = Meter(events.append, 2_000, 2, clock=clock)
    FileMeter(meter, "kept", 1_000).end("kept")
    file = FileMeter(meter, "half", 1_000)
    file.resumes(500)
    assert (1_500, 0, None) == (events[-1].total_done_bytes, events[-1].total_moved_bytes, events[-1].bytes_per_second)
    file.at(700)
    file.end("saved")
    assert (2_000, 500, 2) == (events[-1].total_done_bytes, events[-1].total_moved_bytes, events[-1].done_files)


def test_a_file_that_starts_again_is_done_once_and_moved_twice(clock):
    events = []
    file = FileMeter(Meter(events.append, 100, 1, clock=clock), "a", 100)
    for done in (60, 0, 100):
        file.at(done)
    file.end("saved")
    assert (100, 160) == (events[-1].total_done_bytes, events[-1].total_moved_bytes)


def test_a_file_that_came_in_one_go_is_one_event(clock):
    events = []
    FileMeter(Meter(events.append, 7, 1, clock=clock), "a", 7).end("saved")
    assert [("saved", 7, 7, 7)] == [(e.state, e.done_bytes, e.total_done_bytes, e.total_moved_bytes) for e in events]


def test_nobody_waits_for_the_bytes_of_a_file_that_failed(clock):
    events = []
    meter = Meter(events.append, 2_000, 2, clock=clock)
    broken, file = FileMeter(meter, "broken", 1_000), FileMeter(meter, "file", 1_000)
    broken.at(100)
    file.at(0)
    clock.now += 1
    file.at(900)
    broken.end("failed", "no")
    assert events[-1].left_seconds == pytest.approx(100 / events[-1].bytes_per_second)


def test_nobody_waits_for_the_bytes_of_a_file_that_failed_at_once(clock):
    events = []
    meter = Meter(events.append, 2_000, 2, clock=clock)
    file = FileMeter(meter, "file", 1_000)
    file.at(0)
    clock.now += 1
    file.at(900)
    FileMeter(meter, "broken", 1_000).end("failed", "no")
    assert events[-1].left_seconds == pytest.approx(100 / events[-1].bytes_per_second)


def test_a_file_that_only_passes_is_one_more_and_nobody_waits_for_its_bytes(clock):
    events = []
    meter = Meter(events.append, 1_000, 1, clock=clock)
    meter.passes("elsewhere", 5_000, "elsewhere")
    file = FileMeter(meter, "file", 1_000)
    file.at(0)
    clock.now += 1
    file.at(900)
    assert [(1, 2), (1, 2), (1, 2)] == [(event.done_files, event.total_files) for event in events]
    assert events[-1].left_seconds == pytest.approx(100 / events[-1].bytes_per_second)


def test_reading_is_all_that_a_comparison_does(clock):
    events = []
    file = FileMeter(Meter(events.append, 1_000, 1, clock=clock), "a", 1_000)
    file.compared(0)
    clock.now += 1
    file.compared(250)
    file.end("ok")
    assert [("checking", 0, 0), ("checking", 250, 250), ("ok", 250, 250)] == [
        (event.state, event.done_bytes, event.total_moved_bytes) for event in events
    ]


def test_more_may_come_than_was_known(clock):
    events = []
    meter = Meter(events.append, clock=clock)
    meter.expect(10, files=3)
    meter.expect(5)
    FileMeter(meter, "a", 5).end("saved")
    assert (15, 4) == (events[-1].total_size_bytes, events[-1].total_files)


def test_files_of_one_name_are_told_apart(clock):
    events = []
    meter = Meter(events.append, 2, 2, clock=clock)
    for _ in range(2):
        FileMeter(meter, "scan.h5", 1).end("saved")
    assert [1, 2] == [event.file_number for event in events]


def test_a_moving_file_says_so_now_and_then(clock):
    events = []
    file = FileMeter(Meter(events.append, 1000, 1, clock=clock), "a", 1000)
    for done in range(1000):
        clock.now += PAUSE_SECONDS / 100
        file.at(done)
    assert 9 <= len(events) <= 11
    file.end("saved")
    assert (1000, 1000) == (events[-1].total_done_bytes, events[-1].done_bytes)


def test_a_thread_that_finds_another_one_telling_goes_on():
    telling, go_on = threading.Event(), threading.Event()
    heard = []

    def slow(event):
        heard.append((event.name, threading.current_thread().name))
        if event.name == "a":
            telling.set()
            assert go_on.wait(60)

    meter = Meter(slow, 2, 2)
    first = threading.Thread(target=FileMeter(meter, "a", 1).end, args=("saved",), name="first")
    first.start()
    assert telling.wait(60)
    FileMeter(meter, "b", 1).end("saved")  # would wait for ever if it waited
    assert [("a", "first")] == heard
    go_on.set()
    first.join()
    assert [("a", "first"), ("b", "first")] == heard


def test_of_many_threads_nothing_is_lost_and_none_is_told_beside_another():
    busy = threading.Lock()
    events = []

    def alone(event):
        assert busy.acquire(blocking=False)
        events.append(event)
        busy.release()

    meter = Meter(alone, 16 * 50 * 10, 16 * 50)
    shared = FileMeter(meter, "shared", None)

    def work():
        for _ in range(50):
            file = FileMeter(meter, "x", 10)
            file.at(4)
            shared.add(1)
            file.end("saved")

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.end("saved")
    assert 801 == sum(event.state == "saved" for event in events) == events[-1].done_files
    assert 16 * 50 * 11 == events[-1].total_done_bytes == events[-1].total_moved_bytes
    totals = [event.total_done_bytes for event in events]
    assert sorted(totals) == totals


def test_what_a_callback_raises_once_is_raised_to_everybody():
    calls = []

    def broken(event):
        calls.append(event)
        raise BrokenPipeError("no terminal")

    meter = Meter(broken, 2, 2)
    for name in ("a", "b"):
        with pytest.raises(BrokenPipeError, match="no terminal"):
            FileMeter(meter, name, 1).end("saved")
    assert 1 == len(calls)


def test_a_silent_transfer_looks_at_no_clock():
    def clock():
        raise AssertionError("nobody asked")

    file = FileMeter(Meter(None, 10, 1, clock=clock), "a", 10)
    file.resumes(1)
    file.at(5)
    file.add(1)
    file.checked(2)
    file.end("saved")
