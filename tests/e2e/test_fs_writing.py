"""What is written through ``crucible://``, on a served sandbox."""

# ruff: noqa: F811 - fixtures are imported
import errno
import gc
import io
import zipfile
from contextlib import suppress

import fsspec
import pytest
from support.remote_files import DATA, client, dataset, filled, fs, leftovers, profile, sandbox  # noqa: F401

from crucible.fs import CrucibleFileSystem

# ---- writing ----


def test_what_was_written_is_there_when_the_file_is_closed(fs, dataset, leftovers):
    with fs.open(f"crucible://films/{dataset}/new/notes.txt", "w") as file:
        file.write("grüße")
        assert not fs.exists(f"{dataset}/new/notes.txt")
    assert "grüße".encode() == fs.cat(f"{dataset}/new/notes.txt")
    assert [] == leftovers()


def test_a_file_that_is_written_can_be_searched(fs, dataset):
    """ZIP files, and those of NumPy and HDF5, are not written from the first byte to the last."""
    with fs.open(f"{dataset}/all.zip", "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", b"one")
    with fs.open(f"{dataset}/all.zip") as file, zipfile.ZipFile(file) as archive:
        assert b"one" == archive.read("a.txt")


def test_an_error_while_a_file_is_written_uploads_nothing(fs, dataset, caplog, leftovers):
    for open_file in (
        lambda: fs.open(f"{dataset}/half.bin", "wb"),
        lambda: fsspec.open(f"crucible://{dataset}/half.bin", "wb", client=fs.client),
        lambda: fs.open(f"{dataset}/half.bin", "w"),
    ):
        with pytest.raises(ZeroDivisionError), open_file() as file:
            file.write("x" if isinstance(file, io.TextIOBase) else b"x")
            raise ZeroDivisionError
    assert 3 == caplog.text.count("was not uploaded: ZeroDivisionError")
    assert [] == fs.ls(dataset, refresh=True)
    assert [] == leftovers()


def test_a_file_may_be_written_where_an_error_is_handled(fs, dataset):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        fs.pipe(f"{dataset}/why.txt", b"by zero")
    assert b"by zero" == fs.cat(f"{dataset}/why.txt")


def test_a_file_that_was_never_closed_is_not_uploaded(fs, dataset, caplog, leftovers):
    fs.open(f"{dataset}/lost.bin", "wb").write(b"x")
    gc.collect()
    assert "it was never closed" in caplog.text
    assert [] == fs.ls(dataset, refresh=True)
    assert [] == leftovers()


def test_modes_say_what_becomes_of_a_file_that_is_there(fs, filled):
    path = f"{filled}/raw/a.txt"
    for make in (lambda: fs.open(path, "xb"), lambda: fs.pipe(path, b"new", mode="create")):
        with pytest.raises(FileExistsError):
            make()
    mfid = fs.info(path)["mfid"]
    fs.pipe(path, b"new")
    assert (b"new", mfid) == (fs.cat(path), fs.info(path)["mfid"])
    with pytest.raises(io.UnsupportedOperation, match="'ab'"):
        fs.open(path, "ab")


def test_somebody_else_may_make_the_file_first(client, fs, dataset, leftovers):
    with pytest.raises(FileExistsError), fs.open(f"{dataset}/a.txt", "xb") as file:
        file.write(b"mine")
        CrucibleFileSystem(client=client).pipe(f"{dataset}/a.txt", b"theirs")
    assert b"theirs" == fs.cat(f"{dataset}/a.txt")
    assert [] == leftovers()


def test_content_that_a_dataset_has_is_not_kept_twice(fs, filled):
    with pytest.raises(FileExistsError, match=r"already, as 'raw/a\.txt'"):
        fs.pipe(f"{filled}/copy.txt", b"one\ntwo\n")


@pytest.mark.parametrize("path", ["films/new.txt", "{}", "films", "0tcbwt4cp9x1z000bazhkv5gkg/a.txt"])
def test_a_file_is_written_into_a_dataset_that_is_there(fs, dataset, path, leftovers):
    with pytest.raises((FileNotFoundError, IsADirectoryError)):
        fs.open(path.format(dataset), "wb")
    assert [] == leftovers()


def test_a_transaction_uploads_all_or_nothing(client, dataset):
    fs = CrucibleFileSystem(client=client)
    with pytest.raises(ZeroDivisionError), fs.transaction:
        fs.pipe(f"{dataset}/a.txt", b"a")
        raise ZeroDivisionError
    assert [] == fs.ls(dataset)
    with fs.transaction:
        fs.pipe(f"{dataset}/a.txt", b"a")
        assert [] == fs.ls(dataset, refresh=True)
    assert b"a" == fs.cat(f"{dataset}/a.txt")


