"""Addresses in answers: which lead to the service or its storage, and what stands for them.

Who has an address of the storage needs no key. So none of it is kept but a number: the same file, or the same part of
an upload, has the same number however often it was signed. In a recording, and for the client, it looks like this:

======================  ============================================================================================
in the file             ``https://storage.invalid/7``; nobody can ever be at such a name
for the client          the recorder's or the replay's own origin, the number, and in a recording a word that only
                        this client was told
======================  ============================================================================================
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from crucible.config import is_safe_address

if TYPE_CHECKING:
    from collections.abc import Callable

SERVICE_MARK = "https://service.invalid"
STORAGE_MARK = "https://storage.invalid"
WORD = "link"
SHORTEST_VALUE = 8
MOST_KEPT = 100_000
"""Far more than are signed within the hour that they are good for."""

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]+", re.IGNORECASE)
_SIGNS = re.compile(
    r"(?:x-(?:goog|amz)-.*|.*signature|sig|upload_?id|.*token|.*api_?key|key|.*credential|googleaccessid|"
    r"awsaccesskeyid|expires|session|code|.*secret|password)",
    re.IGNORECASE,
)
_VOLATILE = re.compile(r"(?:x-(?:goog|amz)-.*|.*signature|sig|expires|googleaccessid|awsaccesskeyid)", re.IGNORECASE)
_HANDS_OUT = re.compile(r"/download_links?$|/upload/")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the service handed out."""

    number: int
    url: str = field(repr=False)

    @property
    def values(self) -> list[str]:
        """What of it might be repeated in an answer, and must not be written."""
        query = urlsplit(self.url).query
        texts = [query]
        for pair in query.split("&"):
            name, _, value = pair.partition("=")
            texts += [value, unquote_plus(value)] if _SIGNS.fullmatch(unquote_plus(name)) else []
        return sorted({text for text in texts if len(text) >= SHORTEST_VALUE}, key=len, reverse=True)


class Links:
    """The addresses that a service has handed out to clients of a recorder.

    Parameters
    ----------
    service
        Base URL of its API.
    api_url, storage_url
        What leads to the recorder instead.
    """

    def __init__(self, service: str, api_url: str, storage_url: str) -> None:
        self._service = service
        self._api_url = api_url
        self._storage_url = storage_url
        self._numbers: dict[object, int] = {}
        self._links: dict[str, Link] = {}

    def find(self, number: str, word: str) -> Link | None:
        """Return what one of the recorder's own addresses stands for."""
        link = self._links.get(word)
        return link if link is not None and str(link.number) == number else None

    def for_client(self, text: str, *, handed_out: bool) -> str:
        """Return a text whose addresses lead to the recorder."""
        return self._replaced(text, handed_out, self._api_url, self._own)

    def for_file(self, text: str, *, handed_out: bool) -> str:
        """Return a text without addresses that authorise."""
        path = urlsplit(self._service).path
        return self._replaced(text, handed_out, SERVICE_MARK + path, lambda url: f"{STORAGE_MARK}/{self._number(url)}")

    def _replaced(self, text: str, handed_out: bool, api: str, storage: Callable[[str], str]) -> str:
        if "://" not in text:
            return text

        own = tuple(f"{url}/" for url in (self._api_url, self._storage_url, STORAGE_MARK, SERVICE_MARK))

        def replace(found: re.Match[str]) -> str:
            url = found[0]
            if url.startswith(own):
                return url
            if authorises(url):
                return storage(url)
            if url == self._service or url.startswith((self._service + "/", self._service + "?")):
                return api + url[len(self._service) :]
            return storage(url) if handed_out else url

        return _ADDRESS.sub(replace, text)

    def _own(self, url: str) -> str:
        """Return the recorder's own address for one; what a client must not be led to is left for it to refuse."""
        try:
            address = urlsplit(url)
            is_safe = is_safe_address(address.scheme.lower(), address.hostname or "") and address.port != 0
        except ValueError:
            return url
        if not is_safe or address.username is not None:
            return url
        number, word = self._number(url), secrets.token_urlsafe(16)
        self._links[word] = Link(number, url)
        if len(self._links) > MOST_KEPT:
            del self._links[next(iter(self._links))]
        return f"{self._storage_url}/{number}?{WORD}={word}"

    def _number(self, url: str) -> int:
        address, _, query = url.partition("?")
        kept = tuple(pair for pair in parse_qsl(query, keep_blank_values=True) if not _VOLATILE.fullmatch(pair[0]))
        return self._numbers.setdefault((address, kept), len(self._numbers) + 1)


def texts_mapped(value: Any, text_of: Callable[[str], str]) -> Any:
    """Return a value of JSON with each text in it exchanged."""
    if isinstance(value, dict):
        return {text_of(name): texts_mapped(member, text_of) for name, member in value.items()}
    if isinstance(value, list):
        return [texts_mapped(member, text_of) for member in value]
    return text_of(value) if isinstance(value, str) else value


def hands_out_links(path: str) -> bool:
    """Whether each address in what an operation answers is one of the storage."""
    return _HANDS_OUT.search(path) is not None


def authorises(url: str) -> bool:
    """Whether an address says by itself who asks, or may."""
    try:
        address = urlsplit(url)
        named = [name for part in (address.query, address.fragment) for name, _ in parse_qsl(part)]
    except ValueError:
        return True
    return "@" in address.netloc or any(_SIGNS.fullmatch(name) for name in named)
