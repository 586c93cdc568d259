"""The checksums are the known ones, whatever the pieces are."""

import base64
import hashlib
import io

import pytest

from crucible.transfer.checksums import PIECE_BYTES, Crc32c, checksums_of, crc32c_in, sha256_of


@pytest.mark.parametrize(
    ("data", "crc32c"),
    # The last four are the published test vectors of the iSCSI standard (RFC 3720, B.4).
    [
        (b"", 0),
        (b"123456789", 0xE3069283),
        (bytes(32), 0x8A9136AA),
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
        (bytes(range(31, -1, -1)), 0x113FDB5C),
    ],
)
def test_crc32c_is_that_of_the_published_vectors(data, crc32c):
    assert base64.b64encode(crc32c.to_bytes(4, "big")).decode() == checksums_of(io.BytesIO(data)).crc32c


def test_pieces_do_not_change_a_checksum():
    data = bytes(range(256)) * (PIECE_BYTES // 100)
    crc = Crc32c()
    for start in range(0, len(data), 99_991):
        crc.update(data[start : start + 99_991])
    found = checksums_of(io.BytesIO(data))
    assert (len(data), hashlib.sha256(data).hexdigest(), crc.base64) == (found.size_bytes, found.sha256, found.crc32c)
    assert found.sha256 == sha256_of(io.BytesIO(data))


def test_reading_tells_how_far_it_is():
    told = []
    checksums_of(io.BytesIO(bytes(PIECE_BYTES + 5)), told.append)
    assert [PIECE_BYTES, PIECE_BYTES + 5] == told


@pytest.mark.parametrize(
    ("header", "crc32c"),
    [
        ("crc32c=4waSgw==", "4waSgw=="),
        ("md5=JfnnlDI7RTiF9RgfG2JNCw==, crc32c=4waSgw==", "4waSgw=="),
        ("md5=JfnnlDI7RTiF9RgfG2JNCw==", None),
        ("", None),
        (None, None),
    ],
)
def test_the_crc32c_is_found_in_the_header(header, crc32c):
    assert crc32c == crc32c_in(header)
