"""Making records under an identity that the client chose: what is done twice is done once.

A record's id is made here (or given), so that a lost answer can be settled by looking the id up, and so that the same
call with the same id finishes what an earlier one began. Each step after the record itself may be repeated without
harm: metadata is merged, a keyword that is there stays there (study of openapi/SOURCE.md, §4.11 and §4.17).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import ids, times
from ..errors import (
    ConflictError,
    ConnectionFailedError,
    CrucibleError,
    NotFoundError,
    PartialCreationError,
    ServerError,
    UnexpectedResponseError,
    UsageError,
)
from .base import mfid

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    Step = tuple[str, Callable[[], Awaitable[object]]]

ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 0.5
# After these the record may exist: the answer was lost, or a gateway gave up on the server behind it.
_MAYBE = {502, 503, 504}
# Written in one form and answered in another, or meant for the server alone.
_NOT_COMPARED = frozenset({"owner", "public"})


def identity(unique_id: str | None, noun: str) -> str:
    """Return the id for a new record: the one given, or a new one."""
    return ids.new_mfid() if unique_id is None else mfid(unique_id, noun)


async def settled(
    fields: Mapping[str, Any],
    create: Callable[[], Awaitable[dict[str, Any]]],
    look_up: Callable[[], Awaitable[dict[str, Any]]],
    pause: Callable[[float], Awaitable[None]],
) -> dict[str, Any]:
    """Create a record once, whatever happens to the answers, and return it.

    Parameters
    ----------
    fields
        What is sent, ``unique_id`` included.
    create, look_up
        Sends it; reads the record with that id.
    pause
        Waits between attempts.

    Raises
    ------
    ConflictError
        The id belongs to a record with other values.
    PartialCreationError
        Whether the record exists could not be found out.
    UnexpectedResponseError
        Something else than the service answers, such as a login page.
    """
    attempt = 1
    while True:
        try:
            return await create()
        except ConflictError as conflict:
            return _same(fields, await _found(look_up, conflict), conflict)
        except (ConnectionFailedError, ServerError, UnexpectedResponseError) as lost:
            if not _may_have_run(lost):
                raise
            try:
                return _same(fields, await look_up(), lost)
            except NotFoundError:
                if attempt == ATTEMPTS or isinstance(lost, UnexpectedResponseError):
                    raise lost from None
            except (ConnectionFailedError, ServerError):
                raise _unknown(str(fields["unique_id"])) from lost
        await pause(FIRST_PAUSE_SECONDS * 2**attempt)
        attempt += 1


async def keep(step: Awaitable[Mapping[str, Any]], result: dict[str, Any]) -> None:
    """Do a step and keep what it returns."""
    result.update(await step)


async def finished(unique_id: str, noun: str, steps: Sequence[Step]) -> None:
    """Do the steps after the record itself.

    Raises
    ------
    PartialCreationError
        A step failed; the error says what is done and what is left.
    """
    names = [name for name, _ in steps]
    for number, (_, step) in enumerate(steps):
        try:
            await step()
        except CrucibleError as error:
            left = names[number:]
            raise PartialCreationError(
                f"The {noun} {unique_id} was made, but its {left[0]} failed: {error}",
                unique_id=unique_id,
                done=["record", *names[:number]],
                left=left,
                hint=f"The same call with unique_id={unique_id!r} finishes it.",
            ) from error


def _may_have_run(lost: ConnectionFailedError | ServerError | UnexpectedResponseError) -> bool:
    if isinstance(lost, UnexpectedResponseError):
        return True  # a damaged answer says nothing about the record
    return lost.status in _MAYBE if isinstance(lost, ServerError) else lost.may_have_run


async def _found(look_up: Callable[[], Awaitable[dict[str, Any]]], conflict: ConflictError) -> dict[str, Any]:
    try:
        return await look_up()
    except CrucibleError:
        raise conflict from None


def _same(fields: Mapping[str, Any], record: dict[str, Any], cause: CrucibleError) -> dict[str, Any]:
    """Return the record if it is the one that was to be made."""
    different = sorted(name for name, value in fields.items() if not _agrees(name, value, record))
    if not different:
        return record
    raise ConflictError(
        f"The id {fields['unique_id']} belongs to a record with another {', '.join(different)}.",
        status=getattr(cause, "status", 409),
        operation=getattr(cause, "operation", None),
        hint="Leave unique_id out to make a new record.",
    ) from cause


def _agrees(name: str, value: Any, record: dict[str, Any]) -> bool:
    stored = record.get(name)
    if name in _NOT_COMPARED or (name not in record and name.endswith("_mfid")):
        return True
    if name == "timestamp" and isinstance(stored, str):
        return times.from_wire(stored) == times.from_wire(value)
    if name in ("project_id", "instrument_id") and isinstance(stored, str):
        return stored.lower() == str(value).lower()
    return bool(stored == value)


def _unknown(unique_id: str) -> PartialCreationError:
    return PartialCreationError(
        f"Whether the record {unique_id} was made is unknown: the connection broke, and it could not be looked up.",
        unique_id=unique_id,
        done=[],
        left=["record"],
        hint=f"The same call with unique_id={unique_id!r} finds out and finishes it.",
    )


def check_keywords(keywords: Sequence[str]) -> list[str]:
    """Return the keywords, each once.

    Raises
    ------
    UsageError
        They are no list of words.
    """
    if isinstance(keywords, str):
        raise UsageError(f"keywords={keywords!r} is one text.", hint=f"Give a list: [{keywords!r}].")
    for word in keywords:
        if not isinstance(word, str) or not word.strip():
            raise UsageError(f"{word!r} is no keyword.", hint="Keywords are texts that are not blank.")
    return list(dict.fromkeys(word.strip() for word in keywords))
