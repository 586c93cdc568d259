"""A recorder before a served sandbox that plays the real service, and what a replay makes of the recording."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import ssl
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pytest
from support.served import Person, content_of, put
from support.signed import PART, start

from crucible import CrucibleClient, errors
from crucible.sandbox import Sandbox
from crucible.sandbox.recording import ExistsError, RecordingError, recorded, replayed

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, LARGE = content_of(3 * PART + 7, 1), content_of(9000, 2)
LIMIT = 5000
NOBODY = "0tzzzzzzzzzzzzzzzzzzzzzzzz"
FAKE_PARSER = (sys.executable, str(Path(__file__).parents[1] / "support" / "fake_parser.py"))
PARSED = {
    **{"ingestion_class": "Fake", "fields": {}, "keywords": [], "thumbnails": []},
    "scientific_metadata": {"pressure": 2.1},
}
ADMIN = "0000-0000-0000-000X"


class World(NamedTuple):
    """A recording, what a client saw when it was made, and the secrets that passed."""

    file: Path
    dataset: str
    seen: dict[str, Any]
    secrets: set[str]

    @property
    def exchanges(self) -> list[Any]:
        return [json.loads(line) for line in self.file.read_text("ascii").splitlines()[1:]]


def reads(client: CrucibleClient, dataset: str, folder: Path) -> dict[str, Any]:
    """Return what a client can find out of the world."""
    files = client.datasets.list_files(dataset)
    client.download(dataset, folder, include="small.bin")
    with pytest.raises(errors.NotFoundError) as missing:
        client.samples.get(NOBODY)
    return {
        "me": client.whoami().to_dict(),
        "datasets": [one.to_dict() for one in client.datasets.list()],
        "samples": [one.to_dict() for one in client.samples.list()],
        "dataset": client.datasets.get(dataset).to_dict(),
        "files": sorted((one.to_dict() for one in files), key=lambda one: one["filename"]),
        "content": next(folder.rglob("small.bin")).read_bytes(),
        "ingestions": [one.to_dict() for one in client.ingestions.list(dataset)],
        "missing": str(missing.value),
    }


def work(admin: Person, client: CrucibleClient, dataset: str, folder: Path) -> tuple[str, set[str]]:
    """Make a world through a recorder, with all ways to upload; return the key of a stranger, and other secrets."""
    (folder / "large.txt").write_bytes(b"PRINT\n" + json.dumps(PARSED).encode() + b" " * LIMIT)
    client.datasets.add_file(dataset, folder / "large.txt", "fake", wait_for_ingestion_response=True)
    admin.sample("film A")
    started = admin.start_upload(dataset, "resumable.bin", LARGE)
    put(started, LARGE, 0, len(LARGE), 200)
    admin.complete_upload(dataset, started, LARGE)
    signed = start(admin, dataset, "small.bin", SMALL)
    signed.send()
    signed.complete()
    body = {"filename": "by-token.bin", "size": 10, "sha256_hash": "0" * 64}
    token = admin.post(f"datasets/{dataset}/upload/initiate/multipart", json=body)
    info = {"first_name": "Ana", "last_name": "Example", "username": "ana", "email": "ana@example.org"}
    stranger = admin.post("users", json={"user_info": info, "project_ids": []})["unique_id"]
    key = admin.post(f"users/{stranger}/apikey")["api_key"]
    ids = {one["upload_id"] for one in (started, signed.started, token)}
    return key, ids | {token["access_token"], started["resumable_uri"].partition("link=")[2], key}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """What happened on a service that is gone."""
    folder = tmp_path_factory.mktemp("recording")
    with (
        Sandbox(part_size_bytes=PART, parser=FAKE_PARSER) as service,
        recorded(service.api_url, folder / "tuesday.jsonl", body_bytes=LIMIT) as recorder,
        CrucibleClient(recorder.api_url, service.api_key) as client,
    ):
        with person(recorder, service.api_key) as admin:
            dataset = admin.dataset(dataset_name="run 7")
            key, secrets = work(admin, client, dataset, folder)
        seen = reads(client, dataset, folder / "first")
        with person(recorder, key) as stranger:
            stranger.get(f"datasets/{dataset}/files", 403)
        assert (0, []) == (recorder.not_written, service.leaked_keys)
        return World(recorder.file, dataset, seen, secrets | {service.api_key})


@contextmanager
def person(place: Any, key: str) -> Iterator[Person]:
    with closing((one := Person(place, ADMIN, key)).http):
        yield one


def test_what_a_client_read_it_reads_again_when_the_service_is_gone(world: World, tmp_path: Path) -> None:
    with replayed(world.file) as replay, CrucibleClient(replay.api_url, "any-key-will-do") as client:
        assert world.seen == reads(client, world.dataset, tmp_path)


def test_nothing_that_authorises_stands_in_the_recording(world: World) -> None:
    written = world.file.read_text("ascii")
    assert 7 == len(world.secrets)
    assert [] == [secret for secret in world.secrets if secret in written]
    assert None is re.search("x-goog-(?!hash|stored|generation)|signature|bearer|ya29", written, re.IGNORECASE)
    assert {"https://storage.invalid"} == set(re.findall(r"https?://[^/\"]*", written.partition("\n")[2]))


def test_the_recording_says_what_happened(world: World) -> None:
    found = world.exchanges
    statuses = {(one["origin"], one["method"], one["status"]) for one in found}
    assert {("api", "GET", 403), ("api", "GET", 404), ("storage", "PUT", 200), ("storage", "GET", 200)} <= statuses
    sent = [one["request"]["body"] for one in found if (one["origin"], one["method"]) == ("storage", "PUT")]
    assert {"bytes": len(LARGE), "sha256": hashlib.sha256(LARGE).hexdigest()} in [
        {name: body[name] for name in ("bytes", "sha256")} for body in sent
    ]
    assert b"".join(base64.b64decode(body["base64"]) for body in sent[-4:]) == SMALL


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_others_cannot_read_the_recording(world: World) -> None:
    assert 0o600 == world.file.stat().st_mode & 0o777


def test_the_same_request_gets_its_answers_in_order_and_the_last_one_again(tmp_path: Path) -> None:
    with Sandbox(ingest=False) as service, recorded(service.api_url, tmp_path / "file") as recorder:
        with person(recorder, service.api_key) as admin:
            counts = [admin.get("samples")["total"], admin.sample() and admin.get("samples")["total"]]
    with replayed(tmp_path / "file") as replay, person(replay, "other") as anybody:
        again = [anybody.get("samples")["total"] for _ in range(4)]
    assert ([0, 1], [0, 1, 1, 1]) == (counts, again)


def test_a_request_that_was_not_recorded_gets_501_and_the_closest_ones(world: World) -> None:
    with replayed(world.file) as replay, person(replay, "any") as anybody:
        told = anybody.get(f"datasets/{world.dataset}/file", 501)["detail"]
        assert f"GET /datasets/{world.dataset}/files" in told
        body = {"sample_name": "film B"}
        assert "with another body" in anybody.post("samples", 501, json=body)["detail"]
        assert "No" in anybody.get("nothing/like/it/at/all", 501)["detail"]
        url = replay.api_url.replace("/api/v3", "/elsewhere")
        assert 501 == httpx.get(url, trust_env=False).status_code


def test_a_file_beyond_the_limit_is_refused_with_the_reason(world: World, tmp_path: Path) -> None:
    with replayed(world.file) as replay, person(replay, "any") as anybody:
        links = anybody.get(f"datasets/{world.dataset}/download_links")
        assert 4 == len(links) + 1
        answers = [httpx.get(link, trust_env=False) for link in links.values()]
    told = [answer.json()["detail"] for answer in answers if answer.status_code == 501]
    assert [] == [text for text in told if "not recorded" not in text and "--bytes" not in text]
    assert SMALL in [answer.content for answer in answers]


def test_a_recording_that_is_there_is_kept_unless_it_may_go(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    with pytest.raises(ExistsError, match="already"), recorded("http://127.0.0.1:9/api/v3", file):
        pass
    assert "mine" == file.read_text("utf-8")
    with recorded("http://127.0.0.1:9/api/v3", file, overwrite=True):
        assert "crucible_recording" in file.read_text("utf-8")


@pytest.mark.parametrize("text", ["", "x", "{}\n", '{"crucible_recording": 2, "service": "x"}\n', "[]\n"])
def test_another_file_is_no_recording(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").write_text(text, "utf-8")
    with pytest.raises(RecordingError, match=r"no recording|newer release"), replayed(tmp_path / "file"):
        pass


def test_half_a_line_at_the_end_is_left_out_and_a_damaged_one_is_named(world: World, tmp_path: Path) -> None:
    whole = world.file.read_bytes()
    file = tmp_path / "file"
    file.write_bytes(whole[:-10])
    with replayed(file) as replay:
        assert len(world.exchanges) - 1 == replay.exchanges
    first, second, rest = whole.split(b"\n", 2)
    file.write_bytes(b"\n".join([first, second[:-10], rest]))
    with pytest.raises(RecordingError, match="line 2"), replayed(file):
        pass


def test_a_service_is_verified_by_the_authority_that_is_named(tmp_path: Path) -> None:
    with Sandbox(tls=True, ingest=False) as service:
        trusting = ssl.create_default_context(cafile=service.authority_file)
        for name, context, status in (("trusting", trusting, 200), ("other", None, 502)):
            with recorded(service.api_url, tmp_path / name, tls=context) as recorder:
                with person(recorder, service.api_key) as admin:
                    told = admin.get("account", status)
    assert "certificate" in told["detail"]
