"""``crucible config``: what is configured, and where each value comes from. Nothing here needs the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from .answer import Page, Said
from .command import Argument, command
from .method import Noun
from .text import columns, labelled

if TYPE_CHECKING:
    from ..config import Profile
    from .session import Session

SETTINGS: Final = (
    "tls.authority_file",
    "tls.client_certificate",
    "tls.client_key",
    "tls.minimum_version",
    "allow_http",
)
YES, NO = ("yes", "true", "1"), ("no", "false", "0")


def _names(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[Any]:
    """Return the names of saved profiles, for completion."""
    from .. import config as settings

    try:
        return [profile.name for profile in settings.list_profiles() if profile.name.startswith(begun)]
    except ValueError:  # a file that cannot be read has no names
        return []


def _name() -> click.Argument:
    return Argument("name", does="A saved profile.", metavar="NAME", shell_complete=_names)


def _setting() -> click.Argument:
    return Argument("setting", does="Which setting.", metavar="SETTING", type=click.Choice(SETTINGS))


@command(example="crucible config show", columns=("name", "value", "origin"))
def show(session: Session) -> Said:
    """Show each setting, where it comes from, and stars for secrets."""
    from ..config import resolve
    from ..config import show as shown

    settings = shown(resolve(profile=session.profile))
    rows = [
        (one.name, f"{one.value} (default)" if one.origin == "default" else f"{one.value}\nfrom {one.origin}")
        for one in settings
    ]
    return Said(labelled(rows, columns()), [one._asdict() for one in settings])


@command(name="list", example="crucible config list", columns=("name", "default", "api_url", "key"))
def list_(session: Session) -> Page:
    """List the saved profiles, with the one that is used by default."""
    from ..config import list_profiles

    rows = [
        {
            "name": profile.name,
            "default": profile.is_default,
            "api_url": profile.api_url,
            "key": "keyring" if profile.in_keyring else "file" if profile.api_key else "none",
        }
        for profile in list_profiles()
    ]
    return Page(rows, nothing="No profile is saved: crucible login saves one.")


@command(_name(), example="crucible config use lab")
def use(session: Session, name: str) -> Said:
    """Let a saved profile be the one that is used by default."""
    from ..config import list_profiles, use_profile

    if all(one.name != name for one in list_profiles()):
        raise missing(name)
    profile = use_profile(name)
    return Said(f"{name} ({profile.api_url}) is used by default now.", {"name": name, "api_url": profile.api_url})


@command(_name(), example="crucible config remove lab --yes", asks=True)
def remove(session: Session, name: str) -> Said:
    """Remove a saved profile: its address, its settings and its key."""
    from ..config import config_file, list_profiles, remove_profile

    profile = next((one for one in list_profiles() if one.name == name), None)
    if profile is not None:
        session.ask(f"This removes the profile {name} ({profile.api_url}) and its key from {config_file()}.")
    if not remove_profile(name):
        raise missing(name)
    return Said(f"Removed the profile {name}.", {"name": name, "removed": True})


@command(
    _setting(),
    Argument("value", does="What it is from now on.", metavar="VALUE"),
    example="crucible config set tls.minimum_version 1.3 --profile lab",
)
def set_(session: Session, setting: str, value: str) -> Said:
    """Change how the service of a profile is reached; the default one unless --profile says which.

    What can be set: tls.authority_file, certificates (PEM) of the authorities to trust, and of no others;
    tls.client_certificate and tls.client_key, what is shown to the service (PEM); tls.minimum_version, 1.2 or 1.3;
    allow_http, yes or no, whether the key may be sent in clear. Addresses and keys are saved with crucible login.
    """
    profile = _changed(session, setting, value)
    return Said(f"{setting} of {profile.name} is {value} now.", {"name": profile.name, setting: value})


@command(_setting(), example="crucible config unset tls.minimum_version --profile lab")
def unset(session: Session, setting: str) -> Said:
    """Forget a setting of a profile; the default one unless --profile says which."""
    profile = _changed(session, setting, None)
    return Said(f"{setting} of {profile.name} is what it is by default.", {"name": profile.name, setting: None})


@command(example="crucible config path")
def path(session: Session) -> Said:
    """Print where the settings are kept, whether there are any or not."""
    from ..config import config_file

    file = config_file()
    return Said(str(file), {"path": str(file), "exists": file.exists()})


def _changed(session: Session, setting: str, value: str | None) -> Profile:
    """Save a profile with one setting changed; None is its default."""
    from ..config import TlsPolicy, save_profile

    old = saved(session.profile)
    changes: dict[str, Any] = {"allow_http": old.allow_http, "tls": old.tls}
    if setting == "allow_http":
        if value is not None and value.lower() not in (*YES, *NO):
            raise click.UsageError("allow_http is yes or no.", click.get_current_context())
        changes["allow_http"] = value is not None and value.lower() in YES
    else:
        member = setting.removeprefix("tls.")
        default = getattr(TlsPolicy(), member)
        values = {**old.tls._asdict(), member: default if value is None else _placed(member, value)}
        changes["tls"] = TlsPolicy(**values)
    return save_profile(old.name, old.api_key, old.api_url, keyring=old.in_keyring, **changes)


def _placed(member: str, value: str) -> str:
    """Return a value; a file is named so that it is found from every folder."""
    from pathlib import Path

    return value if member == "minimum_version" else str(Path(value).expanduser().absolute())


def saved(name: str | None) -> Profile:
    """Return a saved profile with its key; the default one unless it is named.

    Raises
    ------
    MissingError
        It is not saved.
    """
    from ..config import list_profiles
    from ..config.profiles import with_key

    found = next((one for one in list_profiles() if (one.is_default if name is None else one.name == name)), None)
    if found is None:
        raise missing(name)
    return with_key(found) if found.in_keyring else found


class MissingError(click.ClickException):
    """There is no such profile."""

    exit_code = 4
    hint = "crucible config list shows which are saved, and crucible login saves one."


def missing(name: str | None) -> MissingError:
    """Return the error for a profile that is not saved."""
    return MissingError(f"No profile {name} is saved." if name else "No profile is saved as the default one.")


config = Noun(
    "config", "Show and change settings, and the profiles in which addresses and keys are saved.",
    [show, list_, use, remove, set_, unset, path],
)  # fmt: skip
