"""Lists that are fetched page by page while they are read.

The service pages in two styles, by cursor and by offset, and which one a list has is seen from its answers: a first
answer with a ``next_cursor`` or without a ``total`` goes on by cursor, any other by offset up to the total (study of
openapi/SOURCE.md, §3.4).
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from itertools import islice
from typing import Any, Generic, NoReturn, TypeVar, overload

from ..errors import UnexpectedResponseError, UsageError
from ..transport.port import run

T = TypeVar("T")
S = TypeVar("S")
LARGEST_PAGE = 1000

Fetch = Callable[..., Awaitable[Any]]  # Any: a JSON value; called with limit, and cursor or offset


class _Walk:
    """One way through a list."""

    def __init__(self, fetch: Fetch, limit: int | None) -> None:
        self._fetch = fetch
        self._left = limit
        self._position: dict[str, Any] | None = {}
        self._cursors: set[str] = set()
        self._passed = 0

    async def page(self) -> list[Any] | None:
        """Return the next items; None at the end."""
        if self._position is None or self._left == 0:
            return None
        size = LARGEST_PAGE if self._left is None else min(LARGEST_PAGE, self._left)
        answer = await self._fetch(limit=size, **self._position)
        if isinstance(answer, list):  # a list that is not paged
            answer = {"items": answer}
        items = answer.get("items") if isinstance(answer, dict) else None
        if not isinstance(items, list):
            raise UnexpectedResponseError("A page of a list came without its items.")
        self._passed += len(items)
        self._position = self._next(answer) if items else None
        if self._left is not None:
            items = items[: self._left]
            self._left -= len(items)
        return items

    def _next(self, answer: dict[str, Any]) -> dict[str, Any] | None:
        cursor, total = answer.get("next_cursor"), answer.get("total")
        if cursor is not None:
            if cursor in self._cursors:
                raise UnexpectedResponseError(
                    "The server sent the same cursor twice, so that the list would never end.",
                    hint="Report it; a list with limit= up to what came before works.",
                )
            self._cursors.add(cursor)
            return {"cursor": cursor}
        if self._cursors or total is None or self._passed >= total:
            return None
        return {"offset": self._passed}


class AsyncListing(Generic[T]):
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
    """

    def __init__(self, fetch: Fetch, make: Callable[[Any], T], limit: int | None) -> None:
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
            raise UsageError(f"limit={limit!r} is no number of records.", hint="Use None for all of them.")
        self._fetch = fetch
        self._make = make
        self.limit = limit

    def walk(self, limit: int | None) -> _Walk:
        """Return a new way through the list, for at most `limit` items of it."""
        if limit is None or (self.limit is not None and self.limit < limit):
            limit = self.limit
        return _Walk(self._fetch, limit)

    def make(self, item: Any) -> T:
        """Return the record of an item."""
        return self._make(item)

    def mapped(self, change: Callable[[T], S]) -> AsyncListing[S]:
        """Return the same list with each record changed as it is made."""
        return AsyncListing(self._fetch, lambda item: change(self._make(item)), self.limit)

    async def __aiter__(self) -> AsyncIterator[T]:
        walk = self.walk(None)
        while (page := await walk.page()) is not None:
            for item in page:
                yield self._make(item)

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
        passed, walk = 0, _Walk(self._fetch, None)
        while (page := await walk.page()) is not None:
            passed += len(page)
        return passed

    def __bool__(self) -> NoReturn:
        raise TypeError("whether a listing is empty takes a request: ask listing.first() is None, or use listing.all()")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'all' if self.limit is None else f'at most {self.limit}'}, not fetched)"


def _check_index(index: int | slice) -> None:
    parts = (index.start, index.stop, index.step) if isinstance(index, slice) else (index,)
    if any(part is not None and part < 0 for part in parts):
        raise UsageError("A listing is not read from its end.", hint="Use listing.all()[...].")


class Listing(Generic[T]):
    """A list that is fetched while it is read: nothing is requested before, and no page is kept.

    Iterate over it, or take ``listing[0]``, ``listing[:10]``, `first`, `all` or `count`. Each of them asks the server
    anew.
    """

    def __init__(self, listing: AsyncListing[T]) -> None:
        self._listing = listing

    def __iter__(self) -> Iterator[T]:
        return self._records(None)

    def _records(self, limit: int | None) -> Iterator[T]:
        walk = self._listing.walk(limit)
        while (page := run(walk.page())) is not None:
            for item in page:
                yield self._listing.make(item)

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

    def __repr__(self) -> str:
        return repr(self._listing).removeprefix("Async")
