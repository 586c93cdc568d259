"""README tells the truth: each block of Python runs, and each path it names exists."""

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the file that the examples upload, and a key as a user would have set it."""
    shutil.copy(ROOT / "crucible" / "demo" / "files" / "film_a_xrd.xy", tmp_path / "run7.xy")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CRUCIBLE_API_KEY", "example-key")
    return tmp_path


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_each_block_of_python_runs(folder, number):
    exec(compile(BLOCKS[number], f"README block {number + 1}", "exec"), {})


def test_there_are_blocks_to_run():
    assert len(BLOCKS) >= 3


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:scripts|docs|openapi|generated|crucible|tests)/[\w./-]*)", README)))
)
def test_each_path_named_exists(path):
    assert (ROOT / path).exists()
