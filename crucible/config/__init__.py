"""Where the API is, which key opens it, and how to reach it.

First match wins:

1. what the caller says: ``api_url=``, ``api_key=``, or ``profile=``,
2. the variables ``CRUCIBLE_API_URL``, ``CRUCIBLE_API_KEY``, ``CRUCIBLE_PROFILE`` (of a ``.env`` file instead of the
   process, if the caller names one),
3. the default profile of the user's configuration file, `config_file`,
4. the file of the earlier clients, which is read and never written,
5. the keyring of the system, if the package ``keyring`` is installed.

Mechanism
---------
A key belongs to the origin of the address that stands beside it; a key that stands alone in a variable or in the file
of an earlier client belongs to production. If an address comes from another source, the key goes there only if the
origin is the same; anything else is a `ConfigError`, because the alternative is a key in the hands of strangers. Two
sources of one rank that could both be meant, such as ``CRUCIBLE_PROFILE`` beside ``CRUCIBLE_API_KEY``, are a
`ConfigError` as well: a rule that nobody remembers would choose between the test system and production.

Profiles have short names: ``prod`` and ``test`` are known addresses that need a key, ``sandbox`` is the sandbox that
runs on this machine, unless the user's file says otherwise. The file is edited as text, so that comments stay, and the
result is read again before it replaces the old one; while one process changes the file, others that would wait.

Nothing is read when the package is imported, and no file if the caller or the variables have a key; what reads files is
not even loaded then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import (
    PRODUCTION_URL,
    V2_PATH,
    checked_key,
    checked_url,
    is_loopback,
    is_safe_address,
    origin,
    warn_of_old,
)
from .folders import config_file
from .settings import Profile, Settings, Shown, TlsPolicy, show
from .sources import KEY_VARIABLE, PROFILE_VARIABLE, URL_VARIABLE, WAYS, resolve

if TYPE_CHECKING:
    from .profiles import list_profiles, remove_profile, save_profile, use_profile

__all__ = [
    "KEY_VARIABLE",
    "PRODUCTION_URL",
    "PROFILE_VARIABLE",
    "URL_VARIABLE",
    "V2_PATH",
    "WAYS",
    "Profile",
    "Settings",
    "Shown",
    "TlsPolicy",
    "checked_key",
    "checked_url",
    "config_file",
    "is_loopback",
    "is_safe_address",
    "list_profiles",
    "origin",
    "remove_profile",
    "resolve",
    "save_profile",
    "show",
    "use_profile",
    "warn_of_old",
]


def __getattr__(name: str) -> object:
    """Load what works on the configuration file when it is first used (PEP 562)."""
    if name not in ("list_profiles", "remove_profile", "save_profile", "use_profile"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import profiles

    return getattr(profiles, name)
