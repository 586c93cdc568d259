"""The sandbox in a terminal, until it is told to end."""

from __future__ import annotations

import json as jsonlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Literal

from . import Sandbox

if TYPE_CHECKING:
    from pathlib import Path


def serve(
    root: Path | str,
    *,
    port: int = 0,
    storage_port: int = 0,
    seed: Literal["demo"] | None = None,
    json: bool = False,
) -> None:
    """Serve a sandbox in the foreground until the process is told to end: by Ctrl-C, a signal, or a request.

    Parameters
    ----------
    root
        Where everything is kept.
    port, storage_port
        Ports of the API and of the object store; 0 takes any that is free.
    seed
        Name of a small world to begin with.
    json
        Whether the first line printed is one JSON object, for programs: `api_url`, `api_key`, `storage_url`, `root`,
        `pid`. Otherwise addresses are printed for people, and the key is left in its file.
    """
    ended = threading.Event()
    names = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last one is Windows' way to end a program in another console
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: ended.set()) for number in numbers}
    try:
        with Sandbox(root, port, storage_port=storage_port, seed=seed, on_stop=ended.set) as sandbox:
            sys.stdout.write(_as_json(sandbox) if json else _for_people(sandbox))
            sys.stdout.flush()
            # Without a time limit Windows would not notice Ctrl-C while it waits.
            while not ended.wait(0.5):
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _as_json(sandbox: Sandbox) -> str:
    facts = {
        "api_url": sandbox.api_url,
        "api_key": sandbox.api_key,
        "storage_url": sandbox.storage_url,
        "root": str(sandbox.root),
        "pid": os.getpid(),
    }
    return jsonlib.dumps(facts) + "\n"


def _for_people(sandbox: Sandbox) -> str:
    return (
        f"Crucible sandbox\n  API      {sandbox.api_url}\n  storage  {sandbox.storage_url}\n"
        f"  folder   {sandbox.root}\n  key      in {sandbox.key_file}\nCtrl-C ends it.\n"
    )
