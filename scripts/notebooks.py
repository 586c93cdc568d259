"""Run the notebooks of docs/, and tell where what is stored in them is no longer what comes out.

``notebooks.py [NAME...] [--write]``; a name is that of a notebook (``first-steps``) or a path, without one all are run.

Each runs from top to bottom in a kernel of this environment, whatever kernels are registered on the machine, as for
somebody who uses this computer for the first time: in an empty folder, with nothing configured. It fails if a cell
does, with the cell and the traceback; if anything is said on standard error, since readers would see it; if something
of it is left when it has ended; if there is a key or a path of this machine in an output; or if its text is no longer
what is stored. ``--write`` stores what came out, with pictures. What differs in every run (ids, ports, temporary
folders, the time) is stored as something that stays the same, so that outputs change only when what they tell does.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "notebooks"
CELL_SECONDS = 300
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
FOREIGN = ("CRUCIBLE_", "JUPYTER_", "IPYTHON", "PYTHON", "MPL")
"""How variables begin that would have a notebook run as on no other machine."""
HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "IPYTHONDIR", "MPLCONFIGDIR")
XDG = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
COMPARED = ("text", "text/plain", "text/html", "text/markdown", "image/svg+xml")
"""Pictures of pixels are not: another release of a library draws them a little differently."""

ID = re.compile(r"(?<![0-9a-z])0[0-9a-hjkmnp-tv-z]{25}(?![0-9a-z])")
PORT = re.compile(r"\b(127\.0\.0\.1|localhost):\d{4,5}\b")
EMBEDDED = re.compile(r"data:image/[\w+]+;base64,[\w+/=]+")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
TAG = re.compile(r"<style\b.*?</style>|</?\w[^>]*>", re.DOTALL)
KEY = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}(?![\w-])")
MACHINE = re.compile(r"/(?:home|root|tmp|Users|var|private|work)/|\b[A-Z]:\\|site-packages|\b0x[0-9a-f]{6,}\b")


class NotebookError(Exception):
    """A notebook is not as it should be."""


def main(arguments: list[str]) -> int:
    """Run the named notebooks and return 0 if all of them are as they should be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a notebook; all of docs/ unless given")
    parser.add_argument("--write", action="store_true", help="store what comes out")
    options = parser.parse_args(arguments)
    paths = [named(name) for name in options.names] or sorted(FOLDER.glob("*.ipynb"))
    good = [told(path, write=options.write) for path in paths]
    return 0 if all(good) else 1


def named(name: str) -> Path:
    """Return the path of a notebook."""
    return Path(name) if name.endswith(".ipynb") else FOLDER / f"{name}.ipynb"


def told(path: Path, *, write: bool) -> bool:
    """Run a notebook and print how it went."""
    started = time.monotonic()
    try:
        stored = nbformat.read(path, as_version=4)
        fresh = executed(stored)
        if write:
            nbformat.write(fresh, path)
        elif stale := "\n".join(differences(stored, fresh)):
            raise NotebookError(f"{stale}\nIf this is right: scripts/notebooks.py {path.stem} --write")
    except (NotebookError, OSError, nbformat.ValidationError) as error:
        print(f"FAILED {path.stem}: {error}", flush=True)
        return False
    print(f"ok     {path.stem:<24} {time.monotonic() - started:6.1f} s", flush=True)
    return True


def executed(stored: Any) -> Any:
    """Return a notebook as it is after running, ready to be stored.

    Raises
    ------
    NotebookError
        It did not run as it should.
    """
    fresh = nbformat.from_dict({**stored, "cells": [_blank(cell) for cell in stored.cells]})
    begun = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="crucible-notebook-", ignore_cleanup_errors=True) as folder:
        here = Path(folder).resolve()
        run(fresh, here)
        if left := sorted(path.name for part in ("cwd", "tmp") for path in (here / part).iterdir()):
            raise NotebookError(f"It leaves {', '.join(left)} behind; its last cell should clean up.")
    make_constant(fresh, here / "tmp", [begun + timedelta(days=day) for day in (0, 1)])
    if unfit := "\n".join(findings(fresh)):
        raise NotebookError(unfit)
    fresh.metadata = nbformat.from_dict({**METADATA, "crucible": {"executed_sha256": source_hash(fresh)}})
    return fresh


def _blank(cell: Any) -> Any:
    if cell.cell_type != "code":
        return cell
    return {**cell, "outputs": [], "execution_count": None, "metadata": _lasting(cell.metadata)}


