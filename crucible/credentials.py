"""The API key as a value that cannot be printed by accident, and the keyring of the system that may keep it."""

from __future__ import annotations

from typing import NoReturn, Protocol, cast

from .errors import ConfigError

STARS = "********"
SERVICE = "crucible-client"  # under which keys lie in the keyring


class Secret:
    """A text that prints as stars, whatever prints it; `reveal` is the only way to it.

    It cannot be pickled: a key in a file or a message queue is a key lost.

    Examples
    --------
    >>> key = Secret("abc")
    >>> print(key, repr(key), f"{key:>10}", [key])
    ******** Secret(********)   ******** [Secret(********)]
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def of(cls, value: str | Secret | None) -> Secret | None:
        """Return `value` as a secret, whatever it is; None stays None."""
        return value if value is None or isinstance(value, Secret) else cls(value)

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def hide_in(self, text: str) -> str:
        """Return `text` with stars in place of this secret, for words of the server that may repeat it."""
        return text.replace(self._text, STARS) if self._text else text

    def __str__(self) -> str:
        return STARS

    def __repr__(self) -> str:
        return f"Secret({STARS})"

    def __format__(self, spec: str) -> str:
        return format(STARS, spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac

        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be copied or pickled; pass the key on where it is needed")


class SecretText(str):
    """A text that has to be a text where it is used, such as a signed address, and that tracebacks show as stars.

    What prints it prints it; what shows the value of a variable, alone or in a list or dictionary, does not.

    >>> address = SecretText("https://storage.example.org/file?signature=abc")
    >>> {"url": address}
    {'url': SecretText(********)}
    """

    __slots__ = ()

    def __str__(self) -> str:
        return self

    def __repr__(self) -> str:
        return f"SecretText({STARS})"


class _Keyring(Protocol):
    """The part of the package ``keyring`` that is used."""

    def get_password(self, service_name: str, username: str) -> str | None: ...
    def set_password(self, service_name: str, username: str, password: str) -> None: ...
    def delete_password(self, service_name: str, username: str) -> None: ...


def remember(name: str, api_url: str, api_key: Secret) -> None:
    """Put a key into the system's keyring, together with the address that it belongs to.

    Raises
    ------
    ConfigError
        There is no keyring, or it refuses.
    """
    keyring = _keyring()
    if keyring is None:
        raise ConfigError(
            "The package keyring is not installed.",
            hint="pip install 'crucible-client[keyring]', or keep the key in the configuration file.",
        )
    import json

    try:
        keyring.set_password(SERVICE, name, json.dumps({"api_url": api_url, "api_key": api_key.reveal()}))
        return
    except Exception as error:  # each system's keyring has errors of its own
        refused = _refused(error)
    raise refused  # out here: the frames of the keyring's error have the key


def remembered(name: str) -> tuple[str, Secret] | None:
    """Return address and key from the system's keyring; None if there is no keyring or nothing in it.

    Raises
    ------
    ConfigError
        The keyring refuses, or what it has under this name was not written here.
    """
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        stored = Secret.of(keyring.get_password(SERVICE, name))
    except RuntimeError:  # keyring.errors.NoKeyringError: the package is there, the system has none
        return None
    except Exception as error:  # each system's keyring has errors of its own
        refused = _refused(error)
    else:
        found = None if stored is None else _address_and_key(stored)
        if (found is None) == (stored is None):
            return found
        refused = ConfigError(f"The keyring has something else under {SERVICE}, {name}.", hint="Save it again.")
    raise refused


def _address_and_key(stored: Secret) -> tuple[str, Secret] | None:
    import json

    try:
        facts = json.loads(stored.reveal())
        return str(facts["api_url"]), Secret(str(facts["api_key"]))
    except (ValueError, TypeError, KeyError):
        return None


def forget(name: str) -> bool:
    """Take a key out of the system's keyring; return whether there was one.

    Raises
    ------
    ConfigError
        The keyring refuses.
    """
    keyring = _keyring()
    try:
        if keyring is None or keyring.get_password(SERVICE, name) is None:
            return False
        keyring.delete_password(SERVICE, name)
    except RuntimeError:  # the system has none
        return False
    except Exception as error:  # each system's keyring has errors of its own
        refused = _refused(error)
    else:
        return True
    raise refused


def _keyring() -> _Keyring | None:
    """Return the keyring of the system, if its package is installed; it takes long to load."""
    import importlib

    try:
        return cast("_Keyring", importlib.import_module("keyring"))
    except ImportError:
        return None


def _refused(error: Exception) -> ConfigError:
    return ConfigError(f"The keyring of the system refuses: {type(error).__name__}.", hint="Unlock it, or do without.")
