"""When a request is sent again."""

import pytest

from crucible.transport import retry
from crucible.transport.retry import Outcome, Policy, pause_seconds

BUSY = [Outcome("answer", status) for status in (429, 502, 503, 504)]
UNSENT, LOST, FINAL = Outcome("unsent"), Outcome("lost"), Outcome("final")


def pause(method, operation, outcome, *, attempt=1, elapsed=0.0, **more):
    return pause_seconds(method, operation, attempt, outcome, elapsed, chance=lambda: 1.0, **more)


@pytest.mark.parametrize("outcome", [*BUSY, UNSENT, LOST])
def test_a_read_is_repeated_on_every_transient_failure(outcome):
    assert pause("GET", "get_dataset", outcome) == 0.5


@pytest.mark.parametrize("operation", ["create_dataset", "create_project", "request_ingestion", "unlink_samples", None])
@pytest.mark.parametrize("outcome", [LOST, *BUSY[1:]])
def test_a_write_that_may_have_run_is_not_repeated(operation, outcome):
    assert pause("POST", operation, outcome) is None


@pytest.mark.parametrize("outcome", [UNSENT, BUSY[0]])
def test_a_write_that_did_not_run_is_repeated(outcome):
    assert pause("POST", "create_dataset", outcome) == 0.5


@pytest.mark.parametrize("operation", ["link_samples", "add_keyword", "merge_metadata", "update_dataset"])
def test_a_write_that_may_run_twice_is_repeated(operation):
    assert pause("POST", operation, LOST) == 0.5


def test_a_write_with_an_idempotency_key_is_repeated():
    assert pause("POST", "start_signed_upload", LOST, has_idempotency_key=True) == 0.5


@pytest.mark.parametrize("outcome", [UNSENT, LOST, *BUSY])
def test_a_label_is_never_printed_twice(outcome):
    assert pause("POST", "print_barcode", outcome) is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 422, 500, 501])
def test_other_refusals_are_final(status):
    assert pause("GET", "get_dataset", Outcome("answer", status)) is None


def test_what_is_final_is_final():
    assert pause("GET", "get_dataset", FINAL) is None


def test_pauses_double_up_to_a_limit():
    policy = Policy(attempts=9, first_seconds=1, longest_seconds=5)
    pauses = [pause("GET", None, LOST, attempt=attempt, policy=policy) for attempt in range(1, 10)]
    assert [1, 2, 4, 5, 5, 5, 5, 5, None] == pauses


def test_a_pause_is_drawn_between_zero_and_its_limit():
    assert pause_seconds("GET", None, 1, LOST, 0, chance=lambda: 0.0) == 0.0


@pytest.mark.parametrize(("asked", "expected"), [(0.0, 0.0), (60.0, 66.0), (60.1, None), (3600.0, None)])
def test_the_server_may_ask_for_a_minute_and_not_for_more(asked, expected):
    assert expected == pause("GET", None, Outcome("answer", 503, asked))


def test_no_attempt_starts_after_the_budget():
    assert pause("GET", None, Outcome("answer", 503, 30.0), elapsed=91.0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", 5.0),
        ("0", 0.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("Thu, 01 Jan 1970 00:01:00 GMT", 30.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("9" * 400, float("inf")),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(text, expected):
    assert expected == retry.asked_seconds(text, now=30.0)
