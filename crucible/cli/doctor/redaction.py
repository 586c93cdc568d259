"""Texts that may be sent to strangers: without keys, passwords of proxies, e-mail addresses, and the user's name."""

from __future__ import annotations

import getpass
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...credentials import STARS, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LOGIN = re.compile(r"(://)[^/@\s]+@")
_QUERY = re.compile(r"(https?://[^\s?\"'<>]*)\?[^\s\"'<>]+")
USER = "USER"
# Shorter than any key; to hide less would make texts unreadable.
LEAST_LETTERS = 6


def redaction(secrets: Iterable[Secret | None] = ()) -> Callable[[str], str]:
    """Return what takes out of a text all that is nobody else's business.

    Parameters
    ----------
    secrets
        Keys that are in use.
    """
    hidden = [one for one in secrets if one and len(one.reveal()) >= LEAST_LETTERS]
    home, user = _home(), _user()
    # The user's name as a part of a path, with the signs around it that parts of paths have.
    part = re.compile(rf"(?<=[/\\]){re.escape(user)}(?=[/\\\s.,;:'\"]|$)") if user else None

    def redacted(text: str) -> str:
        for one in hidden:
            text = one.hide_in(text)
        text = _LOGIN.sub(rf"\1{STARS}@", text)
        text = _QUERY.sub(r"\1", text)
        text = _EMAIL.sub(f"{STARS}@{STARS}", text)
        if home:
            text = re.sub(rf"{re.escape(home)}(?=[/\\\s.,;:'\"]|$)", "~", text)
        return part.sub(USER, text) if part else text

    return redacted


def redacted_json(value: Any, redacted: Callable[[str], str]) -> Any:  # Any: JSON
    """Return a JSON value with all its texts redacted."""
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, dict):
        return {name: redacted_json(one, redacted) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [redacted_json(one, redacted) for one in value]
    return value


def _home() -> str:
    try:
        home = str(Path.home())
    except RuntimeError:
        return ""
    return "" if home in ("/", "\\") else home


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in some containers
        return ""
