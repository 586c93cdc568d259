"""Identifiers: making MFIDs, and telling the kinds of reference apart.

An MFID is the identity Crucible gives to datasets, samples, projects, instruments, files and service accounts, and to
people without an ORCID. It is a 128-bit UUID written as 26 lower-case characters that sort by the time of creation.

Only the standard library is used here, because the client, the command line and the sandbox all import this module.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import threading
import time
from typing import Literal, TypeAlias

__all__ = ["ReferenceKind", "classify", "is_mfid", "is_orcid", "new_mfid"]

ReferenceKind: TypeAlias = Literal["email", "orcid", "mfid", "name"]

_MFID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_FROM_BASE32 = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghjkmnpqrstvwxyz")

_FRACTION_BITS = 24
_SEQUENCE_BITS = 14
_RANDOM_BITS = 48


class _Clock:
    """Instants that never repeat within a process: (2**-24 seconds since 1970, sequence number)."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self._lock = threading.Lock()
        self._tick = 0
        self._sequence = 0

    def read(self) -> tuple[int, int]:
        now = (time.time_ns() << _FRACTION_BITS) // 1_000_000_000
        with self._lock:
            if now > self._tick:
                self._tick, self._sequence = now, 0
            elif self._sequence + 1 < 1 << _SEQUENCE_BITS:
                self._sequence += 1
            else:  # the clock stands still or was set back: borrow from the future rather than repeat
                self._tick, self._sequence = self._tick + 1, 0
            return self._tick, self._sequence


_clock = _Clock()
if hasattr(os, "register_at_fork"):
    # A child made while another thread held the lock would wait for ever.
    os.register_at_fork(after_in_child=_clock.restart)


def new_mfid() -> str:
    """Make a new MFID.

    Returns
    -------
    str
        26 characters. Within one process each call returns a value that sorts after all earlier ones; between
        processes values sort by the machines' clocks.

    Notes
    -----
    The UUID is of version 7 in the layout of the Python package ``uuid7``: 36 bits whole seconds, 12 bits of their
    fraction, 4 bits version, 12 further bits of the fraction, 2 bits variant, 14 bits sequence, 48 random bits. The
    final layout of RFC 9562 has milliseconds instead; identifiers of the two kinds would not sort together.

    Source: the algorithm of the library ``mfid`` 1.0.0, which the service and its other clients use.

    Examples
    --------
    >>> first, second = new_mfid(), new_mfid()
    >>> len(first), first < second
    (26, True)
    """
    tick, sequence = _clock.read()
    uuid = tick >> 12
    uuid = uuid << 4 | 0b0111
    uuid = uuid << 12 | tick & 0xFFF
    uuid = uuid << 2 | 0b10
    uuid = uuid << _SEQUENCE_BITS | sequence
    uuid = uuid << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    return base64.b32encode(uuid.to_bytes(16, "big"))[:26].translate(_FROM_BASE32).decode("ascii")


def is_mfid(text: str) -> bool:
    """Say whether a text has the form of an MFID.

    Notes
    -----
    Any of the 32 characters is accepted in the last place, as by the service's other clients, although a genuine MFID
    ends in one of eight (128 bits fill 25 characters and 3 bits).

    Examples
    --------
    >>> is_mfid("0swqzb3a1sthv000xd8kta0vrw"), is_mfid("demo-project")
    (True, False)
    """
    return _MFID.fullmatch(text) is not None


def is_orcid(text: str) -> bool:
    """Say whether a text has the form of an ORCID without a URL before it; the check digit is not looked at.

    Examples
    --------
    >>> is_orcid("0000-0002-1825-0097"), is_orcid("https://orcid.org/0000-0002-1825-0097")
    (True, False)
    """
    return _ORCID.fullmatch(text) is not None


def classify(reference: str) -> ReferenceKind:
    """Say what a free-form reference to a user, project or instrument is.

    Parameters
    ----------
    reference
        What a person wrote.

    Returns
    -------
    {'email', 'orcid', 'mfid', 'name'}
        A name is a username for users and a slug for projects and instruments. Slugs have at most 25 characters and
        MFIDs have 26, so the two cannot be confused.

    Examples
    --------
    >>> [classify(text) for text in ("ada@example.org", "0000-0002-1825-0097", "ada")]
    ['email', 'orcid', 'name']
    """
    if "@" in reference:
        return "email"
    if is_orcid(reference):
        return "orcid"
    return "mfid" if is_mfid(reference) else "name"
