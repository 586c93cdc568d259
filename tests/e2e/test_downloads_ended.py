"""Downloads in the background whose handle, client or program ends before they do, and Ctrl-C in the foreground."""

import asyncio
import gc
import logging
import os
import signal
import subprocess
import sys

import pytest
from support.folders import left_in

from crucible import AsyncCrucibleClient, CrucibleClient
from crucible.errors import NotFoundError, TransferCancelledError, UsageError
from crucible.ids import new_mfid
from crucible.sandbox import Sandbox

DATA = os.urandom(3_000_000)
SLOW = 200_000  # bytes per second: the whole would take a quarter of a minute

BACKGROUND = """
import sys
from crucible import CrucibleClient

api_url, api_key, dataset, out = sys.argv[1:]
client = CrucibleClient(api_url, api_key)
handle = client.start_download(dataset, out, bytes_per_second=2000)
while handle.progress is None:
    pass
"""
FOREGROUND = """
import sys
from crucible import CrucibleClient

api_url, api_key, dataset, out = sys.argv[1:]
with CrucibleClient(api_url, api_key) as client:
    client.download(dataset, out, bytes_per_second=2000, progress=lambda event: print(event.state, flush=True))
"""


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


@pytest.fixture
def client(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        yield client


@pytest.fixture
def dataset(client, tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(DATA)
    return client.datasets.create(dataset_name="large", files=[path], skip_ingestion=True).unique_id


def begun(script, server, dataset, out):
    arguments = [sys.executable, "-c", script, server.api_url, str(server.api_key), dataset, str(out)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_goes_on(client, dataset, out):
    """Show that nothing but unfinished files is there, and that the next run does the rest."""
    assert {"record.json"} >= {name for name in left_in(out / dataset) if not name.endswith((".part", ".done"))}
    assert 2 == len(client.download(dataset, out))
    assert DATA == (out / dataset / "large.bin").read_bytes()
    assert client.verify(out).ok


def test_a_program_that_ends_does_not_wait_for_its_downloads(server, client, dataset, tmp_path):
    process = begun(BACKGROUND, server, dataset, tmp_path / "out")
    _, complaints = process.communicate(timeout=60)
    assert (0, True) == (process.returncode, "The program ends before 1 transfers do" in complaints)
    assert_goes_on(client, dataset, tmp_path / "out")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_a_download_and_the_next_run_goes_on(server, client, dataset, tmp_path):
    process = begun(FOREGROUND, server, dataset, tmp_path / "out")
    assert "moving\n" == process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=60)
    assert ["KeyboardInterrupt", "What has arrived stays: the same download goes on from here."] == (
        complaints.splitlines()[-2:]
    )
    assert_goes_on(client, dataset, tmp_path / "out")


def test_a_download_ends_with_its_client(server, client, dataset, tmp_path):
    with CrucibleClient(server.api_url, server.api_key) as other:
        handle = other.start_download(dataset, tmp_path / "out", bytes_per_second=SLOW)
    assert handle.done
    with pytest.raises(TransferCancelledError):
        handle.wait()
    with pytest.raises(UsageError, match="closed"):
        other.start_download(dataset, tmp_path / "out")
    assert_goes_on(client, dataset, tmp_path / "out")


def test_two_downloads_of_one_client_do_not_end_each_other(client, dataset, tmp_path):
    first = client.start_download(dataset, tmp_path / "first", bytes_per_second=SLOW)
    second = client.start_download(dataset, tmp_path / "second", bytes_per_second=2_000_000)
    first.cancel()
    assert 2 == len(second.wait(timeout=60))
    with pytest.raises(TransferCancelledError):
        first.wait(timeout=60)


def test_a_download_whose_handle_is_forgotten_goes_on(client, dataset, tmp_path):
    events = []
    client.start_download(dataset, tmp_path / "out", progress=events.append)
    gc.collect()
    handle = client.start_download(dataset, tmp_path / "other")
    handle.wait(timeout=60)
    while not events or events[-1].done_files == 0:
        handle.wait(timeout=60)
    assert DATA == (tmp_path / "out" / dataset / "large.bin").read_bytes()


def test_the_end_of_a_with_waits_for_a_download(client, dataset, tmp_path):
    with client.start_download(dataset, tmp_path / "out", bytes_per_second=10_000_000) as handle:
        pass
    assert (True, 2) == (handle.done, len(handle.wait()))


def test_what_fails_is_raised_at_the_end_of_a_with(client, tmp_path):
    with pytest.raises(NotFoundError), client.start_download(new_mfid(), tmp_path):
        pass


def test_an_error_in_a_with_cancels_the_download_and_stays_what_it_is(client, dataset, tmp_path):
    with (
        pytest.raises(ZeroDivisionError),
        client.start_download(dataset, tmp_path / "out", bytes_per_second=SLOW) as handle,
    ):
        1 / 0  # noqa: B018
    with pytest.raises(TransferCancelledError):
        handle.wait(0)
    assert_goes_on(client, dataset, tmp_path / "out")


def test_the_handles_of_the_async_client_do_the_same(server, dataset, tmp_path):
    asyncio.run(both_ends_of_an_async_with(server, dataset, tmp_path))


async def both_ends_of_an_async_with(server, dataset, tmp_path):
    async with AsyncCrucibleClient(server.api_url, server.api_key) as client:
        async with await client.start_download(dataset, tmp_path / "out", bytes_per_second=10_000_000) as whole:
            pass
        assert (True, 2) == (whole.done, len(await whole.wait()))
        with pytest.raises(ZeroDivisionError):
            async with await client.start_download(dataset, tmp_path / "other", bytes_per_second=SLOW) as cancelled:
                1 / 0  # noqa: B018
        with pytest.raises(TransferCancelledError):
            await cancelled.wait(0)


def test_cancelling_twice_and_afterwards_is_cancelling_once(client, dataset, tmp_path):
    handle = client.start_download(dataset, tmp_path / "out", bytes_per_second=SLOW)
    handle.cancel()
    handle.cancel()
    for _ in range(2):
        with pytest.raises(TransferCancelledError):
            handle.wait(timeout=60)
    handle.cancel()
    assert "ended with TransferCancelledError" in repr(handle)


def test_a_callback_may_cancel(client, dataset, tmp_path):
    handles = []
    progress = lambda event: [handle.cancel() for handle in handles]  # noqa: E731
    handles.append(client.start_download(dataset, tmp_path / "out", bytes_per_second=SLOW, progress=progress))
    with pytest.raises(TransferCancelledError):
        handles[0].wait(timeout=60)


def test_what_nobody_waits_for_is_logged_when_it_fails(client, tmp_path, caplog):
    with caplog.at_level(logging.ERROR):
        handle = client.start_download(new_mfid(), tmp_path / "out")
        while not handle.done:
            pass
        assert "" == caplog.text
        del handle
        gc.collect()
    assert "nobody waited for has failed: get_resource" in caplog.text
