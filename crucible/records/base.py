"""What all records have in common: a frozen view of the JSON object that the server sent.

A record keeps the object as it came and reads a field when it is asked for. That makes records cheap (a page of a
thousand costs no more than its JSON), keeps every value exactly as sent for those who read records as mappings, and
leaves no second copy of the data to disagree with the first. Copying each field into a class of its own was tried on
paper and rejected: it costs 20 times as much, and text such as ``2026-08-01T10:00:00Z`` does not survive it.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, TypeVar, cast, overload

from .. import times
from ..errors import UnexpectedResponseError

T = TypeVar("T")
R = TypeVar("R", bound="Record")
LONGEST_REPR = 60
LONGEST_CELL = 2000
# Records that are changed with the method `update` of their namespace.
CHANGEABLE = frozenset({"Dataset", "Sample", "Project", "Instrument", "File", "User"})


class Field(Generic[T]):
    """One member of the object: a typed attribute of the record that reads it."""

    def __init__(self, read: Callable[[Any], T], *, needed: bool = False) -> None:
        self._read = read
        self.needed = needed
        self.name = ""

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, record: None, owner: type[Record]) -> Field[T]: ...
    @overload
    def __get__(self, record: Record, owner: type[Record]) -> T: ...
    def __get__(self, record: Record | None, owner: type[Record]) -> T | Field[T]:
        if record is None:
            return self
        value = record._wire.get(self.name)
        return cast("T", None) if value is None else self._read(value)  # a needed field is never None, see Record


def needed(kind: type[T]) -> Field[T]:
    """Return a field that every such record has."""
    return Field(_reader(kind), needed=True)


def optional(kind: type[T]) -> Field[T | None]:
    """Return a field that may be null or missing."""
    return Field(_reader(kind))


def several(kind: type[R]) -> Field[tuple[R, ...] | None]:
    """Return a field that holds a list of records, or is null or missing."""
    return Field(lambda values: tuple(kind(value) for value in values))


def texts() -> Field[tuple[str, ...] | None]:
    """Return a field that holds a list of texts, or is null or missing."""
    return Field(tuple)


def json_object() -> Field[dict[str, Any] | None]:
    """Return a field that holds any JSON object, or is null or missing; each reading gives a copy of one's own."""
    return Field(plain_copy)


def _reader(kind: type[T]) -> Callable[[Any], T]:
    if issubclass(kind, datetime):
        return cast("Callable[[Any], T]", times.from_wire)
    return kind if issubclass(kind, Record) else plain_copy


