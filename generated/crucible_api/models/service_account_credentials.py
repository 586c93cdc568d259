from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="ServiceAccountCredentials")


class ServiceAccountCredentials(Model):
    """
    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        username (str):
        is_service_account (bool): True.
        api_key (str): Opaque; shown in this answer and never again.
    """

    __slots__ = (
        "unique_id",
        "username",
        "is_service_account",
        "api_key",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        username: str,
        is_service_account: bool,
        api_key: str,
    ) -> None:
        self.unique_id = unique_id
        self.username = username
        self.is_service_account = is_service_account
        self.api_key = api_key
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        username = self.username

        is_service_account = self.is_service_account

        api_key = self.api_key

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "username": username,
                "is_service_account": is_service_account,
                "api_key": api_key,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        username = rest_.pop("username")

        is_service_account = rest_.pop("is_service_account")

        api_key = rest_.pop("api_key")

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.username = username
        obj_.is_service_account = is_service_account
        obj_.api_key = api_key

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
