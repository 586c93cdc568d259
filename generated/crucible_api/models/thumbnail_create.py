from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="ThumbnailCreate")


class ThumbnailCreate(Model):
    """
    Attributes:
        thumbnail_name (str):
        thumbnail_b64str (str): The image file, no data: URL.
    """

    __slots__ = (
        "thumbnail_name",
        "thumbnail_b64str",
    )

    def __init__(
        self,
        thumbnail_name: str,
        thumbnail_b64str: str,
    ) -> None:
        self.thumbnail_name = thumbnail_name
        self.thumbnail_b64str = thumbnail_b64str

    def to_dict(self) -> dict[str, Any]:
        thumbnail_name = self.thumbnail_name

        thumbnail_b64str = self.thumbnail_b64str

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "thumbnail_name": thumbnail_name,
                "thumbnail_b64str": thumbnail_b64str,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        thumbnail_name = rest_.pop("thumbnail_name")

        thumbnail_b64str = rest_.pop("thumbnail_b64str")

        obj_ = cls.__new__(cls)
        obj_.thumbnail_name = thumbnail_name
        obj_.thumbnail_b64str = thumbnail_b64str

        return obj_
