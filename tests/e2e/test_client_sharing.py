"""One client for several threads, in a forked child, inside a running event loop, and when nobody has it any more."""

import asyncio
import gc
import os
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from support.service import Answer, service

from crucible import AsyncCrucibleClient, CrucibleClient, errors
from crucible.config import TlsPolicy

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")


@pytest.fixture
def server():
    with service() as running:
        for number in range(40):
            running.on("GET", f"/api/v3/record/{number}", {"number": number})
        yield running


@pytest.fixture
def client(server):
    with CrucibleClient(f"{server.url}/api/v3", "k") as client:
        yield client


def number_of(client, number):
    return client.request("GET", f"record/{number}")["number"]


def in_child(function):
    """Return what a function says in a forked child, as text."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.write(writing, str(function()).encode())
        except BaseException as error:  # whatever it is, the parent is to hear of it
            os.write(writing, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with ThreadPoolExecutor(1) as pool, closing(os.fdopen(reading, "rb")) as pipe:
        heard = pool.submit(pipe.read)
        try:
            return heard.result(20).decode()
        except TimeoutError:
            os.kill(process, 9)
            raise
        finally:
            os.waitpid(process, 0)


def test_each_thread_gets_its_own_answers(client):
    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(lambda number: number_of(client, number % 40), range(100)))
    assert [number % 40 for number in range(100)] == got


def test_threads_that_ask_first_at_the_same_time_share_one_connection_pool(server):
    client = CrucibleClient(f"{server.url}/api/v3", "k")
    barrier = threading.Barrier(8)

    def opened(_):
        barrier.wait()
        return client.api

    with client, ThreadPoolExecutor(8) as pool:
        assert 1 == len({id(api) for api in pool.map(opened, range(8))})


@posix
def test_parent_and_child_go_on_with_a_client_that_has_connections(client):
    assert 0 == number_of(client, 0)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(number_of, client, number % 40) for number in range(200)]
        children = [in_child(lambda: [number_of(client, number) for number in range(10, 20)]) for _ in range(3)]
        assert [number % 40 for number in range(200)] == [one.result() for one in asked]
    assert [str(list(range(10, 20)))] * 3 == children


@posix
def test_a_child_has_a_connection_of_its_own_and_its_parent_keeps_its_one(server, client):
    number_of(client, 1)
    in_child(lambda: number_of(client, 2))
    number_of(client, 3)
    first, of_child, last = (asked.connection for asked in server.asked)
    assert (True, True) == (first == last, first != of_child)


@posix
def test_a_child_that_breaks_its_transfers_off_leaves_its_parents_alone(server, client):
    server.on("GET", "/file", Answer(body=bytes(8 << 20), content_type="application/octet-stream"))
    storage = client._open().storage
    sizes = []

    def take(piece):
        if not sizes:
            assert "None" == in_child(storage.disconnect)
        sizes.append(len(piece))

    storage.send("GET", f"{server.url}/file", receive=lambda status, headers: take)
    assert 8 << 20 == sum(sizes)


@posix
def test_a_child_that_is_forked_while_a_client_is_opened_can_open_one(server, tmp_path):
    authorities, begun = tmp_path / "authorities.pem", threading.Event()
    os.mkfifo(authorities)

    def feed():
        with authorities.open("wb"):  # waits until somebody reads
            begun.set()
            threading.Event().wait(0.3)

    slow = CrucibleClient(f"{server.url}/api/v3", "k", tls=TlsPolicy(authority_file=authorities))
    with slow, ThreadPoolExecutor(2) as pool:
        pool.submit(feed)
        opening = pool.submit(number_of, slow, 1)
        assert begun.wait(20)
        assert "7" == in_child(lambda: number_of(CrucibleClient(f"{server.url}/api/v3", "k"), 7))
        with pytest.raises(errors.ConfigError, match="no certificates"):
            opening.result(20)


def test_a_client_that_another_thread_closes_while_it_waits_to_try_again_says_so(server):
    server.on("GET", "/api/v3/soon", Answer({}, status=503, headers={"Retry-After": "1"}))
    client = CrucibleClient(f"{server.url}/api/v3", "k")
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(client.request, "GET", "soon")
        while not server.count("GET", "/api/v3/soon"):
            threading.Event().wait(0.01)
        client.close()
        with pytest.raises(errors.UsageError, match="closed"):
            asking.result(60)


def test_the_same_on_an_event_loop(server):
    server.on("GET", "/api/v3/soon", Answer({}, status=503, headers={"Retry-After": "1"}))

    async def main():
        client = AsyncCrucibleClient(f"{server.url}/api/v3", "k")
        asking = asyncio.ensure_future(client.request("GET", "soon"))
        while not server.count("GET", "/api/v3/soon"):
            await asyncio.sleep(0.01)
        await client.close()
        with pytest.raises(errors.UsageError, match="closed"):
            await asking

    asyncio.run(main())


def test_tasks_that_were_cancelled_keep_no_connection(server):
    server.on("GET", "/api/v3/slow", Answer({}, delay_seconds=0.5))

    async def main():
        async with AsyncCrucibleClient(f"{server.url}/api/v3", "k") as client:
            tasks = [asyncio.ensure_future(client.request("GET", "slow")) for _ in range(40)]
            while server.count("GET", "/api/v3/slow") < 16:
                await asyncio.sleep(0.01)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            async with asyncio.timeout(20):
                return [(await client.request("GET", f"record/{number}"))["number"] for number in range(20)]

    assert list(range(20)) == asyncio.run(main())


def test_the_blocking_client_works_inside_a_running_event_loop(client):
    async def cell_of_a_notebook():
        return number_of(client, 3), await asyncio.to_thread(number_of, client, 4)

    assert (3, 4) == asyncio.run(cell_of_a_notebook())


def test_what_a_client_has_handed_out_works_without_it(server):
    from crucible_api.api.health import health_ready

    server.on("GET", "/api/v3/health/ready", {"status": "ok", "build": {"api_version": "3"}, "database": {
        "status": "ok", "schema_revisions": []}})  # fmt: skip
    api = CrucibleClient(f"{server.url}/api/v3", "k").api
    gc.collect()
    assert "ok" == health_ready.sync(client=api).status


def test_a_client_that_nobody_closes_leaves_no_connection_behind(server):
    client = CrucibleClient(f"{server.url}/api/v3", "k")
    number_of(client, 1)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        del client
        gc.collect()
    assert [] == [str(one.message) for one in seen]


def test_nor_does_it_when_python_ends(server):
    program = f"from crucible import CrucibleClient; c = CrucibleClient('{server.url}/api/v3', 'k')"
    ended = subprocess.run(
        [sys.executable, "-W", "always::ResourceWarning", "-c", f"{program}; print(c.request('GET', 'record/5'))"],
        capture_output=True, timeout=60, text=True, check=False,
    )  # fmt: skip
    assert ("{'number': 5}\n", "") == (ended.stdout, ended.stderr)
