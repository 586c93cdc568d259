from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="UserInfo")


class UserInfo(Model):
    """
    Attributes:
        first_name (str):
        last_name (str):
        username (str):
        orcid (str | Unset): Without a URL before it.
        email (None | str | Unset):
    """

    __slots__ = (
        "first_name",
        "last_name",
        "username",
        "orcid",
        "email",
    )

    def __init__(
        self,
        first_name: str,
        last_name: str,
        username: str,
        orcid: str | Unset = UNSET,
        email: None | str | Unset = UNSET,
    ) -> None:
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.orcid = orcid
        self.email = email

    def to_dict(self) -> dict[str, Any]:
        first_name = self.first_name

        last_name = self.last_name

        username = self.username

        orcid = self.orcid

        email: None | str | Unset = self.email

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "first_name": first_name,
                "last_name": last_name,
                "username": username,
            }
        )
        if orcid is not UNSET:
            field_dict["orcid"] = orcid
        if email is not UNSET:
            field_dict["email"] = email

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        first_name = rest_.pop("first_name")

        last_name = rest_.pop("last_name")

        username = rest_.pop("username")

        orcid = rest_.pop("orcid", UNSET)

        email: None | str | Unset = rest_.pop("email", UNSET)

        obj_ = cls.__new__(cls)
        obj_.first_name = first_name
        obj_.last_name = last_name
        obj_.username = username
        obj_.orcid = orcid
        obj_.email = email

        return obj_
