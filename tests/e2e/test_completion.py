"""Completion in a shell, as its user meets it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(sys.executable).parent
# What bash does when the TAB key is pressed after these words.
PRESSED = """
eval "$(crucible completion bash)"
COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)) COMPREPLY=()
compopt() {{ echo "the shell: $2"; }}
_crucible_completion crucible
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
RECENT = "dataset\t0tabc\tfilm A\nproject\tmy-project\tFilms\nmeasurement\tXRD\t\nmeasurement\ttwo words\t\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="there is no bash")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("CRUCIBLE_", "XDG_"))}
    variables |= {"HOME": str(tmp_path), "PATH": f"{HERE}{os.pathsep}{variables['PATH']}", "SHELL": "/bin/bash"}
    variables |= {"XDG_STATE_HOME": str(tmp_path / "state")}
    return variables


def bash(script: str, environment: dict[str, str], folder: Path) -> list[str]:
    done = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, text=True, env=environment, cwd=folder, check=False
    )
    assert "" == done.stderr
    return done.stdout.split("\n")[:-1]


@pytest.mark.skipif(sys.platform == "darwin", reason="state is kept elsewhere there")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("crucible do", ["download", "doctor"]),
        ("crucible dataset li", ["list"]),
        ("crucible dataset list --mea", ["--measurement"]),
        ("crucible dataset list --sort ''", ["created", "updated", "name"]),
        ("crucible dataset list --measurement ''", ["XRD"]),
        ("crucible dataset list --project my", ["my-project"]),
        ("crucible dataset get 0", ["0tabc"]),
        ("crucible get 0", ["0tabc"]),
        ("crucible download 0", ["0tabc"]),
        ("crucible completion z", ["zsh"]),
        ("crucible dataset get 1", [""]),
    ],
)
def test_the_tab_key_completes(words: str, expected: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    place = tmp_path / "state" / "crucible" / "recent.tsv"
    place.parent.mkdir(parents=True)
    place.write_text(RECENT, "utf-8")
    found = bash(PRESSED.format(words=words), environment, tmp_path)
    assert expected == found if len(expected) > 1 else set(expected) <= set(found)


def test_files_are_completed_by_the_shell(environment: dict[str, str], tmp_path: Path) -> None:
    found = bash(PRESSED.format(words="crucible upload 0tabc ''"), environment, tmp_path)
    assert "the shell: default" in found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(shell: str, environment: dict[str, str], tmp_path: Path) -> None:
    text = "\n".join(bash(f"crucible completion {shell}", environment, tmp_path))
    assert f"_CRUCIBLE_COMPLETE={shell}_complete" in text


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", ".local/share/bash-completion/completions/crucible"),
        ("fish", ".config/fish/completions/crucible.fish"),
        ("zsh", ".zshrc"),
    ],
)
def test_it_is_installed_where_the_shell_looks(
    shell: str, place: str, environment: dict[str, str], tmp_path: Path
) -> None:
    for _ in range(2):
        (said,) = bash(f"crucible completion {shell} --install", environment, tmp_path)
        assert str(tmp_path / place) in said
    text = (tmp_path / place).read_text("utf-8")
    assert 1 == text.count("crucible completion zsh" if shell == "zsh" else f"_CRUCIBLE_COMPLETE={shell}_complete")


def test_the_start_file_of_a_shell_keeps_what_it_has(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".zshrc").write_text("alias a=b", "utf-8")
    bash("crucible completion zsh --install", environment, tmp_path)
    assert ["alias a=b", 'eval "$(crucible completion zsh)"'] == (tmp_path / ".zshrc").read_text("utf-8").splitlines()
