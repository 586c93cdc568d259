"""``crucible login`` and ``crucible logout``: a key is checked, saved, and removed again.

A key comes from a hidden prompt, a file or standard input, never from an argument: arguments stay in the history of the
shell, and everybody on the machine sees them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ..credentials import Secret
from .answer import Said
from .command import Flag, command
from .config import missing
from .key_holder import holder, opened, validity

if TYPE_CHECKING:
    from ..config import Profile, Settings, TlsPolicy
    from .key_holder import Holder
    from .session import Session

MOST_KEY_BYTES = 64 * 1024
CHECK_SECONDS = 20.0
UNSAVED = "Nothing was saved."


class WrongKeyError(click.ClickException):
    """The key is not one that can be used."""

    exit_code = 3


class Target(NamedTuple):
    """What a key is saved as: the name of a profile, its address, and what is saved under that name already."""

    name: str
    api_url: str
    there: Profile | None


@command(
    Flag(["--api-url"], metavar="URL", help="Address of the service's API; known for prod and test."),
    Flag(
        ["--key-file"],
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, allow_dash=True),
        help="Read the key from a file, or with - from standard input. It is asked for unless given.",
    ),
    Flag(["--no-browser"], is_flag=True, help="Do not open the page that shows the key."),
    Flag(["--keyring"], is_flag=True, help="Keep the key in the keyring of the system, and not in a file."),
    Flag(
        ["--authority-file"],
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="Certificates (PEM) to trust at this service, and no others.",
    ),
    Flag(["--default"], is_flag=True, help="Use this profile when nothing else is said. The first one always is."),
    example="crucible login --profile prod",
    asks=True,
)
def login(session: Session, **given: Any) -> Said:
    """Save a key, after a check of it.

    Opens the page that shows the key, asks for it without showing it, and saves it as a profile only if the service
    accepts it. The profile sandbox needs no key.
    """
    from .. import config

    if (said := _of_sandbox(session.profile, given["api_url"])) is not None:
        return said
    target = target_of(session.profile, given["api_url"])
    authority = given["authority_file"]
    _reach(_settings(target, authority, None))
    key = _key(session, target, given["key_file"], browser=not given["no_browser"])
    settings = _settings(target, authority, key)
    who = _checked(settings)
    if target.there is not None and _is_kept_from(target.there, settings):
        session.ask(f"The profile {target.name} has another key already, for {target.there.api_url}. This replaces it.")
    profile = config.save_profile(
        target.name,
        settings.api_key,
        settings.api_url,
        keyring=given["keyring"] or (target.there is not None and target.there.in_keyring),
        make_default=True if given["default"] else None,
        allow_http=settings.allow_http,
        tls=_found_from_everywhere(settings.tls),
    )
    _warn_of_variables(session, target.name)
    return _saved(profile.name, settings, who, in_keyring=profile.in_keyring)


def _of_sandbox(name: str | None, api_url: str | None) -> Said | None:
    """Return what to say of the profile that needs no key; None for others, such as one that is saved by that name."""
    from .. import config
    from ..config.settings import SANDBOX

    if name != SANDBOX or api_url or any(one.name == SANDBOX for one in config.list_profiles()):
        return None
    return Said(
        "The profile sandbox needs no key: it is the sandbox that runs on this machine. Start one with: crucible "
        "sandbox start. Then add --profile sandbox to any command.",
        {"profile": SANDBOX, "saved": False},
    )


def target_of(name: str | None, api_url: str | None) -> Target:
    """Return which profile a key is for: the one that is named, the one with the address, or the default one.

    Raises
    ------
    UsageError
        The address is not known, or it has no name yet.
    ConfigError
        The address cannot be used.
    """
    from .. import config
    from ..config.profiles import DEFAULT, KNOWN_URLS

    saved = config.list_profiles()
    address = None if api_url is None else config.checked_url(api_url, allow_http=_allows_http())
    if name is None and address is not None:
        known = {**{url: name for name, url in KNOWN_URLS.items()}, **{one.api_url: one.name for one in saved}}
        name = known.get(address)
        if name is None:
            raise _usage("Give the service a name as well, such as --profile lab.")
    if name is None:
        default = next((one.name for one in saved if one.is_default), DEFAULT)
        name = os.environ.get(config.PROFILE_VARIABLE) or default
    there = next((one for one in saved if one.name == name), None)
    address = address or (there.api_url if there else KNOWN_URLS.get(name))
    if address is None:
        raise _usage(f"The profile {name} is new, and needs the address of its service: --api-url URL.")
    return Target(name, address, there)


def _allows_http() -> bool:
    from ..config.sources import HTTP_VARIABLE

    return os.environ.get(HTTP_VARIABLE, "").lower() in ("1", "true")


def _usage(text: str) -> click.UsageError:
    return click.UsageError(text, click.get_current_context())


def _settings(target: Target, authority_file: str | None, key: Secret | None) -> Settings:
    """Return how the service is reached: as the profile has it, if it is there."""
    from .. import config

    tls = target.there.tls if target.there is not None and target.there.tls != config.TlsPolicy() else None
    if authority_file is not None:
        values = (tls or config.TlsPolicy())._asdict()
        tls = config.TlsPolicy(**{**values, "authority_file": authority_file})
    allow_http = True if target.there is not None and target.there.allow_http else None
    return config.resolve(target.api_url, key or Secret("no-key-yet"), tls=tls, allow_http=allow_http)


def _found_from_everywhere(tls: TlsPolicy) -> TlsPolicy:
    """Return a policy whose files are named so that they are found from every folder."""
    files = ("authority_file", "client_certificate", "client_key")
    named: dict[str, Any] = {name: str(Path(file).absolute()) for name in files if (file := getattr(tls, name))}
    return tls._replace(**named)


def _reach(settings: Settings) -> None:
    """Make sure that a Crucible is there, before anybody is asked for a key and before a key is sent there."""
    from ..errors import CrucibleError
    from ..transport import limits

    try:
        with limits.within(CHECK_SECONDS), opened(settings, CHECK_SECONDS) as client:
            client.live()
    except CrucibleError as error:
        error.hint = f"{UNSAVED} {error.hint or ''}".strip()
        raise


def _key(session: Session, target: Target, file: str | None, *, browser: bool) -> Secret:
    """Return the key that somebody types, or that a file has."""
    from ..config import checked_key

    if file is not None:
        key = Secret(_read(file).strip())
        place = "Standard input" if file == "-" else file
    else:
        if not sys.stdin.isatty():
            raise _usage(
                "Nobody can be asked for a key here. Pipe it in with --key-file -, or name a file that has it."
            )
        _show_page(session, f"{target.api_url}/user_apikey", browser=browser)
        key = Secret(click.prompt("Key (it is not shown)", hide_input=True, err=True).strip())
        place = "The key"
    return checked_key(key, place, hint=f"{UNSAVED} Give the key and nothing else.")


def _read(file: str) -> str:
    if file == "-":
        return sys.stdin.read(MOST_KEY_BYTES)
    with Path(file).open(encoding="utf-8-sig", errors="replace") as stream:
        return stream.read(MOST_KEY_BYTES)


def _show_page(session: Session, page: str, *, browser: bool) -> None:
    from .web import browse

    opened = browser and browse(page)
    session.note(f"{'Opened the page that shows your key' if opened else 'Your key is shown at'}: {page}")


def _checked(settings: Settings) -> Holder:
    """Return whose key it is.

    Raises
    ------
    CrucibleError
        The service refuses the key, or does not answer.
    """
    from ..errors import AuthenticationError, CrucibleError
    from ..transport import limits

    page = f"A key that is good now is shown at {settings.api_url}/user_apikey."
    try:
        with limits.within(CHECK_SECONDS), opened(settings, CHECK_SECONDS) as client:
            who = holder(client)
    except AuthenticationError as error:
        error.hint = f"{UNSAVED} {page}"
        raise
    except CrucibleError as error:
        error.hint = f"{UNSAVED} {error.hint or ''}".strip()
        raise
    if who.key is not None and not who.key.valid:
        raise WrongKeyError(f"The key of {who.words} is {validity(who.key)}. {UNSAVED} {page}")
    return who


def _is_kept_from(there: Profile, settings: Settings) -> bool:
    """Whether saving takes another key away that may still be good."""
    from ..config.profiles import with_key
    from ..errors import AuthenticationError, CrucibleError
    from ..transport import limits

    try:
        old = with_key(there) if there.in_keyring else there
        if old.api_key is None or old.api_key == settings.api_key:
            return False
        known = settings._replace(api_url=old.api_url, api_key=old.api_key, tls=old.tls, allow_http=old.allow_http)
        with limits.within(CHECK_SECONDS / 4), opened(known, CHECK_SECONDS) as client:
            client.whoami()
    except AuthenticationError:
        return False
    except CrucibleError:
        return True
    return True


def _warn_of_variables(session: Session, name: str) -> None:
    from .. import config

    names = (config.KEY_VARIABLE, config.URL_VARIABLE, config.PROFILE_VARIABLE)
    winning = [one for one in names if os.environ.get(one) and os.environ[one] != name]
    if winning:
        session.note(f"{' and '.join(winning)} stand above what is saved, as long as they are set.")


def _saved(name: str, settings: Settings, who: Holder, *, in_keyring: bool) -> Said:
    from .. import config

    default = next((one.name for one in config.list_profiles() if one.is_default), None)
    file = config.config_file()
    lines = [
        f"You are {who.words}.",
        f"The key is {validity(who.key)}.",
        f"It is saved in {'the keyring of the system' if in_keyring else file}, as the profile {name}.",
        f"{name} is the default profile."
        if default == name
        else f"The default profile is {default or 'none'}; to change that: crucible config use {name}",
    ]
    expires = None if who.key is None else who.key.get("expires_at")
    facts = {
        "profile": name,
        "unique_id": who.unique_id,
        "api_url": settings.api_url,
        "account": who.facts,
        "key_expires_at": expires,
    }
    return Said(
        "\n".join(lines),
        {**facts, "file": None if in_keyring else str(file), "default_profile": default, "saved": True},
    )


@command(
    Flag(["--all", "all_"], is_flag=True, help="Remove all saved keys."),
    example="crucible logout --profile prod",
)
def logout(session: Session, all_: bool) -> Said:
    """Remove a saved key, and the profile it is saved as: the default one unless --profile says which."""
    from .. import config

    saved = config.list_profiles()
    if all_:
        names = [one.name for one in saved]
    else:
        names = [session.profile] if session.profile else [one.name for one in saved if one.is_default]
    addresses = {one.name: one.api_url for one in saved}
    removed = [name for name in names if config.remove_profile(name)]
    if not removed:
        raise missing(session.profile)
    told = [f"{name} ({addresses[name]})" if name in addresses else name for name in removed]
    text = f"Removed {'the profile' if len(told) == 1 else 'the profiles'} {', '.join(told)} with the key."
    _say_what_is_left(session)
    return Said(text, [{"name": name, "api_url": addresses.get(name), "removed": True} for name in removed])


def _say_what_is_left(session: Session) -> None:
    """Say which key commands still find, if they do."""
    from .. import config
    from ..errors import ConfigError

    try:
        left = config.resolve()
    except ConfigError:
        return
    session.note(f"Commands still use another key: that of {left.origins['api_key']}.")
