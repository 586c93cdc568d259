"""What transfers need from the API, as the layer above provides it.

Transfers are written without knowing how the API is called. Whatever has these methods will do; all of them block, may
be called from several threads at once, and raise the errors of `crucible.errors`. Records are the service's JSON: plain
dictionaries, or anything that reads like them, with the field names of the wire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Service(Protocol):
    """The part of the API that moves bytes."""

    def record(self, resource_id: str) -> Mapping[str, object]:
        """Return any resource with its ``scientific_metadata``, as the service sends it, incl. ``resource_type``.

        This is what ``record.json`` will hold, so it must be plain JSON.
        """

    def files(self, dataset_id: str) -> Sequence[Mapping[str, object]]:
        """Return the file records of a dataset (``AssociatedFileRead``): an empty list if there are none."""

    def links(self, dataset_id: str) -> Mapping[str, str | None]:
        """Return the download addresses of a dataset's files by ``mfid``: None for one that will not be served.

        If nothing is stored at all, `NotFoundError`.
        """

    def link(self, file_mfid: str) -> str:
        """Return a fresh download address for one file. If nothing is stored, `NotFoundError`."""

    def start_upload(self, dataset_id: str, *, filename: str, size: int, sha256_hash: str) -> Mapping[str, object]:
        """Open a resumable session: ``upload_id``, ``resumable_uri``, ``chunk_size_hint``, ``existing_file``."""

    def complete_upload(self, dataset_id: str, *, upload_id: str, sha256_hash: str) -> Mapping[str, object]:
        """Tell the service that all bytes are stored, and return the file record it made."""

    def file(self, file_mfid: str) -> Mapping[str, object]:
        """Return the record of one file."""

    def start_signed_upload(
        self, dataset_id: str, *, filename: str, size: int, sha256_hash: str, idempotency_key: str
    ) -> Mapping[str, object]:
        """Begin an upload in signed parts: ``upload_id``, ``part_size``, ``parts``, ``existing_file``.

        `NotAvailableError` if the API has no such uploads; `ConflictError` with the code ``filename_exists`` and the
        ``file_mfid`` of the other file if the dataset has other content under this name.
        """

    def start_replacement(
        self, file_mfid: str, *, size: int, sha256_hash: str, etag: str, idempotency_key: str
    ) -> Mapping[str, object]:
        """Begin an upload of new content for a file that still has this etag; answers as `start_signed_upload`."""

    def arrived_parts(self, dataset_id: str, upload_id: str) -> Sequence[int]:
        """Return the numbers of the parts that have arrived. `NotFoundError` if there is no such upload any more."""

    def sign_parts(
        self, dataset_id: str, upload_id: str, checksums: Mapping[int, str]
    ) -> Sequence[Mapping[str, object]]:
        """Return an address for each part, given by number and CRC32C: ``url``, ``headers``, ``expires_at``, ..."""

    def complete_signed_upload(
        self, dataset_id: str, *, upload_id: str, sha256_hash: str, crc32c: str
    ) -> Mapping[str, object]:
        """Have the parts made a file, and return its record; repeating it is harmless."""

    def abort_upload(self, dataset_id: str, upload_id: str) -> None:
        """Give an upload in signed parts up."""
