"""Lists as people look at them: a few rows in a notebook, with pictures, because somebody asked for them.

A listing that is merely displayed sends nothing, since displaying is no call: a cell would take a request for every
look at it, a listing of everything would begin to be read, and a notebook that is opened without a key would fail. What
is displayed says what there is to call instead.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ..errors import UnexpectedResponseError, UsageError
from ..records import Dataset, Record, Thumbnail, notebook
from ..transport.port import run

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping, Sequence

    from ..transport.port import Port
    from .list_frames import Source

ROWS: Final = 10
TILES: Final = 24
AT_ONCE: Final = 500
"""Datasets of one request for thumbnails."""
MOST: Final = 1000
"""A page of the service; more of them is what a data frame is for."""


class View:
    """The first records of a list, as a notebook shows them; `records` and `thumbnails` are what it consists of.

    Attributes
    ----------
    records
        The records.
    thumbnails
        The first thumbnail of each dataset that has one, by the dataset's id.
    more
        Whether the list goes on.
    """

    def __init__(
        self, records: Sequence[Record], thumbnails: Mapping[str, Thumbnail], *, more: bool, tiles: bool
    ) -> None:
        self.records: tuple[Record, ...] = tuple(records)
        self.thumbnails: dict[str, Thumbnail] = dict(thumbnails)
        self.more = more
        self._tiles = tiles

    def __repr__(self) -> str:
        lines = [repr(record) for record in self.records]
        return "\n".join([self._title(), *(f"  {line}" for line in lines)])

    def _repr_html_(self) -> str:
        pictures: dict[str, str | None] = {}
        size = 0
        for name, one in self.thumbnails.items():
            picture = _picture(one)
            size += len(picture or "")
            pictures[name] = picture if size <= notebook.MOST_PICTURE_BYTES else None
        return (notebook.tiles if self._tiles else notebook.listing)(self._title(), self.records, pictures)

    def _title(self) -> str:
        if not self.records:
            return "No records"
        noun = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.records[0]._noun()).lower()
        count = len(self.records)
        many = f"{count} {noun}{'' if count == 1 else 's'}"
        return f"The first {many}; there are more" if self.more else many[0].upper() + many[1:]


class AsyncViews:
    """What an `AsyncListing` is looked at with."""

    source: Source | None

    def _slice(self, part: slice) -> Coroutine[Any, Any, Sequence[Any]]:  # Any: records
        """Return some of the records."""
        raise NotImplementedError

    async def show(self, rows: int = ROWS, *, thumbnails: bool = True) -> View:
        """Get the first records as a table; see `Listing.show`."""
        return await self._viewed(rows, "rows", thumbnails=thumbnails, tiles=False)

    async def gallery(self, tiles: int = TILES) -> View:
        """Get the pictures of the first datasets; see `Listing.gallery`."""
        source = self.source
        if source is None or not issubclass(source.kind, Dataset):
            kind = "these records" if source is None else f"{source.kind.__name__.lower()}s"
            raise UsageError(f"There are no pictures of {kind}.", hint="show() has them in rows.")
        return await self._viewed(tiles, "tiles", thumbnails=True, tiles=True)

    async def _viewed(self, number: int, name: str, *, thumbnails: bool, tiles: bool) -> View:
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST:
            raise UsageError(f"{name}={number!r} cannot be shown.", hint=f"Give 1 to {MOST}; to_frame() has all.")
        found = await self._slice(slice(number + 1))
        records, source = found[:number], self.source
        pictures: Mapping[str, Thumbnail] = {}
        if thumbnails and records and source is not None and source.thumbnails and isinstance(records[0], Dataset):
            pictures = await source.thumbnails([str(record["unique_id"]) for record in records])
        return View(records, pictures, more=len(found) > number, tiles=tiles)


class Views:
    """What a `Listing` is looked at with."""

    @property
    def _viewed(self) -> AsyncViews:
        raise NotImplementedError

    def show(self, rows: int = ROWS, *, thumbnails: bool = True) -> View:
        """Get the first records as a table for a notebook, datasets with their pictures.

        Displaying a listing by itself sends nothing; this takes one request, and one more for pictures of datasets.

        Parameters
        ----------
        rows
            How many at most, up to 1000.
        thumbnails
            Whether datasets have their first thumbnail beside them.

        Returns
        -------
        View
            What the notebook shows. Its `records` are records, `thumbnails` pictures by the ids of datasets.

        Raises
        ------
        UsageError
            `rows` is no such number; nothing was sent.

        Examples
        --------
        >>> client.datasets.list(measurement="XRD").show(1)
        The first 1 dataset; there are more
          Dataset(unique_id='...', dataset_name='film A, smoothed', ...)
        """
        return run(self._viewed.show(rows, thumbnails=thumbnails))

    def gallery(self, tiles: int = TILES) -> View:
        """Get the first datasets as pictures beside each other, with their names.

        It takes two requests. A dataset without a thumbnail has an empty tile.

        Parameters
        ----------
        tiles
            How many at most, up to 1000.

        Raises
        ------
        UsageError
            `tiles` is no such number, or these are no datasets; nothing was sent.

        Examples
        --------
        >>> client.datasets.list(measurement="XRD").gallery()
        2 datasets
          ...
        """
        return run(self._viewed.gallery(tiles))

    def _repr_html_(self) -> str:
        gallery = " and their pictures by <code>.gallery()</code>" if self._has_pictures else ""
        hint = f"A notebook shows the first records by <code>.show()</code>{gallery}; that takes a request."
        return f"<div>{html.escape(repr(self))}<br><small>{hint}</small></div>"

    @property
    def _has_pictures(self) -> bool:
        source = self._viewed.source
        return source is not None and issubclass(source.kind, Dataset)


async def first_thumbnails(port: Port, identities: Iterable[str]) -> dict[str, Thumbnail]:
    """Return the first thumbnail of each of some datasets that has one, by id."""
    from crucible_api.api.datasets import list_first_thumbnails

    waiting = iter(dict.fromkeys(identities))
    found: dict[str, Thumbnail] = {}
    while some := list(islice(waiting, AT_ONCE)):
        answer = await port.call(list_first_thumbnails, body=some)
        found.update((dataset, Thumbnail(item)) for dataset, item in answer.items())
    return found


def _picture(thumbnail: Thumbnail) -> str | None:
    """Return the address of a picture; None of what is none."""
    try:
        return notebook.picture_address(thumbnail.image)
    except UnexpectedResponseError:
        return None
