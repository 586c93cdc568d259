"""Calls that are broken off: by cancelling their task, or by Ctrl-C."""

import asyncio
import logging
import threading

import pytest
from support.loops import connected, hit, until

from crucible import CrucibleClient
from crucible.sandbox import Sandbox


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


@pytest.fixture
def faults(server):
    yield server.faults
    server.faults.clear()


@pytest.fixture
def blocking(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        yield client


def cancelled(server, faults, operation, call):
    """Cancel a call when its request has arrived, and return what that raised."""

    async def main():
        async with connected(server) as client:
            task = asyncio.ensure_future(call(client))
            await until(lambda: hit(faults, operation), task)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert "ok" == (await client.health()).status  # the client goes on
            return caught.value

    return asyncio.run(main())


def test_a_read_that_is_cancelled_says_nothing(server, faults, blocking, caplog):
    identity = blocking.samples.create(sample_name="film A").unique_id
    faults.add("delay", on="get_sample", seconds=1)
    with caplog.at_level(logging.WARNING):
        error = cancelled(server, faults, "get_sample", lambda client: client.samples.get(identity))
    assert ([], []) == (getattr(error, "__notes__", []), caplog.records)


def test_a_change_that_is_cancelled_says_that_it_may_have_been_made(server, faults, blocking, caplog):
    identity = blocking.samples.create(sample_name="film A").unique_id
    faults.add("delay", on="update_sample", seconds=1)
    call = lambda client: client.samples.update(identity, sample_name="film B")  # noqa: E731
    error = cancelled(server, faults, "update_sample", call)
    (note,) = error.__notes__
    assert (True, True) == (
        "update_sample was broken off: whether it took effect is unknown" in note,
        note in caplog.text,
    )


def test_a_record_whose_making_is_cancelled_is_named_and_can_be_finished(server, faults, blocking, caplog):
    faults.add("delay", on="create_dataset", seconds=0.2)
    call = lambda client: client.datasets.create(dataset_name="cancelled", keywords=["a"])  # noqa: E731
    error = cancelled(server, faults, "create_dataset", call)
    faults.clear()
    identity = error.__notes__[-1].split("'")[1]
    made = blocking.datasets.create(dataset_name="cancelled", keywords=["a"], unique_id=identity)
    assert (identity, 1) == (made.unique_id, blocking.datasets.list(dataset_name="cancelled").count())
    assert identity in caplog.text


def test_a_wait_that_is_cancelled_ends(server, faults, blocking, tmp_path):
    path = tmp_path / "a.xy"
    path.write_text("x")
    faults.add("stuck")
    file = blocking.datasets.add_file(blocking.datasets.create(dataset_name="d"), path)
    request = blocking.files.request_ingestion(file)
    seen = []

    async def main():
        async with connected(server) as client:
            task = asyncio.ensure_future(client.wait(request, on_progress=seen.append))
            await until(lambda: seen, task)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    assert "requested" == seen[-1].status


def transfer_threads():
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("crucible-download")]


def test_a_download_that_is_cancelled_stops_and_is_resumed(server, faults, blocking, tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(range(256)) * 40_000)
    dataset = blocking.datasets.create(dataset_name="large")
    blocking.datasets.add_file(dataset, path)
    out = tmp_path / "out"

    async def main():
        async with connected(server) as client:
            moving = threading.Event()
            task = asyncio.ensure_future(client.download(dataset, out, progress=lambda _: moving.set()))
            await until(moving.is_set, task)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert (True, []) == ("goes on from there" in caught.value.__notes__[0], transfer_threads())
            faults.clear()
            return await client.download(dataset, out)

    faults.add("delay", on="download", seconds=0.5, times=1)
    paths = asyncio.run(main())
    assert path.read_bytes() == (out / dataset.unique_id / "large.bin").read_bytes()
    assert 2 == len(paths)


def test_an_upload_that_is_cancelled_leaves_no_file(server, faults, blocking, tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(b"a" * 3_000_000)
    dataset = blocking.datasets.create(dataset_name="large")
    faults.add("delay", on="part", seconds=0.5)

    async def main():
        async with connected(server) as client:
            task = asyncio.ensure_future(client.datasets.add_file(dataset, path))
            await until(lambda: hit(faults, "part"), task)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert [] == await client.datasets.list_files(dataset)
            faults.clear()
            return await client.datasets.add_file(dataset, path)

    assert 3_000_000 == asyncio.run(main()).size


def test_ctrl_c_during_a_change_says_that_it_may_have_been_made(faults, blocking):
    """A signal cannot be sent to one thread; a callback of the HTTP library raises in its place."""
    identity = blocking.samples.create(sample_name="film A").unique_id

    def interrupt(response):
        raise KeyboardInterrupt

    hooks = blocking.api.get_httpx_client().event_hooks
    hooks["response"].append(interrupt)
    with pytest.raises(KeyboardInterrupt) as caught:
        blocking.samples.update(identity, sample_name="film B")
    hooks["response"].clear()
    assert "update_sample was broken off" in caught.value.__notes__[0]
    assert "film B" == blocking.samples.get(identity).sample_name
