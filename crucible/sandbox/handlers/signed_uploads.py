"""Signed multipart uploads: new files, and new content for files that are there."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ..answers import Refusal, conflict, invalid, not_found
from ..call import EDITOR
from ..downloads import checksum_text
from ..parts import combined_crc32c, part_count, part_place
from ..signing import LINK_LIFETIME_SECONDS
from ..store.files import STORED_HERE
from . import files, uploads
from .decisions import LARGEST_PART_LIST, MOST_PARTS, MOST_REFERENCES

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.files import File
    from ..store.resources import Resource
    from ..store.uploads import Upload


def start_signed_upload(call: Call) -> Json:
    """Start an upload in parts, or return the file where the dataset has this content already."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    size = call.body["size"]
    uploads.check_size(size)
    if size == 0:
        raise invalid(("body", "size"), "An empty file has no parts; use upload/initiate", size)
    if (repeated := _repeated(call, dataset=dataset.id, **call.body, replaces_etag=None)) is not None:
        return _shown(call, repeated)
    if (existing := uploads.existing_file(call, dataset)) is not None:
        return _nothing_to_do(existing)
    return _shown(call, _start(call, dataset.id, **call.body))


def start_file_replacement(call: Call) -> Json:
    """Start an upload of new content for a file, or return the file if this is its content already."""
    file = files.find(call, EDITOR)
    uploads.check_size(call.body["size"])
    if file.storage_backend != STORED_HERE:
        raise conflict(f"File {file.mfid} is kept elsewhere; only files of {STORED_HERE} can be replaced")
    condition = call["If-Match"]
    announced = {"file_mfid": file.mfid, **call.body}
    if condition != "*":
        announced["replaces_etag"] = condition
    if (repeated := _repeated(call, **announced)) is not None:
        return _shown(call, repeated)
    if condition not in ("*", file.etag):
        message = f"File {file.mfid} has other content than If-Match says; read it again"
        raise Refusal(412, {"code": "etag_mismatch", "message": message, "etag": file.etag})
    if call.store.uploads.replaces(file.dataset, file.mfid):
        message = f"Another upload is replacing file {file.mfid}; complete or abandon it first"
        raise conflict({"code": "replace_in_progress", "message": message})
    if file.etag is not None and (file.size, file.sha256_hash) == (call.body["size"], call.body["sha256_hash"]):
        return _nothing_to_do(file)
    target = {"file_mfid": file.mfid, "replaces_etag": file.etag or ""}
    return _shown(call, _start(call, file.dataset, filename=file.filename, **call.body, **target))


def get_signed_upload(call: Call) -> Json:
    """Which parts of an upload are safe, a page at a time."""
    upload = _find(call)
    after = call.get("part_number_marker") or 0
    found = call.store.uploads.parts(upload, after, LARGEST_PART_LIST + 1)
    shown = found[:LARGEST_PART_LIST]
    return {
        "parts": [{"part_number": number} for number, _ in shown],
        "next_part_number_marker": shown[-1][0] if len(found) > len(shown) else None,
    }


def sign_parts(call: Call) -> Json:
    """Addresses for some parts, each good for the checksum in the body only."""
    upload = _find(call)
    if upload.state != "open":
        raise conflict("The upload takes no more parts; it is completed, or about to be")
    wanted = call.body["parts"]
    if len(wanted) > MOST_REFERENCES:
        raise invalid(("body", "parts"), f"At most {MOST_REFERENCES} parts at once", len(wanted))
    count = part_count(upload)
    for index, part in enumerate(wanted):
        if part["part_number"] > count:
            where = ("body", "parts", index, "part_number")
            raise invalid(where, f"The upload has {count} parts", part["part_number"])
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=LINK_LIFETIME_SECONDS)
    return {"parts": [_signed(call, upload, part, expires) for part in wanted]}


def complete_signed_upload(call: Call) -> Json:
    """Verify all parts and make them a file or its new content; runs in a thread, because it reads all of them."""
    return uploads.complete(call, "signed", _received)


def abort_signed_upload(call: Call) -> None:
    """Abandon an upload, with all that has arrived."""
    upload = _find(call)
    if upload.state == "complete":
        raise conflict("The upload is complete; delete the file instead")
    call.store.uploads.drop(upload)
    call.store.db.after_commit(lambda: call.world.storage.contents.discard(upload.id))


def _repeated(call: Call, **announced: Json) -> Upload | None:
    """Return the upload that the caller has started with the same Idempotency-Key before."""
    key = call.get("Idempotency-Key")
    upload = None if key is None else call.store.uploads.with_key(call.caller.id, key)
    if upload is not None and any(getattr(upload, name) != value for name, value in announced.items()):
        message = "This key was used for another upload; every new one needs its own"
        raise invalid(("header", "Idempotency-Key"), message, key)
    return upload


def _start(call: Call, dataset: int, **announced: Json) -> Upload:
    """Store a new upload, in larger parts where it would otherwise have too many."""
    part_size = max(call.world.storage.part_size_bytes, -(-announced["size"] // MOST_PARTS))
    key = call.get("Idempotency-Key")
    return call.store.uploads.start(
        "signed", dataset, **announced, part_size=part_size, account=call.caller.id, idempotency_key=key
    )


def _shown(call: Call, upload: Upload) -> Json:
    is_complete = upload.state == "complete"
    return {
        "upload_id": upload.id,
        "state": "completed" if is_complete else "uploading",
        "part_size": upload.part_size,
        "part_count": part_count(upload),
        "parts": [{"part_number": number} for number, _ in call.store.uploads.parts(upload)],
        "existing_file": files.shown(uploads.result(call, upload)) if is_complete else None,
    }


def _nothing_to_do(existing: File) -> Json:
    return {
        "upload_id": None,
        "state": "completed",
        "part_size": None,
        "part_count": None,
        "parts": None,
        "existing_file": files.shown(existing),
    }


def _find(call: Call) -> Upload:
    """Return the upload of a path."""
    dataset: Resource = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    return uploads.find_upload(call, dataset, call["upload_id"], "signed")


def _signed(call: Call, upload: Upload, part: Json, expires: datetime) -> Json:
    """Return address and place of one part."""
    number = part["part_number"]
    crc32c = int.from_bytes(base64.b64decode(part["crc32c"]), "big")
    url, headers = call.world.storage.part_link(upload, number, crc32c, LINK_LIFETIME_SECONDS)
    offset, size = part_place(upload, number)
    return {
        "part_number": number,
        "url": url,
        "headers": headers,
        "offset": offset,
        "size": size,
        "expires_at": expires.isoformat(),
    }


def _received(call: Call, upload: Upload) -> Upload:
    """Return the upload, which takes no more parts from now on, if all of them are here with the right checksum."""
    with call.store.db.write():
        parts = call.store.uploads.parts(upload)
        if len(parts) < part_count(upload):
            raise conflict(f"Only {len(parts)} of {part_count(upload)} parts have arrived")
        crc32c = combined_crc32c([(crc32c, part_place(upload, number)[1]) for number, crc32c in parts])
        if checksum_text(crc32c) != call.body["crc32c"]:
            raise conflict(
                f"The parts together have the CRC32C {checksum_text(crc32c)}; send those that are wrong again"
            )
        finished = call.store.uploads.finish(upload, crc32c)
    if finished is None:
        raise not_found("Upload")
    return finished
