"""Rounds of ``kill -9``: a served sandbox is killed while several clients write, started again, and examined.

Each client keeps a ledger of what was acknowledged to it. After the restart everything in the ledgers must be there,
nothing may be half there, and what was begun must be possible to finish.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from support.served import Person, content_of, crc32c

from crucible.ids import new_mfid

COMMAND = [sys.executable, "-c", "from crucible.cli.main import main; main()", "sandbox", "serve", "--json", "--root"]
CHUNK_BYTES = 256 * 1024
PART_WAIT_SECONDS = 20
WRITERS = 4
ROUNDS_PER_ROOT = 100


@dataclass
class Ledger:
    """What one client was told."""

    datasets: dict[str, str] = field(default_factory=dict)
    """Names by MFID."""
    counters: dict[str, int] = field(default_factory=dict)
    """The last acknowledged value in the metadata of a dataset."""
    keywords: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    sessions: list[tuple[str, Any, bytes, int]] = field(default_factory=list)
    """Resumable uploads that were not completed: dataset, upload, content, bytes acknowledged."""
    parts: list[tuple[str, str, int]] = field(default_factory=list)
    """Signed uploads that were not completed: dataset, upload id, parts acknowledged."""
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 by MFID."""
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    """Datasets that were deleted for good."""
    doomed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Datasets whose deletion was asked for: their only file and its SHA-256. Whether they are there is unknown."""
    ingestions: list[int] = field(default_factory=list)
    failure: BaseException | None = None
    """What went wrong before the server was killed."""


class Server:
    """A served sandbox in a process of its own."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen([*COMMAND, str(root)], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        facts = json.loads(self._process.stdout.readline())
        self.api_url, self.key = facts["api_url"], facts["api_key"]

    def client(self) -> Person:
        """Return somebody who may do everything."""
        return Person(SimpleNamespace(api_url=self.api_url), "0000-0000-0000-000X", self.key)  # type: ignore[arg-type]

    def kill(self) -> None:
        """End it without a word, as a loss of power or an impatient system does."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def end(self) -> int:
        """Ask it to end, and return its exit code."""
        self._process.terminate()
        code = self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code


def rounds(root: Path, number: int, seed: int) -> dict[str, int]:
    """Kill a server `number` times, and return how much was written and found again.

    Raises
    ------
    AssertionError
        If something acknowledged is missing, or something is half there.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    found = {"rounds": 0, "acknowledged": 0, "resumed": 0}
    for turn in range(number):
        if turn % ROUNDS_PER_ROOT == 0:  # else every round would examine what all others have written
            shutil.rmtree(root, ignore_errors=True)
        server = Server(root)
        ledgers = [Ledger() for _ in range(WRITERS)]
        writers = [
            threading.Thread(target=_write, args=(server, ledger, chance.randrange(2**32)), daemon=True)
            for ledger in ledgers
        ]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0.02, 0.8))
        server.kill()
        for writer in writers:
            writer.join()
        again = Server(root)
        try:
            examine_disk(root)
            client = again.client()
            for ledger in ledgers:
                found["acknowledged"] += examine(client, ledger)
                found["resumed"] += finish(client, ledger)
            client.http.close()
        except AssertionError as error:
            raise AssertionError(f"round {turn} with seed {seed}: {error}") from error
        finally:
            again.kill() if chance.random() < 0.5 else again.end()
        found["rounds"] += 1
        if found["rounds"] % ROUNDS_PER_ROOT == 0:
            print(f"{found['rounds']:,} rounds", flush=True)
    return found


def _write(server: Server, ledger: Ledger, seed: int) -> None:
    """Write without pause until the server is gone."""
    chance = random.Random(seed)  # noqa: S311
    client = server.client()
    deeds = (_create, _count, _describe, _link, _send, _send_parts, _complete, _ingest, _remove, _delete)
    try:
        _create(client, ledger, chance)
        while True:
            chance.choice(deeds)(client, ledger, chance)
    except httpx.TransportError:
        return  # killed
    except BaseException as error:  # of a thread, which nobody would hear of
        ledger.failure = error
    finally:
        client.http.close()


def _create(client: Person, ledger: Ledger, chance: random.Random) -> None:
    mfid, name = new_mfid(), f"run {chance.randrange(10**6)}"
    client.post("datasets", json={"unique_id": mfid, "dataset_name": name})
    ledger.datasets[mfid] = name


def _count(client: Person, ledger: Ledger, chance: random.Random) -> None:
    dataset = chance.choice(list(ledger.datasets))
    value = ledger.counters.get(dataset, 0) + 1
    client.patch(f"resources/{dataset}/metadata", json={"counter": value, f"key{value}": "perovskite"})
    ledger.counters[dataset] = value


def _describe(client: Person, ledger: Ledger, chance: random.Random) -> None:
    dataset, keyword = chance.choice(list(ledger.datasets)), f"word{chance.randrange(100)}"
    client.post(f"datasets/{dataset}/keywords", keyword=keyword)
    ledger.keywords.append((dataset, keyword))


