"""Arguments and flags for the parameters of the client's methods.

Types come from annotations. What is in the dictionary of flags has its words there; what is not is explained by the
docstring, in words of the command line.
"""

from __future__ import annotations

import importlib
import inspect
import re
from typing import TYPE_CHECKING, Any, Final

import click

from .command import OPTIONS, Argument, Flag, completer
from .flags import MORE, NEVER, PRESENCE, Entry, entry_of
from .phrases import spoken
from .values import Size, Taken, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CLIENT: Final = "client"
PLACES: Final = {
    CLIENT: "client:CrucibleClient",
    "access_groups": "sync.access_groups:AccessGroupOperations",
    "account": "sync.account:AccountOperations",
    "datasets": "sync.datasets:DatasetOperations",
    "deletions": "sync.deletions:DeletionOperations",
    "files": "sync.files:FileOperations",
    "graphs": "sync.graphs:GraphOperations",
    "ingestions": "sync.ingestions:IngestionOperations",
    "instruments": "sync.instruments:InstrumentOperations",
    "projects": "sync.projects:ProjectOperations",
    "samples": "sync.samples:SampleOperations",
    "service_accounts": "sync.service_accounts:ServiceAccountOperations",
    "users": "sync.users:UserOperations",
}
"""Where the methods are: their classes can be read without a client."""
_SEE = re.compile(r"(?:See|As (?:in|for))(?: for)? (?:client\.)?(\w+)(?:, and|[.;,])?")
NOTHING = inspect.Parameter.empty


def function_of(method: str) -> Callable[..., Any]:
    """Return the function behind the name of a method."""
    namespace, _, name = method.partition(".")
    module, _, kind = PLACES[namespace].partition(":")
    function: Callable[..., Any] = getattr(getattr(importlib.import_module(f"crucible.{module}"), kind), name)
    return function


def signature_of(method: str) -> Mapping[str, inspect.Parameter]:
    """Return the parameters of a method, without the object that it belongs to."""
    parameters = inspect.signature(function_of(method)).parameters
    return {name: one for name, one in parameters.items() if name != "self"}


def parameters_of(
    method: str,
    arguments: Sequence[str] = (),
    without: Sequence[str] = (),
    needs: Sequence[str] = (),
    words: Mapping[str, str] | None = None,
) -> list[click.Parameter]:
    """Return the arguments and flags for the parameters of a method.

    Parameters
    ----------
    method
        Its name: ``datasets.list``, or ``client.get``.
    arguments
        Parameters that are arguments although they have defaults, as those without a default are.
    without
        Parameters that are not offered.
    needs
        Arguments that must be given although Python has a default.
    words
        Help of parameters, where the dictionary and the docstring do not say it well.
    """
    offered = {
        name: one
        for name, one in signature_of(method).items()
        if name not in NEVER and name not in without and name not in PRESENCE
    }
    needed = [name for name, one in offered.items() if one.default is NOTHING or name in (*arguments, *needs)]
    made: list[click.Parameter] = []
    for name, parameter in offered.items():
        entry, section = entry_of(method, name, is_argument=name in needed)
        kind = kind_of(str(parameter.annotation))
        does = (words or {}).get(name) or entry.does or _said(method, name)
        if name in needed and not kind.is_switch:
            is_needed = parameter.default is NOTHING or name in needs
            made.append(_argument(name, entry, kind, does, is_alone=needed == [name], is_needed=is_needed))
        else:
            made += _flags(parameter, entry, kind, does, section or OPTIONS)
    made += _presence(method, without)
    return sorted(made, key=lambda one: not isinstance(one, click.Argument))


def _argument(name: str, entry: Entry, kind: Taken, does: str, *, is_alone: bool, is_needed: bool) -> Argument:
    several = kind.several or (is_alone and entry.ids is not None)
    metavar = (entry.metavar or name.upper()) + ("..." if several else "")
    return Argument(
        name,
        does=f"{does.rstrip('.')}; - reads ids from standard input." if is_alone and entry.ids is not None else does,
        kind=entry.ids,
        type=kind.type,
        nargs=-1 if several else 1,
        required=is_needed,
        metavar=metavar if is_needed else f"[{metavar}]",
        shell_complete=completer(entry.ids or entry.completes),
    )


def _flags(parameter: inspect.Parameter, entry: Entry, kind: Taken, does: str, section: str) -> list[click.Parameter]:
    name = entry.flag or f"--{parameter.name.replace('_', '-')}"
    default = parameter.default
    if kind.is_switch:
        return [_switch(parameter, name, entry, does, section)]
    if isinstance(kind.type, click.Choice) and len(kind.type.choices) == 1:
        return [Flag([name, parameter.name], flag_value=kind.type.choices[0], default=None, help=does, section=section)]
    is_size = kind.type in (click.INT, click.FLOAT) and "bytes" in parameter.name
    shown = f" [default: {default}]" if isinstance(default, (int, float, str)) and default not in ("", 0) else ""
    flag = Flag(
        [name, parameter.name],
        type=Size() if is_size else kind.type,
        multiple=kind.several,
        default=None,
        metavar=None if isinstance(kind.type, click.Choice) else entry.metavar,
        help=does + shown,
        section=section,
        kind=entry.ids,
        shell_complete=completer(entry.ids or entry.completes),
    )
    if parameter.name == "limit" and kind.may_be_none:
        return [flag, Flag(["--all", "all_"], is_flag=True, default=None, help="All there are.")]
    return [flag]


