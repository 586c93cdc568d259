from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="AccountCapabilities")


class AccountCapabilities(Model):
    """What the caller may do under the effective privilege mode; null or absent means not reported.

    Attributes:
        can_create_project (bool | None | Unset):
        can_register_instrument (bool | None | Unset):
        can_create_sample (bool | None | Unset):
        can_create_dataset (bool | None | Unset):
        can_create_for_others (bool | None | Unset): Make records in other people's names; platform contributors and
            administrators.
        can_manage_service_accounts (bool | None | Unset):
        can_manage_users (bool | None | Unset):
    """

    __slots__ = (
        "can_create_project",
        "can_register_instrument",
        "can_create_sample",
        "can_create_dataset",
        "can_create_for_others",
        "can_manage_service_accounts",
        "can_manage_users",
        "additional_properties",
    )

    def __init__(
        self,
        can_create_project: bool | None | Unset = UNSET,
        can_register_instrument: bool | None | Unset = UNSET,
        can_create_sample: bool | None | Unset = UNSET,
        can_create_dataset: bool | None | Unset = UNSET,
        can_create_for_others: bool | None | Unset = UNSET,
        can_manage_service_accounts: bool | None | Unset = UNSET,
        can_manage_users: bool | None | Unset = UNSET,
    ) -> None:
        self.can_create_project = can_create_project
        self.can_register_instrument = can_register_instrument
        self.can_create_sample = can_create_sample
        self.can_create_dataset = can_create_dataset
        self.can_create_for_others = can_create_for_others
        self.can_manage_service_accounts = can_manage_service_accounts
        self.can_manage_users = can_manage_users
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        can_create_project: bool | None | Unset = self.can_create_project

        can_register_instrument: bool | None | Unset = self.can_register_instrument

        can_create_sample: bool | None | Unset = self.can_create_sample

        can_create_dataset: bool | None | Unset = self.can_create_dataset

        can_create_for_others: bool | None | Unset = self.can_create_for_others

        can_manage_service_accounts: bool | None | Unset = self.can_manage_service_accounts

        can_manage_users: bool | None | Unset = self.can_manage_users

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if can_create_project is not UNSET:
            field_dict["can_create_project"] = can_create_project
        if can_register_instrument is not UNSET:
            field_dict["can_register_instrument"] = can_register_instrument
        if can_create_sample is not UNSET:
            field_dict["can_create_sample"] = can_create_sample
        if can_create_dataset is not UNSET:
            field_dict["can_create_dataset"] = can_create_dataset
        if can_create_for_others is not UNSET:
            field_dict["can_create_for_others"] = can_create_for_others
        if can_manage_service_accounts is not UNSET:
            field_dict["can_manage_service_accounts"] = can_manage_service_accounts
        if can_manage_users is not UNSET:
            field_dict["can_manage_users"] = can_manage_users

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        can_create_project: bool | None | Unset = rest_.pop("can_create_project", UNSET)

        can_register_instrument: bool | None | Unset = rest_.pop("can_register_instrument", UNSET)

        can_create_sample: bool | None | Unset = rest_.pop("can_create_sample", UNSET)

        can_create_dataset: bool | None | Unset = rest_.pop("can_create_dataset", UNSET)

        can_create_for_others: bool | None | Unset = rest_.pop("can_create_for_others", UNSET)

        can_manage_service_accounts: bool | None | Unset = rest_.pop("can_manage_service_accounts", UNSET)

        can_manage_users: bool | None | Unset = rest_.pop("can_manage_users", UNSET)

        obj_ = cls.__new__(cls)
        obj_.can_create_project = can_create_project
        obj_.can_register_instrument = can_register_instrument
        obj_.can_create_sample = can_create_sample
        obj_.can_create_dataset = can_create_dataset
        obj_.can_create_for_others = can_create_for_others
        obj_.can_manage_service_accounts = can_manage_service_accounts
        obj_.can_manage_users = can_manage_users

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
