"""Write the blocking namespaces from the coroutines: ``make_sync.py [--check]``.

Each class of `crucible.resources` that is a namespace gets one of the same name in `crucible.sync`: same signatures,
same docstrings, bodies of one line. They exist as files so that editors, type checkers and people see ordinary
functions.

A coroutine becomes a function that runs it; what returns an `AsyncListing` or an `AsyncTransferHandle` returns a
`Listing` or a `TransferHandle`; decorators and overloads stay. The logic, and with it the HTTP library, is imported
when a namespace is first called.

With ``--check`` nothing is written; the exit code is 1 if something would be.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "crucible" / "resources"
TARGET = ROOT / "crucible" / "sync"
BASE = "Operations"
# Records that have verbs of their own when the blocking client returns them: see `crucible.bound`.
BOUND = ("Dataset", "Sample", "Project", "Instrument", "File", "IngestionRequest", "Resource")
MADE_BY = "Written by scripts/make_sync.py; do not edit."

INIT = f'''"""The namespaces of the blocking client, one for each of `crucible.resources`.

{MADE_BY}
"""
'''
BASE_FILE = f'''"""What all blocking namespaces have in common.

{MADE_BY}
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..bound import Binding
    from ..resources import base as coroutines
    from ..transport.port import Port


class Operations:
    """A namespace of the client; it connects when it is first called."""

    def __init__(self, connect: Callable[[], Port]) -> None:
        self._connect = connect

    @cached_property
    def _coroutines(self) -> coroutines.Operations:
        from ..resources.base import Operations

        return Operations(self._connect())

    @cached_property
    def _bound(self) -> Binding:
        from ..bound import Binding

        return Binding(self._connect)
