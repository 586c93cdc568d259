"""Write the table of all commands in docs/cli.md from the commands themselves: ``make_command_table.py [--check]``.

What stands between the two marks of the page is replaced. With ``--check`` nothing is written; the exit code is 1 if
something would be.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from crucible.cli.grammar import NOUNS, VERBS
from crucible.cli.main import crucible

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
BEGIN: Final = "<!-- commands: written by scripts/make_command_table.py -->\n"
END: Final = "<!-- end of commands -->\n"


def main(arguments: list[str]) -> int:
    """Write the table, or say whether it would be another one."""
    text = PAGE.read_text("utf-8")
    if BEGIN not in text or END not in text:
        raise SystemExit(f"{PAGE} has lost the marks of its table.")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    written = f"{before}{BEGIN}{table()}{END}{after}"
    if written == text:
        return 0
    if "--check" in arguments:
        print(f"{PAGE.name} has another table of commands: run scripts/make_command_table.py")
        return 1
    PAGE.write_text(written, "utf-8")
    return 0


def table() -> str:
    """Return the commands: a table of verbs, and one for each noun."""
    context = click.Context(crucible)
    lines = ["| command | does |", "|---|---|"]
    lines += [f"| `crucible {name}` | {word.does} |" for name, word in VERBS.items()]
    for name, word in NOUNS.items():
        group = crucible.get_command(context, name)
        if not isinstance(group, click.Group):
            raise SystemExit(f"crucible {name} is no noun.")
        lines += ["", f"### `crucible {name}`", "", word.does, "", "| command | does |", "|---|---|", *rows(group)]
    return "\n".join(["", *lines, "", ""])


def rows(group: click.Group) -> Iterator[str]:
    """Yield a row for each command of a noun."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        first, _, _ = ((command and command.help) or "").strip().partition("\n\n")
        yield f"| `{name}` | {' '.join(first.split()).replace('|', chr(92) + '|')} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
