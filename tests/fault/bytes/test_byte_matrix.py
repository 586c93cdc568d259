"""Every fault with every way of bytes: what one run makes of it, and that the next one brings the rest.

`TABLE` says what comes of a fault that happens once, and of one that stays: the run is ``done``, or the file is
``told`` in an error and its report. In either case the file is whole or not there, the next run completes what is not
done, nothing is left beside the file then, and the object store has seen no key. A letter is a cell that cannot occur,
and `NEVER` has the reason.

The ways: a ``small`` file is in memory until it is complete; one that is ``streamed`` comes in one answer; a ``large``
one in ranges, several at a time; a ``part`` is one of several of an upload; a ``session`` is resumable, chunk by chunk;
an ``empty`` file is sent by one request of a session, and fetched without any (the test after the matrix). Each with
both libraries that move bytes.

The column of control calls is in `test_control_calls`. What befalls this machine is in `test_this_machine`: the rows of
kill -9, a full disk, a file that changes, and a clock that is off by a day.
"""

import pytest
from support.courier import NAME
from support.storages import KINDS
from support.wire import EXPIRED, Fault

from crucible import errors

TABLE = """
                    small       streamed    large       part        session     empty
reset               done,told   done,told   done,told   done,told   done,told   done,told
truncated           done,told   done,told   done,told   done,told   done,told   done,told
flipped bit         done,told   done,told   done,told   done,told   done,told   c
stall               done,told   done,told   done,told   done,told   done,told   done,told
403                 done,told   done,told   done,told   done,told   told,told   told,told
429                 done,told   done,told   done,told   done,told   done,told   done,told
500                 done,told   done,told   done,told   done,told   done,told   done,told
503                 done,told   done,told   done,told   done,told   done,told   done,told
416                 done,told   done,told   done,told   told,told   told,told   told,told
wrong range         done,told   done,told   done,told   a           told,told   c
no range            done,done   done,done   done,done   a           b           b
"""
NEVER = {
    "a": "a part is the whole of what its address takes: nothing in the request or its answer is about a range",
    "b": "a store that knew no Content-Range would have no resumable sessions",
    "c": "there is no byte to change or to come from another place",
}
BEGUN = [Fault("cut", at=50_000)]  # then the rest is asked for
# What happens to the first requests, and what to all after them if it stays.
DOWN = {
    "reset": ([Fault("reset")], Fault("reset")),
    "truncated": ([Fault("cut", at=50_000)], Fault("cut")),
    "flipped bit": ([Fault("flip", at=777)], Fault("flip", at=777)),
    "stall": ([Fault("stall", at=50_000)], Fault("stall")),
    "403": ([Fault("status", status=403, body=EXPIRED)], Fault("status", status=403, body=EXPIRED)),
    "429": (
        [Fault("status", status=429, headers={"Retry-After": "0"})],
        Fault("status", status=429, headers={"Retry-After": "3600"}),
    ),
    "500": ([Fault("status", status=500)], Fault("status", status=500)),
    "503": ([Fault("status", status=503)], Fault("status", status=503)),
    "416": ([*BEGUN, Fault("status", status=416)], Fault("status", status=416)),
    "wrong range": ([*BEGUN, Fault("wrong-range")], Fault("wrong-range")),
    "no range": ([*BEGUN, Fault("ignore-range")], Fault("ignore-range")),
}
UP = {
    **DOWN,
    "truncated": ([Fault("pass"), Fault("lost")], Fault("lost")),
    "stall": ([Fault("pass"), Fault("stall")], Fault("stall")),
    "416": ([Fault("pass"), Fault("status", status=416)], Fault("status", status=416)),
    "wrong range": ([Fault("pass"), Fault("wrong-range")], Fault("wrong-range")),
}

EMPTY = {row: ([fault for fault in faults if fault.kind != "pass"], lasting) for row, (faults, lasting) in UP.items()}


def read_table():
    head, *lines = TABLE.strip().splitlines()
    rows = {line[:20].strip(): dict(zip(head.split(), line[20:].split(), strict=True)) for line in lines}
    assert list(DOWN) == list(rows)
    return rows


WORDS = read_table()
# Each stall lasts a second with libcurl, so one that stays is tried with the other one.
CELLS = [
    pytest.param(library, way, row, is_lasting, word.split(",")[is_lasting], id=f"{library}-{way}-{row}-{times}")
    for library in KINDS
    for row, words in WORDS.items()
    for way, word in words.items()
    for is_lasting, times in ((False, "once"), (True, "lasting"))
    if word not in NEVER and (library, row, is_lasting) != ("curl", "stall", True)
]


def test_what_cannot_occur_has_a_reason():
    words = {word for words in WORDS.values() for word in words.values() if "," not in word}
    assert set(NEVER) == words


@pytest.mark.parametrize(("library", "way", "row", "is_lasting", "word"), CELLS)
def test_a_file_arrives_whole_or_is_named_and_the_next_run_brings_it(
    delivery, couriers, storage, library, way, row, is_lasting, word
):
    delivery, courier, error = delivery(way), couriers(library), None
    faults, lasting = (DOWN if delivery.is_down else EMPTY if way == "empty" else UP)[row]
    storage.faults += faults
    storage.always = lasting if is_lasting else None
    try:
        delivery.run(courier)
    except errors.PartialTransferError as raised:
        error = raised
    assert not storage.faults
    assert word == ("done" if error is None else "told"), error
    storage.heal()
    if error is not None:
        assert_told(error, delivery)
        delivery.run(courier)
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


@pytest.mark.parametrize("way", ["small", "streamed", "large"])
def test_an_empty_file_is_fetched_without_a_request_that_could_fail(delivery, couriers, storage, library, way):
    empty, courier = delivery("empty"), couriers(library)
    empty.run(courier)
    storage.heal()
    storage.always = Fault("reset")
    courier.bring(way, empty.dataset, empty.folder / "back")
    assert b"" == (empty.folder / "back" / empty.dataset / NAME).read_bytes()
    assert [] == storage.requests


def assert_told(error, delivery):
    """Show that an error and its report name the file, and that nothing half-done has its name."""
    assert NAME in str(error)
    assert "Signature" not in str(error)
    states = {line.name: line.state for line in error.report}
    assert states == {NAME: "failed"} | ({"record.json": "saved"} if delivery.is_down else {})
    assert not (delivery.is_down and delivery.target.exists())
