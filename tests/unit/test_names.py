"""A name from the server becomes a path inside the folder, or a reason why not."""

import os
import sys
from pathlib import Path

import pytest

from crucible.errors import TransferError
from crucible.transfer.names import case_matters_in, check_name, collisions, is_bare, place_inside, shown_name

DATASET = "0tcbwt4cp9x1z000bazhkv5gkg"


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "a.h5",
        "raw/x/a.h5",
        ".hidden",
        "scan (1) [2].h5",
        "12:30:05.csv",
        "é/ü.txt",
        "a..b",
        "...a",
        "console.log",
        "com10",
    ],
)
def test_an_ordinary_name_is_accepted(name):
    assert name == check_name(name, windows=False)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("/etc/passwd", "absolute"),
        ("//host/share", "absolute"),
        ("../x", "'..'"),
        ("a/../../x", "'..'"),
        ("a/..", "'..'"),
        ("..", "'..'"),
        (".", "dot"),
        ("a/./b", "dot"),
        ("a//b", "empty part"),
        ("a/", "empty part"),
        ("C:x", "drive"),
        ("c:/x", "drive"),
        ("..\\x", "backslash"),
        ("\\\\host\\x", "backslash"),
        ("a\0b", "control"),
        ("a\nb", "control"),
        ("a\x1b[2Jb", "control"),
        ("a\x7f", "control"),
        ("a\u2028b", "control"),
        ("gpj\u202eexe", "control"),
        ("\ud800", "control"),
        ("name.", "dot"),
        ("folder./x", "dot"),
        ("name ", "blank"),
        ("name\u00a0", "blank"),
        ("con", "device"),
        ("raw/NUL.h5", "device"),
        ("Aux.tar.gz", "device"),
        ("COM1", "device"),
        ("lpt\u00b9.txt", "device"),
        ("con .txt", "device"),
        ("x" * 256, "255"),
        ("ü" * 128, "255"),
    ],
)
@pytest.mark.parametrize("windows", [True, False])
def test_an_unsafe_name_is_refused_with_the_reason(name, reason, windows):
    with pytest.raises(TransferError, match="not safe") as caught:
        check_name(name, windows=windows)
    assert reason in str(caught.value)


@pytest.mark.parametrize("name", ["12:30:05.csv", "what?", "a*b", 'say "x"', "a|b", "<a>"])
def test_what_windows_cannot_store_is_refused_there_alone(name):
    assert name == check_name(name, windows=False)
    with pytest.raises(TransferError, match="Windows cannot store"):
        check_name(name, windows=True)


@pytest.mark.parametrize(
    ("stored", "filename", "shown"),
    [
        (f"mf-storage-prod/{DATASET}/raw/x/a.h5", "a.h5", "raw/x/a.h5"),
        (f"mf-storage-prod/{DATASET}/a.h5", "a.h5", "a.h5"),
        (f"mf-storage-prod/{DATASET}/raw/ba.h5", "a.h5", "a.h5"),
        (f"mf-storage-prod/{DATASET}/_files/f7", "f7", "f7"),
        ("mf-storage-prod/other/raw/a.h5", "a.h5", "a.h5"),
        (f"mf-crucible-multipart-staging/uploads/{DATASET}/f7/content", "a.h5", "a.h5"),
        (None, "raw/a.h5", "raw/a.h5"),
        (None, None, ""),
    ],
)
def test_the_folders_of_the_stored_object_are_part_of_the_name(stored, filename, shown):
    assert shown == shown_name({"dataset_mfid": DATASET, "storage_path": stored, "filename": filename})


@pytest.mark.parametrize(
    ("names", "case_matters", "colliding"),
    [
        (["a", "b"], False, set()),
        (["a", "A"], True, set()),
        (["a", "A"], False, {"a", "A"}),
        (["x/a", "X/A", "b"], False, {"x/a", "X/A"}),
        (["straße", "STRASSE"], False, {"straße", "STRASSE"}),
        (["\u00fc", "u\u0308", "u"], True, {"\u00fc", "u\u0308"}),
        (["a", "a/b"], True, {"a", "a/b"}),
        (["a/b/c", "a"], True, {"a", "a/b/c"}),
        (["ab", "a/b"], True, set()),
        (["record.json", "b"], True, {"record.json"}),
        (["Record.JSON"], False, {"Record.JSON"}),
        (["Record.JSON"], True, set()),
        (["record.json/x"], True, {"record.json/x"}),
        (["sub/record.json"], True, set()),
    ],
)
def test_names_that_cannot_lie_side_by_side_are_found(names, case_matters, colliding):
    found = collisions(names, case_matters=case_matters)
    assert colliding == set(found)
    assert all(name != rival or name == "record.json" for name, rival in found.items())


def test_whether_case_matters_is_read_from_the_file_system(tmp_path):
    folder = tmp_path / "abc"
    folder.mkdir()
    assert (not (tmp_path / "ABC").exists()) == case_matters_in(folder)
    (tmp_path / "ABC").mkdir(exist_ok=True)
    assert len(list(tmp_path.iterdir())) == 1 + case_matters_in(folder)


def test_a_name_is_placed_inside_the_folder(tmp_path):
    root = Path(os.path.realpath(tmp_path))
    assert root / "x" / "a.h5" == place_inside(root, "x/a.h5")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
@pytest.mark.parametrize("leads_to", ["outside", "root/other", "root/loop", "nowhere"])
def test_a_link_on_the_way_is_refused(tmp_path, leads_to):
    root = Path(os.path.realpath(tmp_path)) / "root"
    for folder in (root, root / "other", root.parent / "outside"):
        folder.mkdir()
    (root / "loop").symlink_to(root.parent / leads_to)
    with pytest.raises(TransferError, match="symbolic link"):
        place_inside(root, "loop/a.h5")
    assert not list((root.parent / "outside").iterdir())


def test_a_file_where_a_folder_is_needed_is_refused(tmp_path):
    root = Path(os.path.realpath(tmp_path))
    (root / "x").write_text("")
    with pytest.raises(TransferError, match="is a file"):
        place_inside(root, "x/y/a.h5")


def test_a_folder_where_the_file_should_be_is_refused(tmp_path):
    root = Path(os.path.realpath(tmp_path))
    (root / "a.h5").mkdir()
    with pytest.raises(TransferError, match="not a file"):
        place_inside(root, "a.h5")


def test_only_a_folder_that_is_missing_or_empty_is_bare(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "filled").mkdir()
    names = ("missing", "empty", "filled", "filled/a.h5")
    (tmp_path / "filled" / "a.h5").write_text("")
    assert {"missing": True, "empty": True, "filled": False, "filled/a.h5": False} == {
        name: is_bare(tmp_path / name) for name in names
    }
