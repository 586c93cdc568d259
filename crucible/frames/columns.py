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
from ..errors import UnexpectedResponseError
from ..extras import require
from .quantities import as_text, is_quantity, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

# A text is taken for a time if all of them are and have an offset: without one nobody knows when it was.
INSTANT = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})$"
_SHAPES: Final[dict[type, str]] = {bool: "true or false", int: "number", float: "number", str: "text", list: "list"}
_MIXED: Final = "mixed"
_LONG: Final = "number of many digits"
EXACT: Final = 2**53
"""Up to here every whole number is one that a float can be."""
_WIDEST: Final = 2**63
_FIRST, _LAST = (round((time - datetime(1970, 1, 1)).total_seconds()) * 10**6 for time in (datetime.min, datetime.max))


class Column:
    """Cells of all rows so far.

    Parameters
    ----------
    name
        As the frame has it.
    of
        The type that the document gives the field; None if it says nothing, as of metadata.
    settled
        The field of a table that these rows are a part of: the type to have, and whether cells may be missing.
    """

    def __init__(self, name: str, of: type | None = None, settled: pa.Field | None = None) -> None:
        self.name = name
        self._arrow: Any = require("pyarrow")
        self._of = of
        self._settled = settled
        self._chunks: list[Any] = []
        # What is text in the whole table is, though here it may be numbers or times.
        self._kind: str | None = _MIXED if settled is not None and settled.type == self._arrow.string() else None
        self._timeless = self._kind is not None
        self._whole = True  # whether numbers are integers so far
        self._long = 0  # how many of them no float can be, and whether one is no number of 64 bits either
        self._is_too_long = False
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
        if int in kinds:
            self._look_for_digits([value for value in values if type(value) is int])
        if self._long and self._kind == "number" and (self._is_too_long or not self._whole):
            self._become(_MIXED)  # it would lose digits, and what has so many of them names something
        self._chunks.append(self._array(values))

    def _look_for_digits(self, numbers: Sequence[int]) -> None:
        most, least = max(numbers), min(numbers)
        if most > EXACT or least < -EXACT:
            self._long += sum(not -EXACT <= number <= EXACT for number in numbers)
            self._is_too_long = self._is_too_long or not -_WIDEST <= least <= most < _WIDEST

    @property
    def mixture(self) -> dict[str, int]:
        """How many cells are what, if this is text because nothing else holds all of them; empty if not."""
        shapes = dict(self.shapes)
        if self._long and self._kind == _MIXED:
            shapes["number"] -= self._long
            shapes[_LONG] = self._long
        shapes = {shape: number for shape, number in shapes.items() if number}
        return shapes if len(shapes) > 1 else {}

    def pad(self, length: int) -> None:
        """Append missing cells up to a number of rows."""
        if self.length < length:
            self.add([None] * (length - self.length))

    def finish(self) -> pa.ChunkedArray:
        """Return all cells as an array of one type, and forget them.

        Raises
        ------
        UnexpectedResponseError
            That cannot be the type that was settled.
        """
        if self._kind == "list":
            self._join_lists()
        kind = self._type()
        chunks = [chunk if chunk.type == kind else chunk.cast(kind, safe=False) for chunk in self._chunks]
        self._chunks = []
        whole = self._arrow.chunked_array(chunks, type=kind)
        whole = self._times(whole) if kind == self._arrow.string() and not self._timeless else whole
        return whole if self._settled is None else self._fitting(whole, self._settled)

    def forget(self) -> None:
        """Forget the cells so far, and keep what they say about the type."""
        if self._elements is not None:
            self._elements.forget()
        elif self._chunks and self._kind not in (None, "list") and self._type() == self._arrow.string():
            strings = [chunk.cast(self._arrow.string()) for chunk in self._chunks]
            whole = self._arrow.chunked_array(strings)
            if whole.null_count < len(whole) and self._times(whole).type == self._arrow.string():
                self._timeless = True
        self._chunks = []

    def _fitting(self, whole: Any, settled: Any) -> Any:
        """Return cells as what was settled; whole numbers may become others, and what is missing anything."""
        pa = self._arrow
        missing_is_new = whole.null_count and not settled.nullable
        widened = whole.type == pa.int64() and settled.type == pa.float64()
        if not missing_is_new and (whole.type == settled.type or widened or pa.types.is_null(whole.type)):
            return whole.cast(settled.type)
        has = "is missing in a record" if missing_is_new else f"is {whole.type}"
        raise UnexpectedResponseError(
            f"The column {self.name!r} {has}, and was {settled.type} when the list was looked through.",
            hint="Records were changed meanwhile: begin again.",
        )

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
                read = whole.cast(instants)
                return read if self._are_datetimes(read) else whole
            return whole
        try:
            return whole.cast(instants)
        except pa.ArrowInvalid:  # one without an offset, which the document says is in UTC, or one that is none
            with suppress(ValueError):
                read = [None if cell is None else times.from_wire(cell) for cell in whole.to_pylist()]
                return pa.chunked_array([pa.array(read, instants)])
            return whole

    def _are_datetimes(self, read: Any) -> bool:
        """Say whether these are times that Python has too: an offset may lead out of its years."""
        span = require("pyarrow.compute").min_max(read.cast(self._arrow.int64())).as_py()
        return span["min"] is None or _FIRST <= span["min"] <= span["max"] <= _LAST

    def _all_match(self, whole: Any) -> bool:
        compute = require("pyarrow.compute")
        for chunk in whole.chunks:
            if compute.all(compute.match_substring_regex(chunk, INSTANT)).as_py() is False:
                return False
        return True

    def _array(self, values: Sequence[Any]) -> Any:
        pa = self._arrow
        if self._kind == "number":
            return pa.array(values, pa.int64() if self._whole else pa.float64())
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
            self._join_lists(timeless=True)
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
            self._elements = self._of_elements()
        self._elements.add(list(chain.from_iterable(filter(None, values))))
        return self._arrow.array([None if value is None else len(value) for value in values], self._arrow.int64())

    def _of_elements(self) -> Column:
        """Return a column for the elements of lists."""
        settled = self._settled
        inner = None if settled is None or not hasattr(settled.type, "value_field") else settled.type.value_field
        return Column(self.name, settled=inner)

    def _join_lists(self, *, timeless: bool = False) -> None:
        """Put the elements into the lists that were counted so far; `timeless` are texts, whatever they say."""
        pa, compute = self._arrow, require("pyarrow.compute")
        counted = [chunk.cast(pa.int64()) for chunk in self._chunks]
        lengths = pa.chunked_array(counted, type=pa.int64()).combine_chunks()
        ends = compute.cumulative_sum(lengths.fill_null(0))
        offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends])
        elements = self._of_elements() if self._elements is None else self._elements
        elements._timeless = elements._timeless or timeless
        values = elements.finish().combine_chunks()
        self._chunks = [pa.LargeListArray.from_arrays(offsets, values, mask=lengths.is_null())]
        self._elements = None


def text(value: Any) -> str:
    """Return a JSON value as text: a text as it is, anything else as JSON writes it, whole numbers without a point."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(_plain(value), ensure_ascii=False)
    except RecursionError:
        return "…"


def _plain(value: Any) -> Any:
    """Return numbers as they are written whatever stood beside them: 1 beside 2.5 was 1.0 for a while."""
    if type(value) is float and value.is_integer() and abs(value) <= EXACT:
        return int(value)
    return [_plain(element) for element in value] if type(value) is list else value


class _Object(list[Any]):
    """A list that holds objects, which becomes text as a whole."""


def _flat(value: Any) -> Any:
    return _Object(value) if type(value) is list and dict in map(type, value) else value


def _shape(value: object) -> str:
    return _SHAPES.get(type(value), "object")


def _is(value: object) -> bool:
    return value is not None
