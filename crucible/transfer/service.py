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
