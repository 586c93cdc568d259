"""Lists that are fetched page by page while they are read."""

from __future__ import annotations

import operator
import sys
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, overload

from ..errors import UsageError
from ..transport.port import run
from .list_dask import AsyncDask, DaskLists
from .list_frames import AsyncFrames, Frames, Source
from .list_views import AsyncViews, Views
from .walk import LARGEST_PAGE, Ahead, Fetch, Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping

T = TypeVar("T")
S = TypeVar("S")


class AsyncListing(AsyncFrames, AsyncDask, AsyncViews, Generic[T]):
    """A list that is fetched while it is read: nothing is requested before, and no page is kept.

    Iterate over it with ``async for``, or await ``listing[0]``, ``listing[:10]``, `first`, `all` or `count`. Each of
    them asks the server anew.

    Parameters
    ----------
    fetch
        Returns one page.
    make
        Makes a record of an item.
    limit
        How many records at most; None for all.
    ahead
        Begins with a page that is needed later; without it pages are fetched when they are needed.
    source
        What the pages hold, for tables of them.
    """

    def __init__(
        self,
        fetch: Fetch,
        make: Callable[[Any], T],
        limit: int | None,
        ahead: Ahead[Any] | None = None,
        source: Source | None = None,
    ) -> None:
        self._fetch = fetch
        self._ahead = ahead
        self._make = make
        self.source = source
        self.limit: int | None = checked_limit(limit)

    def walk(self, limit: int | None, more: Mapping[str, object] | None = None, page_size: int = LARGEST_PAGE) -> Walk:
        """Return a new way through the list, for at most `limit` items of it, with `more` parameters for the server."""
        if limit is None or (self.limit is not None and self.limit < limit):
            limit = self.limit
        return Walk(partial(self._fetch, **more) if more else self._fetch, limit, self._ahead, page_size)

    def make(self, item: object) -> T:
        """Return the record of an item."""
        return self._make(item)

    def mapped(self, change: Callable[[T], S]) -> AsyncListing[S]:
        """Return the same list with each record changed as it is made."""
        make = self._make
        return AsyncListing(self._fetch, lambda item: change(make(item)), self.limit, self._ahead, self.source)

    async def __aiter__(self) -> AsyncIterator[T]:
        walk = self.walk(None)
        while (page := await walk.page()) is not None:
            for item in page:
                yield self._make(item)

    if TYPE_CHECKING:
        __iter__: None  # so that type checkers report `for`
    else:

        def __iter__(self) -> NoReturn:
            raise TypeError("this listing is read with `async for`, or with `await listing.all()`")

    @overload
    def __getitem__(self, index: int) -> Coroutine[Any, Any, T]: ...
    @overload
    def __getitem__(self, index: slice) -> Coroutine[Any, Any, list[T]]: ...
    def __getitem__(self, index: int | slice) -> Coroutine[Any, Any, T | list[T]]:
        _check_index(index)
        return self._slice(index) if isinstance(index, slice) else self._one(index)

    async def _slice(self, part: slice) -> list[T]:
        wanted = range(part.start or 0, sys.maxsize, 1 if part.step is None else part.step)
        walk, passed, found = self.walk(part.stop), 0, list[T]()
        while (page := await walk.page()) is not None:
            found += [self._make(item) for number, item in enumerate(page, passed) if number in wanted]
            passed += len(page)
        return found

    async def _one(self, index: int) -> T:
        walk, passed = self.walk(index + 1), 0
        while (page := await walk.page()) is not None:
            if index < passed + len(page):
                return self._make(page[index - passed])
            passed += len(page)
        raise IndexError(f"the listing has no record number {index}")

    async def first(self) -> T | None:
        """Return the first record; None if there is none."""
        page = await self.walk(1).page()
        return self._make(page[0]) if page else None

    async def all(self) -> list[T]:
        """Return the records as a list."""
        return [record async for record in self]

    async def count(self) -> int:
        """Return how many records the server has for these filters, whatever `limit` says."""
        answer = await self._fetch(limit=1)
        total = answer.get("total") if isinstance(answer, dict) else None
        if isinstance(total, int):
            return total
        passed, walk = 0, Walk(self._fetch, None, self._ahead)
        while (page := await walk.page()) is not None:
            passed += len(page)
        return passed

    def __bool__(self) -> NoReturn:
        raise TypeError("whether a listing is empty takes a request: ask listing.first() is None, or use listing.all()")

    def __repr__(self) -> str:
        return f"AsyncListing({_size(self.limit)}: await [:10], first(), all() or count(), or use async for)"


