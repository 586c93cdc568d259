"""One client for each profile: every thread has a file system of its own, and all of them may share a client."""

from __future__ import annotations

from .. import config
from ..client import CrucibleClient

_clients: dict[str | None, CrucibleClient] = {}


def client_of(profile: str | None) -> CrucibleClient:
    """Return this process's client of a profile: a new one if somebody has closed it, or the profile has changed.

    A program may run for weeks, and keys are renewed meanwhile. Files that are open go on with what they began with.

    Parameters
    ----------
    profile
        Its name; None for what is configured without one.

    Raises
    ------
    ConfigError
        Nothing is configured, or there is no such profile.
    """
    settings = config.resolve(profile=profile)
    kept = _clients.get(profile)
    if kept is None or kept._closed or kept._settings != settings:
        # Without a lock, which a child of the process could find locked: of two threads one makes what nobody uses.
        if kept is not None:
            _clients.pop(profile, None)
        kept = _clients.setdefault(profile, CrucibleClient(profile=profile))
    return kept
