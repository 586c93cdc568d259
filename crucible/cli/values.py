"""What a parameter takes on the command line, read from its annotation."""

from __future__ import annotations

import ast
import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

import click

# Names that stand for a choice of words, and where they are.
CHOICES: Final = {
    "Existing": "transfer.options",
    "GrantableRole": "resources.people",
    "IfTaken": "transfer.upload_options",
    "Kind": "resources.base",
    "PlatformRole": "resources.people",
    "Relationship": "resources.base",
    "ReviewStatus": "resources.people",
    "Role": "resources.people",
    "UserField": "resources.people",
}
TEXTS: Final = frozenset({"str", "Reference", "datetime", "date", "Ids", "Several", "Awaited"})
PATHS: Final = frozenset({"LocalPath", "PathLike[str]", "Files", "Paths", "Picture", "Table"})
LISTS: Final = frozenset({"Files", "Several", "Ids"})
UNITS: Final = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "g": 10**9,
    "t": 10**12,
    "ki": 2**10,
    "mi": 2**20,
    "gi": 2**30,
    "ti": 2**40,
}


class JsonObject(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.3 on
    """A JSON object: as text, in a file, or from standard input."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read it."""
        if not isinstance(value, str):
            return value
        text, place = value, "The value"
        try:
            if value == "-":
                text, place = sys.stdin.read(), "Standard input"
            elif not value.lstrip().startswith(("{", "[")):
                text, place = Path(value).read_text(encoding="utf-8-sig"), value
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
            self.fail(f"{value}: {reason}. Give a JSON object, the name of a file with one, or -.", param, ctx)
        try:
            read = json.loads(text)
        except (ValueError, RecursionError) as error:
            self.fail(f"{place} is no JSON: {error}.", param, ctx)
        if not isinstance(read, dict):
            self.fail(f'{place} is JSON, but no object, which looks like {{"temperature": 300}}.', param, ctx)
        return read


class Size(click.ParamType):  # type: ignore[type-arg]
    """A number of bytes, as people write it: 500, 10MB, 1GiB, 2.5G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it.

        >>> Size().convert("10MB", None, None), Size().convert("1.5 KiB", None, None)
        (10000000, 1536)
        """
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?i?)b?(?:/s)?", str(value).strip().lower())
        if found is None or found[2] not in UNITS:
            self.fail(f"{value!r} is no size, such as 500, 10MB or 1GiB.", param, ctx)
        return round(float(found[1]) * UNITS[found[2]])


class Taken(NamedTuple):
    """What a parameter takes: a type of click, several or one, nothing or not, or no value at all."""

    type: click.ParamType[Any]  # Any: what it makes of a text
    several: bool = False
    may_be_none: bool = False
    is_switch: bool = False


def kind_of(annotation: str) -> Taken:
    """Return what an annotation says.

    Raises
    ------
    TypeError
        Nothing here knows it.

    Examples
    --------
    >>> kind_of("Sequence[Reference]").several, kind_of("bool | None").is_switch, kind_of("int | None").type
    (True, True, INT)
    """
    names = [name for name in _alternatives(annotation) if name != "Unchanged"]
    may_be_none = "None" in names
    singles: list[str] = []
    several = False
    for name in names:
        if name != "None":
            found = re.fullmatch(r"(?:Sequence|Iterable|list)\[(.+)\]", name)
            several = several or found is not None or name in LISTS
            singles.append(found[1] if found is not None else name)
    if singles == ["bool"]:
        return Taken(click.BOOL, may_be_none=may_be_none, is_switch=True)
    return Taken(_type(dict.fromkeys(singles), annotation), several, may_be_none)


def _alternatives(annotation: str) -> list[str]:
    """Split at the bars that stand in no brackets."""
    return [part.strip() for part in re.split(r"\|(?![^\[]*\])", annotation)]


def _type(names: dict[str, None], annotation: str) -> click.ParamType[Any]:
    first = next(iter(names))
    if first.startswith("Literal["):
        return click.Choice([str(word) for word in ast.literal_eval(f"({first[8:-1]},)")])
    if first in CHOICES:
        return click.Choice(get_args(getattr(importlib.import_module(f"crucible.{CHOICES[first]}"), first)))
    if names.keys() & PATHS:
        return click.Path()
    if names.keys() & TEXTS:
        return click.STRING
    if first == "int":
        return click.INT
    if first == "float":
        return click.FLOAT
    if first.startswith("Mapping["):
        return JsonObject()
    raise TypeError(f"The command line does not know what {annotation!r} takes.")
