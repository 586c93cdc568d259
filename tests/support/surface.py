"""The public surface as text: names, parameters with kinds and defaults, and what methods return.

``PYTHONPATH=tests python -m support.surface`` writes what there is into the table that a test compares with it.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import crucible
from crucible import bound, config, errors, models, plots, records
from crucible.async_client import AsyncCrucibleClient
from crucible.client import CrucibleClient
from crucible.resources.pages import AsyncListing, Listing
from crucible.transfer.events import Progress
from crucible.transfer.handle import AsyncTransferHandle, TransferHandle
from crucible.transfer.report import TransferReport
from crucible.transfer.verified import VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TABLE = Path(__file__).parents[1] / "contract" / "surface.txt"
HEAD = """\
# All that is public: names, parameters with their kinds (after *: by name only) and defaults, and what methods return.
# Both clients have these methods; the asynchronous one is awaited and returns AsyncListing in the place of Listing and
# records without verbs in the place of those with verbs, which are written without Bound here.
# A change of this table is a change for everybody who uses the package. What there is is written into it by:
#     PYTHONPATH=tests python -m support.surface
"""


def parameters(function: Callable[..., Any]) -> str:
    """Return the parameters of a method after self, with kinds and defaults and without annotations."""
    written: list[str] = []
    for one in list(inspect.signature(function).parameters.values())[1:]:
        if one.kind is one.KEYWORD_ONLY and not any(text.startswith("*") for text in written):
            written.append("*")
        stars = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        default = getattr(one.default, "__name__", repr(one.default))
        written.append(f"{stars}{one.name}" if one.default is one.empty else f"{stars}{one.name}={default}")
    return ", ".join(written)


def positional(function: Callable[..., Any]) -> str:
    """Return the parameters that may be given by position."""
    return parameters(function).partition("*")[0].rstrip(", ")


def result(function: Callable[..., Any]) -> str:
    """Return the annotation of what a function returns, the same for both clients."""
    annotation = inspect.signature(function).return_annotation
    text = (
        "?"
        if annotation is inspect.Signature.empty
        else re.sub("Async(Listing|TransferHandle)", r"\1", str(annotation))
    )
    return re.sub(r"\bBound(?=[A-Z])", "", text)


def public(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the public names of a class, inherited ones included, and what they are."""
    for name in sorted(dir(kind)):
        if not name.startswith("_"):
            yield name, inspect.getattr_static(kind, name)


def methods(kind: type) -> list[str]:
    """Return a line for each public method and property of a class."""
    lines = []
    for name, value in public(kind):
        if isinstance(value, property):
            lines.append(f"{name} -> {result(value.fget)}")  # type: ignore[arg-type]
            continue
        function = inspect.unwrap(getattr(kind, name))
        function = getattr(function, "__func__", function)
        if inspect.isfunction(function):
            lines.append(f"{name}({parameters(function)}) -> {result(function)}")
    return lines


def namespaces(kind: type) -> dict[str, str]:
    """Return the names of a client's namespaces, and of their types."""
    cached = {name: value.func for name, value in public(kind) if hasattr(value, "func")}
    return {name: result(function) for name, function in cached.items()}


def client(kind: type, namespace_of: Callable[[str], type]) -> dict[str, list[str]]:
    """Return the sections about a client."""
    sections = {"CrucibleClient": [f"__init__({parameters(kind.__init__)})", *methods(kind)]}  # type: ignore[misc]
    for name, type_name in namespaces(kind).items():
        sections[f"client.{name}: {type_name}"] = methods(namespace_of(name))
    return sections


def blocking() -> dict[str, list[str]]:
    """Return the sections about the blocking client."""
    one = CrucibleClient(api_key="k")
    return client(CrucibleClient, lambda name: type(getattr(one, name)))


def asynchronous() -> dict[str, list[str]]:
    """Return the sections about the asynchronous client."""
    one = AsyncCrucibleClient(api_key="k")
    return client(AsyncCrucibleClient, lambda name: type(getattr(one, name)))


def _record(kind: type[records.Record]) -> list[str]:
    own = {name for name, _ in public(records.Record)} if kind is not records.Record else set()
    values = [name for name, value in public(kind) if name not in own and not inspect.isfunction(value)]
    return [" ".join(values), *(line for line in methods(kind) if "(" in line and line.partition("(")[0] not in own)]


def everything() -> dict[str, list[str]]:
    """Return all sections by their titles."""
    sections = {"crucible": sorted(crucible.__all__), **blocking()}
    for kind in (Listing, AsyncListing, TransferReport, VerifyReport, TransferHandle, AsyncTransferHandle):
        sections[kind.__name__] = methods(kind)
    sections[Progress.__name__] = [name for name, _ in public(Progress)]
    for name in sorted(records.__all__):
        kind = getattr(records, name)
        if inspect.isclass(kind) and issubclass(kind, records.Record):
            sections[f"records.{name}"] = _record(kind)
    for name in sorted(bound.__all__):
        plain = getattr(records, name.removeprefix("Bound"), None)
        if inspect.isclass(plain) and name.startswith("Bound"):
            lines = _record(getattr(bound, name))
            sections[f"bound.{name}"] = [line for line in lines if "(" in line and line not in _record(plain)]
    for name in sorted(models.__all__):
        kind = getattr(models, name)
        sections[f"models.{name}"] = [" ".join(field.name for field in dataclasses.fields(kind))]
    raised = {
        name: kind
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and kind.__module__ == errors.__name__
    }
    sections["errors"] = [
        f"{name}({', '.join(base.__name__ for base in kind.__bases__)})" for name, kind in raised.items()
    ]
    sections["config"] = sorted(config.__all__)
    sections["plots"] = sorted(plots.__all__)
    return {title: [line for line in lines if line] for title, lines in sections.items()}


def text() -> str:
    """Return the whole table."""
    parts = [HEAD]
    for title, lines in everything().items():
        parts.append("\n".join([f"[{title}]", *lines]) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TABLE.write_text(text(), "utf-8", newline="\n")
