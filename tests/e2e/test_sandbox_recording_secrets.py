"""A recorder before a nasty service: secrets where nobody expects them, answers that break off, and far too much."""

from __future__ import annotations

import base64
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest
from support.raw_server import Reply, ok, raw_server
from support.scripted import scripted_server

from crucible.sandbox.recording import recorded, replayed

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = 'k3y/with+"signs"-4711'
SIGNATURE = "0123456789abcdef" * 4
LINK = f"https://storage.example/bucket/run7.xy?X-Goog-Date=20261122T000000Z&X-Goog-Signature={SIGNATURE}"
SESSION = "https://storage.example/upload?uploadType=resumable&upload_id=ABPtcPq-very-secret"


class Place:
    """A recorder of a service, and what it wrote."""

    def __init__(self, recording: Any, file: Path) -> None:
        self.recording = recording
        self.file = file

    def ask(self, path: str, method: str = "GET", **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {KEY}", **options.pop("headers", {})}
        url = path if "://" in path else self.recording.api_url + path
        return httpx.request(method, url, headers=headers, trust_env=False, timeout=30, **options)

    @property
    def written(self) -> str:
        return self.file.read_text("ascii").partition("\n")[2]

    @property
    def last(self) -> Any:
        return json.loads(self.written.splitlines()[-1])


@contextmanager
def recording(url: str, folder: Path, **options: Any) -> Iterator[Place]:
    with recorded(f"{url}/api/v3", folder / "file", **options) as place:
        yield Place(place, folder / "file")


@pytest.mark.parametrize(
    "answer",
    [
        {"api_key": "another-key-0815"},
        {"crucible_apikey": "another-key-0815", "hint": ["it is another-key-0815, keep it"]},
        {"nested": [{"accessToken": {"value": "another-key-0815"}}]},
        {"note": "another-key-0815", "credentials": ["another-key-0815"]},
        {"note": f"Bearer {KEY}", KEY: quote(KEY, safe="")},
        {"note": base64.b64encode(b"as:" + KEY.encode()).decode()},
        {"note": "a token ya29.a0AfH6SMBx-another-key-0815 of a library"},
        {"url": LINK},
        {"message": f"cannot read {LINK}, try again"},
        {"resumable_uri": SESSION, "upload_id": "another-key-0815"},
        {"note": "https://ana:another-key-0815@example.org/"},
        {"note": "/bucket/run7.xy?X-Goog-Signature=another-key-0815"},
    ],
)
def test_a_secret_is_not_written_wherever_it_stands(tmp_path: Path, answer: Any) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.body = json.dumps(answer).encode()
        place.ask("/datasets", "POST", json=answer, params={"q": KEY, "at": LINK, "token": "yet-more-0815"})
        place.ask(f"/users/{quote(KEY, safe='')}")
        texts = ("another-key", KEY, json.dumps(KEY)[1:-1], quote(KEY, safe=""), SIGNATURE, "ABPtcPq", "0815")
        assert [] == [text for text in texts if text in place.written]
        assert base64.b64encode(b"as:" + KEY.encode()).decode() not in place.written
        assert 2 == place.recording.exchanges
    assert json.loads(script.asked[0].body) == answer  # the service gets all as it is
    assert script.asked[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("path", ["/account/apikey", "/users/ana/apikey"])
def test_an_answer_that_is_a_key_alone_is_not_written(tmp_path: Path, path: str) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.body = b'"another-key-0815"'
        assert "another-key-0815" == place.ask(path).json()
        assert "another" not in place.written


def test_pages_and_packed_answers_pass_and_are_not_written(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.body, script.headers = b"<p>your key is another-key-0815", {"Content-Type": "text/html"}
        assert script.body == place.ask("/user_apikey").content
        script.headers = {"Content-Type": "application/json", "Content-Encoding": "x-own"}
        place.ask("/account")
        assert 2 == place.recording.without_body == place.recording.exchanges
        assert "another" not in place.written


def test_a_file_with_a_key_in_it_passes_and_is_not_written(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.body = json.dumps({"url": f"{script.url}/bucket/x?X-Goog-Signature={SIGNATURE}"}).encode()
        link = place.ask("/files/1/download_link").json()["url"]
        script.body, script.headers = b"\x00\xff" + KEY.encode(), {"Content-Type": "application/octet-stream"}
        assert script.body == place.ask(link).content
        assert "authorization" not in script.asked[-1].headers
        assert SIGNATURE in script.asked[-1].target
        assert "a secret stands in it" == place.last["answer"]["body"]["withheld"]
        script.status, script.body = 403, f"<Error>{SIGNATURE} does not match {KEY}</Error>".encode()
        place.ask(link)
        assert place.last["answer"]["body"]["text"].startswith("<Error>recorded-secret-")
        assert [] == [text for text in (KEY, SIGNATURE) if text in place.written]
        assert 403 == place.ask(link.replace("link=", "link=x")).status_code


def test_cookies_pass_and_are_not_written(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.headers["Set-Cookie"] = "crucible_user_token=another-key-0815; Path=/"
        answer = place.ask("/account", headers={"Cookie": "session=one-more-key-0815"})
        assert "another-key-0815" == answer.cookies["crucible_user_token"]
        assert "session=one-more-key-0815" == script.asked[0].headers["cookie"]
        assert "0815" not in place.written


def test_addresses_of_the_service_lead_to_the_recorder_and_later_to_the_replay(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.body = json.dumps(
            {"next": f"{script.url}/api/v3/datasets?cursor=2", "doi": "https://doi.org/1"}
        ).encode()
        given = place.ask("/datasets").json()
        assert {"next": f"{place.recording.api_url}/datasets?cursor=2", "doi": "https://doi.org/1"} == given
    with replayed(tmp_path / "file") as replay:
        again = httpx.get(f"{replay.api_url}/datasets", trust_env=False).json()
        assert f"{replay.api_url}/datasets?cursor=2" == again["next"]


def test_a_redirect_to_the_storage_passes_through_the_recorder_and_is_replayed(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.status, script.headers["Location"] = 302, f"{script.url}/bucket/thumbnail.png"
        own = place.ask("/thumbnails/1").headers["location"]
        script.status, script.body = 200, b"picture"
        assert b"picture" == place.ask(own).content
        assert ("/bucket/thumbnail.png", False) == (script.asked[-1].target, "bucket" in place.written)
    with replayed(tmp_path / "file") as replay:
        answer = httpx.get(f"{replay.api_url}/thumbnails/1", trust_env=False)
        assert b"picture" == httpx.get(answer.headers["location"], trust_env=False).content


def test_an_address_that_is_not_safe_is_left_to_the_client_to_refuse(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        url = f"http://storage.example/x?X-Goog-Signature={SIGNATURE}"
        script.body = json.dumps({"url": url}).encode()
        assert url == place.ask("/files/1/download_link").json()["url"]
        assert SIGNATURE not in place.written


@pytest.mark.parametrize("body", [b'{"api_key": "another-key', b"\xff\xfe", b"[" * 100_000, b""])
def test_json_that_cannot_be_read_passes_and_is_not_written(tmp_path: Path, body: bytes) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.body = body
        assert body == place.ask("/datasets").content
        assert (1, 1 if body else 0) == (place.recording.exchanges, place.recording.without_body)
        assert "another" not in place.written


def test_an_answer_without_addresses_passes_as_it_is(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.body = b'{ "large": 123456789012345678901234567890, "pressure" : 2.10 }'
        assert script.body == place.ask("/datasets").content
        assert 123456789012345678901234567890 == place.last["answer"]["body"]["json"]["large"]


def test_far_too_much_json_is_not_held_and_not_passed_on(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        script.body = b'"' + b"x" * (33 * 1024 * 1024) + b'"'
        answer = place.ask("/datasets")
        assert (502, True) == (answer.status_code, "more than" in answer.json()["detail"])
        assert len(place.written) < 10_000


@pytest.mark.parametrize("kind", ["application/json", "image/png"])
@pytest.mark.parametrize("then", ["close", "reset"])
def test_an_answer_that_breaks_off_breaks_off_here_too_and_is_called_broken(
    tmp_path: Path, kind: str, then: str
) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 1000\r\n\r\n"
    with raw_server(Reply(head.encode() + b"x" * 500, then)) as server, recording(server.url, tmp_path) as place:
        with pytest.raises(httpx.RemoteProtocolError):
            place.ask("/thumbnails/1")
        assert "broke the answer off" in place.last["broken"]
    with replayed(tmp_path / "file") as replay:
        answer = httpx.get(f"{replay.api_url}/thumbnails/1", trust_env=False)
        assert (501, True) == (answer.status_code, "without an end" in answer.json()["detail"])


@pytest.mark.parametrize("reply", [Reply(b"nonsense\r\n\r\n", "close"), Reply(b"", "reset")])
def test_a_service_that_does_not_answer_is_a_502_that_says_so(tmp_path: Path, reply: Reply) -> None:
    with raw_server(reply) as server, recording(server.url, tmp_path) as place:
        answer = place.ask("/datasets")
        assert (502, True) == (answer.status_code, "has no answer of 127.0.0.1" in answer.json()["detail"])
        assert "" == place.written


def test_a_refusal_that_comes_before_the_whole_body_was_sent_is_passed_on(tmp_path: Path) -> None:
    refused = ok(b'{"detail": "too large"}', "Content-Type: application/json", status="413 Content Too Large")
    with raw_server(Reply(refused.data, "close", unread=True)) as server, recording(server.url, tmp_path) as place:
        answer = place.ask("/datasets/1/files", "POST", content=b"x" * 100)
        assert (413, "too large") == (answer.status_code, answer.json()["detail"])


def test_bodies_in_chunks_pass_in_both_directions(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\nTransfer-Encoding: chunked\r\n\r\n"

    def answer(request: Any, connection: Any, stream: Any) -> bool:
        sent = b""
        while size := int(stream.readline(), 16):
            sent += stream.read(size)
            stream.readline()
        stream.readline()
        connection.sendall(head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(sent), sent))
        return True

    with raw_server(Reply(answer)) as server, recording(server.url, tmp_path) as place:  # type: ignore[arg-type]
        given = place.ask("/thumbnails", "POST", content=iter([b"one, ", b"two"]))
        assert b"one, two" == given.content
        assert base64.b64encode(b"one, two").decode() == place.last["answer"]["body"]["base64"]


def test_the_recorder_ends_while_the_service_keeps_it_waiting(tmp_path: Path) -> None:
    with raw_server(Reply(b"", "stall")) as server:
        with recording(server.url, tmp_path) as place, httpx.Client(trust_env=False) as client:
            with pytest.raises(httpx.ReadTimeout):
                client.get(f"{place.recording.api_url}/datasets", timeout=0.2)
            assert server.stalled.wait(10)
        assert "" == place.written


def test_only_the_api_is_passed_on(tmp_path: Path) -> None:
    with scripted_server() as script, recording(script.url, tmp_path) as place:
        for path in ("/elsewhere", "/api/v30/datasets"):
            assert 404 == place.ask(place.recording.api_url.replace("/api/v3", path)).status_code
        assert [] == script.asked
