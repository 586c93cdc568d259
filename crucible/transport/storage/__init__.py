"""HTTP for signed addresses of the object store: they authorise by themselves, so the key never comes near them.

No authorization, no cookies, no redirects, no content coding: what is received are the bytes as stored. Nothing is
repeated here, because only the caller knows how much of a body has arrived; `crucible.transfer` repeats and resumes.

Two modules do the same: `curl`, by libcurl, which moves bytes at a fraction of what they cost in Python, and `plain`,
by the HTTP library of the API, where there is no libcurl; `exchange` is one request as it is seen from inside libcurl.
With either, `flight` receives many small bodies at a time in one thread, each by a `line`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from ... import config
from ...errors import StorageError
from ..agent import USER_AGENT

if TYPE_CHECKING:
    import threading

    from ...config import TlsPolicy
    from ...errors import CrucibleError
    from .flight import Flight

CONNECT_SECONDS = 10.0
STALL_SECONDS = 60.0
SHORT_BYTES = 64 * 1024
MOST_PORT = 65535
"""What is more, some systems take for the rest of it."""

Receive: TypeAlias = Callable[[int, "Headers"], Callable[[bytes], object] | None]
"""Called once, with status and headers; returns what takes the body, or None to leave it in the answer."""


class Headers(Mapping[str, str]):
    """The headers of an answer, whatever the case of their names; repeated ones are joined by a comma.

    They are decoded when somebody asks for them: of thousands of answers hardly anybody wants to know more than one.
    """

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        self._values: dict[bytes, bytes] = {}
        for name, value in pairs:
            key = name.lower()
            self._values[key] = self._values[key].rstrip() + b", " + value.lstrip() if key in self._values else value

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower().encode("latin-1")].decode("latin-1").strip()

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name in self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and headers, and the first bytes of a body that nobody received, for the reason of a refusal."""

    status: int
    headers: Headers = field(repr=False)
    body: bytes = field(default=b"", repr=False)  # both may repeat the signed address


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of a request of a `Flight`: an answer with all of its body, or the error in the place of both.

    Attributes
    ----------
    status, head, body
        The answer, whatever its status is.
    seconds
        How long the store took to begin it.
    error
        No answer, or not all of it, or the storage was closed.
    """

    status: int = 0
    head: bytes = field(default=b"", repr=False)
    body: memoryview = field(default=memoryview(b""), repr=False)  # both may repeat the signed address
    seconds: float = 0.0
    error: CrucibleError | None = None

    @property
    def headers(self) -> Headers:
        """The headers; for an answer that is as it should be nobody wants to know them."""
        parts = [line.partition(b":") for line in self.head.split(b"\r\n")[1:]]
        return Headers([(name, value) for name, colon, value in parts if colon])


class Body(Protocol):
    """Bytes to send, which may be read more than once."""

    @property
    def size_bytes(self) -> int:
        """How many there are."""

    def read_at(self, first: int, most_bytes: int) -> bytes:
        """Return bytes from a place on: at least one, and at most so many."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes in memory as a `Body`."""

    content: bytes = field(default=b"", repr=False)

    @property
    def size_bytes(self) -> int:
        """How many there are."""
        return len(self.content)

    def read_at(self, first: int, most_bytes: int) -> bytes:
        """Return bytes from a place on."""
        return self.content[first : first + most_bytes]


class Sender(Protocol):
    """Sends requests to signed addresses, one at a time for each thread."""

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        receive: Receive | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """Send one request and return its answer, when all of the body has come.

        Parameters
        ----------
        method, url
            ``GET``, ``HEAD`` or ``PUT``, and a signed address.
        headers
            Sent as they are, for example those that a signature covers, or ``Range``. The length of the body is added.
        body
            What a ``PUT`` sends; nothing by default.
        receive
            What takes the answer's body as it comes. What it raises, or what the body raises, comes out of here.
        stop
            Ends the request within a second when it is set.

        Returns
        -------
        Answer
            Whatever the status is: what 308, 403 or 416 mean depends on the protocol.

        Raises
        ------
        ConnectionFailedError
            No answer, not all of it, or not in time: neither in that of the client nor in that of `limits.within`. All
            bytes that came have been received.
        StorageError
            The address is no https address (http is accepted on this machine only).
        TransferCancelledError
            `stop` was set.
        """


