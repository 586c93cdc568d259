"""The lines of a text file, one after the other, in little memory whatever the file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_LINE = 1_000_000
MOST_SAMPLES = 4000


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines without their ends; a UTF-16 file's too, since instruments on Windows write them.

    Raises
    ------
    ValueError
        A line is longer than a million characters: this is no text for people.
    """
    with path.open("rb") as file:
        mark = file.read(4)
    encoding = "utf-16" if mark[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    with path.open(encoding=encoding, errors="replace") as file:
        while line := file.readline(LONGEST_LINE):
            if len(line) >= LONGEST_LINE:
                raise ValueError(f"a line has more than {LONGEST_LINE} characters")
            yield line.rstrip("\r\n")


class Samples:
    """Some of many rows, evenly spread however many there will be: every second one is dropped when there are too many.

    Parameters
    ----------
    most
        How many are kept; `step` says that it is every so manyth one.

    Examples
    --------
    >>> samples = Samples()
    >>> for number in range(10_000):
    ...     samples.add(number)
    >>> samples.rows[:3], samples.rows[-1], len(samples.rows)
    ([0, 4, 8], 9996, 2500)
    """

    def __init__(self, most: int = MOST_SAMPLES) -> None:
        self.rows: list[Any] = []
        self.step = 1
        self._most = most
        self._seen = 0

    def add(self, row: Any) -> None:
        """Keep the row, or not."""
        if self._seen % self.step == 0:
            if len(self.rows) >= self._most:
                self.rows = self.rows[::2]
                self.step *= 2
            if self._seen % self.step == 0:
                self.rows.append(row)
        self._seen += 1
