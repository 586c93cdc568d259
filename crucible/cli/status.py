"""``crucible status`` and ``crucible whoami``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from .answer import Said
from .command import command
from .text import broken, columns, labelled

if TYPE_CHECKING:
    from ..records import Health
    from .session import Session


@command(example="crucible status")
def status(session: Session) -> Said:
    """Say whether the service is well, whose key is used, until when it is good, and what one may do.

    Ends with 0 when all is well, 1 when the service is not, and 3 when the key is refused.
    """
    from ..config import resolve
    from ..errors import AuthenticationError
    from .key_holder import holder, validity

    settings = resolve(profile=session.profile)
    health = session.client.health()
    began = time.perf_counter()  # with a connection that is there
    session.client.live()
    latency = (time.perf_counter() - began) * 1000
    facts: dict[str, Any] = {
        "service": {"status": health.status, "version": health.version, "latency_ms": round(latency, 1)},
        "api_url": settings.api_url,
        "key_from": settings.origins.get("api_key"),
    }
    rows = [("service", _service(health, latency)), ("address", settings.api_url)]
    rows.append(("key from", facts["key_from"] or ""))
    try:
        who = holder(session.client)
    except AuthenticationError:
        rows.append(("key", "is refused: crucible login saves another one"))
        facts["key"] = {"valid": False}
        return Said(labelled(rows, columns()), facts, code=3)
    is_valid = who.key is None or who.key.valid
    rows += [("account", who.words), ("key", validity(who.key))]
    facts |= {"account": who.facts, "key": {"valid": is_valid} if who.key is None else who.key.to_dict()}
    facts["rights"] = _rights(session)
    rows.append(("rights", _rights_in_words(facts["rights"])))
    code = 3 if not is_valid else 0 if health.status == "ok" else 1
    return Said(labelled(rows, columns()), facts, code=code)


@command(example="crucible whoami")
def whoami(session: Session) -> Said:
    """Show whose key is used."""
    from .key_holder import Holder

    account = session.client.whoami()
    who = Holder(account.user_unique_id or "an account without a name", account.user_info, None)
    text = f"{who.words}, on {session.service}"
    return Said("\n".join(broken(text, columns())), {**who.facts, "api_url": session.client.api_url})


def _service(health: Health, latency_ms: float) -> str:
    version = f", version {health.version}" if health.version else ""
    if health.status == "ok":
        return f"ok{version}, answers in {latency_ms:.0f} ms"
    return f"{health.status}{version}; its database: {health.db or 'not known'}"


def _rights(session: Session) -> dict[str, Any]:
    """Return role, mode and capabilities of the account, as far as the service says."""
    from ..errors import NotFoundError

    try:
        profile = session.client.account.profile()
    except NotFoundError:
        return {}
    if profile.authorization is None or profile.capabilities is None:
        return {}
    return {**profile.authorization.to_dict(), "capabilities": profile.capabilities.to_dict()}


def _rights_in_words(rights: dict[str, Any]) -> str:
    if not rights:
        return "the service does not say"
    may = [name.removeprefix("can_").replace("_", " ") for name, value in rights["capabilities"].items() if value]
    role = {"admin": "an administrator", "none": "none of the platform", None: "not known"}
    mode = "in use" if rights.get("effective_privilege_mode") == "elevated" else "with --elevated"
    words = f"role {role.get(rights.get('platform_role'), rights.get('platform_role'))}"
    words += f", its rights {mode}" if rights.get("can_elevate") else ""
    return f"{words}; may {', '.join(may)}" if may else words
