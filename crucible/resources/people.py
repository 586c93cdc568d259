"""How arguments name people and service accounts."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from crucible_api.api.users import resolve_users
from crucible_api.models import UserResolve

from ..errors import NotFoundError, UsageError
from ..ids import classify, is_orcid
from ..records import Record
from .arguments import listed
from .base import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..transport.port import Port
    from .base import Reference

GrantableRole: TypeAlias = Literal["viewer", "contributor", "editor", "admin"]
Role: TypeAlias = Literal["viewer", "contributor", "editor", "admin", "owner"]
PlatformRole: TypeAlias = Literal["none", "contributor", "admin"]
UserField: TypeAlias = Literal["first_name", "last_name", "username", "unique_id", "email"]
ReviewStatus: TypeAlias = Literal["pending", "approved", "rejected"]
GRANTABLE: Final = ("viewer", "contributor", "editor", "admin")
ROLES: Final = (*GRANTABLE, "owner")
PLATFORM_ROLES: Final = ("none", "contributor", "admin")
REVIEW: Final = ("pending", "approved", "rejected")
# Sent with what platform administrators alone may do. Elsewhere the mode of the client holds.
ELEVATED: Final = "elevated"
_FORMS = "an ORCID, an MFID, a username or an e-mail address"


async def account_id(port: Port, reference: Reference) -> str:
    """Return the ORCID or MFID of an account that a record, an id, a username or an e-mail address names.

    Raises
    ------
    UsageError
        It names nobody.
    NotFoundError
        Nobody has that username or address.
    """
    text, kind = _read(reference)
    return text if kind in ("orcid", "mfid") else await _resolved(port, text, kind)


async def account_path(port: Port, reference: Reference) -> str:
    """Return what names an account in a path that takes any reference.

    Notes
    -----
    Source: e-mail addresses in paths are deprecated (study of openapi/SOURCE.md, §3.1), and would stand in the logs of
    every proxy.
    """
    text, kind = _read(reference)
    return await _resolved(port, text, kind) if kind == "email" else text


def account_text(reference: Reference) -> str:
    """Return what names an account where the server takes any reference."""
    return _read(reference)[0]


def account_texts(references: Reference | Iterable[Reference] | None) -> list[str] | None:
    """Return what names one or several accounts; None stays None."""
    if references is None:
        return None
    return [account_text(one) for one in listed(references, "accounts")]


def one_reference(*references: Reference | None) -> Reference:
    """Return the one reference that was given, of the several ways to give one.

    Raises
    ------
    UsageError
        None was given, or two.
    """
    known = [reference for reference in references if reference is not None]
    if len(known) == 1:
        return known[0]
    raise UsageError(f"{len(known)} accounts are named where one must be.", hint=f"Give {_FORMS}.")


def choice(name: str, value: str, allowed: Iterable[str]) -> str:
    """Return one of the values that an argument may have.

    Raises
    ------
    UsageError
        It is another one; nothing was sent.
    """
    known = tuple(allowed)
    if value in known:
        return value
    near = difflib.get_close_matches(str(value).lower(), known, 1)
    hint = f"Did you mean {near[0]!r}?" if near else f"Use one of {', '.join(known)}."
    raise UsageError(f"{name}={value!r} is not known.", hint=hint)


def choices(name: str, values: str | Iterable[str] | None, allowed: Iterable[str]) -> list[str] | None:
    """Return the values of an argument that takes one or several; None stays None."""
    if values is None:
        return None
    known = tuple(allowed)
    return [choice(name, value, known) for value in listed(values, name)]


def number(reference: int | Record, noun: str) -> int:
    """Return the number of a request or an entry, given as such or by its record.

    Raises
    ------
    UsageError
        It is no number.
    """
    value: Any = reference.get("id") if isinstance(reference, Record) else reference
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        shown = reference if value is None else value
        raise UsageError(f"{shown!r} is not the number of a {noun}.", hint="It is a whole number: the record's `id`.")
    return value


def _read(reference: Reference) -> tuple[str, str]:
    """Return the text of a reference, as the server compares it, and what kind it is."""
    given: Any = reference
    if isinstance(reference, Record) and not isinstance(reference, tuple(KINDS.values())):
        given = reference.get("unique_id", reference.get("user_unique_id", reference.get("principal_id")))
    if not isinstance(given, str) or not given.strip():
        raise UsageError(f"{given!r} names nobody.", hint=f"Give {_FORMS}.")
    text = given.strip()
    orcid = text.removeprefix("https://orcid.org/").upper()
    if is_orcid(orcid):
        return orcid, "orcid"
    kind = classify(text)
    return text if kind == "mfid" else text.lower(), kind


async def _resolved(port: Port, text: str, kind: str) -> str:
    field = "emails" if kind == "email" else "usernames"
    answer = await port.call(resolve_users, body=UserResolve.from_dict({field: [text]}))
    for found in answer.values():
        if found is not None:
            return str(found["unique_id"])
    raise NotFoundError(
        f"Nobody has the {'e-mail address' if kind == 'email' else 'username'} {text}.",
        status=404,
        operation="resolve_users",
        detail="not resolved",
        hint="client.users.search(...) finds people by a part of their name.",
    )
