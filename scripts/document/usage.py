"""Which modules of ``crucible`` use an operation or a model of the generated package."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

from .changes import OPERATION, SCHEMA, Change
from .tree import Document, DocumentError, component_name, lookup, operations, references


def with_modules(changes: list[Change], root: Path, *documents: Document) -> list[Change]:
    """The changes, each with the modules that use what changed.

    A changed schema concerns those who import its model, and those who call an operation whose body or answer holds it.

    Parameters
    ----------
    changes
        What changed.
    root
        The folder that holds ``crucible``.
    documents
        Where to look up which operations hold which schemas.
    """
    imports = {path.relative_to(root).as_posix(): _names(path) for path in sorted((root / "crucible").rglob("*.py"))}
    holders: dict[str, set[str]] = {}
    for document in documents:
        for name, schemas in _schemas_of_operations(document).items():
            for schema in schemas:
                holders.setdefault(schema, set()).add(name)

    def users(change: Change) -> tuple[str, ...]:
        names = {change.name}
        if change.subject == SCHEMA:
            names |= holders.get(change.name, set())
        elif change.subject != OPERATION:
            return ()
        return tuple(path for path, used in imports.items() if names & used)

    return [replace(change, used_by=users(change)) for change in changes]


def _schemas_of_operations(document: Document) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for _, _, operation in operations(document):
        seen: set[str] = set()
        waiting = list(
            references([operation.get("requestBody"), operation.get("responses"), operation.get("parameters")])
        )
        while waiting:
            ref = waiting.pop()
            if ref not in seen:
                seen.add(ref)
                waiting.extend(references(lookup(document, ref)))
        found[operation["operationId"]] = {component_name(ref) for ref in seen if "/schemas/" in ref}
    return found


def _names(path: Path) -> set[str]:
    """The operations and models that a module uses: imported, reached through an imported package, or handled."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        raise DocumentError(f"{path.name} is not Python that can be read ({error}); mend it first") from error
    found: set[str] = set()
    generated: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("crucible_api"):
            found |= {alias.name for alias in node.names} | {(node.module or "").rsplit(".", 1)[-1]}
            generated |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("crucible_api"):
                    found.add(alias.name.rsplit(".", 1)[-1])
                    generated.add(alias.asname or "crucible_api")
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            base: ast.expr = node
            while isinstance(base, ast.Attribute):
                base = base.value
            if isinstance(base, ast.Name) and base.id in generated:
                found.add(node.attr)
    if "sandbox" in path.parts:  # a handler is named after its operation
        found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return found
