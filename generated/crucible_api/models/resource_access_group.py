from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ResourceAccessGroup")


class ResourceAccessGroup(Model):
    """A group that may read a record; the forerunner of the access grant.

    Attributes:
        group_name (str | Unset):
        read (bool | None | Unset):
        write (bool | None | Unset):
    """

    __slots__ = (
        "group_name",
        "read",
        "write",
        "additional_properties",
    )

    def __init__(
        self,
        group_name: str | Unset = UNSET,
        read: bool | None | Unset = UNSET,
        write: bool | None | Unset = UNSET,
    ) -> None:
        self.group_name = group_name
        self.read = read
        self.write = write
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        group_name = self.group_name

        read: bool | None | Unset = self.read

        write: bool | None | Unset = self.write

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if group_name is not UNSET:
            field_dict["group_name"] = group_name
        if read is not UNSET:
            field_dict["read"] = read
        if write is not UNSET:
            field_dict["write"] = write

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        group_name = rest_.pop("group_name", UNSET)

        read: bool | None | Unset = rest_.pop("read", UNSET)

        write: bool | None | Unset = rest_.pop("write", UNSET)

        obj_ = cls.__new__(cls)
        obj_.group_name = group_name
        obj_.read = read
        obj_.write = write

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
