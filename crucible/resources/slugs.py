"""Projects and instruments have a name that people chose and that is unique: they are found and settled by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from ..errors import (
    ConflictError,
    ConnectionFailedError,
    CrucibleError,
    NotFoundError,
    ServerError,
    UnexpectedResponseError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from ..transport.port import Endpoint, Port

_RULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,24}")


class Slugs:
    """Look-ups by name in one list.

    Parameters
    ----------
    port
        What to call through.
    endpoint
        The list.
    field
        The name's field, ``project_id`` or ``instrument_id``.
    noun
        What messages call a record.
    """

    def __init__(self, port: Port, endpoint: Endpoint, field: str, noun: str) -> None:
        self._port = port
        self._endpoint = endpoint
        self._field = field
        self._noun = noun

    async def find(self, slug: str, **flags: bool) -> dict[str, Any]:
        """Return the record of that name, in any case.

        Raises
        ------
        NotFoundError
            There is none, or the caller may not see it.
        """
        answer = await self._port.call(self._endpoint, limit=2, **{self._field: slug}, **flags)
        for item in answer["items"]:
            if str(item.get(self._field)).lower() == slug.lower():
                found: dict[str, Any] = item
                return found
        raise NotFoundError(
            f"There is no {self._noun} called {slug!r}, or this key's account may not see it.",
            status=404,
            detail=f"no {self._noun} has this {self._field}",
            hint=f"client.{self._noun}s.list() shows what there is.",
        )

    async def create(
        self,
        fields: Mapping[str, Any],
        create: Callable[[], Awaitable[dict[str, Any]]],
        existing: Literal["error", "use"],
    ) -> dict[str, Any]:
        """Return the record of that name, made now unless it is there.

        Raises
        ------
        ConflictError
            It is there, and `existing` is ``error``.
        UsageError
            The name breaks the rule; nothing was sent.
        """
        slug = fields[self._field]
        self.check(slug, existing)
        try:
            found = await self.find(slug)
        except NotFoundError:
            return await self._create(slug, fields, create, existing)
        if existing == "error":
            raise self._taken(slug)
        return found

    def check(self, slug: str, existing: str) -> None:
        """Refuse what `create` cannot do, before anything is sent.

        Raises
        ------
        UsageError
            The name breaks the rule, or `existing` is not known.
        """
        if existing not in ("error", "use"):
            raise UsageError(f"existing={existing!r} is not known.", hint="Use 'error' or 'use'.")
        if not isinstance(slug, str) or not _RULE.fullmatch(slug):
            raise UsageError(
                f"{slug!r} cannot be the {self._field} of a {self._noun}.",
                hint="It has 3 to 25 letters, digits, - and _, and begins with a letter or digit.",
            )

    async def _create(
        self,
        slug: str,
        fields: Mapping[str, Any],
        create: Callable[[], Awaitable[dict[str, Any]]],
        existing: Literal["error", "use"],
    ) -> dict[str, Any]:
        try:
            return await create()
        except ConflictError as conflict:
            # Taken since the look-up, or by somebody whose record the caller may not see.
            if existing == "error":
                raise self._taken(slug) from conflict
            return await self._found_after(conflict, slug)
        except (ConnectionFailedError, ServerError, UnexpectedResponseError) as lost:
            found = await self._found_after(lost, slug)
            compared = set(fields) & set(found) - {self._field}  # found by it, in whatever case
            if all(found[name] == fields[name] for name in compared):
                return found
            raise

    async def _found_after(self, error: CrucibleError, slug: str) -> dict[str, Any]:
        try:
            return await self.find(slug)
        except CrucibleError:
            raise error from None

    def _taken(self, slug: str) -> ConflictError:
        return ConflictError(
            f"There is a {self._noun} called {slug!r} already.",
            status=409,
            detail=f"{self._field} is taken",
            hint=f"Take it with existing='use' or client.{self._noun}s.get({slug!r}), or choose another name.",
        )
