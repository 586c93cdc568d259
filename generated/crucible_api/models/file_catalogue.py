from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="FileCatalogue")


class FileCatalogue(Model):
    """
    Attributes:
        filename (str): May contain relative folders.
        storage_backend (str): Where the file is kept, such as globus or local; gcs is refused.
        access_note (str | Unset): How to get the file.
        size (int | Unset): Bytes.
        sha256_hash (str | Unset): SHA-256 of the content, in lower-case hexadecimal.
    """

    __slots__ = (
        "filename",
        "storage_backend",
        "access_note",
        "size",
        "sha256_hash",
    )

    def __init__(
        self,
        filename: str,
        storage_backend: str,
        access_note: str | Unset = UNSET,
        size: int | Unset = UNSET,
        sha256_hash: str | Unset = UNSET,
    ) -> None:
        self.filename = filename
        self.storage_backend = storage_backend
        self.access_note = access_note
        self.size = size
        self.sha256_hash = sha256_hash

    def to_dict(self) -> dict[str, Any]:
        filename = self.filename

        storage_backend = self.storage_backend

        access_note = self.access_note

        size = self.size

        sha256_hash = self.sha256_hash

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "filename": filename,
                "storage_backend": storage_backend,
            }
        )
        if access_note is not UNSET:
            field_dict["access_note"] = access_note
        if size is not UNSET:
            field_dict["size"] = size
        if sha256_hash is not UNSET:
            field_dict["sha256_hash"] = sha256_hash

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        filename = rest_.pop("filename")

        storage_backend = rest_.pop("storage_backend")

        access_note = rest_.pop("access_note", UNSET)

        size = rest_.pop("size", UNSET)

        sha256_hash = rest_.pop("sha256_hash", UNSET)

        obj_ = cls.__new__(cls)
        obj_.filename = filename
        obj_.storage_backend = storage_backend
        obj_.access_note = access_note
        obj_.size = size
        obj_.sha256_hash = sha256_hash

        return obj_
