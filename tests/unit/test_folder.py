"""What is sent, and under which names: files, folders and globs as they lie on this machine."""

import os
import socket
import sys
from pathlib import Path

import pytest

from crucible.errors import UsageError
from crucible.transfer.folder import choose
from crucible.transfer.manifest import manifest_name

MFID = "0tkn2knjast3h0008nyq9zps2c"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs what POSIX file systems have")


@pytest.fixture
def night(tmp_path, monkeypatch):
    """A folder with folders, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ["a.h5", "notes.txt", ".hidden", "raw/a.h5", "raw/dark/c.h5", ".git/config"]:
        path = tmp_path / "night" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "night"


def names(*arguments, **options):
    return [one.name for one in choose(*arguments, **options).files if one.state is None]


def others(choice):
    return {one.name: (one.state, one.reason.partition(",")[0]) for one in choice.files if one.state is not None}


ALL = [".hidden", "a.h5", "notes.txt", ".git/config", "raw/a.h5", "raw/dark/c.h5"]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ("night", ALL),
        ("night/", ALL),
        (Path("night"), ALL),
        (["night/a.h5"], ["a.h5"]),
        (["night/notes.txt", "night/raw"], ["notes.txt", "a.h5", "dark/c.h5"]),
        ({"b.h5": "night/a.h5"}, ["b.h5"]),
        ({"x/b.h5": "night/a.h5", "y": "night/raw"}, ["x/b.h5", "y/a.h5", "y/dark/c.h5"]),
        ({"": "night/raw"}, ["a.h5", "dark/c.h5"]),
        ((path for path in ["night/a.h5"]), ["a.h5"]),
        ("night/*.h5", ["a.h5"]),
        ("night/**/*.h5", ["a.h5", "raw/a.h5", "raw/dark/c.h5"]),
        ("night/*/*.h5", ["raw/a.h5"]),
        ("night/r*/", ["raw/a.h5", "raw/dark/c.h5"]),
        ("*.h5", ["night/a.h5", "night/raw/a.h5", "night/raw/dark/c.h5"]),
        ("n*/a.h5", ["night/a.h5"]),
        (Path("night/?.h5"), ["a.h5"]),
        (["night/*.h5", "night/raw/[d]*/*"], ["a.h5", "dark/c.h5"]),
        ({"x": "night/*.h5"}, ["x/a.h5"]),
        ([], []),
    ],
)
def test_files_folders_and_globs_are_found_with_their_names(night, paths, expected):
    assert expected == names(paths)


def test_a_glob_from_the_root_is_found(night):
    assert ["a.h5", "notes.txt"] == names(f"{night.as_posix()}/[an]*")


@pytest.mark.parametrize("literal", ["a[1].h5", "x*y"] if sys.platform != "win32" else ["a[1].h5"])
def test_a_file_whose_name_looks_like_a_glob_is_that_file(night, literal):
    (night / literal).write_text("1")
    assert [literal] == names(night / literal)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"include": "*.h5"}, ["a.h5", "raw/a.h5", "raw/dark/c.h5"]),
        ({"include": "*.h5", "exclude": "raw/dark/"}, ["a.h5", "raw/a.h5"]),
        ({"exclude": [".*", "**/.*/"]}, ["a.h5", "notes.txt", "raw/a.h5", "raw/dark/c.h5"]),
        ({"include": "/*.h5", "prefix": "run 7/x"}, ["run 7/x/a.h5"]),
    ],
)
def test_patterns_choose_among_the_files_of_folders(night, options, expected):
    assert expected == names("night", **options)


def test_patterns_choose_among_what_a_glob_finds_but_not_among_named_files(night):
    assert ["notes.txt", "dark/c.h5"] == names(["night/notes.txt", "night/raw/**/*.h5"], include="dark/")


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        ("missing", "cannot be read"),
        ("night/*.txt2", "finds nothing"),
        ("missing/*.txt", "finds nothing"),
        ("", "names no file"),
        ({5: "night/a.h5"}, "5 is no name"),
        ("night/\0", "cannot be read"),
        (b"night", "names no file"),
        (7, "names no file"),
        ([7], "names no file"),
        ({"../x": "night/a.h5"}, "not safe"),
        ({"/x": "night/a.h5"}, "not safe"),
        ({"con": "night"}, "not safe"),
        ("night/x*/../a", "can match nothing"),
        (["night/a.h5", "night/raw/a.h5"], "Two files would be called 'a.h5'"),
        ({"x": "night/a.h5", "X": "night/raw/a.h5"}, "cannot be told from the other"),
        ({"x": "night/a.h5", "x/y": "night/raw/a.h5"}, "is a folder of the other"),
    ],
)
def test_what_cannot_be_sent_is_refused(night, paths, words):
    with pytest.raises(UsageError, match=words):
        choose(paths)


def test_one_file_named_twice_is_sent_once(night):
    paths = ["night/a.h5", night / "a.h5", "night/*.h5", "night/**/*.h5"]
    assert ["a.h5", "raw/a.h5"] == names(paths, exclude="c.h5")


@POSIX
def test_nothing_leads_out_of_the_folder_and_special_files_are_reported(night, tmp_path):
    (tmp_path / "secret").write_text("1")
    (night / "out").symlink_to(tmp_path / "secret")
    (night / "raw" / "out").symlink_to("../../secret")
    (night / "same.h5").symlink_to("a.h5")
    (night / "dangling").symlink_to("nothing")
    (night / "linked").symlink_to("raw")
    (night / "raw" / "loop").symlink_to("..")
    os.mkfifo(night / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("night/socket")
    choice = choose("night")
    assert sorted([*ALL, "same.h5"]) == sorted(one.name for one in choice.files if one.state is None)
    assert {
        "dangling": ("left", "it is a link to nothing"),
        "linked": ("left", "it is a link to a folder"),
        "out": ("left", "it is a link out of the folder"),
        "pipe": ("left", "it is a pipe"),
        "raw/loop": ("left", "it is a link to a folder"),
        "raw/out": ("left", "it is a link out of the folder"),
        "socket": ("left", "it is a socket"),
    } == others(choice)
    assert [
        "7 links and special files were not sent: dangling; linked; out; pipe; socket; and 2 more."
    ] == choice.notices
    patterns = ["out", "dangling", "linked", "loop", "pipe", "socket"]
    assert {} == others(choose("night", exclude=patterns))


@POSIX
def test_a_link_that_is_named_itself_is_followed(night, tmp_path):
    (tmp_path / "link").symlink_to(night / "raw")
    (tmp_path / "file").symlink_to(night / "a.h5")
    assert ["file", "a.h5", "dark/c.h5"] == names(["file", "link"])


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_is_reported(night):
    (night / "raw").chmod(0)
    try:
        assert {"raw/": ("failed", "the folder cannot be read: Permission denied")} == others(choose("night"))
        assert {} == others(choose("night", exclude="raw/"))
    finally:
        (night / "raw").chmod(0o700)


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_what_lies_in_a_folder_that_cannot_be_entered_is_reported(night):
    (night / "raw").chmod(0o400)
    try:
        unreadable = ("failed", "it cannot be read: Permission denied")
        assert {"raw/a.h5": unreadable} == others(choose("night", exclude="dark/"))
        with pytest.raises(UsageError, match="cannot be read: Permission denied"):
            choose("night/raw/dark")
    finally:
        (night / "raw").chmod(0o700)


@POSIX
def test_a_file_whose_name_no_dataset_can_have_is_reported_alone(night):
    (night / "two\nlines").write_text("1")
    choice = choose("night")
    assert ALL == [one.name for one in choice.files if one.state is None]
    assert {"two\nlines": "failed"} == {name: state for name, (state, _) in others(choice).items()}
    with pytest.raises(UsageError, match="control characters"):
        choose("night", strict=True)


def test_empty_folders_are_said(night):
    (night / "void" / "in").mkdir(parents=True)
    choice = choose("night")
    assert ALL == [one.name for one in choice.files]
    assert ["Empty folders leave nothing in a dataset: void/in/."] == choice.remarks


def test_a_folder_of_which_nothing_is_chosen_is_said(night):
    assert ["No file of night is chosen by include=['*.dat'], exclude=[]."] == choose("night", include="*.dat").notices


def test_what_downloads_have_put_there_is_not_sent(night):
    (night / manifest_name(MFID)).write_text("")
    (night / "raw" / manifest_name(MFID)).write_text("")
    (night / "record.json").write_text(f'{{"unique_id": "{MFID}"}}')
    (night / "raw" / "a.h5.0123456789abcdef.part").write_text("")
    choice = choose("night")
    assert ALL == [one.name for one in choice.files]
    assert ["4 files that downloads have left beside the others were not sent."] == choice.remarks


@pytest.mark.parametrize("text", ['{"unique_id": "mine"}', "[]", "{", f'{{"unique_id": "{MFID}"}}', "[" * 100_000])
def test_a_record_of_somebody_else_is_data(night, text):
    (night / "record.json").write_text(text)
    choice = choose("night")
    assert sorted([*ALL, "record.json"]) == sorted(one.name for one in choice.files)
    assert "no_record=True" in choice.notices[0]


def test_many_levels_are_no_problem(tmp_path):
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "a").write_text("1")
    assert ["d/" * 300 + "a"] == names(tmp_path)
