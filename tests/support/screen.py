"""What a terminal shows of what was written to it: as much of one as our pictures need, and no more."""

from __future__ import annotations

import re
import unicodedata

_SEQUENCE = re.compile("\x1b\\[(\\??)(\\d*)([A-Za-z])")


class Screen:
    """Rows of signs. Whatever else than moving up, erasing, paleness and breaking of lines is asked for is an error."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.columns, self.height = columns, rows
        self.rows: list[list[str]] = [[]]
        self.row = self.column = 0
        self.breaks = True
        self.is_pale = False
        self.colours = 0

    @property
    def text(self) -> list[str]:
        """The rows, without blanks and empty rows at their ends."""
        lines = ["".join(row).rstrip() for row in self.rows]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def feed(self, text: str) -> None:
        """Take what was written."""
        place = 0
        while place < len(text):
            sign = text[place]
            if sign == "\x1b":
                found = _SEQUENCE.match(text, place)
                assert found is not None, f"a raw escape: {text[place : place + 20]!r}"
                self._obey(*found.groups())
                place = found.end()
                continue
            if sign == "\r":
                self.column = 0
            elif sign == "\n":
                self._down()
            else:
                assert sign.isprintable(), f"a control character: {sign!r}"
                self._put(sign)
            place += 1

    def resize(self, columns: int) -> None:
        """Break lines that are too long now, as most terminals do; the cursor stays with its line."""
        before, self.rows = self.rows, []
        for number, row in enumerate(before):
            if number == self.row:
                self.row, moved = len(self.rows), True
            self.rows += [row[start : start + columns] for start in range(0, max(1, len(row)), columns)]
        assert moved
        self.columns = columns

    def _put(self, sign: str) -> None:
        wide = 0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if self.column + wide > self.columns:
            if not self.breaks:
                return
            self.column = 0
            self._down()
        row = self.rows[self.row]
        row += " " * (self.column + wide - len(row))
        if wide:
            row[self.column : self.column + wide] = [sign, *[""] * (wide - 1)]
        else:
            row[self.column - 1] += sign
        self.column += wide

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def _obey(self, private: str, number: str, letter: str) -> None:
        row = self.rows[self.row]
        match private + number + letter:
            case "K":
                del row[self.column :]
            case "J":
                del row[self.column :]
                del self.rows[self.row + 1 :]
            case "?7l" | "?7h":
                self.breaks = letter == "h"
            case "2m" | "22m":
                self.is_pale = number == "2"
                self.colours += 1
            case other if other.endswith("A"):
                self.row = max(0, len(self.rows) - self.height, self.row - int(number or 1))
            case other:
                raise AssertionError(f"a sequence that is not ours: {other}")
