"""Making records under an identity that the client chose: what is done twice is done once.

A record's id is made here (or given), so that a lost answer can be settled by looking the id up, and so that the same
call with the same id finishes what an earlier one began. Each step after the record itself may be repeated without
harm: metadata is merged, a keyword that is there stays there (study of openapi/SOURCE.md, §4.11 and §4.17).
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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
from ..transport import retry
from .arguments import fields_of, listed
from .base import mfid, named
from .encoding import encode_object
from .people import account_path

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence

    from ..transport.port import Port
    from .base import Reference

    Step = tuple[str, Callable[[], Awaitable[object]]]

logger = logging.getLogger(__name__)

ATTEMPTS = 3
NOT_OFFERED = 501
# Written in one form and answered in another, or meant for the server alone.
_NOT_COMPARED = frozenset({"owner", "public"})
_ACCOUNTS = frozenset({"owner", "project_lead"})


def checked(fields: Mapping[str, Any], noun: str) -> dict[str, Any]:
    """Return the fields of a record to be made as JSON: texts, but for ``public``; accounts stay as they are.

    Raises
    ------
    UsageError
        One is something else.
    """
    encoded = encode_object({name: value for name, value in fields.items() if name not in _ACCOUNTS}, noun)
    for name, value in encoded.items():
        if name == "public":
            if not isinstance(value, bool):
                raise UsageError(f"public is {value!r}.", hint="Give True or False.")
        elif not isinstance(value, str):
            raise UsageError(f"{name} is {value!r}, which is no text.", hint="Use str(...).")
    return {**fields, **encoded}


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
        Whether the record exists could not be found out, or it may yet come to exist.
    """
    attempt = 1
    while True:
        try:
            return await create()
        except ConflictError as conflict:
            return _same(fields, await _found(look_up, conflict), conflict)
        except (ConnectionFailedError, ServerError, UnexpectedResponseError) as lost:
            if not may_have_run(lost):
                raise
            seconds = retry.backoff_seconds(attempt, getattr(lost, "retry_after_seconds", None))
            try:
                found = await look_up()
            except NotFoundError:
                if attempt == ATTEMPTS or seconds is None or not _may_help_to_repeat(lost):
                    raise _unknown(fields, lost, "it was not there when it was looked up") from lost
            except CrucibleError:
                raise _unknown(fields, lost, "it could not be looked up") from lost
            else:
                return _same(fields, found, lost)
        retry.announce(f"the record {fields['unique_id']}", seconds)
        await pause(seconds)
        attempt += 1


@dataclass
class NewRecord:
    """A dataset or sample to be made, checked and encoded.

    Attributes
    ----------
    noun
        What messages call it.
    fields
        What is sent, as the wire names it, ``unique_id`` included.
    metadata
        Its scientific metadata.
    is_repeated
        Whether the caller gave the id, so that an earlier call may have begun it.
    """

    noun: str
    fields: dict[str, Any]
    metadata: dict[str, Any]
    is_repeated: bool

    @classmethod
    def read(cls, kind: type[object], model: object, arguments: Mapping[str, Any]) -> NewRecord:
        """Return the record that a model and the arguments of ``create`` describe.

        Parameters
        ----------
        kind, model, arguments
            As for `fields_of`.

        Raises
        ------
        UsageError
            A value cannot be right.
        """
        noun = kind.__name__.lower()
        fields = fields_of(kind, model, arguments)
        unique_id, metadata = fields.pop("unique_id", None), fields.pop("scientific_metadata", {})
        if "timestamp" in fields:
            fields["timestamp"] = times.from_user(fields["timestamp"]).isoformat()
        for field in ("project", "instrument"):
            fields.update(named(field, fields.pop(f"{field}_id", None)))
        fields = {"unique_id": identity(unique_id, noun), "public": False, **checked(fields, noun)}
        return cls(noun, fields, encode_object(metadata), unique_id is not None)

    @property
    def unique_id(self) -> str:
        """The identity, before there is a record."""
        return str(self.fields["unique_id"])

    async def make(
        self,
        port: Port,
        create: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]],
        look_up: Callable[[], Awaitable[dict[str, Any]]],
        merge: Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]],
        steps: Sequence[Step],
    ) -> dict[str, Any]:
        """Make the record, merge its metadata, do the other steps, and return the record as the wire has it.

        Raises
        ------
        ConflictError
            The id belongs to a record with other values.
        PartialCreationError
            The record was made, or may have been, and a later step failed.
        """
        with _named_when_broken_off(self.noun, self.unique_id):
            return await self._make(port, create, look_up, merge, steps)

    async def _make(
        self,
        port: Port,
        create: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]],
        look_up: Callable[[], Awaitable[dict[str, Any]]],
        merge: Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]],
        steps: Sequence[Step],
    ) -> dict[str, Any]:
        if "owner" in self.fields:
            self.fields["owner"] = await account_path(port, self.fields["owner"])
        wire = await settled(self.fields, lambda: create(self.fields), look_up, port.sleep)
        logger.info("%s %s: made", self.noun, self.unique_id)
        stored: dict[str, Any] = {}
        if self.metadata:
            steps = [("metadata", lambda: keep(merge(self.unique_id, self.metadata), stored)), *steps]
        await finished(self.unique_id, self.noun, steps)
        return {**wire, "scientific_metadata": stored} if self.metadata else wire


