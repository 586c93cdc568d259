"""The user's configuration file: a few profiles, each an address with the key that belongs to it.

::

    default_profile = "prod"

    [profiles.prod]
    api_url = "https://crucible.lbl.gov/api/v3"
    api_key = "..."

    [profiles.lab]
    api_url = "https://crucible.example.org/api/v3"
    keyring = true
    tls.authority_file = "/etc/lab.pem"
"""

from __future__ import annotations

import json
import logging
import os
import re
from typing import TYPE_CHECKING, Any

from ..credentials import Secret, forget, remember, remembered
from ..errors import ConfigError
from .addresses import PRODUCTION_URL, checked_key, checked_url, origin
from .folders import changing, config_file, is_open_to_others, write_privately
from .settings import Profile, TlsPolicy, tls_policy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

logger = logging.getLogger(__name__)

DEFAULT = "prod"
# Source: the addresses that the service's own clients use (study of openapi/SOURCE.md, §1.1).
KNOWN_URLS = {DEFAULT: PRODUCTION_URL, "test": "https://crucible.lbl.gov/testapi-staging"}
MEMBERS = {"api_url", "api_key", "keyring", "allow_http", "tls"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,30}")
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_DEFAULT_LINE = re.compile(r"^[ \t]*default_profile[ \t]*=.*(?:\n|\Z)", re.MULTILINE)


def list_profiles(environ: Mapping[str, str] | None = None) -> list[Profile]:
    """Return the profiles of the user's file, in its order; keys that lie in the keyring are not fetched.

    Raises
    ------
    ConfigError
        The file cannot be read, or a profile in it cannot be used.
    """
    path = config_file(environ)
    document = read(path)
    return [_profile(path, name, document) for name in document.get("profiles", {})]


def find(name: str, environ: Mapping[str, str]) -> Profile | None:
    """Return a profile of the user's file with its key, or None if there is none of that name."""
    path = config_file(environ)
    document = read(path)
    if name not in document.get("profiles", {}):
        return None
    profile = _profile(path, name, document)
    return with_key(profile) if document["profiles"][name].get("keyring") else profile


def default(environ: Mapping[str, str]) -> Profile | None:
    """Return the profile that is used when nothing else is said."""
    document = read(config_file(environ))
    name = document.get("default_profile", DEFAULT)
    if found := find(name, environ):
        return found
    if "default_profile" in document:
        raise ConfigError(
            f"{config_file(environ)} names {name!r} as default_profile and has no such profile.",
            hint=f"It has {_names(document)}.",
        )
    return None


def save_profile(
    name: str,
    api_key: str | Secret | None = None,
    api_url: str | None = None,
    *,
    keyring: bool = False,
    make_default: bool | None = None,
    allow_http: bool = False,
    tls: TlsPolicy | None = None,
    environ: Mapping[str, str] | None = None,
) -> Profile:
    """Store an address and its key under a short name, in place of what was stored under it.

    Parameters
    ----------
    name
        Up to 31 letters, digits, ``-`` and ``_``.
    api_key
        The key for this address.
    api_url
        The address; known for ``prod`` and ``test``.
    keyring
        Keep the key in the system's keyring instead of the file.
    make_default
        Whether this is the profile to use when nothing else is said; only if there is no other one unless given.
    allow_http, tls
        How to reach it.
    environ
        Variables that say where the file is; those of the process by default.

    Raises
    ------
    ConfigError
        A value cannot be used, the file cannot be written, or there is no keyring.
    """
    api_key = Secret.of(api_key)
    if not _NAME.fullmatch(name):
        raise ConfigError("That is no name for a profile.", hint="Up to 31 letters, digits, - and _.")
    address = api_url or KNOWN_URLS.get(name)
    if address is None:
        raise ConfigError(f"The profile {name} needs an address.", hint=f"It looks like {PRODUCTION_URL}.")
    address = checked_url(address, allow_http=allow_http)
    if api_key is None:
        raise ConfigError(f"The profile {name} needs a key.", hint=f"One is shown at {address}/user_apikey.")
    checked_key(api_key, "api_key")
    table = _table(name, address, None if keyring else api_key, allow_http, tls or TlsPolicy())
    with changing(environ) as path:
        document = read(path)
        others = [other for other in document.get("profiles", {}) if other != name]
        if make_default is None:
            make_default = not others and document.get("default_profile") in (None, name)
        if keyring:
            remember(name, address, api_key)
        _write(path, document, name, table, make_default)
        if not keyring and document.get("profiles", {}).get(name, {}).get("keyring"):
            forget(name)
        path = config_file(environ)
        return _profile(path, name, read(path))._replace(api_key=api_key)


