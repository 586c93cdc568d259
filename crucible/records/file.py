"""Files of datasets."""

from __future__ import annotations

from .base import Record, needed, optional


class File(Record):
    """The record of one file of a dataset; `size` is in bytes, `sha256_hash` in hexadecimal."""

    __slots__ = ()
    _shown = ("mfid", "filename", "size", "dataset_mfid")

    mfid = needed(str)
    dataset_mfid = needed(str)
    filename = needed(str)
    storage_path = optional(str)
    storage_backend = optional(str)
    access_note = optional(str)
    size = optional(int)
    sha256_hash = optional(str)
    etag = optional(str)


class DownloadLink(Record):
    """An address that anybody can read the file at for `expires_in` seconds; it is not shown, so as not to leak."""

    __slots__ = ()
    _shown = ("expires_in",)
    _hidden = frozenset({"url"})

    expires_in = needed(int)

    @property
    def url(self) -> str:
        """The signed address itself."""
        return str(self._wire["url"])
