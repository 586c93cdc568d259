"""A throw-away authority, and what it certifies: this machine's own name, for a server that speaks TLS.

It is made with the standard library, which knows how to use certificates and not how to make them. The usual packages
for that are as large as all the others of the sandbox together, and the program ``openssl`` is not on every machine, so
the few hundred bytes are written here: DER as in ITU-T X.690, certificates as in RFC 5280, keys as in RFC 5915, and
signatures by ECDSA (FIPS 186-5) on the curve P-256.

This is not a cryptographic library: it takes no care of how long anything takes, which somebody could measure. It signs
twice in its life, in a process that has not begun to listen, and the authority's key is never written anywhere, so
nothing else will ever be trusted because of it.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import secrets
import textwrap
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ("localhost", "127.0.0.1", "::1")
LIFETIME = timedelta(days=397)
"""Longer ones are refused by some systems, even of authorities that a user has added."""

EARLIER = timedelta(days=1)
"""Certificates begin before they are made: the clocks of virtual machines and containers may be behind."""


# ---- the curve P-256: y² = x³ - 3x + b, modulo p; multiples of the point G make a group of n elements ----

_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_Point = tuple[int, int]


def _sum(first: _Point | None, second: _Point | None) -> _Point | None:
    """Add two points; None is the one at infinity, which changes nothing."""
    if first is None or second is None:
        return first or second
    if first[0] == second[0] and (first[1] + second[1]) % _P == 0:
        return None
    if first == second:
        slope = (3 * first[0] * first[0] - 3) * pow(2 * first[1], -1, _P)
    else:
        slope = (second[1] - first[1]) * pow(second[0] - first[0], -1, _P)
    x = (slope * slope - first[0] - second[0]) % _P
    return x, (slope * (first[0] - x) - first[1]) % _P


def _multiple(number: int) -> _Point:
    """Multiply the point G, by doubling and adding."""
    result: _Point | None = None
    power: _Point | None = _G
    while number:
        if number & 1:
            result = _sum(result, power)
        power = _sum(power, power)
        number >>= 1
    if result is None:
        raise ValueError("not between 0 and the order of the group")
    return result


class _Key(NamedTuple):
    """A private key, and the public one as it is written: both coordinates of a point."""

    secret: int
    public: bytes

    @classmethod
    def new(cls) -> _Key:
        """Choose a key."""
        secret = 1 + secrets.randbelow(_N - 1)
        x, y = _multiple(secret)
        return cls(secret, b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big"))

    @property
    def id(self) -> bytes:
        """What certificates call the key by: the SHA-1 of its public part, as RFC 5280 proposes."""
        return hashlib.sha1(self.public, usedforsecurity=False).digest()

    def signature(self, message: bytes) -> bytes:
        """Sign the SHA-256 of a message."""
        digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
        while True:
            once = 1 + secrets.randbelow(_N - 1)
            r = _multiple(once)[0] % _N
            s = pow(once, -1, _N) * (digest + r * self.secret) % _N
            if r and s:
                return _sequence(_integer(r), _integer(s))

    def pem(self) -> str:
        """Return the private key as servers load it."""
        curve, public = _tagged(0xA0, _P256), _tagged(0xA1, _bits(self.public))
        return _pem("EC PRIVATE KEY", _sequence(_integer(1), _octets(self.secret.to_bytes(32, "big")), curve, public))


# ---- DER: every value is a tag, a length, and what is inside ----


def _tagged(tag: int, *inside: bytes) -> bytes:
    content = b"".join(inside)
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 128 + len(length))) + length + content


def _sequence(*inside: bytes) -> bytes:
    return _tagged(0x30, *inside)


def _integer(number: int) -> bytes:
    return _tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))  # a zero bit before it: not negative


def _octets(content: bytes) -> bytes:
    return _tagged(0x04, content)


def _bits(content: bytes, unused: int = 0) -> bytes:
    return _tagged(0x03, bytes((unused,)), content)


def _identifier(text: str) -> bytes:
    """Return an object identifier, such as 2.5.29.17."""
    first, second, *others = map(int, text.split("."))
    content = bytearray((40 * first + second,))
    for number in others:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        content += bytes(reversed(groups))
    return _tagged(0x06, bytes(content))


def _time(moment: datetime) -> bytes:
    """Return a moment; RFC 5280 wants years up to 2049 with two digits."""
    if moment.year < 2050:
        return _tagged(0x17, f"{moment:%y%m%d%H%M%SZ}".encode("ascii"))
    return _tagged(0x18, f"{moment:%Y%m%d%H%M%SZ}".encode("ascii"))


def _pem(label: str, content: bytes) -> str:
    lines = "\n".join(textwrap.wrap(base64.b64encode(content).decode("ascii"), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n"


# ---- certificates ----

_P256 = _identifier("1.2.840.10045.3.1.7")
_EC_KEY = _sequence(_identifier("1.2.840.10045.2.1"), _P256)
_ECDSA_SHA256 = _sequence(_identifier("1.2.840.10045.4.3.2"))
_TRUE = b"\x01\x01\xff"
_DIGITAL_SIGNATURE, _SIGNS_CERTIFICATES = _bits(b"\x80", 7), _bits(b"\x06", 1)  # the latter lists of revoked ones, too
_FOR_SERVERS = _sequence(_identifier("1.3.6.1.5.5.7.3.1"))


def _name(text: str) -> bytes:
    """Return a name of a single part, the common name."""
    return _sequence(_tagged(0x31, _sequence(_identifier("2.5.4.3"), _tagged(0x0C, text.encode()))))


def _extension(number: int, content: bytes, *, critical: bool = False) -> bytes:
    return _sequence(_identifier(f"2.5.29.{number}"), _TRUE if critical else b"", _octets(content))


def _alternative(name: str) -> bytes:
    """Return an address or a host's name as one of those that a certificate is for."""
    try:
        return _tagged(0x87, ipaddress.ip_address(name).packed)
    except ValueError:
        return _tagged(0x82, name.encode("ascii"))


