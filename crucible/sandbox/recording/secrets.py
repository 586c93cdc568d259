"""What a secret is, and what a recording has in its place.

Secrets are known by where they stand: in a header that authorises, in a member of a body or a parameter of an address
whose name says so, in the answer of an operation about keys; and by how they look, as far as tokens do. Once known, a
secret is found wherever else it appears, as it is, percent-encoded or in Base64. Each has its own word in its place,
the same one each time, so that an upload's id in an answer and in a later address fit together in a replay.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus, unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Json = Any
WORD = "recorded-secret-"
SHORTEST = 8
"""Shorter ones are replaced where they stand, and not looked for elsewhere: they would be parts of other words."""
SHORTEST_KEY = 4

_NAMES = re.compile(
    r"(?:.*(?:api_?key|access_?key|private_?key|token|secret|password|passwd|passphrase|signature|credentials?|authorization)|"
    r"upload_?id|(?:set_?)?cookies?)",
    re.IGNORECASE,
)
_KEY_PATH = re.compile(r"api_?key", re.IGNORECASE)
_LOOKS = re.compile(
    r"ya29\.[\w.-]+|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\b[Bb]earer +[\w.~+/=-]{8,}|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|"
    r"(?<=X-Goog-Signature=)[^&\s\"'<>]+|(?<=X-Amz-Signature=)[^&\s\"'<>]+|(?<=upload_id=)[^&\s\"'<>]+",
    re.DOTALL | re.IGNORECASE,
)


class Secrets:
    """The secrets of one recording."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._forms: dict[str, str] = {}

    def learn_header(self, value: str) -> None:
        """Know what authorises a request, without the word for how it does."""
        for text in (value, value.strip().rpartition(" ")[2]):
            self._learn(text.strip(), SHORTEST_KEY)
        if value[:6].lower() == "basic ":
            with_name = base64.b64decode(value[6:].strip() + "==", validate=False).decode("utf-8", "replace")
            self._learn(with_name.partition(":")[2], SHORTEST_KEY)

    def learn_cookies(self, value: str) -> None:
        """Know what cookies hold."""
        for pair in value.split(";"):
            self._learn(pair.partition("=")[2].strip(), SHORTEST)

    def _learn(self, text: str, least: int = SHORTEST) -> str:
        """Know a secret, and return what stands in its place."""
        if text.startswith(WORD) or not text:
            return text
        word = self._words.setdefault(text, f"{WORD}{len(self._words) + 1}")
        if len(text) >= least:
            for form in {text, quote(text, safe=""), quote(text), quote_plus(text)}:
                self._forms[form] = word
        return word

    def learn(self, value: Json, path: str = "") -> None:
        """Know the secrets in a body; `path` is that of the operation."""
        if _KEY_PATH.search(path) and isinstance(value, str):
            self._learn(value)
        _walk(value, lambda text: self._learn(text), _KEY_PATH.search(path) is not None)

    def text(self, text: str, others: Iterable[str] = ()) -> str:
        """Return a text without secrets; `others` are such that only here are known to be some."""
        for other in others:
            text = text.replace(other, f"{WORD}of-a-link")
        return self._without(_LOOKS.sub(lambda found: self._learn(found[0]), text), self._forms)

    def _without(self, text: str, forms: Mapping[str, str]) -> str:
        for form, word in forms.items():
            if form in text:
                text = text.replace(form, word)
        return text

    def json(self, value: Json, text_of: Callable[[str], str], path: str = "") -> Json:
        """Return a body without secrets; `text_of` is asked for each text that is none."""
        is_about_keys = _KEY_PATH.search(path) is not None
        if is_about_keys and isinstance(value, str):
            return self._learn(value)
        whole = json.dumps(value, ensure_ascii=False)
        forms = {
            form: word for form, word in self._forms.items() if json.dumps(form, ensure_ascii=False)[1:-1] in whole
        }

        def plain(text: str) -> str:
            return self._without(_LOOKS.sub(lambda found: self._learn(found[0]), text_of(text)), forms)

        return _mapped(value, self._learn, plain, is_about_keys)

    def path(self, path: str) -> str:
        """Return a path without secrets."""
        return "/".join(quote(self._segment(unquote(text))) for text in path.split("/"))

    def _segment(self, text: str) -> str:
        return self._words.get(text) or self.text(text)

    def parameter(self, name: str, value: str) -> str:
        """Return a parameter of an address without secrets."""
        return self._learn(value) if names_secret(name) else self.text(value)

    def are_in(self, data: bytes) -> bool:
        """Whether there is a known secret in some bytes, in whatever form."""
        return any(form in data for text in self._forms for form in _encoded(text))


def names_secret(name: str) -> bool:
    """Whether what goes by a name is a secret.

    >>> names_secret("api_key"), names_secret("nextPageToken"), names_secret("api_key_status")
    (True, True, False)
    """
    return _NAMES.fullmatch(name.replace("-", "_")) is not None


def masked(value: Json) -> Json:
    """Return a body in which all secrets are the same: what a replay compares requests by."""
    return _mapped(value, lambda _: WORD, lambda text: text, is_about_keys=False)


def _encoded(text: str) -> Iterable[bytes]:
    """Yield the forms that a text may have in a file of any kind."""
    plain = text.encode("utf-8", "surrogatepass")
    yield plain
    yield json.dumps(text)[1:-1].encode("ascii")
    for shift in range(
        3
    ):  # Base64 of something longer has it at any of three offsets; the ends depend on what is beside
        inner = base64.b64encode(b"\0" * shift + plain)[(0, 2, 3)[shift] :].rstrip(b"=")
        yield inner[: len(inner) - 1]


def _walk(value: Json, learn: Callable[[str], object], is_about_keys: bool) -> None:
    _mapped(value, lambda text: learn(text) and "", lambda text: text, is_about_keys)


def _mapped(value: Json, secret: Callable[[str], Any], plain: Callable[[str], str], is_about_keys: bool) -> Json:
    """Return a value with each secret, and each other text, exchanged."""

    def hidden(found: Json) -> Json:
        if isinstance(found, dict):
            return {plain(name): hidden(member) for name, member in found.items()}
        if isinstance(found, list):
            return [hidden(member) for member in found]
        return found if found is None or isinstance(found, bool) or found == "" else secret(str(found))

    def shown(found: Json) -> Json:
        if isinstance(found, dict):
            return {plain(name): (hidden if is_one(name) else shown)(member) for name, member in found.items()}
        if isinstance(found, list):
            return [shown(member) for member in found]
        return plain(found) if isinstance(found, str) else found

    def is_one(name: str) -> bool:
        return names_secret(name) or (is_about_keys and name.lower().endswith("key"))

    return shown(value)
