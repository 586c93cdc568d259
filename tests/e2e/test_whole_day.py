"""The whole day's script of README runs as it stands there, in bash and in a plain shell, as processes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "crucible" / "demo" / "files"
BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), flags=re.DOTALL)
(SCRIPT,) = [block for block in BLOCKS if "crucible upload" in block]
MFID = "0[0-9a-hjkmnp-tv-z]{25}"
# What a line of each command has, in whatever order its columns are.
PRINTED = [
    ["The sandbox is running now"],
    ["project_id", "films"],
    [r"\b1\b", "created", MFID],
    [r"\b2\b", "created", MFID],
    ["sent", r"17\.4 kB", r"scans/film_a_xrd\.xy"],
    ["sent", r"63\.0 kB", r"scans/day1/film_a_pl_map\.h5"],
    [r"\b1\b", "complete", "InorganicXRDIngestor", r"film_a_xrd\.xy"],
    [r"\b2\b", "complete", "ScopeFoundryH5Ingestor", r"day1/film_a_pl_map\.h5"],
    [f"^sample film A +{MFID}"],
    [f"^└─ dataset film A, day 1  {MFID}"],
    ["film B", "sample", "metadata", MFID],
    ["saved", r"17\.4 kB", rf"results/{MFID}/film_a_xrd\.xy"],
]
TOLD = [
    ["2 rows: 2 created"],
    [r"2 files sent · 80\.4 kB in "],
    ["2 ingestions: 2 complete"],
    [r"2 files saved · 80\.4 kB in "],
    [r"3 files in results, all as the service has them\."],
]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A folder of files, and an account where nothing is configured."""
    (tmp_path / "scans" / "day1").mkdir(parents=True)
    shutil.copy(DEMO / "film_a_xrd.xy", tmp_path / "scans")
    shutil.copy(DEMO / "film_a_pl_map.h5", tmp_path / "scans" / "day1")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CRUCIBLE_", "XDG_"))}
    return {**kept, "PATH": path, "HOME": str(tmp_path), "SHELL": "bash", "PYTHONUTF8": "1"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("shell", ["bash", "dash"])
def test_a_whole_day_can_be_typed(shell: str, tmp_path: Path, environment: dict[str, str]) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    script = f'trap "crucible sandbox stop > ended" EXIT\n{SCRIPT}'
    done = subprocess.run(
        [shell, "-e", "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120, env=environment
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    for expected, text in ((PRINTED, done.stdout), (TOLD, done.stderr)):
        lines = text.splitlines()
        missing = [parts for parts in expected if not any(all(re.search(p, line) for p in parts) for line in lines)]
        assert [] == missing, text
    (saved,) = (tmp_path / "results").glob("*/film_a_xrd.xy")
    assert (DEMO / "film_a_xrd.xy").read_bytes() == saved.read_bytes()
