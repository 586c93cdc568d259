"""What is particular about the client for event loops: tasks, cancelling, loops, processes, the end."""

import asyncio
import copy
import inspect
import multiprocessing
import pickle
import sys
import threading

import pytest
from support.loops import connected, hit, until

from crucible import AsyncCrucibleClient, CrucibleClient, errors
from crucible.ids import new_mfid
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


def members(cls):
    return {name: value for name, value in inspect.getmembers(cls) if not name.startswith("_")}


def test_both_clients_have_the_same_names():
    assert members(CrucibleClient).keys() == members(AsyncCrucibleClient).keys()


@pytest.mark.parametrize("name", ["__init__", *members(AsyncCrucibleClient)])
def test_both_clients_are_called_in_the_same_way_and_say_the_same(name):
    first, second = getattr(CrucibleClient, name), getattr(AsyncCrucibleClient, name)
    if name not in ("__init__", "elevated", "api"):  # whose examples are awaited
        assert inspect.getdoc(first) == inspect.getdoc(second)
    if callable(first):
        assert list(inspect.signature(first).parameters.values()) == list(inspect.signature(second).parameters.values())


def test_the_namespaces_are_of_the_same_names():
    with CrucibleClient("http://127.0.0.1:9/api/v3", "k") as blocking:
        client = AsyncCrucibleClient("http://127.0.0.1:9/api/v3", "k")
        for name, value in members(AsyncCrucibleClient).items():
            if hasattr(value, "func"):  # a namespace, made when it is first used
                assert members(type(getattr(blocking, name))).keys() == members(type(getattr(client, name))).keys()


def test_a_sandbox_is_its_own_folder_again(tmp_path):
    async def main():
        async with AsyncCrucibleClient.sandbox(tmp_path) as client:
            await client.projects.create(project_id="kept-project", organization="Lab")
            async with AsyncCrucibleClient.sandbox(str(tmp_path)) as other:  # of the server that runs there
                assert other.api_url == client.api_url
        async with AsyncCrucibleClient.sandbox(tmp_path) as client:
            return (await client.projects.get("kept-project")).project_id

    assert "kept-project" == asyncio.run(main())


def test_a_sandbox_whose_start_is_cancelled_leaves_its_folder_free(tmp_path):
    async def main():
        async with asyncio.timeout(0.01):
            async with AsyncCrucibleClient.sandbox(tmp_path):
                await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        asyncio.run(main())
    with Sandbox(tmp_path) as sandbox:
        assert sandbox.root == tmp_path


def test_tasks_share_a_client(server):
    async def main():
        async with connected(server) as client:
            made = await asyncio.gather(*(client.samples.create(sample_name=f"film {n}") for n in range(40)))
            read = await asyncio.gather(*(client.get(sample) for sample in made))
            return [sample.unique_id for sample in made] == [sample.unique_id for sample in read]

    assert asyncio.run(main())


