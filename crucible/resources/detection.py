"""What kind of record an id is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crucible_api.api.resources import get_resource

from ..errors import NotFoundError, UnexpectedResponseError, UnknownResourceError
from ..records import Record
from .base import KINDS, mfid

if TYPE_CHECKING:
    from ..records import Resource
    from ..transport.port import Port
    from .base import Reference


async def detect(port: Port, identity: str) -> type[Resource]:
    """Ask what kind of record an id is, unless that was seen before: it never changes.

    Raises
    ------
    UnknownResourceError
        Nobody knows the id, or the caller may not see the record.
    """
    seen = port.kinds.get(identity)
    if seen is not None:
        return KINDS[seen]
    try:
        wire = await port.call(get_resource, resource_mfid=identity, include_datasets=False)
    except NotFoundError as error:
        raise unknown(identity, error) from error
    kind = kind_of(wire, identity)
    port.kinds.remember(identity, kind.__name__.lower())
    return kind


def kind_of(wire: Any, identity: str) -> type[Resource]:  # Any: a JSON value
    """Return the kind of record that an answer is.

    Raises
    ------
    UnexpectedResponseError
        It is none that this version knows.
    """
    kind = wire.get("resource_type") if isinstance(wire, dict) else None
    for name, record in KINDS.items():
        if kind == name:
            return record
    raise UnexpectedResponseError(
        f"The record {identity} is of the type {kind!r}, which this version does not know.",
        operation="get_resource",
        hint="Give resource_type= if you know it.",
    )


def unknown(reference: Reference, error: NotFoundError, noun: str | None = None) -> UnknownResourceError:
    """Return the error for an id that the server does not find; a noun if it was asked for as one of that kind."""
    name = mfid(reference) if isinstance(reference, Record) else reference
    return UnknownResourceError(
        f"There is no {noun or 'record'} {name}, or this key's account may not see it.",
        status=error.status,
        operation=error.operation,
        detail=error.detail,
        request_id=error.request_id,
        hint=f"Check the id, {'the type, ' if noun else ''}and with client.whoami() the account. "
        "Files are found with client.files.get.",
    )
