"""Lists as data frames: the pages of a list go into a table while they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

from ..errors import UsageError
from ..transport.port import run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from ..frames import Building
    from ..records import Record, Thumbnail
    from .partitions import Reading
    from .walk import Walk


@dataclass(frozen=True)
class Source:
    """Where the pages of a list come from.

    Attributes
    ----------
    kind
        What they hold.
    accepts
        Returns the parameters that the operation has.
    thumbnails
        Gets the first thumbnails of some datasets.
    reading
        Returns what another process needs to read pages.
    """

    kind: type[Record]
    accepts: Callable[[], Collection[str]]
    thumbnails: Callable[[Sequence[str]], Awaitable[Mapping[str, Thumbnail]]] | None = None
    reading: Callable[[], Awaitable[Reading]] | None = None


class AsyncFrames:
    """What an `AsyncListing` can become."""

    source: Source | None

    def walk(self, limit: int | None, more: Mapping[str, object] | None = None) -> Walk:
        """Return a new way through the list, for at most `limit` items of it, with `more` parameters for the server."""
        raise NotImplementedError

    async def to_arrow(
        self, columns: Sequence[str] | Mapping[str, str] | None = None, *, units: Mapping[str, str] | None = None
    ) -> pa.Table:
        """Return the records as a table of Arrow; see `Listing.to_frame`."""
        return await _table_of(self, columns, units)

    @overload
    async def to_frame(
        self,
        kind: Literal["pandas"] = "pandas",
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> pd.DataFrame: ...
    @overload
    async def to_frame(
        self,
        kind: Literal["polars"],
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> pl.DataFrame: ...
    async def to_frame(
        self,
        kind: Literal["pandas", "polars"] = "pandas",
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> pd.DataFrame | pl.DataFrame:
        """Return the records as a data frame; see `Listing.to_frame`."""
        _check_kind(kind)
        return _frame_of(await self.to_arrow(columns, units=units), kind)


class Frames:
    """What a `Listing` can become."""

    @property
    def _framed(self) -> AsyncFrames:
        raise NotImplementedError

    def to_arrow(
        self, columns: Sequence[str] | Mapping[str, str] | None = None, *, units: Mapping[str, str] | None = None
    ) -> pa.Table:
        """Return the records as a table of Arrow; the parameters are those of `to_frame`.

        What `to_frame` says in ``attrs`` stands as JSON in the metadata of the table's schema, under ``crucible``.
        """
        return run(self._framed.to_arrow(columns, units=units))

    @overload
    def to_frame(
        self,
        kind: Literal["pandas"] = "pandas",
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> pd.DataFrame: ...
    @overload
    def to_frame(
        self,
        kind: Literal["polars"],
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> pl.DataFrame: ...
    def to_frame(
        self,
        kind: Literal["pandas", "polars"] = "pandas",
        *,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> pd.DataFrame | pl.DataFrame:
        """Return the records as a data frame, made page by page.

        Parameters
        ----------
        kind
            The library: ``pandas``, or ``polars`` (``pip install 'crucible-client[polars]'``).
        columns
            Fields, and paths with dots such as ``metadata.oven.power``, ``project.title``, ``links.unique_id`` (a list)
            or ``links.0.name``; or a dictionary of them by the names of columns. What a list has on request only, such
            as its metadata, is requested. ``metadata.*`` is a column for each key that a record has, ``*`` one for each
            plain field. Unless given: both, the metadata if the list includes it. A key with a dot in it stands in
            double quotes.
        units
            Units by the names of columns, for metadata such as ``{"value": 200, "unit": "kV"}`` and ``"200 kV"``; these
            columns are numbers. Without it they are text, ``200 kV``. Units are those of the library pint.

        Returns
        -------
        DataFrame
            Integers and truth values stay what they are where some are missing. Texts that are all times with an offset
            are times, in UTC. Lists stay lists; other objects, and columns in which types are mixed, are text, JSON
            where it is not text that was sent.

            In pandas ``attrs["crucible"]`` has the number of ``missing`` cells of each column, what columns ``mixed``
            (the log says so too), the ``units`` that were converted to, and the ``sent_units`` of those that were not.

        Raises
        ------
        UsageError
            There is no such column, or a cell cannot be converted; the message names it.
        NotInstalledError
            A library is not installed.

        Examples
        --------
        >>> xrd = client.datasets.list(measurement="XRD", limit=None)
        >>> frame = xrd.to_frame(columns=["dataset_name", "project.title", "metadata.annealing.temperature"])
        """
        _check_kind(kind)
        return _frame_of(self.to_arrow(columns, units=units), kind)


async def _table_of(
    listing: AsyncFrames,
    columns: Sequence[str] | Mapping[str, str] | None,
    units: Mapping[str, str] | None,
) -> pa.Table:
    """Return the table of a list.

    Raises
    ------
    UsageError
        A column or a unit cannot be right, a cell cannot be converted, or the list comes without what a column needs.
    NotInstalledError
        pyarrow, or pint for `units`, is not installed.
    """
    building = building_of(listing.source, columns, units)
    walk = listing.walk(None, dict.fromkeys(building.includes, True))
    while (page := await walk.page()) is not None:
        building.add(page)
    return building.table()


def building_of(
    source: Source | None, columns: Sequence[str] | Mapping[str, str] | None, units: Mapping[str, str] | None
) -> Building:
    """Return the empty table of a list.

    Raises
    ------
    UsageError
        A column or a unit cannot be right, or the list comes without what a column needs.
    NotInstalledError
        pyarrow, or pint for `units`, is not installed.
    """
    from ..frames import Building

    if source is None:
        raise UsageError("This list has no columns.", hint="Make the frame of its records: [dict(one) for one in ...].")
    building = Building(source.kind, columns, units)
    absent = sorted(building.includes.difference(source.accepts() if building.includes else ()))
    if absent:
        what = ", ".join(name.removeprefix("include_") for name in absent)
        raise UsageError(
            f"This list comes without {what}.",
            hint=f"Get each {source.kind.__name__.lower()} for it, or leave these columns out.",
        )
    return building


def _frame_of(table: pa.Table, kind: str) -> pd.DataFrame | pl.DataFrame:
    """Return a frame of a library.

    Raises
    ------
    NotInstalledError
        It is not installed.
    """
    from ..frames import to_pandas, to_polars

    return to_pandas(table) if kind == "pandas" else to_polars(table)


def _check_kind(kind: str) -> None:
    """See that there are such frames, before anything is fetched.

    Raises
    ------
    UsageError
        There are none.
    NotInstalledError
        The library is not installed.
    """
    from ..extras import require

    if kind not in ("pandas", "polars"):
        raise UsageError(f"There are no frames of {kind!r}.", hint="Give 'pandas' or 'polars'; to_arrow() is a table.")
    require(kind, extra="science" if kind == "pandas" else "polars")
