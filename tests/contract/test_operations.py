"""Each operation of the document is sent by a method that is written by hand: the methods are called, and watched."""

import json
import logging
from importlib.resources import files
from pathlib import Path

import pytest
from support.contract import OPERATIONS
from support.flavours import flavour  # noqa: F401
from support.reached import Names, read, take
from support.scenes import World

from crucible.sandbox import Sandbox
from crucible.sandbox.handlers import HANDLERS

TABLE = read(Path(__file__).with_name("operations.txt"))
REACHED = [row for row in TABLE if row.steps]
TABLE_V2 = read(Path(__file__).with_name("operations_v2.txt"))
REACHED_V2 = [row for row in TABLE_V2 if row.steps]
DOCUMENT_V2 = json.loads((files("crucible") / "openapi" / "v2.json").read_bytes())
TRACE = "crucible.transport.trace"
MOST_RAW = 5


@pytest.fixture(scope="module")
def world():
    with Sandbox(ingest=False) as sandbox:
        world = World(sandbox)
        yield world
        world.close()


@pytest.fixture
def sent(world, flavour, tmp_path, caplog):  # noqa: F811
    """Takes the steps of a call as an administrator, and returns method, path and status of what the last one sent."""
    caplog.set_level(logging.DEBUG, TRACE)

    async def taken(row, version):
        url = world.served.sandbox.api_url.removesuffix("v3") + version
        client = flavour.client(url, world.served.sandbox.api_key)
        names = Names(world.scene("elevated", changes=True), client, tmp_path)
        with client.elevated():
            for step in row.steps[:-1]:
                await take(step, names)
            caplog.clear()
            await take(row.steps[-1], names)

    def run(row, version):
        flavour.run(taken(row, version))
        lines = [record.getMessage().split()[:3] for record in caplog.records if record.name == TRACE]
        return [(method, path, status.replace("204", "200")) for method, path, status in lines]

    return run


def test_the_sandbox_has_a_handler_for_each_operation_and_for_nothing_else():
    assert set(OPERATIONS) == set(HANDLERS)


def test_the_table_has_each_operation_once():
    assert sorted(OPERATIONS) == sorted(row.operation for row in TABLE)


def test_five_operations_at_most_are_left_to_raw_calls_each_for_a_reason():
    raw = {row.operation: row.reason for row in TABLE if not row.steps}
    assert MOST_RAW >= len(raw)
    assert [] == [operation for operation, reason in raw.items() if len(reason) < 20]


def test_each_call_is_one_of_a_method_that_is_written_by_hand():
    calls = [row.steps[-1] for row in (*REACHED, *REACHED_V2)]
    assert [] == [call for call in calls if not call.startswith("client.") or "client.request(" in call]


@pytest.mark.filterwarnings("ignore::crucible.errors.OldApiWarning")
@pytest.mark.parametrize("row", REACHED, ids=[row.operation for row in REACHED])
def test_the_call_sends_the_operation(sent, row):
    path, method, _ = OPERATIONS[row.operation]
    assert (method.upper(), path, "200") in sent(row, "v2" if row.on_v2 else "v3")


def test_the_table_of_v2_has_each_operation_that_v3_lacks():
    there = {
        operation["operationId"]
        for item in DOCUMENT_V2["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    }
    assert there - set(OPERATIONS) == {row.operation for row in TABLE_V2}


@pytest.mark.filterwarnings("ignore::crucible.errors.OldApiWarning")
@pytest.mark.parametrize("row", REACHED_V2, ids=[row.operation for row in REACHED_V2])
def test_what_v2_alone_has_is_done_by_a_method_too(sent, row):
    assert {"200"} == {status for _, _, status in sent(row, "v2")}