def use_profile(name: str, *, environ: Mapping[str, str] | None = None) -> Profile:
    """Let a profile of the user's file be the one that is used when nothing else is said, and return it.

    Raises
    ------
    ConfigError
        There is none of that name, or the file cannot be written.
    """
    with changing(environ) as path:
        document = read(path)
        if name not in document.get("profiles", {}):
            raise ConfigError(f"{path} has no profile of that name.", hint=f"It has {_names(document)}.")
        text = Secret(_with_default(_text(path).reveal(), name))
        if _parsed(text) != {**document, "default_profile": name}:
            raise ConfigError(
                f"{path} is written in a way that cannot be edited here.",
                hint=f"Edit it by hand: begin it with default_profile = {json.dumps(name)}.",
            )
        write_privately(path, text)
        return _profile(path, name, read(path))


def remove_profile(name: str, *, environ: Mapping[str, str] | None = None) -> bool:
    """Forget an address and its key, in the file and in the keyring; return whether there was anything to forget.

    Raises
    ------
    ConfigError
        The file cannot be written.
    """
    there = name in read(config_file(environ)).get("profiles", {})
    if there:
        with changing(environ) as path:
            document = read(path)
            if name in document.get("profiles", {}):  # not forgotten by somebody else meanwhile
                _write(path, document, name, None, None)
    # The file comes first: a keyring that refuses must not keep a key in there.
    return forget(name) or there


def with_key(profile: Profile) -> Profile:
    """Return the profile with its key from the keyring.

    Raises
    ------
    ConfigError
        There is none, or it belongs to another address.
    """
    stored = remembered(profile.name)
    if stored is None:
        raise ConfigError(f"The keyring has no key for the profile {profile.name}.", hint="Save the profile again.")
    api_url, api_key = stored
    if origin(api_url) != origin(profile.api_url):
        raise ConfigError(
            f"The key of {profile.name} in the keyring belongs to {origin(api_url)}, its address in the file is "
            f"{profile.api_url}.",
            hint="Save the profile again.",
        )
    return profile._replace(api_key=checked_key(api_key, f"The key of {profile.name} in the keyring"))


def read(path: Path) -> dict[str, Any]:
    """Return what a configuration file says; nothing if there is none.

    Raises
    ------
    ConfigError
        It cannot be read.
    """
    try:
        document = _parsed(_text(path))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}.", hint="Make it yours.") from error
    except UnicodeDecodeError:
        document = None
    if document is None:
        # Neither chained nor quoted: the line that is wrong may have the key.
        raise ConfigError(
            f"{path} is not written as TOML.", hint="Correct it, or remove it and save the profiles again."
        )
    profiles = document.get("profiles", {})
    if not isinstance(profiles, dict) or not all(isinstance(profile, dict) for profile in profiles.values()):
        raise ConfigError(f"{path}: profiles are tables, such as [profiles.{DEFAULT}].", hint="Correct it.")
    if not isinstance(document.get("default_profile", ""), str):
        raise ConfigError(f"{path}: default_profile is a text.", hint="Write the name of a profile there.")
    return document


def _text(path: Path) -> Secret:
    """Return what stands in a file; editors of Windows put a mark at its beginning."""
    return Secret(path.read_text("utf-8-sig"))


def _parsed(text: Secret) -> dict[str, Any] | None:
    """Return what a TOML text says, keys as secrets; None if it is no such text."""
    import tomllib  # takes 20 ms to load, and many have no such file

    try:
        document = tomllib.loads(text.reveal())
    except ValueError:
        return None
    tables = document.get("profiles", {})
    for table in tables.values() if isinstance(tables, dict) else ():
        if isinstance(table, dict) and isinstance(table.get("api_key"), str):
            table["api_key"] = Secret(table["api_key"])
    return document


