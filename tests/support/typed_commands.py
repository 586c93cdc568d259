"""Commands as they are typed, run in this process: lines of a shell with pipes between them, without a shell."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from crucible.cli.main import crucible, main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

    from .command_world import CommandWorld


class Ended(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    output: str
    errors: str


class _Stream(io.TextIOWrapper):
    """What a pipe gives or takes."""

    def __init__(self, content: str = "") -> None:
        super().__init__(io.BytesIO(content.encode()), encoding="utf-8", write_through=True)

    def written(self) -> str:
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined,no-any-return]


def run(words: list[str], given: str = "") -> Ended:
    """Run a command in this process."""
    output, errors = _Stream(), _Stream()
    before, sys.stdin = sys.stdin, _Stream(given)
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            main(words)
    except SystemExit as ended:
        return Ended(int(ended.code or 0), output.written(), errors.written())
    finally:
        sys.stdin = before
    raise AssertionError("a command ends the process")


def run_line(line: str, filled_in: Callable[[str, str], str]) -> Ended:
    """Run the commands of a line, each with the output of the one before as its input, up to one that is not ours.

    Parameters
    ----------
    line
        As it is typed; nothing but pipes and quotes means anything in it, and what stands behind > is left out.
    filled_in
        Returns what stands in the place of a word, given the verb or noun of its command.
    """
    ended = Ended(0, "", "")
    for words in stages(line):
        if words[0] != "crucible":
            break
        ended = run([filled_in(word, words[1]) for word in words[1:]], ended.output)
        if ended.code:
            break
    return ended


def stages(line: str) -> list[list[str]]:
    """Return the words of each command of a pipe.

    >>> stages("crucible ls --ids | crucible download - > log")
    [['crucible', 'ls', '--ids'], ['crucible', 'download', '-']]
    """
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|>;&")
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    is_left_out = False
    for word in lexer:
        if word in ("|", "||", "&&", ";"):
            found.append([])
            is_left_out = False
        elif word == ">" or is_left_out:
            is_left_out = True
        else:
            found[-1].append(word)
    return found


def commands(group: click.Command = crucible, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with the words that call it."""
    if not isinstance(group, click.Group):
        yield " ".join(words), group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield from commands(command, (*words, name))


@contextlib.contextmanager
def at_work(world: CommandWorld, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[CommandWorld]:
    """Serve a copy of a world, with its key in the environment and its files in the current folder."""
    for name in [name for name in os.environ if name.startswith("CRUCIBLE_")]:
        patch.delenv(name)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA"):
        patch.setenv(name, str(folder / "home"))
    with world.sandbox(folder) as sandbox:
        patch.setenv("CRUCIBLE_API_URL", sandbox.api_url)
        patch.setenv("CRUCIBLE_API_KEY", sandbox.api_key)
        patch.chdir(folder / "work")
        yield world
