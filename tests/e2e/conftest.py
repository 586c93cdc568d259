from __future__ import annotations

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
