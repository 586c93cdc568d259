"""Uploads in signed parts, step by step: the calls of the API around the bytes, which this module does not touch.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..bound import BoundFile
    from ..records import SignedPart, SignedUpload
    from ..resources import uploads as coroutines
    from ..resources.base import Reference


class UploadOperations(Operations):
    """Uploads in signed parts, step by step; ``client.datasets.add_file`` takes all steps at once."""

    @cached_property
    def _coroutines(self) -> coroutines.UploadOperations:
        from ..resources.uploads import UploadOperations

        return UploadOperations(self._connect())

    def start(
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
        return run(self._coroutines.start(dsid, filename, size, sha256_hash, idempotency_key=idempotency_key))

    def replace(
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
        return run(self._coroutines.replace(file_id, size, sha256_hash, etag, idempotency_key=idempotency_key))

    def list_parts(self, dsid: Reference, upload: SignedUpload | str) -> list[int]:
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
        return run(self._coroutines.list_parts(dsid, upload))

    def sign_parts(self, dsid: Reference, upload: SignedUpload | str, checksums: Mapping[int, str]) -> list[SignedPart]:
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
        return run(self._coroutines.sign_parts(dsid, upload, checksums))

    def complete(self, dsid: Reference, upload: SignedUpload | str, sha256_hash: str, crc32c: str) -> BoundFile:
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
        return self._bound(run(self._coroutines.complete(dsid, upload, sha256_hash, crc32c)))

    def abort(self, dsid: Reference, upload: SignedUpload | str) -> None:
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
        return run(self._coroutines.abort(dsid, upload))
