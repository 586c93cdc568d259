"""TLS for a sandbox: the certificates in its folder, and connections to one that has them.

They lie in the folder `tls` and stay from start to start, so that clients that trust them go on doing so:

=================  ===================================================================================================
`authority.pem`    the authority's certificate, for clients that can be told to trust one authority
`bundle.pem`       the same before all others that its user trusts, for programs that know nothing but one list
`server.pem`       the server's certificate and key, and the authority's certificate again; for this user alone
=================  ===================================================================================================
"""

from __future__ import annotations

import contextlib
import http.client
import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from .folder import write_privately

FOLDER = "tls"
AUTHORITY, BUNDLE, SERVER = "authority.pem", "bundle.pem", "server.pem"
RENEWED_BEFORE_END = timedelta(days=60)
_BEGIN = "-----BEGIN CERTIFICATE-----"


def authority_file(root: Path) -> Path:
    """Return where the certificate is that clients of a folder's server trust, if it speaks TLS."""
    return root / FOLDER / AUTHORITY


def bundle_file(root: Path) -> Path:
    """Return where it is together with those of the public authorities."""
    return root / FOLDER / BUNDLE


def server_context(root: Path) -> ssl.SSLContext:
    """Return what a server speaks TLS with, and write down for its clients what to trust.

    Certificates that a later start finds are used until they have little time left; then all are made anew.
    """
    folder = root / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    context = _loaded(folder / SERVER)
    if context is None:
        from .certificates import make_certificates

        authority, server = make_certificates()
        write_privately(folder / SERVER, (server + authority).encode("ascii"))
        context = _context(folder / SERVER)
    _write_trust(folder)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _context(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # of TLS 1.2 or later
    context.load_cert_chain(file)
    return context


def _loaded(file: Path) -> ssl.SSLContext | None:
    """Return the context of an earlier start, unless its certificates are damaged, about to end, or of the future."""
    try:
        context = _context(file)
        context.load_verify_locations(file)
        begin, end = (
            [ssl.cert_time_to_seconds(str(found[name])) for found in context.get_ca_certs()]
            for name in ("notBefore", "notAfter")
        )
    except (OSError, ValueError):  # an SSLError is one
        return None
    now = datetime.now(UTC)  # it may have been ahead when they were made, as on a machine that was just switched on
    is_good = end and min(end) > (now + RENEWED_BEFORE_END).timestamp() and max(begin) <= now.timestamp()
    return context if is_good else None


def _write_trust(folder: Path) -> None:
    """Write the files for clients, which know nothing of a later authority unless its certificate is there."""
    authority = _BEGIN + (folder / SERVER).read_text("ascii").rpartition(_BEGIN)[2]
    write_privately(folder / AUTHORITY, authority.encode("ascii"))
    write_privately(folder / BUNDLE, authority.encode("ascii") + _other_authorities(folder / BUNDLE))


def _other_authorities(bundle: Path) -> bytes:
    """Return what this user trusts otherwise: an institution's list, if one is named, or the public authorities."""
    import certifi  # it comes with httpx

    named = os.environ.get("SSL_CERT_FILE")
    if named and named != str(bundle):
        with contextlib.suppress(OSError):
            return Path(named).read_bytes()
    return certifi.contents().encode("utf-8")


def connection_to(url: str, authority: Path | None, timeout_seconds: float) -> http.client.HTTPConnection:
    """Return a connection to a server of this machine; it trusts one authority, the server's own."""
    address = urlsplit(url)
    host, port = str(address.hostname), address.port
    if address.scheme != "https":
        return http.client.HTTPConnection(host, port, timeout=timeout_seconds)
    context = ssl.create_default_context(cafile=authority)
    return http.client.HTTPSConnection(host, port, timeout=timeout_seconds, context=context)
