"""What befalls this machine while bytes move: the matrix's rows of kill -9, a full disk, a changed file, a wrong clock.

There is a row more: a file system that does not tell names apart which differ by case alone.

The ways are those of `test_byte_matrix`; control calls are hit where a word in brackets says so. What cannot occur: a
full disk in the middle of a control call, which writes nothing; the journal of an upload, which control calls move on,
is what the disk has no room for in the cells of uploads.
"""

import email.utils
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.courier import LARGE, NAME, PART, program
from support.served import content_of
from support.wire import Fault

from crucible import errors
from crucible.transfer import plan

DOWN, UP = ("small", "streamed", "large"), ("part", "session")
DAY = 24 * 3600
posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL, and no limit for files")


# --- kill -9

# How many requests go well before the one that stalls; how many the next run sends at most, and how many bytes.
KILLED = {
    "small": (0, 1, 0),
    "streamed": (0, 1, 0),
    "large": (4, 4, 0),
    "part": (5, 4, LARGE - 2 * PART),
    "session": (2, 5, LARGE - 3 * PART),
}


@posix
@pytest.mark.parametrize("way", KILLED)
def test_a_killed_process_leaves_nothing_that_harms_and_the_next_one_brings_the_rest(
    delivery, couriers, route, storage, way
):
    delivery, (well, most, most_bytes) = delivery(way), KILLED[way]
    storage.faults += [Fault("pass")] * well
    storage.always = Fault("stall", at=50_000)
    killed_when(storage, delivery, route)
    assert not (delivery.is_down and delivery.target.exists())
    courier = couriers()
    delivery.run(courier)
    assert len(storage.requests) <= most
    assert sum(int(seen.headers.get("content-length", 0)) for seen in storage.requests) <= most_bytes
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


@posix
@pytest.mark.parametrize(("way", "calls"), [("streamed", 3), ("part", 3), ("session", 3)])
def test_a_process_that_is_killed_in_its_last_control_call_harms_nothing(delivery, couriers, route, api, way, calls):
    delivery = delivery(way)
    api.faults += [*[Fault("pass")] * (calls - 1), Fault("stall")]
    killed_when(api, delivery, route)
    courier = couriers()
    delivery.run(courier)
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


def killed_when(wire, delivery, route):
    """Run a delivery in a process of its own and kill it when something stalls."""
    process = program(delivery.way, delivery.dataset, delivery.place, route)
    try:
        assert wire.stalled.wait(30)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    wire.heal()


# --- what a program does with its progress


@pytest.mark.parametrize(("way", "well"), [("streamed", Fault("cut", at=50_000)), ("large", Fault("pass"))])
@pytest.mark.parametrize("at", [1, 2])
def test_a_callback_that_raises_when_a_run_goes_on_keeps_the_file_from_nobody(
    delivery, couriers, storage, way, well, at
):
    delivery, courier, events = delivery(way), couriers(), iter(range(1, at))

    def progress(event):
        if next(events, None) is None:
            raise RuntimeError("no terminal")

    storage.faults += [well]
    storage.always = Fault("reset")
    with pytest.raises(errors.PartialTransferError):
        delivery.run(courier)
    storage.heal()
    with pytest.raises(RuntimeError, match="no terminal") as caught:  # which is kept, with all that it refers to
        delivery.run(courier, progress=progress)
    delivery.run(courier)
    assert caught.value is not None
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


# --- a full disk


@posix
@pytest.mark.parametrize("way", DOWN)
def test_a_file_that_does_not_fit_is_told_and_fetched_when_there_is_room(delivery, route, way):
    delivery = delivery(way)
    said = ended(program(delivery.way, delivery.dataset, delivery.place, route, file_bytes=50_000))
    first, second = said["errors"]
    assert NAME in first
    assert "" == second
    endings = {"small": {".json"}, "streamed": {".json", ".part"}, "large": {".json", ".part", ".done"}}
    assert endings[way] == {name[-5:] for name in said["first"]}
    assert delivery.data == delivery.target.read_bytes()
    assert delivery.whole == said["left"]


@posix
@pytest.mark.parametrize("way", UP)
def test_an_upload_whose_notes_do_not_fit_goes_on_without(delivery, couriers, route, way):
    delivery = delivery(way)
    said = ended(program(delivery.way, delivery.dataset, delivery.place, route, file_bytes=10))
    assert ["", ""] == said["errors"]
    assert delivery.data == delivery.arrived(couriers())
    assert delivery.whole == delivery.left()


def on_small_disk(folder):
    """Return the command that runs another one with a small disk in a folder; skip where that takes other rights."""
    mount = 'mount -t tmpfs -o size=8m tmpfs "$0" && exec "$@"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, str(folder)]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("not everybody may mount a disk here")
    return command


@pytest.mark.skipif(sys.platform != "linux", reason="needs namespaces of Linux")
@pytest.mark.parametrize("way", [*DOWN, *UP])
def test_a_disk_that_fills_up_loses_nothing_that_has_arrived(delivery, couriers, route, tmp_path, way):
    delivery, disk = delivery(way), tmp_path / "disk"
    disk.mkdir()
    place = disk / "here" if delivery.is_down else delivery.place
    noting = replace(route, notes=str(disk / "notes"))
    room = 50_000 if delivery.is_down else 0
    process = program(way, delivery.dataset, place, noting, *on_small_disk(disk), disk=str(disk), room_bytes=room)
    said = ended(process)
    first, second = said["errors"]
    assert "" == second
    if delivery.is_down:
        assert NAME in first
        assert [hashlib.sha256(delivery.data).hexdigest()] == said["sums"]
        assert delivery.whole == said["left"]
    else:
        assert "" == first
        assert delivery.data == delivery.arrived(couriers())


