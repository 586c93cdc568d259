"""Many files, when it is broken off or nothing can be reached: the report says so, and the next call does the rest."""

import asyncio
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from support.served import content_of

from crucible import AsyncCrucibleClient, CrucibleClient, errors
from crucible.transfer.folder import choose
from crucible.transfer.upload_many import MOST_UNREACHED, upload_many
from crucible.transfer.upload_options import UploadOptions

FILES = 12
SEND = """
import logging, sys
from crucible import CrucibleClient
logging.basicConfig()
with CrucibleClient(*sys.argv[1:3]) as client:
    client.upload(*sys.argv[3:5], workers=3)
"""


@pytest.fixture(autouse=True)
def notes(tmp_path, monkeypatch):
    """What is noted about uploads is noted here, also by other processes."""
    monkeypatch.setenv("CRUCIBLE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def night(tmp_path):
    """A folder of small files and one of several parts."""
    for number in range(FILES):
        path = tmp_path / "night" / f"raw/{number:02}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content_of(20_000, number + 1))
    (tmp_path / "night" / "large.bin").write_bytes(content_of(1_500_000, 99))
    return tmp_path / "night"


@pytest.fixture
def client(sandbox):
    with CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        yield client


def wait_for(condition):
    """Wait until something is so."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def check_complete(client, dataset, night, tmp_path):
    """Compare what the dataset has with the folder."""
    client.download(dataset, tmp_path / "out", no_record=True)
    for path in night.rglob("*.bin"):
        assert path.read_bytes() == (tmp_path / "out" / dataset / path.relative_to(night)).read_bytes()


def threads():
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("crucible-upload")]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no way to send this to one process")
@pytest.mark.parametrize("number", ["SIGINT", "SIGKILL"])
def test_a_run_that_is_broken_off_leaves_what_the_next_one_goes_on_from(
    sandbox, client, dataset, night, tmp_path, number
):
    sandbox.faults.add("delay", on="part", seconds=30, after=7)
    command = [sys.executable, "-c", SEND, sandbox.api_url, sandbox.api_key, dataset, str(night)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: len(client.datasets.list_files(dataset)) >= 1 and sandbox.faults.fired)
    process.send_signal(getattr(signal, number))
    _, said = process.communicate(timeout=30)
    assert process.returncode != 0
    if number == "SIGINT":
        assert "the same call sends the rest" in said
        assert "KeyboardInterrupt" in said
    sandbox.faults.clear()
    there = {file.filename for file in client.datasets.list_files(dataset)}
    report = client.upload(dataset, night).report
    states = {line.name: line.state for line in report}
    assert {"sent", "known"} == set(states.values())
    assert there >= {name for name, state in states.items() if state == "known"}
    check_complete(client, dataset, night, tmp_path)


def test_an_async_run_that_is_cancelled_ends_its_threads_and_goes_on_later(sandbox, client, dataset, night, tmp_path):
    sandbox.faults.add("delay", on="part", seconds=30, after=3)

    async def main():
        async with AsyncCrucibleClient(sandbox.api_url, sandbox.api_key) as client:
            task = asyncio.ensure_future(client.upload(dataset, night))
            while not sandbox.faults.fired:
                await asyncio.sleep(0.02)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert [] == threads()
            sandbox.faults.clear()
            return await client.upload(dataset, night)

    files = asyncio.run(main())
    assert FILES + 1 == len(files)
    check_complete(client, dataset, night, tmp_path)


def test_a_run_in_the_background_is_cancelled_and_goes_on_later(sandbox, client, dataset, night, tmp_path):
    sandbox.faults.add("delay", on="part", seconds=30, after=3)
    handle = client.start_upload(dataset, night)
    wait_for(lambda: sandbox.faults.fired)
    handle.cancel()
    with pytest.raises(errors.TransferCancelledError) as caught:
        handle.wait(timeout=20)
    assert "the same call sends the rest" in caught.value.__notes__[0]
    assert [] == threads()
    sandbox.faults.clear()
    client.upload(dataset, night)
    check_complete(client, dataset, night, tmp_path)


def test_parts_and_files_share_the_workers(client, dataset, night):
    seen = set()
    client.upload(dataset, night, workers=3, progress=lambda _: seen.add(len(threads())))
    assert max(seen) <= 3


def test_one_file_that_the_store_refuses_fails_alone(sandbox, client, dataset, night):
    sandbox.faults.add("answer", on="part", status=400, times=1)
    with pytest.raises(errors.PartialTransferError) as caught:
        client.upload(dataset, night, workers=1)
    assert {"failed": 1, "sent": FILES} == Counter(line.state for line in caught.value.report)
    assert {"sent": 1, "known": FILES} == Counter(line.state for line in client.upload(dataset, night).report)


class Unreachable:
    """A service that cannot be reached."""

    def __init__(self, error):
        self.calls = 0
        self._error = error

    def start_signed_upload(self, dataset_id, **about):
        self.calls += 1
        raise self._error


@pytest.mark.parametrize(
    ("error", "calls", "raised"),
    [
        (errors.ConnectionFailedError("No way."), MOST_UNREACHED, errors.PartialTransferError),
        (errors.AuthenticationError("No key.", status=401), 1, errors.AuthenticationError),
        (errors.PermissionDeniedError("No right.", status=403), 1, errors.PermissionDeniedError),
    ],
)
def test_what_would_go_wrong_with_every_file_ends_all(night, error, calls, raised):
    service = Unreachable(error)
    with pytest.raises(raised) as caught:
        upload_many(service, "ds", choose(night), UploadOptions(workers=1), storage=None)
    assert calls == service.calls
    report = getattr(caught.value, "report", None)
    if report is not None:
        assert FILES + 1 == len(report.missing)
        assert FILES + 1 - service.calls == sum("not begun" in line.reason for line in report)


def test_a_file_that_changes_while_it_is_sent_fails_alone(sandbox, client, dataset, night):
    def change(progress):
        if progress.name == "large.bin" and progress.state == "moving":
            (night / "large.bin").write_bytes(content_of(1_500_000, 98))

    with pytest.raises(errors.PartialTransferError, match=r"large\.bin changed while it was sent"):
        client.upload(dataset, night, progress=change)
    client.upload(dataset, night)
    assert FILES + 1 == len(client.datasets.list_files(dataset))
