"""Nothing public is typed as Any without a reason, which stands here."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_overloads

import crucible
from crucible import AsyncCrucibleClient, CrucibleClient

PACKAGE = Path(crucible.__file__).parent
MODULES = ("bound", "config", "credentials", "errors", "legacy", "models", "records")
# Names of types that hide an Any.
ALIASES = {
    "Ahead": "how all coroutines are typed",
    "Fetch": "gives an answer that was not looked at yet; nobody but this package makes listings",
    "Several": "records of whatever kind a listing has: each has an id, and that is what is read",
    "Json": "only the reader knows what is in a JSON object",
    "Picture": "an array may have numbers of any kind, which are looked at when the image is made",
}
_FORWARDED = "its keywords are passed on as they are, as in the first generation, to what checks them"
_BOUND_LATER = (
    "what the coroutine returns, which `bind` turns into what `wait` returns; only this package makes handles"
)
_DICTIONARY = "takes a dictionary, or a function that returns one, as in the first generation"
# What has an Any for all to see.
ALLOWED = {
    "AsyncListing.__getitem__": "how all coroutines are typed",
    "AsyncListing.__init__": ALIASES["Fetch"],
    "Record": "as a mapping it has values of the wire, which are any JSON",
    "Record.__getitem__": "as a mapping it has values of the wire, which are any JSON",
    "Verbs.request": "only the caller knows the form of the answer",
    "Datasets.list_children_of_dataset": _FORWARDED,
    "Datasets.list_datasets": _FORWARDED,
    "Datasets.list_parents_of_dataset": _FORWARDED,
    "Datasets.update_dataset": _FORWARDED,
    "FormerNames.build_dataset_from_file": _FORWARDED,
    "FormerNames.build_dataset_from_json": _FORWARDED,
    "FormerNames.build_new_dataset_from_json": _FORWARDED,
    "People.add_user": _DICTIONARY,
    "People.get_or_add_project": _DICTIONARY,
    "People.get_or_add_user": _DICTIONARY,
    "Samples.list_children_of_sample": _FORWARDED,
    "Samples.list_parents_of_sample": _FORWARDED,
    "Samples.list_samples": _FORWARDED,
    "TransferHandle.__init__": _BOUND_LATER,
    "_Handle.__init__": _BOUND_LATER,
}


def names_in(annotation: object) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", str(annotation)))


def aliases_of_any() -> set[str]:
    """Return the names of types that a module makes with Any, or with such a name."""
    made = [
        (target.id, names_in(ast.unparse(node.value)))
        for path in PACKAGE.rglob("*.py")
        if "sandbox" not in path.parts  # whose types nobody meets
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and re.fullmatch("[A-Z]+[a-z]+.*", target.id)
    ]
    found = {"Any"}
    while more := {name for name, parts in made if parts & found} - found:
        found |= more
    return found - {"Any"}


def public_modules() -> Iterator[ModuleType]:
    yield crucible
    for name in MODULES:
        yield import_module(f"crucible.{name}")


def namespaces(client: type, home: str) -> Iterator[type]:
    """Yield the classes of a client's namespaces."""
    modules = [import_module(f"crucible.{home}.{path.stem}") for path in (PACKAGE / home).glob("*.py")]
    for member in vars(client).values():
        if isinstance(member, cached_property):
            name = member.func.__annotations__["return"]
            yield next(vars(module)[name] for module in modules if vars(module).get(name))


def public() -> tuple[set[type], dict[str, object]]:
    """Return the classes that users meet, with their ancestors here, and the functions."""
    found = [
        getattr(module, name)
        for module in public_modules()
        for name in getattr(module, "__all__", dir(module))
        if not name.startswith("_")
    ]
    functions = {each.__qualname__: each for each in found if inspect.isfunction(each)}
    found += [*namespaces(CrucibleClient, "sync"), *namespaces(AsyncCrucibleClient, "resources")]
    lines = {line for each in found if inspect.isclass(each) for line in each.__mro__}
    return {each for each in lines if each.__module__.split(".")[0] == "crucible"}, functions


def annotations() -> Iterator[tuple[str, object]]:
    """Yield each annotation with the name of what has it."""
    classes, named = public()
    functions = list(named.items())
    for cls in classes:
        for base in vars(cls).get("__orig_bases__", ()):
            yield cls.__name__, base
        for name, annotation in vars(cls).get("__annotations__", {}).items():
            yield f"{cls.__name__}.{name}", annotation
        for name, member in vars(cls).items():
            inner = getattr(member, "func", None) or getattr(member, "fget", None)
            functions.append((f"{cls.__name__}.{name}", inner or getattr(member, "__func__", member)))
    for name, function in functions:
        if inspect.isfunction(function):
            for form in (function, *get_overloads(function)):
                for annotation in form.__annotations__.values():
                    yield name, annotation


def test_each_any_in_a_public_type_has_a_reason():
    hiding = {"Any", *aliases_of_any()}
    seen, uses = 0, {}
    for name, annotation in annotations():
        member = name.rpartition(".")[2]
        if member.startswith("_") and not member.endswith("__"):
            continue
        seen += 1
        if through := names_in(annotation) & hiding:
            uses.setdefault(name, set()).update(through)
    assert seen > 2000
    assert set(ALLOWED) == {name for name, through in uses.items() if "Any" in through}
    assert set(ALIASES) == {alias for through in uses.values() for alias in through if alias != "Any"}


def test_type_checkers_are_told_of_each_public_name():
    (block,) = [
        node
        for node in ast.parse((PACKAGE / "__init__.py").read_text("utf-8")).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    told = {alias.name for line in block.body if isinstance(line, ast.ImportFrom) for alias in line.names}
    assert set(crucible.__all__) - {"__version__"} == told


def test_completion_offers_the_namespaces_and_verbs_of_a_client():
    expected = {"datasets", "samples", "projects", "get", "link", "download", "search", "wait", "whoami", "request"}
    for client in (CrucibleClient, AsyncCrucibleClient):
        offered = {name for name in dir(client) if not name.startswith("_")}
        assert expected - offered == set()
        undocumented = {name for name in offered if not inspect.getdoc(inspect.getattr_static(client, name))}
        assert undocumented == set()
