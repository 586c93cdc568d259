"""One port for each profile, for code that arrives from another process with nothing but the name of one."""

from __future__ import annotations

from .. import config
from .blocking import BlockingPort
from .exchange import ANSWER_SECONDS

_ports: dict[str, BlockingPort] = {}


def open_port(profile: str) -> BlockingPort:
    """Return this process's port of a profile, opened when it is first asked for and when the profile has changed.

    Raises
    ------
    ConfigError
        There is no such profile on this machine.
    """
    settings = config.resolve(profile=profile)
    port = _ports.get(profile)
    if port is None or port.terms.settings != settings:
        # Without a lock, which a child of the process could find locked: of two threads one opens what nobody uses.
        port = _ports[profile] = BlockingPort(settings, answer_seconds=ANSWER_SECONDS)
    return port
