"""Small files of a download, received many at a time in one thread: answers, and how all ends before its time."""

import logging
import socket
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from support.object_store import Fault
from support.one_dataset import DATASET
from support.raw_server import Reply, ok, raw_server
from support.small_files import (
    FILES,
    RIGHT,
    answer,
    content,
    elsewhere,
    fetching,
    filled,
    number_in,
    states,
    threads,
    whole,
)
from support.storages import opened

from crucible import errors
from crucible.transfer import Options, download
from crucible.transfer.fetch import Sizes
from crucible.transport import limits

pytest.importorskip("pycurl", exc_type=ImportError)

STALL = Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", "stall")


@pytest.fixture
def storage():
    with closing(opened("curl")) as storage:
        yield storage


@pytest.fixture
def many(service):
    """The API for a dataset of many small files."""
    return filled(service)


@pytest.fixture
def fetch(storage, tmp_path):
    return fetching(storage, tmp_path)


# --- answers


def test_small_files_share_a_few_connections(fetch):
    with raw_server(RIGHT) as server:
        assert whole(fetch(elsewhere(server.url)))
    assert FILES == len(server.requests)
    assert 32 >= max(request.connection for request in server.requests)
    assert {"identity"} == {request.headers["accept-encoding"] for request in server.requests}


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


WRONG = {
    "reset": lambda right: (b"", reset),
    "no head": lambda right: (b"HTTP/1.1 200 OK\r\nContent-Le", None),
    "cut": lambda right: (ok(right).data[:-500], None),
    "too short": lambda right: (ok(right[:-500]).data, None),
    "too long": lambda right: (ok(right + b"!").data, None),
    "another": lambda right: (ok(right[:-1] + b"!").data, None),
    "a page": lambda right: (ok(b"<html>Please log in</html>", "Content-Type: text/html").data, None),
    "a range": lambda right: (ok(right, "Content-Range: bytes 7-9/10", status="206 Partial Content").data, None),
    "nonsense": lambda right: (b"nonsense\r\n\r\n", None),
    "408": lambda right: (ok(b"", status="408 Request Timeout").data, None),
    "429": lambda right: (ok(b"", status="429 Too Many Requests").data, None),
    "500": lambda right: (ok(b"", status="500 Internal Server Error").data, None),
    "503": lambda right: (ok(b"", status="503 Service Unavailable").data, None),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_befalls_the_first_request_for_each_file_is_mended(fetch, wrong):
    seen = set()

    def first_wrong(request, connection, stream):
        if request.line in seen:
            return answer(request, connection)
        seen.add(request.line)
        data, then = WRONG[wrong](content(number_in(request)))
        connection.sendall(data)
        if then is not None:
            then(connection)
        return False

    with raw_server(Reply(first_wrong)) as server:
        assert whole(fetch(elsewhere(server.url)))
    assert FILES == len(seen)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_addresses_that_have_expired_are_renewed_once_each(fetch, status):
    def expired(request, connection, stream):
        if "fresh" in request.line:
            return answer(request, connection)
        connection.sendall(ok(b"<Code>ExpiredToken</Code>", status=f"{status} Expired").data)
        return True

    with raw_server(Reply(expired)) as server:
        service = elsewhere(server.url)
        service.fresh = {mfid: f"{url}&fresh" for mfid, url in service.addresses.items()}
        assert whole(fetch(service))
    assert (sorted(service.addresses), 2 * FILES) == (sorted(service.renewed), len(server.requests))


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
def test_what_the_store_never_gives_is_reported_file_by_file_and_the_next_run_brings_it(fetch, many, status):
    many.store.faults.extend([Fault("status", status=status, body=b"<Code>Nope</Code>")] * 10 * FILES)
    with pytest.raises(errors.PartialTransferError) as caught:
        fetch(many)
    assert {"failed": FILES} == states(caught.value)
    (reason,) = [line.reason for line in caught.value.report if line.name == "07.h5"]
    assert reason.startswith(f"The object store answered {status} (Nope) to the request for 07.h5.")
    many.store.faults.clear()
    assert whole(fetch(many))


def test_the_store_is_given_the_time_that_it_asks_for(fetch, service, caplog):
    service.add("a.h5", b"a")
    service.store.faults.append(Fault("status", status=429, headers={"Retry-After": "1"}))
    with caplog.at_level(logging.INFO, "crucible.transfer"):
        assert 1 == len(fetch(service))
    (pause,) = [message for message in caplog.messages if "next attempt" in message]
    assert pause.startswith(("a.h5: next attempt in 1.0 s", "a.h5: next attempt in 1.1 s"))


def test_a_moment_by_another_clock_is_no_long_wait(fetch, service):
    tomorrow = {"Retry-After": "Fri, 01 Jan 2100 00:00:01 GMT", "Date": "Fri, 01 Jan 2100 00:00:00 GMT"}
    service.add("a.h5", b"a")
    service.store.faults.append(Fault("status", status=503, headers=tomorrow))
    assert 1 == len(fetch(service))


def test_a_redirect_is_not_followed(fetch):
    with raw_server() as other, raw_server(ok(b"", f"Location: {other.url}/x", status="302 Found")) as server:
        with pytest.raises(errors.PartialTransferError, match="answered 302") as caught:
            fetch(elsewhere(server.url, 3))
    assert ({"failed": 3}, []) == (states(caught.value), other.requests)


@pytest.mark.parametrize("head", ["Transfer-Encoding: chunked", "Connection: close", "Content-Length: 99999999999"])
def test_a_body_without_end_is_broken_off_and_others_arrive(fetch, head):
    sent = []

    def flood(request, connection, stream):
        if "file0001" not in request.line:
            return answer(request, connection)
        piece = bytes(65536)
        chunk = b"%x\r\n%b\r\n" % (len(piece), piece) if "chunked" in head else piece
        connection.sendall(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode())
        for _ in range(1000):
            connection.sendall(chunk)
            sent.append(len(piece))
        return False

    with raw_server(Reply(flood)) as server, pytest.raises(errors.PartialTransferError) as caught:
        fetch(elsewhere(server.url))
    assert {"failed": 1, "saved": FILES - 1} == states(caught.value)
    assert sum(sent) < 30_000_000  # of 64 MB for each of three requests; the rest is what sockets hold


def test_small_files_and_large_ones_arrive_together(fetch, many):
    for number in range(4):
        many.add(f"large {number}.h5", content(number) * 300)
    paths = fetch(many, Sizes(large_bytes=100_000, range_bytes=50_000))
    assert whole(paths[:FILES])
    assert [content(number) * 300 for number in range(4)] == [Path(path).read_bytes() for path in paths[FILES:]]


# --- ends


def begun(pool, run, *arguments):
    """Start something that an event stops; return both."""
    stop = threading.Event()

    def stoppable():
        with limits.stoppable(stop):
            return run(*arguments)

    return pool.submit(stoppable), stop


def test_it_stops_while_the_store_says_nothing(fetch):
    with raw_server(STALL) as server, ThreadPoolExecutor(1) as pool:
        going, stop = begun(pool, fetch, elsewhere(server.url))
        assert server.stalled.wait(20)
        stop.set()
        with pytest.raises(errors.TransferCancelledError):
            going.result(2)
    assert [] == threads()


def test_all_can_be_broken_off_and_is_asked_for_again(fetch, storage):
    replies = [STALL] * 8 + [RIGHT]
    with raw_server(*replies) as server, ThreadPoolExecutor(1) as pool:
        going, _ = begun(pool, fetch, elsewhere(server.url))
        while len(server.requests) < 8:
            assert not server.ended.wait(0.01)
        storage.disconnect()
        assert whole(going.result(20))
    assert FILES + 8 == len(server.requests)


def test_what_was_broken_off_earlier_does_not_disturb_the_next_download(fetch, storage, many, caplog):
    assert whole(fetch(many))
    storage.disconnect()
    with caplog.at_level(logging.INFO, "crucible.transfer"):
        assert whole(fetch(many, existing="overwrite"))
    assert [] == [message for message in caplog.messages if "next attempt" in message]


def test_a_storage_that_is_closed_meanwhile_asks_for_nothing_more(fetch, storage):
    with raw_server(STALL) as server, ThreadPoolExecutor(1) as pool:
        going, _ = begun(pool, fetch, elsewhere(server.url))
        while len(server.requests) < 8:
            assert not server.ended.wait(0.01)
        storage.close()
        with pytest.raises(errors.PartialTransferError, match="client is closed") as caught:
            going.result(5)
        assert ({"failed": FILES}, 8) == (states(caught.value), len(server.requests))
    with pytest.raises(errors.UsageError, match="closed"):
        storage.flight()
    assert [] == threads()


def test_no_more_time_is_taken_than_there_is(fetch):
    with raw_server(STALL) as server, limits.within(0.5):
        with pytest.raises(errors.PartialTransferError, match="in time") as caught:
            fetch(elsewhere(server.url, 8))
    assert {"failed": 8} == states(caught.value)


class Falling:
    """A flight that does not get far."""

    def __init__(self):
        self.is_closed = False

    def __len__(self):
        return 0

    def begin(self, what, url, most_bytes):
        raise MemoryError

    def close(self):
        self.is_closed = True


class Grounded:
    """The object store, where all flights are the same."""

    def __init__(self, storage, flight):
        self.send = storage.send
        self.flight = lambda: flight


def test_an_error_of_the_thread_that_receives_ends_the_download(storage, many, tmp_path):
    flight = Falling()
    with pytest.raises(MemoryError):
        download(many, DATASET, tmp_path, storage=Grounded(storage, flight))
    assert (True, []) == (flight.is_closed, threads())


@pytest.mark.parametrize("options", [{"workers": 2}, {"bytes_per_second": 1e9}, {"verify": False}])
def test_what_the_quick_way_cannot_do_goes_the_other(storage, many, tmp_path, options):
    options = Options(no_record=True, **options)
    assert whole(download(many, DATASET, tmp_path, options, storage=Grounded(storage, Falling())))


def test_a_progress_that_raises_ends_the_download(fetch, many):
    def fail(progress):
        raise LookupError

    with pytest.raises(LookupError):
        fetch(many, progress=fail)
    assert [] == threads()
