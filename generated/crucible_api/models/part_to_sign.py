from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="PartToSign")


class PartToSign(Model):
    """
    Attributes:
        part_number (int): Counted from 1; storage takes no more than ten thousand parts.
        crc32c (str): CRC32C (Castagnoli) of the content, four bytes big-endian in Base64.
    """

    __slots__ = (
        "part_number",
        "crc32c",
    )

    def __init__(
        self,
        part_number: int,
        crc32c: str,
    ) -> None:
        self.part_number = part_number
        self.crc32c = crc32c

    def to_dict(self) -> dict[str, Any]:
        part_number = self.part_number

        crc32c = self.crc32c

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "part_number": part_number,
                "crc32c": crc32c,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        part_number = rest_.pop("part_number")

        crc32c = rest_.pop("crc32c")

        obj_ = cls.__new__(cls)
        obj_.part_number = part_number
        obj_.crc32c = crc32c

        return obj_
