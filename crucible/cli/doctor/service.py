"""Checks of the way to the service, of the service itself, and of the storage."""

from __future__ import annotations

import os
import socket
import statistics
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from ..key_holder import SOON_DAYS, days_left, holder, opened, validity
from .connection import PROXY_VARIABLES, UNREACHABLE, _shown
from .findings import OK, PROBLEM, UNTESTED, WARNING, Finding

if TYPE_CHECKING:
    from ...client import CrucibleClient
    from ...config import Settings
    from ...transport.storage import Headers, Storage

SLOW_MS = 2000.0
SPEED_SECONDS = 5.0
SPEED_BYTES = 64 * 1024 * 1024
LOOKED_AT_FILES = 20
UNWRITTEN: Final = "Uploads are not tested: they would leave a file behind."
# Source: signed links of the service point there (study of openapi/SOURCE.md, on files).
STORAGE_HOST: Final = "storage.googleapis.com"


def name(api_url: str) -> Finding:
    """Look up the name of the service, or that of the proxy, which then looks up the service's."""
    from ...transport.storage import proxy_for

    parts = urlsplit(api_url)
    proxy = proxy_for(parts.scheme, parts.netloc)
    host = str(urlsplit(proxy if "://" in proxy else f"//{proxy}").hostname if proxy else parts.hostname)
    of = f"{host}, the proxy," if proxy else host
    if host.replace(".", "").isdigit() or ":" in host:
        return Finding("name", OK, f"{of} is a number already.", facts={"host": host})
    began = time.perf_counter()
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError as error:
        advice = "Check the spelling of the address, the network, and whether a VPN or a proxy is needed."
        return Finding("name", PROBLEM, f"{of} has no address: {error.strerror or error}.", advice, UNREACHABLE)
    took = (time.perf_counter() - began) * 1000
    facts = {"host": host, "addresses": sorted(found), "ms": round(took, 1)}
    text = f"{of} has {len(found)} address{'' if len(found) == 1 else 'es'}, found in {took:.0f} ms."
    return Finding("name", OK, text, facts=facts)


def proxies(api_url: str) -> Finding:
    """Say which proxies are used on the way to the service and to the storage."""
    from ...config import is_loopback
    from ...transport.storage import proxy_for

    parts = urlsplit(api_url)
    is_here = is_loopback(str(parts.hostname))
    of_service = proxy_for(parts.scheme, parts.netloc)
    there = storage_host(api_url)
    of_storage = of_service if there is None else proxy_for("https", there)
    variables = [one for one in PROXY_VARIABLES if os.environ.get(one) or os.environ.get(one.lower())]
    facts = {
        "service": _shown(of_service) if of_service else None,
        "storage": _shown(of_storage) if of_storage else None,
        "variables": variables,
    }
    said = f" ({', '.join(variables)} set)" if variables else ""
    if is_here:
        return Finding("proxy", OK, f"None: what runs on this machine is reached directly{said}.", facts=facts)
    if of_service == of_storage:
        text = (
            f"{_shown(of_service)} for the service{' and the storage' * (there is not None)}" if of_service else "None"
        )
    else:
        text = f"{facts['service'] or 'None'} for the service, {facts['storage'] or 'none'} for the storage"
    return Finding("proxy", OK, f"{text}{said}.", facts=facts)


def service(settings: Settings, seconds: float) -> Finding:
    """Ask whether the service is well, and how long its answers take."""
    from ...config import V2_PATH
    from ...transport import limits

    with limits.within(seconds), opened(settings, seconds) as client:
        health = client.health()
        times = []
        for _ in range(3):
            began = time.perf_counter()
            client.live()
            times.append((time.perf_counter() - began) * 1000)
    ms = statistics.median(times)
    facts = {"status": health.status, "version": health.version, "latency_ms": round(ms, 1)}
    text = f"Version {health.version or 'not known'}, answers in {ms:.0f} ms"
    if health.status != "ok":
        told = f"It is {health.status}; its database: {health.db or 'not known'}. {text}."
        return Finding("service", PROBLEM, told, "Wait, or tell those who run it.", facts=facts)
    if settings.api_url.endswith(V2_PATH):
        advice = f"Log in at {settings.api_url.removesuffix(V2_PATH)}/api/v3: much is not available here."
        return Finding("service", WARNING, f"{text}. This is API v2, which is deprecated.", advice, facts=facts)
    if ms > SLOW_MS:
        return Finding("service", WARNING, f"{text}, which is slow.", "Check the network and the VPN.", facts=facts)
    return Finding("service", OK, f"{text}.", facts=facts)