def _certificate(subject: str, key: _Key, issuer: str, issuer_key: _Key, extensions: Sequence[bytes]) -> str:
    """Return a certificate, signed by its issuer."""
    now = datetime.now(UTC)
    described = _sequence(
        _tagged(0xA0, _integer(2)),  # version 3
        _integer(secrets.randbits(126) + 1),
        _ECDSA_SHA256,
        _name(issuer),
        _sequence(_time(now - EARLIER), _time(now - EARLIER + LIFETIME)),
        _name(subject),
        _sequence(_EC_KEY, _bits(key.public)),
        _tagged(0xA3, _sequence(*extensions)),
    )
    return _pem("CERTIFICATE", _sequence(described, _ECDSA_SHA256, _bits(issuer_key.signature(described))))


def make_certificates() -> tuple[str, str]:
    """Return the certificate of a new authority, and a server's certificate with its key, each as PEM."""
    authority, server = _Key.new(), _Key.new()
    # Names of authorities tell them apart where several are trusted.
    name = f"Crucible sandbox, throw-away authority {secrets.token_hex(4)}"
    of_authority = [
        _extension(19, _sequence(_TRUE), critical=True),  # it is one
        _extension(15, _SIGNS_CERTIFICATES, critical=True),
        _extension(14, _octets(authority.id)),
    ]
    of_server = [
        _extension(19, _sequence(), critical=True),
        _extension(15, _DIGITAL_SIGNATURE, critical=True),
        _extension(37, _FOR_SERVERS),
        _extension(17, _sequence(*map(_alternative, NAMES))),
        _extension(14, _octets(server.id)),
        _extension(35, _sequence(_tagged(0x80, authority.id))),
    ]
    certified = _certificate("localhost", server, name, authority, of_server)
    return _certificate(name, authority, name, authority, of_authority), certified + server.pem()
