from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ProjectReference")


class ProjectReference(Model):
    """
    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        project_id (str): Slug.
        title (None | str | Unset):
    """

    __slots__ = (
        "unique_id",
        "project_id",
        "title",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        project_id: str,
        title: None | str | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.project_id = project_id
        self.title = title
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        project_id = self.project_id

        title: None | str | Unset = self.title

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "project_id": project_id,
            }
        )
        if title is not UNSET:
            field_dict["title"] = title

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        project_id = rest_.pop("project_id")

        title: None | str | Unset = rest_.pop("title", UNSET)

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.project_id = project_id
        obj_.title = title

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