def key(settings: Settings, seconds: float) -> Finding:
    """Ask whose key it is, and until when it is good."""
    from ...errors import AuthenticationError
    from ...transport import limits

    advice = f"Get another one at {settings.api_url}/user_apikey, and save it: crucible login."
    try:
        with limits.within(seconds), opened(settings, seconds) as client:
            who = holder(client)
    except AuthenticationError as error:
        return Finding("key", PROBLEM, f"The service refuses it: {error.detail or error.message}", advice, 3)
    expires = None if who.key is None else who.key.expires_at
    facts: dict[str, Any] = {"account": who.unique_id, "expires_at": None if expires is None else expires.isoformat()}
    text = f"It is {validity(who.key)}, and belongs to {who.unique_id}."
    if who.key is not None and not who.key.valid:
        return Finding("key", PROBLEM, text, advice, 3, facts)
    if expires is not None and days_left(expires) < SOON_DAYS:
        return Finding("key", WARNING, text, advice, facts=facts)
    return Finding("key", OK, text, facts=facts)


def storage(settings: Settings, seconds: float, *, speed: bool) -> Finding:
    """Read from a file that the account may see; nothing is written, because that could not be taken back."""
    from ...transport import limits
    from ...transport.storage import open_storage

    with limits.within(seconds), opened(settings, seconds) as client:
        url, size = _link(client, largest=speed)
    if url is None:
        host = storage_host(settings.api_url)
        if host is None:
            return Finding("storage", UNTESTED, f"The account sees no file that could be read. {UNWRITTEN}")
        url, size = f"https://{host}/", 0
    with closing(
        open_storage(
            connect_seconds=seconds, stall_seconds=seconds, tls_policy=settings.tls, allow_http=settings.allow_http
        )
    ) as reader:
        return _read_from(reader, url, size, seconds, speed=speed)


def storage_host(api_url: str) -> str | None:
    """Return where a service keeps files, as far as that is known without a link of it."""
    from ...config import PRODUCTION_URL, origin

    return STORAGE_HOST if origin(api_url) == origin(PRODUCTION_URL) else None


def _read_from(reader: Storage, url: str, size: int, seconds: float, *, speed: bool) -> Finding:
    """Ask for a byte of a file, and for more of it if its speed is wanted; without a size the address is no file's."""
    from ...transfer.views.words import amount
    from ...transport import limits

    host = urlsplit(url).hostname
    began = time.perf_counter()
    with limits.within(seconds):
        answer = reader.send("GET", url, headers={"Range": "bytes=0-0"}) if size else reader.send("HEAD", url)
    ms = (time.perf_counter() - began) * 1000
    facts: dict[str, Any] = {"host": host, "status": answer.status, "latency_ms": round(ms, 1)}
    if size and answer.status not in (200, 206):
        text = f"{host} answers {answer.status} to a link that the service has just made."
        return Finding("storage", PROBLEM, text, "Check the clock and any proxy; report it if it stays.", facts=facts)
    text = f"{host} answers in {ms:.0f} ms"
    if not speed:
        return Finding("storage", OK, f"{text}; --speed measures how fast it is.", facts=facts)
    if not size:
        return Finding("storage", OK, f"{text}; there is no file to measure the speed with. {UNWRITTEN}", facts=facts)
    got, took = _read(reader, url, min(size, SPEED_BYTES))
    facts |= {"read_bytes": got, "seconds": round(took, 3), "bytes_per_second": round(got / took)}
    text += f", and sends {amount(got / took)}/s ({amount(got)} read). {UNWRITTEN}"
    return Finding("storage", OK, text, facts=facts)


def _link(client: CrucibleClient, *, largest: bool) -> tuple[str | None, int]:
    """Return a signed address of a file that has content, and its size; none if the account sees no such file."""
    from ...errors import ApiError

    files = [one for one in client.files.list(limit=LOOKED_AT_FILES) if one.size]
    for file in sorted(files, key=lambda one: one.size or 0, reverse=largest)[:3]:
        try:
            return client.files.get_download_link(file).url, file.size or 0
        except ApiError:  # it lies elsewhere, or is gone
            continue
    return None, 0


def _read(reader: Storage, url: str, size: int) -> tuple[int, float]:
    """Read from an address for some seconds; return how many bytes came, and in which time."""
    from ...errors import ConnectionFailedError
    from ...transport import limits

    got = 0

    def receive(status: int, headers: Headers) -> Any:
        def take(piece: bytes) -> None:
            nonlocal got
            got += len(piece)

        return take

    began = time.perf_counter()
    try:
        with limits.within(SPEED_SECONDS):
            reader.send("GET", url, headers={"Range": f"bytes=0-{size - 1}"}, receive=receive)
    except ConnectionFailedError:
        if not got:
            raise
    return got, max(time.perf_counter() - began, 1e-6)
