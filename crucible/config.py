"""Where the API is and which key opens it.

First match wins, for address and key each: the arguments, then ``CRUCIBLE_API_URL`` and ``CRUCIBLE_API_KEY``; the
production address if only a key is given. Nothing is read when the package is imported.
"""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .credentials import Secret
from .errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

PRODUCTION_URL = "https://crucible.lbl.gov/api/v3"
URL_VARIABLE = "CRUCIBLE_API_URL"
KEY_VARIABLE = "CRUCIBLE_API_KEY"
OLD_PATHS = ("/testapi", "/api/v1", "/api/v2")
LOOK = f"It looks like {PRODUCTION_URL}."
# The labels of a host's name have 1 to 63 characters; a longer or an empty one only fails once something is sent.
_NAMES_A_HOST = re.compile(r"[^\s.]{1,63}(?:\.[^\s.]{1,63})*\.?")

WAYS = (
    f"Pass api_key= (and api_url=), or set {KEY_VARIABLE} (and {URL_VARIABLE}); a key is shown at "
    f"{PRODUCTION_URL}/user_apikey. To try things out without an account: CrucibleClient.sandbox()."
)


@dataclass(frozen=True)
class Settings:
    """Address (without a trailing slash) and key of one API."""

    api_url: str
    api_key: Secret

    @property
    def explorer_url(self) -> str | None:
        """Address of the web explorer that shows the same records; None where there is none, as on this machine."""
        head, found, version = self.api_url.rpartition("/api/")
        return f"{head}/explore" if found and "/" not in version and head.startswith("https://") else None


def resolve(
    api_url: str | None = None, api_key: Secret | None = None, environ: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings to use.

    Parameters
    ----------
    api_url, api_key
        What the caller said; None where nothing was said.
    environ
        Variables to look into; those of the process by default.

    Raises
    ------
    ConfigError
        Nothing was found, a value cannot be used, or the key belongs to another address than the one asked for.
    """
    environ = os.environ if environ is None else environ
    stored_url = environ.get(URL_VARIABLE) or None
    stored_key = Secret(environ.get(KEY_VARIABLE, ""))
    if api_key is None and not stored_key:
        said = api_url or stored_url
        # Checked before it is shown: a key that was taken for an address must not stand in the message.
        raise ConfigError(f"There is no key for {checked_url(said)}." if said else "Nothing is configured.", hint=WAYS)
    url = checked_url(api_url or stored_url or PRODUCTION_URL)
    if api_key is not None:
        return Settings(url, checked_key(api_key, "api_key"))
    if stored_url and origin(url) != origin(checked_url(stored_url)):
        raise ConfigError(
            f"The key in {KEY_VARIABLE} belongs to {origin(checked_url(stored_url))} and is not sent to {origin(url)}.",
            hint=f"Pass api_key= together with api_url=, or unset {URL_VARIABLE}.",
        )
    return Settings(url, checked_key(stored_key, KEY_VARIABLE))


def checked_url(api_url: str) -> str:
    """Return the address of an API without its trailing slash.

    Raises
    ------
    ConfigError
        It is no plain http(s) address, would send the key in clear, or is of a generation not spoken here.
    """
    try:
        parts = urlsplit(api_url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ConfigError(f"The API address{_shown(api_url)} is malformed.", hint=LOOK) from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError(f"The API address{_shown(api_url)} is no web address.", hint=LOOK)
    if not _NAMES_A_HOST.fullmatch(host):
        raise ConfigError(f"The API address{_shown(api_url)} names no machine.", hint=LOOK)
    if parts.username is not None or parts.query or parts.fragment:
        raise ConfigError(
            f"The API address at {host} has a user name, a query or a fragment.",
            hint=LOOK,
        )
    if not is_safe_address(parts.scheme, host):
        raise ConfigError(f"http:// would send the key to {host} in clear.", hint="Use https://.")
    path = parts.path.rstrip("/")
    if path.endswith(OLD_PATHS):
        raise ConfigError(
            f"{parts.scheme}://{parts.netloc}{path} is an older generation of the API than this client speaks.",
            hint=f"Use {parts.scheme}://{parts.netloc}/api/v3.",
        )
    return f"{parts.scheme}://{parts.netloc}{path}"


def checked_key(key: Secret, source: str) -> Secret:
    """Return the key if it can stand in a header.

    Raises
    ------
    ConfigError
        It is empty or has blanks, line breaks or letters beyond ASCII; the message does not show it.
    """
    if not key:
        raise ConfigError(f"{source} is empty.", hint=WAYS)
    # The text gets no name here: a traceback may show the variables of this function.
    if not all("!" <= letter <= "~" for letter in key.reveal()):
        raise ConfigError(
            f"{source} has a blank, a line break or a letter beyond ASCII, which no key has.",
            hint="Copy the key again, without what stands around it.",
        )
    return key


def is_safe_address(scheme: str, host: str) -> bool:
    """Whether what is sent there cannot be read on the way: https, or this machine."""
    return scheme == "https" or (scheme == "http" and is_loopback(host))


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def origin(url: str) -> str:
    """Return scheme, host and port of an address.

    >>> origin("https://crucible.lbl.gov/api/v3")
    'https://crucible.lbl.gov:443'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _shown(url: str) -> str:
    """Return an address as it may be shown: without password and query; nothing of a text that may be a key."""
    scheme, found, rest = url.strip().partition("://")
    if not found:
        return ""
    return f" {scheme + found + re.split('[?#]', rest.rpartition('@')[2])[0]!r}"
