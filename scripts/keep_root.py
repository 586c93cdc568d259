"""Keep a small root of the sandbox as this release writes it, in tests/support/roots: ``keep_root.py``.

To be run after the schema has got a new number, and only then: the roots of earlier releases stay as they were written.
tests/unit/test_sandbox_migrations.py opens all of them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "tests")]

from support.root_world import PART, fill  # noqa: E402 - in tests
from support.served import Served  # noqa: E402
from support.stored_roots import keep  # noqa: E402

from crucible.sandbox import Sandbox  # noqa: E402


def main() -> None:
    """Write the root of the present schema."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        with Sandbox(root, ingest=False, part_size_bytes=PART) as sandbox:
            served = Served(sandbox)
            told = fill(served)
            served.close()
        print(f"{keep(root, told)} is written")


if __name__ == "__main__":
    main()
