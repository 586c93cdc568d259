from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="SignedUploadComplete")


class SignedUploadComplete(Model):
    """
    Attributes:
        upload_id (str): Opaque.
        sha256_hash (str): SHA-256 of the content, in lower-case hexadecimal.
        crc32c (str): CRC32C (Castagnoli) of the content, four bytes big-endian in Base64.
    """

    __slots__ = (
        "upload_id",
        "sha256_hash",
        "crc32c",
    )

    def __init__(
        self,
        upload_id: str,
        sha256_hash: str,
        crc32c: str,
    ) -> None:
        self.upload_id = upload_id
        self.sha256_hash = sha256_hash
        self.crc32c = crc32c

    def to_dict(self) -> dict[str, Any]:
        upload_id = self.upload_id

        sha256_hash = self.sha256_hash

        crc32c = self.crc32c

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "upload_id": upload_id,
                "sha256_hash": sha256_hash,
                "crc32c": crc32c,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        upload_id = rest_.pop("upload_id")

        sha256_hash = rest_.pop("sha256_hash")

        crc32c = rest_.pop("crc32c")

        obj_ = cls.__new__(cls)
        obj_.upload_id = upload_id
        obj_.sha256_hash = sha256_hash
        obj_.crc32c = crc32c

        return obj_
