"""Lists as collections of Dask: the list is looked through once, and its parts are read where the work is done."""

from __future__ import annotations

import hashlib
import operator
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, overload

from ..errors import UsageError
from ..extras import require
from ..transport.port import run
from .list_frames import Source, building_of
from .walk import LARGEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import dask.bag as db
    import dask.dataframe as dd

    from ..frames import Building
    from .partitions import Part, Reading
    from .walk import Walk

PARTITIONS = 32


class AsyncDask:
    """What an `AsyncListing` can become on several machines."""

    source: Source | None
    limit: int | None

    def walk(self, limit: int | None, more: Mapping[str, object] | None = None, page_size: int = LARGEST_PAGE) -> Walk:
        """Return a new way through the list, for at most `limit` items of it, with `more` parameters for the server."""
        raise NotImplementedError

    async def count(self) -> int:
        """Return how many records the server has."""
        raise NotImplementedError

    @overload
    async def to_dask(
        self,
        kind: Literal["frame"] = "frame",
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        partition_size: int | None = None,
    ) -> dd.DataFrame: ...
    @overload
    async def to_dask(self, kind: Literal["bag"], *, partition_size: int | None = None) -> db.Bag: ...
    async def to_dask(
        self,
        kind: Literal["frame", "bag"] = "frame",
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        partition_size: int | None = None,
    ) -> dd.DataFrame | db.Bag:
        """Return the records as a data frame or a bag of Dask; see `Listing.to_dask`."""
        _check(kind, columns, units, partition_size)
        if self.source is None or self.source.reading is None:
            raise UsageError("This list cannot be read by other processes.", hint="Use to_frame() or all().")
        building = building_of(self.source, columns, units) if kind == "frame" else None
        reading = await self.source.reading()
        count = await self.count()
        size = partition_size or -(-(count if self.limit is None else min(count, self.limit)) // PARTITIONS)
        size = max(1, min(size, LARGEST_PAGE))
        includes = dict.fromkeys(building.includes if building else (), True)
        reading.parameters.update(includes, limit=size)
        parts = await _parts(self.walk(None, includes, size), building)
        if building is None:
            return _bag_of(reading, parts)
        return _frame_of(reading, parts, building, columns, units)


class DaskLists:
    """What a `Listing` can become on several machines."""

    @property
    def _spread(self) -> AsyncDask:
        raise NotImplementedError

    @overload
    def to_dask(
        self,
        kind: Literal["frame"] = "frame",
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        partition_size: int | None = None,
    ) -> dd.DataFrame: ...
    @overload
    def to_dask(self, kind: Literal["bag"], *, partition_size: int | None = None) -> db.Bag: ...
    def to_dask(
        self,
        kind: Literal["frame", "bag"] = "frame",
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        partition_size: int | None = None,
    ) -> dd.DataFrame | db.Bag:
        """Return the records as a data frame or a bag of Dask, whose parts are read by its workers.

        The list is looked through once: ids, and types of columns, are kept, records are not. Workers ask for their
        parts when they compute, with the key that their machine has under the name of this client's profile.

        Parameters
        ----------
        kind
            ``frame``: rows, numbered as in the list; ``bag``: records.
        columns, units
            Of a frame, as for `to_frame`: ``to_dask(...).compute()`` is the frame that ``to_frame(...)`` is, but that
            columns of ``metadata.*`` may come in another order.
        partition_size
            How many records a task reads, up to 1000. Unless given there are about 32 partitions, more if the list has
            more than 32,000 records. Few records in each are good where there is much to do for each of them.

        Raises
        ------
        ConfigError
            The client was made with a key instead of a profile.
        UsageError
            There is no such column, or a cell cannot be converted; the message names it.
        NotInstalledError
            Dask is not installed.

        Notes
        -----
        A record that was in the list is in the result once, as it is when its part is read; records that are deleted
        meanwhile, or do not fit the filters any more, are left out, with a warning in the worker's log. A column that
        can no longer have its type is an error.

        Examples
        --------
        These run in docs/clusters.md, where there is a profile of this name::

            films = CrucibleClient(profile="lab").datasets.list(project_id="films", limit=None)
            films.to_dask(columns={"T": "metadata.temperature"})["T"].mean().compute()
            films.to_dask("bag").pluck("unique_id").map(mean_counts).max().compute()
        """
        spread: Any = self._spread  # the overloads above say which one it is
        collection: dd.DataFrame | db.Bag = run(
            spread.to_dask(kind, columns=columns, units=units, partition_size=partition_size)
        )
        return collection


def _check(kind: str, columns: object, units: object, partition_size: int | None) -> None:
    """See that there are such collections, before anything is fetched.

    Raises
    ------
    UsageError
        There are none.
    NotInstalledError
        Dask is not installed.
    """
    if kind not in ("frame", "bag"):
        raise UsageError(f"There are no collections of {kind!r}.", hint="Give 'frame' or 'bag'.")
    if kind == "bag" and not (columns is None and units is None):
        raise UsageError("A bag has records and no columns.", hint="Leave columns= and units= out, or give 'frame'.")
    try:
        wrong = partition_size is not None and not 1 <= operator.index(partition_size) <= LARGEST_PAGE
    except TypeError:
        wrong = True
    if wrong:
        raise UsageError(
            f"partition_size={partition_size!r} is no number of records.", hint=f"Give 1 to {LARGEST_PAGE}."
        )
    if kind == "frame":
        require("pandas")
    require("dask.dataframe" if kind == "frame" else "dask.bag", extra="dask")


async def _parts(walk: Walk, building: Building | None) -> list[Part]:
    """Look through a list, and return its parts: at least one, which may be empty."""
    from .partitions import Part, identity

    parts: list[Part] = []
    seen: set[str] = set()
    while (position := walk.position) is not None and (page := await walk.page()) is not None:
        ids = tuple(dict.fromkeys(one for one in map(identity, page) if one not in seen))
        if ids:
            parts.append(Part(position, ids, len(seen), hashlib.sha256(repr(page).encode()).hexdigest()))
        seen.update(ids)
        if building is not None:
            building.add(page)
            building.forget()
    return parts or [Part({}, (), 0, "")]


def _bag_of(reading: Reading, parts: Sequence[Part]) -> db.Bag:
    from .partitions import records

    dask_bag: Any = require("dask.bag", extra="dask")  # it has no types
    bag: db.Bag = dask_bag.from_sequence(parts, partition_size=1).map_partitions(partial(records, reading))
    return bag


def _frame_of(
    reading: Reading,
    parts: Sequence[Part],
    building: Building,
    columns: Sequence[str] | Mapping[str, str] | None,
    units: Mapping[str, str] | None,
) -> dd.DataFrame:
    from ..frames import to_pandas
    from .partitions import Shape, frame

    dask: Any = require("dask", extra="dask")
    dask_frame: Any = require("dask.dataframe", extra="dask")
    schema = building.schema()
    last = parts[-1].first + max(len(parts[-1].ids) - 1, 0)
    # Dask would turn lists into text.
    with dask.config.set({"dataframe.convert-string": False}):
        made: dd.DataFrame = dask_frame.from_map(
            partial(frame, reading, Shape(columns, units, schema)),
            parts,
            meta=to_pandas(schema.empty_table()),
            divisions=(*(part.first for part in parts), last),
            label=f"crucible-{reading.kind.__name__.lower()}",
            enforce_metadata=True,
        )
    return made
