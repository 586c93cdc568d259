from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ProjectReassignment")


class ProjectReassignment(Model):
    """Which project the record belonged to and which it belongs to now, or would.

    Attributes:
        resource_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        new_project_id (str):
        previous_project_id (None | str | Unset):
        resource_mfid (None | str | Unset):
        previous_project_mfid (None | str | Unset):
        new_project_mfid (None | str | Unset):
    """

    __slots__ = (
        "resource_id",
        "new_project_id",
        "previous_project_id",
        "resource_mfid",
        "previous_project_mfid",
        "new_project_mfid",
        "additional_properties",
    )

    def __init__(
        self,
        resource_id: str,
        new_project_id: str,
        previous_project_id: None | str | Unset = UNSET,
        resource_mfid: None | str | Unset = UNSET,
        previous_project_mfid: None | str | Unset = UNSET,
        new_project_mfid: None | str | Unset = UNSET,
    ) -> None:
        self.resource_id = resource_id
        self.new_project_id = new_project_id
        self.previous_project_id = previous_project_id
        self.resource_mfid = resource_mfid
        self.previous_project_mfid = previous_project_mfid
        self.new_project_mfid = new_project_mfid
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        resource_id = self.resource_id

        new_project_id = self.new_project_id

        previous_project_id: None | str | Unset = self.previous_project_id

        resource_mfid: None | str | Unset = self.resource_mfid

        previous_project_mfid: None | str | Unset = self.previous_project_mfid

        new_project_mfid: None | str | Unset = self.new_project_mfid

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "resource_id": resource_id,
                "new_project_id": new_project_id,
            }
        )
        if previous_project_id is not UNSET:
            field_dict["previous_project_id"] = previous_project_id
        if resource_mfid is not UNSET:
            field_dict["resource_mfid"] = resource_mfid
        if previous_project_mfid is not UNSET:
            field_dict["previous_project_mfid"] = previous_project_mfid
        if new_project_mfid is not UNSET:
            field_dict["new_project_mfid"] = new_project_mfid

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        resource_id = rest_.pop("resource_id")

        new_project_id = rest_.pop("new_project_id")

        previous_project_id: None | str | Unset = rest_.pop("previous_project_id", UNSET)

        resource_mfid: None | str | Unset = rest_.pop("resource_mfid", UNSET)

        previous_project_mfid: None | str | Unset = rest_.pop("previous_project_mfid", UNSET)

        new_project_mfid: None | str | Unset = rest_.pop("new_project_mfid", UNSET)

        obj_ = cls.__new__(cls)
        obj_.resource_id = resource_id
        obj_.new_project_id = new_project_id
        obj_.previous_project_id = previous_project_id
        obj_.resource_mfid = resource_mfid
        obj_.previous_project_mfid = previous_project_mfid
        obj_.new_project_mfid = new_project_mfid

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
