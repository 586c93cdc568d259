"""The API key as a value that cannot be printed by accident."""

from __future__ import annotations

import hmac
from typing import NoReturn

STARS = "********"


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
        """Return `value` as a secret; None stays None."""
        return cls(value) if isinstance(value, str) else value

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
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be copied or pickled; pass the key on where it is needed")
