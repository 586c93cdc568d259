"""What questions call a record: its kind, name and id, so that people see what they agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .session import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .session import Session

KINDS: Final = {
    "datasets": "dataset",
    "samples": "sample",
    "projects": "project",
    "instruments": "instrument",
    "files": "file",
    "users": "account",
    "service_accounts": "service account",
    "deletions": "deletion request",
    "access_groups": "join request",
}
NAMES: Final = ("dataset_name", "sample_name", "title", "instrument_name", "filename", "username", "project_id")
UNREAD: Final = frozenset({"access_groups"})  # a single one cannot be read
FEW = 3


def these(session: Session, namespace: str, ids: Sequence[Any]) -> str:
    """Return what to call some records; a few are read for their names, more are counted.

    Parameters
    ----------
    namespace
        Of the client, such as ``datasets``.
    ids
        Of the records, in whatever form the namespace's ``get`` takes.
    """
    kind = KINDS[namespace]
    if STANDARD_INPUT in ids:
        return f"all {kind}s that standard input names"
    if len(ids) > FEW:
        return f"{len(ids)} {kind}s"
    if namespace in UNREAD:
        return " and ".join(f"{kind} {one}" for one in ids)
    records = [getattr(session.client, namespace).get(one) for one in ids]
    return " and ".join(described(kind, record) for record in records)


def described(kind: str, record: Any) -> str:
    """Return kind, name and id of a record.

    >>> described("sample", {"sample_name": "film A", "unique_id": "0tcb1f6"})
    "sample 'film A' (0tcb1f6)"
    """
    if kind == "deletion request":
        asked = f"the deletion of {record['resource_type']} {record['resource_name']!r} ({record['resource_id']})"
        return asked + (f", for the reason {record['reason']!r}" if record.get("reason") else "")
    identity = record.get("unique_id") or record.get("mfid")
    name = next((record[field] for field in NAMES if record.get(field)), None)
    return f"{kind} {name!r} ({identity})" if name else f"{kind} {identity}"


def person(record: Any) -> str:
    """Return what to call somebody.

    >>> person({"first_name": "Ada", "last_name": "Byron", "username": "ada", "unique_id": "0000-0002-1825-0097"})
    'Ada Byron (ada)'
    """
    if not record:
        return "nobody"
    names = " ".join(str(record[field]) for field in ("first_name", "last_name") if record.get(field))
    handle = str(record.get("username") or record.get("unique_id"))
    return f"{names} ({handle})" if names and names != handle else handle
