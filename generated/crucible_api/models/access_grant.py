from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.principal_type import PrincipalType
from ..models.role import Role
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="AccessGrant")


class AccessGrant(Model):
    """That somebody has a role on a record.

    Attributes:
        principal_id (str): Id of a user, MFID of a project or instrument, or a marker for the public.
        principal_type (PrincipalType): What system and unknown mean is not known.
        permission (Role): In ascending order; owner is exclusive and changes only by transfer of ownership.
        slug (None | str | Unset):
        display_name (None | str | Unset):
    """

    __slots__ = (
        "principal_id",
        "principal_type",
        "permission",
        "slug",
        "display_name",
        "additional_properties",
    )

    def __init__(
        self,
        principal_id: str,
        principal_type: PrincipalType,
        permission: Role,
        slug: None | str | Unset = UNSET,
        display_name: None | str | Unset = UNSET,
    ) -> None:
        self.principal_id = principal_id
        self.principal_type = principal_type
        self.permission = permission
        self.slug = slug
        self.display_name = display_name
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        principal_id = self.principal_id

        principal_type: str = self.principal_type

        permission: str = self.permission

        slug: None | str | Unset = self.slug

        display_name: None | str | Unset = self.display_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "principal_id": principal_id,
                "principal_type": principal_type,
                "permission": permission,
            }
        )
        if slug is not UNSET:
            field_dict["slug"] = slug
        if display_name is not UNSET:
            field_dict["display_name"] = display_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        principal_id = rest_.pop("principal_id")

        principal_type = rest_.pop("principal_type")

        permission = rest_.pop("permission")

        slug: None | str | Unset = rest_.pop("slug", UNSET)

        display_name: None | str | Unset = rest_.pop("display_name", UNSET)

        obj_ = cls.__new__(cls)
        obj_.principal_id = principal_id
        obj_.principal_type = principal_type
        obj_.permission = permission
        obj_.slug = slug
        obj_.display_name = display_name

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
