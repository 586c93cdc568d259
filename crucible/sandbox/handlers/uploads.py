"""Uploads through sessions and by storage libraries, and how any upload becomes a file once its bytes are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible.ids import new_mfid

from ..answers import conflict, invalid, not_found
from ..call import EDITOR
from ..downloads import entity_tag
from ..resumable import BUCKET, object_name
from ..store.files import STORED_HERE
from .decisions import CHUNK_SIZE_HINT_BYTES, CLOUD_PROJECT, LARGEST_UPLOAD_BYTES
from .files import check_filename, name_conflict, shown, update_dataset_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..answers import Json
    from ..call import Call
    from ..store.files import File
    from ..store.resources import Resource
    from ..store.uploads import Protocol, Upload


def start_upload(call: Call) -> Json:
    """Open a resumable session, or return the file where the dataset has this content already."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    check_size(call.body["size"])
    if (existing := existing_file(call, dataset)) is not None:
        return {"upload_id": None, "resumable_uri": None, "chunk_size_hint": None, "existing_file": shown(existing)}
    return session(call, call.store.uploads.start("resumable", dataset.id, **call.body))


def start_token_upload(call: Call) -> Json:
    """Hand out a token for a storage library, or return the file where the dataset has this content already."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    check_size(call.body["size"])
    if (existing := existing_file(call, dataset)) is not None:
        members = dict.fromkeys(("upload_id", "access_token", "project", "bucket", "object_prefix"))
        return {**members, "existing_file": shown(existing)}
    return token(call, call.store.uploads.start("resumable", dataset.id, **call.body))


def token(call: Call, upload: Upload) -> Json:
    """Return what a storage library needs to write the object of an upload."""
    return {
        "upload_id": upload.id,
        "access_token": call.world.storage.token(upload),
        "project": CLOUD_PROJECT,
        "bucket": BUCKET,
        "object_prefix": object_name(call.store, upload).removesuffix(upload.filename),
        "existing_file": None,
    }


def session(call: Call, upload: Upload) -> Json:
    """Return what somebody needs to send the bytes of an upload."""
    return {
        "upload_id": upload.id,
        "resumable_uri": call.world.storage.session_link(upload),
        "chunk_size_hint": CHUNK_SIZE_HINT_BYTES,
        "existing_file": None,
    }


def complete_upload(call: Call) -> Json:
    """Verify the bytes of a session and make them a file; runs in a thread, because it reads all of them."""
    return complete(call, "resumable", _received)


def check_size(size: int) -> None:
    """Refuse sizes that no object can have."""
    if size > LARGEST_UPLOAD_BYTES:
        raise invalid(("body", "size"), f"A file has at most {LARGEST_UPLOAD_BYTES} bytes", size)


def existing_file(call: Call, dataset: Resource) -> File | None:
    """Return the file of a dataset that has the content of a body already.

    Raises
    ------
    Refusal
        If the name in the body cannot be one, or is that of a file with other content.
    """
    body, files = call.body, call.store.files
    check_filename(body["filename"])
    existing = files.with_content(dataset.id, body["sha256_hash"])
    if existing is not None and existing.size == body["size"]:
        return existing
    if (other := files.named(dataset.id, body["filename"])) is not None:
        raise name_conflict(other)
    return None


def find_upload(call: Call, dataset: Resource, upload_id: str, protocol: Protocol) -> Upload:
    """Return an upload into a dataset."""
    upload = call.store.uploads.get(upload_id, protocol)
    if upload is None or upload.dataset != dataset.id:
        raise not_found("Upload")
    return upload


def complete(call: Call, protocol: Protocol, received: Callable[[Call, Upload], Upload]) -> Json:
    """Verify the bytes of an upload and make them a file, or the new content of one.

    The bytes are flushed and hashed without holding up anything but a repetition of this call. Only then do they get
    their final name, and the records are written in one transaction, under a lock that keeps the removal of equal
    content away.

    Parameters
    ----------
    call
        Its body names the upload, and the SHA-256 once more.
    protocol
        How the bytes came.
    received
        Returns the upload with its checksum if all bytes are here, and otherwise refuses the call.
    """
    contents = call.world.storage.contents
    with call.store.db.read():
        dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    with contents.completing(call.body["upload_id"]):
        with call.store.db.read():
            upload = find_upload(call, dataset, call.body["upload_id"], protocol)
            if upload.sha256_hash != call.body["sha256_hash"]:
                raise conflict("sha256_hash is not the one the upload was started with")
            if upload.state == "complete":
                return shown(result(call, upload))
        upload = received(call, upload)
        _verify(call, upload)
        try:
            with contents.lock:
                with call.store.db.read():
                    _check_target(call, upload)
                contents.adopt(upload.id, upload.sha256_hash)
                with call.store.db.write():
                    _check_target(call, upload)
                    return shown(_record(call, dataset, upload))
        except BaseException:
            contents.remove(upload.sha256_hash, lambda: call.store.objects.has_content(upload.sha256_hash))
            raise


def result(call: Call, upload: Upload) -> File:
    """Return the file that a completed upload has become."""
    file = call.store.files.get(upload.file_mfid or "")
    if file is None:
        raise not_found(f"File {upload.file_mfid}")
    return file


def _received(call: Call, upload: Upload) -> Upload:
    if upload.state == "open" and upload.size > 0:
        raise conflict(f"Only {upload.received} of {upload.size} bytes have arrived")
    return upload


def _verify(call: Call, upload: Upload) -> None:
    """Flush and hash the bytes of an upload; if they are not what was announced, forget them."""
    contents = call.world.storage.contents
    path = contents.arriving(upload.id)
    if upload.size == 0 and not path.exists():
        path.touch(mode=0o600)
    try:
        actual = contents.flushed_sha256(upload.id)
    except FileNotFoundError:
        raise not_found("Upload") from None  # it was abandoned meanwhile
    if actual != upload.sha256_hash:
        with call.store.db.write():
            call.store.uploads.drop(upload)
        contents.discard(upload.id)
        raise conflict("The stored content does not match sha256_hash")


def _check_target(call: Call, upload: Upload) -> None:
    """Refuse the call if the upload was abandoned meanwhile, or what it will become cannot be."""
    if call.store.uploads.get(upload.id, upload.protocol) is None:
        raise not_found("Upload")
    if upload.replaces_etag is not None:
        file = result(call, upload)
        if upload.protocol == "signed" and (file.etag or "") != upload.replaces_etag:
            message = f"File {file.mfid} was given other content meanwhile; read it again"
            raise conflict({"code": "etag_mismatch", "message": message, "etag": file.etag})
    elif (other := call.store.files.named(upload.dataset, upload.filename)) is not None:
        raise name_conflict(other)


def _record(call: Call, dataset: Resource, upload: Upload) -> File:
    """Write the records of a completed upload."""
    store = call.store
    name, other_name = f"{BUCKET}/{dataset.mfid}/{upload.filename}", f"{BUCKET}/{dataset.mfid}/_files/{new_mfid()}"
    replaced = None if upload.replaces_etag is None else result(call, upload)
    if replaced is not None and replaced.storage_path is not None:
        store.objects.retire(replaced.storage_path)
    if upload.protocol == "resumable" and replaced is not None and replaced.storage_path == name:
        store.objects.rename(name, other_name)  # v2 writes over objects
    # Signed uploads, and objects whose own name is in use by a file that was renamed, are called by an id.
    elif upload.protocol == "signed" or store.objects.get(name) is not None:
        name = other_name
    stored = store.objects.create(name, upload.sha256_hash, upload.size, upload.crc32c)
    columns = {
        "storage_path": stored.name,
        "size": upload.size,
        "sha256_hash": upload.sha256_hash,
        "etag": entity_tag(stored),
    }
    if replaced is None:
        file = store.files.create(dataset.id, upload.filename, storage_backend=STORED_HERE, **columns)
    else:
        file = store.files.update(replaced, **columns)
    store.uploads.complete(upload, file.mfid)
    update_dataset_size(call, dataset.id)
    return file
