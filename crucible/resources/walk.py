"""One way through a list, page by page.

The service pages in two styles, by cursor and by offset, and which one a list has is seen from its answers: a first
answer with a cursor, without a ``total``, or with a ``next_cursor`` and no ``offset`` goes on by cursor, any other by
offset up to the total (study of openapi/SOURCE.md, §3.4).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from ..errors import UnexpectedResponseError
from ..transport import peek

T = TypeVar("T")
LARGEST_PAGE = 1000
_NEXT = b'"next_cursor"'
_CURSOR = re.compile(_NEXT + rb'\s*:\s*"([^"\\\x00-\x20\x7f-\xff]+)"')

Fetch = Callable[..., Awaitable[Any]]  # Any: a JSON value; called with limit, and cursor or offset
# Begins to do something that is needed later, and returns what waits for it; see `Port.ahead`.
Ahead = Callable[[Callable[[], Coroutine[Any, Any, T]]], Callable[[], Awaitable[T]]]


class Walk:
    """One way through a list.

    Who asks for a second page will ask for a third: from there on the next page is fetched while this one is read, and
    asked for as soon as the cursor is seen at the end of this one's bytes, before its JSON is read. One page at most is
    fetched that nobody waits for.

    Attributes
    ----------
    position
        What the next page is asked for by: a cursor, an offset, or nothing for the first; None at the end.
    """

    def __init__(
        self, fetch: Fetch, limit: int | None, ahead: Ahead[Any] | None = None, page_size: int = LARGEST_PAGE
    ) -> None:
        self._fetch = fetch
        self._left = limit
        self._ahead = ahead
        self._page_size = page_size
        self._begun: tuple[dict[str, Any], Callable[[], Awaitable[Any]]] | None = None
        self.position: dict[str, Any] | None = {}
        self._cursors: set[str] = set()
        self._passed = 0

    async def page(self) -> list[Any] | None:
        """Return the next items; None at the end."""
        position = self.position
        if position is None or self._left == 0:
            return None
        begun, self._begun = self._begun, None
        answer = await (begun[1]() if begun is not None and begun[0] == position else self._asked(position))
        items = items_of(answer)
        self._passed += len(items)
        self.position = self._next(answer) if items and isinstance(answer, dict) else None
        if self._left is not None:
            items = items[: self._left]
            self._left -= len(items)
        if position and self.position is not None and self._left != 0:
            self._begin(self.position)
        return items

    async def _asked(self, position: dict[str, Any]) -> Any:
        def look(body: bytes) -> bool:
            cursor = _last_cursor(body)
            if not position or cursor is None or (self._left is not None and self._left <= self._page_size):
                return False
            return self._begin({"cursor": cursor})

        size = self._page_size if self._left is None else min(self._page_size, self._left)
        with peek.looking(look):
            return await self._fetch(limit=size, **position)

    def _begin(self, position: dict[str, Any]) -> bool:
        if self._ahead is None or self._begun is not None:
            return False
        self._begun = position, self._ahead(lambda: self._asked(position))
        return True

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
        # A list that pages by cursor ignores offsets, and its total can exceed what comes: after an anchor it does.
        by_cursor = self._cursors or ("next_cursor" in answer and "offset" not in answer)
        if by_cursor or total is None or self._passed >= total:
            return None
        return {"offset": self._passed}


def items_of(answer: Any) -> list[Any]:
    """Return what a page holds; a list that is not paged is all of it.

    Raises
    ------
    UnexpectedResponseError
        It is no page.
    """
    items: object = answer.get("items") if isinstance(answer, dict) else answer
    if not isinstance(items, list):
        raise UnexpectedResponseError(
            "A page of a list came without its items.",
            hint="Check the address of the API, and whether a proxy answers in its place.",
        )
    return items


def _last_cursor(body: bytes) -> str | None:
    """Return what seems to be the next cursor of a page; what its JSON says decides."""
    found = _CURSOR.match(body, max(body.rfind(_NEXT), 0))
    return None if found is None else found[1].decode("ascii")
