from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.platform_role import PlatformRole
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="UserRead")


class UserRead(Model):
    """A person or a service account.

    Attributes:
        unique_id (None | str | Unset):
        username (None | str | Unset):
        first_name (None | str | Unset): Always there for people; usually empty for service accounts.
        last_name (None | str | Unset): Always there for people; usually empty for service accounts.
        email (None | str | Unset): Absent when the caller may not see it; null when none is stored.
        is_service_account (bool | None | Unset):
        platform_role (None | PlatformRole | Unset): Shown to callers with can_view_private.
        user_capabilities (None | Unset | UserCapabilities): Only where one user is asked for.
        api_key_status (ApiKeyStatus | None | Unset): Shown to callers with can_manage_api_key; null when no key was
            issued.
    """

    __slots__ = (
        "unique_id",
        "username",
        "first_name",
        "last_name",
        "email",
        "is_service_account",
        "platform_role",
        "user_capabilities",
        "api_key_status",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: None | str | Unset = UNSET,
        username: None | str | Unset = UNSET,
        first_name: None | str | Unset = UNSET,
        last_name: None | str | Unset = UNSET,
        email: None | str | Unset = UNSET,
        is_service_account: bool | None | Unset = UNSET,
        platform_role: None | PlatformRole | Unset = UNSET,
        user_capabilities: None | Unset | UserCapabilities = UNSET,
        api_key_status: ApiKeyStatus | None | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.username = username
        self.first_name = first_name
        self.last_name = last_name
        self.email = email
        self.is_service_account = is_service_account
        self.platform_role = platform_role
        self.user_capabilities = user_capabilities
        self.api_key_status = api_key_status
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id: None | str | Unset = self.unique_id

        username: None | str | Unset = self.username

        first_name: None | str | Unset = self.first_name

        last_name: None | str | Unset = self.last_name

        email: None | str | Unset = self.email

        is_service_account: bool | None | Unset = self.is_service_account

        platform_role: None | str | Unset
        if isinstance(self.platform_role, Unset):
            platform_role = UNSET
        elif isinstance(self.platform_role, str):
            platform_role = self.platform_role
        else:
            platform_role = self.platform_role

        user_capabilities: dict[str, Any] | None | Unset
        if isinstance(self.user_capabilities, Unset):
            user_capabilities = UNSET
        elif isinstance(self.user_capabilities, UserCapabilities):
            user_capabilities = self.user_capabilities.to_dict()
        else:
            user_capabilities = self.user_capabilities

        api_key_status: dict[str, Any] | None | Unset
        if isinstance(self.api_key_status, Unset):
            api_key_status = UNSET
        elif isinstance(self.api_key_status, ApiKeyStatus):
            api_key_status = self.api_key_status.to_dict()
        else:
            api_key_status = self.api_key_status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if unique_id is not UNSET:
            field_dict["unique_id"] = unique_id
        if username is not UNSET:
            field_dict["username"] = username
        if first_name is not UNSET:
            field_dict["first_name"] = first_name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if email is not UNSET:
            field_dict["email"] = email
        if is_service_account is not UNSET:
            field_dict["is_service_account"] = is_service_account
        if platform_role is not UNSET:
            field_dict["platform_role"] = platform_role
        if user_capabilities is not UNSET:
            field_dict["user_capabilities"] = user_capabilities
        if api_key_status is not UNSET:
            field_dict["api_key_status"] = api_key_status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id: None | str | Unset = rest_.pop("unique_id", UNSET)

        username: None | str | Unset = rest_.pop("username", UNSET)

        first_name: None | str | Unset = rest_.pop("first_name", UNSET)

        last_name: None | str | Unset = rest_.pop("last_name", UNSET)

        email: None | str | Unset = rest_.pop("email", UNSET)

        is_service_account: bool | None | Unset = rest_.pop("is_service_account", UNSET)

        platform_role: None | PlatformRole | Unset = rest_.pop("platform_role", UNSET)

        _user_capabilities = rest_.pop("user_capabilities", UNSET)
        user_capabilities: None | Unset | UserCapabilities
        if _user_capabilities is None or _user_capabilities is UNSET:
            user_capabilities = _user_capabilities
        else:
            user_capabilities_type_0 = UserCapabilities.from_dict(_user_capabilities)

            user_capabilities = user_capabilities_type_0

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
        obj_.first_name = first_name
        obj_.last_name = last_name
        obj_.email = email
        obj_.is_service_account = is_service_account
        obj_.platform_role = platform_role
        obj_.user_capabilities = user_capabilities
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
from ..models.user_capabilities import UserCapabilities  # noqa: E402