def ended(process):
    """Wait for a process, and return what it says."""
    said, _ = process.communicate()
    assert 0 == process.returncode
    return json.loads(said)


# --- a file that changes

CHANGES = {
    "small": [],
    "streamed": [Fault("cut", at=50_000)],
    "large": [Fault("pass"), Fault("pass")],
    "part": [Fault("pass"), Fault("pass")],
    "session": [Fault("pass"), Fault("pass")],
}


class Change:
    """Other content of the same size where a file comes from.

    When it is called, its address leads there at once: a request that is sent again because of a wait finds it changed.
    """

    def __init__(self, delivery, served, courier, storage, folder):
        self._delivery, self._courier, self._storage = delivery, courier, storage
        self._other = folder / "other.h5"
        self._other.write_bytes(content_of(len(delivery.data), seed=7))
        if delivery.is_down:
            elsewhere = served.admin.dataset()
            courier.send("part", elsewhere, self._other)
            (record,) = courier.service.files(elsewhere)
            self._instead = "/" + courier.service.link(record["mfid"]).split("/", 3)[3]

    def __call__(self):
        if self._delivery.is_down:
            self._storage.instead = self._instead
        else:
            self._delivery.place.write_bytes(self._other.read_bytes())

    def is_told(self):
        """Let the service know of it, too."""
        self._storage.heal()
        if self._delivery.is_down:
            self._courier.send("part", self._delivery.dataset, self._other, existing="overwrite")
            self._storage.requests.clear()
        self._delivery.data = self._other.read_bytes()


@pytest.fixture
def change(served, storage, tmp_path):
    return lambda delivery, courier: Change(delivery, served, courier, storage, tmp_path)


@pytest.mark.parametrize("way", CHANGES)
def test_a_file_that_changes_is_not_put_together_from_both(delivery, couriers, storage, library, change, way):
    delivery, courier = delivery(way), couriers(library)
    before, change = delivery.data, change(delivery, courier)
    storage.faults += [*CHANGES[way], Fault("first", act=change)]
    with pytest.raises(errors.PartialTransferError, match=re.escape(NAME)):
        delivery.run(courier)
    assert not (delivery.is_down and delivery.target.exists())
    change.is_told()
    delivery.run(courier)
    assert before != delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


@pytest.mark.parametrize("way", ["streamed", "part"])
def test_a_file_that_changes_during_a_control_call_is_told(delivery, couriers, api, storage, change, way):
    delivery, courier = delivery(way), couriers()
    change = change(delivery, courier)
    # The links, and signing.
    api.faults += [*[Fault("pass")] * (2 if delivery.is_down else 1), Fault("first", act=change)]
    with pytest.raises(errors.PartialTransferError, match=re.escape(NAME)):
        delivery.run(courier)
    change.is_told()
    delivery.run(courier)
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


# --- a file system that takes names which differ by case alone for one


@pytest.mark.parametrize("way", DOWN)
def test_names_that_differ_by_case_alone_are_told_where_they_are_one_and_all_others_arrive(
    served, delivery, couriers, monkeypatch, library, way
):
    delivery, courier = delivery(way), couriers(library)
    for seed, name in enumerate(("raw/Scan.h5", "RECORD.json", "Raw.h5"), start=1):
        served.admin.upload(delivery.dataset, name, content_of(1000, seed=seed))
    monkeypatch.setattr(plan, "case_matters_in", lambda folder: False)
    with pytest.raises(errors.PartialTransferError) as caught:
        delivery.run(courier)
    states = {line.name: line.state for line in caught.value.report.missing}
    assert dict.fromkeys((NAME, "raw/Scan.h5", "RECORD.json"), "failed") == states
    assert all(name in str(caught.value) for name in states)
    assert [f"{delivery.dataset}/Raw.h5", f"{delivery.dataset}/record.json"] == delivery.left()
    delivery.run(courier, include=NAME)
    assert delivery.data == delivery.target.read_bytes()


# --- a clock that is off by a day


@pytest.fixture(params=[-1, 1], ids=["a-day-behind", "a-day-ahead"])
def clock(request, monkeypatch, api):
    """Lets the clock of this machine be off: the one in seconds as it is, the one in dates by what it is compared with.

    The sandbox looks only at dates. Answers come with the server's time.
    """
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + request.param * DAY)

    def other(found):
        moment = datetime.fromisoformat(found[2].decode()) - timedelta(days=request.param)
        return found[1] + moment.isoformat().encode()

    api.always = Fault("rewrite", change=lambda body: re.sub(rb'("expires_at": ?")([^"]+)', other, body))
    return now


@pytest.mark.parametrize("way", [*DOWN, *UP])
def test_a_clock_that_is_off_changes_nothing(delivery, couriers, storage, clock, way):
    delivery, courier = delivery(way), couriers()
    moment = email.utils.formatdate(clock(), usegmt=True)
    storage.faults += [Fault("status", status=503, headers={"Date": moment, "Retry-After": moment})]
    delivery.run(courier)
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()


@pytest.mark.parametrize("way", UP)
def test_an_upload_goes_on_after_the_clock_was_set(delivery, couriers, storage, monkeypatch, way):
    delivery, courier, now = delivery(way), couriers(), time.time
    storage.faults += [Fault("pass")] * 2
    storage.always = Fault("status", status=503)
    with pytest.raises(errors.PartialTransferError):
        delivery.run(courier)
    storage.heal()
    monkeypatch.setattr(time, "time", lambda: now() + DAY)
    delivery.run(courier)
    assert len(storage.requests) <= 5  # of six
    assert delivery.data == delivery.arrived(courier)
    assert delivery.whole == delivery.left()
