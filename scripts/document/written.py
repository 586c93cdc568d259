"""What stands on disk: compared with what should, and replaced as a whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from .generate import PACKAGE, REPAIR, SOURCES, Outputs, hash_of, source_names


def edited_sources(root: Path) -> list[str]:
    """Findings about sources that are not those of the last run."""
    try:
        lines = (root / SOURCES).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return [f"{SOURCES} is missing: {REPAIR}"]
    recorded = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    current = source_names(root)
    findings = [f"{name} was removed since the last run: {REPAIR}" for name in recorded if name not in current]
    for name in current:
        path = root / name
        if not path.is_file():
            findings.append(f"{name} is missing")
        elif recorded.get(name) != hash_of(path.read_bytes()):
            findings.append(f"{name} was edited since the last run: {REPAIR}")
    return findings


def changed(root: Path, outputs: Outputs) -> list[str]:
    """The paths whose content is not what it should be, superfluous ones included."""
    package = (path for path in (root / PACKAGE).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    present = {path.relative_to(root).as_posix() for path in package}
    return [
        name
        for name in sorted(outputs.keys() | present)
        if name not in outputs
        or not (root / name).is_file()
        or hash_of((root / name).read_bytes()) != hash_of(outputs[name])
    ]


def stale(root: Path, outputs: Outputs) -> list[str]:
    """Findings about written files that are not what they should be."""
    findings = []
    for name in changed(root, outputs):
        if name not in outputs:
            findings.append(f"{name} does not belong here: {REPAIR}, which removes it")
        elif not (root / name).is_file():
            findings.append(f"{name} is missing: {REPAIR}")
        else:
            findings.append(f"{name} is not what the document gives: do not edit it; {REPAIR}")
    return findings


def install(root: Path, outputs: Outputs) -> None:
    """Put all outputs in their places.

    Everything is first written beside its place. Then the old is moved aside and the new moved in, and when one move
    fails those before it are undone.
    """
    staging = Path(tempfile.mkdtemp(prefix=".regenerate-", dir=root))
    try:
        for name, content in outputs.items():
            path = staging / "new" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        places = sorted({PACKAGE if name.startswith(PACKAGE + "/") else name for name in outputs})
        _swap(root, staging, places)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(root: Path, staging: Path, places: list[str]) -> None:
    done: list[tuple[Path, Path, bool]] = []
    try:
        for name in places:
            target, old = root / name, staging / "old" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            old.parent.mkdir(parents=True, exist_ok=True)
            existed = target.exists()
            done.append((target, old, existed))
            if existed:
                target.rename(old)
            (staging / "new" / name).rename(target)
    except OSError:
        for target, old, existed in reversed(done):
            if old.exists() or not existed:
                _remove(target)
            if old.exists():
                old.rename(target)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
