"""Connections of our own: names that take long, addresses that lead nowhere, TLS, and what is left of them all."""

import gc
import selectors
import socket
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from support.certificates import make_certificates, of_server, openssl
from support.raw_server import Reply, ok, raw_server
from support.small_files import RIGHT as RIGHT_FILES
from support.small_files import elsewhere, fetching, threads, whole
from support.storages import opened

from crucible import errors
from crucible.config import TlsPolicy
from crucible.transport import limits
from crucible.transport.storage.flight import MOST_IDLE

STOP = threading.Event()


@pytest.fixture
def storage():
    with closing(opened("plain", connect_seconds=1.0, stall_seconds=10.0)) as storage:
        yield storage


@pytest.fixture
def flight(storage):
    with closing(storage.flight()) as flight:
        yield flight


def ended(flight):
    """Wait until all requests have ended."""
    landed = []
    while len(flight):
        landed += flight.landed(1, STOP)
    return landed


def came(flight, url, most_bytes=100):
    """Ask for a body and return what came of it."""
    assert flight.begin("it", url, most_bytes)
    ((_, answer),) = ended(flight)
    return answer


def leading_to(monkeypatch, *ports):
    """Let every name have these addresses; return the names that are asked for."""
    asked = []

    def look_up(host, *what, **how):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in ports]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


# --- names and addresses


def test_a_name_that_is_looked_up_for_long_keeps_nobody_from_stopping(tmp_path, monkeypatch):
    asked, answered = threading.Event(), threading.Event()

    def slow(*what, **how):
        asked.set()
        answered.wait(20)
        raise socket.gaierror

    def run(fetch, service, stop):
        with limits.stoppable(stop):
            fetch(service)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    stop = threading.Event()
    with closing(opened("plain")) as storage, ThreadPoolExecutor(1) as pool:
        going = pool.submit(run, fetching(storage, tmp_path), elsewhere("http://localhost:1"), stop)
        try:
            assert asked.wait(10)
            stop.set()
            with pytest.raises(errors.TransferCancelledError):
                going.result(1)
            assert [] == threads()
        finally:
            answered.set()


def test_a_name_that_is_never_found_is_given_up_and_asked_for_once(flight, monkeypatch):
    answered, asked = threading.Event(), []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *what, **how: asked.append(what) or [1][answered.wait(20) :])
    try:
        for number in range(5):
            assert flight.begin(number, "http://localhost:1", 1)
        found = {(type(one.error), one.error.may_have_run) for _, one in ended(flight)}
    finally:
        answered.set()
    assert ({(errors.RequestTimeoutError, False)}, 1) == (found, len(asked))


def test_a_store_that_takes_its_time_is_not_taken_for_one_that_cannot_be_reached(flight, monkeypatch):
    """Although its name has another address."""

    def slow(request, connection, stream):
        time.sleep(2.5)
        connection.sendall(ok(b"1").data)

    with raw_server(Reply(slow)) as server:
        leading_to(monkeypatch, server.port, server.port)
        assert b"1" == came(flight, "http://localhost:1").body
    assert 1 == len(server.requests)


def test_a_connection_that_breaks_after_a_long_wait_leaves_all_the_time_to_the_next(flight):
    def first_well(request, connection, stream):
        if request.connection == 1 and len(server.requests) == 2:
            time.sleep(1.5)  # longer than it may take to connect
            return False
        connection.sendall(ok(b"1").data)
        return True

    with raw_server(Reply(first_well)) as server:
        assert [b"1", b"1"] == [came(flight, server.url).body for _ in range(2)]
    assert [1, 1, 2] == [request.connection for request in server.requests]


def test_after_a_failure_the_addresses_are_asked_for_again(flight, monkeypatch):
    with raw_server() as nobody, raw_server(ok(b"1")) as server:
        nobody.close()
        first = leading_to(monkeypatch, nobody.port)
        assert "nobody there" in str(came(flight, "http://localhost:1").error)
        second = leading_to(monkeypatch, server.port)
        assert [b"1", b"1"] == [came(flight, "http://localhost:1").body for _ in range(2)]
    assert (["localhost"], ["localhost"]) == (first, second)


def test_the_address_that_was_reached_is_the_first_to_be_tried_again(flight, monkeypatch):
    with raw_server() as nobody, raw_server(Reply(ok(b"1").data, "close")) as server:
        nobody.close()
        leading_to(monkeypatch, nobody.port, server.port)
        assert b"1" == came(flight, "http://localhost:1").body
        with closing(socket.create_server(("127.0.0.1", nobody.port))):  # which would say nothing
            assert b"1" == came(flight, "http://localhost:1").body


def test_an_answer_that_breaks_off_is_not_asked_for_again_behind_the_back(flight):
    with raw_server(ok(b"1"), Reply(ok(b"12").data[:-1], "close")) as server:
        assert b"1" == came(flight, server.url).body
        assert "before all had come" in str(came(flight, server.url).error)
        assert [1, 1] == [request.connection for request in server.requests]


@pytest.mark.parametrize("host", ["\u212aelvin.example", "storage.example:65536", "storage.example:99999"])
def test_an_address_that_libraries_read_in_several_ways_is_none(flight, host):
    with pytest.raises(errors.StorageError, match="malformed"):
        flight.begin("it", f"https://{host}/a", 1)


# --- systems


class Picky(selectors.DefaultSelector):
    """What Windows has: it cannot wait for nothing."""

    def select(self, timeout=None):
        assert self.get_map()
        return super().select(timeout)


