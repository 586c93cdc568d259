"""``crucible doctor``: what is right and wrong between this machine and the service, in a form that can be sent on."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..answer import Page, Said
from ..command import Flag, command
from ..text import GAP, broken, columns
from .findings import OK, PROBLEM, UNTESTED, WARNING, Finding, code_of_all, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...config import Settings
    from ..session import Session
    from .findings import Check

CHECK_SECONDS = 8.0
COLOURS: Final = {OK: "green", WARNING: "yellow", PROBLEM: "red", UNTESTED: "cyan"}
STEPS = 3
"""How many steps a check takes at most, each with a time of its own."""
NARROW = 60
ARROW = "> "
WAY: Final = ("name", "proxy", "connection", "TLS", "clock")
NO_KEY: Final = "no-key"


@command(
    Flag(["--speed"], is_flag=True, help="Measure how fast the storage sends; this reads up to 64 MB."),
    Flag(["--output"], metavar="FOLDER", type=click.Path(file_okay=False), help="Where downloads will go."),
    Flag(
        ["--timeout"],
        metavar="SECONDS",
        type=click.FloatRange(0.1, 600),
        default=CHECK_SECONDS,
        help=f"How long each step of a check may take; {CHECK_SECONDS:.0f} unless given.",
    ),
    Flag(
        ["--report"], metavar="FILE", type=click.Path(dir_okay=False), help="Write it to a file as well, for support."
    ),
    example="crucible doctor",
    columns=("name", "state", "text", "advice"),
    asks=True,
)
def doctor(session: Session, speed: bool, output: str | None, timeout: float, report: str | None) -> Said:
    """Find out what is wrong with the connection.

    Looks at the settings, the way to the service, the key, the storage and this machine. Nothing is changed anywhere.
    What it prints has no key, no password, no e-mail address and no name of a person, and can be sent to support.
    Ends with 0 when there is no problem, 3 when one is with the key, 7 when the service cannot be reached, and 1 for
    others.
    """
    if report is not None and Path(report).exists():
        session.ask(f"{report} is there already and will be replaced.")
    if report is not None:
        Path(report).open("a").close()  # a place that cannot be written to is said before the work
    with _looking(session):
        settings, findings = examine(session.profile, Path(output or "."), timeout, speed=speed)
    redacted = _redaction(settings)
    findings = [_redacted(one, redacted) for one in findings]
    found = [
        {"name": one.name, "state": one.state, "text": one.text, "advice": one.advice or None, **one.facts}
        for one in findings
    ]
    # One object for those who read all of it, and a line for each check where lines are wanted.
    is_whole = session.form.name in (None, "json")
    data = {"ok": not any(one.state == PROBLEM for one in findings), "checks": found} if is_whole else Page(found)
    if report is not None:
        Path(report).write_text(f"{_head()}\n\n{written(findings, None)}\n", "utf-8")
        session.note(f"Wrote {report}.")
    room = columns()
    return Said(written(findings, room), data, written(findings, room, styled=True), code_of_all(findings))


def examine(profile: str | None, output: Path, seconds: float, *, speed: bool) -> tuple[Settings | None, list[Finding]]:
    """Run all checks; return how the service is reached, if that is known, and what was found."""
    from ...config import TlsPolicy
    from . import connection, machine, service

    box: list[Settings] = []
    findings = run({"configuration": partial(_configuration, profile, box)}, seconds)
    settings = box[0] if box else _without_key(profile)
    here: dict[str, Check] = {
        "settings": lambda: machine.settings_file(TlsPolicy() if settings is None else settings.tls),
        "output folder": lambda: machine.folders(output.absolute()),
        "uploads": machine.uploads,
        "open files": machine.open_files,
        "software": machine.software,
    }
    if settings is None:
        reason = "It is not known which service is meant."
        way = [Finding(name, UNTESTED, reason) for name in ("connection", "service", "key", "storage")]
        return None, [*findings, *way, *run(here, seconds)]
    there = settings
    found = run(
        {
            "name": lambda: service.name(there.api_url),
            "proxy": lambda: service.proxies(there.api_url),
            "connection": lambda: connection.look(there.api_url, there.tls, seconds),
            **here,
        },
        seconds * STEPS,
    )
    way = [one for one in found if one.name in WAY]
    if any(one.state == PROBLEM and one.name != "clock" for one in way):
        reason = "The service cannot be reached."
        asked = [Finding(name, UNTESTED, reason) for name in ("service", "key", "storage")]
    else:
        asked = _asked(there, seconds, speed=speed)
    return there, [*findings, *way, *asked, *(one for one in found if one.name not in WAY)]


def _asked(settings: Settings, seconds: float, *, speed: bool) -> list[Finding]:
    """Ask the service."""
    from . import service

    if settings.api_key.reveal() == NO_KEY:
        untested = [Finding(name, UNTESTED, "There is no key.") for name in ("key", "storage")]
        return [*run({"service": lambda: service.service(settings, seconds)}, seconds * STEPS), *untested]
    found = run(
        {
            "service": lambda: service.service(settings, seconds),
            "key": lambda: service.key(settings, seconds),
            "storage": lambda: service.storage(settings, seconds, speed=speed),
        },
        seconds * STEPS + service.SPEED_SECONDS,
    )
    if any(one.name == "key" and one.code == 3 and one.state == PROBLEM for one in found):
        found = [Finding("storage", UNTESTED, "The key is refused.") if one.name == "storage" else one for one in found]
    return found


def _configuration(profile: str | None, box: list[Settings]) -> Finding:
    from ...config import resolve

    settings = resolve(profile=profile)
    box.append(settings)
    origins = settings.origins
    text = f"{settings.api_url}, with the key of {origins['api_key']}."
    facts = {"api_url": settings.api_url, "origins": dict(origins)}
    return Finding("configuration", OK, text, facts=facts)


def _without_key(profile: str | None) -> Settings | None:
    """Return how the service is reached that was meant, as far as that can be told without a key."""
    from ... import config
    from ...config.profiles import KNOWN_URLS
    from ...errors import ConfigError

    name = profile or os.environ.get(config.PROFILE_VARIABLE)
    address = "" if profile else os.environ.get(config.URL_VARIABLE, "")
    try:
        there = next((one for one in config.list_profiles() if (one.name == name if name else one.is_default)), None)
        known = KNOWN_URLS.get(name) if name else config.PRODUCTION_URL
        address = address or (there.api_url if there else known or "")
        if not address:
            return None
        tls, allow_http = (there.tls, there.allow_http or None) if there else (None, None)
        return config.resolve(address, NO_KEY, tls=tls, allow_http=allow_http)
    except ConfigError:  # what is wrong is found already
        return None


def _redaction(settings: Settings | None) -> Callable[[str], str]:
    from ...config import KEY_VARIABLE
    from ...credentials import Secret
    from .redaction import redaction

    return redaction([settings.api_key if settings else None, Secret(os.environ.get(KEY_VARIABLE, ""))])


def _redacted(one: Finding, redacted: Callable[[str], str]) -> Finding:
    from .redaction import redacted_json

    facts = redacted_json(dict(one.facts), redacted)
    return Finding(one.name, one.state, redacted(one.text), redacted(one.advice), one.code, facts)


def written(findings: Sequence[Finding], room: int | None, *, styled: bool = False) -> str:
    """Return a line for each finding, below it what to do about it, and at the end how many there are."""
    wide = max(len(one.name) for one in findings)
    is_narrow = room is not None and room < NARROW
    indent = 2 if is_narrow else len(UNTESTED) + len(GAP) + wide + len(GAP)
    lines: list[str] = []
    for one in findings:
        state = click.style(one.state, fg=COLOURS[one.state]) if styled else one.state
        text = _text(one, None if room is None else room - indent)
        if is_narrow:
            lines.append(f"{state}{GAP}{one.name}")
        else:
            gap = " " * (len(UNTESTED) - len(one.state)) + GAP
            lines.append(f"{state}{gap}{one.name:<{wide}}{GAP}{text.pop(0)}")
        lines += [f"{'':{indent}}{line}" for line in text]
    return "\n".join([*lines, "", *broken(_summary(findings), room)])


def _text(one: Finding, room: int | None) -> list[str]:
    """Return the lines of what was found, and those of what to do, which begin with an arrow."""
    from ..text import safe

    advice = broken(safe(one.advice), None if room is None else room - len(ARROW)) if one.advice else []
    arrows = [f"{ARROW if number == 0 else ' ' * len(ARROW)}{line}" for number, line in enumerate(advice)]
    return [*broken(safe(one.text), room), *arrows]


def _summary(findings: Sequence[Finding]) -> str:
    problems = sum(one.state == PROBLEM for one in findings)
    warnings = sum(one.state == WARNING for one in findings)
    parts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((problems, "problem"), (warnings, "warning"))
        if count
    ]
    return f"{' and '.join(parts)}." if parts else "No problem was found."


def _head() -> str:
    return f"crucible doctor, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


@contextmanager
def _looking(session: Session) -> Iterator[None]:
    """Say on a terminal that something is going on, for as long as it does."""
    if session.quiet or not sys.stderr.isatty():
        yield
        return
    click.echo("Looking ...", err=True, nl=False)
    try:
        yield
    finally:
        click.echo("\r           \r", err=True, nl=False)
