"""Points in time, as people type them and as the wire has them; a missing offset means UTC, as to the service."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from .errors import UsageError

EXAMPLES = "Write it like 2026-08-01, 2026-08-01 14:30, 2026-08-01T14:30:00-07:00 or 1 Aug 2026 14:30."

_YEAR_FIRST = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")  # nobody writes year, day, month
_WITHOUT_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?", re.ASCII)
_WITH_BLANK = re.compile(r"(?<=^\d{4}-\d{2}-\d{2}) (?=\d{2}:)", re.ASCII)
_WEEK = re.compile(r"\d{4}-?W\d{2}", re.ASCII)  # Python reads its Monday


def from_wire(text: str) -> datetime:
    """Return the aware time that an answer states.

    Raises
    ------
    ValueError
        The text is no ISO 8601 time.
    """
    return _aware(datetime.fromisoformat(text))


def with_offset(text: str) -> str:
    """Return a time of the wire with an offset and a T; a date means its first moment. Other texts stay as they are.

    Examples
    --------
    >>> with_offset("2026-08-01"), with_offset("2026-08-01 10:30")
    ('2026-08-01T00:00:00+00:00', '2026-08-01T10:30:00+00:00')
    """
    text = _WITH_BLANK.sub("T", text)
    if not _WITHOUT_OFFSET.fullmatch(text):
        return text
    try:
        return from_wire(text).isoformat()
    except ValueError:  # there is no such day
        return text


def from_user(value: datetime | date | str) -> datetime:
    """Return the aware time that somebody gave.

    Parameters
    ----------
    value
        A date, a time (NumPy's too) or a text that can mean one thing only. Without a time of day it is midnight,
        without an offset it is UTC.

    Raises
    ------
    UsageError
        The text can mean several things (``03/04/2026``), not a day (``2026``, ``2026-W31``, ``10:30``), or depends on
        when it is read (``today``).

    Examples
    --------
    >>> from_user("1 Aug 2026 14:30").isoformat()
    '2026-08-01T14:30:00+00:00'
    """
    if type(value).__name__ == "datetime64":  # NumPy's, without loading it; NaT becomes None
        value = value.astype("datetime64[us]").tolist()  # type: ignore[union-attr]
    if isinstance(value, datetime):
        if value != value:  # NaT of pandas
            raise UsageError(f"{value} is no point in time.", hint=EXAMPLES)
        return _aware(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, str):
        raise UsageError(f"{value!r} is neither a date nor a time nor a text.", hint=EXAMPLES)
    if _WEEK.fullmatch(value.strip()):
        raise UsageError(f"{value!r} is a week and no day.", hint=EXAMPLES)
    text = _YEAR_FIRST.sub(lambda found: f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}", value.strip())
    try:
        return _aware(datetime.fromisoformat(text))
    except ValueError:
        return _aware(_only_reading(text))


def _only_reading(text: str) -> datetime:
    """Return what every way to read the text agrees on.

    Parts that the text does not state come from the default date, and two defaults show them; the order of day, month
    and year is tried in all ways.
    """
    from dateutil import parser  # here, because it takes 30 ms to import

    readings = set()
    for day_first in (False, True):
        for year_first in (False, True):
            for default in (datetime(2001, 1, 1), datetime(2002, 2, 2)):
                try:
                    reading = parser.parse(
                        text, default=default, dayfirst=day_first, yearfirst=year_first, tzinfos=_zone
                    )
                except (ValueError, OverflowError):
                    raise UsageError(f"{text!r} is no point in time.", hint=EXAMPLES) from None
                readings.add(reading)
    if len(readings) > 1:
        raise UsageError(f"{text!r} can mean several points in time.", hint=EXAMPLES)
    return readings.pop()


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """Return the zone of an offset; names such as IST mean several zones, and dateutil would drop them."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is not None:
        raise ValueError(name)
    return None


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
