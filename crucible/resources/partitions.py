"""Parts of a list that other processes read: what travels to them, and what they do with it.

What travels is plain and small: the name of a profile, the operation with its parameters, and of each part where it
begins and the ids in it. There is no key in it and no record: a worker opens the profile that it has under this name,
once, and asks for the part when its task is run, and again if it is run again.

The ids hold a list together that changes meanwhile. Each record that the list had is in the result once, as the worker
finds it; one that has moved to another page is looked up, and one that is gone is left out.
"""

from __future__ import annotations

import logging
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ConfigError, UnexpectedResponseError, UsageError
from ..transport.port import run
from .walk import Walk, items_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

    import pandas as pd
    import pyarrow as pa

    from ..records import Record
    from ..transport.port import Endpoint, Port

logger = logging.getLogger(__name__)

_IDENTITIES = ("unique_id", "mfid", "id")
# What says where a list begins and in which order it comes, which one record alone has not.
_ORDER = ("sort", "direction", "anchor_mfid")


class Reading(NamedTuple):
    """How another process asks for parts of a list.

    Attributes
    ----------
    profile, api_url
        By which name it finds its key, and which address must lie beside that.
    operation
        The module of the generated operation.
    parameters
        Its filters, and how many records a part has at most.
    kind
        What the list holds.
    """

    profile: str
    api_url: str
    operation: str
    parameters: dict[str, Any]
    kind: type[Record]


class Part(NamedTuple):
    """A part of a list.

    Attributes
    ----------
    position
        The cursor or the offset that it begins at; empty for the first one.
    ids
        What was in it when the list was looked through.
    first
        The number in the list that its first record has.
    state
        Another text when one of its records has been changed, so that no old result is taken for a new one.
    """

    position: Mapping[str, object]
    ids: tuple[str, ...]
    first: int
    state: str


class Shape(NamedTuple):
    """The frames that parts become: columns and units as they were asked for, and the types of the whole list."""

    columns: Sequence[str] | Mapping[str, str] | None
    units: Mapping[str, str] | None
    schema: pa.Schema


async def reading_of(
    port: Port, endpoint: Endpoint, kind: type[Record], parameters: Callable[[], Awaitable[dict[str, Any]]]
) -> Reading:
    """Return how other processes ask for a list.

    Raises
    ------
    ConfigError
        They would not find the key.
    UsageError
        They would not have the rights of this block.
    """
    if port.profile is None:
        raise ConfigError(
            "This client was made with a key, and keys do not travel to the workers of Dask.",
            hint="Save a profile, crucible.config.save_profile('lab', api_key, api_url), here and on the machines of "
            "the workers, and use CrucibleClient(profile='lab').",
        )
    if port.elevated:
        raise UsageError(
            "The rights of client.elevated() end with its block, and do not travel to the workers of Dask.",
            hint="Call to_dask() outside of it, or use to_frame().",
        )
    operation: str = endpoint.__name__  # type: ignore[attr-defined] # it is a module
    return Reading(port.profile, port.api_url, operation, await parameters(), kind)


def accepted(endpoint: Endpoint) -> Collection[str]:
    """Return the names of the parameters that an operation has."""
    return getattr(endpoint.sync_detailed, "__kwdefaults__", None) or ()


def identity(item: Any) -> str:
    """Return the id of an item of a list.

    Raises
    ------
    UsageError
        It has none.
    UnexpectedResponseError
        It is no record.
    """
    if not isinstance(item, dict):
        raise UnexpectedResponseError(
            "The server sent something in the place of a record.",
            hint="Check the address of the API, and whether a proxy answers in its place.",
        )
    for name in _IDENTITIES:
        if item.get(name) is not None:
            return str(item[name])
    raise UsageError("What this list holds has no ids to be divided by.", hint="It is short: use to_frame() or all().")


def records(reading: Reading, parts: Iterable[Part]) -> list[Record]:
    """Return the records of parts; a worker calls this."""
    from ..transport.by_profile import open_port

    return [
        reading.kind(item, open_port(reading.profile).explorer_url)
        for part in parts
        for item in items(reading, part).values()
    ]


def frame(reading: Reading, shape: Shape, part: Part) -> pd.DataFrame:
    """Return the frame of a part, with the types of the whole list; a worker calls this.

    Raises
    ------
    UnexpectedResponseError
        A record was changed, so that a column cannot have its type any more.
    """
    from ..extras import require
    from ..frames import Building, to_pandas

    found = items(reading, part)
    building = Building(reading.kind, shape.columns, shape.units, shape.schema)
    building.add(list(found.values()))
    made = to_pandas(building.table())
    if len(found) == len(part.ids):
        made.index = require("pandas").RangeIndex(part.first, part.first + len(found))
    else:
        made.index = require("pandas").Index([n for n, one in enumerate(part.ids, part.first) if one in found])
    return made


def items(reading: Reading, part: Part) -> dict[str, Any]:
    """Ask for a part, and return its items by their ids, in the order of the list.

    Raises
    ------
    ConfigError
        There is no such profile on this machine, or it leads elsewhere.
    CrucibleError
        The server refused, or could not be reached.
    """
    from ..transport.by_profile import open_port

    port = open_port(reading.profile)
    if port.api_url != reading.api_url:
        raise ConfigError(
            f"The list is one of {reading.api_url}, and the profile {reading.profile} of this machine leads to "
            f"{port.api_url}.",
            hint="Save it with the same address on all machines.",
        )
    return run(_items(port, reading, part)) if part.ids else {}


async def _items(port: Port, reading: Reading, part: Part) -> dict[str, Any]:
    endpoint: Any = import_module(reading.operation)
    answer = await port.call(endpoint, **{**reading.parameters, **part.position})
    found = {identity(item): item for item in items_of(answer)}
    if absent := [one for one in part.ids if one not in found]:
        found.update(await _looked_for(port, endpoint, reading.parameters, absent))
        if gone := [one for one in absent if one not in found]:
            logger.warning("%d records are left out, which are no longer in the list, such as %s", len(gone), gone[0])
    return {one: found[one] for one in part.ids if one in found}


async def _looked_for(
    port: Port, endpoint: Endpoint, parameters: Mapping[str, Any], absent: Sequence[str]
) -> dict[str, Any]:
    """Return records of the list that are no longer where they were, by their ids."""
    if "unique_id" in accepted(endpoint):
        alone = {name: value for name, value in parameters.items() if name not in _ORDER}
        answers = [await port.call(endpoint, **{**alone, "unique_id": one, "limit": 1}) for one in absent]
        return {identity(item): item for answer in answers for item in items_of(answer)}
    found: dict[str, Any] = {}
    walk = Walk(partial(port.call, endpoint, **parameters), None)
    while len(found) < len(absent) and (page := await walk.page()) is not None:
        found.update((identity(item), item) for item in page if identity(item) in absent)
    return found
