"""Checks of this machine: settings, folders, limits, software."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .findings import OK, PROBLEM, WARNING, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...config import TlsPolicy

FEW_BYTES = 1_000_000_000
WRITTEN_BYTES = 256 * 1024
FEW_FILES = 256


def settings_file(tls: TlsPolicy) -> Finding:
    """Look whether files with keys are nobody else's, and whether a key can be saved."""
    from ...config import config_file
    from ...config.elsewhere import earlier_files
    from ...config.folders import is_open_to_others

    file = config_file()
    facts: dict[str, Any] = {"file": str(file), "exists": file.exists()}
    keys = [file, *earlier_files(os.environ), *([Path(tls.client_key)] if tls.client_key else [])]
    open_to_all = [str(one) for one in keys if one.exists() and is_open_to_others(one)]
    if open_to_all:
        names = " ".join(open_to_all)
        advice = f"Make it yours alone: chmod 600 {names}. If others use this machine, get another key."
        return Finding("settings", WARNING, f"Others can read what may have a key: {names}.", advice, facts=facts)
    reason = _write_problem(_existing(file.parent), 1)
    if reason:
        advice = (
            "Make the folder yours, or name another file with CRUCIBLE_CONFIG_FILE; until then login saves nothing."
        )
        return Finding("settings", WARNING, f"{file} cannot be written: {reason}.", advice, facts=facts)
    text = f"{file} is yours alone." if file.exists() else f"{file} is not there yet, and can be written."
    return Finding("settings", OK, text, facts=facts)


def folders(output: Path) -> list[Finding]:
    """Look whether there is room where downloads go and where it is noted how far uploads have come."""
    from ...config.folders import state_folder

    return [_folder("output folder", output), _folder("state folder", state_folder())]


def _folder(name: str, folder: Path) -> Finding:
    there = _existing(folder)
    free = shutil.disk_usage(there).free
    facts = {"folder": str(folder), "free_bytes": free}
    reason = _write_problem(there, WRITTEN_BYTES)
    if reason:
        advice = "Choose another folder, or make room in this one."
        return Finding(name, PROBLEM, f"Nothing can be written to {folder}: {reason}.", advice, facts=facts)
    from ...transfer.views.words import amount

    if free < FEW_BYTES:
        return Finding(name, WARNING, f"{folder} has only {amount(free)} left.", "Make room.", facts=facts)
    return Finding(name, OK, f"{folder} can be written, and has {amount(free)} left.", facts=facts)


def _existing(folder: Path) -> Path:
    """Return a folder, or the one above it that exists."""
    return next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)


def _write_problem(folder: Path, size_bytes: int) -> str | None:
    """Write a file without a name, which leaves nothing behind, and return what is wrong with that."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(size_bytes))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.strerror or str(error)
    return None


def uploads() -> Finding:
    """Count what is noted about uploads that have not ended."""
    from ...config.folders import state_folder

    count = len(list((state_folder() / "uploads").glob("*.json")))
    facts = {"open": count}
    if not count:
        return Finding("uploads", OK, "All have ended.", facts=facts)
    text = "One has not ended: the same upload goes on with it." if count == 1 else f"{count} have not ended."
    return Finding("uploads", OK, text, "The same command goes on where it stopped." * (count > 1), facts=facts)


def open_files() -> Finding:
    """Look how many files and connections a program may have open."""
    if sys.platform == "win32":
        return Finding("open files", OK, "Windows sets no limit that matters here.")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    facts = {"limit": soft, "most": hard}
    if 0 <= soft < FEW_FILES:
        advice = f"Raise it before large transfers: ulimit -n {FEW_FILES * 4}. Or use fewer --workers."
        return Finding("open files", WARNING, f"Only {soft} may be open at once.", advice, facts=facts)
    return Finding("open files", OK, f"{soft} may be open at once.", facts=facts)


def software() -> Finding:
    """Name what is installed, as far as it matters for connections."""
    from importlib import metadata

    from ... import __version__
    from ...transport.storage import library

    moves = library()
    versions = {
        "crucible": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "httpx": metadata.version("httpx"),
        "openssl": _openssl(),
        "storage": moves,
    }
    text = (
        f"crucible {__version__}, Python {versions['python']}, {versions['system']}, httpx {versions['httpx']}, "
        f"{versions['openssl']}, {_short(moves)}"
    )
    if not moves.lower().startswith("pycurl"):
        advice = "Transfers work, but take more of the processor: pip install pycurl."
        return Finding("software", WARNING, f"{text}. pycurl is not installed.", advice, facts=versions)
    return Finding("software", OK, f"{text}.", facts=versions)


def _openssl() -> str:
    import ssl

    return ssl.OPENSSL_VERSION.rsplit(" ", 3)[0]


def _short(library: str) -> str:
    """Return the parts of libcurl that matter: itself and its TLS."""
    parts: Sequence[str] = library.split()
    return " ".join(parts[:3])
