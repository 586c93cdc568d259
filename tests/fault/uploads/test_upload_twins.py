"""Files of one content in one upload: which of them gives it its name does not depend on which is faster."""

import threading
from collections import Counter

import pytest
from support.served import content_of

from crucible import CrucibleClient, errors
from crucible.transfer.twins import Twins


@pytest.fixture(autouse=True)
def notes(tmp_path, monkeypatch):
    """What is noted about uploads is noted here."""
    monkeypatch.setenv("CRUCIBLE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def night(tmp_path):
    """Twelve files of three contents, one of them empty, and one that is like no other."""
    (tmp_path / "night").mkdir()
    for number in range(12):
        content = [b"", content_of(300_000, 1), content_of(300_000, 2)][number % 3]
        (tmp_path / "night" / f"{number:02}.bin").write_bytes(content)
    (tmp_path / "night" / "other.bin").write_bytes(content_of(300_000, 3))
    return tmp_path / "night"


@pytest.fixture
def client(sandbox):
    with CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        yield client


def told(report):
    return {line.name: line.state for line in report}


FIRST = ["00.bin", "01.bin", "02.bin", "other.bin"]


def test_the_first_of_each_content_is_sent_and_the_others_are_known(sandbox, client, dataset, night):
    sandbox.faults.add("delay", on="complete_signed_upload", seconds=0.2, times=1)
    files = client.upload(dataset, night, workers=8)
    assert Counter(sent=4, known=9) == Counter(line.state for line in files.report)
    assert FIRST == [line.name for line in files.report if line.state == "sent"]
    assert FIRST == sorted(file.filename for file in client.datasets.list_files(dataset))
    assert [FIRST[number % 3] for number in range(12)] == [file.filename for file in files[:12]]


def test_a_dry_run_says_the_same(client, dataset, night):
    planned = client.upload(dataset, night, dry_run=True).report
    assert FIRST == [line.name for line in planned if line.state == "planned"]
    assert Counter(planned=4, known=9) == Counter(line.state for line in planned)
    assert [line.reason for line in planned] == [line.reason for line in client.upload(dataset, night).report]


def test_where_the_first_one_is_not_sent_the_next_one_is(sandbox, client, dataset, night):
    sandbox.faults.add("answer", on="start_signed_upload", status=422, times=1)
    with pytest.raises(errors.PartialTransferError) as caught:
        client.upload(dataset, night, workers=1)
    states = told(caught.value.report)
    assert ("failed", "sent", "known") == (states["01.bin"], states["04.bin"], states["07.bin"])
    assert "known" == told(client.upload(dataset, night).report)["01.bin"]


def test_progress_counts_files_that_wait_for_others_once(client, dataset, night):
    seen = []
    client.upload(dataset, night, progress=seen.append)
    assert (13, 13) == (max(event.done_files for event in seen), max(event.total_files for event in seen))


def test_a_file_waits_for_those_of_its_size_before_it_that_are_read_now():
    twins, told = Twins(threading.Event()), {}

    def claim(place):
        told[place] = twins.is_first(place, 5, "the same", lambda _: None)

    for place in range(3):
        twins.expect(place, 5)
    later = threading.Thread(target=claim, args=(2,))
    later.start()
    twins.unreadable(0, 5)
    claim(1)
    later.join(20)
    assert {1: True, 2: False} == told


def test_a_file_that_waits_for_others_stops_when_it_is_told_to():
    stop = threading.Event()
    twins = Twins(stop)
    twins.expect(0, 5)
    twins.expect(1, 5)
    stop.set()
    with pytest.raises(errors.TransferCancelledError):
        twins.is_first(1, 5, "the same", lambda _: None)
