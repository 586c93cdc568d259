"""Reading in processes of their own: crashes, hangs, floods and parsers of others end as errors, for one file alone."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from crucible.errors import NotInstalledError, ParserError
from crucible.parsers import NotSupportedError, Parsed, parse
from crucible.parsers.apart import Limits, StoppedError, parse_apart, parse_batch, run
from crucible.parsers.memory import _by_ps, memory_bytes
from crucible.parsers.several import read_files

FILES = Path(__file__).parents[2] / "crucible" / "demo" / "files"


def python(source: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(source)]


def test_what_a_file_says_comes_through_the_process_as_it_is():
    path = FILES / "film_a_xrd.xy"
    assert parse(path) == parse_apart(path)


def test_an_error_has_the_name_that_the_file_gets(tmp_path):
    (tmp_path / "x.h5").write_bytes((FILES / "film_a_pl_map.h5").read_bytes()[:3000])
    with pytest.raises(ParserError, match=r"^night/a\.h5: "):
        parse_apart(tmp_path / "x.h5", "night/a.h5")


def test_a_file_that_nobody_knows_starts_no_process(tmp_path):
    (tmp_path / "notes.md").write_text("hello")
    with pytest.raises(NotSupportedError, match=r"^notes\.md: no installed parser"):
        parse_apart(tmp_path / "notes.md", limits=Limits(seconds=0))


@pytest.mark.skipif(os.name == "nt", reason="no named pipes among the files")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.xy")
    with pytest.raises(NotSupportedError, match="no file"):
        parse_apart(tmp_path / "a.xy")


def test_a_file_that_is_gone_is_an_error_with_its_name(tmp_path):
    with pytest.raises(ParserError, match=r"^gone\.h5: No such file"):
        parse_apart(tmp_path / "gone.h5")


def test_an_endless_loop_ends():
    with pytest.raises(ParserError, match=r"more than 0\.5 seconds"):
        run(python("while True: pass"), Limits(seconds=0.5))


def test_too_much_memory_ends_where_the_system_sets_no_limit_itself():
    hungry = "import time\nx = []\nwhile True:\n    x.append(bytearray(10_000_000)); time.sleep(0.01)"
    with pytest.raises(ParserError, match=r"more than 0\.146484 GiB of memory"):
        run(python(hungry), Limits(seconds=60, memory_bytes=150 * 1024**2))


def test_memory_is_known_of_each_system_that_has_ps():
    pid = os.getpid()
    with contextlib.suppress(FileNotFoundError):
        assert _by_ps(pid) is None or 0.3 < _by_ps(pid) / memory_bytes(pid) < 30
    assert memory_bytes(2**22 + 1) is None


def test_whoever_stops_waiting_ends_the_process():
    with pytest.raises(StoppedError):
        run(python("import time; time.sleep(600)"), Limits(), lambda: True)


def test_a_crash_is_an_error():
    with pytest.raises(ParserError, match=r"crashed|ended with code"):
        run(python("import os; os.abort()"), Limits())


def test_a_flood_of_output_ends():
    with pytest.raises(ParserError, match="printed more than"):
        run(python("import sys\nwhile True: sys.stdout.write('x' * 1_000_000)"), Limits())


def test_an_absent_library_is_named():
    said = (
        "import sys; sys.stderr.write('tifffile a.tif: This needs tifffile. It comes with pip install x.'); sys.exit(4)"
    )
    with pytest.raises(NotInstalledError, match=r"a\.tif: This needs tifffile\. It comes with pip") as caught:
        run(python(said), Limits())
    assert "tifffile" == caught.value.library


def test_what_a_library_prints_is_not_the_result(tmp_path, monkeypatch):
    plugin(
        tmp_path,
        "chatty",
        "print('hello'); import os; os.write(1, b'there')\n    return Parsed(ingestion_class='Chatty')",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "a.own").write_text("own")
    assert "Chatty" == parse_apart(tmp_path / "a.own").ingestion_class


def test_a_parser_of_others_that_cannot_be_loaded_is_left_out(tmp_path, monkeypatch, caplog):
    plugin(tmp_path, "damaged", "return None")
    (tmp_path / "damaged.py").write_text("import a_library_that_is_not_there")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "InorganicXRDIngestor" == parse(FILES / "film_a_xrd.xy").ingestion_class
    assert "the parser damaged cannot be loaded" in caplog.text


def test_a_parser_that_declines_leaves_the_file_to_the_next_one(tmp_path, monkeypatch):
    plugin(tmp_path, "modest", "raise NotSupportedError('not mine')", head="b'10' in head or b'#' in head")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "InorganicXRDIngestor" == parse(FILES / "film_a_xrd.xy").ingestion_class


@pytest.mark.parametrize(
    ("returned", "why"),
    [
        ("scientific_metadata={'a': float('nan')}", "no JSON form"),
        ("scientific_metadata={'a': 2**70}", "64 bits"),
        ("scientific_metadata={'a': {1: 2}}", "no text"),
        ("scientific_metadata={'a': 'x' * 5_000_000}", "bytes"),
        ("scientific_metadata={'a': list(range(200_000))}", "values"),
        ("scientific_metadata={'a': '\\ud800'}", "surrogate"),
        ("fields={'timestamp': 'yesterday'}", "timestamp"),
        ("fields={'measurement': 3}", "measurement"),
        ("keywords=[str(n) for n in range(101)]", "keywords"),
        ("thumbnails=[{'thumbnail_name': 'x', 'thumbnail_b64str': '%'}]", "not Base64"),
    ],
)
def test_a_result_that_nobody_can_store_is_an_error_about_the_file(tmp_path, monkeypatch, returned, why):
    plugin(tmp_path, "careless", f"return Parsed(ingestion_class='C', {returned})")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "a.own").write_text("own")
    with pytest.raises(ParserError, match=rf"^a\.own: .*{why}"):
        parse(tmp_path / "a.own")


def plugin(folder: Path, name: str, body: str, head: str = "head == b'own'") -> None:
    """Install a parser into a folder."""
    sys.modules.pop(name, None)
    importlib.invalidate_caches()
    described = folder / f"{name}-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(f"Name: {name}\nVersion: 1\n")
    (described / "entry_points.txt").write_text(f"[crucible.parsers]\n{name} = {name}\n")
    (folder / f"{name}.py").write_text(
        "from crucible.parsers import NotSupportedError, Parsed\n"
        f"priority, classes = 0, ('C',)\ndef recognises(head, name):\n    return {head}\n"
        f"def read(path, name):\n    {body}\n"
    )


def test_several_files_are_read_side_by_side_and_reported_in_their_order(tmp_path):
    (tmp_path / "b.tif").write_bytes((FILES / "film_a_sem.tif").read_bytes()[:2000])
    (tmp_path / "c.md").write_text("hello")
    named = [(FILES / "film_a_xrd.xy", "a.xy"), (tmp_path / "b.tif", "b.tif"), (tmp_path / "c.md", "c.md")]
    assert [("a.xy", "read"), ("b.tif", "failed"), ("c.md", "unknown")] == [
        (one.name, one.state) for one in read_files(named)
    ]


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("import os; os.abort()", r"crashed|ended with code"),
        ("import os; os._exit(0)", r"ended with code 0"),
        ("import time; time.sleep(60)", r"took more than 3 seconds"),
        ("raise ValueError('no header')", r"^no header$"),
    ],
    ids=["crashes", "goes away", "hangs", "is broken"],
)
def test_a_file_that_ends_its_process_costs_none_of_the_others(tmp_path, monkeypatch, does, why):
    body = "import pathlib\n    if 'b.' in name: " + does + "\n    return Parsed(ingestion_class=name)"
    plugin(tmp_path, "ending", body, head="head == b'own'")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    names = ["a.own", "night/b.own", "c.own", "d.own"]
    for name in names:
        (tmp_path / Path(name).name).write_text("own")
    files = [(tmp_path / Path(name).name, name) for name in names]
    outcomes = list(parse_batch(files, Limits(seconds=3)))
    assert ["a.own", "c.own", "d.own"] == [one.ingestion_class for one in outcomes if isinstance(one, Parsed)]
    assert "night/b.own: " == outcomes[1].message[:13]
    assert re.search(why, outcomes[1].message[13:])


def test_several_files_are_read_by_one_process(tmp_path, monkeypatch):
    plugin(tmp_path, "telling", "import os; return Parsed(ingestion_class=str(os.getpid()))")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "a.own").write_text("own")
    read = list(parse_batch([(tmp_path / "a.own", f"{n}.own") for n in range(5)]))
    assert 1 == len({one.ingestion_class for one in read})


def test_a_parser_that_is_ended_leaves_no_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    source = "import tempfile, time; print(tempfile.mkdtemp(), flush=True); time.sleep(60)"
    with pytest.raises(ParserError, match="more than 2 seconds"):
        run(python(source), Limits(seconds=2))
    assert [] == list(tmp_path.iterdir())
