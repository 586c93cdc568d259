"""Doing something for several records, one after another, whatever becomes of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .answer import Page, Said
from .columns import OfOne
from .failure import AUTHENTICATION, INTERRUPTED, UNREACHABLE, EndedError, PartlyDoneError, code_of, is_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .session import Session

HOPELESS = frozenset({AUTHENTICATION, UNREACHABLE, INTERRUPTED})
"""Exit codes of errors that the next record would end with as well."""


def each(session: Session, ids: Iterable[str], do: Callable[[str], Any]) -> Page:  # Any: what a command can answer
    """Return the list of what is answered for each id, as the ids come.

    A failure is said at once and the next id follows; how many failed is the error at the end.

    Parameters
    ----------
    session
        Says what failed.
    ids
        Read one by one, so that the first is done before the last is known.
    do
        What to do for an id. Of a list that it answers each item is listed, with the id as its `of`.
    """
    failed: list[BaseException] = []
    count = 0

    def answers() -> Iterator[Any]:
        nonlocal count
        for count, one in enumerate(ids, 1):  # noqa: B007 - it is counted for the end
            try:
                yield from _items(do(one), one)
            except Exception as error:
                if not is_ours(error) or code_of(error) in HOPELESS:
                    raise
                failed.append(error)
                session.failed(one, error)

    def ending() -> BaseException | None:
        if not failed:
            return None
        if len(failed) < count:
            return PartlyDoneError(f"{len(failed)} of {count} failed.")
        return EndedError(f"All {count} failed." if count > 1 else "It failed.", code_of(failed[0]))

    return Page(answers(), nothing="Standard input brought no ids.", error=ending)


def _items(answer: Any, of: str) -> Iterator[Any]:
    """Yield what is answered for an id; the records of a list say which id they belong to."""
    items = answer.items if isinstance(answer, Page) else answer
    if hasattr(items, "keys") or isinstance(items, (str, bytes, Said)) or not hasattr(items, "__iter__"):
        yield items
        return
    for item in items:
        yield OfOne(item, of) if isinstance(item, Mapping) else item
