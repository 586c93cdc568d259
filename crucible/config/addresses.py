"""Addresses and keys that can be used, and the origin that a key belongs to."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import ConfigError, OldApiWarning

if TYPE_CHECKING:
    from ..credentials import Secret

PRODUCTION_URL = "https://crucible.lbl.gov/api/v3"
# The version before the present one is still spoken here; those before it are not.
V2_PATH = "/api/v2"
GONE_PATHS = ("/testapi", "/api/v1")
OLD_PATHS = (*GONE_PATHS, V2_PATH)
LOOK = f"It looks like {PRODUCTION_URL}."
# The labels of a host's name have 1 to 63 letters, digits and hyphens; others only fail once something is sent.
_NAMES_A_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})*\.?")


def checked_url(api_url: str, *, allow_http: bool = False) -> str:
    """Return the address of an API without its trailing slash.

    Parameters
    ----------
    api_url
        What was given.
    allow_http
        Whether the key may be sent in clear; to this machine it always may.

    Raises
    ------
    ConfigError
        It is no plain http(s) address, would send the key in clear, or is of a generation not spoken here.
    """
    if not isinstance(api_url, str):
        raise ConfigError("The API address is no text.", hint=LOOK)
    try:
        if not api_url.strip().isprintable():
            raise ValueError
        parts = urlsplit(api_url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    if parts is None:
        raise ConfigError(f"The API address{_shown(api_url)} is malformed.", hint=LOOK)
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError(f"The API address{_shown(api_url)} is no web address.", hint=LOOK)
    if not _names_a_machine(parts.netloc, host):
        raise ConfigError(f"The API address{_shown(api_url)} names no machine.", hint=LOOK)
    if parts.username is not None or parts.query or parts.fragment:
        raise ConfigError(
            f"The API address at {host} has a user name, a query or a fragment.",
            hint=LOOK,
        )
    if not is_safe_address(parts.scheme, host, allow_http=allow_http):
        raise ConfigError(
            f"http:// would send the key to {host} in clear.", hint="Use https://, or allow_http=True if that is meant."
        )
    path = parts.path.rstrip("/")
    if path.endswith(GONE_PATHS):
        raise ConfigError(
            f"{parts.scheme}://{parts.netloc}{path} is an older generation of the API than this client speaks.",
            hint=f"Use {parts.scheme}://{parts.netloc}/api/v3.",
        )
    return f"{parts.scheme}://{parts.netloc}{path}"


def checked_key(key: Secret, source: str, *, hint: str | None = None) -> Secret:
    """Return the key if it can stand in a header.

    Raises
    ------
    ConfigError
        It is empty or has blanks, line breaks or letters beyond ASCII; the message does not show it.
    """
    if not key:
        raise ConfigError(f"{source} is empty.", hint=hint or "Give the key, or leave it out altogether.")
    if not isinstance(key.reveal(), str):
        raise ConfigError(f"{source} is no text.", hint="Give the key as a text.")
    # The text gets no name here: a traceback may show the variables of this function.
    if not all("!" <= letter <= "~" for letter in key.reveal()):
        raise ConfigError(
            f"{source} has a blank, a line break or a letter beyond ASCII, which no key has.",
            hint="Copy the key again, without what stands around it.",
        )
    return key


def warn_of_old(api_url: str, *, stacklevel: int) -> None:
    """Say that an address is of the older version of the API, if it is.

    Parameters
    ----------
    stacklevel
        As for `warnings.warn`, counted from the caller of this function.
    """
    if api_url.endswith(V2_PATH):
        warnings.warn(
            f"API v2 is deprecated, and much is not available there: use {api_url.removesuffix(V2_PATH)}/api/v3.",
            OldApiWarning,
            stacklevel=stacklevel + 1,
        )


def is_safe_address(scheme: str, host: str, *, allow_http: bool = False) -> bool:
    """Whether what is sent there cannot be read on the way: https, or this machine; or the caller does not mind."""
    return scheme == "https" or (scheme == "http" and (allow_http or is_loopback(host)))


@lru_cache(maxsize=64)  # asked for each request
def is_loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    import ipaddress  # most addresses are https, and nobody asks

    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _names_a_machine(netloc: str, host: str) -> bool:
    """Whether `host` is an address by number, or a name that is not half of one, such as 127.1."""
    if "[" not in netloc and _NAMES_A_HOST.fullmatch(host) and not host.rstrip(".").rpartition(".")[2].isdigit():
        return True
    import ipaddress  # few addresses are numbers

    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


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
