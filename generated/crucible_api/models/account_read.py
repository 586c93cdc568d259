from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="AccountRead")


class AccountRead(Model):
    """Who the key belongs to.

    Attributes:
        user_unique_id (str): Identity of a person (ORCID, or an MFID where there is none) or of a service account
            (MFID).
        access_group_ids (list[int | str]):
        access_group_name (None | str | Unset): A remnant; older answers probably gave the caller's own identifier here,
            before there was user_unique_id.
        user_info (None | Unset | UserRead): Null for a key without a user record.
    """

    __slots__ = (
        "user_unique_id",
        "access_group_ids",
        "access_group_name",
        "user_info",
        "additional_properties",
    )

    def __init__(
        self,
        user_unique_id: str,
        access_group_ids: list[int | str],
        access_group_name: None | str | Unset = UNSET,
        user_info: None | Unset | UserRead = UNSET,
    ) -> None:
        self.user_unique_id = user_unique_id
        self.access_group_ids = access_group_ids
        self.access_group_name = access_group_name
        self.user_info = user_info
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        user_unique_id = self.user_unique_id

        access_group_ids = []
        for access_group_ids_item_data in self.access_group_ids:
            access_group_ids_item: int | str = access_group_ids_item_data

            access_group_ids.append(access_group_ids_item)

        access_group_name: None | str | Unset = self.access_group_name

        user_info: dict[str, Any] | None | Unset
        if isinstance(self.user_info, Unset):
            user_info = UNSET
        elif isinstance(self.user_info, UserRead):
            user_info = self.user_info.to_dict()
        else:
            user_info = self.user_info

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "user_unique_id": user_unique_id,
                "access_group_ids": access_group_ids,
            }
        )
        if access_group_name is not UNSET:
            field_dict["access_group_name"] = access_group_name
        if user_info is not UNSET:
            field_dict["user_info"] = user_info

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        user_unique_id = rest_.pop("user_unique_id")

        access_group_ids = []
        _access_group_ids = rest_.pop("access_group_ids")
        for access_group_ids_item_data in as_list(_access_group_ids):
            access_group_ids_item: int | str = access_group_ids_item_data

            access_group_ids.append(access_group_ids_item)

        access_group_name: None | str | Unset = rest_.pop("access_group_name", UNSET)

        _user_info = rest_.pop("user_info", UNSET)
        user_info: None | Unset | UserRead
        if _user_info is None or _user_info is UNSET:
            user_info = _user_info
        else:
            user_info_type_0 = UserRead.from_dict(_user_info)

            user_info = user_info_type_0

        obj_ = cls.__new__(cls)
        obj_.user_unique_id = user_unique_id
        obj_.access_group_ids = access_group_ids
        obj_.access_group_name = access_group_name
        obj_.user_info = user_info

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


from ..models.user_read import UserRead  # noqa: E402
