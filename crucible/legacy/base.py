"""What all parts of the old client have in common: the new client, the warning, and plain values."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from ..client import CrucibleClient as Client
from ..errors import NotFoundError, UsageError
from ..records import Record
from ..records.base import Json as Json
from ..records.base import plain_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..credentials import Secret

F = TypeVar("F", bound="Callable[..., Any]")


class LegacyWarning(DeprecationWarning):
    """A function of the first generation was called; the message names the one to call instead."""


class Base:
    """The new client, under the old one."""

    # By class, so that a script that makes many clients is told once.
    _warned: ClassVar[set[str]] = set()

    def __init__(self, api_url: str, api_key: Secret) -> None:
        self._client = Client(api_url, api_key)
        self._may_elevate: bool | None = None

    @property
    def api_url(self) -> str:
        """Address of the API, without a slash at its end."""
        return self._client.api_url

    def close(self) -> None:
        """Close all connections; the client cannot be used after that."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"legacy.{self._client!r}" if "_client" in vars(self) else "legacy.CrucibleClient(not configured)"

    @contextmanager
    def _all_rights(self, *, needed: bool = True) -> Iterator[None]:
        """Use the rights of a platform administrator inside, if the account has them, as the old client did."""
        if not needed:
            yield
            return
        if self._may_elevate is None:
            authorization = self._client.account.profile().authorization
            self._may_elevate = authorization is not None and authorization.can_elevate is True
        if self._may_elevate:
            with self._client.elevated():
                yield
        else:
            yield


def superseded(successor: str) -> Callable[[F], F]:
    """Make a function warn, the first time it is called, with the name of the call that has taken its place."""

    def decorate(function: F) -> F:
        name = function.__name__

        @wraps(function)
        def warning(self: Base, *arguments: Any, **keywords: Any) -> Any:
            if name not in self._warned:
                self._warned.add(name)
                warnings.warn(
                    f"{name} is a function of the first generation of this client; use {successor}.",
                    LegacyWarning,
                    stacklevel=2,
                )
            return function(self, *arguments, **keywords)

        return cast("F", warning)

    return decorate


def plain(record: Mapping[str, object]) -> Json:
    """Return a record as a dictionary of the caller's own."""
    return record.to_dict() if isinstance(record, Record) else dict(plain_copy(dict(record)))


def plains(records: Iterable[Mapping[str, object]], limit: int | None = None) -> list[Json]:
    """Return records as dictionaries, `limit` at most."""
    every = [plain(record) for record in records]
    return every if limit is None else every[:limit]


def if_known(get: Callable[[], Mapping[str, object]]) -> Json | None:
    """Return what `get` returns as a dictionary, and None if there is no such record."""
    try:
        return plain(get())
    except NotFoundError:
        return None


def moved(get: Callable[[], Mapping[str, object]], give_away: Callable[[], object], owner: str) -> Json:
    """Return a record after it was given to another owner, who may be the only one to see it from then on."""
    before = plain(get())
    give_away()
    return if_known(get) or {**before, "owner_orcid": owner}


def number(reqid: str | int) -> int:
    """Return the number of a request, which was a text in old scripts.

    Raises
    ------
    UsageError
        It is none.
    """
    try:
        return int(reqid)
    except ValueError:
        raise UsageError(f"{reqid!r} is not the number of a request.", hint="It is the `id` of the request.") from None


def identity(record: str | Mapping[str, object]) -> str:
    """Return the id of a record that is given as such or as a dictionary."""
    if isinstance(record, str):
        return record
    if isinstance(found := record.get("unique_id"), str):
        return found
    raise UsageError("A record without unique_id stands for nothing.", hint="Give its id.")
