"""An upload that is to stop while the service does not answer: it waits for nothing, and can go on at once."""

import _thread
import asyncio
import threading
import time

import pytest
from support.served import content_of

from crucible import AsyncCrucibleClient, CrucibleClient, errors

HANGING = ["start_signed_upload", "sign_parts", "complete_signed_upload"]


@pytest.fixture(autouse=True)
def notes(tmp_path, monkeypatch):
    """What is noted about uploads is noted here."""
    monkeypatch.setenv("CRUCIBLE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def night(tmp_path):
    """A folder of small files and one of several parts."""
    (tmp_path / "night").mkdir()
    for number in range(6):
        (tmp_path / "night" / f"{number}.bin").write_bytes(content_of(20_000, number + 1))
    (tmp_path / "night" / "large.bin").write_bytes(content_of(1_500_000, 99))
    return tmp_path / "night"


@pytest.fixture
def client(sandbox):
    with CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        yield client


@pytest.fixture(params=HANGING)
def hanging(request, sandbox):
    """Returns whether the service keeps somebody waiting; it answers nobody who asks for this."""
    sandbox.faults.add("delay", on=request.param, seconds=30)
    return lambda: sandbox.faults.fired


def sending():
    """Return the threads that send files."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("crucible-upload")]


def send_many(client, dataset, night):
    return client.upload(dataset, night)


def send_one(client, dataset, night):
    return client.datasets.add_file(dataset, night / "large.bin")


def interrupt_once(condition):
    """Interrupt the main thread, as Ctrl-C does, when something is so."""

    def work():
        end = time.monotonic() + 20
        while not condition() and time.monotonic() < end:
            time.sleep(0.02)
        _thread.interrupt_main()

    threading.Thread(target=work, daemon=True).start()


@pytest.mark.parametrize("send", [send_many, send_one])
def test_ctrl_c_does_not_wait_for_an_answer(sandbox, client, dataset, night, hanging, send):
    interrupt_once(hanging)
    with pytest.raises(KeyboardInterrupt):
        send(client, dataset, night)
    assert [] == sending()
    sandbox.faults.clear()
    send(client, dataset, night)


@pytest.mark.parametrize("send", [send_many, send_one])
def test_an_async_call_that_is_cancelled_does_not_wait_for_an_answer(sandbox, dataset, night, hanging, send, caplog):
    async def main():
        async with AsyncCrucibleClient(sandbox.api_url, sandbox.api_key) as client:
            task = asyncio.ensure_future(send(client, dataset, night))
            while not hanging():
                await asyncio.sleep(0.02)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert [] == sending()
            assert "still waits" not in caplog.text
            sandbox.faults.clear()
            await send(client, dataset, night)

    asyncio.run(main())


def test_a_transfer_in_the_background_that_is_cancelled_does_not_wait_for_an_answer(
    sandbox, client, dataset, night, hanging
):
    handle = client.start_upload(dataset, night)
    end = time.monotonic() + 20
    while not hanging() and time.monotonic() < end:
        time.sleep(0.02)
    handle.cancel()
    with pytest.raises(errors.TransferCancelledError):
        handle.wait(timeout=20)
    assert [] == sending()
    sandbox.faults.clear()
    client.upload(dataset, night)
