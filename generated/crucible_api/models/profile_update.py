from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ProfileUpdate")


class ProfileUpdate(Model):
    """
    Attributes:
        first_name (str | Unset):
        last_name (str | Unset):
        email (None | str | Unset):
        username (None | str | Unset): Null takes the username away.
    """

    __slots__ = (
        "first_name",
        "last_name",
        "email",
        "username",
    )

    def __init__(
        self,
        first_name: str | Unset = UNSET,
        last_name: str | Unset = UNSET,
        email: None | str | Unset = UNSET,
        username: None | str | Unset = UNSET,
    ) -> None:
        self.first_name = first_name
        self.last_name = last_name
        self.email = email
        self.username = username

    def to_dict(self) -> dict[str, Any]:
        first_name = self.first_name

        last_name = self.last_name

        email: None | str | Unset = self.email

        username: None | str | Unset = self.username

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if first_name is not UNSET:
            field_dict["first_name"] = first_name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if email is not UNSET:
            field_dict["email"] = email
        if username is not UNSET:
            field_dict["username"] = username

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        first_name = rest_.pop("first_name", UNSET)

        last_name = rest_.pop("last_name", UNSET)

        email: None | str | Unset = rest_.pop("email", UNSET)

        username: None | str | Unset = rest_.pop("username", UNSET)

        obj_ = cls.__new__(cls)
        obj_.first_name = first_name
        obj_.last_name = last_name
        obj_.email = email
        obj_.username = username

        return obj_
