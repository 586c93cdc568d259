from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="UploadStart")


class UploadStart(Model):
    """
    Attributes:
        filename (str): May contain relative folders.
        size (int): Bytes.
        sha256_hash (str): SHA-256 of the content, in lower-case hexadecimal.
    """

    __slots__ = (
        "filename",
        "size",
        "sha256_hash",
    )

    def __init__(
        self,
        filename: str,
        size: int,
        sha256_hash: str,
    ) -> None:
        self.filename = filename
        self.size = size
        self.sha256_hash = sha256_hash

    def to_dict(self) -> dict[str, Any]:
        filename = self.filename

        size = self.size

        sha256_hash = self.sha256_hash

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "filename": filename,
                "size": size,
                "sha256_hash": sha256_hash,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        filename = rest_.pop("filename")

        size = rest_.pop("size")

        sha256_hash = rest_.pop("sha256_hash")

        obj_ = cls.__new__(cls)
        obj_.filename = filename
        obj_.size = size
        obj_.sha256_hash = sha256_hash

        return obj_
