"""People and service accounts, and the account that a key belongs to."""

from __future__ import annotations

from datetime import datetime

from .base import Field, Record, needed, optional, texts


class PublicUser(Record):
    """What anybody may know of a person or service account."""

    __slots__ = ()
    _shown = ("unique_id", "username", "first_name", "last_name")

    unique_id: Field[str] = needed(str)
    username: Field[str | None] = optional(str)
    first_name: Field[str | None] = optional(str)
    last_name: Field[str | None] = optional(str)


class ApiKeyStatus(Record):
    """Whether a key is valid, and until when."""

    __slots__ = ()
    _shown = ("valid", "expires_at")

    valid: Field[bool] = needed(bool)
    created_at: Field[datetime | None] = optional(datetime)
    expires_at: Field[datetime | None] = optional(datetime)


class UserCapabilities(Record):
    """What the caller may do with the private data and the key of a user."""

    __slots__ = ()
    _shown = ("can_view_private", "can_manage_api_key")

    can_view_private: Field[bool | None] = optional(bool)
    can_manage_api_key: Field[bool | None] = optional(bool)


class User(Record):
    """A person or a service account. `email` is there for oneself and for administrators only."""

    __slots__ = ()
    _shown = ("unique_id", "username", "first_name", "last_name", "email")

    unique_id: Field[str | None] = optional(str)
    username: Field[str | None] = optional(str)
    first_name: Field[str | None] = optional(str)
    last_name: Field[str | None] = optional(str)
    email: Field[str | None] = optional(str)
    is_service_account: Field[bool | None] = optional(bool)
    platform_role: Field[str | None] = optional(str)
    user_capabilities: Field[UserCapabilities | None] = optional(UserCapabilities)
    api_key_status: Field[ApiKeyStatus | None] = optional(ApiKeyStatus)


class AccountAuthorization(Record):
    """The caller's platform role, and whether requests are made with its rights (``elevated``) or not (``normal``)."""

    __slots__ = ()
    _shown = ("platform_role", "effective_privilege_mode", "can_elevate")

    platform_role: Field[str | None] = optional(str)
    effective_privilege_mode: Field[str | None] = optional(str)
    can_elevate: Field[bool | None] = optional(bool)


class AccountCapabilities(Record):
    """What the caller may make and manage in the present privilege mode; None where the service does not say."""

    __slots__ = ()

    can_create_project: Field[bool | None] = optional(bool)
    can_register_instrument: Field[bool | None] = optional(bool)
    can_create_sample: Field[bool | None] = optional(bool)
    can_create_dataset: Field[bool | None] = optional(bool)
    can_create_for_others: Field[bool | None] = optional(bool)
    can_manage_service_accounts: Field[bool | None] = optional(bool)
    can_manage_users: Field[bool | None] = optional(bool)
    _shown = (
        "can_create_project",
        "can_register_instrument",
        "can_create_sample",
        "can_create_dataset",
        "can_create_for_others",
        "can_manage_service_accounts",
        "can_manage_users",
    )


class Profile(User):
    """The caller's own record, with what the caller may do."""

    __slots__ = ()

    authorization: Field[AccountAuthorization | None] = optional(AccountAuthorization)
    capabilities: Field[AccountCapabilities | None] = optional(AccountCapabilities)


class ProjectSync(Record):
    """Which projects the caller was added to, was in already, and which of the proposals have no project."""

    __slots__ = ()
    _shown = ("projects_added", "projects_already_member", "projects_not_found")

    orcid: Field[str] = needed(str)
    projects_added: Field[tuple[str, ...] | None] = texts()
    projects_already_member: Field[tuple[str, ...] | None] = texts()
    projects_not_found: Field[tuple[str, ...] | None] = texts()


class Account(Record):
    """Who a key belongs to: identity, groups, and the user's record in `user_info`."""

    __slots__ = ()
    _shown = ("user_unique_id", "user_info")

    user_unique_id: Field[str] = needed(str)
    access_group_ids: Field[tuple[int | str, ...] | None] = Field(tuple, list)  # of which of the two is not known
    access_group_name: Field[str | None] = optional(str)
    user_info: Field[User | None] = optional(User)
