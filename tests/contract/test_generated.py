"""The generated package: what its templates promise."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import importlib
import importlib.metadata
import inspect
import json
import pickle
import subprocess
import sys
import threading

import httpx
import pytest
from crucible_api import AuthenticatedClient, Client, models
from crucible_api.api.account import get_api_key
from crucible_api.api.datasets import create_dataset, get_dataset, list_datasets, unlink_datasets
from crucible_api.api.files import delete_file, get_download_link, list_download_links
from crucible_api.api.health import health_live, health_ready
from crucible_api.api.keywords import list_keywords
from crucible_api.errors import UnexpectedBody, UnexpectedStatus
from crucible_api.types import UNSET, Response, Unset
from document.tree import operations
from support.checkout import ROOT, VIEW

BASE = "https://crucible.example/api/v3"
DATASET = "0tkn2knjast3h0008nyq9zps2c"
RECORD = VIEW["components"]["schemas"]["DatasetResponse"]["example"]


def client(answer, **options):
    """A client whose server answers with one function."""
    return AuthenticatedClient(BASE, "geheim", httpx_args={"transport": httpx.MockTransport(answer)}, **options)


def answering(status, **content):
    """A client that gets one answer."""
    return client(lambda request: httpx.Response(status, **content))


def test_each_operation_has_its_four_functions():
    for _, _, operation in operations(VIEW):
        name = f"crucible_api.api.{operation['tags'][0]}.{operation['operationId']}"
        module = importlib.import_module(name)
        functions = {"sync", "sync_detailed", "asyncio", "asyncio_detailed"}
        assert functions == {name for name in functions if inspect.isfunction(getattr(module, name, None))}


def test_operations_ask_for_a_client_with_a_key_where_the_document_does():
    annotations = {m: inspect.signature(m.sync).parameters["client"].annotation for m in (list_datasets, health_live)}
    assert {list_datasets: AuthenticatedClient, health_live: AuthenticatedClient | Client} == annotations


# ---- the key ----


def sent(url, **options):
    """The headers with which a request arrives."""
    arrived = []

    def answer(request):
        arrived.append(request.headers)
        return httpx.Response(200, json={})

    client(answer, **options).get_httpx_client().get(url)
    return arrived[-1]


def test_the_key_is_sent_to_its_origin():
    assert "Bearer geheim" == sent("/account")["authorization"]
    assert "Bearer geheim" == sent("https://crucible.example:443/other")["authorization"]


@pytest.mark.parametrize(
    "url",
    [
        "https://storage.example/x",
        "http://crucible.example/x",
        "https://crucible.example:8443/x",
        "https://x.crucible.example/",
    ],
)
def test_the_key_is_not_sent_anywhere_else(url):
    assert "geheim" not in str(sent(url).raw)


@pytest.mark.parametrize("header", ["Authorization", "X-Api-Key"])
@pytest.mark.parametrize("target", ["https://storage.example/x", "http://crucible.example/x"])
def test_the_key_does_not_follow_a_redirect_elsewhere(header, target):
    arrived = []

    def answer(request):
        arrived.append((request.url.host, header.lower() in request.headers))
        return httpx.Response(302, headers={"Location": target}) if len(arrived) == 1 else httpx.Response(200)

    options = {"follow_redirects": True, "auth_header_name": header}
    client(answer, **options).get_httpx_client().get("/account")
    with_async = client(answer, **options).get_async_httpx_client()
    asyncio.run(with_async.get(target))
    asyncio.run(with_async.aclose())
    assert [("crucible.example", True), False, False] == [arrived[0], arrived[1][1], arrived[2][1]]


def test_no_repr_shows_a_key():
    low = AuthenticatedClient(BASE, "geheim", headers={"a": "geheim"}, cookies={"a": "geheim"})
    low.get_httpx_client()
    schemas = VIEW["components"]["schemas"]
    secret = [
        models.ApiKeyRead(api_key="geheim"),
        models.DownloadLink.from_dict({**schemas["DownloadLink"]["example"], "url": "https://s/geheim"}),
        models.DownloadLinks.from_dict({DATASET: "https://s/geheim"}),
        models.TokenUpload.from_dict({**schemas["TokenUpload"]["example"], "access_token": "geheim"}),
    ]
    assert [] == [shown for shown in map(repr, [low, *secret]) if "geheim" in shown]
    assert "geheim" == secret[0].api_key


def test_a_refused_answer_with_a_key_in_it_shows_none_of_it():
    body = {"api_key": ["geheim"], "detail": "geheim"}
    answers = [
        {"status": 200, "text": '{"api_key": "geheim"'},
        {"status": 500, "json": body},
        {"status": 299, "text": "geheim"},
    ]
    for answer in answers:
        with pytest.raises(UnexpectedBody) as caught:
            get_api_key.sync(client=answering(**answer))
        assert "geheim" not in f"{caught.value!s}{caught.value!r}{caught.value.__cause__!s}"


# ---- the client ----


def test_there_is_a_time_limit_unless_somebody_wants_none():
    assert httpx.Timeout(30.0, connect=10.0, pool=60.0) == Client(BASE).get_httpx_client().timeout
    assert httpx.Timeout(None) == Client(BASE, timeout=None).get_httpx_client().timeout


def test_threads_that_ask_at_once_get_one_http_client():
    low, found, start = Client(BASE), [], threading.Barrier(8)

    def ask():
        start.wait()
        found.append(low.get_httpx_client())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 == len({id(http) for http in found})


def test_a_request_carries_its_operation_and_path_template():
    requests = []

    def answer(request):
        requests.append(request)
        return httpx.Response(200, json=RECORD)

    get_dataset.sync("a/../b", client=client(answer))
    assert {"operation": "get_dataset", "path": "/datasets/{dataset_mfid}"}.items() <= requests[0].extensions.items()
    assert "/api/v3/datasets/a%2F..%2Fb" == requests[0].url.raw_path.decode()


# ---- answers ----


@pytest.mark.parametrize("status", [200, 201, 202, 226, 299])
def test_a_record_is_read_for_any_success_status(status):
    result = get_dataset.sync_detailed(DATASET, client=answering(status, json=RECORD))
    assert isinstance(result, Response)
    assert (status, RECORD["dataset_name"]) == (result.status_code, result.parsed.dataset_name)


@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_body_is_none_where_the_document_says_there_may_be_none(status):
    assert None is unlink_datasets.sync(DATASET, DATASET, client=answering(status))
    assert None is delete_file.sync(DATASET, client=answering(status))


def test_an_empty_body_is_an_error_elsewhere():
    with pytest.raises(UnexpectedBody, match=r"^get_dataset: the answer with status 200 cannot be used: it is not"):
        get_dataset.sync(DATASET, client=answering(200))


def test_a_degraded_service_answers_with_its_state():
    state = VIEW["components"]["schemas"]["ReadinessResponse"]["example"]
    result = health_ready.sync_detailed(client=answering(503, json=state))
    assert (503, state) == (result.status_code, result.parsed.to_dict())


WRONG = {
    "a list": (json.dumps([]), "not the JSON|member of another type"),
    "a text": (json.dumps("x"), "not the JSON|member of another type"),
    "null": ("null", "not the JSON|member of another type"),
    "a page": ("<html>", "not the JSON"),
    "half": ('{"unique_id": ', "not the JSON"),
    "deep": ("[" * 100_000, "not the JSON"),
    "no text": (b"\xff\xfe\xfa", "not the JSON"),
    "without a required member": ("{}", "DatasetResponse without its member 'unique_id'"),
    "another kind": (
        json.dumps({**RECORD, "resource_type": "sample"}),
        "DatasetResponse with a member of another",
    ),
    "a time that is none": (
        json.dumps({**RECORD, "timestamp": "soon"}),
        "DatasetResponse with a member of another",
    ),
    "a record that is none": (json.dumps({**RECORD, "owner": 5}), "UserPublicRead with a member of another type"),
    "a list that is none": (json.dumps({**RECORD, "links": "abc"}), "DatasetResponse with a member of another type"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_body_is_one_kind_of_error_that_says_what_is_wrong(what):
    body, reason = WRONG[what]
    with pytest.raises(UnexpectedBody, match=reason) as caught:
        get_dataset.sync(DATASET, client=answering(200, content=body))
    assert (200, "get_dataset") == (caught.value.status_code, caught.value.operation)


@pytest.mark.parametrize("body", [{}, "x", None, {"items": []}])
def test_an_answer_that_should_be_a_list_must_be_one(body):
    with pytest.raises(UnexpectedBody):
        list_keywords.sync(DATASET, client=answering(200, json=body))


@pytest.mark.parametrize("status", [404, 500, 520, 999])
def test_a_status_that_is_not_documented_is_an_error(status):
    with pytest.raises(UnexpectedBody, match="the document knows no such status"):
        get_dataset.sync(DATASET, client=answering(status, json={"detail": "no"}))


def test_a_status_that_is_not_documented_can_be_let_through():
    low = client(lambda request: httpx.Response(520), raise_on_unexpected_status=False)
    assert (520, None) == ((result := get_dataset.sync_detailed(DATASET, client=low)).status_code, result.parsed)


def test_the_client_decides_which_error_is_raised():
    class OurError(Exception):
        pass

    seen = []

    def ours(response, error):
        seen.append((response.request.extensions["operation"], type(error)))
        return OurError()

    low = client(lambda request: httpx.Response(404), on_unexpected=ours)
    with pytest.raises(OurError) as caught:
        get_dataset.sync(DATASET, client=low)
    with pytest.raises(OurError):
        asyncio.run(get_dataset.asyncio(DATASET, client=low))
    assert [("get_dataset", UnexpectedStatus)] * 2 == seen
    assert isinstance(caught.value.__cause__, UnexpectedStatus)


# ---- records ----


def test_values_and_members_that_are_not_known_yet_are_kept():
    body = {**RECORD, "project_relation": "borrowed", "colour": {"a": 1}}
    record = models.DatasetResponse.from_dict(body)
    assert ("borrowed", {"colour": {"a": 1}}) == (record.project_relation, record.additional_properties)
    assert body == record.to_dict()


def test_null_and_absent_stay_apart():
    record = models.DatasetResponse.from_dict({"unique_id": DATASET, "data_type": None})
    assert (None, UNSET) == (record.data_type, record.data_format)
    assert {"unique_id": DATASET, "data_type": None} == record.to_dict()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])  # noqa: S301
def test_copies_are_equal_and_know_what_is_unset(copied):
    record = models.DatasetResponse.from_dict({**RECORD, "colour": 1})
    other = copied(record)
    assert (record, record.to_dict()) == (other, other.to_dict())
    assert UNSET is copied(UNSET)
    assert UNSET is Unset()
    assert False is bool(UNSET)


def test_records_differ_when_a_member_does():
    one, two = (models.Keyword.from_dict({"keyword": word, "num_datasets": 1}) for word in ("a", "b"))
    assert (False, False) == (one == two, one == {"keyword": "a"})
    with pytest.raises(TypeError):
        hash(one)


def test_a_repr_shows_what_is_set():
    assert "Confirmation()" == repr(models.Confirmation.from_dict({}))
    assert "Confirmation(detail='a', other=...)" == repr(models.Confirmation.from_dict({"detail": "a", "other": 1}))


def test_a_body_has_no_members_the_caller_did_not_give():
    requests = []

    def answer(request):
        requests.append(json.loads(request.content))
        return httpx.Response(200, json=RECORD)

    create_dataset.sync(client=client(answer), body=models.DatasetCreate(dataset_name="a", measurement=None))
    assert [{"dataset_name": "a", "measurement": None}] == requests


def test_links_are_read_as_a_map():
    links = {DATASET: "https://storage.example/x", "0tkn2m8q4xv5500018k7d2gwer": None}
    parsed = list_download_links.sync(DATASET, client=answering(200, json=links))
    assert links == parsed.additional_properties
    link = VIEW["components"]["schemas"]["DownloadLink"]["example"]
    assert link == get_download_link.sync(DATASET, client=answering(200, json=link)).to_dict()


# ---- imports and licences ----


def test_an_operation_imports_its_own_models_only():
    count = "print(sum(name.startswith('crucible_api.models.') for name in sys.modules))"
    program = f"import sys, crucible_api.api.health.health_live; {count}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert 1 == int(done.stdout)


def test_models_are_found_by_name_and_listed():
    assert set(models.__all__) <= set(dir(models))
    assert "DatasetPage" in models.__all__
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = models.Nothing


def test_the_licence_of_the_generator_stands_beside_its_templates():
    files = importlib.metadata.files("openapi-python-client")
    licence = next(file for file in files if file.name == "LICENSE" and "dist-info" in str(file))
    assert licence.read_text() == (ROOT / "openapi/templates/LICENSE").read_text(encoding="utf-8")


def test_each_template_says_what_it_changes_and_is_guarded():
    folder = ROOT / "openapi/templates"
    listed = dict(reversed(line.split("  ")) for line in (folder / "UPSTREAM.sha256").read_text().splitlines())
    for path in folder.rglob("*.jinja"):
        text = path.read_text(encoding="utf-8")
        assert "{# Changed from upstream (openapi-python-client 0.29.1, MIT, see LICENSE)" in text
        assert listed[path.relative_to(folder).as_posix()] != hashlib.sha256(text.encode()).hexdigest()
