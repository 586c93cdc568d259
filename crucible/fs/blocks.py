"""What was read of a file stays for a while, in blocks."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakValueDictionary

from fsspec.caching import BaseCache, register_cache

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK_BYTES = 64 * 1024
KEPT_BYTES = 64 * 1024 * 1024
ALL_KEPT_BYTES = 512 * 1024 * 1024
"""From so much on, of all files that are open, each new block takes the place of another of its file."""
LARGE_BYTES = 4 * 1024 * 1024
AHEAD_BYTES = 8 * 1024 * 1024
GAP_BYTES = 256 * 1024
"""To fetch so much that nobody reads takes no longer than to ask once more."""
LEAST_BLOCKS = 16
MOST_PLACES = 16
"""At so many places somebody may be reading on."""


_caches: WeakValueDictionary[int, StretchCache] = WeakValueDictionary()


def _all_kept_bytes() -> int:
    caches = [cache for reference in _caches.valuerefs() if (cache := reference()) is not None]
    return sum(len(cache._blocks) * cache.blocksize for cache in caches)


class StretchCache(BaseCache):  # type: ignore[misc] # fsspec has no types
    """Blocks of a file, of which missing ones that lie side by side are fetched in one request.

    Blocks that were not used for the longest time are forgotten, so that the indexes of a file stay, which are used all
    the time. Whoever reads on where something was fetched before gets more and more ahead, also over gaps and at
    several places in turns, as readers of HDF5 do; who jumps about gets a block. Large reads are left alone: they are
    what is read once.

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
        _caches[id(self)] = self
        # How many blocks were fetched at once, by the block after them: there, somebody may read on.
        self._stretches: dict[int, int] = {0: 1}

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
            if number in self._blocks:
                self._used[number] = next(self._clock)
        data = blocks[numbers[0]] if len(numbers) == 1 else b"".join(blocks[number] for number in numbers)
        skipped = numbers[0] * self.blocksize
        return data[start - skipped : end - skipped]

    def _brought(self, first: int, end: int) -> dict[int, bytes]:
        """Fetch blocks, and some more if this goes on after what was fetched before."""
        ahead, last = self._ahead(first), -(-self.size // self.blocksize)
        while end - first < ahead and end < last and end not in self._blocks:
            end += 1
        self._stretches[end] = max(ahead, end - first)
        while len(self._stretches) > MOST_PLACES:
            self._stretches.pop(next(iter(self._stretches)), None)
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

    def _ahead(self, first: int) -> int:
        """Return how many blocks to fetch from one on: twice as many as were fetched before it, with a small gap."""
        most: int = AHEAD_BYTES // self.blocksize
        for end, length in reversed(list(self._stretches.items())):
            if 0 <= first - end <= min(length, GAP_BYTES // self.blocksize):
                self._stretches.pop(end, None)
                return min(length * 2, most)
        return 1

    def _forget(self) -> None:
        """Forget the blocks that were not used for the longest time."""
        most = self._most if _all_kept_bytes() <= ALL_KEPT_BYTES else min(self._most, LEAST_BLOCKS)
        too_many = len(self._blocks) - most
        if too_many > 0:
            used = dict(self._used)
            for number in sorted(used, key=used.__getitem__)[:too_many]:
                self._blocks.pop(number, None)
                self._used.pop(number, None)


register_cache(StretchCache, clobber=True)
