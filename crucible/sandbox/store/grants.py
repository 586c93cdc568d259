"""Who may do what: roles on resources, memberships, and the condition that leaves out what somebody may not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from .selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .database import Database
    from .resources import Resource, ResourceType

ROLES = ("none", "viewer", "contributor", "editor", "admin", "owner", "platform_admin")
"""Names of the ranks; the first and the last are no roles but say that there is none, or that none is needed."""
NONE, VIEWER, CONTRIBUTOR, EDITOR, ADMIN, OWNER, PLATFORM_ADMIN = range(len(ROLES))

FEW = 1000
"""Up to so many records that somebody may read, lists are made by looking at these alone."""

_MY_PROJECTS = """SELECT id FROM resource WHERE type = 'project' AND owner = ?
    UNION SELECT g.resource FROM access_grant g JOIN resource p ON p.id = g.resource
    WHERE g.principal = ? AND p.type = 'project'"""

_MY_INSTRUMENTS = "SELECT instrument FROM instrument_account WHERE account = ?"

_MY_GRANTS = f"""SELECT resource FROM access_grant WHERE principal IN (
    SELECT ? UNION ALL SELECT mfid FROM resource WHERE id IN ({_MY_PROJECTS})
    UNION ALL SELECT mfid FROM resource WHERE id IN ({_MY_INSTRUMENTS}))"""

_READABLE = f"""(r.type = 'instrument' OR r.public = 1 OR r.owner = ? OR r.project IN ({_MY_PROJECTS})
    OR r.id IN ({_MY_GRANTS}))"""

_READABLE_IDS = f"""SELECT id FROM resource WHERE type = 'instrument' UNION ALL SELECT id FROM resource WHERE public = 1
    UNION ALL SELECT id FROM resource WHERE owner = ?
    UNION ALL SELECT id FROM resource WHERE project IN ({_MY_PROJECTS})
    UNION ALL {_MY_GRANTS} LIMIT {FEW + 1}"""

_ROLE = """SELECT max(role) FROM (
    SELECT role FROM access_grant WHERE principal = :account AND resource IN (:resource, :project)
    UNION ALL SELECT 4 FROM resource WHERE id = :project AND owner = :account
    UNION ALL SELECT g.role FROM access_grant g JOIN resource p ON p.mfid = g.principal
        WHERE g.resource = :resource AND p.type = 'project' AND (p.owner = :account
            OR EXISTS (SELECT 1 FROM access_grant m WHERE m.principal = :account AND m.resource = p.id))
    UNION ALL SELECT g.role FROM access_grant g JOIN resource i ON i.mfid = g.principal
        JOIN instrument_account b ON b.instrument = i.id WHERE g.resource = :resource AND b.account = :account)"""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a principal has on a resource."""

    principal: str
    role: int


def everything(*types: ResourceType) -> Selection:
    """Return the selection of all resources of some types, or of all types, that do not await deletion."""
    return _of_types(types)


def _of_types(types: Sequence[ResourceType], sign: str = "") -> Selection:
    """Select by type and by what does not await deletion; a plus sign keeps SQLite from using an index for that."""
    chosen = Selection()
    if types:
        chosen.add(f"{sign}r.type IN ({', '.join(map(repr, types))})" if types[1:] else f"{sign}r.type = {types[0]!r}")
    chosen.add(f"{sign}r.hidden = 0")
    return chosen


def is_unfiltered(chosen: Selection, type_: ResourceType) -> bool:
    """Whether a selection is of everything of a type, or of all that somebody who may read much of it may read."""
    readable = everything(type_)
    readable.add(_READABLE)
    return chosen.sql() in (everything(type_).sql(), readable.sql())


def only_granted_to(chosen: Selection, project_mfid: str) -> None:
    """Leave out what is not granted to a project directly."""
    chosen.add("r.id IN (SELECT resource FROM access_grant WHERE principal = ?)", project_mfid)


class Grants:
    """Roles, stored as the rank that a principal has on a resource."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def readable(self, account: str, *types: ResourceType) -> Selection:
        """Return the selection of what an account may read of some types. Instruments are for everybody.

        Who may read few records is shown them by looking at nothing else; for the others everything is looked through
        in order until the page is full. Each way is fast where the other is slow: among 100,000 records, 1 ms and 50.
        """
        few = None if types == ("instrument",) else self._few_readable(account)
        chosen = _of_types(types, "" if few is None else "+")
        if few is not None:
            chosen.add("r.id IN (SELECT value FROM json_each(?))", few)
        elif types != ("instrument",):
            chosen.add(_READABLE, *[account] * 7)
        return chosen

    def only_readable(self, chosen: Selection, account: str) -> None:
        """Leave out of a selection what an account may not read."""
        few = self._few_readable(account)
        if few is None:
            chosen.add(_READABLE, *[account] * 7)
        else:
            chosen.add("r.id IN (SELECT value FROM json_each(?))", few)

    def _few_readable(self, account: str) -> str | None:
        """Return the numbers of all that an account may read as a JSON array, or None if they are many."""
        rows = self._db.all(_READABLE_IDS, *[account] * 7)
        return None if len(rows) > FEW else orjson.dumps(sorted({row[0] for row in rows})).decode()

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

    def groups_of(self, account: str) -> list[tuple[int, str]]:
        """Return (number, MFID) of the projects an account belongs to and of the instruments it is bound to."""
        rows = self._db.all(
            f"SELECT id, mfid FROM resource WHERE id IN ({_MY_PROJECTS} UNION {_MY_INSTRUMENTS}) ORDER BY id",
            *[account] * 3,
        )
        return [(row["id"], row["mfid"]) for row in rows]