def test_an_error_in_the_place_of_one_that_was_handled_is_told_from_it(fs, dataset):
    """Python gives a new error the place in memory of one that is over."""
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as handled:
        file, place = fs.open(f"{dataset}/half.bin", "wb"), id(handled)
    file.write(b"x")
    errors = []
    while not errors or (id(errors[-1]) != place and len(errors) < 1000):
        errors.append(ZeroDivisionError())
    try:
        raise errors[-1]
    except ZeroDivisionError:
        file.close()
    assert [] == fs.ls(dataset, refresh=True)


def test_what_fails_in_a_transaction_leaves_nothing_behind(client, filled, leftovers):
    fs = CrucibleFileSystem(client=client)
    with pytest.raises(FileExistsError), fs.transaction:
        fs.pipe(f"{filled}/copy.txt", b"one\ntwo\n")
        fs.pipe(f"{filled}/other.txt", b"other")
    del fs
    gc.collect()
    assert [] == leftovers()


def test_what_was_given_up_in_a_transaction_is_not_uploaded_by_it(client, dataset):
    fs = CrucibleFileSystem(client=client)
    with fs.transaction:
        with suppress(ZeroDivisionError), fs.open(f"{dataset}/half.bin", "wb") as file:
            file.write(b"x")
            raise ZeroDivisionError
        fs.pipe(f"{dataset}/whole.bin", b"y")
    assert [f"{dataset}/whole.bin"] == fs.find(dataset)


@pytest.mark.parametrize("name", ["../a.txt", "a//b.txt", "CON", "a\tb.txt", "c:/a.txt", "a\\b.txt"])
def test_a_name_that_cannot_be_one_is_refused_before_anything_is_written(fs, dataset, name, leftovers):
    with pytest.raises(OSError, match="is not safe") as caught:
        fs.open(f"{dataset}/{name}", "wb")
    assert (errno.EINVAL, []) == (caught.value.errno, leftovers())


def test_all_names_that_are_lost_to_others_are_counted(fs, dataset, tmp_path):
    for name in "abc":
        (tmp_path / name).write_bytes(b"same")
    with pytest.raises(FileExistsError, match=r"already, as 'a', and so it is with 1 more files"):
        fs.put([str(tmp_path / name) for name in "abc"], [f"{dataset}/{name}" for name in "abc"])


def test_an_empty_file_is_made_once(fs, filled):
    fs.touch(f"{filled}/done")
    fs.touch(f"{filled}/done")
    fs.touch(f"{filled}/scan.bin", truncate=False)
    assert (0, len(DATA)) == (fs.size(f"{filled}/done"), fs.size(f"{filled}/scan.bin"))
    with pytest.raises(FileExistsError, match="cannot replace"):
        fs.touch(f"{filled}/scan.bin")


def test_nothing_is_deleted_copied_or_moved(fs, filled):
    for do, words in [
        (lambda: fs.rm(f"{filled}/scan.bin"), r"client\.files\.delete"),
        (lambda: fs.cp(f"{filled}/scan.bin", f"{filled}/b.bin"), r"get\(\) and put\(\)"),
        (lambda: fs.mv(f"{filled}/scan.bin", f"{filled}/b.bin"), r"client\.files\.update"),
    ]:
        with pytest.raises(NotImplementedError, match=words):
            do()
    assert fs.exists(f"{filled}/scan.bin")


def test_what_is_not_there_cannot_be_deleted_either(fs, filled):
    with pytest.raises(FileNotFoundError):
        fs.rm(f"{filled}/nothing.bin")


def test_files_and_folders_go_up_and_down(fs, dataset, tmp_path):
    (tmp_path / "run" / "raw").mkdir(parents=True)
    (tmp_path / "run" / "a.bin").write_bytes(DATA)
    (tmp_path / "run" / "raw" / "b.txt").write_bytes(b"b")
    fs.put(str(tmp_path / "run"), f"crucible://{dataset}/night", recursive=True)
    assert [f"{dataset}/night/a.bin", f"{dataset}/night/raw/b.txt"] == fs.find(dataset)
    fs.get(f"crucible://{dataset}/night", str(tmp_path / "back"), recursive=True)
    fs.get_file(f"{dataset}/night/a.bin", tmp_path / "one more")
    found = {
        path.relative_to(tmp_path / "back").as_posix(): path.read_bytes() for path in (tmp_path / "back").rglob("*.*")
    }
    assert {"a.bin": DATA, "raw/b.txt": b"b"} == found
    assert DATA == (tmp_path / "one more").read_bytes()


def test_bytes_that_were_altered_do_not_get_a_name(sandbox, fs, filled, tmp_path):
    sandbox.faults.add("alter", on="download", times=2)
    with pytest.raises(OSError, match="SHA-256"):
        fs.get(f"{filled}/scan.bin", str(tmp_path / "scan.bin"))
    assert [] == list(tmp_path.iterdir())