def _switch(parameter: inspect.Parameter, name: str, entry: Entry, does: str, section: str) -> Flag:
    """Return a flag that takes no value: only the one that differs from the default, or two where neither is it."""
    if parameter.default is True:
        spelt = f"--no-{parameter.name.removeprefix('include_').replace('_', '-')}"
        return Flag([spelt, parameter.name], flag_value=False, is_flag=True, default=None, help=does, section=section)
    if parameter.default is False:
        return Flag([name, parameter.name], is_flag=True, default=None, help=does, section=section)
    both = f"{name}/{entry.negative or f'--no-{name[2:]}'}"
    is_required = parameter.default is NOTHING
    return Flag([both, parameter.name], is_flag=True, default=None, required=is_required, help=does, section=section)


def _presence(method: str, without: Sequence[str]) -> list[click.Parameter]:
    """Return the two flags that ask for fields to be there, or not."""
    fields = [field for name, field in PRESENCE.items() if name in signature_of(method) and name not in without]
    return [
        Flag(
            [flag, name],
            type=click.Choice(fields),
            multiple=True,
            metavar="FIELD",
            section=MORE,
            help=f"Only those {does}: {', '.join(fields)}; can be repeated.",
        )
        for flag, name, does in (("--having", "having", "that have this"), ("--without", "lacking", "that lack this"))
        if fields
    ]


def unset_of(method: str) -> list[click.Parameter]:
    """Return the flag that empties fields, for methods in which None means that and nothing is the default."""
    fields = [
        name.replace("_", "-")
        for name, one in signature_of(method).items()
        if "Unchanged" in str(one.annotation) and "None" in str(one.annotation)
    ]
    if not fields:
        return []
    return [
        Flag(
            ["--unset"],
            type=click.Choice(fields),
            multiple=True,
            metavar="FIELD",
            help=f"Empty this field: {', '.join(fields)}; can be repeated.",
        )
    ]


def arguments_of(values: Mapping[str, Any]) -> dict[str, Any]:  # Any: whatever flags were given
    """Return the keyword arguments that a method gets for the values that were given.

    Parameters
    ----------
    values
        By parameter; ``all_``, ``unset``, ``having`` and ``lacking`` stand for several.

    Examples
    --------
    >>> arguments_of({"project_id": "films", "all_": True, "lacking": ("owner",), "public": None})
    {'project_id': 'films', 'limit': None, 'owner_id_is_null': True}
    """
    arguments = {name: value for name, value in values.items() if value is not None and value != ()}
    if arguments.pop("all_", False):
        arguments["limit"] = None
    for field in arguments.pop("unset", ()):
        arguments[field.replace("-", "_")] = None
    for asked, is_null in (("having", False), ("lacking", True)):
        for field in arguments.pop(asked, ()):
            arguments[next(name for name, known in PRESENCE.items() if known == field)] = is_null
    return {name: list(value) if isinstance(value, tuple) else value for name, value in arguments.items()}


# ---- words ----


def help_of(method: str) -> str:
    """Return what the docstring of a method says before its sections, in words of the command line."""
    lines = (inspect.getdoc(function_of(method)) or "").splitlines()
    underlined = next((number for number, line in enumerate(lines) if line.startswith("---")), len(lines) + 1)
    return spoken("\n".join(lines[: underlined - 1]).strip())


def _said(method: str, name: str, depth: int = 3) -> str:
    """Return what docstrings say of a parameter; ``See create`` is followed."""
    text = described(function_of(method)).get(name, "")
    found = _SEE.match(text)
    if found is None or depth == 0:
        return spoken(text)
    for namespace in (method.partition(".")[0], CLIENT):
        other = f"{namespace}.{found[1]}"
        if hasattr(_class(namespace), found[1]) and other != method and (said := _said(other, name, depth - 1)):
            return f"{said} {spoken(text[found.end() :].strip())}".strip()
    return spoken(text)


def _class(namespace: str) -> type:
    module, _, kind = PLACES[namespace].partition(":")
    found: type = getattr(importlib.import_module(f"crucible.{module}"), kind)
    return found


def described(function: Callable[..., Any]) -> dict[str, str]:
    """Return the text of each parameter of a NumPy docstring, as one line."""
    lines = (inspect.getdoc(function) or "").splitlines()
    if "Parameters" not in lines:
        return {}
    said: dict[str, str] = {}
    names: list[str] = []
    at = lines.index("Parameters") + 2
    for number, line in enumerate(lines[at:], at):
        if number + 1 < len(lines) and lines[number + 1].startswith("---"):
            break
        if line and not line.startswith(" "):
            names = [name.strip(" *") for name in line.split(",")]
        else:
            for name in names:
                said[name] = f"{said.get(name, '')} {line.strip()}".strip()
    return said
