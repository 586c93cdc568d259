"""Any bytes of a file by ranged requests, whatever goes wrong on the way."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.object_store import Fault
from support.served import content_of

from crucible.errors import ConnectionFailedError, IntegrityError, StorageError, TransferCancelledError
from crucible.fs import reading
from crucible.fs.reading import PIECE_BYTES, ChangedError, Content
from crucible.transfer.plan import RemoteFile
from crucible.transport import limits
from crucible.transport.retry import Policy

QUICK = Policy(attempts=4, first_seconds=0.005, longest_seconds=0.01)
DATA = content_of(300_000)


@pytest.fixture
def opened(service, storage):
    """Opens a file with some content."""

    def run(data=DATA, **changes):
        record = service.add("scan.h5", data, **changes)
        return Content(RemoteFile.read(record), service, storage, policy=QUICK)

    return run


def test_a_stretch_is_one_request_for_just_these_bytes(service, opened):
    assert DATA[1000:5000] == opened().read(1000, 5000)
    assert ["bytes=1000-4999"] == service.store.ranges()


def test_an_address_is_asked_for_once(service, opened):
    content = opened()
    for start in (0, 10, 20):
        content.read(start, start + 5)
    assert ["file0000"] == service.renewed


def test_a_large_stretch_comes_in_several_requests(service, opened):
    data = content_of(2 * PIECE_BYTES + 5)
    assert data[1:] == opened(data).read(1, len(data))
    assert 3 == len(service.store.ranges())


@pytest.mark.parametrize(
    "fault",
    [
        Fault("cut", at=1000),
        Fault("only", at=1000),
        Fault("truncate", at=1000),
        Fault("reset"),
        Fault("stall", at=1000),
        Fault("status", status=503),
        Fault("status", status=429, headers={"Retry_After": "0"}),
    ],
    ids=lambda fault: fault.kind,
)
def test_what_broke_off_goes_on(service, opened, fault):
    content = opened()
    service.store.faults.append(fault)
    assert DATA[100:90_000] == content.read(100, 90_000)
    assert 2 == len(service.store.ranges())


@pytest.mark.parametrize("status", [400, 401, 403])
def test_an_address_that_has_expired_is_renewed(service, opened, status):
    content = opened()
    content.read(0, 10)
    service.store.faults.append(Fault("status", status=status))
    assert DATA[50:70] == content.read(50, 70)
    assert ["file0000"] * 2 == service.renewed


def test_an_address_that_stays_refused_is_an_error(service, opened):
    content = opened()
    service.store.faults += [Fault("status", status=403)] * 2
    with pytest.raises(StorageError, match="403"):
        content.read(0, 10)


def test_a_store_that_stays_away_is_an_error(service, opened):
    content = opened()
    service.store.faults += [Fault("reset")] * 8
    with pytest.raises(ConnectionFailedError):
        content.read(0, 10)


@pytest.mark.parametrize("other", [content_of(300_000, seed=1), DATA[:1000], DATA + b"more"], ids=["other", "-", "+"])
def test_a_file_that_changes_while_it_is_read_is_noticed(service, opened, other):
    content = opened()
    content.read(0, 10)
    service.store.objects["file0000"] = other
    with pytest.raises(ChangedError, match="somebody has replaced it"):
        content.read(20_000, 20_010)


@pytest.mark.parametrize(
    "fault", [Fault("wrong-range"), Fault("append"), Fault("page"), Fault("ignore-range")], ids=lambda fault: fault.kind
)
def test_bytes_that_were_not_asked_for_are_never_taken(service, opened, fault):
    content = opened()
    service.store.faults += [fault] * 4
    with pytest.raises((IntegrityError, StorageError)):
        content.read(100_000, 100_100)


def test_a_small_file_may_come_whole_from_a_store_without_ranges(service, opened):
    content = opened()
    service.store.faults.append(Fault("ignore-range"))
    assert DATA == content.read(0, len(DATA))


def test_a_whole_file_is_compared_with_its_checksum(service, opened):
    content = opened()
    assert DATA == content.whole()
    service.store.faults.append(Fault("flip", at=17))
    with pytest.raises(IntegrityError, match="SHA-256"):
        content.whole()


@pytest.mark.parametrize("data", [DATA, b"x", b""], ids=len)
def test_the_store_knows_a_size_that_is_not_recorded(opened, data):
    content = opened(data, size=None)
    assert len(data) == content.size_bytes
    assert data == content.whole()


def test_threads_share_an_address(service, opened):
    content = opened()
    with ThreadPoolExecutor(8) as pool:
        pieces = pool.map(lambda start: content.read(start, start + 1000), range(0, 300_000, 1000))
        assert DATA == b"".join(pieces)
    assert ["file0000"] == service.renewed


def test_the_first_error_of_several_requests_ends_the_others(service, opened):
    data = content_of(3 * PIECE_BYTES)
    content = opened(data)
    service.store.faults += [Fault("status", status=404)] * 3
    with pytest.raises(StorageError, match="404"):
        content.read(0, len(data))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_reads_on_even_if_a_thread_had_the_lock(opened):
    content = opened()
    content.read(0, 10)
    content._address._turn.acquire()
    if (child := os.fork()) == 0:
        os._exit(0 if DATA[5:900] == content.read(5, 900) else 1)
    assert 0 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_the_first_error_is_not_waited_for_by_those_that_were_begun_before():
    """The first job goes on until the others tell it to stop: in turn, it would be waited for first, for ever."""

    def job(number, stop):
        if number:
            raise ZeroDivisionError
        assert stop.wait(60)

    with pytest.raises(ZeroDivisionError):
        reading.at_once(job, [(0,), (1,)])


def test_what_ends_the_caller_ends_its_threads():
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    with limits.stoppable(stop), pytest.raises(TransferCancelledError):
        reading.at_once(lambda number, inner: inner.wait(60), [(0,), (1,)])


def test_what_several_threads_do_comes_in_its_order():
    assert [0, 2, 4, 6] == reading.at_once(lambda number, stop: 2 * number, [(number,) for number in range(4)])
