"""``crucible completion``: what a shell needs to complete commands, flags and what was used lately."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from .answer import Said
from .command import Argument, Flag, command

if TYPE_CHECKING:
    from .session import Session

VARIABLE: Final = "_CRUCIBLE_COMPLETE"
SHELLS: Final = ("bash", "zsh", "fish")
# Where shells look for completions of their own accord; zsh looks nowhere below the user's home.
PLACES: Final = {
    "bash": ("XDG_DATA_HOME", ".local/share", "bash-completion/completions/crucible"),
    "fish": ("XDG_CONFIG_HOME", ".config", "fish/completions/crucible.fish"),
}
START_FILES: Final = {"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": "~/.config/fish/config.fish"}


@command(
    Argument(
        "shell",
        does="bash, zsh or fish; yours unless given.",
        type=click.Choice(SHELLS),
        required=False,
        metavar="[SHELL]",
    ),
    Flag(["--install"], is_flag=True, help="Put it where the shell finds it, instead of printing it."),
    example="crucible completion bash",
)
def completion(session: Session, shell: str | None, install: bool) -> Said:
    """Let the shell complete commands, flags, and what was used lately.

    The TAB key then completes ids, projects and measurements that commands have shown or used, without asking the
    service. Install it once with: crucible completion --install. By hand, put this line into the start file of the
    shell, ~/.bashrc or ~/.zshrc: eval "$(crucible completion bash)", with zsh in the place of bash; for fish, into
    ~/.config/fish/config.fish: crucible completion fish | source.
    """
    shell = shell or own_shell()
    script = script_of(shell)
    if not install:
        return Said(script, {"shell": shell, "script": script})
    place = install_into(shell, script)
    text = f"{place} completes commands of crucible from the next {shell} on."
    return Said(text, {"shell": shell, "path": str(place)})


def own_shell() -> str:
    """Return the shell that the user most likely types into.

    Raises
    ------
    UsageError
        It is none of those that this knows.
    """
    name = Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        raise click.UsageError("Which shell? Give bash, zsh or fish.")
    return name


def script_of(shell: str) -> str:
    """Return what a shell has to read."""
    from click.shell_completion import ShellComplete, get_completion_class

    from .main import crucible

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    # Not the method of the class for bash: that starts another bash, to ask for its version.
    return ShellComplete.source(kind(crucible, {}, "crucible", VARIABLE)).strip()


def install_into(shell: str, script: str) -> Path:
    """Write the script to where the shell looks for it, and return that."""
    if shell not in PLACES:
        return _install_line(shell)
    variable, usual, name = PLACES[shell]
    place = Path(os.environ.get(variable) or Path.home() / usual) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"{script}\n", "utf-8")
    return place


def _install_line(shell: str) -> Path:
    """Add a line to the start file of a shell, unless it is there."""
    place = Path(START_FILES[shell]).expanduser()
    line = f'eval "$(crucible completion {shell})"'
    there = place.read_text("utf-8") if place.exists() else ""
    if line not in there.splitlines():
        separator = "" if there.endswith("\n") or not there else "\n"
        with place.open("a", encoding="utf-8") as file:
            file.write(f"{separator}{line}\n")
    return place
