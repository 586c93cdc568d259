"""The command ``crucible``. Commands are imported when they run, so that ``--help`` is quick."""

from __future__ import annotations

import importlib

import click

from crucible import __version__

COMMANDS = {"demo": "crucible.demo.command:demo", "sandbox": "crucible.cli.sandbox:sandbox"}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LazyGroup)
@click.version_option(__version__, prog_name="crucible")
def main() -> None:
    """Put data into Crucible and get it out again."""
