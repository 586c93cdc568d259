"""The settings to use: who is asked, in which order, and what may be put together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..credentials import Secret, remembered
from ..errors import ConfigError
from .addresses import PRODUCTION_URL, checked_key, checked_url, origin
from .folders import Variables, config_file
from .settings import SANDBOX, Profile, Settings, TlsPolicy, tls_policy

if TYPE_CHECKING:
    from collections.abc import Mapping

URL_VARIABLE = "CRUCIBLE_API_URL"
KEY_VARIABLE = "CRUCIBLE_API_KEY"
PROFILE_VARIABLE = "CRUCIBLE_PROFILE"
HTTP_VARIABLE = "CRUCIBLE_ALLOW_HTTP"
TLS_VARIABLES = {
    "authority_file": "CRUCIBLE_TLS_AUTHORITY_FILE",
    "client_certificate": "CRUCIBLE_TLS_CLIENT_CERTIFICATE",
    "client_key": "CRUCIBLE_TLS_CLIENT_KEY",
    "minimum_version": "CRUCIBLE_TLS_MINIMUM_VERSION",
}
ARGUMENT = "argument"

WAYS = (
    f"Pass api_key= (and api_url=), or set {KEY_VARIABLE} (and {URL_VARIABLE}), or save a profile in the configuration "
    "file with crucible.config.save_profile; a key is shown at "
    f"{PRODUCTION_URL}/user_apikey. To try things out without an account: CrucibleClient.sandbox()."
)


class _Said(NamedTuple):
    """What was said by one way of saying things; None where nothing was."""

    url: str | None
    key: Secret | None
    profile: str | None


def resolve(
    api_url: str | None = None,
    api_key: str | Secret | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    profile: str | None = None,
    env_file: str | os.PathLike[str] | None = None,
    tls: TlsPolicy | None = None,
    allow_http: bool | None = None,
) -> Settings:
    """Return the settings to use.

    Parameters
    ----------
    api_url, api_key
        What the caller said; None where nothing was said.
    environ
        Variables to look into; those of the process by default.
    profile
        Short name of an address and its key, instead of the two.
    env_file
        File with the variables ``CRUCIBLE_...``, instead of those of the process. Such a file is read only if it is
        named here.
    tls, allow_http
        How to reach the address, whatever else says so.

    Raises
    ------
    ConfigError
        Nothing was found, a value cannot be used, or the key belongs to another address than the one asked for.
    """
    api_key = Secret.of(api_key)  # first of all: a traceback may show the variables of this function
    environ = Variables(os.environ if environ is None else environ)
    if env_file is None:
        variables: Mapping[str, str] = environ
        said = _in_variables(environ)
    else:
        from . import elsewhere

        variables = elsewhere.read_env_file(Path(env_file))
        said = _in_variables(variables)
        if said == _Said(None, None, None) and api_key is None and profile is None:
            raise ConfigError(f"{env_file} sets neither {KEY_VARIABLE} nor {PROFILE_VARIABLE}.", hint=WAYS)
    ways = _ways(variables, environ, tls, allow_http)
    if profile is not None:
        if api_url or api_key is not None:
            raise ConfigError(
                "profile= stands for an address and its key.", hint="Give either profile=, or api_url= and api_key=."
            )
        return _settings(_named(profile, environ), ways)
    return _of_argument(api_url, api_key, said, ways) if api_key is not None else _found(api_url, said, environ, ways)


def _of_argument(api_url: str | None, api_key: Secret, said: _Said, ways: _Ways) -> Settings:
    """Return the settings for a key that the caller gave: it goes where the caller or the variable says."""
    if not api_url and said.profile:
        raise ConfigError(
            f"api_key= says with which key, and {PROFILE_VARIABLE} says where, with another key.",
            hint=f"Pass api_url= together with api_key=, or unset {PROFILE_VARIABLE}.",
        )
    url = api_url or said.url
    place = ARGUMENT if api_url else URL_VARIABLE if said.url else f"{ARGUMENT}: a key alone is for production"
    checked = checked_key(api_key, "api_key", hint=WAYS)
    address = checked_url(url or PRODUCTION_URL, allow_http=ways.allow_http)
    return _made(address, checked, place, ARGUMENT, ways)


def _found(api_url: str | None, said: _Said, environ: Mapping[str, str], ways: _Ways) -> Settings:
    """Return the settings with a key that the caller did not give."""
    if said.profile and (other := KEY_VARIABLE if said.key else URL_VARIABLE if said.url else None):
        raise ConfigError(
            f"{PROFILE_VARIABLE} and {other} are both set, and may mean two different systems.",
            hint=f"Unset one of them: {PROFILE_VARIABLE} stands for an address and its key.",
        )
    # Checked before anything else: a key that was taken for an address must not stand in a message.
    asked = checked_url(api_url, allow_http=ways.allow_http) if api_url else None
    beside = checked_url(said.url, allow_http=ways.allow_http) if said.url else None
    if said.profile:
        return _used(_named(said.profile, environ, PROFILE_VARIABLE), asked, ARGUMENT, environ, ways)
    if said.key:
        key = checked_key(said.key, KEY_VARIABLE)
        stored = Profile("", beside or PRODUCTION_URL, key, KEY_VARIABLE)
        place = ARGUMENT if asked else URL_VARIABLE if beside else f"{KEY_VARIABLE}: a key alone is for production"
        return _used(stored, asked or stored.api_url, place, environ, ways)
    found = _stored(environ)
    if found is None:
        url = asked or beside
        raise ConfigError(f"There is no key for {url}." if url else _nothing(environ), hint=WAYS)
    return _used(found, asked or beside, ARGUMENT if asked else URL_VARIABLE, environ, ways)


def _used(stored: Profile, asked: str | None, place: str, environ: Mapping[str, str], ways: _Ways) -> Settings:
    """Return the settings for a key that lies beside an address, at the address that `place` asked for, if any."""
    if asked and origin(asked) != origin(stored.api_url):
        from . import profiles

        fitting = [one.name for one in profiles.list_profiles(environ) if origin(one.api_url) == origin(asked)]
        raise ConfigError(
            f"The key of {stored.place} belongs to {origin(stored.api_url)} and is not sent to {origin(asked)}.",
            hint=f"Use profile={fitting[0]!r}." if fitting else _beside(stored),
        )
    return _settings(stored, ways, asked, place)


def _beside(stored: Profile) -> str:
    if stored.place == KEY_VARIABLE:
        return f"Pass api_key= together with api_url=, or set {URL_VARIABLE} beside {KEY_VARIABLE}."
    return "Pass api_key= together with api_url=, or save a profile for that address."


def _stored(environ: Mapping[str, str]) -> Profile | None:
    """Return the first address with a key that was stored by somebody, without a name if it is no profile."""
    from . import elsewhere, profiles

    if found := profiles.default(environ):
        return found
    if found := elsewhere.of_earlier_client(environ):
        return found._replace(name="")
    kept = remembered(profiles.DEFAULT)
    if kept is None:
        return None
    place = f"{profiles.DEFAULT} in the keyring"
    return Profile("", checked_url(kept[0]), checked_key(kept[1], place), place)


def _named(name: str, environ: Mapping[str, str], variable: str | None = None) -> Profile:
    from . import elsewhere, profiles

    found = profiles.find(name, environ)
    if found is None and name == SANDBOX:
        return elsewhere.running_sandbox(environ)
    if found is None:
        there = ", ".join(one.name for one in profiles.list_profiles(environ)) or "none"
        asked = f"{variable} names" if variable else "profile= names"
        known = f"save_profile({name!r}, api_key)" if name in profiles.KNOWN_URLS else "save_profile"
        raise ConfigError(
            f"{asked} a profile that is not in {config_file(environ)}; there: {there}.",
            hint=f"Save it with crucible.config.{known}. {SANDBOX!r} is the sandbox of this machine.",
        )
    return found


def _nothing(environ: Mapping[str, str]) -> str:
    from . import profiles

    there = [one.name for one in profiles.list_profiles(environ)]
    return f"None of the profiles {', '.join(there)} is the default one." if there else "Nothing is configured."


def _in_variables(variables: Mapping[str, str]) -> _Said:
    key = Secret(variables.get(KEY_VARIABLE, ""))
    return _Said(variables.get(URL_VARIABLE) or None, key or None, variables.get(PROFILE_VARIABLE) or None)


class _Ways(NamedTuple):
    """How an address is to be reached, as far as arguments and variables say so."""

    tls: TlsPolicy | None
    tls_origin: str
    allow_http: bool
    http_origin: str


def _ways(
    variables: Mapping[str, str], environ: Mapping[str, str], tls: TlsPolicy | None, allow_http: bool | None
) -> _Ways:
    named = {name: variables.get(variable) or environ.get(variable) for name, variable in TLS_VARIABLES.items()}
    told = {name: value for name, value in named.items() if value}
    tls_origin = ARGUMENT if tls is not None else ", ".join(TLS_VARIABLES[name] for name in told)
    in_variable = variables.get(HTTP_VARIABLE, "").lower()
    if in_variable not in ("", "0", "1", "false", "true"):
        raise ConfigError(f"{HTTP_VARIABLE} is neither 1 nor 0.", hint="Unset it, or set it to one of them.")
    http_origin = ARGUMENT if allow_http is not None else HTTP_VARIABLE if in_variable else ""
    return _Ways(
        tls if tls is not None else tls_policy(told, "the environment") if told else None,
        tls_origin,
        allow_http if allow_http is not None else in_variable in ("1", "true"),
        http_origin,
    )


def _settings(stored: Profile, ways: _Ways, url: str | None = None, url_place: str = "") -> Settings:
    if stored.api_key is None:
        raise ConfigError(f"The {stored.place} has no key.", hint="Save it again, with its key.")
    return _made(url or stored.api_url, stored.api_key, url_place if url else stored.place, stored.place, ways, stored)


def _made(
    url: str, key: Secret, url_place: str, key_place: str, ways: _Ways, stored: Profile | None = None
) -> Settings:
    origins = {"api_url": url_place, "api_key": key_place}
    tls, allow_http = ways.tls, ways.allow_http
    if tls is not None:
        origins["tls"] = ways.tls_origin
    elif stored is not None and stored.tls != TlsPolicy():
        tls, origins["tls"] = stored.tls, stored.place
    if ways.http_origin:
        origins["allow_http"] = ways.http_origin
    elif stored is not None and stored.allow_http:
        allow_http, origins["allow_http"] = True, stored.place
    profile = stored.name if stored is not None and stored.api_url == url else None
    return Settings(url, key, tls or TlsPolicy(), allow_http, origins, profile or None)
