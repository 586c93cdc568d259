"""One TLS context for a policy, whoever connects: the API client and the storage client share it."""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import httpx

from ..errors import ConfigError

if TYPE_CHECKING:
    from ..config import TlsPolicy

MINIMUM = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


def context(policy: TlsPolicy) -> ssl.SSLContext:
    """Return the TLS context of a policy; loading the authorities takes some 40 ms, so equal policies share one.

    A file that was written anew, such as a certificate that was renewed, is read again.

    Parameters
    ----------
    policy
        What to trust, what to show, and the oldest version of TLS to speak.

    Raises
    ------
    ConfigError
        A file cannot be read, or is not what it should be.

    Notes
    -----
    The authorities are those of the system (``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` included), because institutions add
    their own there. Where Python finds none, as in the builds for macOS from python.org, the list that comes with the
    HTTP library is used.
    """
    named = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    files = policy.authority_file, policy.client_certificate, policy.client_key
    return _made(policy, (*named, *(file and _written_at(str(file)) for file in files)))


def _written_at(file: str) -> int | None:
    try:
        return Path(file).stat().st_mtime_ns
    except (OSError, ValueError):
        return None  # what is wrong is said where it is read


@lru_cache(maxsize=8)
def _made(policy: TlsPolicy, state: tuple[object, ...]) -> ssl.SSLContext:
    """Return the context of a policy; `state` is of what else it depends on."""
    made = _of_system() if policy.authority_file is None else _trusting(str(policy.authority_file))
    made.minimum_version = MINIMUM[policy.minimum_version]
    if policy.client_certificate is not None:
        _show(made, str(policy.client_certificate), None if policy.client_key is None else str(policy.client_key))
    return made


def _of_system() -> ssl.SSLContext:
    made = ssl.create_default_context()
    folder = ssl.get_default_verify_paths().capath  # its files are read when they are needed, and not counted before
    if made.cert_store_stats()["x509_ca"] or (folder is not None and any(Path(folder).iterdir())):
        return made
    return httpx.create_ssl_context()


def _trusting(authority_file: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority_file)
    except OSError as error:  # an SSLError is one: the file has no certificates
        reason = "it has no certificates (PEM)" if isinstance(error, ssl.SSLError) else error.strerror
        raise ConfigError(
            f"The authority file {authority_file} cannot be used: {reason}.",
            hint="Give a file with the authorities' certificates (PEM), or none, for those that the system trusts.",
        ) from error


def _show(made: ssl.SSLContext, certificate: str, key: str | None) -> None:
    try:
        made.load_cert_chain(certificate, key, password=_no_password)
    except OSError as error:
        reason = "certificate and key (PEM) do not fit together" if isinstance(error, ssl.SSLError) else error.strerror
        raise ConfigError(
            f"The client certificate {certificate} cannot be used: {reason}.",
            hint="Give the certificate and its own key as PEM files that can be read.",
        ) from error


def _no_password() -> NoReturn:
    # Without this the SSL library would ask on the terminal and wait there.
    raise ConfigError(
        "The client key is locked with a password.", hint="Use a key without one, in a file that is yours alone."
    )
