"""What all commands share: flags for output and connection, and the one place where answers are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .answer import FORMATS, Form, Said, show
from .flags import FILTERS, MORE
from .session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ARGUMENTS, OPTIONS, OUTPUT, CONNECTION = "Arguments", "Options", "Output", "Connection"
SECTIONS = (ARGUMENTS, OPTIONS, FILTERS, MORE, OUTPUT, CONNECTION)


def completer(kind: str | None) -> Callable[..., list[Any]] | None:
    """Return what completes a value in the shell with what was used lately; None where nothing is known of it."""
    if kind is None:
        return None

    def complete(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[Any]:
        from .recent import completed

        return completed(kind, begun)

    return complete


class Argument(click.Argument):
    """An argument that help explains.

    Parameters
    ----------
    name
        Of the value.
    does
        What it is.
    kind
        The kind of record that it names, which is remembered for completion; None for anything else.
    """

    section = ARGUMENTS

    def __init__(self, name: str, *, does: str = "", kind: str | None = None, **keywords: Any) -> None:  # Any: click's
        keywords.setdefault("shell_complete", completer(kind))
        super().__init__([name], **keywords)
        self.does = does
        self.kind = kind

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return what stands in help: the name and what it is."""
        return self.metavar or self.human_readable_name, self.does


class Flag(click.Option):
    """An option that knows under which title help shows it.

    Parameters
    ----------
    *arguments, **keywords
        As for `click.Option`.
    section
        The title.
    kind
        The kind of record that its value names, which is remembered for completion; None for anything else.
    """

    def __init__(
        self, *arguments: Any, section: str = OPTIONS, kind: str | None = None, **keywords: Any
    ) -> None:  # Any: as click has it
        keywords.setdefault("shell_complete", completer(kind))
        super().__init__(*arguments, **keywords)
        self.section = section
        self.kind = kind


class Command(click.Command):
    """A command that returns its answer, which is shown as the output flags say.

    Its callback gets a `Session` first, then the values of its own parameters by name.

    Parameters
    ----------
    answers
        Whether there is anything to show, and so flags for that.
    asks
        Whether it asks before it does something, and so takes ``--yes``.
    columns
        Of tables and CSV; those of the kind of record unless given.
    example
        A line for the help; a test runs it.
    """

    def __init__(
        self,
        name: str,
        callback: Callable[..., Any],  # Any: what it returns is shown, whatever it is
        *,
        params: Sequence[click.Parameter] = (),
        help: str,
        example: str,
        answers: bool = True,
        asks: bool = False,
        columns: Sequence[str] = (),
    ) -> None:
        shared = [*(_output_flags() if answers else []), *_connection_flags(asks)]
        first = help.partition("\n\n")[0].replace("\n", " ")
        super().__init__(name, callback=callback, params=[*params, *shared], help=help, short_help=first)
        self.run = callback
        self.example = example
        self.answers = answers
        self.columns = tuple(columns)

    def invoke(self, ctx: click.Context) -> int:
        """Run the callback and show its answer; return the exit code of a run without an error."""
        given = dict(ctx.params)
        form = Form.of(given, self.columns)
        session = Session(
            given.pop("profile"),
            elevated=given.pop("elevated"),
            quiet=given.pop("quiet"),
            yes=given.pop("yes", False),
            verbose=given.pop("verbose"),
            form=form,
        )
        ctx.call_on_close(session.close)
        from .recent import Recent

        with Recent() as recent:
            answer = ctx.invoke(self.run, session, **given)
            try:
                show(answer, form, session.note, recent.saw)
            except click.UsageError as error:  # which columns and ids there are, only an answer tells
                carried_out = "What was sent before was carried out: only its answer cannot be shown so."
                raise click.UsageError(f"{error.message} {carried_out}", error.ctx) from error
            for parameter in self.params:
                recent.used(getattr(parameter, "kind", None), given.get(parameter.name or ""))
        return answer.code if isinstance(answer, Said) else 0

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the flags, the command's own first."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and (record[1] or isinstance(parameter, click.Option)):
                title = CONNECTION if "--help" in parameter.opts else getattr(parameter, "section", OPTIONS)
                sections.setdefault(title, []).append(record)
        for title in SECTIONS:
            if rows := sections.get(title):
                with formatter.section("Connection and help" if title == CONNECTION else title):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example."""
        with formatter.section("Example"):
            for line in self.example.splitlines():
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")


def command(
    *parameters: click.Parameter,
    example: str,
    name: str | None = None,
    answers: bool = True,
    asks: bool = False,
    columns: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function; its name and its docstring's text are those of the command.

    Parameters
    ----------
    *parameters
        Its arguments and flags, in the order in which help shows them.
    example, name, answers, asks, columns
        See `Command`.
    """

    def made(function: Callable[..., Any]) -> Command:
        return Command(
            name or function.__name__.strip("_").replace("_", "-"),
            function,
            params=parameters,
            help=_help(function.__doc__ or ""),
            example=example,
            answers=answers,
            asks=asks,
            columns=columns,
        )

    return made


def _help(docstring: str) -> str:
    """Return a docstring without its indentation."""
    first, _, rest = docstring.partition("\n")
    lines = [line.strip() for line in rest.splitlines()]
    return "\n".join([first.strip(), *lines]).strip()


def _output_flags() -> list[click.Parameter]:
    flags: list[click.Parameter] = [
        Flag([f"--{name}", f"as_{name}"], is_flag=True, help=does, section=OUTPUT) for name, does in FORMATS.items()
    ]
    flags.append(
        Flag(
            ["--columns", "shown_columns"],
            metavar="A,B",
            section=OUTPUT,
            callback=lambda _, __, value: value.split(",") if value is not None else None,
            help="What to show: names of fields, dotted for what is inside, such as metadata.annealing.temperature.",
        )
    )
    return flags


def _connection_flags(asks: bool) -> list[click.Parameter]:
    yes = [Flag(["--yes", "-y"], is_flag=True, help="Do not ask.")] if asks else []
    return [
        *yes,
        Flag(["--profile"], metavar="NAME", section=CONNECTION, help="Which service and key; see: crucible config."),
        Flag(
            ["--elevated"], is_flag=True, section=CONNECTION, help="Use the rights of an administrator, if you are one."
        ),
        Flag(["--quiet", "-q"], is_flag=True, section=CONNECTION, help="Print the answer and errors only."),
        Flag(["--verbose", "-v"], count=True, section=CONNECTION, help="Log milestones, -vv each request."),
    ]
