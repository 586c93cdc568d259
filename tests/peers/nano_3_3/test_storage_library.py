"""Google's storage library, as it is, with a token of the sandbox: its ways to write an object, and what it is told."""

import hashlib
import random

import pytest
import requests
from google.api_core import exceptions
from google.auth.exceptions import RefreshError
from google.cloud import storage
from google.cloud.storage import transfer_manager
from google.cloud.storage.exceptions import DataCorruption, InvalidResponse
from google.oauth2.credentials import Credentials

MIB = 1024 * 1024


class Upload:
    """An upload that the API was told about; `blob` is its object as the library has it."""

    def __init__(self, client, dataset, path, name="run 7 ä.bin"):
        self.client, self.dataset, self.path = client, dataset, str(path)
        self.content = path.read_bytes()
        self.sha256_hash = hashlib.sha256(self.content).hexdigest()
        told = {"filename": name, "size": len(self.content), "sha256_hash": self.sha256_hash}
        self.started = client._request("post", f"/datasets/{dataset}/upload/initiate/multipart", json=told)
        self.name = self.started["object_prefix"] + name
        self.blob = self.object(self.name)

    def object(self, name, token=None):
        credentials = Credentials(token=token or self.started["access_token"])
        library = storage.Client(credentials=credentials, project=self.started["project"])
        return library.bucket(self.started["bucket"]).blob(name)

    def completed(self):
        ended = {"upload_id": self.started["upload_id"], "sha256_hash": self.sha256_hash}
        return self.client._request("post", f"/datasets/{self.dataset}/upload/complete", json=ended)


@pytest.fixture
def upload(client, dataset, tmp_path):
    def upload(size):
        path = tmp_path / "content"
        path.write_bytes(random.Random(size).randbytes(size))  # noqa: S311
        return Upload(client, dataset, path)

    return upload


def in_parts(upload, **options):
    options = {"chunk_size": 5 * MIB, "worker_type": transfer_manager.THREAD, **options}
    transfer_manager.upload_chunks_concurrently(upload.path, upload.blob, **options)


def in_a_session(upload):
    upload.blob.chunk_size = MIB
    upload.blob.upload_from_filename(upload.path)


WAYS = {
    "parts in threads": (17 * MIB + 5, in_parts),
    "parts in processes": (17 * MIB + 5, lambda upload: in_parts(upload, worker_type=transfer_manager.PROCESS)),
    "parts with MD5": (17 * MIB + 5, lambda upload: in_parts(upload, checksum="md5")),
    "parts unchecked": (17 * MIB + 5, lambda upload: in_parts(upload, checksum=None)),
    "one part": (100, in_parts),
    "no parts": (0, in_parts),
    "a session": (3 * MIB + 5, in_a_session),
    "at once": (100, lambda upload: upload.blob.upload_from_filename(upload.path)),
    "at once with MD5": (100, lambda upload: upload.blob.upload_from_filename(upload.path, checksum="md5")),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_object_is_written(upload, way):
    size, write = WAYS[way]
    made = upload(size)
    write(made)
    made.blob.reload()
    assert size == made.blob.size
    file = made.completed()
    link = made.client.files.get_download_link(file["mfid"])
    assert made.content == requests.get(link, timeout=30).content


def test_an_object_is_there_when_it_is_written(upload):
    made = upload(100)
    assert not made.blob.exists()
    made.blob.upload_from_filename(made.path)
    assert made.blob.exists()


def test_writing_it_again_changes_nothing(upload):
    made = upload(6 * MIB)
    in_parts(made)
    made.blob.upload_from_filename(made.path)
    assert made.sha256_hash == made.completed()["sha256_hash"]


def test_parts_smaller_than_storage_takes_are_refused(upload):
    with pytest.raises(InvalidResponse, match="400"):
        in_parts(upload(3 * MIB), chunk_size=MIB)


def test_other_bytes_than_were_announced_are_refused(upload, tmp_path):
    made = upload(MIB)
    (tmp_path / "longer").write_bytes(bytes(MIB + 1))
    made.path = str(tmp_path / "longer")
    with pytest.raises(InvalidResponse):
        in_parts(made)
    with pytest.raises(exceptions.BadRequest, match="announced with 1048576 bytes, not 1048577"):
        made.blob.upload_from_filename(made.path)


def test_a_token_writes_no_other_object(upload):
    made = upload(100)
    other = made.object(made.name + ".other")
    with pytest.raises(exceptions.Forbidden):
        other.upload_from_filename(made.path)
    with pytest.raises(exceptions.Forbidden):
        other.reload()
    made.blob = other
    with pytest.raises(InvalidResponse, match="403"):
        in_parts(made)


def test_what_is_no_token_is_refused(upload):
    made = upload(100)
    with pytest.raises(RefreshError):  # the library asks for a new one, which it cannot
        made.object(made.name, token="ya29.not-a-token").reload()


def test_a_part_that_was_spoiled_on_its_way_is_noticed(upload, monkeypatch):
    made = upload(100)
    sent = requests.Session.request

    def spoiled(session, method, url, data=None, **options):
        return sent(session, method, url, data=b"?" + data[1:] if method == "PUT" else data, **options)

    monkeypatch.setattr(requests.Session, "request", spoiled)
    with pytest.raises(DataCorruption, match="BadDigest"):
        in_parts(made)
