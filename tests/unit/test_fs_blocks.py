"""What was read of a file stays for a while, in blocks."""

import random

from support.served import content_of

from crucible.fs import blocks
from crucible.fs.blocks import AHEAD_BYTES, LARGE_BYTES, StretchCache

KIB = 1024


class Fetched:
    """The bytes of a file, and which stretches of them were fetched."""

    def __init__(self, size, block=64 * KIB, kept=16 * 1024 * KIB):
        self.data = content_of(size)
        self.stretches = []
        self.cache = StretchCache(block, self.fetch, size, kept_bytes=kept)

    def fetch(self, start, end):
        self.stretches.append((start, end))
        return self.data[start:end]

    def read(self, start, end):
        assert self.data[start:end] == self.cache._fetch(start, end)


def test_bytes_are_the_files_wherever_they_are_read():
    file = Fetched(3_000_001, block=1000, kept=100 * KIB)
    places = random.Random(1)  # noqa: S311 - places in a file
    for _ in range(3000):
        start = places.randrange(3_000_100)
        file.read(start, start + places.choice([0, 1, 999, 1000, 1001, 70_000, 5_000_000]))


def test_what_was_read_is_not_fetched_again():
    file = Fetched(1000 * KIB)
    for _ in range(3):
        file.read(500 * KIB, 501 * KIB)
    assert [(448 * KIB, 512 * KIB)] == file.stretches


def test_missing_blocks_side_by_side_are_fetched_together():
    file = Fetched(2000 * KIB)
    file.read(640 * KIB, 650 * KIB)
    file.read(600 * KIB, 1000 * KIB)
    assert [(640 * KIB, 704 * KIB), (576 * KIB, 1024 * KIB)] == file.stretches


def test_who_reads_on_gets_more_and_more_ahead():
    file = Fetched(4000 * KIB)
    for start in range(0, 4000 * KIB, 8 * KIB):
        file.read(start, start + 8 * KIB)
    sizes = [end - start for start, end in file.stretches]
    assert [128 * KIB, 256 * KIB, 512 * KIB, 1024 * KIB, 2048 * KIB] == sizes[:5]
    assert 4000 * KIB == sum(sizes)


def test_who_reads_on_at_two_places_in_turns_gets_more_and_more_ahead_at_both():
    file = Fetched(8000 * KIB)
    for start in range(0, 2000 * KIB, 8 * KIB):
        file.read(start, start + 8 * KIB)
        file.read(4000 * KIB + start, 4008 * KIB + start)
    assert 16 > len(file.stretches)


def test_who_reads_on_over_small_gaps_gets_more_and_more_ahead():
    file = Fetched(4000 * KIB)
    for start in range(0, 4000 * KIB, 100 * KIB):
        file.read(start, start + 512)
    assert 8 > len(file.stretches)


def test_who_jumps_over_large_gaps_gets_a_block_each_time():
    """The directories of a TIFF stack are read so: each says where the next one is, behind an image."""
    file = Fetched(20_000 * KIB)
    for start in range(1000 * KIB, 20_000 * KIB, 1000 * KIB):
        file.read(start, start + 200)
    assert {64 * KIB} == {end - start for start, end in file.stretches}


def test_many_files_that_are_open_keep_no_more_than_is_bearable_together(monkeypatch):
    monkeypatch.setattr(blocks, "ALL_KEPT_BYTES", 4000 * KIB)
    files = [Fetched(4000 * KIB) for _ in range(20)]
    for file in files:
        for start in range(0, 4000 * KIB, 400 * KIB):
            file.read(start, start + 350 * KIB)
    kept = sum(len(block) for file in files for block in file.cache._blocks.values())
    assert 4000 * KIB + 20 * blocks.LEAST_BLOCKS * 64 * KIB >= kept


def test_who_reads_here_and_there_gets_nothing_ahead():
    file = Fetched(4000 * KIB)
    for start in (3000, 500, 2000, 1200):
        file.read(start * KIB, start * KIB + 1)
    assert {64 * KIB} == {end - start for start, end in file.stretches}


def test_a_large_read_is_fetched_as_it_is_and_not_kept():
    file = Fetched(2 * LARGE_BYTES)
    for _ in range(2):
        file.read(7, 7 + LARGE_BYTES)
    assert [(7, 7 + LARGE_BYTES)] * 2 == file.stretches


def test_blocks_that_are_used_stay_when_others_are_forgotten():
    file = Fetched(4 * AHEAD_BYTES, kept=AHEAD_BYTES)
    for start in range(64 * KIB, 4 * AHEAD_BYTES, 448 * KIB):
        file.read(0, 10)
        file.read(start, start + 100 * KIB)
    assert 1 == file.stretches.count((0, 128 * KIB)) + file.stretches.count((0, 64 * KIB))
    assert 1 < len([stretch for stretch in file.stretches if stretch[0] > 3 * AHEAD_BYTES])
    before = len(file.stretches)
    file.read(64 * KIB * 8, 64 * KIB * 8 + 10)
    assert before + 1 == len(file.stretches)
