from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model, as_list

T = TypeVar("T", bound="PartsToSign")


class PartsToSign(Model):
    """
    Attributes:
        parts (list[PartToSign]): Clients send up to 32; the server's limit is not known.
    """

    __slots__ = ("parts",)

    def __init__(
        self,
        parts: list[PartToSign],
    ) -> None:
        self.parts = parts

    def to_dict(self) -> dict[str, Any]:
        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "parts": parts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        parts = []
        _parts = rest_.pop("parts")
        for parts_item_data in as_list(_parts):
            parts_item = PartToSign.from_dict(parts_item_data)

            parts.append(parts_item)

        obj_ = cls.__new__(cls)
        obj_.parts = parts

        return obj_


from ..models.part_to_sign import PartToSign  # noqa: E402
