"""What a client needs to know: address, key, and how the connection is secured.

These are named tuples because every client makes some: the module of dataclasses takes as long to load as all the rest
that a client needs before it is asked something.
"""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from ..errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..credentials import Secret

MINIMUM_VERSIONS = ("1.2", "1.3")
DEFAULT_ORIGIN = "default"
SANDBOX = "sandbox"
"""The profile that needs no key: the sandbox of this machine."""


class _Tls(NamedTuple):
    authority_file: str | os.PathLike[str] | None
    client_certificate: str | os.PathLike[str] | None
    client_key: str | os.PathLike[str] | None
    minimum_version: Literal["1.2", "1.3"]


class TlsPolicy(_Tls):
    """How connections to the API and to the storage are secured: one policy for both.

    Parameters
    ----------
    authority_file
        Certificates (PEM) of the authorities to trust, and of no others; those that the system trusts unless given.
    client_certificate, client_key
        What this client shows to the server (PEM); the key may stand in the same file as the certificate.
    minimum_version
        Of TLS.

    Raises
    ------
    ConfigError
        There is a key without a certificate, or an unknown version.
    """

    __slots__ = ()

    def __new__(
        cls,
        authority_file: str | os.PathLike[str] | None = None,
        client_certificate: str | os.PathLike[str] | None = None,
        client_key: str | os.PathLike[str] | None = None,
        minimum_version: Literal["1.2", "1.3"] = "1.2",
    ) -> Self:
        """Return the policy, after checks."""
        if client_key is not None and client_certificate is None:
            raise ConfigError("There is a client_key without a client_certificate.", hint="Give both.")
        if minimum_version not in MINIMUM_VERSIONS:
            raise ConfigError(
                f"minimum_version={minimum_version!r} is no version of TLS that is still safe.",
                hint=f"Use one of {', '.join(MINIMUM_VERSIONS)}.",
            )
        return super().__new__(
            cls, _as_text(authority_file), _as_text(client_certificate), _as_text(client_key), minimum_version
        )


def _as_text(file: str | os.PathLike[str] | None) -> str | None:
    """Return the path of a file as text, so that equal policies share one TLS context."""
    return None if file is None else os.path.expanduser(os.fspath(file))  # noqa: PTH111


class Settings(NamedTuple):
    """Address (without a trailing slash) and key of one API, and how to reach it.

    Attributes
    ----------
    api_url, api_key
        Where, and with which key.
    tls
        How connections are secured.
    allow_http
        Whether the key may be sent in clear to other machines.
    origins
        Where each value came from, by name.
    profile
        The name by which the same address and key are found again; None if there is none.
    """

    api_url: str
    api_key: Secret
    tls: TlsPolicy = TlsPolicy()
    allow_http: bool = False
    origins: Mapping[str, str] = MappingProxyType({})
    profile: str | None = None

    @property
    def explorer_url(self) -> str | None:
        """Address of the web explorer that shows the same records; None where there is none, as on this machine."""
        head, found, version = self.api_url.rpartition("/api/")
        return f"{head}/explore" if found and "/" not in version and head.startswith("https://") else None


class Profile(NamedTuple):
    """An address under a short name, the key for it, and how to reach it.

    Attributes
    ----------
    name, api_url
        What it is called, and where it is.
    api_key
        None if there is none.
    place
        Where it was found, in words.
    is_default
        Whether it is the one that is used when nothing else is said.
    in_keyring
        Whether its key lies in the keyring of the system.
    """

    name: str
    api_url: str
    api_key: Secret | None
    place: str
    tls: TlsPolicy = TlsPolicy()
    allow_http: bool = False
    is_default: bool = False
    in_keyring: bool = False


class Shown(NamedTuple):
    """One setting as it may be shown: secrets are stars."""

    name: str
    value: str
    origin: str


def show(settings: Settings) -> list[Shown]:
    """Return each setting with its value, secrets as stars, and where it came from.

    >>> from crucible.credentials import Secret
    >>> show(Settings("https://example.org/api/v3", Secret("abc")))[1].value
    '********'
    """
    tls = settings.tls
    values: dict[str, object] = {
        "api_url": settings.api_url,
        "api_key": settings.api_key,
        "allow_http": settings.allow_http,
        "tls.authority_file": tls.authority_file or "the authorities that the system trusts",
        "tls.client_certificate": tls.client_certificate or "none",
        "tls.client_key": tls.client_key or "none",
        "tls.minimum_version": tls.minimum_version,
    }
    usual = {f"tls.{name}" for name, value in TlsPolicy()._asdict().items() if getattr(tls, name) == value}
    origins = settings.origins
    return [
        Shown(
            name, str(value), DEFAULT_ORIGIN if name in usual else origins.get(name.partition(".")[0], DEFAULT_ORIGIN)
        )
        for name, value in values.items()
    ]


def tls_policy(table: Mapping[str, Any], place: str) -> TlsPolicy:
    """Return the policy that a table describes."""
    known = set(TlsPolicy._fields)
    if unknown := sorted(set(table) - known):
        raise ConfigError(f"{place} has tls.{', tls.'.join(unknown)}.", hint=f"There is {', '.join(sorted(known))}.")
    if not all(isinstance(value, str) for value in table.values()):
        raise ConfigError(f"{place}: everything below tls is a text.", hint="Put quotes around it.")
    return TlsPolicy(**table)
