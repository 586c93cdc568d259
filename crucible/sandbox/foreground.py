"""The sandbox in a terminal, until it is told to end."""

from __future__ import annotations

import contextlib
import gc
import json as jsonlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Literal

from . import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def serve(
    root: Path | str,
    *,
    port: int = 0,
    storage_port: int = 0,
    seed: Literal["demo"] | None = None,
    tls: bool = False,
    json: bool = False,
) -> None:
    """Serve a sandbox in the foreground until the process is told to end: by Ctrl-C, a signal, or a request.

    Parameters
    ----------
    root
        Where everything is kept.
    port, storage_port
        Ports of the API and of the object store; 0 is the one of the last time, or any that is free.
    seed
        Name of a small world to begin with.
    tls
        Whether to speak TLS.
    json
        Whether the first line printed is one JSON object, for programs: `api_url`, `api_key`, `storage_url`, `root`,
        `authority_file`, `pid`. Otherwise addresses are printed for people, and the key is left in its file.
    """
    with (
        ending() as ended,
        Sandbox(root, port, storage_port=storage_port, seed=seed, tls=tls, on_stop=ended.set) as sandbox,
    ):
        gc.freeze()  # what lives as long as the server need not be looked through again and again
        say(_as_json(sandbox) if json else _for_people(sandbox, in_terminal=_is_terminal()))
        until(ended)


@contextlib.contextmanager
def ending() -> Iterator[threading.Event]:
    """Yield what is set when the process is told to end, by Ctrl-C or a signal, which then do nothing else."""
    ended = threading.Event()
    # Ctrl-C, a request to end, Windows' way to end a program in another console; a closed terminal, unless under nohup.
    names = ["SIGINT", "SIGTERM", "SIGBREAK"]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        names.append("SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: ended.set()) for number in numbers}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def until(ended: threading.Event) -> None:
    """Wait; without a time limit Windows would not notice Ctrl-C meanwhile."""
    while not ended.wait(0.5):
        pass


def say(text: str) -> None:
    """Print, unless nobody listens: a program without a console has no output, and a reader may have gone."""
    if sys.stdout is not None:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.write(text)
            sys.stdout.flush()


def _as_json(sandbox: Sandbox) -> str:
    facts = {
        "api_url": sandbox.api_url,
        "api_key": sandbox.api_key,
        "storage_url": sandbox.storage_url,
        "root": str(sandbox.root),
        "authority_file": sandbox.authority_file and str(sandbox.authority_file),
        "pid": os.getpid(),
    }
    return jsonlib.dumps(facts) + "\n"


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _for_people(sandbox: Sandbox, *, in_terminal: bool) -> str:
    # An address that lets in whoever opens it is for a screen, not for a log.
    page = sandbox.sign_in_url() if in_terminal else "crucible sandbox page opens it"
    trust = f"  trust    {sandbox.authority_file}\n" if sandbox.authority_file else ""
    return (
        f"Crucible sandbox\n  API      {sandbox.api_url}\n  storage  {sandbox.storage_url}\n"
        f"  page     {page}\n{trust}"
        f"  folder   {sandbox.root}\n  key      in {sandbox.key_file}\nCtrl-C ends it.\n"
    )