def _size(limit: int | None) -> str:
    return f"{'all records' if limit is None else f'at most {limit} records'}, none fetched yet"


def checked_limit(limit: int | None) -> int | None:
    """Return how many records a list has at most.

    Raises
    ------
    UsageError
        That is no number.
    """
    try:
        number = None if limit is None else operator.index(limit)  # integers of NumPy too
    except TypeError:
        number = -1
    if isinstance(limit, bool) or (number is not None and number < 0):
        raise UsageError(f"limit={limit!r} is no number of records.", hint="Use None for all of them.")
    return number


def _check_index(index: int | slice) -> None:
    step = index.step if isinstance(index, slice) else None
    parts = (index.start, index.stop, step) if isinstance(index, slice) else (operator.index(index),)
    if any(part is not None and operator.index(part) < 0 for part in parts):
        raise UsageError("A listing is not read from its end.", hint="Use listing.all()[...].")
    if step == 0:
        raise UsageError("A step of 0 leads nowhere.", hint="Use listing[::1].")


class Listing(Frames, DaskLists, Views, Generic[T]):
    """A list that is fetched while it is read: nothing is requested before, and no page is kept.

    Iterate over it, or take ``listing[0]``, ``listing[:10]``, `first`, `all` or `count`. Each of them asks the server
    anew.

    Examples
    --------
    >>> listing = client.datasets.list(measurement="XRD", limit=None)
    >>> listing.count()
    2
    >>> [dataset.dataset_name for dataset in listing[:1]]  # the newest
    ['film A, smoothed']
    >>> sum(1 for dataset in listing if dataset.public)
    0
    """

    def __init__(self, listing: AsyncListing[T]) -> None:
        self._listing = listing

    @property
    def _framed(self) -> AsyncFrames:
        return self._listing

    @property
    def _spread(self) -> AsyncDask:
        return self._listing

    @property
    def _viewed(self) -> AsyncViews:
        return self._listing

    def __iter__(self) -> Iterator[T]:
        return self._records(None)

    def _records(self, limit: int | None) -> Iterator[T]:
        walk, make = self._listing.walk(limit), self._listing.make
        while (page := run(walk.page())) is not None:
            for item in page:
                yield make(item)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        _check_index(index)
        if isinstance(index, slice):
            return list(islice(self._records(index.stop), index.start, index.stop, index.step))
        for record in islice(self._records(index + 1), index, None):
            return record
        raise IndexError(f"the listing has no record number {index}")

    def first(self) -> T | None:
        """Return the first record; None if there is none."""
        return run(self._listing.first())

    def all(self) -> list[T]:
        """Return the records as a list."""
        return list(self)

    def count(self) -> int:
        """Return how many records the server has for these filters, whatever `limit` says."""
        return run(self._listing.count())

    def __bool__(self) -> bool:
        return bool(self._listing)

    if not TYPE_CHECKING:  # type checkers report `len` by themselves

        def __len__(self) -> NoReturn:
            raise TypeError("how long a listing is takes a request: ask listing.count(), or use listing.all()")

    def __repr__(self) -> str:
        return f"Listing({_size(self._listing.limit)}: take [:10], first(), all() or count(), or iterate)"
