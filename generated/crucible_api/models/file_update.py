from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="FileUpdate")


class FileUpdate(Model):
    """
    Attributes:
        filename (str | Unset): Renames the file.
        storage_path (str | Unset): Not for files in Google Cloud Storage.
        access_note (None | str | Unset):
        storage_backend (str | Unset): Not for files in Google Cloud Storage.
        size (int | Unset): Bytes.
        sha256_hash (str | Unset): SHA-256 of the content, in lower-case hexadecimal.
    """

    __slots__ = (
        "filename",
        "storage_path",
        "access_note",
        "storage_backend",
        "size",
        "sha256_hash",
    )

    def __init__(
        self,
        filename: str | Unset = UNSET,
        storage_path: str | Unset = UNSET,
        access_note: None | str | Unset = UNSET,
        storage_backend: str | Unset = UNSET,
        size: int | Unset = UNSET,
        sha256_hash: str | Unset = UNSET,
    ) -> None:
        self.filename = filename
        self.storage_path = storage_path
        self.access_note = access_note
        self.storage_backend = storage_backend
        self.size = size
        self.sha256_hash = sha256_hash

    def to_dict(self) -> dict[str, Any]:
        filename = self.filename

        storage_path = self.storage_path

        access_note: None | str | Unset = self.access_note

        storage_backend = self.storage_backend

        size = self.size

        sha256_hash = self.sha256_hash

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if filename is not UNSET:
            field_dict["filename"] = filename
        if storage_path is not UNSET:
            field_dict["storage_path"] = storage_path
        if access_note is not UNSET:
            field_dict["access_note"] = access_note
        if storage_backend is not UNSET:
            field_dict["storage_backend"] = storage_backend
        if size is not UNSET:
            field_dict["size"] = size
        if sha256_hash is not UNSET:
            field_dict["sha256_hash"] = sha256_hash

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        filename = rest_.pop("filename", UNSET)

        storage_path = rest_.pop("storage_path", UNSET)

        access_note: None | str | Unset = rest_.pop("access_note", UNSET)

        storage_backend = rest_.pop("storage_backend", UNSET)

        size = rest_.pop("size", UNSET)

        sha256_hash = rest_.pop("sha256_hash", UNSET)

        obj_ = cls.__new__(cls)
        obj_.filename = filename
        obj_.storage_path = storage_path
        obj_.access_note = access_note
        obj_.storage_backend = storage_backend
        obj_.size = size
        obj_.sha256_hash = sha256_hash

        return obj_
