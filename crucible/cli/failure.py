"""How a run ends that went wrong: one error on standard error, and the exit code that belongs to it.

The table of exit codes stands in docs/cli.md as well, and a test compares them.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import suppress
from typing import Any, Final

import click

DONE, FAILED, USAGE, AUTHENTICATION, NOT_FOUND, PARTLY, REFUSED, UNREACHABLE, INTERRUPTED = (
    0, 1, 2, 3, 4, 5, 6, 7, 130,
)  # fmt: skip
# The first class that fits decides. By name, so that an error that never came costs no import.
CODES: Final = {
    "ConfigError": AUTHENTICATION,
    "AuthenticationError": AUTHENTICATION,
    "NotFoundError": NOT_FOUND,
    "PermissionDeniedError": REFUSED,
    "ConflictError": REFUSED,
    "FileExistsError": REFUSED,
    "InvalidRequestError": USAGE,
    "UsageError": USAGE,
    "PartialCreationError": PARTLY,
    "PartialTransferError": PARTLY,
    "TransferCancelledError": INTERRUPTED,
    "ConnectionFailedError": UNREACHABLE,
    "KeyboardInterrupt": INTERRUPTED,
    "Abort": INTERRUPTED,
}
# What is not installed with everything: the package that imports name, and what brings it.
EXTRAS: Final = {
    "uvicorn": "sandbox",
    "httptools": "sandbox",
    "jsonschema_rs": "sandbox",
    "orjson": "sandbox",
    "h5py": "science",
    "PIL": "science",
    "numpy": "science",
    "keyring": "keyring",
}
UNCONFIGURED: Final = (
    "crucible login saves a key. Without an account: crucible sandbox start --seed demo, then add --profile sandbox. "
    "In scripts: set CRUCIBLE_API_KEY, and CRUCIBLE_API_URL if it is not the production service."
)


REFUSALS: Final = range(400, 500)
"""HTTP statuses for which the server says best what it does not like."""
MOST_OF_PHRASE: Final = 2
"""Words of a detail that says nothing, such as Not Found."""


class PartlyDoneError(click.ClickException):
    """Some of what was asked for was done, and some was not."""

    exit_code = PARTLY


class RefusedError(click.ClickException):
    """The user said no, or nobody could be asked."""

    exit_code = REFUSED


class EndedError(click.ClickException):
    """A run that ends with an exit code of its own; `code` is that."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class StoppedError(click.ClickException):
    """The user stopped long work; `hint` says how it goes on. It is no error, and is not called one."""

    exit_code = INTERRUPTED

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def code_of(error: BaseException) -> int:
    """Return the exit code for an error.

    >>> code_of(KeyboardInterrupt()), code_of(ValueError("?"))
    (130, 1)
    """
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, EndedError):
        return error.code
    for kind in type(error).__mro__:
        if kind.__name__ in CODES:
            return CODES[kind.__name__]
    return error.exit_code if isinstance(error, click.ClickException) else FAILED


def told(error: BaseException, arguments: list[str]) -> int:
    """Print what went wrong, and return the exit code.

    Parameters
    ----------
    error
        Anything that a run can end with.
    arguments
        Of the command line: they say in which form errors are wanted.
    """
    flags = arguments[: arguments.index("--")] if "--" in arguments else arguments
    code = code_of(error)
    if isinstance(error, click.exceptions.Exit):
        return code
    if is_closed_pipe(error):  # nobody reads on, as after `head`
        discard_output()
        return FAILED
    with suppress(OSError):  # standard error may be closed as well
        if is_defect(error) and any(flag.startswith("-v") or flag == "--verbose" for flag in flags):
            import traceback

            click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
        if "--json" in flags or "--jsonl" in flags:
            click.echo(json.dumps({"error": facts(error, code)}), err=True)
        else:
            _print(error)
    return code


