"""What a handler gets: who calls, the checked values, and the world the call happens in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .answers import forbidden, not_found
from .store.grants import ADMIN, CONTRIBUTOR, EDITOR, NONE, OWNER, PLATFORM_ADMIN, ROLES, VIEWER, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .answers import Json
    from .document import Document, Operation
    from .objects import Storage
    from .printers import Printers
    from .store import Store
    from .store.accounts import Account
    from .store.resources import Resource, ResourceType
    from .store.selection import Selection

__all__ = [
    "ADMIN",
    "CONTRIBUTOR",
    "EDITOR",
    "NONE",
    "OWNER",
    "PLATFORM_ADMIN",
    "ROLES",
    "VIEWER",
    "Call",
    "Caller",
    "RawBody",
    "Right",
    "World",
]


MOST_RIGHTS_NOTED = 12


@dataclass(frozen=True, slots=True)
class World:
    """One sandbox: what is stored, and what happens to it in the background."""

    document: Document
    store: Store
    storage: Storage
    printers: Printers
    wake_worker: Callable[[], None]
    key_file: Path


@dataclass(frozen=True, slots=True)
class Caller:
    """The account behind a key, and whether the wider rights of a platform administrator count in this call."""

    account: Account
    elevated: bool

    @property
    def id(self) -> str:
        """The canonical id."""
        return self.account.unique_id

    @property
    def may_elevate(self) -> bool:
        """Whether the account is a platform administrator's."""
        return self.account.platform_role == "admin"

    @property
    def may_create_for_others(self) -> bool:
        """Whether the account may make records in other people's names."""
        return self.elevated or self.account.platform_role == "contributor"


@dataclass(slots=True)
class Right:
    """The rank that a call was made with on a record, and the least one that was asked for, which may be none."""

    type: ResourceType
    mfid: str
    rank: int
    needs: int = NONE


@dataclass(frozen=True, slots=True)
class RawBody:
    """A body that is not JSON, as it came, with its type."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation, after everything the document says about its input was checked."""

    operation: Operation
    values: Mapping[str, Json] = field(repr=False)  # they and the body may name an upload, which authorises writing
    body: Any = field(repr=False)
    _caller: Caller | None
    world: World
    rights: dict[str, Right] = field(default_factory=dict, repr=False)
    """What was looked up of the caller's rights, by record; it is only noted, for the log of requests."""

    @property
    def store(self) -> Store:
        """What is stored."""
        return self.world.store

    @property
    def caller(self) -> Caller:
        """Who calls. Only operations that the document calls public have no caller."""
        if self._caller is None:
            raise RuntimeError(f"{self.operation.name} is public and has no caller")
        return self._caller

    def __getitem__(self, name: str) -> Json:
        return self.values[name]

    def get(self, name: str) -> Json:
        """Return the value of a parameter, or None if it was not given and has no default."""
        return self.values.get(name)

    def role(self, resource: Resource) -> int:
        """Return the rank the caller acts with on a resource."""
        rank = PLATFORM_ADMIN if self.caller.elevated else self.store.grants.role(self.caller.id, resource)
        if len(self.rights) < MOST_RIGHTS_NOTED:
            self.rights.setdefault(resource.mfid, Right(resource.type, resource.mfid, rank))
        return rank

    def is_inside(self, resource: Resource) -> bool:
        """Whether the caller has a role on a project or instrument itself, or may see everything."""
        return self.caller.elevated or self.store.grants.membership(self.caller.id, resource) >= VIEWER

    def require(self, resource: Resource, rank: int) -> None:
        """Refuse the call if the caller's role on a resource is too low."""
        own = self.role(resource)
        if (right := self.rights.get(resource.mfid)) is not None:
            right.needs = max(right.needs, rank)
        if own < rank:
            raise forbidden(f"Not authorized: this needs the role {ROLES[rank]} on {resource.type} {resource.mfid}")

    def require_administrator(self) -> None:
        """Refuse the call unless it is made with a platform administrator's rights."""
        if not self.caller.elevated:
            raise forbidden("Not authorized: this needs a platform administrator")

    def resource(self, mfid: str, *types: ResourceType, needs: int = VIEWER) -> Resource:
        """Return a resource on which the caller has a role.

        Raises
        ------
        Refusal
            404 if there is none of these types, 403 if the role is too low.
        """
        found = self.store.resources.get(mfid, *types)
        if found is None:
            raise not_found(f"{' or '.join(types).capitalize() or 'Resource'} {mfid}")
        if needs:
            self.require(found, needs)
        return found

    def readable(self, *types: ResourceType) -> Selection:
        """Return the selection of everything of some types that the caller may see in lists."""
        return everything(*types) if self.caller.elevated else self.store.grants.readable(self.caller.id, *types)
