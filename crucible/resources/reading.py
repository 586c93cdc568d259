"""Files that are read on this side: what they say about themselves goes into their dataset.

As when the service reads them, what is there wins, and what a file says fills gaps; here that is so of scientific
metadata too, so that a call that is repeated changes nothing. Of several files the first one wins. For each file that
was read a request is recorded that nobody is to work off (study of openapi/SOURCE.md, §8).
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crucible_api.api.datasets import get_dataset, update_dataset
from crucible_api.api.keywords import add_keyword, list_keywords
from crucible_api.api.resources import merge_metadata
from crucible_api.api.thumbnails import add_thumbnail, list_thumbnails
from crucible_api.models import DatasetUpdate, JsonObject, ThumbnailCreate

from ..errors import NotAvailableError, ParserError, PartialTransferError
from ..transport.limits import stop_event
from ..transport.port import run
from .batches import in_batches
from .files import FileOperations
from .ingestions import IngestionOperations
from .outcome import once
from .upload_files import choose, upload, upload_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..parsers import Parsed
    from ..parsers.several import ReadFile
    from ..records import File, IngestionRequest
    from ..transfer.events import Progress
    from ..transfer.folder import Choice
    from ..transfer.handle import AsyncTransferHandle
    from ..transfer.report import TransferReport, Uploaded
    from ..transfer.upload_options import IfTaken, UploadOptions
    from ..transfer.views import Progressing
    from ..transport.port import Port
    from .transfers import LocalPath

logger = logging.getLogger(__name__)

MOST_THUMBNAILS = 20
"""That a dataset gets from its files; a folder may have thousands of pictures."""


async def read_chosen(port: Port, choice: Choice, *, strict: bool = False) -> tuple[ReadFile, ...]:
    """Read the files that are going to be sent.

    Parameters
    ----------
    port
        What waits.
    choice
        The files.
    strict
        Whether a broken one is an error; else it is logged.

    Raises
    ------
    ParserError
        One is broken.
    NotInstalledError
        One could be read with a library that is not installed.
    """
    from ..parsers.apart import StoppedError
    from ..parsers.several import read_files

    files = [(file.path, file.name) for file in choice.files if file.state is None]
    try:
        read = await port.run_blocking(lambda: read_files(files, is_stopped=stop_event().is_set))
    except StoppedError:  # whatever comes next is told to stop too, and says so
        return ()
    for one in read:
        if one.state == "failed" and strict:
            raise ParserError(
                f"{one.name}: {one.reason}.",
                hint="Nothing was sent. Leave the file out, or leave parse=True out and its metadata with it.",
            )
        if one.state == "failed":
            logger.warning("nothing was read out of %s: %s", one.name, one.reason)
    return tuple(read)


async def upload_and_read(
    port: Port, dataset_id: str, choice: Choice, options: UploadOptions, parse: bool
) -> Uploaded[File]:
    """Send files; if they are to be parsed, read them before that, and write what they say after it.

    Raises
    ------
    NotInstalledError
        As for `read_chosen`; nothing was sent.
    PartialTransferError
        As for an upload; what the others say was written.
    """
    if not parse:
        return await upload_many(port, dataset_id, choice, options)
    read = await read_chosen(port, choice)
    try:
        uploaded = await upload_many(port, dataset_id, choice, options)
    except PartialTransferError as error:
        if error.report is not None and not options.dry_run:
            await _store(port, dataset_id, _found(read, error.report))
        raise
    if not options.dry_run:
        await _store(port, dataset_id, _found(read, uploaded.report))
    uploaded.parsed = read
    return uploaded


def start_upload(
    port: Port, dataset_id: str, choice: Choice, options: UploadOptions, parse: bool
) -> AsyncTransferHandle[Uploaded[File]]:
    """Send files in the background, and read them first if that is wanted; see `upload_and_read`."""
    from dataclasses import replace

    from ..transfer.handle import AsyncTransferHandle, Latest

    def send(on_progress: Callable[[Progress], None]) -> Uploaded[File]:
        noting = replace(options, progress=on_progress)
        return run(upload_and_read(port.blocking, dataset_id, choice, noting, parse))

    latest = Latest()
    return AsyncTransferHandle(port.start(latest.following(send, options.progress)), latest)


async def upload_one_and_read(
    port: Port, dataset_id: str, path: LocalPath, name: str | None, existing: IfTaken, progress: Progressing
) -> File:
    """Send one file and write what it says, unless other content was left alone under its name.

    Raises
    ------
    NotInstalledError
        As for `read_chosen`; nothing was sent.
    """
    from ..transfer.checksums import sha256_of

    read = await read_chosen(port, await choose(port, {name: path} if name else path))
    file = await upload(port, dataset_id, path, name, existing, progress)
    found = read[0].found if read else None

    def is_other() -> bool:
        with Path(path).open("rb") as content:
            return sha256_of(content) != file.sha256_hash

    if found is not None and not (existing == "skip" and await port.run_blocking(is_other)):
        await _store(port, dataset_id, {file.mfid: found})
    return file


def _found(read: Sequence[ReadFile], report: TransferReport) -> dict[str, Parsed]:
    """What those files say that are in the dataset now, by their ids."""
    own = {line.name: line.mfid for line in report if line.mfid and line.state in ("sent", "known")}
    return {own[one.name]: one.found for one in read if one.found is not None and one.name in own}


async def _store(port: Port, dataset_id: str, found: Mapping[str, Parsed]) -> None:
    """Give a dataset what its files say, by their ids."""
    if not found:
        return
    together = Together(found.values())
    present = await port.call(get_dataset, dataset_mfid=dataset_id, include_metadata=True)
    fields = {name: value for name, value in together.fields.items() if present.get(name) is None}
    if fields:
        await port.call(update_dataset, dataset_mfid=dataset_id, body=DatasetUpdate.from_dict(fields))
    metadata = lacking(present.get("scientific_metadata") or {}, together.metadata)
    if metadata:
        await port.call(merge_metadata, resource_mfid=dataset_id, body=JsonObject.from_dict(metadata))
    tagged = {item["keyword"] for item in await port.call(list_keywords, dataset_mfid=dataset_id)}
    for word in together.keywords:
        if word not in tagged:
            await port.call(add_keyword, dataset_mfid=dataset_id, keyword=word)
    await add_thumbnails(port, dataset_id, together.thumbnails)
    await record_requests(port, dataset_id, {file: parsed.ingestion_class for file, parsed in found.items()})


class Together:
    """What several files say, as if one said it; where they differ, the first one wins.

    Parameters
    ----------
    found
        In the order of the files.

    Attributes
    ----------
    fields, metadata, keywords, thumbnails
        As in `Parsed`.
    """

    def __init__(self, found: Iterable[Parsed]) -> None:
        self.fields: dict[str, str] = {}
        self.metadata: dict[str, Any] = {}
        words: dict[str, None] = {}
        self.thumbnails: list[dict[str, str]] = []
        for parsed in found:
            self.fields = {**parsed.fields, **self.fields}
            self.metadata = filled(self.metadata, parsed.scientific_metadata)
            words.update(dict.fromkeys(parsed.keywords))
            self.thumbnails += parsed.thumbnails[: MOST_THUMBNAILS - len(self.thumbnails)]
        self.keywords: list[str] = list(words)


def lacking(present: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a document that another one does not have; a number with its unit is one value.

    >>> lacking({"beam": {"kV": 5}, "note": "x"}, {"beam": {"kV": 20, "spot": 3}, "note": {"y": 1}})
    {'beam': {'spot': 3}}
    """
    part: dict[str, Any] = {}
    for key, value in found.items():
        if key not in present:
            part[key] = value
        elif _is_object(value) and _is_object(present[key]) and (inner := lacking(present[key], value)):
            part[key] = inner
    return part


