"""What it is called when no answer comes from the object store, or not all of it, whichever library has noticed."""

from __future__ import annotations

import ssl

from ...errors import ConnectionFailedError, RequestTimeoutError

NOBODY_THERE = "nobody there takes connections"
NO_ADDRESS = "its name has no address"
NO_TLS = "TLS could not be agreed on"
NOT_TRUSTED = "its certificate is not trusted"
NOT_HTTP = "what it sent is not HTTP"
TOO_SHORT = "the connection broke before all had come"
BROKE = "the connection broke"
_TRY_AGAIN = "Check the network, the address and any proxy, then try again."
_UNTRUSTED = (
    "Its certificate is not trusted here; if it should be, give the file of its authority: "
    "tls=TlsPolicy(authority_file=...), or CRUCIBLE_TLS_AUTHORITY_FILE."
)


def out_of_time(method: str, host: str, *, may_have_run: bool) -> RequestTimeoutError:
    """Return the error for a request that took too long."""
    what = "did not answer" if may_have_run else "could not be reached"
    message = f"{host} {what} in time for a {method} request."
    return RequestTimeoutError(message, may_have_run=may_have_run, hint=_TRY_AGAIN)


def no_answer(method: str, host: str, reason: str, *, may_have_run: bool) -> ConnectionFailedError:
    """Return the error for a request whose connection could not be made or broke; the reason is a clause."""
    failure = ConnectionFailedError(
        f"No answer from {host} to a {method} request: {reason}.",
        may_have_run=may_have_run,
        hint=_UNTRUSTED if reason == NOT_TRUSTED else _TRY_AGAIN,
    )
    if reason == NOT_TRUSTED:
        failure.__cause__ = ssl.SSLCertVerificationError(reason)  # which nobody tries again
    return failure
