"""People and service accounts, and the account that a key belongs to."""

from __future__ import annotations

from datetime import datetime

from .base import Field, Record, needed, optional


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


class Account(Record):
    """Who a key belongs to: identity, groups, and the user's record in `user_info`."""

    __slots__ = ()
    _shown = ("user_unique_id", "user_info")

    user_unique_id = needed(str)
    access_group_ids: Field[tuple[int | str, ...] | None] = Field(tuple)  # of which of the two is not known
    access_group_name = optional(str)
    user_info = optional(User)