@contextmanager
def _named_when_broken_off(noun: str, unique_id: str) -> Iterator[None]:
    """Tell the identity of a record whose making is broken off, by Ctrl-C or because its task is cancelled."""
    try:
        yield
    except Exception:
        raise
    except BaseException as stopped:
        note = f"The {noun} {unique_id} may have been made: the same call with unique_id={unique_id!r} finishes it."
        logger.warning("%s", note)
        stopped.add_note(note)
        raise


async def keep(step: Awaitable[Mapping[str, Any]], result: dict[str, Any]) -> None:
    """Do a step and keep what it returns."""
    result.update(await step)


async def finished(unique_id: str, noun: str, steps: Sequence[Step], hint: str | None = None) -> None:
    """Do the steps after the record itself.

    Parameters
    ----------
    unique_id, noun
        The record.
    steps
        What to do, by name.
    hint
        How to finish it; by the same call with the id unless given.

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
                hint=hint or f"The same call with unique_id={unique_id!r} finishes it.",
            ) from error


def may_have_run(lost: ConnectionFailedError | ServerError | UnexpectedResponseError) -> bool:
    """Say whether the server may have done what was asked, although there is no good answer."""
    if isinstance(lost, UnexpectedResponseError):
        return True  # a damaged answer says nothing about the record
    if isinstance(lost, ServerError):
        return lost.status != NOT_OFFERED  # a server that fails may do so after the work
    return lost.may_have_run


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


def _may_help_to_repeat(lost: CrucibleError) -> bool:
    return isinstance(lost, ConnectionFailedError) or (isinstance(lost, ServerError) and lost.status in retry.GAVE_UP)


def _unknown(fields: Mapping[str, Any], lost: CrucibleError, looked_up: str) -> PartialCreationError:
    unique_id = str(fields["unique_id"])
    asked = getattr(lost, "retry_after_seconds", None)
    wait = f" The server asks to wait {asked:.0f} s before that." if asked else ""
    return PartialCreationError(
        f"Whether the record {unique_id} was made is unknown: {looked_up}, after: {lost.message}",
        unique_id=unique_id,
        done=[],
        left=["record"],
        hint=f"The same call with unique_id={unique_id!r} finds out and finishes it.{wait}",
    )


def link_steps(
    what: str, references: Reference | Iterable[Reference] | None, noun: str, link: Callable[[str], Awaitable[object]]
) -> list[Step]:
    """Return the steps that link a new record to others, each once.

    Parameters
    ----------
    what
        What they are to the record.
    references, noun
        The others, and what they are.
    link
        Links one of them.

    Raises
    ------
    UsageError
        One of them is no id.
    """
    identities = dict.fromkeys(mfid(reference, noun) for reference in listed(references, f"{what}s"))
    return [(f"link to {what} {identity}", partial(link, identity)) for identity in identities]


def check_keywords(keywords: Iterable[str] | None) -> list[str]:
    """Return the keywords, each once.

    Raises
    ------
    UsageError
        They are no list of words.
    """
    if isinstance(keywords, str):
        raise UsageError(f"keywords={keywords!r} is one text.", hint=f"Give a list: [{keywords!r}].")
    words = listed(keywords, "keywords")
    for word in words:
        if not isinstance(word, str) or not word.strip():
            raise UsageError(f"{word!r} is no keyword.", hint="Keywords are texts that are not blank.")
    return list(dict.fromkeys(str(word.strip()) for word in words))
