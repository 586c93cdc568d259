"""Bytes in and out with the client on a served sandbox, and where its secrets are not."""

import asyncio
import copy
import hashlib
import json
import logging
import multiprocessing
import os
import pickle
import sys
import threading
import traceback
from pathlib import Path

import pytest
from support.service import Answer, service

from crucible import CrucibleClient, errors
from crucible.demo.job import demo_files
from crucible.sandbox import Sandbox

NOBODY = "0000000000000000000000000a"
PATTERN = next(path for path in demo_files() if path.suffix == ".xy")


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def client(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        client.projects.create(project_id="demo-project", organization="Lab")
        yield client


@pytest.fixture
def dataset(client):
    return client.datasets.create(dataset_name="run 7", project_id="demo-project", scientific_metadata={"a": 1})


def test_a_file_goes_in_is_read_and_comes_out_the_same(client, dataset, tmp_path):
    file = client.datasets.add_file(dataset, PATTERN)
    assert (PATTERN.name, PATTERN.stat().st_size, dataset.unique_id) == (file.filename, file.size, file.dataset_mfid)
    states = []
    request = client.files.request_ingestion(file)
    done = client.wait(request, timeout_seconds=60, on_progress=lambda state: states.append(state.status))
    assert ("complete", "complete") == (done.status, states[-1])
    paths = client.download(dataset.unique_id, tmp_path)
    folder = tmp_path / dataset.unique_id
    assert [str(folder / "record.json"), str(folder / PATTERN.name)] == paths
    assert PATTERN.read_bytes() == (folder / PATTERN.name).read_bytes()
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert (dataset.unique_id, 1) == (record["unique_id"], record["scientific_metadata"]["a"])


def test_files_are_found_again(client, dataset, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("found again")
    file = client.datasets.add_file(dataset, path, name="folder/notes.txt")
    assert file == client.files.get(file.mfid) == client.datasets.list_files(dataset)[0]
    assert file.mfid in [other.mfid for other in client.files.list(sha256_hash=file.sha256_hash)]
    assert client.datasets.get_download_links(dataset)[file.mfid].startswith("http")
    assert client.files.get_download_link(file).expires_in > 0


def test_a_file_that_no_parser_knows_says_so(client, dataset, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("no format at all")
    request = client.files.request_ingestion(client.datasets.add_file(dataset, path))
    with pytest.raises(errors.IngestionFailedError, match="not supported"):
        client.wait(request.id, timeout_seconds=60)
    assert "not supported" == client.ingestions.get(request).status == client.ingestions.list(dataset).first().status


def test_the_record_of_a_sample_is_downloaded(client, tmp_path):
    sample = client.samples.create(sample_name="film A", project_id="demo-project")
    assert [str(tmp_path / sample.unique_id / "record.json")] == client.download(sample, tmp_path)


def test_an_id_nobody_knows_downloads_nothing(client, tmp_path):
    with pytest.raises(errors.UnknownResourceError):
        client.download(NOBODY, tmp_path)
    assert [] == list(tmp_path.iterdir())


# ---- clients ----


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_is_neither_copied_nor_pickled(client, way):
    with pytest.raises(TypeError, match="make a new one"):
        way(client)


def test_threads_share_a_client(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        found, barrier = [], threading.Barrier(8)

        def work():
            barrier.wait()
            found.extend(client.whoami().user_unique_id for _ in range(5))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (40, 1) == (len(found), len(set(found)))


def test_a_client_works_inside_a_running_event_loop(client):
    async def cell():
        return client.health().status

    assert "ok" == asyncio.run(cell())


def child(client, sender):
    sender.send([client.whoami().user_unique_id for _ in range(3)])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_client_survives_fork(client):
    me = client.whoami().user_unique_id  # a connection that the child must not go on with
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=child, args=(client, sender))
    process.start()
    mine = [client.whoami().user_unique_id for _ in range(3)]
    assert receiver.poll(20)
    assert ([me] * 3, [me] * 3) == (mine, receiver.recv())
    process.join(20)
    receiver.close()
    sender.close()
    process.close()


# ---- secrets ----


class Everything(logging.Handler):
    """Keeps each record of every logger, with its arguments."""

    def __init__(self):
        super().__init__(logging.NOTSET)
        self.seen = []

    def emit(self, record):
        self.seen.append(f"{record.getMessage()} {record.args} {record.__dict__}")


@pytest.fixture
def everything():
    handler, root = Everything(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.NOTSET)
    yield handler.seen
    root.setLevel(level)
    root.removeHandler(handler)


def failures_of(*calls):
    """Everything that the errors of some calls can show."""
    for call in calls:
        try:
            call()
        except Exception as error:
            shown = traceback.TracebackException.from_exception(error, capture_locals=True)
            yield from ("".join(shown.format()), repr(error), str(vars(error)))


def test_no_log_error_or_display_has_a_secret(server, client, everything, tmp_path):
    path = tmp_path / "data.bin"
    path.write_bytes(os.urandom(300_000))
    dataset = client.datasets.create(dataset_name="secret", project_id="demo-project")
    file = client.datasets.add_file(dataset, path)
    link = client.files.get_download_link(file)
    client.download(dataset, tmp_path)
    shown = [repr(thing) for thing in (client, client.api, vars(client), vars(client.datasets), dataset, file, link)]
    shown += [str(link), link._repr_html_(), repr(client.api.get_httpx_client().headers)]
    shown += failures_of(
        lambda: CrucibleClient(server.api_url, server.api_key + "\n"),
        lambda: CrucibleClient("ftp://example.org", server.api_key),
        lambda: client.get(NOBODY),
        lambda: client.datasets.create(dataset_name="x", project_id="no-such-project"),
        lambda: client.download(NOBODY, tmp_path),
        lambda: CrucibleClient(server.api_url, server.api_key[::-1]).whoami(),
    )
    signature = link.url.partition("?")[2]
    assert len(signature) > 10
    secrets = [server.api_key, server.api_key[::-1], signature, *signature.split("&")]
    text = "\n".join([*everything, *shown])
    assert [] == [secret for secret in secrets if secret in text]
    assert (True, True) == ("GET /datasets/{dataset_mfid}/download_links 200" in text, "whoami" in text)


def test_the_key_is_never_sent_to_the_object_store(tmp_path):
    """Not even where the object store is at the address of the API."""
    mfid, checksum = NOBODY[:-1] + "b", hashlib.sha256(b"content").hexdigest()
    file = {"mfid": mfid, "dataset_mfid": NOBODY, "filename": "a.h5", "size": 7, "sha256_hash": checksum}
    with service() as api:
        api.on("GET", f"/api/v3/resources/{NOBODY}", {"unique_id": NOBODY, "resource_type": "dataset"})
        api.on("GET", f"/api/v3/datasets/{NOBODY}/files", [{**file, "storage_backend": "gcs", "storage_path": "a/b"}])
        api.on("GET", f"/api/v3/datasets/{NOBODY}/download_links", {mfid: f"{api.url}/object?signature"})
        api.on("GET", "/object", Answer(body=b"content"))
        with CrucibleClient(f"{api.url}/api/v3", "planted-key-5711") as client:
            assert 2 == len(client.download(NOBODY, tmp_path))
    sent = {asked.path: str(asked.headers) for asked in api.asked}
    assert (True, False) == ("planted-key-5711" in sent[f"/api/v3/resources/{NOBODY}"], "planted" in sent["/object"])
    assert not {"authorization", "cookie"} & {name.lower() for name in api.asked[-1].headers}


def test_a_sandbox_is_its_own_folder_again(tmp_path):
    with CrucibleClient.sandbox(tmp_path / "mine") as client:
        client.projects.create(project_id="kept-project", organization="Lab")
    with CrucibleClient.sandbox(str(tmp_path / "mine")) as client:
        assert "kept-project" == client.projects.get("kept-project").project_id
    assert Path(tmp_path / "mine").is_dir()