def _is_object(value: object) -> bool:
    return isinstance(value, dict) and "value" not in value


def filled(present: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with what it lacks.

    >>> filled({"beam": {"kV": 5}}, {"beam": {"kV": 20, "spot": 3}, "note": "x"})
    {'beam': {'kV': 5, 'spot': 3}, 'note': 'x'}
    """
    result = dict(present)
    for key, value in lacking(present, found).items():
        result[key] = filled(present[key], value) if key in present else value
    return result


async def add_thumbnails(port: Port, dataset_id: str, thumbnails: Sequence[Mapping[str, str]]) -> None:
    """Give a dataset those pictures that it does not have."""
    if not thumbnails:
        return
    present = await port.call(list_thumbnails, dataset_mfid=dataset_id)
    images = {item["thumbnail_b64str"] for item in present}
    for given in thumbnails[: max(0, MOST_THUMBNAILS - len(present))]:
        if given["thumbnail_b64str"] not in images:
            images.add(given["thumbnail_b64str"])
            call = port.call(add_thumbnail, dataset_mfid=dataset_id, body=ThumbnailCreate.from_dict(dict(given)))
            await once(call, f"client.datasets.get_thumbnails({dataset_id!r})")


async def record_requests(port: Port, dataset_id: str, classes: Mapping[str, str]) -> None:
    """Record of files that they were read on this side, unless there is a request already.

    Parameters
    ----------
    port
        What to call through.
    dataset_id
        Their dataset.
    classes
        How each was read, by the ids of the files.
    """
    asked = {one.file_mfid async for one in IngestionOperations(port).list(dsid=dataset_id, limit=None)}

    async def recorded(file: str) -> IngestionRequest | None:
        return await record_request(port, file, classes[file])

    _, error = await in_batches(port, recorded, [file for file in classes if file not in asked])
    if error is not None:
        raise error


async def record_request(port: Port, file: str, ingestion_class: str) -> IngestionRequest | None:
    """Record of a file that it was read on this side; None where the service is an older one, which cannot say that."""
    try:
        return await FileOperations(port).request_ingestion(file, ingestion_class, status="not_requested")
    except NotAvailableError:
        return None