'''


@dataclass
class Module:
    """A file of `crucible.resources` and what is needed of it."""

    name: str
    source: str
    tree: ast.Module
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)  # local name -> (module as seen here, name)

    @classmethod
    def read(cls, path: Path) -> Module:
        """Parse a file."""
        source = path.read_text("utf-8")
        module = cls(path.stem, source, ast.parse(source))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom):
                origin = "." * node.level + (node.module or "")
                if node.level == 1:
                    origin = f"..resources.{node.module}"
                for alias in node.names:
                    module.imports[alias.asname or alias.name] = (origin, alias.name)
        return module

    @property
    def classes(self) -> list[ast.ClassDef]:
        """The classes of the file."""
        return [node for node in self.tree.body if isinstance(node, ast.ClassDef)]

    def text(self, node: ast.AST) -> str:
        """Return the source of a node."""
        return ast.get_source_segment(self.source, node) or ""


def main(arguments: list[str]) -> int:
    """Write, or compare; return 0 if there was nothing to complain about."""
    if set(arguments) - {"--check"}:
        print(__doc__, file=sys.stderr)
        return 2
    wanted = written()
    present = {path.name: path.read_text("utf-8") for path in TARGET.glob("*.py")}
    stale = sorted(name for name in {*wanted, *present} if wanted.get(name) != present.get(name))
    if not stale:
        return 0
    if "--check" in arguments:
        print(f"stale in crucible/sync: {', '.join(stale)}; run scripts/make_sync.py")
        return 1
    TARGET.mkdir(exist_ok=True)
    for name in stale:
        if name in wanted:
            (TARGET / name).write_text(wanted[name], "utf-8", newline="\n")
        else:
            (TARGET / name).unlink()
    print(f"written in crucible/sync: {', '.join(stale)}")
    return 0


def written() -> dict[str, str]:
    """Return the text of each file of `crucible.sync` by its name."""
    modules = [Module.read(path) for path in sorted(SOURCE.glob("*.py"))]
    homes = namespaces(modules)
    files = {"__init__.py": INIT, "base.py": BASE_FILE}
    for module in modules:
        if any(homes.get(cls.name) == module.name for cls in module.classes) and module.name != "base":
            files[f"{module.name}.py"] = formatted(mirror(module, homes))
    return files


def namespaces(modules: list[Module]) -> dict[str, str]:
    """Return the home of each namespace class, which is one that descends from `Operations`."""
    homes = {BASE: "base"}
    found = True
    while found:
        found = False
        for module in modules:
            for cls in module.classes:
                if cls.name not in homes and any(isinstance(base, ast.Name) and base.id in homes for base in cls.bases):
                    homes[cls.name] = module.name
                    found = True
    return homes


def mirror(module: Module, homes: dict[str, str]) -> str:
    """Return the text of one blocking module."""
    classes = [cls for cls in module.classes if homes.get(cls.name) == module.name]
    bodies = [mirrored_class(module, cls) for cls in classes]
    signatures = [node for cls in classes for method in public(cls) for node in arguments_of(method)]
    runtime = [node for cls in classes for method in public(cls) for node in defaults(method)]
    lines = [f'"""{summary(module)}', "", MADE_BY, '"""', "", "from __future__ import annotations", ""]
    lines += ["from functools import cached_property", "from typing import TYPE_CHECKING", ""]
    lines += sorted({f"from {origin} import {name}" for origin, name in used(module, runtime)})
    if any("Listing(" in body for body in bodies):
        lines.append("from ..resources.pages import Listing")
    lines.append("from ..transport.port import run")
    for base in sorted({base.id for cls in classes for base in cls.bases if isinstance(base, ast.Name)}):
        if homes[base] != module.name:
            lines.append(f"from .{homes[base]} import {base}")
    lines += ["", "if TYPE_CHECKING:", f"    from ..resources import {module.name} as coroutines"]
    skip = used(module, runtime)
    if any("Coroutine[Any" in body for body in bodies):
        lines += ["    from collections.abc import Coroutine", "    from typing import Any"]
    for origin, name in sorted((used(module, signatures) | bound_results(module, classes)) - skip):
        if name != "AsyncListing":
            lines.append(f"    from {origin} import {name.replace('AsyncTransferHandle', 'TransferHandle')}")
    return "\n".join([*lines, "", "", "\n\n".join(bodies)]) + "\n"


def mirrored_class(module: Module, cls: ast.ClassDef) -> str:
    """Return the text of one blocking class."""
    lines = [f"class {cls.name}({', '.join(module.text(base) for base in cls.bases)}):"]
    lines += [f"    {documentation(module, cls)}", ""]
    lines += ["    @cached_property", f"    def _coroutines(self) -> coroutines.{cls.name}:"]
    lines += [f"        from ..resources.{module.name} import {cls.name}", ""]
    lines += [f"        return {cls.name}(self._connect())"]
    names: set[str] = set()
    for method in public(cls):
        one_or_more = method.name in names and "list[" in module.text(method.returns or method)
        lines += ["", *mirrored_method(module, method, one_or_more=one_or_more)]
        names.add(method.name)
    return "\n".join(lines) + "\n"


def mirrored_method(module: Module, method: ast.FunctionDef | ast.AsyncFunctionDef, *, one_or_more: bool) -> list[str]:
    """Return the lines of one blocking method."""
    signature = method.args
    first = min([method.lineno, *(node.lineno for node in method.decorator_list)])
    start = module.source.splitlines()[first - 1 : method.body[0].lineno - 1]
    head = blocking_head(start)
    if any(isinstance(node, ast.Name) and node.id == "overload" for node in method.decorator_list):
        lines = module.source.splitlines()[first - 1 : method.end_lineno]
        return [blocking_head(lines)]
    positional = [argument.arg for argument in (*signature.posonlyargs, *signature.args)][1:]
    named = [f"{argument.arg}={argument.arg}" for argument in signature.kwonlyargs]
    call = f"self._coroutines.{method.name}({', '.join([*positional, *named])})"
    text = module.text(method.returns) if method.returns else "None"
    wrapped = f"run({call})" if isinstance(method, ast.AsyncFunctionDef) else f"Listing({call})"
    if one_or_more:  # the type checker cannot tell which of the coroutine's forms this is
        return [
            head,
            f"        {documentation(module, method)}",
            f"        coroutine: Coroutine[Any, Any, {text}] = {call}",
            "        result = run(coroutine)",
            "        return [self._bound(one) for one in result] if isinstance(result, list) else self._bound(result)",
        ]
    if text.startswith("AsyncTransferHandle["):  # imported when it is needed: few programs move bytes
        loading = "        from ..transfer.handle import TransferHandle\n"
        bind = ", lambda found: found.mapped(self._bound)" if bound_text(text) != text else ""
        made = f"        return TransferHandle({wrapped}{bind})"
        return [head, f"        {documentation(module, method)}", loading, made]
    if bound_text(text) != text:
        wrapped = bound_call(text, call)
    return [head, f"        {documentation(module, method)}", f"        return {wrapped}"]


def blocking_head(lines: list[str]) -> str:
    """Return the head of a method as the blocking client has it."""
    text = (
        "\n".join(lines)
        .replace("async def", "def")
        .replace("AsyncListing[", "Listing[")
        .replace("AsyncTransferHandle[", "TransferHandle[")
    )
    arguments, arrow, result = text.rpartition("->")
    return arguments + arrow + bound_text(result)


def bound_text(annotation: str) -> str:
    """Return the type of a result with the records that have verbs."""
    return re.sub(rf"\b({'|'.join(BOUND)})\b", r"Bound\1", annotation)


def bound_call(annotation: str, call: str) -> str:
    """Return the expression that makes what a coroutine returns into records with verbs."""
    if annotation.startswith("AsyncListing["):
        return f"Listing({call}.mapped(self._bound))"
    if annotation.startswith(("list[", "Sequence[")):
        return f"[self._bound(one) for one in run({call})]"
    if annotation.startswith("Uploaded["):
        return f"run({call}).mapped(self._bound)"
    if annotation in BOUND:
        return f"self._bound(run({call}))"
    raise SystemExit(f"a result of the type {annotation} cannot be given verbs")


def bound_results(module: Module, classes: list[ast.ClassDef]) -> set[tuple[str, str]]:
    """Return the imports that the types of results need."""
    nodes = [method.returns for cls in classes for method in public(cls) if method.returns]
    return {("..bound", f"Bound{name}") if name in BOUND else (origin, name) for origin, name in used(module, nodes)}


def public(cls: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the methods that users call."""
    return [
        node
        for node in cls.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]


def arguments_of(method: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """Return the annotations of what a method takes."""
    arguments = (*method.args.posonlyargs, *method.args.args, *method.args.kwonlyargs)
    return [argument.annotation for argument in arguments if argument.annotation is not None]


def defaults(method: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """Return what a signature needs at run time: default values and decorators."""
    found = (*method.args.defaults, *method.args.kw_defaults, *method.decorator_list)
    return [node for node in found if node is not None]


def used(module: Module, nodes: list[ast.expr]) -> set[tuple[str, str]]:
    """Return the imports that the names in some expressions come from."""
    names = {node.id for tree in nodes for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return {module.imports[name] for name in names if name in module.imports}


def documentation(module: Module, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """Return the docstring of a class or method as it stands in its source."""
    if ast.get_docstring(node) is None:
        raise SystemExit(f"{module.name}.{node.name} has no docstring")
    return module.text(node.body[0])


def summary(module: Module) -> str:
    """Return the first line of a module's docstring."""
    return (ast.get_docstring(module.tree) or "").splitlines()[0]


def formatted(text: str) -> str:
    """Return a module as ruff writes it, imports sorted."""
    name = str(TARGET / "written.py")
    for command in (["check", "--select", "I", "--fix-only", "--quiet"], ["format", "--quiet"]):
        tool = [sys.executable, "-m", "ruff", *command, "--stdin-filename", name, "-"]
        done = subprocess.run(tool, input=text, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            raise SystemExit(f"ruff cannot read what was written:\n{done.stderr}")
        text = done.stdout
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
