"""A column that grows page by page and finds its type in all its rows."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from datetime import datetime
from itertools import chain
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from .. import times
from ..extras import require
from .quantities import as_text, is_quantity, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

# A text is taken for a time if all of them are and have an offset: without one nobody knows when it was.
INSTANT = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})$"
_SHAPES: Final[dict[type, str]] = {bool: "true or false", int: "number", float: "number", str: "text", list: "list"}
_MIXED: Final = "mixed"


class Column:
    """Cells of all rows so far.

    Parameters
    ----------
    name
        As the frame has it.
    of
        The type that the document gives the field; None if it says nothing, as of metadata.
    """

    def __init__(self, name: str, of: type | None = None) -> None:
        self.name = name
        self._arrow: Any = require("pyarrow")
        self._of = of
        self._chunks: list[Any] = []
        self._kind: str | None = None
        self._whole = True  # whether numbers are integers so far
        self._elements: Column | None = None  # of lists
        self.length = 0
        self.missing = 0
        # How many cells are what, and which units were sent, for those who read the frame.
        self.shapes: Counter[str] = Counter()
        self.units: Counter[str] = Counter()

    def add(self, values: Sequence[Any]) -> None:
        """Append cells; None is a missing one."""
        kinds = set(map(type, values))
        kinds.discard(NoneType)
        if dict in kinds:
            values = [self._without_quantity(value) for value in values]
            kinds = set(map(type, values)) - {NoneType}
        if list in kinds:
            values = [_flat(value) for value in values]
            kinds = set(map(type, values)) - {NoneType}
        self.length += len(values)
        if not kinds:
            self._chunks.append(self._arrow.nulls(len(values)))
            self.missing += len(values)
            return
        found = {_SHAPES.get(kind, "object") for kind in kinds}
        present = len(values) - values.count(None)
        self.missing += len(values) - present
        self.shapes.update({next(iter(found)): present} if len(found) == 1 else map(_shape, filter(_is, values)))
        self._become(found.pop() if len(found) == 1 else _MIXED)
        self._whole = self._whole and kinds == {int}
        self._chunks.append(self._array(values))

    def pad(self, length: int) -> None:
        """Append missing cells up to a number of rows."""
        if self.length < length:
            self.add([None] * (length - self.length))

    def finish(self) -> pa.ChunkedArray:
        """Return all cells as an array of one type, and forget them."""
        if self._kind == "list":
            self._join_lists()
        kind = self._type()
        chunks = [chunk if chunk.type == kind else chunk.cast(kind, safe=False) for chunk in self._chunks]
        self._chunks = []
        whole = self._arrow.chunked_array(chunks, type=kind)
        return self._times(whole) if kind == self._arrow.string() else whole

    def _type(self) -> Any:
        """Return the type that all chunks have or can be cast to."""
        pa = self._arrow
        if self._kind == "list":
            return self._chunks[0].type
        if self._kind == "number":
            return pa.int64() if self._whole and self._of is not float else pa.float64()
        if self._kind is None:
            declared = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string(), datetime: pa.string()}
            return declared.get(self._of, pa.null()) if self._of is not None else pa.null()
        return pa.bool_() if self._kind == "true or false" else pa.string()

    def _times(self, whole: Any) -> Any:
        """Return texts as times if that is what they are."""
        pa, instants = self._arrow, self._arrow.timestamp("us", tz="UTC")
        if self._of is not datetime:
            if self._kind != "text" or self.units or not self._all_match(whole):
                return whole
            with suppress(pa.ArrowInvalid):  # there is no such day
                return whole.cast(instants)
            return whole
        try:
            return whole.cast(instants)
        except pa.ArrowInvalid:  # one without an offset, which the document says is in UTC, or one that is none
            with suppress(ValueError):
                read = [None if cell is None else times.from_wire(cell) for cell in whole.to_pylist()]
                return pa.chunked_array([pa.array(read, instants)])
            return whole

    def _all_match(self, whole: Any) -> bool:
        compute = require("pyarrow.compute")
        for chunk in whole.chunks:
            if compute.all(compute.match_substring_regex(chunk, INSTANT)).as_py() is False:
                return False
        return True

    def _array(self, values: Sequence[Any]) -> Any:
        pa = self._arrow
        if self._kind == "number":
            try:
                return pa.array(values, pa.int64() if self._whole else pa.float64())
            except (OverflowError, pa.ArrowInvalid):  # an integer of more than 64 bits names something
                self._become(_MIXED)
        if self._kind == "list":
            return self._offsets(values)
        if self._kind == "true or false":
            return pa.array(values, pa.bool_())
        if self._kind != "text":
            values = [None if value is None else text(value) for value in values]
        try:
            return pa.array(values, pa.string())
        except UnicodeEncodeError:  # half of a pair of surrogates, which JSON can say and UTF-8 cannot
            clean = [None if value is None else value.encode("utf-8", "replace").decode() for value in values]
            return pa.array(clean, pa.string())

    def _become(self, kind: str) -> None:
        """Let what came before be of a kind that fits what comes now."""
        before, self._kind = self._kind, kind if self._kind in (None, kind) else _MIXED
        if before in (None, self._kind) or (before in ("text", "object") and self._kind == _MIXED):
            return
        if before == "list":
            self._join_lists()
        for number, chunk in enumerate(self._chunks):
            cells = [None if cell is None else text(cell) for cell in chunk.to_pylist()]
            self._chunks[number] = self._arrow.array(cells, self._arrow.string())

    def _without_quantity(self, value: Any) -> Any:
        if is_quantity(value):
            self.units[unit_of(value)] += 1
            return as_text(value)
        return value

    def _offsets(self, values: Sequence[Any]) -> Any:
        """Return the lengths of lists; their elements go into a column of their own."""
        if self._elements is None:
            self._elements = Column(self.name)
        self._elements.add(list(chain.from_iterable(filter(None, values))))
        return self._arrow.array([None if value is None else len(value) for value in values], self._arrow.int64())

    def _join_lists(self) -> None:
        """Put the elements into the lists that were counted so far."""
        pa, compute = self._arrow, require("pyarrow.compute")
        lengths = pa.chunked_array([chunk.cast(pa.int64()) for chunk in self._chunks]).combine_chunks()
        ends = compute.cumulative_sum(lengths.fill_null(0))
        offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends])
        elements = Column(self.name) if self._elements is None else self._elements
        values = elements.finish().combine_chunks()
        self._chunks = [pa.LargeListArray.from_arrays(offsets, values, mask=lengths.is_null())]
        self._elements = None


def text(value: Any) -> str:
    """Return a JSON value as text: a text as it is, anything else as JSON writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):  # an element of a list that was read as a time
        return value.isoformat()
    try:
        return json.dumps(value, ensure_ascii=False, default=text)
    except RecursionError:
        return "…"


class _Object(list[Any]):
    """A list that holds objects, which becomes text as a whole."""


def _flat(value: Any) -> Any:
    return _Object(value) if type(value) is list and dict in map(type, value) else value


def _shape(value: object) -> str:
    return _SHAPES.get(type(value), "object")


def _is(value: object) -> bool:
    return value is not None
