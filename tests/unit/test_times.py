"""Times as people type them."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from crucible import times
from crucible.errors import UsageError

PACIFIC = timezone(timedelta(hours=-7))
INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-08-01", datetime(2026, 8, 1, tzinfo=UTC)),
        ("20260801", datetime(2026, 8, 1, tzinfo=UTC)),
        ("2026/8/1", datetime(2026, 8, 1, tzinfo=UTC)),
        ("2026.08.01 14:30", datetime(2026, 8, 1, 14, 30, tzinfo=UTC)),
        ("2026-08-01 14:30", datetime(2026, 8, 1, 14, 30, tzinfo=UTC)),
        (" 2026-08-01T14:30:00Z ", datetime(2026, 8, 1, 14, 30, tzinfo=UTC)),
        ("2026-08-01T14:30:00-07:00", datetime(2026, 8, 1, 14, 30, tzinfo=PACIFIC)),
        ("1 Aug 2026 14:30", datetime(2026, 8, 1, 14, 30, tzinfo=UTC)),
        ("August 1st, 2026 2:30 pm", datetime(2026, 8, 1, 14, 30, tzinfo=UTC)),
        ("Sat, 01 Aug 2026 14:30:00 +0530", datetime(2026, 8, 1, 14, 30, tzinfo=INDIA)),
        ("13/04/2026", datetime(2026, 4, 13, tzinfo=UTC)),
        (date(2026, 8, 1), datetime(2026, 8, 1, tzinfo=UTC)),
        (np.datetime64("2026-08-01"), datetime(2026, 8, 1, tzinfo=UTC)),
        (np.datetime64("2026-08-01T14:30", "ns"), datetime(2026, 8, 1, 14, 30, tzinfo=UTC)),
        (datetime(2026, 8, 1, 14, 30), datetime(2026, 8, 1, 14, 30, tzinfo=UTC)),
        (datetime(2026, 8, 1, 14, 30, tzinfo=PACIFIC), datetime(2026, 8, 1, 14, 30, tzinfo=PACIFIC)),
    ],
)
def test_a_time_that_can_mean_one_thing_is_read(given, expected):
    read = times.from_user(given)
    assert (expected, expected.utcoffset()) == (read, read.utcoffset())


@pytest.mark.parametrize(
    "given",
    ["2026", "today", "now", "tomorrow", "03/04/2026", "10:30", "Aug 2026", "2026-08", "Saturday", "1 Aug 26", "5", "",
     "2026-13-01", "1e5", "9" * 30, "1 Aug 2026 10:00 EST", "1 Aug 2026 10:00 IST", "yesterday 10:00", 1785578400,
     "2026-W31", "2026W31", None, np.datetime64("NaT")],
)  # fmt: skip
def test_a_time_that_can_mean_several_things_is_refused_with_examples(given):
    with pytest.raises(UsageError, match="2026-08-01 14:30"):
        times.from_user(given)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-08-01T10:00:00", datetime(2026, 8, 1, 10, tzinfo=UTC)),
        ("2026-08-01T10:00:00.25Z", datetime(2026, 8, 1, 10, 0, 0, 250000, tzinfo=UTC)),
        ("2026-08-01T10:00:00-07:00", datetime(2026, 8, 1, 10, tzinfo=PACIFIC)),
    ],
)
def test_a_time_of_the_wire_without_an_offset_is_utc(text, expected):
    assert expected == times.from_wire(text)


def test_a_time_of_the_wire_in_another_form_is_refused():
    with pytest.raises(ValueError):
        times.from_wire("1 Aug 2026")
