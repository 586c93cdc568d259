"""What all records have in common: a frozen view of the JSON object that the server sent.

A record keeps the object as it came and reads a field when it is asked for. That makes records cheap (a page of a
thousand costs no more than its JSON), keeps every value exactly as sent for those who read records as mappings, and
leaves no second copy of the data to disagree with the first. Copying each field into a class of its own was tried on
paper and rejected: it costs 20 times as much, and text such as ``2026-08-01T10:00:00Z`` does not survive it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Never, NoReturn, TypeAlias, TypeVar, cast, overload

from .. import times
from ..errors import UnexpectedResponseError

T = TypeVar("T")
R = TypeVar("R", bound="Record")
Json: TypeAlias = dict[str, Any]
"""A JSON object; Any, because only the reader knows what is in it, and a union of all JSON has to be taken apart."""
LONGEST_REPR = 60
# Records that are changed with the method `update` of their namespace.
CHANGEABLE = frozenset({"Dataset", "Sample", "Project", "Instrument", "File", "User"})


class Field(Generic[T]):
    """One member of the object: a typed attribute of the record that reads it."""

    def __init__(self, read: Callable[[Any], T], of: type, *, needed: bool = False) -> None:
        self._read = read
        self.of = of  # its type, or that of its elements if these are records
        self.needed = needed
        self.name: str = ""

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
        if value is None:
            return cast("T", None)  # a needed field is never None, see Record
        try:
            return self._read(value)
        except (TypeError, ValueError) as error:
            raise UnexpectedResponseError(
                f"The server sent a record of the type {record._noun()} with a {self.name!r} that cannot be read.",
                hint=f"record[{self.name!r}] is what was sent; report it to those who run the service.",
            ) from error

    if TYPE_CHECKING:  # what `Record.__setattr__` does, in words that type checkers report

        def __set__(self, record: Record, value: Never) -> None: ...


def needed(kind: type[T]) -> Field[T]:
    """Return a field that every such record has."""
    return Field(_reader(kind), kind, needed=True)


def optional(kind: type[T]) -> Field[T | None]:
    """Return a field that may be null or missing."""
    return Field(_reader(kind), kind)


def several(kind: type[R]) -> Field[tuple[R, ...] | None]:
    """Return a field that holds a list of records, or is null or missing."""
    return Field(lambda values: tuple(kind(value) for value in values), kind)


def texts() -> Field[tuple[str, ...] | None]:
    """Return a field that holds a list of texts, or is null or missing."""
    return Field(tuple, list)


def json_object() -> Field[Json | None]:
    """Return a field that holds any JSON object, or is null or missing; each reading gives a copy of one's own."""
    return Field(plain_copy, dict)


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

    _wire: Json
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

    def __init__(self, wire: Mapping[str, object], site: str | None = None) -> None:
        if not isinstance(wire, dict):
            raise UnexpectedResponseError(
                f"The server sent {type(wire).__name__} in the place of a record of the type {self._noun()}.",
                hint="Check the address of the API, and whether a proxy answers in its place.",
            )
        for name in self._needed:
            if wire.get(name) is None:
                raise UnexpectedResponseError(
                    f"The server sent a record of the type {self._noun()} without {name!r}.",
                    hint="Check the address of the API, and whether a proxy answers in its place.",
                )
        object.__setattr__(self, "_wire", wire)
        object.__setattr__(self, "_site", site)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(
            f"{self._noun()}: a record is a value and cannot be changed; a change is a call of the client"
        )

    def __delattr__(self, name: str) -> NoReturn:
        self.__setattr__(name, None)

    if not TYPE_CHECKING:  # type checkers know the attributes

        def __getattr__(self, name: str) -> NoReturn:
            noun = self._noun()
            if name == "update" and noun in CHANGEABLE:
                call = f"client.{noun.lower()}s.update({noun.lower()}, name_of_a_field=value)"
                raise AttributeError(f"{noun}: a record is a value and has no update; a change is a request: {call}")
            raise AttributeError(f"{noun!r} object has no attribute {name!r}", name=name, obj=self)

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

    def to_dict(self) -> Json:
        """Return what the server sent as a plain dictionary of one's own."""
        copy: Json = plain_copy(self._wire)
        return copy

    @property
    def extra(self) -> Json:
        """Members that this version of the package does not know, as the server sent them."""
        return {
            name: plain_copy(value)
            for name, value in self._wire.items()
            if not (name in self._fields or name in self._hidden or name in self._former)
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
        first = self._wire.get(next(iter(self._fields), ""))  # what identifies the record, if anything does
        return hash((self._noun(), first if isinstance(first, str | int | float) else None))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._wire, self._site)

    # ---- display ----

    @classmethod
    def _noun(cls) -> str:
        return cls.__name__

    def __repr__(self) -> str:
        shown = self._displayed(self._shown).items()
        return f"{self._noun()}({', '.join(f'{name}={_short(value)}' for name, value in shown if value is not None)})"

    def _repr_html_(self) -> str:
        """Return a table of what the record has, for notebooks."""
        from . import notebook

        noun = self._noun()
        names = (self._wire.get(name) for name in (f"{noun.lower()}_name", "title", "filename"))
        url = None if "url" in self._hidden else self.url
        return notebook.view(noun, next((str(name) for name in names if name), None), url, self._displayed())

    def _displayed(self, names: Iterable[str] = ()) -> dict[str, object]:
        """Return values by name, all of them unless names are given; what cannot be read is shown as it came."""
        return {name: self._readable(name) for name in names or (*self._shown, *self._wire) if name not in self._hidden}

    def _readable(self, name: str) -> object:
        try:
            return getattr(self, name) if name in (*self._fields, *self._shown) else self._wire.get(name)
        except (UnexpectedResponseError, TypeError, ValueError, RecursionError):
            return self._wire.get(name)

    def _ipython_key_completions_(self) -> list[str]:
        """Return what can be asked for in brackets, for the TAB key."""
        return [*self._wire, *self._former]


def known_fields(kind: type[Record]) -> dict[str, type]:
    """Return the types of all fields that are shown; of lists of records, that of their elements."""
    return {name: field.of for name, field in kind._fields.items() if name not in kind._hidden}


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
