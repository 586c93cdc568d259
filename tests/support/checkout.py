"""A copy of what regenerate reads and writes, for tests that change it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VIEW = json.loads((ROOT / "crucible" / "openapi" / "v3.json").read_text(encoding="utf-8"))


def copied(folder):
    """Copy the document, the written files and the modules that use them; the root of the copy."""
    for name in ("openapi", "generated", "crucible"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "demo"))
    return folder


def contents(folder):
    """The hash of each file, by path."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
