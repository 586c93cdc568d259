"""Checksums of parts, put together."""

import google_crc32c
from hypothesis import given
from hypothesis import strategies as st

from crucible.sandbox.parts import combined_crc32c


@given(st.lists(st.binary(max_size=100)))
def test_the_checksum_of_a_whole_follows_from_those_of_its_parts(parts: list[bytes]) -> None:
    whole = google_crc32c.value(b"".join(parts))
    assert whole == combined_crc32c([(google_crc32c.value(part), len(part)) for part in parts])


@given(st.binary(max_size=100), st.integers(0, 3_000_000))
def test_it_does_so_for_long_parts_too(first: bytes, zeros: int) -> None:
    second = bytes(zeros)
    expected = google_crc32c.value(first + second)
    assert expected == combined_crc32c([(google_crc32c.value(first), len(first)), (google_crc32c.value(second), zeros)])
