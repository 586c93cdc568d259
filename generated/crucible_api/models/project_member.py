from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ProjectMember")


class ProjectMember(Model):
    """A user and the role the user has here.

    Attributes:
        unique_id (str): Identity of a person (ORCID, or an MFID where there is none) or of a service account (MFID).
        first_name (str): Possibly empty for a service account.
        last_name (str): Possibly empty for a service account.
        role (str): In projects viewer, contributor, editor, admin or owner; which values service accounts of an
            instrument can have is not known.
        username (None | str | Unset):
        is_service_account (bool | None | Unset):
    """

    __slots__ = (
        "unique_id",
        "first_name",
        "last_name",
        "role",
        "username",
        "is_service_account",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        first_name: str,
        last_name: str,
        role: str,
        username: None | str | Unset = UNSET,
        is_service_account: bool | None | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.first_name = first_name
        self.last_name = last_name
        self.role = role
        self.username = username
        self.is_service_account = is_service_account
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        first_name = self.first_name

        last_name = self.last_name

        role = self.role

        username: None | str | Unset = self.username

        is_service_account: bool | None | Unset = self.is_service_account

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "first_name": first_name,
                "last_name": last_name,
                "role": role,
            }
        )
        if username is not UNSET:
            field_dict["username"] = username
        if is_service_account is not UNSET:
            field_dict["is_service_account"] = is_service_account

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        first_name = rest_.pop("first_name")

        last_name = rest_.pop("last_name")

        role = rest_.pop("role")

        username: None | str | Unset = rest_.pop("username", UNSET)

        is_service_account: bool | None | Unset = rest_.pop("is_service_account", UNSET)

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.first_name = first_name
        obj_.last_name = last_name
        obj_.role = role
        obj_.username = username
        obj_.is_service_account = is_service_account

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
