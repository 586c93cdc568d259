"""What a peer offers, read from the peer itself, and which of it the tests have used.

A public name that no test uses fails the run, so that nothing is left out by oversight.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARY = ("crucible.config", "crucible.resources.gcs", "crucible.parsers", "crucible.cast")
"""Packages of the peer that reach a server besides its client; the others only convert and check values."""


class Recorder:
    """Stands before a client or one of its namespaces, and notes the public names that a test uses on it."""

    def __init__(self, subject: Any, name: str, used: set[str]) -> None:
        self.__dict__.update(_subject=subject, _name=name, _used=used)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._subject, name)
        if name.startswith("_"):
            return value
        if is_namespace(value):
            return Recorder(value, name, self._used)
        self._used.add(f"{self._name}.{name}")
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._subject, name, value)


def is_namespace(value: Any) -> bool:
    return type(value).__name__.endswith("Operations")


def operations(client: Any) -> set[str]:
    """Return the public methods and properties of a client and of its namespaces, inherited ones included."""
    namespaces = {"client": client, **{name: value for name, value in vars(client).items() if is_namespace(value)}}
    return {
        f"{prefix}.{name}"
        for prefix, namespace in namespaces.items()
        for name, value in inspect.getmembers_static(type(namespace))
        if not name.startswith("_") and (isinstance(value, property | staticmethod | classmethod) or callable(value))
    }


def library() -> set[str]:
    """Return the public functions and methods of the packages in LIBRARY, as ``module:qualified name``."""
    found = set()
    for package in map(importlib.import_module, LIBRARY):
        inside = [info.name for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
        for module in map(importlib.import_module, [package.__name__, *inside]):
            for owner in [module, *(value for value in vars(module).values() if inspect.isclass(value))]:
                found |= {f"{module.__name__}:{name}" for name in _defined(owner, module.__name__)}
    return found


def _defined(owner: Any, module: str) -> Iterator[str]:
    """Yield the qualified names of the public functions that a module or class defines itself."""
    if owner.__name__.startswith("_") or getattr(owner, "__module__", module) != module:
        return
    for name, value in vars(owner).items():
        function = getattr(value, "fget", None) or getattr(value, "__func__", value)
        if not name.startswith("_") and inspect.isfunction(function) and function.__module__ == module:
            yield function.__qualname__


@contextmanager
def watched(used: set[str]) -> Iterator[None]:
    """Note the functions of LIBRARY that are called meanwhile, by whomever."""

    def note(frame: Any, event: str, _: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith(LIBRARY):
            used.add(f"{module}:{frame.f_code.co_qualname}")

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)


def parser() -> argparse.ArgumentParser:
    """Return a parser with every command of the peer, put together as its own entry point does it."""
    made = argparse.ArgumentParser(prog="crucible")
    subparsers = made.add_subparsers()
    cli = importlib.import_module("crucible.cli")
    for info in pkgutil.iter_modules(cli.__path__, "crucible.cli."):
        if not info.name.endswith("__main__"):
            register = getattr(importlib.import_module(info.name), "register_subcommand", None)
            if register is not None:
                register(subparsers)
    return made


def commands(root: argparse.ArgumentParser) -> dict[int, str]:
    """Return the name of every command by the identity of its parser; another name of it is shown as the first one."""
    found: dict[int, str] = {}

    def walk(above: argparse.ArgumentParser, shown: str) -> None:
        first: dict[Any, str] = {}
        for word, below in choices(above).items():
            name = f"{shown} {first.setdefault(_effect(below), word)}".strip()
            if choices(below):
                walk(below, name)
            else:
                found[id(below)] = name

    walk(root, "")
    return found


def _effect(below: argparse.ArgumentParser) -> Any:
    """Return what two names of the same command have in common, and nothing else beside it has."""
    inside = choices(below)
    return frozenset((word, _effect(each)) for word, each in inside.items()) if inside else below.get_default("func")


def choices(above: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands directly below one."""
    return next((action.choices for action in above._actions if isinstance(action, argparse._SubParsersAction)), {})


def command_of(root: argparse.ArgumentParser, arguments: tuple[str, ...]) -> argparse.ArgumentParser:
    """Return the parser of the command that a command line is for."""
    at = root
    for word in arguments:
        at = choices(at).get(word, at)
        if not choices(at):
            break
    return at
