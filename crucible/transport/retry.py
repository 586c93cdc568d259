"""Whether and when a request is sent again: pure functions of what was asked and what came of it.

Reads are repeated on transient failures. Writes are repeated only if they provably did not run (no connection was made,
or the server turned the request away with 429) or if running twice is the same as running once, because a duplicated
record is worse than a failed call. Creating a record under an id that the client made is settled above this layer,
where the record can be looked up.
"""

from __future__ import annotations

import logging
import os
import random
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

CHANCE = random.Random()  # noqa: S311  one of our own: a program that seeds the common one keeps its numbers
if sys.platform != "win32":
    os.register_at_fork(after_in_child=CHANCE.seed)

# A gateway gave up on the server behind it, which may go on.
GAVE_UP = frozenset({502, 503, 504})
BUSY = GAVE_UP | {429}
# Shorter pauses between attempts are not worth a line that the user sees.
ANNOUNCED_SECONDS = 2.0

# POST, PATCH and DELETE that may run twice. Source: the study of openapi/SOURCE.md; repeating a link, a keyword, a
# status or the completion of an upload is harmless, a second session for an upload expires unused, the other POSTs only
# read or hand out links, and a PATCH with the values of the caller sets the same values again. Renaming
# (update_project, update_user) is no such PATCH, since the path may hold the old name; that of an instrument always
# holds its id. Issuing a key gives the one that is there; rotating makes another one each time, and joining, asking for
# a deletion or deciding about either is refused the second time.
REPEATABLE = frozenset(
    {
        "add_keyword",
        "complete_signed_upload",
        "complete_upload",
        "issue_user_api_key",
        "link_dataset_sample",
        "link_datasets",
        "link_samples",
        "list_first_thumbnails",
        "make_private",
        "merge_metadata",
        "resolve_users",
        "revoke_user_api_keys",
        "set_instrument_status",
        "set_platform_role",
        "set_project_member_role",
        "sign_parts",
        "start_upload",
        "sync_projects",
        "update_dataset",
        "update_file",
        "update_ingestion_request",
        "update_instrument",
        "update_profile",
        "update_sample",
        "update_service_account",
        "update_thumbnail",
    }
)


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt.

    Attributes
    ----------
    kind
        ``answer``: there is one. ``unsent``: the request never left. ``lost``: it may have run. ``final``: trying again
        cannot help.
    status, asked_seconds
        Of an answer: its status, and how long the server asked to wait.
    """

    kind: Literal["answer", "unsent", "lost", "final"]
    status: int = 0
    asked_seconds: float | None = None


@dataclass(frozen=True)
class Policy:
    """How often and how long.

    Attributes
    ----------
    attempts
        Of one call, the first included.
    first_seconds, longest_seconds
        The pause doubles from the first to the longest; each pause is drawn between zero and that (full jitter), so
        that many clients do not come back together.
    longest_asked_seconds
        A server that asks for more gets no second attempt: the caller is told instead.
    budget_seconds
        All attempts and pauses together end by then. An attempt whose answer may take longer than that is the only one.
    """

    attempts: int = 4
    first_seconds: float = 0.5
    longest_seconds: float = 20.0
    longest_asked_seconds: float = 60.0
    budget_seconds: float = 120.0


DEFAULT = Policy()


def pause_seconds(
    method: str,
    operation: str | None,
    attempt: int,
    outcome: Outcome,
    elapsed_seconds: float,
    *,
    has_idempotency_key: bool = False,
    policy: Policy = DEFAULT,
    chance: Callable[[], float] = CHANCE.random,
) -> float | None:
    """Return how long to wait before the next attempt; None if this outcome is final.

    Parameters
    ----------
    method, operation
        What was asked.
    attempt
        Number of this attempt, from 1.
    outcome
        What came of it.
    elapsed_seconds
        Since the first attempt began.
    has_idempotency_key
        The server recognises repetitions of the request by a header.
    policy
        How often and how long.
    chance
        A number from 0 to 1; given in tests.
    """
    if attempt >= policy.attempts or not _may_repeat(method, operation, outcome, has_idempotency_key):
        return None
    pause = backoff_seconds(attempt, outcome.asked_seconds, policy=policy, chance=chance)
    return None if pause is None or elapsed_seconds + pause > policy.budget_seconds else pause


def backoff_seconds(
    attempt: int, asked_seconds: float | None, *, policy: Policy = DEFAULT, chance: Callable[[], float] = CHANCE.random
) -> float | None:
    """Return how long to wait after an attempt that may be repeated; None if the server asks for too long a wait.

    Parameters
    ----------
    attempt
        Its number, from 1.
    asked_seconds
        How long the server asked to wait, if it did. It gets up to a tenth more: all that it turned away were told the
        same.
    policy, chance
        As for `pause_seconds`.
    """
    if asked_seconds is None:
        return chance() * min(policy.longest_seconds, policy.first_seconds * 2.0 ** (attempt - 1))
    return None if asked_seconds > policy.longest_asked_seconds else asked_seconds * (1 + chance() / 10)


def announce(what: str, pause_seconds: float) -> None:
    """Tell of a pause, if it is long enough for the user to wonder."""
    if pause_seconds >= ANNOUNCED_SECONDS:
        logger.warning("%s: trying again in %.0f s", what, pause_seconds)


def _may_repeat(method: str, operation: str | None, outcome: Outcome, has_idempotency_key: bool) -> bool:
    if outcome.kind == "final" or (outcome.kind == "answer" and outcome.status not in BUSY):
        return False
    did_not_run = outcome.kind == "unsent" or outcome.status == 429
    if did_not_run:
        return operation != "print_barcode"  # a second label is worse than none
    return method in ("GET", "HEAD", "PUT") or operation in REPEATABLE or has_idempotency_key


def asked_seconds(retry_after: str | None, now: float, date: str | None = None) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for, given as a number or as a date.

    Parameters
    ----------
    retry_after
        The header.
    now
        This moment by the clock of this machine.
    date
        The header ``Date`` of the answer, the moment by the clock of the server: what dates are compared with if it is
        there, since clocks differ.

    Examples
    --------
    >>> asked_seconds("5", now=0.0), asked_seconds("soon", now=0.0)
    (5.0, None)
    >>> asked_seconds("Sun, 06 Nov 1994 08:49:40 GMT", 0.0, "Sun, 06 Nov 1994 08:49:37 GMT")
    3.0
    """
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    moment = _moment(retry_after)
    return None if moment is None else max(0.0, moment - (_moment(date) or now))


def _moment(date: str | None) -> float | None:
    """Return a date of a header in seconds."""
    import email.utils  # here, because few answers have a date that matters

    try:
        return email.utils.parsedate_to_datetime(date or "").timestamp()
    except (ValueError, OverflowError):
        return None
