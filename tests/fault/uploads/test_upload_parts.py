"""Uploads in signed parts: each part is sent until it has arrived, and none that has arrived is sent again."""

import os
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from support.served import Served, content_of
from support.uploading import Sender

from crucible import errors
from crucible.sandbox import Sandbox
from crucible.transfer.events import FileMeter, Meter
from crucible.transfer.multipart import good_until
from crucible.transfer.source import Source
from crucible.transfer.upload import Uploads

PART = 256 * 1024
ALL = [1, 2, 3, 4, 5, 6]


# --- no fault


def test_all_parts_are_sent_once_and_nothing_is_left(sender, dataset, path, stored, data):
    record = sender.send(dataset, path)
    assert ("scan.h5", len(data)) == (record["filename"], record["size"])
    assert ALL == sorted(sender.storage.puts)
    assert data == stored()
    assert [] == sender.left()


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 2 * PART])
def test_a_file_of_any_size_arrives(sender, dataset, path, size, stored, data):
    path.write_bytes(data[:size])
    assert size == sender.send(dataset, path)["size"]
    assert data[:size] == stored()
    assert ([0] if size == 0 else list(range(1, -(-size // PART) + 1))) == sorted(sender.storage.puts)


@pytest.mark.parametrize("part", [1000, 1024 * 1024, 3 * 1024 * 1024])
def test_parts_of_any_size_have_their_own_checksums(tmp_path, part):
    data = content_of(7 * part // 2 + 3, seed=part)
    (tmp_path / "a.bin").write_bytes(data)
    with (
        Sandbox(ingest=False, part_size_bytes=part) as sandbox,
        closing(Served(sandbox)) as served,
        closing(Sender.to(sandbox, tmp_path / "notes")) as sender,
    ):
        dataset = served.admin.dataset()
        sender.send(dataset, tmp_path / "a.bin")
        assert [1, 2, 3, 4] == sorted(sender.storage.puts)
        assert data == sender.fetch(dataset, "a.bin")


def test_more_parts_than_are_signed_at_once_arrive(tmp_path):
    data = content_of(70 * 1000)
    (tmp_path / "a.bin").write_bytes(data)
    with (
        Sandbox(ingest=False, part_size_bytes=1000) as sandbox,
        closing(Served(sandbox)) as served,
        closing(Sender.to(sandbox, tmp_path / "notes")) as sender,
    ):
        sender.send(served.admin.dataset(), tmp_path / "a.bin")
        assert list(range(1, 71)) == sorted(sender.storage.puts)


def test_progress_ends_with_all_bytes_although_a_part_was_sent_twice(sender, sandbox, dataset, path, data):
    sandbox.faults.add("delay", on="part", seconds=0.15)  # events are seldom
    sandbox.faults.add("reset", on="part", when="after", times=2)
    sandbox.faults.add("answer", on="part", status=503, retry_after=0, after=3, times=2)
    events = []
    sender.send(dataset, path, on_progress=events.append, parts_at_once=1)
    assert ["checking", "moving", "sent"] == list(dict.fromkeys(event.state for event in events))
    assert len(data) == events[-1].done_bytes == events[-1].total_done_bytes
    assert max(event.done_bytes for event in events) <= len(data)


# --- faults of the store


@pytest.mark.parametrize(
    ("fault", "members"),
    [
        ("reset", {}),
        ("reset", {"when": "after"}),
        ("answer", {"status": 408}),
        ("answer", {"status": 429, "retry_after": 0}),
        ("answer", {"status": 500}),
        ("answer", {"status": 503, "retry_after": 0}),
        ("answer", {"status": 502, "when": "after"}),
        ("expire", {}),
        ("answer", {"status": 403}),
        ("answer", {"status": 401}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(map(str, value.values())),
)
@pytest.mark.parametrize("after", [0, 2, 5])
def test_one_fault_in_any_part_is_overcome(sender, sandbox, dataset, path, fault, members, after, stored, data):
    sandbox.faults.add(fault, on="part", after=after, times=1, **members)
    sender.send(dataset, path)
    assert data == stored()
    assert 7 == len(sender.storage.puts)


def test_a_lasting_fault_is_one_error_and_the_next_run_sends_the_rest(sender, sandbox, dataset, path, stored, data):
    sandbox.faults.add("answer", on="part", status=503, after=3)
    with pytest.raises(errors.StorageError, match="503"):
        sender.send(dataset, path)
    arrived = {number for number, status in sender.storage.answers if status == 200}
    assert 3 == len(arrived)
    sandbox.faults.clear()
    sender.storage.puts.clear()
    sender.send(dataset, path)
    assert sorted(set(ALL) - arrived) == sorted(sender.storage.puts)
    assert data == stored()
    assert [] == sender.left()


def test_a_store_that_refuses_fresh_addresses_is_one_error(sender, sandbox, dataset, path):
    sandbox.faults.add("answer", on="part", status=403)
    with pytest.raises(errors.StorageError, match="403"):
        sender.send(dataset, path)
    assert len(sender.storage.puts) <= 2 * 4


def test_a_store_that_asks_for_an_hour_is_one_error_at_once(sender, sandbox, dataset, path):
    sandbox.faults.add("answer", on="part", status=429, retry_after=3600)
    with pytest.raises(errors.StorageError, match="429"):
        sender.send(dataset, path)
    assert len(sender.storage.puts) <= 4


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_off_by_a_day_changes_nothing(sender, dataset, path, days, stored, data):
    class OtherClock:
        def __getattr__(self, name):
            return getattr(sender.service, name)

        def sign_parts(self, *arguments):
            later = (datetime.now(UTC) + timedelta(days=days, hours=1)).isoformat()
            return [{**part, "expires_at": later} for part in sender.service.sign_parts(*arguments)]

    sender.send(dataset, path, service=OtherClock())
    assert ALL == sorted(sender.storage.puts)
    assert data == stored()


@pytest.mark.parametrize(
    ("seconds", "used"),
    [(3600, 3570), (31, 1), (30, None), (-86400, None), (9 * 86400, None), (86400, 86370)],
)
def test_an_address_is_used_until_half_a_minute_before_its_end_unless_that_makes_no_sense(seconds, used):
    now = datetime(2026, 8, 1, 12, tzinfo=UTC)
    expected = float("inf") if used is None else 1000.0 + used
    assert expected == good_until((now + timedelta(seconds=seconds)).isoformat(), 1000.0, now)


@pytest.mark.parametrize("text", [None, "", "soon", 17])
def test_an_address_without_an_end_is_used_until_it_is_refused(text):
    assert float("inf") == good_until(text, 0.0, datetime(2026, 8, 1, 12, tzinfo=UTC))


class Damaging:
    """A wire that changes the first byte of so many requests."""

    def __init__(self, storage, times):
        self._storage = storage
        self._times = times

    def send(self, method, url, *, body, **options):
        self._times -= 1
        return self._storage.send(method, url, body=Damaged(body) if self._times >= 0 else body, **options)


class Damaged:
    def __init__(self, body):
        self._body = body
        self.size_bytes = body.size_bytes

    def read_at(self, first, most_bytes):
        piece = self._body.read_at(first, most_bytes)
        return piece if first else bytes([piece[0] ^ 1]) + piece[1:]


def test_bytes_that_were_damaged_on_the_way_are_sent_once_more(sender, dataset, path, stored, data):
    sender.storage = Damaging(sender.storage, 1)
    sender.send(dataset, path)
    assert data == stored()


def test_bytes_that_are_damaged_each_time_are_an_error(sender, dataset, path):
    sender.storage = Damaging(sender.storage, 1000)
    with pytest.raises(errors.IntegrityError, match="other bytes than those of part"):
        sender.send(dataset, path)
    assert [] == sender.service.files(dataset)


# --- faults of the service


@pytest.mark.parametrize("operation", ["start_signed_upload", "sign_parts", "complete_signed_upload"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_that_is_lost_is_asked_for_again(sender, sandbox, dataset, path, operation, when, stored, data):
    sandbox.faults.add("reset", on=operation, when=when, times=1)
    sender.send(dataset, path)
    assert ALL == sorted(sender.storage.puts)
    assert data == stored()


def test_an_upload_whose_beginning_was_never_answered_is_found_again(sender, sandbox, dataset, path, uploads):
    sandbox.faults.add("reset", on="start_signed_upload", when="after", times=4)
    with pytest.raises(errors.ConnectionFailedError):
        sender.send(dataset, path)
    begun = uploads()
    sender.send(dataset, path)
    assert 1 == len(begun)
    assert begun == uploads()


@pytest.mark.parametrize("status", [404, 405, 501])
def test_an_older_service_gets_a_resumable_session(sender, sandbox, dataset, path, status, stored, data):
    sandbox.faults.add("answer", on="start_signed_upload", status=status)
    sender.send(dataset, path)
    assert [0] == sender.storage.puts
    assert data == stored()
    assert [] == sender.left()


def test_a_service_without_signed_parts_is_asked_for_them_once_in_a_run(sender, sandbox, dataset, path, data):
    sandbox.faults.add("answer", on="start_signed_upload", status=501)
    before = len(sandbox.faults.fired)
    run = Uploads(sender.service, sender.storage)
    for number in range(3):
        path.write_bytes(data[number:])
        assert "sent" == send_one(run, dataset, path, f"{number}.bin").state
    assert before + 1 == len(sandbox.faults.fired)


def send_one(run, dataset, path, name):
    source = Source(path)
    with run.file(dataset, source, name, FileMeter(Meter(None), name, source.size_bytes)) as file:
        return file.send()


def test_a_session_that_the_service_has_forgotten_is_begun_anew(sender, sandbox, dataset, path, stored, uploads, data):
    sandbox.faults.add("answer", on="part", status=503, after=2)
    with pytest.raises(errors.StorageError):
        sender.send(dataset, path)
    sandbox.faults.clear()
    (upload_id,) = uploads()
    sender.service.abort_upload(dataset, upload_id)
    sender.storage.puts.clear()
    sender.send(dataset, path)
    assert ALL == sorted(sender.storage.puts)
    assert data == stored()


class Before:
    """The service, and something that happens just before the first call of one kind."""

    def __init__(self, service, name, happens):
        self._service, self._name, self._happens = service, name, happens

    def __getattr__(self, name):
        if name == self._name and self._happens is not None:
            happens, self._happens = self._happens, None
            happens()
        return getattr(self._service, name)


@pytest.mark.parametrize("call", ["sign_parts", "complete_signed_upload"])
def test_an_upload_that_ends_under_our_hands_is_begun_anew(sender, dataset, path, stored, data, uploads, call):
    def end():
        sender.service.abort_upload(dataset, *uploads())

    sender.send(dataset, path, service=Before(sender.service, call, end))
    assert data == stored()


@pytest.mark.parametrize("existing", ["error", "overwrite"])
def test_a_name_that_is_taken_under_our_hands_is_one_that_was_taken(sender, dataset, path, tmp_path, stored, existing):
    (tmp_path / "theirs").write_bytes(b"theirs")

    def take():
        sender.send(dataset, tmp_path / "theirs", name="scan.h5")

    service = Before(sender.service, "complete_signed_upload", take)
    if existing == "error":
        with pytest.raises(errors.ConflictError, match="other content"):
            sender.send(dataset, path, service=service)
        assert b"theirs" == stored()
    else:
        sender.send(dataset, path, service=service, existing=existing)
        assert path.read_bytes() == stored()


def test_a_dataset_that_is_not_there_is_said(sender, path):
    with pytest.raises(errors.NotFoundError):
        sender.send("0000000000000000000000000a", path)


# --- the file


def test_a_file_that_changes_while_it_is_sent_is_refused(sender, dataset, path, data):
    os.utime(path, ns=(0, 10**18))
    changed = threading.Event()

    def interfere(event):
        if event.state == "moving" and not changed.is_set():
            changed.set()
            path.write_bytes(data[:-1] + b"x")

    with pytest.raises(errors.TransferError, match="changed while it was sent"):
        sender.send(dataset, path, on_progress=interfere)
    assert [] == sender.service.files(dataset)


def test_content_that_changed_without_a_trace_is_found_out_and_read_again(sender, sandbox, dataset, path, stored, data):
    os.utime(path, ns=(0, 10**18))
    sandbox.faults.add("answer", on="part", status=503)
    with pytest.raises(errors.StorageError):
        sender.send(dataset, path)
    sandbox.faults.clear()
    path.write_bytes(data[::-1])
    os.utime(path, ns=(0, 10**18))
    with pytest.raises(errors.IntegrityError):
        sender.send(dataset, path)
    sender.send(dataset, path)
    assert data[::-1] == stored()
    assert [] == sender.left()
