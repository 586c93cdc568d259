"""Service accounts, and the keys they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..credentials import Secret
from .base import Field, Record, needed, optional
from .user import ApiKeyStatus

if TYPE_CHECKING:
    from collections.abc import Mapping


class ServiceAccount(Record):
    """An account that is no person; `api_key_status` is there for single accounts and None if it has no key."""

    __slots__ = ()
    _shown = ("unique_id", "username", "platform_role")

    unique_id: Field[str] = needed(str)
    username: Field[str] = needed(str)
    first_name: Field[str | None] = optional(str)
    last_name: Field[str | None] = optional(str)
    email: Field[str | None] = optional(str)
    is_service_account: Field[bool | None] = optional(bool)
    platform_role: Field[str | None] = optional(str)
    api_key_status: Field[ApiKeyStatus | None] = optional(ApiKeyStatus)


class ServiceAccountKey(Record):
    """A service account with its new key, which the service shows this once.

    The key is a `Secret`, as an attribute and in the mapping: it prints as stars, and ``made.api_key.reveal()`` reads
    it. Such a record cannot be pickled.
    """

    __slots__ = ()
    _shown = ("unique_id", "username")
    _hidden = frozenset({"api_key"})

    unique_id: Field[str] = needed(str)
    username: Field[str] = needed(str)
    is_service_account: Field[bool | None] = optional(bool)
    api_key: Field[Secret] = Field(lambda secret: secret, str, needed=True)

    def __init__(self, wire: Mapping[str, object], site: str | None = None) -> None:
        if isinstance(wire, dict) and isinstance(wire.get("api_key"), str):
            wire = {**wire, "api_key": Secret(wire["api_key"])}
        super().__init__(wire, site)
