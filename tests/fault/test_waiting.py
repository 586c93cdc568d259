"""Waiting for an ingestion: it ends, it says why, and it survives a bad moment of the server."""

import pytest
from support.ports import ClockPort
from support.service import Answer, service

from crucible import errors
from crucible.resources.ingestions import IngestionOperations
from crucible.resources.verbs import Verbs
from crucible.transport.port import run

PATH = "/api/v3/ingestion_requests/42"


@pytest.fixture
def server():
    with service() as running:
        yield running


@pytest.fixture
def port(server):
    port = ClockPort(server.url)
    yield port
    port.close()


def state(status, **more):
    return {"id": 42, "status": status, "file_mfid": "0tkn2m8q4xv5500018k7d2gwer", **more}


def wait(port, **options):
    return run(IngestionOperations(port).wait(42, **options))


@pytest.mark.parametrize("end", ["complete", "completed", "not_requested"])
def test_waiting_returns_the_state_that_ended_well(server, port, end):
    server.on("GET", PATH, state("requested"), state("started"), state("in_progress"), state(end))
    assert (end, 4) == (wait(port).status, len(server.asked))


@pytest.mark.parametrize(
    ("status", "message", "reason"),
    [
        ("failed", "bad header", "bad header"),
        ("failed", None, "it failed"),
        ("not supported", None, "no parser"),
        ("file not found", None, "not in storage"),
        ("file too large", None, "too large"),
    ],
)
def test_an_end_without_success_is_an_error_with_the_reason(server, port, status, message, reason):
    server.on("GET", PATH, state("started"), state(status, error_message=message))
    with pytest.raises(errors.IngestionFailedError, match=reason) as caught:
        wait(port)
    assert (status, True) == (caught.value.request.status, status in str(caught.value))


@pytest.mark.parametrize("status", ["requested", "thinking", None])
def test_what_does_not_end_is_a_time_out_with_the_last_state(server, port, status):
    server.on("GET", PATH, state(status))
    with pytest.raises(errors.IngestionTimeoutError, match="within 60 s") as caught:
        wait(port, timeout_seconds=60)
    assert (status, 60.0) == (caught.value.request.status, round(sum(port.pauses), 6))


def test_pauses_grow_and_vary(server, port):
    server.on("GET", PATH, state("started"))
    with pytest.raises(errors.IngestionTimeoutError):
        wait(port, timeout_seconds=300)
    limits = [(0.2, 0.3), (0.3, 0.45), (0.45, 0.675)]
    assert all(low <= pause <= high for (low, high), pause in zip(limits, port.pauses, strict=False))
    assert max(port.pauses) <= 18.0


@pytest.mark.parametrize(
    "fault",
    [Answer({"detail": "no"}, status=500), Answer(status=429, headers={"Retry-After": "999"}), Answer(body=b"<html>")],
)
def test_a_bad_moment_of_the_server_does_not_end_the_waiting(server, port, fault):
    server.on("GET", PATH, state("started"), fault, fault, state("complete"))
    assert wait(port).status == "complete"


def test_a_server_that_stays_bad_is_a_time_out_that_says_so(server, port):
    server.on("GET", PATH, state("started"), Answer({"detail": "out of order"}, status=500))
    with pytest.raises(errors.IngestionTimeoutError, match="out of order") as caught:
        wait(port, timeout_seconds=5)
    assert caught.value.request.status == "started"


@pytest.mark.parametrize(("status", "error"), [(404, errors.NotFoundError), (401, errors.AuthenticationError)])
def test_a_refusal_ends_the_waiting(server, port, status, error):
    server.on("GET", PATH, Answer({"detail": "no"}, status=status))
    with pytest.raises(error):
        wait(port)


def test_each_look_is_told(server, port):
    server.on("GET", PATH, state("requested"), state("started"), state("complete"))
    seen = []
    wait(port, on_progress=lambda request: seen.append(request.status))
    assert ["requested", "started", "complete"] == seen


def test_what_the_callback_raises_ends_the_waiting(server, port):
    server.on("GET", PATH, state("started"))

    def stop(request):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wait(port, on_progress=stop)


@pytest.mark.parametrize("wrong", ["42", -1, True, None, 4.2])
def test_what_is_no_number_of_a_request_is_refused(server, port, wrong):
    with pytest.raises(errors.UsageError):
        run(IngestionOperations(port).wait(wrong))
    assert [] == server.asked


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), "5", None])
def test_no_time_to_wait_is_refused(port, seconds):
    with pytest.raises(errors.UsageError):
        wait(port, timeout_seconds=seconds)


def test_one_request_that_is_waited_for_twice_is_told_once(server, port):
    server.on("GET", PATH, state("started"))
    with pytest.raises(errors.IngestionTimeoutError, match=r"within 5 s; its last state") as caught:
        run(Verbs(port).wait([42, 42], timeout_seconds=5))
    assert [42] == [request.id for request in caught.value.requests]


def test_several_requests_are_given_in_any_collection(server, port):
    server.on("GET", PATH, state("complete"))
    for several in ((42,), {42}, (number for number in [42])):
        assert [42] == [request.id for request in run(Verbs(port).wait(several))]
