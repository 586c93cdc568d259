from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.served import Served
from support.signed import PART

from crucible.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

FAKE_PARSER = (sys.executable, str(Path(__file__).parents[1] / "support" / "fake_parser.py"))


@pytest.fixture
def served() -> Iterator[Served]:
    """A fresh sandbox; files are ingested by `served.sandbox.worker.step()`, with a fake parser. Parts are small."""
    with Sandbox(parser=FAKE_PARSER, ingest=False, part_size_bytes=PART) as sandbox:
        served = Served(sandbox)
        yield served
        served.close()


@pytest.fixture(autouse=True, scope="session")
def heeded_signals() -> Iterator[None]:
    """Let programs that tests start heed signals, although a run in the background or under nohup ignores them."""
    ignored = [
        getattr(signal, name)
        for name in ("SIGINT", "SIGHUP")
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_IGN
    ]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
