"""Whatever the document allows as an answer is read and written back unchanged; anything else is one of our errors."""

import asyncio
import json

import httpx
import pytest
import schemathesis
from crucible_api import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from support.contract import OPERATIONS, arguments, as_json, json_answer, mirror, module, same
from support.scripted import scripted_server

from crucible import CrucibleClient, CrucibleError

EXAMPLES = 8
QUIET = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
POSITIVE = {
    "generation": {"mode": "positive", "max-examples": EXAMPLES},
    "phases": {"coverage": {"enabled": False}, "examples": {"enabled": False}},
}
MIRROR = schemathesis.openapi.from_dict(mirror(), config=SchemathesisConfig.from_dict(POSITIVE))


def answering(body):
    """A generated client, blocking and async, whose server answers `body` to everything."""
    content = json.dumps(body).encode()

    def answer(request):
        return httpx.Response(200, content=content, headers={"Content-Type": "application/json"})

    return Client(base_url="http://test", httpx_args={"transport": httpx.MockTransport(answer)})


@MIRROR.parametrize()
@QUIET
def test_a_documented_answer_is_read_and_written_back(case):
    operation_id = case.operation.definition.raw["operationId"]
    if operation_id in ("get_user_apikey", "get_auth_apikey") and not isinstance(case.body, dict):
        return
    given_arguments = arguments(operation_id)
    with answering(case.body) as client:
        parsed = module(operation_id).sync(client=client, **given_arguments)
    assert same(case.body, as_json(parsed))

    async def read():
        async with answering(case.body) as client:
            return await module(operation_id).asyncio(client=client, **given_arguments)

    assert as_json(parsed) == as_json(asyncio.run(read()))


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def damaged(operation):
    """Bodies that are not what was promised: other JSON, members of the wrong type, text, pieces of JSON."""
    example = json.dumps(example_of(operation)).encode()
    known = st.sampled_from(
        ["items", "unique_id", "creation_time", "limit", "id", "owner", "status", "scientific_metadata"]
    )
    near = st.dictionaries(known, ANY_JSON, max_size=6)
    cut = st.integers(0, max(len(example) - 1, 0)).map(lambda length: example[:length])
    return (
        cut
        | st.binary(max_size=30)
        | (ANY_JSON | near | st.lists(near, max_size=2)).map(lambda v: json.dumps(v).encode())
    )


def example_of(operation):
    media = json_answer(operation)
    return media.get("example", {"items": [], "limit": 1})


@pytest.fixture(scope="module")
def server():
    with scripted_server() as script:
        yield script


@pytest.fixture(scope="module")
def client(server):
    with CrucibleClient(api_url=f"{server.url}/api/v3", api_key="planted-key") as client:
        yield client


@pytest.mark.parametrize(
    "operation_id", [name for name, (_, _, operation) in OPERATIONS.items() if json_answer(operation)]
)
def test_a_wrong_body_only_ever_raises_this_projects_errors(server, client, operation_id):
    @given(damaged(OPERATIONS[operation_id][2]))
    @settings(parent=QUIET, max_examples=15)
    def check(body):
        server.body = body
        server.asked.clear()
        try:
            module(operation_id).sync_detailed(client=client.api, **arguments(operation_id))
        except CrucibleError as error:
            assert "planted-key" not in str(error)

    check()