def test_a_transfer_does_not_hold_up_the_loop(server, faults, blocking, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("a")
    dataset = blocking.datasets.create(dataset_name="d")
    faults.add("delay", on="start_signed_upload", seconds=0.5)

    async def main():
        async with connected(server) as client:
            task = asyncio.ensure_future(client.datasets.add_file(dataset, path))
            await until(lambda: hit(faults, "start_signed_upload"), task)
            asked = (await client.health()).status, task.done()
            return asked, (await task).filename

    assert (("ok", False), "a.txt") == asyncio.run(main())


# ---- rights ----


async def mode(client):
    return (await client.request("GET", "account/profile"))["authorization"]["effective_privilege_mode"]


def test_a_task_has_the_rights_of_its_own_block(server):
    async def main():
        async with connected(server) as client:
            inside, done = asyncio.Event(), asyncio.Event()

            async def administrator():
                with client.elevated():
                    inside.set()
                    await done.wait()
                    return await mode(client)

            task = asyncio.ensure_future(administrator())
            await inside.wait()
            others = await mode(client)
            done.set()
            return await task, others

    assert ("elevated", "normal") == asyncio.run(main())


def test_a_thread_has_the_rights_of_its_own_block(blocking):
    found = []

    def ask():
        found.append(blocking.account.profile()["authorization"]["effective_privilege_mode"])

    with blocking.elevated():
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        ask()
    assert ["normal", "elevated"] == found


def test_a_transfer_has_the_rights_of_the_block_it_is_called_in(server, faults, blocking, tmp_path):
    with blocking.elevated():
        ada = blocking.users.create(first_name="Ada", last_name="Example", username="ada")
        key = blocking.users.issue_api_key(ada)
    (tmp_path / "theirs.txt").write_text("theirs")
    with CrucibleClient(server.api_url, key) as client:
        dataset = client.datasets.create(dataset_name="theirs")
        client.datasets.add_file(dataset, tmp_path / "theirs.txt")

    async def main():
        async with connected(server) as client:
            with pytest.raises(errors.PermissionDeniedError):
                await client.download(dataset, tmp_path)
            with client.elevated():  # also the thread that asks for another link
                faults.add("expire", on="list_download_links", times=1)
                return await client.download(dataset, tmp_path)

    assert 2 == len(asyncio.run(main()))


# ---- loops, processes, the end ----


def test_a_client_is_refused_in_another_loop_and_goes_on_in_its_own(server):
    client = AsyncCrucibleClient(server.api_url, server.api_key)
    with asyncio.Runner() as home:
        home.run(client.health())
        found = []
        thread = threading.Thread(target=lambda: found.append(failure(client.health)))
        thread.start()
        thread.join()
        assert (errors.UsageError, True) == (type(found[0]), "another event loop" in str(found[0]))
        assert "ok" == home.run(client.health()).status
        home.run(client.close())


def failure(call):
    try:
        asyncio.run(call())
    except Exception as error:  # for the test to look at, in another thread
        return error


def test_transfers_are_refused_in_another_loop(server, tmp_path):
    client = AsyncCrucibleClient(server.api_url, server.api_key)
    with asyncio.Runner() as home:
        home.run(client.health())
        found = []
        thread = threading.Thread(target=lambda: found.append(failure(lambda: client.download(new_mfid(), tmp_path))))
        thread.start()
        thread.join()
        home.run(client.close())
    assert "another event loop" in str(found[0])


def child(client, sender):
    sender.send(str(failure(client.whoami)))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_client_is_refused_in_a_forked_child(server):
    client = AsyncCrucibleClient(server.api_url, server.api_key)
    context = multiprocessing.get_context("fork")
    with asyncio.Runner() as home:
        home.run(client.whoami())
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=child, args=(client, sender))
        process.start()
        assert receiver.poll(20)
        assert "another process" in receiver.recv()
        process.join(20)
        assert home.run(client.whoami()).user_unique_id
        home.run(client.close())
    receiver.close()
    sender.close()
    process.close()


def test_a_closed_client_says_so(server, tmp_path):
    async def main():
        client = AsyncCrucibleClient(server.api_url, server.api_key)
        await client.health()
        await client.close()
        await client.close()
        for call in (client.health, lambda: client.download(new_mfid(), tmp_path)):
            with pytest.raises(errors.UsageError, match="closed"):
                await call()
        return repr(client)

    assert asyncio.run(main()).endswith("closed)")


def test_a_client_that_was_never_used_is_closed_anywhere(server):
    asyncio.run(AsyncCrucibleClient(server.api_url, server.api_key).close())


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_is_neither_copied_nor_pickled(server, way):
    with pytest.raises(TypeError, match="make a new one"):
        way(AsyncCrucibleClient(server.api_url, server.api_key))


def test_a_client_is_no_blocking_context(server):
    with pytest.raises(TypeError, match="async with"), AsyncCrucibleClient(server.api_url, server.api_key):
        pass


def test_a_listing_is_not_iterated_without_async(server):
    client = AsyncCrucibleClient(server.api_url, server.api_key)
    with pytest.raises(TypeError, match="async for"):
        list(client.datasets.list())


def test_a_client_without_a_loop_says_so(server):
    coroutine = AsyncCrucibleClient(server.api_url, server.api_key).health()
    with pytest.raises(errors.UsageError, match="event loop"):
        coroutine.send(None)


def test_raw_calls_of_both_forms_go_through_either_client(server, blocking):
    from crucible_api.api.account import get_account

    async def main(client):
        return (await get_account.asyncio(client=client.api)).user_unique_id

    async def own():
        async with connected(server) as client:
            plain = await asyncio.to_thread(get_account.sync, client=client.api)
            return {await main(client), plain.user_unique_id}

    # Those of the blocking client belong to no loop.
    assert {asyncio.run(main(blocking)), asyncio.run(main(blocking))} == asyncio.run(own())
