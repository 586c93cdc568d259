from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="ReplacementStart")


class ReplacementStart(Model):
    """
    Attributes:
        size (int): Bytes of the new content.
        sha256_hash (str): SHA-256 of the content, in lower-case hexadecimal.
    """

    __slots__ = (
        "size",
        "sha256_hash",
    )

    def __init__(
        self,
        size: int,
        sha256_hash: str,
    ) -> None:
        self.size = size
        self.sha256_hash = sha256_hash

    def to_dict(self) -> dict[str, Any]:
        size = self.size

        sha256_hash = self.sha256_hash

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "size": size,
                "sha256_hash": sha256_hash,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        size = rest_.pop("size")

        sha256_hash = rest_.pop("sha256_hash")

        obj_ = cls.__new__(cls)
        obj_.size = size
        obj_.sha256_hash = sha256_hash

        return obj_
