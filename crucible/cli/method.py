"""Commands that are methods of the client: flags from the parameters, help from the docstring.

Parameters without a default, and those that a `Method` names, are arguments; all others are flags. A first argument
that is an id takes several where it is the only one, and ``-`` reads ids from standard input.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from .answer import Page, Said
from .columns import included_by
from .command import Argument, Command
from .each import each
from .grammar import OTHERS, meant
from .parameters import (
    CLIENT,
    arguments_of,
    help_of,
    parameters_of,
    signature_of,
    unset_of,
)
from .session import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .session import Session


@dataclass(frozen=True)
class Method:
    """One command of a noun.

    Attributes
    ----------
    name
        Of the command.
    method
        Of the client: ``datasets.list``, or ``client.get`` for its own.
    example
        A line for the help; a test runs it.
    arguments
        Parameters that are arguments although they have defaults.
    without
        Parameters that are not offered.
    columns
        Of the table; the usual ones of the record unless given.
    does
        What help says; the method's docstring unless given.
    needs
        Parameters that are arguments and must be given, although they have defaults.
    asks
        What cannot be undone, as a sentence without its full stop in which ``{parameter}`` stands for a value, and
        ``{this}`` for what the first argument names: its kind, name and id, as far as a cheap read tells.
    done
        What to say when the method answers nothing worth showing, in the same way.
    given
        Values that are always the same.
    words
        Help of parameters, where the dictionary of flags and the docstring do not say it well.
    """

    name: str
    method: str
    example: str
    arguments: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    does: str | None = None
    needs: tuple[str, ...] = ()
    asks: str | None = None
    done: str | None = None
    given: tuple[tuple[str, Any], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def command(self) -> Command:
        """Make the command."""
        without = (*self.without, *dict(self.given))
        parameters = parameters_of(self.method, self.arguments, without, self.needs, self.words)
        return Command(
            self.name,
            partial(_run, self, tuple(parameters)),
            params=[*parameters, *unset_of(self.method)],
            help=self.does or help_of(self.method),
            example=self.example,
            asks=self.asks is not None,
            columns=self.columns,
        )


@dataclass(frozen=True)
class Lazy:
    """A command that is written out, and made when it is used: its flags are read from methods.

    Attributes
    ----------
    name
        Of the command.
    command
        Makes it.
    """

    name: str
    command: Callable[[], click.Command]


Commands: TypeAlias = Sequence[Method | Lazy | click.Command | str]


class Noun(click.Group):
    """The commands for one kind of record.

    Parameters
    ----------
    name
        The noun.
    commands
        What can be done, in the order in which help shows it: methods, and commands that are written out. A text is
        the title of what follows.
    """

    def __init__(self, name: str, does: str, commands: Commands) -> None:
        super().__init__(name, help=does)
        self._methods: dict[str, Method | Lazy | click.Command] = {}
        self._sections: dict[str, list[str]] = {}
        title = "Commands"
        for one in commands:
            if isinstance(one, str):
                title = one
                continue
            self._methods[one.name or ""] = one
            self._sections.setdefault(title, []).append(one.name or "")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self._methods)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; that of a method is made when it is used."""
        found = self._methods.get(cmd_name)
        return found.command() if isinstance(found, (Method, Lazy)) else found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        word = args[0]
        if not ctx.resilient_parsing and not word.startswith("-") and word not in self._methods:
            raise click.UsageError(
                f"There is no {ctx.command_path} {word}.{meant(OTHERS.get(word, word), self._methods)}", ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with what they do, under their titles."""
        for title, names in self._sections.items():
            found = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl([(name, one.get_short_help_str(90)) for name, one in found if one is not None])


def _run(this: Method, parameters: Sequence[click.Parameter], session: Session, /, **values: Any) -> Any:
    arguments = {**arguments_of(values), **dict(this.given)}
    name = _named(parameters)
    given = arguments.get(name)
    several = given if isinstance(given, list) else [given] if given == STANDARD_INPUT else None
    # One id that is typed answers a record, several and those from elsewhere a list.
    if several is not None and len(several) == 1 and STANDARD_INPUT not in several:
        arguments[name], several = several[0], None
    if this.asks is not None:
        session.confirm(this.asks.format_map(_told(this, session, arguments, name, several)))
    if several is None:
        return _call(this, session, arguments)
    return each(session, session.ids(several), lambda one: _call(this, session, {**arguments, name: one}))


def _named(parameters: Sequence[click.Parameter]) -> str:
    """Return the name of the first argument if it is an id; empty if not."""
    first = next((one for one in parameters if isinstance(one, Argument)), None)
    return (first.name or "") if first is not None and first.kind is not None else ""


def _told(
    this: Method, session: Session, arguments: dict[str, Any], name: str, several: Sequence[str] | None
) -> dict[str, Any]:
    """Return what a question says for the values of parameters."""
    ids = list(dict.fromkeys(several or ()))
    told = {**arguments, "this": _this(this, session, ids or [next(iter(arguments.values()), None)])}
    if STANDARD_INPUT in ids:
        told[name] = "all records that standard input names"
    elif ids:
        told[name] = " and ".join(ids) if len(ids) < 4 else f"{len(ids)} records"
    return told


def _this(this: Method, session: Session, ids: Sequence[Any]) -> str:
    """Return what a question calls the records of a command; nothing where it has no use for that."""
    from .record_names import these

    wanted = "{this}" in (this.asks or "") and not session.yes
    return these(session, this.method.partition(".")[0], ids) if wanted else ""


def _call(this: Method, session: Session, arguments: dict[str, Any]) -> Any:
    namespace, _, method = this.method.partition(".")
    target = session.client if namespace == CLIENT else getattr(session.client, namespace)
    known = signature_of(this.method)
    wanted = {name: True for name in included_by(session.columns) if name in known and name not in arguments}
    confirmed = {"confirm": True} if "confirm" in known else {}
    answer = getattr(target, method)(**arguments, **wanted, **confirmed)
    if this.done is not None:
        told = {
            name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in arguments.items()
        }
        return Said(this.done.format_map(told), answer if answer is not None else {"done": True, **arguments})
    if hasattr(answer, "count") and hasattr(answer, "first") and "limit" in known:
        return Page(answer, limit=None if "limit" in arguments else known["limit"].default)
    return answer
