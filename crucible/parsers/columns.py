"""How a text table is laid out: separator, header, units, decimal comma, and the settings above the numbers."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .values import as_json, number, quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LOOKED_AT = 300
LONGEST_SETTING = 1000
MOST_SETTINGS = 300
MOST_COLUMNS = 500
SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma", "": "blanks"}
COMMENT = ("#", ";", "!", "'", '"', "%", "*", "//")
SETTING = re.compile(r"(?:[#;!'\"%*]|//)*\s*([A-Za-z][\w .()/-]{0,60}?)\s*[:=]\s*(.+?)\s*$")
NUMBER_WITH_UNIT = re.compile(r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*([A-Za-zµμÅ°%/][A-Za-zµμÅ°%/^0-9-]{0,11})$")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][-+]?\d+)?$")
COMMA_NUMBER = re.compile(r"[-+]?(?:\d+,\d+|\d+)(?:[eE][-+]?\d+)?$")
UNIT = re.compile(r"(.*?)\s*(?:\(([^()]{1,20})\)|\[([^\[\]]{1,20})\]|/\s+(\S{1,20})|\s/(\S{1,20}))$")
BETWEEN_NAMES = re.compile(r"\s*[,;\t]\s*")
NAMING = ("column", "columns", "data")
"""What people call the setting that names the columns."""
NO_VALUE = frozenset(("", "nan", "na", "n/a", "null", "none", "-", "--", "inf", "-inf"))


@dataclass
class Layout:
    """How the table is written.

    Parameters
    ----------
    separator
        One of tab, semicolon and comma; empty for any number of blanks.
    decimal_comma
        Whether 1,5 is one and a half.
    names, units
        Of the columns; empty where there is no header.
    settings
        What stands above the numbers as ``key: value``.
    first_row
        The number of lines before the first row of values.
    """

    separator: str
    decimal_comma: bool
    width: int
    names: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    first_row: int = 0

    def cells(self, line: str) -> list[str]:
        """Return the values of one line, as text without quotes."""
        return split(line, self.separator)

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Yield the values of each row; comments and empty lines are passed over."""
        kept = (line for line in lines if line.strip() and not _comment(line, self.separator))
        if self.separator:
            for row in csv.reader(kept, delimiter=self.separator):
                yield [cell.strip() for cell in row]
        else:
            for line in kept:
                yield line.split()

    def value(self, cell: str) -> float | None:
        """Return the number in a cell; None for text, nan for a cell that says that there is no value."""
        if self.decimal_comma:
            cell = cell.replace(",", ".")
        if NUMBER.match(cell):
            found = float(cell.replace("d", "e").replace("D", "e"))
            return found if math.isfinite(found) else math.nan
        return math.nan if cell.lower() in NO_VALUE else None


def layout_of(lines: list[str]) -> Layout | None:
    """Return the layout of a table from its first lines; None if they are not one.

    Examples
    --------
    >>> found = layout_of(["sample: Cu", "2theta (deg);I [counts]", "10,0;5", "10,5;7", "11,0;6"])
    >>> found.separator, found.decimal_comma, found.names, found.units, found.settings, found.first_row
    (';', True, ['2theta', 'I'], ['deg', 'counts'], {'sample': 'Cu'}, 2)
    """
    lines = lines[:LOOKED_AT]
    best: Layout | None = None
    best_rows = 0
    for separator in SEPARATORS:
        found = _block(lines, separator)
        if found and (best is None or found[1] > best_rows * 1.2):
            best, best_rows = found
    if best is None:
        return None
    _describe(best, lines)
    return best


