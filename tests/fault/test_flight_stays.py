"""Small files of a download, received many at a time in one thread: what stays of it, and this machine."""

import contextvars
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from support.certificates import make_certificates, of_server, openssl
from support.object_store import Fault
from support.one_dataset import DATASET
from support.raw_server import Reply, ok, raw_server
from support.small_files import (
    FILES,
    QUICK,
    RIGHT,
    answer,
    content,
    elsewhere,
    fetching,
    filled,
    states,
    threads,
    whole,
)
from support.storages import opened

from crucible import errors
from crucible.config import TlsPolicy
from crucible.credentials import SecretText
from crucible.transfer import download
from crucible.transfer.fetch import Sizes
from crucible.transport import limits

pytest.importorskip("pycurl", exc_type=ImportError)

STALL = Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", "stall")
PLANTED = "planted-" + "5711"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor signals")


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


# --- what stays


def test_many_downloads_leave_no_threads_and_no_descriptors(fetch):
    def descriptors():
        return len(list(Path("/dev/fd").iterdir()))

    if not Path("/dev/fd").is_dir():
        pytest.skip("this system does not say which descriptors are open")
    found = []
    with raw_server(RIGHT) as server:
        service = elsewhere(server.url)
        for _ in range(50):
            assert whole(fetch(service, existing="overwrite"))
            found.append((descriptors(), threading.active_count()))
    # Both ends of 32 connections are in this process, and a thread for each.
    assert (found[0][0] + 64, found[0][1] + 32) >= found[-1]
    assert [] == threads()


def test_a_download_without_small_files_leaves_the_connections_to_the_next(fetch, storage, many):
    fetch(many)
    flight = storage.flight()
    flight.close()
    many.records[:], many.addresses = [], {}
    many.add("large.h5", content(7) * 300)
    fetch(many, Sizes(small_bytes=1000, large_bytes=100_000, range_bytes=50_000))
    assert flight is storage.flight()


def test_requests_after_each_other_share_a_connection_and_none_goes_round_a_proxy(monkeypatch):
    with raw_server(ok(b"x")) as server:
        monkeypatch.setenv("http_proxy", server.url)
        monkeypatch.delenv("no_proxy", raising=False)
        with closing(opened("curl", allow_http=True)) as storage:
            flight, stop, landed = storage.flight(), threading.Event(), []
            for number in range(20):
                assert flight.begin(number, f"{server.url}/direct", 1)
                while len(flight):
                    landed += flight.landed(1, stop)
            assert not flight.begin(20, "http://storage.example/by-proxy", 1)
            flight.close()
    assert [(number, 200, b"x") for number in range(20)] == [(what, one.status, one.body) for what, one in landed]
    assert {("GET /direct HTTP/1.1", 1)} == {(request.line, request.connection) for request in server.requests}


def test_no_log_shows_an_address(fetch, many, caplog, capfd):
    many.addresses = {mfid: SecretText(f"{url}{PLANTED}") for mfid, url in many.addresses.items()}
    many.store.faults.extend([Fault("reset"), Fault("status", status=404, body=PLANTED.encode())])
    with caplog.at_level(0), pytest.raises(errors.PartialTransferError) as caught:
        fetch(many)
    assert {"failed": 1, "saved": FILES - 1} == states(caught.value)
    shown = "\n".join([*caplog.messages, *capfd.readouterr(), str(caught.value), str(caught.value.report)])
    assert (True, False) == ("GET //127.0.0.1" in shown, PLANTED in shown)


# --- this machine


@openssl
def test_certificates_are_checked_as_on_the_other_way(many, tmp_path):
    (tmp_path / "certificates").mkdir()
    certificates = make_certificates(tmp_path / "certificates")
    reply = RIGHT
    with raw_server(reply, context=of_server(certificates)) as server:
        service = elsewhere(server.url, 5)
        with closing(opened("curl")) as stranger:
            with pytest.raises(errors.PartialTransferError, match="not trusted") as caught:
                download(service, DATASET, tmp_path / "a", storage=stranger, policy=QUICK)
            assert {"failed": 5, "saved": 1} == states(caught.value)
        assert [] == server.requests
        with closing(opened("curl", tls_policy=TlsPolicy(authority_file=certificates / "ca.pem"))) as storage:
            assert 6 == len(download(service, DATASET, tmp_path / "b", storage=storage, policy=QUICK))