def test_nothing_is_waited_for_as_windows_wants_it(storage, tmp_path, monkeypatch):
    monkeypatch.setattr(selectors, "DefaultSelector", Picky)
    with closing(storage.flight()) as flight:
        assert [] == flight.landed(0.01, STOP)
        with raw_server() as server:
            pass
        assert "nobody there" in str(came(flight, server.url).error)
        assert [] == flight.landed(0.01, STOP)
    with raw_server(RIGHT_FILES) as server:
        assert whole(fetching(storage, tmp_path)(elsewhere(server.url)))


def test_where_no_more_may_be_open_nothing_is_said_behind_the_back(storage, monkeypatch):
    def full():
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(selectors, "DefaultSelector", full)
    with pytest.raises(OSError, match="Too many"):
        storage.flight()
    gc.collect()  # what cannot be raised there, pytest reports


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="this system does not say what is open")
def test_what_fails_leaves_nothing_open(tmp_path, monkeypatch):
    def target(path):
        try:
            return str(path.readlink())
        except OSError:  # that of the folder itself
            return ""

    def descriptors():
        gc.collect()
        return {path.name for path in Path("/dev/fd").iterdir() if "socket" in (to := target(path)) or "event" in to}

    silent = socket.create_server(("127.0.0.1", 0))
    with raw_server(Reply(b"nonsense", "close")) as server, raw_server() as nobody, closing(silent):
        nobody.close()
        before = descriptors()
        with closing(opened("plain", connect_seconds=0.3, stall_seconds=0.3)) as storage:
            with closing(storage.flight()) as flight:
                for number in range(10):
                    for url in (server.url, f"https://127.0.0.1:{silent.getsockname()[1]}", nobody.url):
                        assert flight.begin(number, url, 1)
                assert 30 == len([one for _, one in ended(flight) if one.error is not None])
        until = time.monotonic() + 5
        while descriptors() - before and time.monotonic() < until:
            time.sleep(0.05)  # the server's end
        assert set() == descriptors() - before


def test_an_error_of_the_program_shows_no_address(flight):
    with raw_server() as server:
        assert flight.begin("it", f"{server.url}/planted", 1 << 62)
        with pytest.raises((MemoryError, OverflowError)) as caught:
            ended(flight)
    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)][1:]  # without this one
    assert (True, False) == (bool(frames), any("planted" in repr(frame.f_locals) for frame in frames))


# --- idle connections


def test_when_more_connections_end_than_are_kept_others_go_on(flight):
    end, go_on = threading.Event(), threading.Event()

    def answers_first(request, connection, stream):
        connection.sendall(ok(b"1").data)
        end.wait(20)

    def answers_then(request, connection, stream):
        go_on.wait(20)
        connection.sendall(ok(b"1").data)
        return True

    with raw_server(Reply(answers_first)) as server, raw_server(Reply(answers_then)) as slow:
        for _ in range(MOST_IDLE):
            assert flight.begin("first", server.url, 1)
        landed = ended(flight)
        for _ in range(5):
            assert flight.begin("then", slow.url, 1)
        while len(slow.requests) < 5:
            landed += flight.landed(0.01, STOP)
        for event in (go_on, end):  # both before anybody looks
            event.set()
            time.sleep(0.2)
        landed += ended(flight)
    assert ["first"] * MOST_IDLE + ["then"] * 5 == [what for what, one in landed if one.status == 200]


# --- TLS


@openssl
def test_the_name_is_checked_of_hosts_and_of_addresses_by_number(tmp_path, monkeypatch):
    certificates, names = make_certificates(tmp_path), []
    context = of_server(certificates)
    context.sni_callback = lambda connection, name, context: names.append(name)
    policy = TlsPolicy(authority_file=certificates / "ca.pem")
    hosts = ["storage.example", "127.0.0.1", "[::1]", "other.example", "127.0.0.2", "[::2]"]
    with raw_server(ok(b"1"), context=context) as server:
        leading_to(monkeypatch, server.port)
        with closing(opened("plain", tls_policy=policy)) as storage, closing(storage.flight()) as flight:
            landed = [came(flight, f"https://{host}:{server.port}/") for host in hosts]
    assert [200] * 3 + [0] * 3 == [one.status for one in landed]
    assert all("not trusted" in str(one.error) for one in landed[3:])
    assert ["storage.example", None, None, "other.example", None, None] == names


@openssl
def test_a_certificate_of_ours_is_shown_and_one_that_is_missing_is_an_error(tmp_path):
    certificates = make_certificates(tmp_path)
    authority, client = certificates / "ca.pem", certificates / "client.pem"
    ours = TlsPolicy(authority_file=authority, client_certificate=client, client_key=certificates / "client.key")
    with raw_server(ok(b"1"), context=of_server(certificates, asks_for_client=True)) as server:
        landed = []
        for policy in (ours, TlsPolicy(authority_file=authority)):
            with closing(opened("plain", tls_policy=policy)) as storage, closing(storage.flight()) as flight:
                landed.append(came(flight, server.url))
    assert [200, 0] == [one.status for one in landed]
    assert isinstance(landed[1].error, errors.ConnectionFailedError)


def test_a_host_that_takes_connections_and_secures_none_is_given_up(flight):
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        error = came(flight, f"https://127.0.0.1:{listening.getsockname()[1]}/").error
    assert isinstance(error, errors.RequestTimeoutError)
    assert ("could not be reached in time" in str(error), False) == (True, error.may_have_run)


@openssl
def test_a_secured_body_that_ends_too_early_is_not_one(tmp_path, flight):
    certificates = make_certificates(tmp_path)
    policy = TlsPolicy(authority_file=certificates / "ca.pem")
    with raw_server(Reply(ok(b"data").data[:-1], "close"), context=of_server(certificates)) as server:
        with closing(opened("plain", tls_policy=policy)) as storage, closing(storage.flight()) as flight:
            assert "before all had come" in str(came(flight, server.url).error)
