"""Files of datasets."""

from __future__ import annotations

from .base import Field, Record, needed, optional


class File(Record):
    """The record of one file of a dataset; `size` is in bytes, `sha256_hash` in hexadecimal."""

    __slots__ = ()
    _shown = ("mfid", "filename", "size", "dataset_mfid")

    mfid: Field[str] = needed(str)
    dataset_mfid: Field[str] = needed(str)
    filename: Field[str] = needed(str)
    storage_path: Field[str | None] = optional(str)
    storage_backend: Field[str | None] = optional(str)
    access_note: Field[str | None] = optional(str)
    size: Field[int | None] = optional(int)
    sha256_hash: Field[str | None] = optional(str)
    etag: Field[str | None] = optional(str)


class DownloadLink(Record):
    """An address that anybody can read the file at for `expires_in` seconds; it is not shown, so as not to leak."""

    __slots__ = ()
    _shown = ("expires_in",)
    _hidden = frozenset({"url"})

    expires_in: Field[int] = needed(int)

    @property
    def url(self) -> str:
        """The signed address itself."""
        return str(self._wire["url"])
