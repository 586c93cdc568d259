"""What a handler gives back: a JSON value, an `Answer` with a status of its own, or a `Refusal` that it raises."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""A value made of dict, list, str, int, float, bool and None. Its shape is stated by the document, which checks it."""

Headers: TypeAlias = list[tuple[bytes, bytes]]

NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What the system says where a disk, a quota or the largest file the folder can have is full; answered with 507."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A success with a status other than the operation's first one."""

    status: int
    body: Json


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """A success whose body is not JSON made by a handler: already encoded bytes and their type."""

    content: bytes
    content_type: str = "application/json"


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - it is an answer, not a mistake of the program
    """The request is refused: a status and the `detail` member of the body."""

    status: int
    detail: Json
    headers: Headers = field(default_factory=list)


def invalid(where: tuple[str | int, ...], message: str, given: Json = None, kind: str = "value_error") -> Refusal:
    """Return a 422 in the shape of a validation error."""
    return Refusal(422, [{"type": kind, "loc": list(where), "msg": message, "input": given}])


def not_found(what: str) -> Refusal:
    """Return a 404 that names what is not there."""
    return Refusal(404, f"{what} not found")


def forbidden(why: str = "Not authorized") -> Refusal:
    """Return a 403."""
    return Refusal(403, why)


def conflict(why: Json) -> Refusal:
    """Return a 409."""
    return Refusal(409, why)
