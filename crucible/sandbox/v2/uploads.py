"""Uploads: other content under a name that a dataset has takes the place of the old, and files come in forms, too."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import google_crc32c

from ..call import EDITOR
from ..forms import file_of
from ..handlers.uploads import check_size, session, token
from ..receiving import write_at
from ..store.files import STORED_HERE
from .dialect import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..answers import Json
    from ..call import Call
    from ..store.uploads import Upload


def start_upload(call: Call) -> Json:
    """Open a resumable session, or return the file where the dataset has this content already."""
    return _started(call, "start_upload", session)


def start_token_upload(call: Call) -> Json:
    """Hand out a token for a storage library, or return the file where the dataset has this content already."""
    return _started(call, "start_token_upload", token)


def _started(call: Call, name: str, shown: Callable[[Call, Upload], Json]) -> Json:
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    files, body = call.store.files, call.body
    former = files.named(dataset.id, body["filename"])
    if former is None or former.storage_backend != STORED_HERE or files.with_content(dataset.id, body["sha256_hash"]):
        return ask(call, name)
    check_size(body["size"])
    upload = call.store.uploads.start(
        "resumable", dataset.id, **body, file_mfid=former.mfid, replaces_etag=former.etag or ""
    )
    return shown(call, upload)


def upload_form(call: Call) -> Json:
    """Store the file in a form; runs in a thread, like the completion of other uploads."""
    filename, content = file_of(call.body, "files")
    sha256_hash = hashlib.sha256(content).hexdigest()
    database, contents = call.store.db, call.world.storage.contents
    described = {"filename": filename, "size": len(content), "sha256_hash": sha256_hash}
    with database.write():
        started = start_upload(replace(call, body=described))
        upload = call.store.uploads.get(started["upload_id"] or "", "resumable")
    if upload is None:
        return started["existing_file"]
    try:
        write_at(contents.arriving(upload.id), 0, content)
        with database.write():
            call.store.uploads.finish(upload, google_crc32c.value(content))
    except OSError:  # no room for it
        contents.discard(upload.id)
        raise
    return ask(call, "complete_upload", body={"upload_id": upload.id, "sha256_hash": sha256_hash})
