"""What a check finds, and how checks are run so that none can hang, raise, or hide what others find."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

OK, WARNING, PROBLEM, UNTESTED = "ok", "warning", "problem", "not tested"
# Which code a run ends with when there are problems of several kinds: without a key nothing else matters.
CODES_BY_WEIGHT: Final = (3, 7, 1)
_LOOK_SECONDS = 0.2
"""Windows does not deliver Ctrl-C to a thread that waits, nor does Linux if it comes as the wait begins."""


@dataclass(frozen=True)
class Finding:
    """What one check has found.

    Attributes
    ----------
    name
        Of the check.
    state
        ``ok``, ``warning``, ``problem`` or ``not tested``.
    text
        What was found, in a sentence.
    advice
        What to do about it.
    code
        The exit code that belongs to a problem.
    facts
        The same for programs.
    """

    name: str
    state: str
    text: str
    advice: str = ""
    code: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON


Check: TypeAlias = Callable[[], Finding | list[Finding]]


def run(checks: Mapping[str, Check], most_seconds: float) -> list[Finding]:
    """Run checks at once and return what they find, in their order.

    Parameters
    ----------
    checks
        By name.
    most_seconds
        After this a check that has not ended is left behind; its thread does not keep the program from ending.
    """
    found: dict[str, list[Finding]] = {}

    def work(name: str, check: Check) -> None:
        try:
            one = check()
        except Exception as error:  # any: what goes wrong in a check is a finding
            one = failed(name, error)
        found[name] = one if isinstance(one, list) else [one]

    threads = [threading.Thread(target=work, args=item, daemon=True) for item in checks.items()]
    end = time.monotonic() + most_seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive() and (left := end - time.monotonic()) > 0:
            thread.join(min(left, _LOOK_SECONDS))
    late = Finding("", PROBLEM, f"There was no answer in {most_seconds:g} s.", "Try again, and report it.", 7)
    return [one for name in checks for one in found.get(name, [_named(name, late)])]


def _named(name: str, finding: Finding) -> Finding:
    return Finding(name, finding.state, finding.text, finding.advice, finding.code)


def failed(name: str, error: Exception) -> Finding:
    """Return the finding for a check that went wrong, in the words in which any command would tell it."""
    from ..failure import code_of, hint_of, message_of

    return Finding(name, PROBLEM, message_of(error), hint_of(error) or "", code_of(error))


def code_of_all(findings: Sequence[Finding]) -> int:
    """Return the exit code for what was found: 0 without a problem.

    >>> code_of_all([Finding("disk", PROBLEM, "full"), Finding("key", PROBLEM, "refused", code=3)])
    3
    """
    codes = {one.code if one.code in CODES_BY_WEIGHT else 1 for one in findings if one.state == PROBLEM}
    return next((code for code in CODES_BY_WEIGHT if code in codes), 0)