def _profile(path: Path, name: str, document: dict[str, Any]) -> Profile:
    table, place = document["profiles"][name], _place(path, name)
    if unknown := sorted(set(table) - MEMBERS):
        raise ConfigError(f"{place} has {', '.join(unknown)}.", hint=f"It may have {', '.join(sorted(MEMBERS))}.")
    api_url, api_key = table.get("api_url", KNOWN_URLS.get(name, "")), table.get("api_key", Secret(""))
    if not (isinstance(api_url, str) and isinstance(api_key, Secret) and isinstance(table.get("tls", {}), dict)):
        raise ConfigError(f"{place}: api_url and api_key are texts, and tls is a table.", hint="Correct it.")
    if not api_url:
        raise ConfigError(f"{place} has no api_url.", hint="A key is used with the address beside it only.")
    if api_key and is_open_to_others(path):
        logger.warning("%s has a key and can be read by others; make it yours alone: chmod 600", path)
    allow_http = table.get("allow_http", False) is True
    return Profile(
        name,
        checked_url(api_url, allow_http=allow_http),
        checked_key(api_key, f"api_key of {place}") if api_key else None,
        place,
        tls_policy(table.get("tls", {}), place),
        allow_http,
        document.get("default_profile", DEFAULT) == name,
        table.get("keyring") is True,
    )


def _place(path: Path, name: str) -> str:
    return f"profile {name} in {path}"


def _names(document: dict[str, Any]) -> str:
    return ", ".join(document.get("profiles", {})) or "no profiles"


def _table(name: str, api_url: str, api_key: Secret | None, allow_http: bool, tls: TlsPolicy) -> Secret:
    """Return the text of a profile; JSON texts are TOML texts."""
    lines = [f"[profiles.{name}]", f"api_url = {json.dumps(api_url)}"]
    lines += ["keyring = true"] if api_key is None else []
    lines += ["allow_http = true"] if allow_http else []
    for member in TlsPolicy._fields:
        if (value := getattr(tls, member)) != getattr(TlsPolicy(), member):
            lines.append(f"tls.{member} = {json.dumps(os.fspath(value))}")
    return Secret("\n".join([*lines, *([] if api_key is None else [f"api_key = {json.dumps(api_key.reveal())}"]), ""]))


def _write(path: Path, document: dict[str, Any], name: str, table: Secret | None, make_default: bool | None) -> None:
    """Replace one profile in the text of the file (None: take it away), and leave everything else as it is."""
    text = Secret(_edited(_text(path).reveal() if path.exists() else "", name, table, make_default))
    expected = {member: value for member, value in document.items() if member != "default_profile"}
    expected["profiles"] = {other: value for other, value in document.get("profiles", {}).items() if other != name}
    got = _parsed(text) or {}
    got.pop("default_profile", None)
    there = got.get("profiles", {}).pop(name, None)
    if {"profiles": {}, **got} != expected or (there is None) != (table is None):
        raise ConfigError(
            f"{path} is written in a way that cannot be edited here.",
            hint=f"Edit it by hand: give {name} a table of its own, [profiles.{name}].",
        )
    write_privately(path, text)


def _edited(text: str, name: str, table: Secret | None, make_default: bool | None) -> str:
    head = re.compile(rf"^[ \t]*\[\s*profiles\s*\.\s*[\"']?{re.escape(name)}[\"']?\s*(?:\.[^\]]*)?\].*$", re.MULTILINE)
    while found := head.search(text):
        following = _TABLE.search(text, found.end())
        text = text[: found.start()] + (text[following.start() :] if following else "")
    if make_default:
        text = _with_default(text, name)
    elif table is None and _default_of(text) == name:
        text = _DEFAULT_LINE.sub("", text, count=1)
    if table is not None:
        text = f"{text.rstrip()}\n\n{table.reveal()}" if text.strip() else table.reveal()
    return text


def _with_default(text: str, name: str) -> str:
    line = f"default_profile = {json.dumps(name)}\n"
    if found := _DEFAULT_LINE.search(text):
        return text[: found.start()] + line + text[found.end() :]
    return line + ("" if text.startswith("\n") or not text else "\n") + text


def _default_of(text: str) -> str | None:
    found = _DEFAULT_LINE.search(text)
    return found.group().partition("=")[2].split("#")[0].strip().strip("\"'") if found else None
