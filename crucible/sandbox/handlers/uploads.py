"""Uploads through resumable sessions; the other two ways in follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import conflict, not_found
from ..call import EDITOR
from ..contents import flushed_sha256
from ..downloads import entity_tag
from ..objects import BUCKET
from .decisions import CHUNK_SIZE_HINT_BYTES
from .files import STORED_HERE, check_filename, name_conflict, shown, update_dataset_size

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.files import File, Upload
    from ..store.resources import Resource


def start_upload(call: Call) -> Json:
    """Open a resumable session, or return the file where the dataset has this content already."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    filename = call.body["filename"]
    check_filename(filename)
    existing = call.store.files.with_content(dataset.id, call.body["sha256_hash"])
    if existing is not None and existing.size == call.body["size"]:
        return {"upload_id": None, "resumable_uri": None, "chunk_size_hint": None, "existing_file": shown(existing)}
    if (other := call.store.files.named(dataset.id, filename)) is not None:
        raise name_conflict(other)
    upload = call.store.objects.start_upload(dataset.id, filename, call.body["size"], call.body["sha256_hash"])
    return {
        "upload_id": upload.id,
        "resumable_uri": call.world.storage.session_link(upload),
        "chunk_size_hint": CHUNK_SIZE_HINT_BYTES,
        "existing_file": None,
    }


def complete_upload(call: Call) -> Json:
    """Verify the bytes of a session and make them a file; runs in a thread, because it reads all of them.

    The bytes are flushed and hashed without holding up anything but a repetition of this call. Only then do they get
    their final name, and the record is written in one transaction, under a lock that keeps the removal of equal content
    away.
    """
    contents = call.world.storage.contents
    with call.store.db.read():
        dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    with contents.completing(call.body["upload_id"]):
        with call.store.db.read():
            upload = _upload(call, dataset)
            done = _result(call, upload)
        if done is not None:
            return shown(done)
        _verify(call, upload)
        with contents.lock:
            with call.store.db.read():
                _forbid_taken_name(call, dataset, upload)
            contents.adopt(upload.id, upload.sha256_hash)
            with call.store.db.write():
                _forbid_taken_name(call, dataset, upload)
                return shown(_record(call, dataset, upload))


def _verify(call: Call, upload: Upload) -> None:
    """Flush and hash the bytes of an upload; if they are not what was announced, forget them."""
    contents = call.world.storage.contents
    path = contents.arriving(upload.id)
    if upload.size == 0 and not path.exists():
        path.touch(mode=0o600)
    try:
        actual = flushed_sha256(path)
    except FileNotFoundError:
        raise not_found("Upload") from None  # it was cancelled meanwhile
    if actual != upload.sha256_hash:
        with call.store.db.write():
            call.store.objects.drop_upload(upload)
        contents.discard(upload.id)
        raise conflict("The stored content does not match sha256_hash")


def _forbid_taken_name(call: Call, dataset: Resource, upload: Upload) -> None:
    if (other := call.store.files.named(dataset.id, upload.filename)) is not None:
        raise name_conflict(other)


def _upload(call: Call, dataset: Resource) -> Upload:
    """Return the upload of a body if it can be completed."""
    upload = call.store.objects.upload(call.body["upload_id"])
    if upload is None or upload.dataset != dataset.id:
        raise not_found("Upload")
    if upload.sha256_hash != call.body["sha256_hash"]:
        raise conflict("sha256_hash is not the one the upload was started with")
    if upload.state == "open" and upload.size > 0:
        raise conflict(f"Only {upload.received} of {upload.size} bytes have arrived")
    return upload


def _result(call: Call, upload: Upload) -> File | None:
    """Return the file an upload has become, if it was completed before."""
    if upload.state != "complete" or upload.file_mfid is None:
        return None
    file = call.store.files.get(upload.file_mfid)
    if file is None:
        raise not_found(f"File {upload.file_mfid}")
    return file


def _record(call: Call, dataset: Resource, upload: Upload) -> File:
    """Write the records of a completed upload."""
    store = call.store
    name = f"{BUCKET}/{dataset.mfid}/{upload.filename}"
    stored = store.objects.put(name, upload.sha256_hash, upload.size, upload.crc32c)
    file = store.files.create(
        dataset.id,
        upload.filename,
        storage_backend=STORED_HERE,
        storage_path=stored.name,
        size=upload.size,
        sha256_hash=upload.sha256_hash,
        etag=entity_tag(stored),
    )
    store.objects.set_upload(upload, state="complete", file_mfid=file.mfid)
    update_dataset_size(call, dataset.id)
    return file
