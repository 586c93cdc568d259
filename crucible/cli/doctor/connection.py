"""One request without a key, taken apart: where it goes, how it is secured, and what time it is there.

The standard library sends it, because the client's own library hides what is of interest here: the certificate, the
version of TLS, and which step failed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

from .findings import OK, PROBLEM, UNTESTED, WARNING, Finding

if TYPE_CHECKING:
    from ...config import TlsPolicy

SOON_DAYS = 14
SLOW_CLOCK_SECONDS, WRONG_CLOCK_SECONDS = 60.0, 900.0
UNREACHABLE: Final = 7
PROXY_VARIABLES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")


def look(api_url: str, tls: TlsPolicy, seconds: float) -> list[Finding]:
    """Connect, secure the connection, ask whether somebody is there, and read the clock of the service.

    Parameters
    ----------
    api_url, tls
        Where, and how secured.
    seconds
        How long each step may take.
    """
    from ...transport.agent import USER_AGENT
    from ...transport.storage import proxy_for

    parts = urlsplit(api_url)
    proxy = proxy_for(parts.scheme, parts.netloc)
    if proxy and urlsplit(_whole(proxy)).scheme != "http":
        return [Finding("connection", UNTESTED, "The proxy is none that speaks HTTP; see the service below.")]
    connection: http.client.HTTPConnection | None = None
    try:
        connection = _connection(parts, proxy, tls, seconds)
        started = time.perf_counter()  # without what it takes to read the authorities
        connection.connect()
        connected = time.perf_counter() - started
        secured = _secured(connection.sock, tls) if parts.scheme == "https" else _unsecured(parts)
        path = f"{parts.path.rstrip('/')}/health/live"
        asked = path if parts.scheme == "https" or not proxy else f"{api_url}/health/live"
        connection.request("GET", asked, headers={"User-Agent": USER_AGENT, "Accept": "application/json"})
        began = time.time()
        answer = connection.getresponse()
        took = time.perf_counter() - started
        clock = _clock(answer.headers.get("Date"), began)
    except Exception as error:  # any: each step has its own, and all are findings
        return [_broken(error, parts, proxy, seconds)]
    finally:
        if connection is not None:
            connection.close()
    where = f"{parts.hostname}{f' by the proxy {_shown(proxy)}' if proxy else ''}"
    text = f"{where} takes connections in {connected * 1000:.0f} ms, and answers after {took * 1000:.0f} ms."
    facts = {"connected_ms": round(connected * 1000, 1), "answered_ms": round(took * 1000, 1), "status": answer.status}
    return [Finding("connection", OK, text, facts=facts), secured, clock]


def _connection(parts: SplitResult, proxy: str, tls: TlsPolicy, seconds: float) -> http.client.HTTPConnection:
    from ...transport.tls import context

    host = str(parts.hostname)
    if not proxy:
        if parts.scheme == "https":
            return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=context(tls))
        return http.client.HTTPConnection(host, parts.port, timeout=seconds)
    via = urlsplit(_whole(proxy))
    if parts.scheme != "https":
        return http.client.HTTPConnection(str(via.hostname), via.port or 80, timeout=seconds)
    connection = http.client.HTTPSConnection(str(via.hostname), via.port or 80, timeout=seconds, context=context(tls))
    connection.set_tunnel(host, parts.port or 443, _proxy_key(via))
    return connection


def _whole(proxy: str) -> str:
    return proxy if "://" in proxy else f"http://{proxy}"


def _proxy_key(via: SplitResult) -> dict[str, str]:
    if via.username is None:
        return {}
    pair = f"{unquote(via.username)}:{unquote(via.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def _shown(proxy: str) -> str:
    """Return a proxy without the password that its address may have."""
    via = urlsplit(_whole(proxy))
    return f"{via.hostname}:{via.port or 80}"


def _broken(error: Exception, parts: SplitResult, proxy: str, seconds: float) -> Finding:
    """Return the finding for a step that failed."""
    where = (
        f"The proxy {_shown(proxy)}"
        if proxy
        else f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
    )
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = (
            "If your institution has its own authority, or a proxy that looks into connections: crucible config set "
            "tls.authority_file FILE, with the certificate of that authority. If not, somebody may be listening."
        )
        return Finding(
            "TLS",
            PROBLEM,
            f"The certificate of {parts.hostname} is not trusted: {error.verify_message}.",
            advice,
            UNREACHABLE,
        )
    if isinstance(error, ssl.SSLError):
        text = f"No secure connection to {parts.hostname}: {(error.reason or str(error)).replace('_', ' ').lower()}."
        return Finding(
            "TLS", PROBLEM, text, "Check the address, any proxy, and the oldest TLS that is allowed.", UNREACHABLE
        )
    if isinstance(error, http.client.HTTPException):
        text = f"{where} sends what is not HTTP."
        return Finding("connection", PROBLEM, text, "Check the address and any proxy.", UNREACHABLE)
    if isinstance(error, socket.gaierror):
        return Finding("connection", UNTESTED, "There is no address to connect to.")
    if isinstance(error, OSError):
        in_time = not isinstance(error, TimeoutError)
        what = f"cannot be reached: {error.strerror or error}" if in_time else f"does not answer in {seconds:g} s"
        advice = (
            f"Check {' and '.join(PROXY_VARIABLES[:3])}; NO_PROXY names what is reached without it."
            if proxy
            else "Check the network, the address, and whether a proxy is needed (HTTPS_PROXY)."
        )
        return Finding("connection", PROBLEM, f"{where} {what}.", advice, UNREACHABLE)
    from .findings import failed

    return failed("connection", error)


def _unsecured(parts: SplitResult) -> Finding:
    from ...config import is_loopback

    if is_loopback(str(parts.hostname)):
        return Finding("TLS", OK, "None is needed on this machine.")
    return Finding("TLS", WARNING, "The key is sent in clear.", "Use an address with https://.")


def _secured(sock: Any, tls: TlsPolicy) -> Finding:  # Any: a socket of ssl
    certificate = sock.getpeercert() or {}
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    left = (ends - datetime.now(UTC)).days
    names = {name: value for part in certificate.get("issuer", ()) for name, value in part}
    issuer = names.get("organizationName") or names.get("commonName") or "an authority without a name"
    facts = {
        "version": sock.version(),
        "cipher": (sock.cipher() or ("",))[0],
        "issuer": issuer,
        "expires_at": ends.isoformat(),
    }
    trusted = f"; trusted by {tls.authority_file}" if tls.authority_file else ""
    text = f"{facts['version']}; the certificate is by {issuer}, valid until {ends:%Y-%m-%d}{trusted}."
    if left < SOON_DAYS:
        return Finding("TLS", WARNING, text, "It ends soon: tell those who run the service.", facts=facts)
    return Finding("TLS", OK, text, facts=facts)


def _clock(date: str | None, began: float) -> Finding:
    """Compare the clocks; the service tells whole seconds, and its answer took a while."""
    if date is None:
        return Finding("clock", UNTESTED, "The service does not say what time it is.")
    try:
        there = parsedate_to_datetime(date).timestamp()
    except ValueError:
        return Finding("clock", UNTESTED, "The service says what time it is in a way that cannot be read.")
    off = (began + time.time()) / 2 - there - 0.5
    facts = {"ahead_seconds": round(off, 1)}
    if abs(off) < SLOW_CLOCK_SECONDS:
        return Finding("clock", OK, "The clock of this machine is right.", facts=facts)
    from ...transfer.views.words import duration

    text = f"This machine's clock is {duration(abs(off))} {'ahead of' if off > 0 else 'behind'} the service's."
    advice = "Set it, best by NTP: links to files and certificates are good for some time only."
    return Finding("clock", PROBLEM if abs(off) > WRONG_CLOCK_SECONDS else WARNING, text, advice, facts=facts)