def _link(client: Person, ledger: Ledger, chance: random.Random) -> None:
    parent = chance.choice(list(ledger.datasets))
    _create(client, ledger, chance)
    child = list(ledger.datasets)[-1]
    client.post(f"datasets/{parent}/children/{child}")
    ledger.links.append((parent, child))


def _send(client: Person, ledger: Ledger, chance: random.Random) -> None:
    """Upload by a resumable session, in chunks; each answer says how much is safe."""
    dataset = chance.choice(list(ledger.datasets))
    content = content_of(chance.choice((0, 1, 1000, CHUNK_BYTES, 3 * CHUNK_BYTES + 17)), chance.randrange(2**32))
    upload = client.start_upload(dataset, f"{chance.randrange(10**9)}.csv", content)
    if upload["existing_file"] is not None:
        return
    entry = len(ledger.sessions)
    ledger.sessions.append((dataset, upload, content, 0))
    for begin in range(0, max(len(content), 1), CHUNK_BYTES):
        safe = send_chunk(upload, content, begin)
        ledger.sessions[entry] = (dataset, upload, content, safe)


def send_chunk(upload: Any, content: bytes, begin: int) -> int:
    """Send one chunk, and return how many bytes the server calls safe."""
    block = content[begin : begin + CHUNK_BYTES]
    described = f"bytes {begin}-{begin + len(block) - 1}/{len(content)}" if block else f"bytes */{len(content)}"
    headers = {"Content-Range": described}
    response = httpx.put(upload["resumable_uri"], content=block, headers=headers, timeout=30, trust_env=False)
    return safe_bytes(response, len(content))


def safe_bytes(response: httpx.Response, size: int) -> int:
    """Read how much of an upload is safe."""
    assert response.status_code in (200, 201, 308), response.text
    if response.status_code != 308:
        return size
    return int(response.headers["range"].rpartition("-")[2]) + 1 if "range" in response.headers else 0


def _send_parts(client: Person, ledger: Ledger, chance: random.Random) -> None:
    """Upload by signed parts; one part, because parts of the sandbox are large."""
    dataset = chance.choice(list(ledger.datasets))
    content = content_of(chance.choice((1, 100_000)), chance.randrange(2**32))
    sha256 = hashlib.sha256(content).hexdigest()
    body = {"filename": f"{chance.randrange(10**9)}.csv", "size": len(content), "sha256_hash": sha256}
    begin = f"datasets/{dataset}/upload/multipart"
    key = {"Idempotency-Key": f"{chance.randrange(2**64):032x}"}
    answer = client.call("POST", f"{begin}/initiate", json=body, headers=key)
    if answer["existing_file"] is not None:
        return
    upload = answer["upload_id"]
    wanted = {"parts": [{"part_number": 1, "crc32c": crc32c(content)}]}
    part = client.post(f"{begin}/{upload}/parts", json=wanted)["parts"][0]
    response = httpx.put(part["url"], content=content, headers=part["headers"], timeout=30, trust_env=False)
    assert response.is_success, response.text
    ledger.parts.append((dataset, upload, 1))
    if chance.random() < 0.7:
        ledger.parts.remove((dataset, upload, 1))  # whether it is complete is unknown until the answer comes
        done = {"upload_id": upload, "sha256_hash": sha256, "crc32c": crc32c(content)}
        ledger.files[client.post(f"{begin}/complete", json=done)["mfid"]] = sha256


def _complete(client: Person, ledger: Ledger, chance: random.Random) -> None:
    whole = [entry for entry in ledger.sessions if entry[3] == len(entry[2])]
    if not whole:
        return
    dataset, upload, content, _ = entry = chance.choice(whole)
    file = client.complete_upload(dataset, upload, content)
    ledger.files[file["mfid"]] = hashlib.sha256(content).hexdigest()
    ledger.sessions.remove(entry)


def _ingest(client: Person, ledger: Ledger, chance: random.Random) -> None:
    if ledger.files:
        file = chance.choice(list(ledger.files))
        ledger.ingestions.append(client.post(f"files/{file}/ingest")["id"])


def _remove(client: Person, ledger: Ledger, chance: random.Random) -> None:
    """Delete a file, or ask for the deletion of a dataset that is used for nothing else."""
    if ledger.files and chance.random() < 0.3:
        file = chance.choice(list(ledger.files))
        del ledger.files[file]  # whether it is there is unknown until the answer comes
        client.call("DELETE", f"files/{file}", 204)
        ledger.deleted.append(file)
    else:
        mfid = client.dataset(dataset_name="a mistake")
        client.post(f"resources/{mfid}/delete", reason="a mistake")
        ledger.hidden.append(mfid)


def _delete(client: Person, ledger: Ledger, chance: random.Random) -> None:
    """Delete a dataset with a file for good, with and without somebody's request."""
    mfid, content = client.dataset(dataset_name="a mistake"), content_of(1000, chance.randrange(2**32))
    file = client.upload(mfid, "mistake.csv", content)["mfid"]
    ledger.doomed[mfid] = (file, hashlib.sha256(content).hexdigest())
    is_asked = chance.random() < 0.5
    if is_asked:
        request = client.post(f"resources/{mfid}/delete", reason="a mistake")["id"]
        client.patch(f"deletion_requests/{request}", status="approved")
    client.delete(f"resources/{mfid}", force=not is_asked)
    del ledger.doomed[mfid]
    ledger.gone.append(mfid)