class Record(Mapping[str, Any]):  # Any: a mapping of the wire's values, which are any JSON
    """A frozen value: typed attributes, and a read-only mapping by the wire's names with the wire's values.

    Attributes are None where the server sent null or nothing, times have an offset (UTC where the server sent none).
    As a mapping a record has exactly what the server sent; names that v3 of the API has dropped are answered too.
    Records compare by content and can be copied and pickled; they hold no client and no key.

    Parameters
    ----------
    wire
        The object as parsed from JSON; it belongs to the record from now on.
    site
        Address of the web explorer that shows the record, if there is one.
    """

    __slots__ = ("_site", "_wire")

    _wire: dict[str, Any]
    _site: str | None
    _fields: ClassVar[dict[str, Field[Any]]] = {}
    _needed: ClassVar[tuple[str, ...]] = ()
    # Names of earlier API versions that are answered beside those of the wire: properties of the same name.
    _former: ClassVar[frozenset[str]] = frozenset()
    # What repr shows, in this order, and what no display ever shows.
    _shown: ClassVar[tuple[str, ...]] = ()
    _hidden: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        members = [member for base in reversed(cls.__mro__) for member in vars(base).items()]
        cls._fields = {name: value for name, value in members if isinstance(value, Field)}
        cls._needed = tuple(name for name, field in cls._fields.items() if field.needed)

    def __init__(self, wire: Mapping[str, Any], site: str | None = None) -> None:
        if not isinstance(wire, dict):
            raise UnexpectedResponseError(f"A {self._noun()} is a JSON object, not {type(wire).__name__}.")
        for name in self._needed:
            if wire.get(name) is None:
                raise UnexpectedResponseError(f"A {self._noun()} without {name!r} came from the server.")
        object.__setattr__(self, "_wire", wire)
        object.__setattr__(self, "_site", site)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {self._noun()} is a value and cannot be changed; a change is a call of the client")

    def __delattr__(self, name: str) -> NoReturn:
        self.__setattr__(name, None)

    if not TYPE_CHECKING:  # type checkers know the attributes

        def __getattr__(self, name: str) -> NoReturn:
            noun = self._noun()
            if name == "update" and noun in CHANGEABLE:
                call = f"client.{noun.lower()}s.update({noun.lower()}, name_of_a_field=value)"
                raise AttributeError(f"a {noun} is a value and has no update; a change is a request: {call}")
            raise AttributeError(f"a {noun} has no attribute {name!r}", name=name, obj=self)

    # ---- mapping ----

    def __getitem__(self, name: str) -> Any:
        if name in self._wire:
            return plain_copy(self._wire[name])
        if name in self._former:
            value = getattr(self, name)
            return [item.to_dict() for item in value] if isinstance(value, tuple) else value
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in self._wire or name in self._former

    def __iter__(self) -> Iterator[str]:
        return iter(self._wire)

    def __len__(self) -> int:
        return len(self._wire)

    def to_dict(self) -> dict[str, Any]:
        """Return what the server sent as a plain dictionary of one's own."""
        copy: dict[str, Any] = plain_copy(self._wire)
        return copy

    @property
    def extra(self) -> dict[str, Any]:
        """Members that this version of the package does not know, as the server sent them."""
        return {
            name: plain_copy(value)
            for name, value in self._wire.items()
            if name not in self._fields and name not in self._hidden
        }

    @property
    def url(self) -> str | None:
        """Address of the record in the web explorer; None where it has none."""
        return None

    # ---- value ----

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        return self._noun() == other._noun() and self._wire == other._wire

    def __hash__(self) -> int:
        return hash((self._noun(), *(self._wire[name] for name in self._needed[:1])))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._wire, self._site)

    # ---- display ----

    @classmethod
    def _noun(cls) -> str:
        return cls.__name__

    def __repr__(self) -> str:
        shown = [(name, getattr(self, name)) for name in self._shown]
        return f"{self._noun()}({', '.join(f'{name}={_short(value)}' for name, value in shown if value is not None)})"

    def _repr_html_(self) -> str:
        """Return a table of what the record has, for notebooks."""
        rows = []
        for name in dict.fromkeys((*self._shown, *self._wire)):
            value = self.get(name)
            if value is None or name in self._hidden:
                continue
            rows.append(f"<tr><th style='text-align:left'>{html.escape(name)}</th><td>{_cell(value)}</td></tr>")
        title = html.escape(self._noun())
        if self.url and "url" not in self._hidden:
            title = f'<a href="{html.escape(self.url)}">{title}</a>'
        return f"<table><caption>{title}</caption>{''.join(rows)}</table>"


def plain_copy(value: Any) -> Any:
    """Return a JSON value that shares nothing with the given one."""
    if isinstance(value, dict):
        return {name: plain_copy(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain_copy(member) for member in value]
    return value


def _short(value: object) -> str:
    text = f"'{value.isoformat()}'" if isinstance(value, datetime) else repr(value)
    return text if len(text) <= LONGEST_REPR else text[: LONGEST_REPR - 1] + "…"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _cell(value: Any) -> str:
    if not isinstance(value, dict | list):
        return html.escape(_cut(str(value)))
    text = _cut(json.dumps(value, indent=2, ensure_ascii=False, default=str))
    return f"<details><summary>{len(value)}</summary><pre>{html.escape(text)}</pre></details>"
