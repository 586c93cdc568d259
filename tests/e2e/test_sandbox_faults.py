"""Faults on demand, each seen through a real socket, and by the client that is made for them."""

from __future__ import annotations

import hashlib
import os
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest
from support.served import Served, content_of, link_of, put, stored_files
from support.signed import put_part, start

from crucible import CrucibleClient, errors
from crucible.sandbox import Sandbox

HEADER = "Crucible-Sandbox-Fault"


@pytest.fixture
def faults(served):
    return served.sandbox.faults


@pytest.fixture
def client(served):
    with CrucibleClient(served.sandbox.api_url, served.sandbox.api_key) as client:
        yield client


def with_fault(person, path: str, fault: str, method: str = "GET", **options) -> httpx.Response:
    return person.http.request(method, path, headers={HEADER: fault}, **options)


# ---- the ways to ask ----


def test_faults_are_asked_for_shown_and_forgotten_over_http(served):
    url = served.sandbox.api_url.removesuffix("/api/v3") + "/_sandbox/faults"
    http = served.admin.http
    rule = http.post(url, json={"do": "answer", "on": "get_account", "status": 429, "retry_after": 3, "times": 1})
    assert (201, "get_account", 0) == (rule.status_code, rule.json()["on"], rule.json()["after"])
    answers = [http.get("account") for _ in range(2)]
    assert [429, 200] == [answer.status_code for answer in answers]
    assert "3" == answers[0].headers["retry-after"]
    seen = http.get(url).json()
    assert ([rule.json()], [{"do": "answer", "on": "get_account", "call": 1}]) == (seen["rules"], seen["fired"])
    assert 204 == http.delete(url).status_code
    assert {"rules": [], "fired": []} == http.get(url).json()


def test_only_a_platform_administrator_asks_over_http(served):
    url = served.sandbox.api_url.removesuffix("/api/v3") + "/_sandbox/faults"
    assert 401 == httpx.get(url).status_code
    assert 403 == served.person("ada").http.post(url, json={"do": "garbage"}).status_code
    assert 405 == served.admin.http.put(url).status_code
    assert 413 == served.admin.http.post(url, content=b" " * 100_000).status_code
    assert served.sandbox.faults.is_idle


def test_a_wrong_rule_is_a_422_that_names_the_member(served):
    url = served.sandbox.api_url.removesuffix("/api/v3") + "/_sandbox/faults"
    refused = served.admin.http.post(url, json={"do": "delay", "seconds": "long"})
    (error,) = refused.json()["detail"]
    assert (422, ["body", "seconds"]) == (refused.status_code, error["loc"])
    assert [422, 422] == [served.admin.http.post(url, content=body).status_code for body in (b"{", b"[]")]
    refused = with_fault(served.admin, "account", "answer; status=abc")
    assert (422, ["header", HEADER, "status"]) == (refused.status_code, refused.json()["detail"][0]["loc"])


def test_a_fault_of_a_request_befalls_that_request_only(served):
    assert [418, 200] == [
        with_fault(served.admin, "account", "answer; status=418").status_code,
        served.admin.http.get("account").status_code,
    ]
    assert 404 == with_fault(served.admin, "nowhere", "garbage").status_code


