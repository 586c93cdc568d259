"""One request to the page, and how it asks the API's handlers; what a view gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..answers import Refusal
from ..call import Call, Caller
from ..handlers import HANDLERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..answers import Json
    from ..call import World
    from ..faults import Faults
    from ..request_log import RequestLog
    from .markup import Html


@dataclass(frozen=True, slots=True)
class Place:
    """The sandbox that the page is about.

    Attributes
    ----------
    owner
        The first account, whose rights the page has.
    """

    world: World
    faults: Faults
    log: RequestLog
    api_url: str
    storage_url: str
    root: Path
    owner: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request of somebody who is signed in.

    Attributes
    ----------
    names
        What stands in the variable places of the path.
    query, form
        Parameters and fields; of several with one name the last one.
    """

    place: Place
    path: str
    names: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    form_token: str = field(default="", repr=False)

    def ask(self, operation_name: str, body: Json = None, **values: str | int | bool | None) -> Json:
        """Return what an operation answers to a platform administrator.

        Raises
        ------
        Refusal
            As the API would answer.
        """
        world = self.place.world
        operation = world.document.operations[operation_name]
        in_path = {parameter.name for parameter in operation.parameters["path"]}
        texts: dict[str, list[tuple[str, str]]] = {"path": [], "query": []}
        for name, value in values.items():
            if value is not None:
                written = str(value).lower() if isinstance(value, bool) else str(value)
                texts["path" if name in in_path else "query"].append((name, written))
        read, wrong = operation.read_parameters(texts)
        if wrong:
            raise Refusal(404 if any(error["loc"][0] == "path" for error in wrong) else 422, wrong)
        account = world.store.accounts.get(self.place.owner)
        if account is None:
            raise RuntimeError("the sandbox has lost its first account")
        return HANDLERS[operation_name](Call(operation, read, body, Caller(account, elevated=True), world))

    def whole(self, name: str, default: int = 0) -> int:
        """Return a parameter that is a whole number, and not too large a one."""
        written = self.query.get(name, "")
        return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else default


@dataclass(frozen=True, slots=True)
class View:
    """What is to be shown.

    Attributes
    ----------
    section
        The part of the page that it belongs to, as its menu calls it.
    refreshes_to
        Where the browser goes on by itself.
    """

    title: str
    content: Html
    section: str | None = None
    status: int = 200
    refreshes_to: str | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where to go on: an address of this page, or a signed link of the storage."""

    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that somebody has put into the sandbox."""

    content: bytes = field(repr=False)
    media_type: str


Shown = View | Elsewhere | Picture
