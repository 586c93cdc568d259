"""Contains some shared types for properties"""

from collections.abc import Mapping, MutableMapping
from typing import IO, Any, BinaryIO, ClassVar, Generic, Literal, TypeVar

from attrs import define


class Unset:
    """The type of UNSET: a value that was not given, unlike None, which is JSON null"""

    _instance: ClassVar["Unset | None"] = None

    def __new__(cls) -> "Unset":
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __copy__(self) -> "Unset":
        return self

    def __deepcopy__(self, memo: object) -> "Unset":
        return self

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()

# The types that `httpx.Client(files=)` can accept, copied from that library.
FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (filename, file (or bytes), content_type)
    tuple[str | None, FileContent, str | None]
    # (filename, file (or bytes), content_type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """Contains information for file uploads"""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple representation that httpx will accept for multipart/form-data"""
        return self.file_name, self.payload, self.mime_type


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: int
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T | None


_SECRET = frozenset(("apikey", "headers", "key", "password", "secret", "token", "uri", "url"))


class Model:
    """What all models share: they are equal when all members are, and cannot be hashed since they can be changed"""

    __slots__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        if self.__class__ is not other.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __repr__(self) -> str:
        """Without members that are not set, and without values that may be keys or signed addresses"""
        members = []
        for name in self.__slots__:
            value = getattr(self, name)
            if name == "additional_properties":
                members += [f"{key}=..." for key in value]
            elif value is not UNSET:
                shown = "'***'" if isinstance(value, str) and name.rsplit("_", 1)[-1] in _SECRET else repr(value)
                members.append(f"{name}={shown}")
        return f"{self.__class__.__name__}({', '.join(members)})"


def as_list(value: Any) -> list[Any]:
    """The value, which must be a list: iterating over a text or an object would give nonsense"""
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


__all__ = ["UNSET", "as_list", "File", "Model", "FileTypes", "RequestFiles", "Response", "Unset"]