def _print(error: BaseException) -> None:
    from .text import safe
    from .text import told as broken

    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        click.echo("\nInterrupted.", err=True)
        return
    text = message_of(error)
    if type(error).__name__ == "NoArgsIsHelpError":  # of click; its message is the help
        click.echo(safe(text), err=True)
        return
    is_wanted = isinstance(error, StoppedError)
    click.echo(broken(text if is_wanted else f"Error: {text}"), err=True)
    if hint := hint_of(error):
        click.echo(broken(hint if is_wanted else f"Hint: {hint}"), err=True)


def facts(error: BaseException, code: int) -> dict[str, Any]:
    """Return what a program wants to know of an error."""
    known: dict[str, Any] = {
        "type": type(error).__name__,
        "message": message_of(error),
        "hint": hint_of(error),
        "exit_code": code,
    }
    for name in ("status", "operation", "request_id", "unique_id", "done", "left"):
        value = getattr(error, name, None)
        if value is not None and not callable(value):
            known[name] = list(value) if isinstance(value, tuple) else value
    report = getattr(error, "report", None)
    if report is not None:
        known["files"] = report.to_dicts()
    return known


def message_of(error: BaseException) -> str:
    """Return what went wrong, without the hint."""
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        return "Interrupted."
    if isinstance(error, ModuleNotFoundError) and extra_of(error):
        return f"{error.name} is not installed."
    if is_defect(error):
        return f"This is a defect of crucible, not of what you did: {type(error).__name__}: {error}"
    if isinstance(error, OSError) and not is_ours(error):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}."
    from .phrases import sent, spoken

    detail, status = getattr(error, "detail", ""), getattr(error, "status", None)
    is_own = type(error).__name__ == "UnknownResourceError"  # whose words say more than "not found"
    if isinstance(detail, str) and len(detail.split()) > MOST_OF_PHRASE and status in REFUSALS and not is_own:
        words = sent(detail).rstrip(".")
        return f"{words[0].upper()}{words[1:]}."  # what was asked is among the facts
    return spoken(str(getattr(error, "message", error)))


def hint_of(error: BaseException) -> str | None:
    """Return what to do next, in words of the command line; None where nothing is known."""
    if isinstance(error, click.UsageError):
        return f"{error.ctx.command_path} --help shows what it takes." if error.ctx is not None else None
    if isinstance(error, ModuleNotFoundError) and (extra := extra_of(error)):
        return f"pip install 'crucible-client[{extra}]' brings it."
    if is_defect(error):
        return "Please report it with what -v prints, to those who gave you this program."
    hint: str | None = getattr(error, "hint", None)
    if hint is None or isinstance(error, click.ClickException):
        return hint
    from ..config import WAYS
    from .phrases import spoken

    return UNCONFIGURED if hint == WAYS else spoken(hint)


def extra_of(error: ModuleNotFoundError) -> str | None:
    """Return what to install for a package that is missing; None if that is none of the optional ones."""
    return EXTRAS.get((error.name or "").partition(".")[0])


def is_ours(error: BaseException) -> bool:
    """Tell whether an error is the client's, which says what happened."""
    return any(kind.__name__ == "CrucibleError" for kind in type(error).__mro__)


def is_defect(error: BaseException) -> bool:
    """Tell whether nobody has foreseen an error."""
    if isinstance(error, ModuleNotFoundError) and extra_of(error):
        return False
    foreseen = (click.ClickException, click.Abort, click.exceptions.Exit, OSError, KeyboardInterrupt)
    return not isinstance(error, foreseen) and not is_ours(error)


def is_closed_pipe(error: BaseException) -> bool:
    """Tell whether what reads our output has gone; Windows calls that an invalid argument."""
    if isinstance(error, BrokenPipeError):
        return not is_ours(error)
    is_invalid = isinstance(error, OSError) and error.errno == errno.EINVAL and error.filename is None
    return is_invalid and sys.platform == "win32"


def discard_output() -> None:
    """Lead what is still buffered nowhere, so that the interpreter does not complain when it ends."""
    with suppress(OSError, ValueError, AttributeError):  # closed, or not a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
