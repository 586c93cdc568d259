"""Addresses and keys that others wrote down: earlier clients, a ``.env`` file, and the sandbox of this machine."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..credentials import Secret
from ..errors import ConfigError
from .addresses import OLD_PATHS, PRODUCTION_URL, checked_key, checked_url
from .folders import Variables, config_folder, data_folder, expanded
from .settings import SANDBOX, Profile, TlsPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# Newest first.
EARLIER = ("nano-crucible", "pycrucible")
ASKING_SECONDS = 5.0


def of_earlier_client(environ: Mapping[str, str]) -> Profile | None:
    """Return what the configuration file of an earlier client says; None if there is none, or no key in it.

    Raises
    ------
    ConfigError
        The file cannot be read, or what it says cannot be used.

    Notes
    -----
    An address of an older generation of the API is read as that of the present one on the same host, and a key
    without an address belongs to production, as it did for those clients.

    Source: `nano-crucible` 3.3 and `pycrucible` 1.1 keep ``api_key`` and ``api_url`` in the section ``crucible`` of
    ``config.ini`` in their folder among the user's settings, with or without quotes around a value.
    """
    for client, path in zip(EARLIER, earlier_files(environ), strict=True):
        values = _read_ini(path)
        api_key = Secret(_unquoted(values.pop("api_key", "")))
        if api_key:
            place = f"the file of {client}, {path}"
            return Profile(
                client,
                _present(_unquoted(values.get("api_url", "")) or PRODUCTION_URL),
                checked_key(api_key, place),
                place,
            )
    return None


def earlier_files(environ: Mapping[str, str]) -> list[Path]:
    """Return where earlier clients keep a key, whether they do or not."""
    return [_earlier_folder(client, environ) / "config.ini" for client in EARLIER]


def _earlier_folder(client: str, environ: Mapping[str, str]) -> Path:
    folder = config_folder(environ) / client
    return folder / client if sys.platform == "win32" else folder  # there the maker's name comes first


def _read_ini(path: Path) -> dict[str, str]:
    try:
        file = path.open(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read: {error.strerror or error}.", hint="Make it yours, or remove it."
        ) from error
    import configparser  # few have such a file

    parser = configparser.RawConfigParser(strict=False)
    with file:
        try:
            parser.read_file(file)
            return dict(parser["crucible"]) if "crucible" in parser else {}
        except (configparser.Error, ValueError):
            pass
    # Neither chained nor quoted: the line that is wrong may have the key.
    raise ConfigError(f"{path}, the file of an earlier client, cannot be read.", hint="Correct or remove it.")


def _present(api_url: str) -> str:
    address = api_url.strip().rstrip("/")
    for old in OLD_PATHS:
        if address.endswith(old):
            return checked_url(address.removesuffix(old) + "/api/v3")
    return checked_url(address)


def running_sandbox(environ: Mapping[str, str]) -> Profile:
    """Return the sandbox that runs on this machine, in the folder that it has unless another one is named.

    Its `server.json` says where it is; a killed server leaves that behind, so the server is asked, with the token from
    there, whether it is the one: whoever has taken its port over since learns no key.

    Raises
    ------
    ConfigError
        There is none that answers.
    """
    root = data_folder(environ) / "crucible" / "sandbox"
    if (found := _announced(root)) and _is_there(found[0], found[1], root):
        tls = TlsPolicy(authority_file=_authority(root)) if found[0].startswith("https:") else TlsPolicy()
        return Profile(SANDBOX, checked_url(found[0]), found[2], f"sandbox of {root}", tls)
    raise ConfigError(
        f"No sandbox runs in {root}.",
        hint="Start one with: crucible sandbox start. Or use CrucibleClient.sandbox(), which needs nothing.",
    )


def _authority(root: Path) -> Path:
    """Return where the sandbox of a folder keeps the certificate to trust, if it speaks TLS."""
    return root / "tls" / "authority.pem"


def _announced(root: Path) -> tuple[str, Secret, Secret] | None:
    """Return address, token and key, if they are written down."""
    try:
        facts = json.loads((root / "server.json").read_bytes())
        return str(facts["api_url"]), Secret(str(facts["token"])), Secret((root / "key").read_text("ascii"))
    except (OSError, ValueError, TypeError, KeyError):  # there is none, or another release wrote it
        return None


def _is_there(api_url: str, token: Secret, root: Path) -> bool:
    import http.client

    connection: http.client.HTTPConnection
    try:
        address = urlsplit(api_url)
        place = str(address.hostname), address.port
        if address.scheme == "https":
            import ssl

            trust = ssl.create_default_context(cafile=_authority(root))
            connection = http.client.HTTPSConnection(*place, timeout=ASKING_SECONDS, context=trust)
        else:
            connection = http.client.HTTPConnection(*place, timeout=ASKING_SECONDS)
    except (OSError, ValueError):  # no address, or no certificate
        return False
    try:
        connection.request("GET", "/_sandbox/server", headers={"Authorization": f"Bearer {token.reveal()}"})
        response = connection.getresponse()
        answer: Any = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return response.status == 200 and isinstance(answer, dict) and answer.get("root") == str(root.resolve())


def read_env_file(path: Path) -> Variables:
    """Return the variables of a ``.env`` file: lines ``NAME=value``, quotes and a leading ``export`` allowed.

    Raises
    ------
    ConfigError
        It cannot be read.
    """
    try:
        return Variables(dict(_assignments(expanded(path).read_text("utf-8-sig"))))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}.", hint="Check env_file=.") from error
    except UnicodeDecodeError:
        pass  # what is raised in here would bring the bytes along, as its context
    raise ConfigError(f"{path} is no text.", hint="Save it as UTF-8.")


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, found, value = line.strip().removeprefix("export ").partition("=")
        value = value.strip()
        if found and not name.startswith("#"):
            quoted = value[:1] in ('"', "'") and value.find(value[0], 1) > 0
            yield name.strip(), value[1 : value.find(value[0], 1)] if quoted else value.split(" #")[0].rstrip()


def _unquoted(value: str) -> str:
    return value.strip().strip('"').strip("'")
