"""The command ``crucible``: one grammar, whose words are imported when they are used, so that ``--help`` is quick.

::

    grammar      all verbs and nouns, and the module of each
    main         the group that knows them, and how a run ends: exit codes, errors, signals
    command      what all commands share: flags for the output and the connection, one place that shows answers
    method       commands that are methods of the client: their flags are the parameters, their help the docstring
    parameters, values, phrases    flags from signatures, types from annotations, docstrings in words of the shell
    flags        the dictionary of flags: one name and one meaning for each parameter, everywhere
    session      what a running command has: the client, whether it may ask, standard input
    each         the same for several ids; whatever becomes of one, the others are done
    answer       answers as tables (tables, nested), JSON, CSV (columns) or ids
    failure      errors as lines or JSON, and their exit codes
    text         texts for a terminal: safe, cut, broken between words

The other modules are named after nouns and verbs and hold their commands: `record_verbs` what records of several kinds
have, `transfers` what moving bytes has in common, `from_table`, `key_output` and `waiting` one thing each, `qr_code`
and `tree_drawing` pictures, `record_names` and `key_holder` words for records and accounts, and `recent` what
completion knows.

Decisions
---------
- Most commands are derived from the client's blocking methods. So there is no second list of parameters that could
  differ from the first, each flag is named as the parameter, and a new method costs one line here. Typer and cyclopts
  derive commands too, but from functions that are written for them, and load for longer than all of this.
- `click` parses, completes and asks. Tables are written by sixty lines of our own on the widths that the progress views
  know already: `rich` is 13 MB, and lets escape sequences in names pass.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
import threading

INTERRUPTED = 130

try:
    import click

    from crucible import __version__

    from .grammar import NOUNS, VERBS, meant
except KeyboardInterrupt:  # before `main` is there to say so
    sys.exit(INTERRUPTED)


class LazyGroup(click.Group):
    """The group of everything; a word is imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return verbs and nouns."""
        return [*VERBS, *NOUNS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, or the group of a noun."""
        word = VERBS.get(cmd_name) or NOUNS.get(cmd_name)
        if word is None:
            return None
        module, _, name = word.place.partition(":")
        command: click.Command = getattr(importlib.import_module(f"crucible.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        word = args[0]
        if not ctx.resilient_parsing and not word.startswith("-") and word not in VERBS and word not in NOUNS:
            raise click.UsageError(f"There is no command {word!r}.{meant(word, [*VERBS, *NOUNS])}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the words with what they do; nothing is imported for that."""
        for title, words in (("Commands", VERBS), ("Commands for each kind of record", NOUNS)):
            with formatter.section(title):
                formatter.write_dl([(name, word.does) for name, word in words.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: crucible login. Without an account: crucible sandbox start. "
    "Exit codes: 0 done, 1 failed, 2 usage, 3 authentication, 4 not found, 5 partly done, 6 refused or conflict, "
    "7 unreachable, 130 interrupted.",
)
@click.version_option(__version__, "-V", "--version", prog_name="crucible")
def crucible() -> None:
    """Put data into Crucible and get it out again."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    ending = _ends_at_once if arguments is None else lambda code: None
    try:
        _heed_signals()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a sign that it does not have is a question mark, not a defect
                stream.reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")
        code = crucible.main(args=given, prog_name="crucible", standalone_mode=False, obj=given)
        if sys.stdout is not None:  # a server may run without any
            sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        ending(INTERRUPTED)
        from .failure import told

        code = told(error, given)
    code = code if isinstance(code, int) else 0
    ending(code)
    sys.exit(code)


def _heed_signals() -> None:
    """Let the signal that asks a process to end do what Ctrl-C does; the second one of either ends it at once."""
    if threading.current_thread() is not threading.main_thread():
        return
    import signal

    def ended(number: int, frame: object) -> None:
        _ends_at_once(INTERRUPTED)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, ended)


def _ends_at_once(code: int) -> None:
    """Let signals end the process with an exit code and without another word: there is nothing left to stop."""
    if threading.current_thread() is not threading.main_thread():
        return
    import signal

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: os._exit(code))
