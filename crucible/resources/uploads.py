"""Uploads in signed parts, step by step: the calls of the API around the bytes, which this module does not touch.

``client.datasets.add_file`` does all of it. These steps are for programs that move the bytes themselves: start, or
replace; list what has arrived; have parts signed; send each part to its address; complete, or abort.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any, Final

from crucible_api.api.uploads import (
    abort_signed_upload,
    complete_signed_upload,
    get_signed_upload,
    sign_parts,
    start_file_replacement,
    start_signed_upload,
)
from crucible_api.models import PartsToSign, ReplacementStart, SignedUploadComplete, UploadStart

from ..credentials import SecretText
from ..errors import UnexpectedResponseError, UsageError
from ..records import File, SignedPart, SignedUpload
from .base import Operations, mfid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .base import Reference

# What clients are known to send; the limit of the server is not known.
PARTS_AT_ONCE: Final = 32
# As in the document: it stands in paths.
_UPLOAD_ID: Final = re.compile(r"[!-.0-~]+")


class UploadOperations(Operations):
    """Uploads in signed parts, step by step; ``client.datasets.add_file`` takes all steps at once."""

    async def start(
        self, dsid: Reference, filename: str, size: int, sha256_hash: str, *, idempotency_key: str | None = None
    ) -> SignedUpload:
        """Start the upload of a new file.

        Parameters
        ----------
        dsid
            A dataset or its id.
        filename
            Its name in the dataset, with ``/`` between folders.
        size, sha256_hash
            Of the whole content: bytes, more than none, and hexadecimal.
        idempotency_key
            Any text: the same one finds the same upload again, also after a crash. A new one is made unless given.

        Returns
        -------
        SignedUpload
            With `existing_file` if the dataset has this content already; there is nothing to send then.

        Raises
        ------
        ConflictError
            The dataset has other content under this name; ``error.code`` is ``filename_exists``, and ``error.data`` has
            `file_mfid` and `etag` of that file.
        ServerError
            The service has signed uploads switched off, if its words are that they "are disabled".
        NotAvailableError
            The address is one of API v2; nothing was sent.

        Notes
        -----
        Source: study of openapi/SOURCE.md, §4.14 (protocol C).

        Examples
        --------
        >>> from hashlib import sha256
        >>> started = client.uploads.start(dataset, "raw/a.csv", 3, sha256(b"1,2").hexdigest())
        >>> started.part_count, client.uploads.list_parts(dataset, started)
        (1, [])
        >>> client.uploads.abort(dataset, started)
        """
        body = UploadStart(filename=filename, size=_not_empty(size), sha256_hash=sha256_hash)
        key = idempotency_key or secrets.token_hex(16)
        dataset = mfid(dsid, "dataset")
        return SignedUpload(
            await self._port.call(start_signed_upload, dataset_mfid=dataset, body=body, idempotency_key=key)
        )

    async def replace(
        self, file_id: Reference, size: int, sha256_hash: str, etag: str, *, idempotency_key: str | None = None
    ) -> SignedUpload:
        """Start the upload of new content for a file; its id, name and metadata stay.

        The other steps name the dataset of the file. The old content is served until the new one is complete.

        Parameters
        ----------
        file_id
            A file or its id.
        size, sha256_hash
            Of the new content, as in `start`.
        etag
            The `etag` of the record that was read, so that nobody else's change is lost; ``*`` replaces whatever is
            there.
        idempotency_key
            As in `start`.

        Returns
        -------
        SignedUpload
            With `existing_file` if this is its content already.

        Raises
        ------
        ConflictError
            The content is another one than `etag` names (``error.code`` is ``etag_mismatch``), is being replaced
            (``replace_in_progress``), or is kept elsewhere.
        NotFoundError
            There is no such file.

        Notes
        -----
        Source: study of openapi/SOURCE.md, §4.14 (replacing the content of a file).
        """
        body = ReplacementStart(size=_not_empty(size), sha256_hash=sha256_hash)
        key, file = idempotency_key or secrets.token_hex(16), mfid(file_id, "file")
        return SignedUpload(
            await self._port.call(start_file_replacement, file_mfid=file, body=body, if_match=etag, idempotency_key=key)
        )

    async def list_parts(self, dsid: Reference, upload: SignedUpload | str) -> list[int]:
        """Get the numbers of the parts that have arrived, from 1.

        Parameters
        ----------
        dsid
            The dataset of the file, or its id.
        upload
            The upload, or its `upload_id`.

        Raises
        ------
        NotFoundError
            There is no such upload any more; start again.
        """
        found: list[int] = []
        marker = 0
        while True:
            after = {"part_number_marker": marker} if marker else {}
            answer = await self._port.call(
                get_signed_upload, dataset_mfid=mfid(dsid, "dataset"), upload_id=_upload_id(upload), **after
            )
            found += [part["part_number"] for part in answer["parts"]]
            following = answer.get("next_part_number_marker") or 0
            if not following:
                return found
            if following <= marker:
                raise UnexpectedResponseError("The list of an upload's parts does not go on.", hint="Start it again.")
            marker = following

    async def sign_parts(
        self, dsid: Reference, upload: SignedUpload | str, checksums: Mapping[int, str]
    ) -> list[SignedPart]:
        """Get an address for each of some parts; it takes bytes with this checksum only, and expires.

        Parameters
        ----------
        dsid, upload
            As in `list_parts`.
        checksums
            The CRC32C of each part by its number: four bytes, the highest first, in Base64.

        Returns
        -------
        list of SignedPart
            In the order of `checksums`.

        Raises
        ------
        ConflictError
            The upload is complete, or about to be.
        NotFoundError
            There is no such upload any more; start again.
        """
        wanted = [{"part_number": number, "crc32c": checksum} for number, checksum in checksums.items()]
        signed: dict[int, SignedPart] = {}
        for first in range(0, len(wanted), PARTS_AT_ONCE):
            body = PartsToSign.from_dict({"parts": wanted[first : first + PARTS_AT_ONCE]})
            call = self._port.call(
                sign_parts, dataset_mfid=mfid(dsid, "dataset"), upload_id=_upload_id(upload), body=body
            )
            # No variable holds the answer: a traceback may show variables.
            signed |= {part["part_number"]: SignedPart(part) for part in (await call)["parts"]}
        missing = [number for number in checksums if number not in signed]
        if missing:
            raise UnexpectedResponseError(f"The server has not signed part {missing[0]}.", hint="Ask again.")
        return [signed[number] for number in checksums]

    async def complete(self, dsid: Reference, upload: SignedUpload | str, sha256_hash: str, crc32c: str) -> File:
        """Make the parts a file, or the new content of one, once all have arrived; repeating it is harmless.

        Parameters
        ----------
        dsid, upload
            As in `list_parts`.
        sha256_hash, crc32c
            Of the whole content; the second in Base64, as in `sign_parts`. The service compares both.

        Returns
        -------
        File
            Its record.

        Raises
        ------
        ConflictError
            Parts are missing, or the content is not what was announced.
        NotFoundError
            There is no such upload any more; start again.

        Notes
        -----
        Source: it can take two minutes, since all bytes are read (study of openapi/SOURCE.md, §4.14).
        """
        body = SignedUploadComplete(upload_id=_upload_id(upload), sha256_hash=sha256_hash, crc32c=crc32c)
        return File(await self._port.call(complete_signed_upload, dataset_mfid=mfid(dsid, "dataset"), body=body))

    async def abort(self, dsid: Reference, upload: SignedUpload | str) -> None:
        """Give an upload up; what has arrived of it is lost.

        Parameters
        ----------
        dsid, upload
            As in `list_parts`.

        Raises
        ------
        ConflictError
            It is complete.
        NotFoundError
            There is no such upload, or no more.
        """
        await self._port.call(abort_signed_upload, dataset_mfid=mfid(dsid, "dataset"), upload_id=_upload_id(upload))


def _not_empty(size: int) -> int:
    if size > 0:
        return size
    raise UsageError("An empty file has no parts.", hint="client.datasets.add_file uploads it.")


def _upload_id(upload: Any) -> str:
    """Return the identity of an upload, which no message may quote."""
    identity = upload.upload_id if isinstance(upload, SignedUpload) else upload
    if isinstance(identity, str) and _UPLOAD_ID.fullmatch(identity) and set(identity) != {"."}:
        return SecretText(identity)
    if isinstance(upload, SignedUpload):
        raise UsageError("There is nothing to upload.", hint="The content is stored already: see existing_file.")
    raise UsageError("That names no upload.", hint="Give what client.uploads.start returned.")
