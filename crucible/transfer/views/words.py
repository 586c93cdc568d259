"""Sizes and times as people read them, and names as they may be shown."""

from __future__ import annotations

from ...signs import columns_of, width

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
_ELLIPSIS = "…"


def scaled(size_bytes: float) -> tuple[str, str]:
    """Return three digits and a unit of 1000, 1000², … bytes.

    >>> scaled(0), scaled(999), scaled(1000), scaled(1_234_567), scaled(999_999)
    (('0', 'B'), ('999', 'B'), ('1.00', 'kB'), ('1.23', 'MB'), ('1.00', 'MB'))
    """
    amount = max(0.0, size_bytes)
    for unit in _UNITS:
        if amount < 999.5 or unit == _UNITS[-1]:
            break
        amount /= 1000
    digits = 0 if unit == "B" or amount >= 99.95 else 1 if amount >= 9.995 else 2
    return f"{amount:.{digits}f}", unit


def amount(size_bytes: float) -> str:
    """Return a number of bytes.

    >>> amount(61_500)
    '61.5 kB'
    """
    return " ".join(scaled(size_bytes))


def amount_of(done_bytes: int, size_bytes: int | None) -> str:
    """Return how many bytes of how many, with one unit if it is the same.

    >>> amount_of(1_200_000, 4_500_000), amount_of(300, 4_500_000), amount_of(300, None)
    ('1.20 of 4.50 MB', '300 B of 4.50 MB', '300 B')
    """
    if size_bytes is None:
        return amount(done_bytes)
    done, unit = scaled(done_bytes)
    size, size_unit = scaled(size_bytes)
    return f"{done} of {size} {size_unit}" if unit == size_unit else f"{done} {unit} of {size} {size_unit}"


def duration(seconds: float) -> str:
    """Return a time in its two largest units.

    >>> [duration(seconds) for seconds in (0.26, 3, 14.4, 75, 3_700, 200_000)]
    ['0.3 s', '3 s', '14 s', '1 min 15 s', '1 h 1 min', '2 d 7 h']
    """
    if seconds < 9.95:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    whole = round(seconds)
    for size, unit, small, small_unit in ((86400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            return f"{whole // size} {unit} {whole % size // small} {small_unit}"
    return f"{whole} s"


def percent(done_bytes: int, size_bytes: int) -> int:
    """Return how much of a whole is done; 100 not before all of it is.

    >>> percent(1, 3), percent(999, 1000), percent(5, 5), percent(0, 0)
    (33, 99, 100, 100)
    """
    return 100 if done_bytes >= size_bytes else max(0, done_bytes * 100 // size_bytes)


def fitted(text: str, columns: int) -> str:
    """Return a text that takes so many columns: filled up, or without its beginning, since names differ at the end.

    >>> fitted("scan.h5", 9), fitted("raw/day 1/scan.h5", 9), fitted("試料.h5", 5), fitted("abc", 0)
    ('scan.h5  ', '…/scan.h5', '….h5 ', '')
    """
    if width(text) > columns:
        text = _end_of(text, columns - 1)
        text = f"{_ELLIPSIS}{text}" if columns > 0 else ""
    return text + " " * (columns - width(text))


def _end_of(text: str, columns: int) -> str:
    start, taken = len(text), 0
    while start > 0 and taken + columns_of(text[start - 1]) <= columns:
        start -= 1
        taken += columns_of(text[start])
    while start < len(text) and not columns_of(text[start]):  # an accent without its letter
        start += 1
    return text[start:]
