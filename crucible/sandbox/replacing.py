"""The last step of a `restore`: a folder that has all of the new sandbox takes the place of what was there.

The rename to `restored.new` decides: before it the sandbox is the old one, after it the new one. Whoever takes the
sandbox's folder next finishes what a kill has interrupted, so that nobody sees a mixture.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from .folder import DATABASE
from .printers import FOLDER as PRINTERS

if TYPE_CHECKING:
    from pathlib import Path

READY = "restored.new"
SECRET = "secret"  # noqa: S105 - the name of a file
FOLDERS = ("objects", "uploads", PRINTERS)


def replace_contents(root: Path) -> None:
    """Put in place what a `restore` has made ready, if there is anything; with the folder's lock held."""
    ready = root / READY
    if not ready.exists():
        return
    for name in FOLDERS:
        if (ready / name).exists():
            if (root / name).exists():
                shutil.rmtree(root / name)
            (ready / name).replace(root / name)
    (root / "key").unlink(missing_ok=True)  # of an account that has gone
    if (ready / DATABASE).exists():
        for suffix in ("-wal", "-shm"):  # which would else be taken for those of the new one
            (root / f"{DATABASE}{suffix}").unlink(missing_ok=True)
    for name in (DATABASE, SECRET):
        if (ready / name).exists():
            (ready / name).replace(root / name)
    shutil.rmtree(ready)