def test_rules_added_before_the_start_hold(tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.faults.add("answer", on="health_live", status=503)
    with sandbox:
        assert 503 == httpx.get(f"{sandbox.api_url}/health/live").status_code


def test_both_versions_of_the_api_have_the_same_faults(served, faults):
    faults.add("answer", on="health_live", status=500)
    base = served.sandbox.api_url.removesuffix("/api/v3")
    assert [500, 500] == [httpx.get(f"{base}/api/{version}/health/live").status_code for version in ("v2", "v3")]


def test_the_same_seed_and_requests_give_the_same_faults_over_several_connections(served, faults):
    def statuses() -> list[int]:
        faults.clear()
        faults.add("answer", on="get_account", status=500, probability=0.4, seed=11)
        connections = [httpx.Client(headers=served.admin.http.headers) for _ in range(3)]
        seen = []
        for number in range(30):
            seen.append(connections[number % 3].get(f"{served.sandbox.api_url}/account").status_code)
            connections[(number + 1) % 3].get(f"{served.sandbox.api_url}/projects")
        for connection in connections:
            connection.close()
        return seen

    first = statuses()
    assert first == statuses()
    assert {200, 500} == set(first)


# ---- what happens ----


def test_a_delayed_request_is_answered_later(served):
    began = time.monotonic()
    assert 200 == with_fault(served.admin, "account", "delay; seconds=0.3").status_code
    assert time.monotonic() - began >= 0.3


def test_a_delay_holds_up_nobody_else_and_does_not_keep_the_server_from_ending(caplog):
    with Sandbox() as sandbox, socket.create_connection(("127.0.0.1", urlsplit(sandbox.api_url).port)) as waiting:
        waiting.sendall(
            f"GET /api/v3/health/live HTTP/1.1\r\nHost: localhost\r\n{HEADER}: delay; seconds=600\r\n\r\n".encode()
        )
        assert 200 == httpx.get(f"{sandbox.api_url}/health/live").status_code
        began = time.monotonic()
    assert time.monotonic() - began < 20
    assert [] == caplog.records


def test_nothing_is_done_when_the_connection_is_reset_before(served):
    with pytest.raises(httpx.TransportError):
        with_fault(served.admin, "samples", "reset", "POST", json={"sample_name": "a"})
    assert [] == served.admin.get("samples")["items"]


def test_everything_is_done_when_only_the_answer_is_lost(served):
    with pytest.raises(httpx.TransportError):
        with_fault(served.admin, "samples", "reset; when=after", "POST", json={"sample_name": "a"})
    assert ["a"] == [sample["sample_name"] for sample in served.admin.get("samples")["items"]]


@pytest.mark.parametrize(("by", "error"), [("fin", httpx.RemoteProtocolError), ("reset", httpx.ReadError)])
def test_a_download_ends_after_so_many_bytes(served, by, error):
    content = content_of(3_000_000)
    link = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a.bin", content))
    arrived = b""
    with (
        pytest.raises(error),
        httpx.stream("GET", link, headers={HEADER: f"truncate; bytes=1500000; by={by}"}) as answer,
    ):
        assert "3000000" == answer.headers["content-length"]
        for block in answer.iter_raw():
            arrived += block
    assert content.startswith(arrived)
    assert len(arrived) == 1_500_000 or (by == "reset" and len(arrived) < 1_500_000)  # a reset may drop the last ones
    assert content == httpx.get(link, headers={HEADER: "truncate; bytes=3000000"}).content


@pytest.mark.parametrize(("byte", "changed"), [(0, 0), (1_234_567, 1_234_567), (10**9, 2_999_999)])
def test_one_bit_of_a_download_is_another(served, byte, changed):
    content = content_of(3_000_000)
    link = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a.bin", content))
    arrived = httpx.get(link, headers={HEADER: f"alter; byte={byte}"}).content
    assert [changed] == [position for position in range(len(content)) if content[position] != arrived[position]]
    assert 1 == (content[changed] ^ arrived[changed]).bit_count()


def test_garbage_is_html_with_status_200(served, faults):
    answer = with_fault(served.admin, "account", "garbage")
    assert (200, "text/html; charset=utf-8") == (answer.status_code, answer.headers["content-type"])
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("fault", "status"),
    [("answer; status=504; when=after", 504), ("garbage; when=after", 200), ("delay; seconds=0.1; when=after", 200)],
)
def test_an_answer_is_lost_or_late_although_the_work_was_done(served, fault, status):
    mfid = served.admin.dataset()
    answer = with_fault(served.admin, f"datasets/{mfid}", fault, "PATCH", json={"measurement": "XRD"})
    assert (status, "XRD") == (answer.status_code, served.admin.get(f"datasets/{mfid}")["measurement"])


def test_a_resumable_session_keeps_fewer_bytes_than_were_sent(served, faults):
    content = content_of(1024 * 1024)
    mfid = served.admin.dataset()
    upload = served.admin.start_upload(mfid, "a.bin", content)
    faults.add("short_range", bytes=300_000, times=1)
    assert "bytes=0-299999" == put(upload, content, 0, len(content), 308).headers["range"]
    put(upload, content[300_000:], 300_000, len(content), 200)
    served.admin.complete_upload(mfid, upload, content)
    assert [hashlib.sha256(content).hexdigest()] == stored_files(served.sandbox)


def test_a_link_that_expires_stays_so_and_another_one_works(served, faults):
    file = served.admin.upload(served.admin.dataset(), "a.bin", b"content")
    link = link_of(served.admin, file)
    faults.add("expire", on="download", times=1)
    answers = [httpx.get(link), httpx.get(link), httpx.get(link_of(served.admin, file))]
    assert [400, 400, 200] == [answer.status_code for answer in answers]
    assert b"<Code>ExpiredToken</Code>" in answers[1].content


def test_links_are_handed_out_expired(served, faults):
    mfid = served.admin.dataset()
    file = served.admin.upload(mfid, "a.bin", b"content")
    faults.add("expire", on="list_download_links", times=1)
    expired, good = (served.admin.get(f"datasets/{mfid}/download_links")[file["mfid"]] for _ in range(2))
    assert [400, 200] == [httpx.get(link).status_code for link in (expired, good)]


