"""Who is signed in to the page: addresses that work once, and the sessions that they begin."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field

TOKEN_SECONDS = 3600.0
SESSION_SECONDS = 12 * 3600.0
"""A session ends after so long without a request."""
MOST_KEPT = 100


@dataclass(slots=True)
class Session:
    """Somebody who has shown that the sandbox is theirs.

    Attributes
    ----------
    secret
        What the cookie holds.
    form_token
        What every form of the session holds, so that another site cannot send one.
    """

    secret: str = field(repr=False)
    form_token: str = field(repr=False)
    ends: float


@dataclass(slots=True)
class _Token:
    """What begins a session until some time, and the session that it has begun."""

    ends: float
    began: bytes | None = None


class Sessions:
    """Tokens and sessions; they are forgotten when the server ends. Both are kept by their hashes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: dict[bytes, _Token] = {}
        self._sessions: dict[bytes, Session] = {}

    def new_token(self) -> str:
        """Return what begins a session, once, within an hour."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            _make_room(self._tokens)
            self._tokens[_digest(token)] = _Token(time.monotonic() + TOKEN_SECONDS)
        return token

    def begin_with(self, token: str) -> Session | None:
        """Return a new session for a token that is good.

        A token that comes twice ends what it has begun: while a browser is started, other users of the machine can see
        its address in the list of processes, and who is quicker must not stay in.
        """
        with self._lock:
            known = self._tokens.get(_digest(token))
            if known is not None and known.began is not None:
                self._sessions.pop(known.began, None)
            if known is None or known.began is not None or known.ends < time.monotonic():
                return None
            session = self._new()
            known.began = _digest(session.secret)
            return session

    def begin(self) -> Session:
        """Return a new session."""
        with self._lock:
            return self._new()

    def _new(self) -> Session:
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(16), time.monotonic() + SESSION_SECONDS)
        _make_room(self._sessions)
        self._sessions[_digest(session.secret)] = session
        return session

    def find(self, secret: str | None) -> Session | None:
        """Return the session of a cookie, and let it go on."""
        if secret is None:
            return None
        with self._lock:
            session = self._sessions.get(_digest(secret))
            if session is None or session.ends < time.monotonic():
                return None
            session.ends = time.monotonic() + SESSION_SECONDS
            return session

    def end(self, session: Session) -> None:
        """Forget a session."""
        with self._lock:
            self._sessions.pop(_digest(session.secret), None)


def _digest(text: str) -> bytes:
    """Return what a secret is found by: comparing hashes tells nothing about how much of it was right."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def _make_room(kept: dict[bytes, _Token] | dict[bytes, Session]) -> None:
    while len(kept) >= MOST_KEPT:
        del kept[next(iter(kept))]
