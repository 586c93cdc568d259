"""What was read of a file stays for a while, in blocks."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, ClassVar

from fsspec.caching import BaseCache, register_cache

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK_BYTES = 256 * 1024
KEPT_BYTES = 64 * 1024 * 1024
LARGE_BYTES = 4 * 1024 * 1024
AHEAD_BYTES = 8 * 1024 * 1024


class StretchCache(BaseCache):  # type: ignore[misc] # fsspec has no types
    """Blocks of a file, of which missing ones that lie side by side are fetched in one request.

    Blocks that were not used for the longest time are forgotten, so that the indexes of a file stay, which are used all
    the time. Whoever reads on where the last fetching ended gets more and more ahead. Large reads are left alone: they
    are what is read once.

    Several threads may read; there is no lock that a child of the process could find locked.

    Parameters
    ----------
    blocksize
        Bytes in a block.
    fetcher
        Returns the bytes from a place on to before another.
    size
        Of the file, in bytes.
    kept_bytes
        How many are kept.
    """

    name: ClassVar[str] = "crucible"

    def __init__(
        self, blocksize: int, fetcher: Callable[[int, int], bytes], size: int, kept_bytes: int = KEPT_BYTES
    ) -> None:
        super().__init__(blocksize, fetcher, size)
        self._most = max(kept_bytes // blocksize, AHEAD_BYTES // blocksize + 2)
        self._blocks: dict[int, bytes] = {}
        self._used: dict[int, int] = {}
        self._clock = itertools.count()
        self._next = 0
        """The block after the last ones that were fetched."""
        self._ahead = 1

    def _fetch(self, start: int | None, end: int | None) -> bytes:
        start, end = start or 0, self.size if end is None else min(end, self.size)
        if start >= end:
            return b""
        if end - start >= LARGE_BYTES:
            self.miss_count += 1
            self.total_requested_bytes += end - start
            return bytes(self.fetcher(start, end))
        numbers = range(start // self.blocksize, (end - 1) // self.blocksize + 1)
        blocks = {number: block for number in numbers if (block := self._blocks.get(number)) is not None}
        if missing := [number for number in numbers if number not in blocks]:
            self.miss_count += 1
            blocks |= self._brought(missing[0], missing[-1] + 1)
        else:
            self.hit_count += 1
        for number in numbers:
            self._used[number] = next(self._clock)
        data = blocks[numbers[0]] if len(numbers) == 1 else b"".join(blocks[number] for number in numbers)
        skipped = numbers[0] * self.blocksize
        return data[start - skipped : end - skipped]

    def _brought(self, first: int, end: int) -> dict[int, bytes]:
        """Fetch blocks, and some more if this goes on where the last fetching ended."""
        most = AHEAD_BYTES // self.blocksize
        self._ahead = min(self._ahead * 2, most) if first == self._next else 1
        last = -(-self.size // self.blocksize)
        while end - first < self._ahead and end < last and end not in self._blocks:
            end += 1
        self._next = end
        begin, stop = first * self.blocksize, min(end * self.blocksize, self.size)
        self.total_requested_bytes += stop - begin
        data = self.fetcher(begin, stop)
        blocks = {
            number: data[(number - first) * self.blocksize : (number - first + 1) * self.blocksize]
            for number in range(first, end)
        }
        self._blocks.update(blocks)
        self._used.update(dict.fromkeys(blocks, next(self._clock)))
        self._forget()
        return blocks

    def _forget(self) -> None:
        """Forget the blocks that were not used for the longest time."""
        too_many = len(self._blocks) - self._most
        if too_many > 0:
            used = dict(self._used)
            for number in sorted(used, key=used.__getitem__)[:too_many]:
                self._blocks.pop(number, None)
                self._used.pop(number, None)


register_cache(StretchCache, clobber=True)