def test_a_resumable_session_expires(served, faults):
    content = content_of(1000)
    upload = served.admin.start_upload(served.admin.dataset(), "a.bin", content)
    faults.add("expire", on="resumable", times=1)
    assert [404, 404] == [put(upload, content, 0, len(content), 404).status_code for _ in range(2)]


def test_a_part_is_refused_or_its_link_expires(served, faults):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(1000))
    (part,) = upload.sign([1])
    faults.add("answer", on="part", status=503, times=1)
    faults.add("expire", on="part", times=1)
    for status in (503, 403, 403):
        put_part(part, upload.content, status)
    (part,) = upload.sign([1])
    put_part(part, upload.content)
    assert "a.bin" == upload.complete()["filename"]


def test_a_list_repeats_its_cursor(served, faults):
    for name in "abc":
        served.admin.sample(name)
    first = served.admin.get("samples", limit=1)
    faults.add("repeat_cursor", on="list_samples")
    assert first["next_cursor"] == served.admin.get("samples", limit=1)["next_cursor"]
    second = served.admin.get("samples", limit=1, cursor=first["next_cursor"])
    assert (["b"], first["next_cursor"]) == (
        [sample["sample_name"] for sample in second["items"]],
        second["next_cursor"],
    )


def test_a_list_has_no_total(served, faults):
    assert 0 == served.admin.get("samples", include_total=True)["total"]
    faults.add("omit_total")
    assert "total" not in served.admin.get("samples", include_total=True)
    assert "total" not in served.admin.get("files")


def test_readiness_is_degraded(served, faults):
    faults.add("degraded", times=1)
    answers = [served.admin.http.get("health/ready") for _ in range(2)]
    assert [(503, "degraded", "error"), (200, "ok", "ok")] == [
        (answer.status_code, answer.json()["status"], answer.json()["database"]["status"]) for answer in answers
    ]


@pytest.mark.parametrize("state", ["requested", "started"])
def test_ingestion_gets_stuck_until_the_next_start(tmp_path, state):
    with Sandbox(tmp_path, ingest=False) as sandbox:
        served = Served(sandbox)
        file = served.admin.upload(served.admin.dataset(), "a.unknown", b"content")
        sandbox.faults.add("stuck", state=state, times=1)
        first, second = (served.admin.post(f"files/{file['mfid']}/ingest")["id"] for _ in range(2))
        assert [True, True, False] == [sandbox.worker.step() for _ in range(3)]
        statuses = [served.admin.get(f"ingestion_requests/{number}")["status"] for number in (first, second)]
        served.close()
    with Sandbox(tmp_path, ingest=False) as sandbox:
        served = Served(sandbox)
        assert [True, False] == [sandbox.worker.step() for _ in range(2)]
        statuses.append(served.admin.get(f"ingestion_requests/{first}")["status"])
        served.close()
    assert [state, "not supported", "not supported"] == statuses


# ---- what the client makes of it ----


def test_the_client_tries_again_when_it_is_told_to_wait(client, faults):
    faults.add("answer", on="get_account", status=503, retry_after=0, times=2)
    assert "admin" == client.account.whoami()["user_info"]["username"]
    assert 2 == len(faults.fired)


def test_the_client_creates_one_record_although_the_answer_was_lost(client, faults):
    faults.add("reset", on="create_sample", when="after", times=1)
    made = client.samples.create(sample_name="film A")
    assert [made.unique_id] == [sample.unique_id for sample in client.samples.list()]
    assert 1 == len(faults.fired)


def test_the_client_takes_no_html_for_an_answer(client, faults):
    faults.add("garbage", on="get_account")
    with pytest.raises(errors.UnexpectedResponseError):
        client.account.whoami()


def test_the_client_does_not_follow_a_cursor_in_circles(served, client, faults):
    store = served.sandbox._store
    with store.db.write():  # more than two pages
        for _ in range(2001):
            store.resources.create("sample", name="a", data={}, owner=served.admin.id)
    faults.add("repeat_cursor", on="list_samples")
    with pytest.raises(errors.UnexpectedResponseError, match="same cursor twice"):
        list(client.samples.list(limit=None))


def test_the_client_brings_files_through_a_bad_connection(client, faults, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(os.urandom(300_000))
    dataset = client.datasets.create(dataset_name="run 7")
    faults.add("reset", on="part", times=1)
    client.datasets.add_file(dataset, path)
    faults.add("truncate", on="download", bytes=100_000, times=1)
    faults.add("expire", on="download", after=1, times=1)
    faults.add("alter", on="download", byte=5, after=2, times=1)
    client.download(dataset.unique_id, tmp_path / "back")
    assert path.read_bytes() == (tmp_path / "back" / dataset.unique_id / "a.bin").read_bytes()
    assert ["reset", "truncate", "expire", "alter"] == [fired.do for fired in faults.fired]
