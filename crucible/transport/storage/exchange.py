"""One request to a signed address and its answer, as libcurl asks for the one and hands over the other."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pycurl

from . import SHORT_BYTES, Answer, Bytes, Headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from . import Body, Receive

MOST_PIECES = 32
"""As many pieces of a body, of 16 KiB or less, are handed over together."""
LOOK_SECONDS = 0.1
"""Not more often than this, a request that moves fewer looks whether it is to end."""


class Exchange:
    """One request and its answer, as libcurl asks for the one and hands over the other.

    Its methods are called from inside libcurl, which knows no exceptions: they are kept until it is left.
    """

    def __init__(
        self, is_to_end: Callable[[], bool], stall_seconds: float, body: Body, receive: Receive | None
    ) -> None:
        self.body = body
        self.is_enough = False
        self.has_stalled = False
        self._is_to_end = is_to_end
        self._stall_seconds = stall_seconds
        self._receive = receive
        self.head: list[bytes] = []
        """Lines of heads; those of a proxy or of ``100 Continue`` may come before that of the answer."""
        self.pieces: list[bytes] = []
        """Of the body; to hand over each by itself would cost more than to receive it."""
        self._read: tuple[int, Headers] | None = None
        self._take: Callable[[bytes], object] | None = None
        self._short = bytearray()
        self._read_bytes = 0
        self._moved = 0.0
        self._look_at = 0.0
        self._moved_at = time.monotonic()
        self._error: BaseException | None = None

    def wanted(self, most_bytes: int) -> bytes | int:
        """Give the next piece to send; nothing is the end."""
        try:
            left = self.body.size_bytes - self._read_bytes
            piece = self.body.read_at(self._read_bytes, min(most_bytes, left)) if left else b""
            self._read_bytes += len(piece)
        except BaseException as error:
            self._error = error
            return int(pycurl.READFUNC_ABORT)
        return piece

    def progressed(self, _to_come: float, received: float, _to_send: float, sent: float) -> int:
        """Say, once a second or more often, whether to end the request."""
        now = time.monotonic()
        if now < self._look_at and len(self.pieces) < MOST_PIECES:  # libcurl asks with each piece
            return 0
        self._look_at, moved = now + LOOK_SECONDS, received + sent
        try:
            self._hand_over()
        except BaseException as error:  # also Ctrl-C
            self._error = error
        if self._error is not None or self.is_enough:
            return 1
        if moved != self._moved:
            self._moved, self._moved_at = moved, time.monotonic()  # what took it may have taken its time
        self.has_stalled = now - self._moved_at > self._stall_seconds
        return 1 if self.has_stalled or self._is_to_end() else 0

    def has_head(self) -> bool:
        """Whether a head has come to its end: libcurl takes a connection that ends in it for an answer without body."""
        return self._read is not None or not self.head[-1].strip()

    def _begin(self) -> tuple[int, Headers]:
        if self._read is None:
            self._read = read_head(self.head)
            if self._receive is not None:
                self._take = self._receive(*self._read)
        return self._read

    def _hand_over(self) -> None:
        """Give the pieces that have come to the receiver."""
        if not self.pieces:
            return
        self._begin()
        data = b"".join(self.pieces)
        self.pieces.clear()
        if self._take is not None:
            self._take(data)
        else:
            self._short += data[: SHORT_BYTES - len(self._short)]
            self.is_enough = len(self._short) >= SHORT_BYTES

    def finish(self) -> None:
        """Hand over the last pieces, or raise what the receiver or the body has raised."""
        if self._error is None:
            self._hand_over()
        else:
            try:
                raise self._error
            finally:
                self._error = None  # which would hold the frames that hold it

    def end(self) -> None:
        """Let go of what belongs to others."""
        self._receive = self._take = None
        self._is_to_end = bool
        self.body = Bytes()

    def answer(self) -> Answer:
        """Return the answer."""
        return Answer(*self._begin(), bytes(self._short))


def read_head(lines: list[bytes]) -> tuple[int, Headers]:
    """Read the last head that came."""
    first = len(lines) - 1
    while not lines[first].startswith(b"HTTP/"):
        first -= 1
    parts = [line.partition(b":") for line in lines[first + 1 :]]
    return int(lines[first].split(None, 2)[1]), Headers([(name, value) for name, colon, value in parts if colon])
