"""Every fault with the calls by which the API says where bytes come from and go: the matrix's column of control calls.

Which call is hit: each of those that a download makes, and each of those that an upload makes in either way. What comes
of it: ``done``, or an error that names the file, or the dataset where all of its files are concerned, after which the
next run completes. Reads, and what may be said twice, are repeated; that a file was completed is found out by looking
(`tests/fault/test_matrix.py` has every call of the client, and what the server has stored then).

What cannot occur: 416, a wrong range and no range, because no control call is about a range; a flipped bit that still
makes a valid answer, because nothing but TLS can tell, which turns it into a broken connection. A stall of the call
that completes an upload is not waited for here: its answer may take three minutes, since the service reads the whole
file first. What befalls this machine is in `test_this_machine`.
"""

import pytest
from support.courier import NAME
from support.wire import Fault

from crucible import errors

CALLS = {
    "streamed": ["the record", "the list of files", "the links"],
    "part": ["the beginning", "signing", "the end"],
    "session": ["the files before", "the beginning", "the end"],
}
PATIENCE_SECONDS = 0.4
# What happens to the call, what to it and all after it if it stays, and the two words for what comes of it.
FAULTS = {
    "reset": (Fault("reset"), "done", "told"),
    "lost": (Fault("lost"), "done", "told"),
    "truncated": (Fault("cut", at=5), "done", "told"),
    "flipped bit": (Fault("flip"), "told", "told"),
    "stall": (Fault("stall", at=5), "done", "told"),
    "403": (Fault("status", status=403), "told", "told"),
    "429": (Fault("status", status=429, headers={"Retry-After": "0"}), "done", "told"),
    "429 in an hour": (Fault("status", status=429, headers={"Retry-After": "3600"}), "told", "told"),
    "500": (Fault("status", status=500), "told", "told"),
    "503": (Fault("status", status=503, headers={"Retry-After": "0"}), "done", "told"),
    "page": (Fault("status", status=200, body=b"<html>", headers={"Content-Type": "text/html"}), "told", "told"),
}
# Where the service is looked at afterwards, and the file is there.
SETTLED = {("the end", fault) for fault in ("flipped bit",)}
# The pauses before other attempts are those of every call; with all of them, the tests would be long.
LASTING = {"429", "429 in an hour", "503", "403", "500", "page"}
CELLS = [
    pytest.param(way, index, fault, is_lasting, id=f"{way}-{call}-{fault}-{'lasting' * is_lasting or 'once'}")
    for way, calls in CALLS.items()
    for index, call in enumerate(calls)
    for fault in FAULTS
    for is_lasting in (False, True)
    if (not is_lasting or fault in LASTING) and (call, fault) != ("the end", "stall")
]


@pytest.mark.usefixtures("brisk")
@pytest.mark.parametrize(("way", "index", "fault", "is_lasting"), CELLS)
def test_a_fault_of_a_control_call_is_overcome_or_told(delivery, couriers, api, way, index, fault, is_lasting):
    delivery, error = delivery(way), None
    courier = couriers(answer_seconds=PATIENCE_SECONDS if fault == "stall" else 20.0)
    happens, *words = FAULTS[fault]
    api.faults += [*[Fault("pass")] * index, happens]
    api.always = happens if is_lasting else None
    try:
        delivery.run(courier)
    except errors.CrucibleError as raised:
        error = raised
    assert not api.faults
    word = "done" if (CALLS[way][index], fault) in SETTLED else words[is_lasting]
    assert word == ("done" if error is None else "told"), error
    api.heal()
    if error is not None:
        assert error.hint
        assert (NAME if isinstance(error, errors.PartialTransferError) else delivery.dataset) in str(error)
        assert not (delivery.is_down and delivery.target.exists())
        delivery.run(courier)
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


@pytest.mark.parametrize("way", ["small", "streamed", "large"])
def test_links_that_expire_before_they_are_used_are_asked_for_again(delivery, couriers, sandbox, way):
    delivery, courier = delivery(way), couriers()
    sandbox.faults.add("expire", on="list_download_links", times=1)
    delivery.run(courier)
    assert ["expire"] == [fired.do for fired in sandbox.faults.fired]
    sandbox.faults.clear()
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


def test_parts_whose_addresses_expire_before_they_are_used_are_signed_again(delivery, couriers, sandbox):
    delivery, courier = delivery("part"), couriers()
    sandbox.faults.add("expire", on="sign_parts", times=1)
    delivery.run(courier)
    assert ["expire"] == [fired.do for fired in sandbox.faults.fired]
    sandbox.faults.clear()
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()
