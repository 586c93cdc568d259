"""Small files on their way to the disk: written by whoever receives them, flushed by others."""

import sys
import threading
from pathlib import Path

import pytest

from crucible.transfer.flushing import can_flush_together, flush_together
from crucible.transfer.lanes import Lanes
from crucible.transfer.saving import HERE_BYTES, Saving
from crucible.transfer.whole import WholeFile, write_whole


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_small_file_appears_when_it_is_committed_and_leaves_nothing_else(tmp_path):
    file = WholeFile(tmp_path / "a.h5", b"content")
    assert ["a.h5"] != names_in(tmp_path)
    assert file.commit() >= 0
    assert (["a.h5"], b"content") == (names_in(tmp_path), (tmp_path / "a.h5").read_bytes())


def test_a_small_file_that_is_discarded_leaves_nothing(tmp_path):
    (tmp_path / "a.h5").write_bytes(b"before")
    WholeFile(tmp_path / "a.h5", b"content").discard()
    assert (["a.h5"], b"before") == (names_in(tmp_path), (tmp_path / "a.h5").read_bytes())


def test_a_file_that_cannot_be_put_in_place_leaves_nothing(tmp_path):
    (tmp_path / "a.h5" / "inside").mkdir(parents=True)
    with pytest.raises(OSError):
        write_whole(tmp_path / "a.h5", b"content")
    assert ["a.h5"] == names_in(tmp_path)


def test_a_file_that_another_run_takes_for_a_leftover_fails_once_and_is_written_again(tmp_path):
    file = WholeFile(tmp_path / "a.h5", b"content")
    (leftover,) = tmp_path.iterdir()
    if sys.platform == "win32":
        pytest.skip("nobody can remove an open file there")
    leftover.unlink()
    with pytest.raises(FileNotFoundError):
        file.commit()
    write_whole(tmp_path / "a.h5", b"content")
    assert ["a.h5"] == names_in(tmp_path)


def test_files_that_were_flushed_together_are_not_flushed_again(tmp_path):
    files = [WholeFile(tmp_path / f"{number}.h5", b"%d" % number) for number in range(5)]
    flush_together(files)
    assert {can_flush_together()} == {file.commit() is None for file in files}
    assert [b"%d" % number for number in range(5)] == [(tmp_path / f"{n}.h5").read_bytes() for n in range(5)]


def test_one_file_is_flushed_alone(tmp_path):
    file = WholeFile(tmp_path / "a.h5", b"content")
    flush_together([file])
    assert file.commit() is not None


class Planned:
    """A file and its size."""

    def __init__(self, target, size_bytes):
        self.target = target
        self.file = self
        self.size_bytes = size_bytes


class One:
    """A file that is being saved."""

    def __init__(self, planned):
        self.planned = planned
        self.file = None


class Disk:
    """What is done with files, and by which threads; commits may be held up."""

    def __init__(self):
        self.threads = {}
        self.go_on = threading.Event()
        self.go_on.set()
        self.wrong = set()

    def one(self, planned, arrival=None):
        return One(planned)

    def write(self, one):
        self.threads["write", one.planned.target.name] = threading.current_thread()
        if one.planned.target.name not in self.wrong:
            one.file = WholeFile(one.planned.target, b"content")

    def commit(self, one):
        self.go_on.wait(20)
        self.threads["commit", one.planned.target.name] = threading.current_thread()
        file, one.file = one.file, None
        try:
            file.commit()
        except FileNotFoundError:
            return None
        return [one.planned.target.name]

    def look(self, one):
        self.threads["look", one.planned.target.name] = threading.current_thread()
        return [f"looked at {one.planned.target.name}"]


@pytest.fixture
def lanes():
    lanes = Lanes("test", threading.Event())
    yield lanes
    lanes.close()


def told(lanes, count):
    lines = []
    while len(lines) < count:
        lines += lanes.result()
    return sorted(lines)


def test_a_file_is_written_where_it_arrives_and_flushed_elsewhere(lanes, tmp_path):
    disk, done = Disk(), []
    saving = Saving(lanes, disk)
    for number in range(20):
        saving.add(Planned(tmp_path / f"{number:02}", 9), None, lambda: done.append(1))
    assert [f"{number:02}" for number in range(20)] == told(lanes, 20) == names_in(tmp_path)
    here = threading.current_thread()
    assert {("write", True), ("commit", False)} == {
        (what, thread is here) for (what, _), thread in disk.threads.items()
    }
    assert 20 == len(done)


def test_where_nothing_has_to_be_flushed_no_other_thread_is_asked(lanes, tmp_path):
    disk = Disk()
    lanes.flushed(0.0)
    Saving(lanes, disk).add(Planned(tmp_path / "a", 9), None, lambda: None)
    assert {threading.current_thread()} == set(disk.threads.values())
    assert ["a"] == told(lanes, 1)


def test_a_large_file_and_one_that_is_not_right_are_left_to_other_threads(lanes, tmp_path):
    disk, done = Disk(), []
    disk.wrong.add("wrong")
    saving = Saving(lanes, disk)
    saving.add(Planned(tmp_path / "large", HERE_BYTES + 1), None, lambda: done.append(1))
    saving.add(Planned(tmp_path / "wrong", 9), None, lambda: done.append(1))
    assert ["large", "looked at wrong"] == told(lanes, 2)
    here = threading.current_thread()
    assert (False, False) == (disk.threads["write", "large"] is here, disk.threads["look", "wrong"] is here)
    assert 2 == len(done)


def test_files_that_nobody_will_put_in_place_leave_nothing(tmp_path):
    stop = threading.Event()
    lanes, disk = Lanes("test", stop), Disk()
    disk.go_on.clear()
    saving = Saving(lanes, disk)
    for number in range(20):
        saving.add(Planned(tmp_path / f"{number:02}", 9), None, lambda: None)
    stop.set()
    threading.Timer(0.2, disk.go_on.set).start()
    lanes.close()
    saving.close()
    assert [] == [name for name in names_in(tmp_path) if name.endswith(".part")]


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="this system does not say which files are open")
def test_files_that_nobody_will_put_in_place_are_closed(tmp_path):
    before = len(list(Path("/dev/fd").iterdir()))
    test_files_that_nobody_will_put_in_place_leave_nothing(tmp_path)
    assert before == len(list(Path("/dev/fd").iterdir()))