@posix
def test_more_files_may_be_open_than_select_knows(fetch, many):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 4096:
        pytest.skip("this system does not let that many files be open")
    held = []
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4096), hard))
        held += [os.dup(0) for _ in range(1100)]
        assert whole(fetch(many))
        with raw_server(STALL) as server, limits.within(1):
            used = time.process_time()
            with pytest.raises(errors.PartialTransferError):
                fetch(elsewhere(server.url), existing="overwrite")
            assert time.process_time() - used < 0.6  # nobody waits by asking again and again
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@posix
def test_a_signal_that_the_thread_gets_ends_nothing(fetch):
    came = []
    before = signal.signal(signal.SIGUSR1, lambda number, frame: came.append(number))
    try:
        with raw_server(STALL) as server, ThreadPoolExecutor(1) as pool:
            stop = threading.Event()
            with limits.stoppable(stop):
                going = pool.submit(contextvars.copy_context().run, fetch, elsewhere(server.url))
            assert server.stalled.wait(20)
            (thread,) = [one for one in threading.enumerate() if one.name == "crucible-download_small"]
            for _ in range(20):
                signal.pthread_kill(thread.ident, signal.SIGUSR1)
                server.ended.wait(0.02)
            assert not going.done()
            stop.set()
            with pytest.raises(errors.TransferCancelledError):
                going.result(5)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert came


FORKING = """
import os, sys, threading
from support.one_dataset import DATASET
from support.storages import opened
from crucible.transfer import Options, download
from support.small_files import elsewhere, whole

storage = opened("curl")
ended = []
fetch = lambda folder: ended.append(whole(download(elsewhere(sys.argv[1]), DATASET, folder, Options(no_record=True),
                                                   storage=storage)))
going = threading.Thread(target=fetch, args=(sys.argv[2] + "/parent",))
going.start()
sys.stdin.readline()  # when some have come and others are on their way
child = os.fork()
if child == 0:
    fetch(sys.argv[2] + "/child")
    storage.close()
    print("child", ended, flush=True)
    sys.exit()
print("ended", os.waitpid(child, 0)[1], flush=True)
sys.stdin.readline()
going.join()
fetch(sys.argv[2] + "/again")
print("parent", ended)
storage.close()
"""


@posix
def test_a_child_that_is_made_meanwhile_leaves_the_connections_of_its_parent_alone(tmp_path):
    """And has some of its own."""
    go_on, parents = threading.Event(), set()

    def slow(request, connection, stream):
        if len(server.requests) <= 12:
            parents.add(request.connection)
        if 6 < len(server.requests) <= 12:
            assert go_on.wait(30)
        return answer(request, connection)

    with raw_server(Reply(slow)) as server:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", textwrap.dedent(FORKING), server.url, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert process.stdin is not None
        while len(server.requests) < 12:
            assert process.poll() is None, process.communicate()
            server.ended.wait(0.01)
        process.stdin.write("fork\n")
        lines = [process.stdout.readline(), process.stdout.readline()]
        go_on.set()
        out, err = process.communicate("go on\n", timeout=60)
    assert (["child [True]\n", "ended 0\n"], "parent [True, True]\n", "", 0) == (lines, out, err, process.returncode)
    assert 3 * FILES == len(server.requests)


def test_nobody_there_is_reported_file_by_file(fetch):
    with raw_server() as server:
        pass
    with pytest.raises(errors.PartialTransferError, match="nobody there takes connections") as caught:
        fetch(elsewhere(server.url))
    assert {"failed": FILES} == states(caught.value)