def examine(client: Person, ledger: Ledger) -> int:
    """Compare a ledger with what the server has, and return how many entries it holds."""
    assert ledger.failure is None, f"a client failed: {ledger.failure!r}"
    for mfid, name in ledger.datasets.items():
        assert name == client.get(f"datasets/{mfid}")["dataset_name"]
    for mfid, value in ledger.counters.items():
        stored = client.get(f"resources/{mfid}/metadata")["scientific_metadata"]
        assert stored["counter"] in (value, value + 1), "the last change may have been made without an answer"
        assert {f"key{n}" for n in range(1, value + 1)} <= set(stored)
    for mfid, keyword in ledger.keywords:
        assert keyword in [item["keyword"] for item in client.get(f"datasets/{mfid}/keywords")]
    for parent, child in ledger.links:
        assert child in [link["unique_id"] for link in client.get(f"resources/{parent}/links")]
    for mfid, sha256 in ledger.files.items():
        assert sha256 == _sha256_of(client, mfid)
    for mfid in ledger.deleted:
        client.get(f"files/{mfid}", 404)
    for mfid in ledger.hidden:
        assert "pending" == client.get(f"datasets/{mfid}")["deletion_request"]["status"]
    audited = {entry["resource_id"] for entry in _listed(client, "deletion_audit")}
    for mfid in ledger.gone:
        client.get(f"datasets/{mfid}", 404)
        assert mfid in audited, "a deletion that is not in the audit"
    for mfid, (file, sha256) in ledger.doomed.items():
        if mfid in audited:
            client.get(f"datasets/{mfid}", 404)
            client.get(f"files/{file}", 404)
        else:
            assert sha256 == _sha256_of(client, file), "a dataset that is half deleted"
    for dataset, upload, count in ledger.parts:
        known = client.get(f"datasets/{dataset}/upload/multipart/{upload}")["parts"]
        assert list(range(1, count + 1)) == [part["part_number"] for part in known]
    groups = (ledger.datasets, ledger.counters, ledger.keywords, ledger.links, ledger.files, ledger.deleted)
    return sum(map(len, (*groups, ledger.hidden, ledger.gone, ledger.parts, ledger.ingestions)))


def _sha256_of(client: Person, file: str) -> str:
    link = client.get(f"files/{file}/download_link")["url"]
    return hashlib.sha256(httpx.get(link, trust_env=False).content).hexdigest()


def _listed(client: Person, path: str) -> list[Any]:
    """Return everything of a list."""
    found: list[Any] = []
    while True:
        page = client.get(path, limit=1000, offset=len(found))["items"]
        if not page:
            return found
        found += page


def finish(client: Person, ledger: Ledger) -> int:
    """Go on with what was begun before the server was killed, and return how many uploads were finished."""
    for dataset, upload, content, acknowledged in ledger.sessions:
        headers = {"Content-Range": f"bytes */{len(content)}"}
        probed = httpx.put(upload["resumable_uri"], headers=headers, timeout=30, trust_env=False)
        safe = safe_bytes(probed, len(content))
        assert acknowledged <= safe, "bytes that were called safe have gone"
        while safe < len(content):
            safe = send_chunk(upload, content, safe)
        file = client.complete_upload(dataset, upload, content)
        ledger.files[file["mfid"]] = hashlib.sha256(content).hexdigest()
    for request in ledger.ingestions:
        wait_for(client, request)
    examine(client, ledger)
    return len(ledger.sessions)


def wait_for(client: Person, request: int) -> None:
    """Wait until an ingestion request has ended in one of the final states."""
    deadline = time.monotonic() + PART_WAIT_SECONDS
    while True:
        status = client.get(f"ingestion_requests/{request}")["status"]
        if status not in ("requested", "started"):
            return
        assert time.monotonic() < deadline, f"ingestion request {request} stays {status}"
        time.sleep(0.05)


def examine_disk(root: Path) -> None:
    """Compare the database with itself, and with the bytes on the disk."""
    database = sqlite3.connect(f"file:{root / 'crucible.db'}?mode=ro", uri=True)
    try:
        assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
        assert [] == database.execute("PRAGMA foreign_key_check").fetchall()
        objects = dict(database.execute("SELECT sha256, size FROM object").fetchall())
        files = database.execute(
            "SELECT f.sha256_hash, o.sha256 FROM file f LEFT JOIN object o ON o.name = f.storage_path"
            " WHERE f.storage_backend = 'gcs'"
        ).fetchall()
    finally:
        database.close()
    assert [] == [pair for pair in files if pair[0] != pair[1]], "a file without its content"
    stored = {path.name: path for path in (root / "objects").glob("??/*")}
    assert set(objects) == set(stored), "content without a record, or a record without content"
    for sha256, path in stored.items():
        assert sha256 == hashlib.sha256(path.read_bytes()).hexdigest(), "content that is not what its name says"
