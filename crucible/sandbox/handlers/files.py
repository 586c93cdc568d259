"""Records of files, and links to their content."""

from __future__ import annotations

import functools
import mimetypes
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..answers import Refusal, conflict, invalid, not_found
from ..call import EDITOR, VIEWER
from ..signing import LINK_LIFETIME_SECONDS
from ..store.files import STORED_HERE, has_hash
from .decisions import LARGEST_DATASET_BYTES, LONGEST_FILENAME_BYTES
from .pages import offset_page, part

if TYPE_CHECKING:
    from collections.abc import Container

    from ..answers import Json
    from ..call import Call
    from ..store.files import File

_NEVER_INLINE = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


def shown(file: File) -> Json:
    """Return a file as the service shows it."""
    return {
        "mfid": file.mfid,
        "dataset_mfid": file.dataset_mfid,
        "filename": file.filename,
        "storage_path": file.storage_path,
        "storage_backend": file.storage_backend,
        "access_note": file.access_note,
        "size": file.size,
        "sha256_hash": file.sha256_hash,
        "etag": file.etag,
    }


def find(call: Call, needs: int = VIEWER) -> File:
    """Return the file of a path if the caller has a role on its dataset."""
    file = call.store.files.get(call["file_mfid"])
    if file is None:
        raise not_found(f"File {call['file_mfid']}")
    call.resource(file.dataset_mfid, "dataset", needs=needs)
    return file


def check_filename(filename: str) -> None:
    """Refuse names that no folder could hold, or that lead out of one."""
    parts = filename.split("/")
    if _CONTROL.search(filename) or any(part_ in ("", ".", "..") for part_ in parts):
        message = "A file name has no control characters, backslashes, empty, . or .. folders, and is relative"
        raise invalid(("body", "filename"), message, filename)
    if len(filename.encode()) > LONGEST_FILENAME_BYTES:
        raise invalid(("body", "filename"), f"A file name has at most {LONGEST_FILENAME_BYTES} bytes", filename[:100])


def name_conflict(file: File) -> Refusal:
    """Return the refusal of a name that another file of the dataset has."""
    detail = {
        "code": "filename_exists",
        "message": f"The dataset has another file called {file.filename}",
        "file_mfid": file.mfid,
        "etag": file.etag,
    }
    return conflict(detail)


def update_dataset_size(call: Call, dataset: int) -> None:
    """Let a dataset say how large its files are together, which the document limits: files kept elsewhere can lie."""
    total_bytes = call.store.files.total_size(dataset)
    if total_bytes > LARGEST_DATASET_BYTES:
        raise Refusal(422, f"The files of a dataset have at most {LARGEST_DATASET_BYTES} bytes together")
    resource = call.store.resources.many([dataset])[dataset]
    call.store.resources.update(resource, data={"size": total_bytes})


def list_dataset_files(call: Call) -> Json:
    """All files of a dataset; a bare array."""
    dataset = call.resource(call["dataset_mfid"], "dataset")
    return [shown(file) for file in call.store.files.of(dataset.id)]


def list_files(call: Call) -> Json:
    """Files of all datasets the caller may read."""
    chosen = call.readable("dataset")
    if (sha256_hash := call.get("sha256_hash")) is not None:
        has_hash(chosen, sha256_hash)
    files, page = call.store.files.page(chosen, part(call))
    items = [shown(file) for file in files]
    return offset_page(call, items, page.following, lambda: call.store.files.count(chosen))


def get_file(call: Call) -> Json:
    """One file's record."""
    return shown(find(call))


def catalogue_file(call: Call) -> Json:
    """Make a record for a file that is kept elsewhere; nothing is fetched."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    columns = dict(call.body)
    filename = columns.pop("filename")
    check_filename(filename)
    if (other := call.store.files.named(dataset.id, filename)) is not None:
        raise name_conflict(other)
    file = call.store.files.create(dataset.id, filename, **columns)
    update_dataset_size(call, dataset.id)
    return shown(file)


def update_file(call: Call) -> Json:
    """Change a file's record; of files stored here the server knows place, size and hash best."""
    file = find(call, EDITOR)
    if file.storage_backend == STORED_HERE:
        if "storage_path" in call.body or "storage_backend" in call.body:
            raise Refusal(422, "storage_path and storage_backend are assigned by the upload API")
        if "size" in call.body or "sha256_hash" in call.body:
            raise Refusal(422, "size and sha256_hash are determined by the stored object")
    elif call.body.get("storage_backend") == STORED_HERE:
        raise invalid(("body", "storage_backend"), "Only an upload makes a file one of gcs", STORED_HERE)
    filename = call.body.get("filename", file.filename)
    if filename != file.filename:
        check_filename(filename)
        if (other := call.store.files.named(file.dataset, filename)) is not None:
            raise name_conflict(other)
    updated = call.store.files.update(file, **call.body)
    if updated.size != file.size:
        update_dataset_size(call, file.dataset)
    return shown(updated)


def delete_file(call: Call) -> Json:
    """Delete a file for good, with its content unless another file has the same."""
    file = find(call, EDITOR)
    store, contents = call.store, call.world.storage.contents
    store.files.delete(file)
    update_dataset_size(call, file.dataset)
    orphan = store.objects.remove(file.object_name) if file.object_name else None
    if orphan is not None:
        store.db.after_commit(lambda: contents.remove(orphan, lambda: store.objects.has_content(orphan)))


@functools.cache
def _known_types() -> mimetypes.MimeTypes:
    """Return Python's own list of types, the same on every machine."""
    return mimetypes.MimeTypes()


def _link(call: Call, file: File, served: Container[str]) -> str | None:
    """Return an address that serves a file, or None if it is not among the objects that are served."""
    if file.object_name is None or file.object_name not in served:
        return None
    content_type = _known_types().guess_type(file.filename)[0] or "application/octet-stream"
    disposition = "attachment" if content_type in _NEVER_INLINE else call["disposition"]
    name = quote(file.filename.rsplit("/", 1)[-1], safe="")
    described = f"{disposition}; filename*=UTF-8''{name}"
    return call.world.storage.download_link(file.object_name, content_type, described, LINK_LIFETIME_SECONDS)


def get_download_link(call: Call) -> Json:
    """A signed address for one file."""
    file = find(call)
    stored = file.object_name and call.store.objects.get(file.object_name)
    link = _link(call, file, {stored.name} if stored else ())
    if link is None:
        raise not_found(f"Stored content of file {file.mfid}")
    return {"url": link, "expires_in": LINK_LIFETIME_SECONDS}


def list_download_links(call: Call) -> Json:
    """Signed addresses for all files of a dataset; null for those that are kept elsewhere."""
    dataset = call.resource(call["dataset_mfid"], "dataset")
    served = call.store.objects.served(dataset.id)
    links = {file.mfid: _link(call, file, served) for file in call.store.files.of(dataset.id)}
    if not any(links.values()):
        raise not_found(f"Stored content of dataset {dataset.mfid}")
    return links
