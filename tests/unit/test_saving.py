"""Small files on their way to the disk: written by whoever receives them, flushed by others."""

import os
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from crucible.transfer.flushing import MOST_WAITING_KIB, can_flush_together, flush_together, waiting_kib
from crucible.transfer.lanes import Lanes
from crucible.transfer.saving import HERE_BYTES, Saving
from crucible.transfer.whole import WholeFile, write_whole

MEMORY = Path("/dev/shm")
memory = pytest.mark.skipif(not MEMORY.is_dir(), reason="this system has no folder in memory")


@pytest.fixture(name="memory")
def folder_in_memory():
    """A folder that is on no disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


def opened():
    """Return how many files are open, if the system says so."""
    return len(list(Path("/dev/fd").iterdir())) if Path("/dev/fd").is_dir() else 0


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


def is_disk_here(folder):
    """Whether a folder is on a disk of this machine, all of which can be flushed, and little waits for the disks."""
    is_little = can_flush_together() and waiting_kib() < MOST_WAITING_KIB / 2
    return is_little and os.major(folder.stat().st_dev) > 0


def test_files_that_were_flushed_together_are_not_flushed_again(tmp_path):
    """In whatever folders they are."""
    (tmp_path / "b").mkdir()
    names = [f"{'b/' * (number % 2)}{number}.h5" for number in range(6)]
    files = [WholeFile(tmp_path / name, name.encode()) for name in names]
    together = flush_together(files, {})
    assert together or not is_disk_here(tmp_path)
    assert {together} == {file.commit() is None for file in files}
    assert names == [(tmp_path / name).read_text() for name in names]


@memory
def test_what_does_not_lie_on_a_disk_of_this_machine_is_flushed_file_by_file(memory):
    files = [WholeFile(memory / str(number), b"content") for number in range(3)]
    assert not flush_together(files, {})
    assert [] == [file for file in files if file.commit() is None]


@pytest.mark.skipif(not can_flush_together(), reason="this system does not say how much is to be written")
def test_what_waits_for_the_disks_is_counted(tmp_path):
    with (tmp_path / "large").open("wb", buffering=0) as large:
        found = [waiting_kib()]
        for _ in range(5):  # others flush as well
            large.write(bytes(4 << 20))
            found.append(waiting_kib())
        os.ftruncate(large.fileno(), 0)
    assert any(later - sooner > 1024 for sooner, later in pairwise(found)) or not is_disk_here(tmp_path)


def test_files_of_which_the_system_cannot_say_where_they_are_are_flushed_one_by_one(tmp_path):
    files = [WholeFile(tmp_path / str(number), b"content") for number in range(3)]
    os.close(files[0].descriptor)
    assert not flush_together(files, {})
    files[0].descriptor = -1
    assert [True, True] == [file.commit() is not None for file in files[1:]]
    files[0].discard()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a descriptor that names a file, and opens none")
def test_files_that_the_system_could_not_flush_are_flushed_one_by_one(tmp_path):
    files = [WholeFile(tmp_path / str(number), b"content") for number in range(3)]
    real, files[0].descriptor = files[0].descriptor, os.open(tmp_path, os.O_PATH)
    assert not flush_together(files, {})
    os.close(files[0].descriptor)
    files[0].descriptor = real
    assert [True] * 3 == [file.commit() is not None for file in files]


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
        self.together = None
        """Lets threads wait for each other."""

    def one(self, planned, arrival=None):
        return One(planned)

    def write(self, one):
        self.threads["write", one.planned.target.name] = threading.current_thread()
        if one.planned.target.name not in self.wrong:
            one.file = WholeFile(one.planned.target, b"content")

    def commit(self, one):
        self.go_on.wait(20)
        if self.together is not None and one.planned.target.name != "0":
            self.together.wait(20)
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


@memory
def test_where_each_is_flushed_alone_several_threads_do_it(lanes, memory):
    disk, files = Disk(), 9
    lanes.answered(0.1)  # so that there are many
    disk.together = threading.Barrier(4)
    saving = Saving(lanes, disk)
    for number in range(files):
        saving.add(Planned(memory / str(number), 9), None, lambda: None)
    assert [str(number) for number in range(files)] == told(lanes, files)


def test_a_thread_that_was_left_behind_leaves_nothing_either(lanes, tmp_path):
    before = opened()
    saving = Saving(lanes, Disk())
    saving.close()
    for number in range(3):
        saving.add(Planned(tmp_path / str(number), 9), None, lambda: None)
    assert ([], before) == (names_in(tmp_path), opened())


def test_files_are_not_forgotten_whatever_threads_do_at_a_time(lanes, tmp_path):
    disk, files = Disk(), 600
    saving = Saving(lanes, disk)
    for number in range(files):
        disk.wrong.update([f"{number:03}"] if number % 7 == 3 else [])
        saving.add(Planned(tmp_path / f"{number:03}", 9), None, lambda: None)
        if number % 50 == 7:
            time.sleep(0.01)  # so that those who flush find nothing more to do
    lines = told(lanes, files)
    assert [f"{number:03}" for number in range(files)] == sorted(line.removeprefix("looked at ") for line in lines)


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="this system does not say which files are open")
def test_files_that_nobody_will_put_in_place_are_closed(tmp_path):
    before = opened()
    test_files_that_nobody_will_put_in_place_leave_nothing(tmp_path)
    assert before == opened()
