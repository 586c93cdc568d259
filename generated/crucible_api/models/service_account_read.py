from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.platform_role import PlatformRole
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ServiceAccountRead")


class ServiceAccountRead(Model):
    """
    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        username (str):
        is_service_account (bool): True.
        platform_role (PlatformRole): What support may do is not known.
        first_name (None | str | Unset): Usually empty.
        last_name (None | str | Unset): Usually empty.
        email (None | str | Unset):
        api_key_status (ApiKeyStatus | None | Unset): Only where one account is asked for.
    """

    __slots__ = (
        "unique_id",
        "username",
        "is_service_account",
        "platform_role",
        "first_name",
        "last_name",
        "email",
        "api_key_status",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        username: str,
        is_service_account: bool,
        platform_role: PlatformRole,
        first_name: None | str | Unset = UNSET,
        last_name: None | str | Unset = UNSET,
        email: None | str | Unset = UNSET,
        api_key_status: ApiKeyStatus | None | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.username = username
        self.is_service_account = is_service_account
        self.platform_role = platform_role
        self.first_name = first_name
        self.last_name = last_name
        self.email = email
        self.api_key_status = api_key_status
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        username = self.username

        is_service_account = self.is_service_account

        platform_role: str = self.platform_role

        first_name: None | str | Unset = self.first_name

        last_name: None | str | Unset = self.last_name

        email: None | str | Unset = self.email

        api_key_status: dict[str, Any] | None | Unset
        if isinstance(self.api_key_status, Unset):
            api_key_status = UNSET
        elif isinstance(self.api_key_status, ApiKeyStatus):
            api_key_status = self.api_key_status.to_dict()
        else:
            api_key_status = self.api_key_status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "username": username,
                "is_service_account": is_service_account,
                "platform_role": platform_role,
            }
        )
        if first_name is not UNSET:
            field_dict["first_name"] = first_name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if email is not UNSET:
            field_dict["email"] = email
        if api_key_status is not UNSET:
            field_dict["api_key_status"] = api_key_status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        username = rest_.pop("username")

        is_service_account = rest_.pop("is_service_account")

        platform_role = rest_.pop("platform_role")

        first_name: None | str | Unset = rest_.pop("first_name", UNSET)

        last_name: None | str | Unset = rest_.pop("last_name", UNSET)

        email: None | str | Unset = rest_.pop("email", UNSET)

        _api_key_status = rest_.pop("api_key_status", UNSET)
        api_key_status: ApiKeyStatus | None | Unset
        if _api_key_status is None or _api_key_status is UNSET:
            api_key_status = _api_key_status
        else:
            api_key_status_type_0 = ApiKeyStatus.from_dict(_api_key_status)

            api_key_status = api_key_status_type_0

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.username = username
        obj_.is_service_account = is_service_account
        obj_.platform_role = platform_role
        obj_.first_name = first_name
        obj_.last_name = last_name
        obj_.email = email
        obj_.api_key_status = api_key_status

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


from ..models.api_key_status import ApiKeyStatus  # noqa: E402