def _lasting(metadata: Any) -> Any:
    """Return what an author says of a cell, without what programs note there."""
    return {name: value for name, value in metadata.items() if name in ("tags", "jupyter")}


def run(notebook: Any, folder: Path) -> None:
    """Run all cells in empty folders inside `folder`, with the outputs put into the notebook."""
    for part in ("cwd", "tmp", "home"):
        (folder / part).mkdir()
    kernel = AsyncKernelManager(
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),  # so that only ipykernel's own is found
        connection_file=str(folder / "kernel.json"),
        transport_encryption="auto",
    )
    client = NotebookClient(notebook, km=kernel, timeout=CELL_SECONDS, record_timing=False)
    client.owns_km = True  # it ends the kernel
    try:
        client.execute(cwd=str(folder / "cwd"), env=environment(folder))
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(COLOUR.sub("", str(error))) from None


def environment(folder: Path) -> dict[str, str]:
    """Return the variables of somebody who has nothing configured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    homes = {name: str(folder / "home") for name in HOMES}
    homes |= {name: str(folder / "home" / name.lower()) for name in XDG}
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "tmp"))
    quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # which warns about Python's own frozen modules
    return {**kept, **homes, **places, **quiet, "NO_PROXY": "127.0.0.1,localhost"}


def outputs(cells: Any) -> Iterator[Any]:
    """Yield all outputs of some cells."""
    for cell in cells:
        yield from cell.get("outputs", ())


def texts(cells: Any) -> Iterator[tuple[Any, Any, str]]:
    """Yield the texts of all outputs: what holds each, where in it, and the text."""
    for output in outputs(cells):
        yield from ((output.traceback, number, line) for number, line in enumerate(output.get("traceback", ())))
        if "evalue" in output:
            yield output, "evalue", output.evalue
        holder = output.get("data", output)
        yield from ((holder, kind, holder[kind]) for kind in COMPARED if kind in holder)


def make_constant(notebook: Any, temporary: Path, days: list[datetime]) -> None:
    """Put what stays the same in the place of ids, ports, temporary folders and the time of the run."""
    ids: dict[str, str] = {}
    place = re.compile(re.escape(str(temporary)) + r"[/\\]+\w+")
    now = re.compile(rf"(?:{'|'.join(f'{day:%Y-%m-%d}' for day in days)})([ T])\d\d:\d\d(:\d\d)?(\.\d+)?")

    def constant_id(found: re.Match[str]) -> str:
        return ids.setdefault(found[0], f"0tkn2knjast3h{len(ids) + 1:013}")

    for holder, kind, text in texts(notebook.cells):
        plain = place.sub("folder", COLOUR.sub("", text))
        constant = PORT.sub(r"\1:8000", ID.sub(constant_id, plain))
        holder[kind] = now.sub(lambda found: f"2026-08-01{found[1]}12:00{':00' if found[2] else ''}", constant)


def findings(notebook: Any) -> Iterator[str]:
    """Yield what must not stand in a notebook that others read."""
    for output in outputs(notebook.cells):
        if output.get("name") == "stderr":
            yield f"Something is said on standard error:\n{output.text}"
    for _, _, text in texts(notebook.cells):
        plain = EMBEDDED.sub("", text)
        if found := KEY.search(plain):
            yield f"An output has what looks like a key: {found[0][:4]}…"
        if found := MACHINE.search(plain):
            yield f"An output is about this machine: …{plain[max(0, found.start() - 60) : found.end() + 60]}…"


def differences(stored: Any, fresh: Any) -> Iterator[str]:
    """Yield what the stored notebook shows and running it does not, and the other way round."""
    for number, (before, after) in enumerate(zip(stored.cells, fresh.cells, strict=True), 1):
        if shown(before) != shown(after):
            yield f"Cell {number} shows something else than is stored:"
            yield from list(difflib.unified_diff(shown(before), shown(after), "stored", "now", n=1, lineterm=""))[:40]


def shown(cell: Any) -> list[str]:
    """Return what is told below a cell as lines; of pictures only that they are there, of HTML not how it looks."""
    kinds = [" ".join([output.output_type, *sorted(output.get("data", ()))]) for output in outputs([cell])]
    return kinds + [line for _, _, text in texts([cell]) for line in TAG.sub(" ", text).splitlines()]


def source_hash(notebook: Any) -> str:
    """Return a hash of all code, which tells whether the outputs are those of this code."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256("\0".join(code).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
