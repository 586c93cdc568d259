from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="OwnershipTransfer")


class OwnershipTransfer(Model):
    """Who owned the record and who owns it now, or would.

    Attributes:
        resource_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        new_owner (UserPublicRead): What anybody may know of a user.
        previous_owner (None | Unset | UserPublicRead):
    """

    __slots__ = (
        "resource_id",
        "new_owner",
        "previous_owner",
        "additional_properties",
    )

    def __init__(
        self,
        resource_id: str,
        new_owner: UserPublicRead,
        previous_owner: None | Unset | UserPublicRead = UNSET,
    ) -> None:
        self.resource_id = resource_id
        self.new_owner = new_owner
        self.previous_owner = previous_owner
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        resource_id = self.resource_id

        new_owner = self.new_owner.to_dict()

        previous_owner: dict[str, Any] | None | Unset
        if isinstance(self.previous_owner, Unset):
            previous_owner = UNSET
        elif isinstance(self.previous_owner, UserPublicRead):
            previous_owner = self.previous_owner.to_dict()
        else:
            previous_owner = self.previous_owner

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "resource_id": resource_id,
                "new_owner": new_owner,
            }
        )
        if previous_owner is not UNSET:
            field_dict["previous_owner"] = previous_owner

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        resource_id = rest_.pop("resource_id")

        new_owner = UserPublicRead.from_dict(rest_.pop("new_owner"))

        _previous_owner = rest_.pop("previous_owner", UNSET)
        previous_owner: None | Unset | UserPublicRead
        if _previous_owner is None or _previous_owner is UNSET:
            previous_owner = _previous_owner
        else:
            previous_owner_type_0 = UserPublicRead.from_dict(_previous_owner)

            previous_owner = previous_owner_type_0

        obj_ = cls.__new__(cls)
        obj_.resource_id = resource_id
        obj_.new_owner = new_owner
        obj_.previous_owner = previous_owner

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


from ..models.user_public_read import UserPublicRead  # noqa: E402
