from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="UserResolve")


class UserResolve(Model):
    """The three lists may be mixed.

    Attributes:
        orcids (list[str] | Unset): ORCIDs; in v3 MFIDs as well.
        usernames (list[str] | Unset):
        emails (list[str] | Unset):
    """

    __slots__ = (
        "orcids",
        "usernames",
        "emails",
    )

    def __init__(
        self,
        orcids: list[str] | Unset = UNSET,
        usernames: list[str] | Unset = UNSET,
        emails: list[str] | Unset = UNSET,
    ) -> None:
        self.orcids = orcids
        self.usernames = usernames
        self.emails = emails

    def to_dict(self) -> dict[str, Any]:
        orcids: list[str] | Unset = UNSET
        if not isinstance(self.orcids, Unset):
            orcids = self.orcids

        usernames: list[str] | Unset = UNSET
        if not isinstance(self.usernames, Unset):
            usernames = self.usernames

        emails: list[str] | Unset = UNSET
        if not isinstance(self.emails, Unset):
            emails = self.emails

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if orcids is not UNSET:
            field_dict["orcids"] = orcids
        if usernames is not UNSET:
            field_dict["usernames"] = usernames
        if emails is not UNSET:
            field_dict["emails"] = emails

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        _orcids = rest_.pop("orcids", UNSET)
        orcids: list[str] | Unset = UNSET if _orcids is UNSET else as_list(_orcids)

        _usernames = rest_.pop("usernames", UNSET)
        usernames: list[str] | Unset = UNSET if _usernames is UNSET else as_list(_usernames)

        _emails = rest_.pop("emails", UNSET)
        emails: list[str] | Unset = UNSET if _emails is UNSET else as_list(_emails)

        obj_ = cls.__new__(cls)
        obj_.orcids = orcids
        obj_.usernames = usernames
        obj_.emails = emails

        return obj_
