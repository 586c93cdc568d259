"""What callers give: names that a method does not have, and records described by a model or by their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from ..errors import UsageError
from ..records import Record

if TYPE_CHECKING:
    from types import FunctionType

F = TypeVar("F", bound=Callable[..., Any])

_VARARGS: Final = 0x04  # inspect.CO_VARARGS; the module takes longer to load than this one
_COROUTINE: Final = 0x80
# What earlier clients had, its name here, and what does its work where nothing has such a name.
_RENAMED: Final = {"files_to_upload": "files", "ingestion_class": "ingestor", "owner_orcid": "owner"}
_INSTEAD: Final = {
    "offset": "Take a slice of the listing: [200:300].",
    "cursor": "A listing follows its cursors by itself.",
    "include_total": "listing.count() tells how many there are.",
    "parent_id": "list_children(parent_id) lists the children of a record.",
    "verbose": "Progress is shown with progress=True, milestones are logged under 'crucible'.",
}
# What is no field of an update, because it has a call of its own.
_CALLS: Final = {
    "public": "make_public and make_private do that.",
    "project_id": "reassign_project moves a record to another project.",
    "owner": "transfer_ownership gives a record to another owner.",
    "owner_orcid": "transfer_ownership gives a record to another owner.",
    "instrument_id": "assign_instrument says what a dataset was taken with.",
    "instrument_name": "assign_instrument says what a dataset was taken with.",
    "scientific_metadata": "update_scientific_metadata merges it, replace_scientific_metadata replaces it.",
    "keywords": "add_keyword adds one.",
}


def suggesting(method: F) -> F:
    """Make a method refuse a keyword that it does not have with the one that was probably meant.

    Python does so itself from version 3.13 on. A method with thirty filters cannot wait for that: a misspelt one is the
    most likely mistake. The next is a dictionary of fields in the place of keywords.
    """
    code = cast("FunctionType", method).__code__
    known = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    takes_any_number = bool(code.co_flags & _VARARGS)

    def check(namespace: object, arguments: tuple[object, ...], keywords: Mapping[str, object]) -> None:
        where = f"{type(namespace).__name__.removeprefix('Bound')}.{method.__name__}"
        check_names(keywords, known, where)
        if len(arguments) >= code.co_argcount and not takes_any_number:
            extra = arguments[code.co_argcount - 1]
            by_name = ", ".join(f"{name}=..." for name in (extra if isinstance(extra, Mapping) else ("field",)))
            raise UsageError(f"{where} takes the rest by name.", hint=f"Write {method.__name__}(..., {by_name}).")

    if code.co_flags & _COROUTINE:

        @wraps(method)
        async def awaited(namespace: object, /, *arguments: Any, **keywords: Any) -> Any:
            check(namespace, arguments, keywords)
            return await method(namespace, *arguments, **keywords)

        return cast("F", awaited)

    @wraps(method)
    def called(namespace: object, /, *arguments: Any, **keywords: Any) -> Any:
        check(namespace, arguments, keywords)
        return method(namespace, *arguments, **keywords)

    return cast("F", called)


def check_names(given: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    """Refuse names that are not known.

    Raises
    ------
    UsageError
        There is one; the hint has the nearest name that is known.
    """
    for name in given:
        if name not in known:
            call = _CALLS.get(name) if where.endswith(".update") else None
            raise UsageError(f"{where} has no {name!r}.", hint=call or _hint(name, known))


def _hint(name: str, known: tuple[str, ...]) -> str:
    if name in _INSTEAD:
        return _INSTEAD[name]
    import difflib  # here, because only mistakes need it

    wanted = _RENAMED.get(name, name.replace("_mfid", "_id"))
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else f"It has {', '.join(known)}."


def listed(values: object, what: str) -> list[Any]:  # Any: what they are, the caller checks
    """Return one or several values as a list; None is none.

    Raises
    ------
    UsageError
        They are no list.
    """
    if values is None:
        return []
    if isinstance(values, str | Mapping):
        return [values]
    if not isinstance(values, Iterable):
        raise UsageError(f"{what}={values!r} is no list.", hint="Give a list.")
    return list(values)


def fields_of(kind: type[object], model: object, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said about a record to be made, by a model and by arguments; an argument wins.

    Parameters
    ----------
    kind
        A class of `crucible.models`.
    model
        One of that class, a mapping of its fields, or None.
    arguments
        The caller's arguments by name; what is no field is passed over, and so is None.

    Raises
    ------
    UsageError
        The model is something else, has a field that the class does not have, or names the owner twice.
    """
    known = tuple(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    given = {name: arguments[name] for name in known if arguments.get(name) is not None}
    fields = {name: value for name, value in {**_said_by(kind, model, known), **given}.items() if value is not None}
    if (orcid := fields.pop("owner_orcid", None)) is not None:
        if "owner" in fields:
            raise UsageError("The owner is named twice, by owner and by owner_orcid.", hint="Give owner alone.")
        fields["owner"] = orcid
    return fields


def _said_by(kind: type[object], model: object, known: tuple[str, ...]) -> Mapping[str, Any]:
    if model is None:
        return {}
    if isinstance(model, kind):
        return vars(model)
    if isinstance(model, Mapping) and not isinstance(model, Record):
        check_names(model, known, f"A {kind.__name__.lower()} to be made")
        return model
    raise UsageError(
        f"A {kind.__name__.lower()} to be made is not described by {_named(model)}.",
        hint=f"Give a crucible.models.{kind.__name__}, or its fields by name.",
    )


def _named(model: object) -> str:
    return repr(model) if isinstance(model, str) else f"a {type(model).__name__}"
