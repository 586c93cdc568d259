"""Who may do what: roles on resources, memberships, and the condition that leaves out what somebody may not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from .selection import Selection

if TYPE_CHECKING:
    from .database import Database
    from .resources import Resource, ResourceType

ROLES = ("none", "viewer", "contributor", "editor", "admin", "owner", "platform_admin")
"""Names of the ranks; the first and the last are no roles but say that there is none, or that none is needed."""
NONE, VIEWER, CONTRIBUTOR, EDITOR, ADMIN, OWNER, PLATFORM_ADMIN = range(len(ROLES))

_MY_PROJECTS = """SELECT id FROM resource WHERE type = 'project' AND owner = ?
    UNION SELECT g.resource FROM access_grant g JOIN resource p ON p.id = g.resource
    WHERE g.principal = ? AND p.type = 'project'"""

_READABLE = f"""(r.public = 1 OR r.owner = ?
    OR r.id IN (SELECT resource FROM access_grant WHERE principal = ?)
    OR r.project IN ({_MY_PROJECTS})
    OR r.id IN (SELECT g.resource FROM access_grant g JOIN resource p ON p.mfid = g.principal
                WHERE p.type = 'project' AND p.id IN ({_MY_PROJECTS})))"""

_ROLE = """SELECT max(role) FROM (
    SELECT role FROM access_grant WHERE principal = :account AND resource IN (:resource, :project)
    UNION ALL SELECT 4 FROM resource WHERE id = :project AND owner = :account
    UNION ALL SELECT g.role FROM access_grant g JOIN resource p ON p.mfid = g.principal
        WHERE g.resource = :resource AND p.type = 'project' AND (p.owner = :account
            OR EXISTS (SELECT 1 FROM access_grant m WHERE m.principal = :account AND m.resource = p.id)))"""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a principal has on a resource."""

    principal: str
    role: int


def everything(*types: ResourceType) -> Selection:
    """Return the selection of all resources of some types, or of all types, that do not await deletion."""
    chosen = Selection()
    if len(types) == 1:
        chosen.add("r.type = ?", types[0])
    elif types:
        chosen.add(f"r.type IN ({', '.join('?' * len(types))})", *types)
    chosen.add("r.hidden = 0")
    return chosen


def only_readable(chosen: Selection, account: str) -> None:
    """Leave out what an account may not read. Instruments are for everybody."""
    chosen.add(f"(r.type = 'instrument' OR {_READABLE})", *[account] * 6)


def only_granted_to(chosen: Selection, project_mfid: str) -> None:
    """Leave out what is not granted to a project directly."""
    chosen.add("r.id IN (SELECT resource FROM access_grant WHERE principal = ?)", project_mfid)


class Grants:
    """Roles, stored as the rank that a principal has on a resource."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def role(self, account: str, resource: Resource) -> int:
        """Return the rank of an account's own role on a resource, however it came by it."""
        if resource.owner == account:
            return OWNER
        values = {
            "account": account,
            "resource": resource.id,
            "project": None if resource.project is None else resource.project.id,
        }
        row = self._db.one_named(_ROLE, values)
        found = NONE if row is None or row[0] is None else int(row[0])
        readable_by_all = resource.public or resource.type == "instrument"
        return max(found, VIEWER if readable_by_all else NONE)

    def membership(self, account: str, resource: Resource) -> int:
        """Return the rank an account holds on a resource itself: as its owner or by a grant to this account."""
        if resource.owner == account:
            return OWNER
        return self._db.number(
            "SELECT max(role) FROM access_grant WHERE principal = ? AND resource = ?", account, resource.id
        )

    def memberships(self, account: str, numbers: list[int]) -> dict[int, int]:
        """Return the ranks of the grants to an account on several resources, by number."""
        rows = self._db.all(
            "SELECT resource, role FROM access_grant WHERE principal = ?"
            " AND resource IN (SELECT value FROM json_each(?))",
            *(account, orjson.dumps(numbers).decode()),
        )
        return {row["resource"]: row["role"] for row in rows}

    def on(self, resource: Resource) -> list[Grant]:
        """Return the grants on a resource, highest first; the owner is not among them."""
        rows = self._db.all(
            "SELECT principal, role FROM access_grant WHERE resource = ? ORDER BY role DESC, principal", resource.id
        )
        return [Grant(row["principal"], row["role"]) for row in rows]

    def set(self, principal: str, resource: Resource, role: int) -> None:
        """Give a principal a role, in place of the one it had."""
        self._db.run(
            "INSERT INTO access_grant VALUES (?, ?, ?)"
            " ON CONFLICT (principal, resource) DO UPDATE SET role = excluded.role",
            *(principal, resource.id, role),
        )

    def remove(self, principal: str, resource_number: int) -> bool:
        """Take a role away, and say whether there was one."""
        cursor = self._db.run(
            "DELETE FROM access_grant WHERE principal = ? AND resource = ?", principal, resource_number
        )
        return cursor.rowcount > 0

    def projects_of(self, account: str) -> list[tuple[int, str]]:
        """Return (number, MFID) of the projects an account belongs to."""
        rows = self._db.all(f"SELECT id, mfid FROM resource WHERE id IN ({_MY_PROJECTS}) ORDER BY id", account, account)
        return [(row["id"], row["mfid"]) for row in rows]