class Storage(Sender, Protocol):
    """Sends requests to signed addresses; several threads may share it."""

    def flight(self) -> Flight:
        """Return what receives many small bodies at a time, in one thread.

        Raises
        ------
        UsageError
            The storage is closed.
        """

    def disconnect(self) -> None:
        """End all requests that run now, within a second; later ones open new connections."""

    def close(self) -> None:
        """End all requests and close all connections."""


def open_storage(
    *,
    connect_seconds: float = CONNECT_SECONDS,
    stall_seconds: float = STALL_SECONDS,
    tls_policy: TlsPolicy | None = None,
    allow_http: bool = False,
) -> Storage:
    """Return the fastest client for signed addresses that this installation has.

    Parameters
    ----------
    connect_seconds, stall_seconds
        How long to wait for a connection, and for the next bytes on it.
    tls_policy
        How connections are secured; as the API's.
    allow_http
        Whether addresses on other machines may be ``http://``.

    Raises
    ------
    ConfigError
        A file of the policy, or a proxy that the environment names, cannot be used.
    """
    kind: Callable[..., Storage]
    try:
        from .curl import CurlStorage as kind  # noqa: N813
    except ImportError:
        from .plain import PlainStorage as kind  # noqa: N813
    return kind(
        connect_seconds=connect_seconds,
        stall_seconds=stall_seconds,
        tls_policy=tls_policy or config.TlsPolicy(),
        allow_http=allow_http,
    )


_REPORT = "Report it to those who run the service."
# Stricter than what either library takes, so that both see the same host: no user, no other forms of a number.
_ADDRESS = re.compile(
    r"([a-z][a-z0-9+.-]*)://(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{1,5})?([/?][\x21-\x7e]*)?", re.ASCII | re.IGNORECASE
)


def checked_host(method: str, url: str, *, allow_http: bool) -> tuple[str, str]:
    """Return scheme and host of a signed address, the host with its port if one is given.

    Raises
    ------
    StorageError
        It is no address, or not a safe one. The address is not shown: it is a secret.
    """
    scheme, host, port = _parts(url)
    if not host:
        raise StorageError(f"The address for {method} at the object store is malformed.", status=0, hint=_REPORT)
    if not config.is_safe_address(scheme, host, allow_http=allow_http):
        raise StorageError(
            f"The address of the object store at {host} is not https.",
            status=0,
            hint=f"{_REPORT[:-1]}; allow_http=True sends in clear if that is meant.",
        )
    return scheme, host + port


def path_of(url: str) -> str:
    """Return the path and the query of an address, as they are."""
    whole = url.partition("#")[0].partition("://")[2]
    first = min((at for at in map(whole.find, "/?") if at >= 0), default=len(whole))
    return whole[first:] if whole[first : first + 1] == "/" else f"/{whole[first:]}"


def _parts(url: str) -> tuple[str, str, str]:
    """Return scheme, host and port; by itself, because tracebacks show variables."""
    found = _ADDRESS.fullmatch(url)
    if found is None or int((found[3] or ":0")[1:]) > MOST_PORT:
        return "", "", ""
    return found[1].lower(), found[2], found[3] or ""


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e]*")
_PORT = re.compile(r":[0-9]+$")


def checked_headers(headers: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """Return what is to be sent, without the length of the body, which each library writes itself.

    Raises
    ------
    StorageError
        A header would not be one: signatures come from a server, and what they cover as well.
    """
    pairs = [("User-Agent", USER_AGENT), ("Accept-Encoding", "identity")]
    for name, value in (headers or {}).items():
        if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise StorageError(f"The header {name[:40]!r} for the object store is malformed.", status=0, hint=_REPORT)
        if name.lower() != "content-length":
            pairs.append((name, value))
    return pairs


def proxy_for(scheme: str, host: str) -> str:
    """Return the proxy on the way to a host, as the environment or the system says; none is an empty text."""
    if config.is_loopback(_PORT.sub("", host)):
        return ""
    import urllib.request  # loads half of the library of Python

    proxies = urllib.request.getproxies()
    proxy: str = proxies.get(scheme) or proxies.get("all") or ""
    return "" if proxy and urllib.request.proxy_bypass(host) else proxy


def library() -> str:
    """Return the name and version of the library that moves bytes, with those of what it is made of."""
    try:
        from .curl import LIBRARY
    except ImportError:
        from .plain import LIBRARY
    name: str = LIBRARY  # pycurl has no types
    return name
