"""``crucible sandbox fault``: what is to go wrong in a sandbox that runs, for teaching and trials."""

from __future__ import annotations

import http.client
import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from .sandbox_options import reported, root_option, running_server
from .text import columns, labelled

if TYPE_CHECKING:
    from pathlib import Path

    from crucible.sandbox.running import RunningServer

ANSWER_SECONDS = 10.0
_SELECTING = ("do", "on", "after", "times", "probability", "seed")
_json_option = click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")


class _Lessons(click.Command):
    """The command whose help ends with what there is to add."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the lessons, and the faults that they are made of."""
        from crucible.sandbox.faults import KINDS
        from crucible.sandbox.lessons import LESSONS

        with formatter.section("Ready-made"):
            formatter.write_dl([(name, lesson.title) for name, lesson in LESSONS.items()])
        formatter.write_paragraph()
        formatter.write_text(f"Or one of: {', '.join(KINDS)}; docs/sandbox.md says what each does.")


@click.group()
def fault() -> None:
    """Let things go wrong on purpose: breaking downloads, busy servers, lost answers.

    Example: crucible sandbox fault add broken-download
    """


@fault.command(cls=_Lessons)
@click.argument("what")
@click.argument("members", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--on", help="Which operation, or download, resumable or part of the storage; * is everything.")
@click.option("--after", type=click.IntRange(0), help="Leave so many calls alone first.")
@click.option("--times", type=click.IntRange(1), help="Stop after so many.")
@root_option
@_json_option
@reported()
def add(
    what: str,
    members: tuple[str, ...],
    on: str | None,
    after: int | None,
    times: int | None,
    root: Path,
    as_json: bool,
) -> None:
    """Let something go wrong from now on.

    WHAT is one of the names below. What else can be said about it follows as NAME=VALUE.

    Example: crucible sandbox fault add broken-download bytes=20000 --times 3
    """
    from crucible.sandbox.lessons import LESSONS

    rule: dict[str, Any] = dict(LESSONS[what].rule) if what in LESSONS else {"do": what}
    given = [member.partition("=") for member in members]
    for name, equals, value in given:
        if not equals:
            raise click.UsageError(f"{name!r} is not NAME=VALUE.")
        if name in ("do", "on", "after", "times"):
            raise click.UsageError(f"{name} is an option: --{name} {value}." if name != "do" else "WHAT is what to do.")
        if [one for one, _, _ in given].count(name) > 1:
            raise click.UsageError(f"{name} is there twice.")
        rule[name] = _value(value)
    rule |= {name: value for name, value in (("on", on), ("after", after), ("times", times)) if value is not None}
    added = _ask(running_server(root), "POST", rule)
    click.echo(json.dumps(added) if as_json else f"From now on: {_sentence(added)}.")


@fault.command("list")
@root_option
@_json_option
@reported()
def list_faults(root: Path, as_json: bool) -> None:
    """Show what is to go wrong, and how often it did.

    Example: crucible sandbox fault list --json
    """
    there = _ask(running_server(root), "GET")
    if as_json:
        click.echo(json.dumps(there))
        return
    if not there["rules"]:
        click.echo("Nothing is to go wrong.")
    for rule in there["rules"]:
        click.echo(_sentence(rule))
    if there["fired"]:
        happened = Counter((fired["do"], fired["on"]) for fired in there["fired"])
        rows = [(f"{do} on {on}", f"{number:,}") for (do, on), number in happened.items()]
        click.echo("It has happened:\n" + labelled(rows, columns()))


@fault.command()
@root_option
@_json_option
@reported()
def clear(root: Path, as_json: bool) -> None:
    """Let nothing go wrong any more; what expired or got stuck stays so.

    Example: crucible sandbox fault clear
    """
    server = running_server(root)
    number = len(_ask(server, "GET")["rules"])
    _ask(server, "DELETE")
    click.echo(json.dumps({"cleared": number}) if as_json else f"{number:,} cleared; nothing is to go wrong.")


def _value(text: str) -> Any:
    """Read a value as JSON, a word as itself."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if isinstance(value, float) and not math.isfinite(value) else value


def _sentence(rule: dict[str, Any]) -> str:
    """Return a rule as people read it.

    >>> _sentence({"do": "truncate", "on": "download", "after": 1, "times": 2, "bytes": 1000, "by": "fin"})
    'truncate on download, bytes 1000, by fin; not the first 1; 2 times'
    """
    own = [f"{name} {value}" for name, value in rule.items() if name not in _SELECTING and value is not None]
    what = ", ".join([f"{rule['do']} on {'everything' if rule['on'] == '*' else rule['on']}", *own])
    parts = [what, f"not the first {rule['after']}" if rule.get("after") else ""]
    parts.append({None: "", 1: "once for each"}.get(rule["times"], f"{rule['times']} times") if "times" in rule else "")
    if rule.get("probability", 1) != 1:
        parts.append(f"with probability {rule['probability']}")
    return "; ".join(filter(None, parts))


def _ask(server: RunningServer, method: str, rule: dict[str, Any] | None = None) -> Any:
    """Return what the server says about its faults; what is wrong with a rule is a mistake in the command."""
    from crucible.sandbox.faults_api import FAULTS_PATH
    from crucible.sandbox.tls import connection_to

    connection = connection_to(server.api_url, server.authority_file, ANSWER_SECONDS)
    try:
        body = None if rule is None else json.dumps(rule)
        connection.request(method, FAULTS_PATH, body, {"Authorization": f"Bearer {server.api_key}"})
        response = connection.getresponse()
        content = response.read()
        answer = json.loads(content) if content else None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise click.ClickException(f"The sandbox server at {server.api_url} does not answer.") from error
    finally:
        connection.close()
    if response.status == 422 and isinstance(answer, dict):
        raise click.UsageError(" ".join(str(wrong["msg"]) for wrong in answer["detail"]))
    if response.status >= 300:
        raise click.ClickException(f"The sandbox server at {server.api_url} answered {response.status}.")
    return answer
