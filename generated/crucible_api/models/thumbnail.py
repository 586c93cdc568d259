from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="Thumbnail")


class Thumbnail(Model):
    """
    Attributes:
        id (int):
        thumbnail_b64str (str): The image file.
        dataset_id (int | Unset):
        thumbnail_name (None | str | Unset):
        mime_type (str | Unset): Found from the bytes of the image, such as image/jpeg.
    """

    __slots__ = (
        "id",
        "thumbnail_b64str",
        "dataset_id",
        "thumbnail_name",
        "mime_type",
        "additional_properties",
    )

    def __init__(
        self,
        id: int,
        thumbnail_b64str: str,
        dataset_id: int | Unset = UNSET,
        thumbnail_name: None | str | Unset = UNSET,
        mime_type: str | Unset = UNSET,
    ) -> None:
        self.id = id
        self.thumbnail_b64str = thumbnail_b64str
        self.dataset_id = dataset_id
        self.thumbnail_name = thumbnail_name
        self.mime_type = mime_type
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        thumbnail_b64str = self.thumbnail_b64str

        dataset_id = self.dataset_id

        thumbnail_name: None | str | Unset = self.thumbnail_name

        mime_type = self.mime_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "thumbnail_b64str": thumbnail_b64str,
            }
        )
        if dataset_id is not UNSET:
            field_dict["dataset_id"] = dataset_id
        if thumbnail_name is not UNSET:
            field_dict["thumbnail_name"] = thumbnail_name
        if mime_type is not UNSET:
            field_dict["mime_type"] = mime_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        id = rest_.pop("id")

        thumbnail_b64str = rest_.pop("thumbnail_b64str")

        dataset_id = rest_.pop("dataset_id", UNSET)

        thumbnail_name: None | str | Unset = rest_.pop("thumbnail_name", UNSET)

        mime_type = rest_.pop("mime_type", UNSET)

        obj_ = cls.__new__(cls)
        obj_.id = id
        obj_.thumbnail_b64str = thumbnail_b64str
        obj_.dataset_id = dataset_id
        obj_.thumbnail_name = thumbnail_name
        obj_.mime_type = mime_type

        obj_.additional_properties = {**rest_} if rest_ else {}
        return obj_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
