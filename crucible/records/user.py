"""People and service accounts, and the account that a key belongs to."""

from __future__ import annotations

from datetime import datetime

from .base import Field, Record, needed, optional, texts


class PublicUser(Record):
    """What anybody may know of a person or service account."""

    __slots__ = ()
    _shown = ("unique_id", "username", "first_name", "last_name")

    unique_id = needed(str)
    username = optional(str)
    first_name = optional(str)
    last_name = optional(str)


class ApiKeyStatus(Record):
    """Whether a key is valid, and until when."""

    __slots__ = ()
    _shown = ("valid", "expires_at")

    valid = needed(bool)
    created_at = optional(datetime)
    expires_at = optional(datetime)


class UserCapabilities(Record):
    """What the caller may do with the private data and the key of a user."""

    __slots__ = ()
    _shown = ("can_view_private", "can_manage_api_key")

    can_view_private = optional(bool)
    can_manage_api_key = optional(bool)


class User(Record):
    """A person or a service account. `email` is there for oneself and for administrators only."""

    __slots__ = ()
    _shown = ("unique_id", "username", "first_name", "last_name", "email")

    unique_id = optional(str)
    username = optional(str)
    first_name = optional(str)
    last_name = optional(str)
    email = optional(str)
    is_service_account = optional(bool)
    platform_role = optional(str)
    user_capabilities = optional(UserCapabilities)
    api_key_status = optional(ApiKeyStatus)


class AccountAuthorization(Record):
    """The caller's platform role, and whether requests are made with its rights (``elevated``) or not (``normal``)."""

    __slots__ = ()
    _shown = ("platform_role", "effective_privilege_mode", "can_elevate")

    platform_role = optional(str)
    effective_privilege_mode = optional(str)
    can_elevate = optional(bool)


class AccountCapabilities(Record):
    """What the caller may make and manage in the present privilege mode; None where the service does not say."""

    __slots__ = ()

    can_create_project = optional(bool)
    can_register_instrument = optional(bool)
    can_create_sample = optional(bool)
    can_create_dataset = optional(bool)
    can_create_for_others = optional(bool)
    can_manage_service_accounts = optional(bool)
    can_manage_users = optional(bool)
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

    authorization = optional(AccountAuthorization)
    capabilities = optional(AccountCapabilities)


class ProjectSync(Record):
    """Which projects the caller was added to, was in already, and which of the proposals have no project."""

    __slots__ = ()
    _shown = ("projects_added", "projects_already_member", "projects_not_found")

    orcid = needed(str)
    projects_added = texts()
    projects_already_member = texts()
    projects_not_found = texts()


class Account(Record):
    """Who a key belongs to: identity, groups, and the user's record in `user_info`."""

    __slots__ = ()
    _shown = ("user_unique_id", "user_info")

    user_unique_id = needed(str)
    access_group_ids: Field[tuple[int | str, ...] | None] = Field(tuple)  # of which of the two is not known
    access_group_name = optional(str)
    user_info = optional(User)