def _block(lines: list[str], separator: str) -> tuple[Layout, int] | None:
    """The longest run of rows of equal width that hold numbers, for one separator."""
    widths: list[int] = []
    for line in lines:
        text = line.strip()
        cells = split(line, separator)
        counted = 2 <= len(cells) <= MOST_COLUMNS and not _comment(text, separator)
        widths.append((len(cells) if counted and _holds_number(cells, separator) else 0) if text else -1)
    longest, begin, rows = 0, 0, 0
    start, width, count = 0, 0, 0
    for n, found in enumerate([*widths, 0]):
        if found == -1:
            continue
        if found != width or not found:
            if count > rows:
                longest, begin, rows = width, start, count
            start, width, count = n, found, 0
        count += 1 if found else 0
    if not rows:
        return None
    sample = [split(line, separator) for line in lines[begin : begin + rows] if line.strip()]
    cells = [cell for row in sample for cell in row]
    commas = separator != "," and any("," in cell and COMMA_NUMBER.match(cell) for cell in cells)
    if commas and any(re.match(r"[-+]?\d+\.\d+$", cell) for cell in cells):
        commas = False
    return Layout(separator, commas, longest, first_row=begin), rows


def _holds_number(cells: list[str], separator: str) -> bool:
    return any(NUMBER.match(cell) or (separator != "," and COMMA_NUMBER.match(cell)) for cell in cells)


def _describe(layout: Layout, lines: list[str]) -> None:
    """Read header, units and settings from the lines above the first row."""
    above = lines[: layout.first_row]
    header: list[list[str]] = []
    for line in reversed([line for line in above if line.strip()]):
        bare = line.strip().lstrip("#;!%*'/").strip() if _comment(line, layout.separator) else line
        cells = split(bare, layout.separator)
        if len(cells) != layout.width and _comment(line, layout.separator):
            cells = BETWEEN_NAMES.split(bare)  # people write commas where the numbers have blanks
        if len(cells) != layout.width or len(header) == 2 or _holds_number(cells, layout.separator):
            break
        if SETTING.match(line.strip()) and layout.width == 2 and not layout.separator:
            break
        header.insert(0, cells)
    if header:
        named = [_name_and_unit(cell) for cell in header[0]]
        layout.names = [name[:100] for name, _ in named]
        layout.units = [unit for _, unit in named]
        if len(header) == 2 and not any(layout.units):
            layout.units = [cell.strip("()[] ")[:20] for cell in header[1]]
    used = len(header)
    for line in above[: len(above) - used] if used else above:
        text = line.strip()
        if len(text) <= LONGEST_SETTING and (found := SETTING.match(text)) and len(layout.settings) < MOST_SETTINGS:
            layout.settings[found[1].strip()] = setting(found[2].strip(",;\t "))
    if not layout.names:
        _name_by_setting(layout)


def _name_by_setting(layout: Layout) -> None:
    """Take the names from a setting such as ``columns: two-theta (degree), counts``."""
    for key, value in layout.settings.items():
        cells = BETWEEN_NAMES.split(value) if key.lower() in NAMING and isinstance(value, str) else []
        if len(cells) == layout.width:
            named = [_name_and_unit(cell) for cell in cells]
            layout.names, layout.units = [name[:100] for name, _ in named], [unit for _, unit in named]


def setting(text: str) -> Any:
    """Return the value of a setting, with its unit where it has one.

    >>> setting("40 kV"), setting("Cu"), setting("2e-06")
    ({'value': 40, 'unit': 'kV'}, 'Cu', 2e-06)
    """
    plain = as_json(number(text))
    found = NUMBER_WITH_UNIT.match(text) if isinstance(plain, str) else None  # 2e-06 has no unit
    return quantity(number(found[1]), found[2]) if found else plain


def _name_and_unit(cell: str) -> tuple[str, str]:
    """The parts of a header such as ``2theta (deg)``, ``T [K]`` or ``Energy / eV``."""
    found = UNIT.match(cell.strip())
    if not found or not found[1]:
        return cell.strip(), ""
    return found[1].strip(), next(part for part in found.groups()[1:] if part).strip()


def split(line: str, separator: str) -> list[str]:
    """Return the cells of a line; quotes belong to no cell."""
    if not separator:
        return line.split()
    if '"' in line:
        try:
            return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
        except csv.Error:
            return []
    return [cell.strip() for cell in line.split(separator)]


def _comment(line: str, separator: str) -> bool:
    text = line.lstrip()
    if text.startswith(('"', "'", "*")) and separator:
        return False  # a quoted value
    return text.startswith(COMMENT) and not (separator == ";" and text.startswith(";"))
