"""Documented inputs produce exactly the documented request."""

import datetime
import inspect
import json
from contextlib import suppress
from urllib.parse import quote

import httpx
import schemathesis
from crucible_api import Client
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from support.contract import DOCUMENT, body_argument, module, python_name, same

EXAMPLES = 8
POSITIVE = {
    "generation": {"mode": "positive", "max-examples": EXAMPLES, "with-security-parameters": False},
    "phases": {"coverage": {"enabled": False}, "examples": {"enabled": False}},
}
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT, config=SchemathesisConfig.from_dict(POSITIVE))


def given_arguments(case, function):
    """The case's inputs as arguments of the generated function."""
    annotations = inspect.signature(function._get_kwargs).parameters
    arguments = {}
    for values in (case.path_parameters, case.query, case.headers):
        for name, value in (values or {}).items():
            wanted = annotations.get(python_name(name))
            if wanted is None:
                continue  # a header that the case brings along, such as User-Agent
            moment = "datetime" in str(wanted.annotation) and isinstance(value, str)
            arguments[python_name(name)] = datetime.datetime.fromisoformat(value.upper()) if moment else value
    if "body" in annotations and case.body.__class__.__name__ != "NotSet":
        arguments["body"] = body_argument(function, case.body)
    return arguments


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_documented_inputs_produce_the_documented_request(case):
    function = module(case.operation.definition.raw["operationId"])
    arguments = given_arguments(case, function)
    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(204)

    with Client(
        base_url="http://test/api/v3",
        httpx_args={"transport": httpx.MockTransport(answer)},
        on_unexpected=lambda response, error: LookupError(),
    ) as client:
        with suppress(LookupError):  # an empty answer is none of this test's business
            function.sync_detailed(client=client, **arguments)
    (request,) = seen
    assert case.method.upper() == request.method
    assert expected_path(case) == request.url.raw_path.decode().partition("?")[0].split("/")[3:]
    assert_query(case, request)
    assert_headers(case, request, arguments)
    if "body" in arguments:
        assert same(case.body, json.loads(request.content))
    else:
        assert b"" == request.content


def expected_path(case):
    """The path's segments, percent-encoded where they have to be."""
    template = case.operation.path.strip("/").split("/")
    values = case.path_parameters or {}
    return [quoted(values[part[1:-1]]) if part.startswith("{") else part for part in template]


def quoted(value):
    return quote(str(value), safe="")


def assert_query(case, request):
    expected = {name: value for name, value in (case.query or {}).items() if value not in ([], None)}
    actual = {name: request.url.params.get_list(name) for name in request.url.params}
    assert expected.keys() == actual.keys()
    for name, value in expected.items():
        wanted = value if isinstance(value, list) else [value]
        assert len(wanted) == len(actual[name])
        for one, other in zip(wanted, actual[name], strict=True):
            text = str(one).lower() if isinstance(one, bool) else str(one)
            assert same(text, other)


def assert_headers(case, request, arguments):
    for name, value in (case.headers or {}).items():
        if python_name(name) in arguments:
            assert value == request.headers[name]
    assert "cookie" not in request.headers  # a signed-in browser's cookie is no argument of the generated functions
