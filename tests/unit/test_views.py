"""What a person sees of a transfer, without a terminal: words, the line a minute, the notebook, and the choice."""

import io
import os
import subprocess
import sys
import types
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crucible.signs import width
from crucible.transfer.events import FileMeter, Meter
from crucible.transfer.views import open_view, view_for
from crucible.transfer.views.lines import LinesView
from crucible.transfer.views.notebook import NotebookView
from crucible.transfer.views.words import fitted

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "evil\x1b[2J\x1b]0;title\x07\r\nname\u202egnp.exe<script>&"


class Clock:
    def __init__(self):
        self.now = 50.0

    def __call__(self):
        return self.now


class Transfer:
    """A transfer that goes on when it is told to."""

    def __init__(self, view, size_bytes, files, clock):
        self.clock = clock
        self.meter = Meter(view, size_bytes, files, clock=clock)

    def file(self, name, size_bytes):
        return FileMeter(self.meter, name, size_bytes)

    def moves(self, file, step_bytes, seconds=1.0):
        self.clock.now += seconds
        file.add(step_bytes)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def out():
    return io.StringIO()


# --- what is chosen


@pytest.mark.parametrize("progress", [None, False])
def test_silence_is_the_default(progress):
    with open_view(progress) as on_progress:
        assert on_progress is None


def test_a_callback_stays_what_it_is():
    events = []
    with open_view(events.append) as on_progress:
        FileMeter(Meter(on_progress, 1, 1), "a", 1).end("saved")
    assert ["saved"] == [event.state for event in events]


def test_a_stream_that_is_no_terminal_gets_lines(out):
    assert LinesView is type(view_for(out))


def test_without_a_stream_there_is_no_view(out):
    out.close()
    assert (None, None) == (view_for(None), view_for(out))


def test_true_shows_it_where_errors_are_shown(out, monkeypatch):
    monkeypatch.setattr(sys, "stderr", out)
    with open_view(True) as on_progress:
        FileMeter(Meter(on_progress, 0, 1), "a.h5", 0).end("saved")
    assert "a.h5: saved\n" == out.getvalue()


def test_true_in_a_program_without_a_console_is_silence(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    with open_view(True) as on_progress:
        assert on_progress is None


def test_silence_loads_nothing_that_draws():
    code = "import sys; from crucible.transfer.views import open_view\nwith open_view(None): pass\n"
    look = "print(sorted(name for name in sys.modules if 'views.' in name or name in ('rich', 'tqdm', 'IPython')))"
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}"}
    done = subprocess.run([sys.executable, "-c", code + look], capture_output=True, text=True, env=environ, check=True)
    assert "[]\n" == done.stdout


# --- a line a minute


def test_a_line_says_how_far_it_is(out, clock):
    view = LinesView(out, clock=clock)
    transfer = Transfer(view, 3_000_000, 3, clock)
    transfer.file("small", 1_000_000).end("saved")
    file = transfer.file("large", 2_000_000)
    for _ in range(4):
        transfer.moves(file, 250_000)
    view.draw()
    assert "1 of 3 files · 66% · 2.00 of 3.00 MB · 250 kB/s · 4 s left\n" == out.getvalue()


def test_the_end_is_a_line_and_one_for_each_of_the_first_that_failed(out, clock):
    with LinesView(out, clock=clock) as view:
        transfer = Transfer(view, 2_000, 12, clock)
        file = transfer.file("good", 1_000)
        transfer.moves(file, 1_000, seconds=2)
        file.end("saved")
        transfer.file("here", 0).end("kept")
        transfer.file("big", 1_000).end("left", "no room")
        for number in range(9):
            transfer.file(f"bad {number}", 1_000).end("failed", "the store said no")
    expected = [
        "12 files: 1 saved, 1 already here, 1 left out, 9 failed · 1.00 kB in 2 s (500 B/s)",
        *(f"failed: bad {number} (the store said no)" for number in range(5)),
        "and 4 more",
    ]
    assert expected == out.getvalue().splitlines()


def test_a_transfer_that_was_stopped_says_how_far_it_came(out, clock):
    with pytest.raises(KeyboardInterrupt), LinesView(out, clock=clock) as view:
        transfer = Transfer(view, 2_000, 2, clock)
        transfer.file("a", 1_000).end("sent")
        raise KeyboardInterrupt
    assert "stopped after 1 of 2 files: 1 sent · 1.00 kB in 0.1 s" == out.getvalue().strip()


def test_files_that_ended_alike_are_counted_once(out, clock):
    with LinesView(out, clock=clock) as view:
        transfer = Transfer(view, 2_000, 2, clock)
        for name in "ab":
            file = transfer.file(name, 1_000)
            transfer.moves(file, 1_000)
            file.end("saved")
    assert "2 files saved · 2.00 kB in 2 s (1.00 kB/s)\n" == out.getvalue()


def test_what_a_comparison_found_is_called_so(out, clock):
    with LinesView(out, clock=clock) as view:
        transfer = Transfer(view, 2_000, 3, clock)
        transfer.file("a", 1_000).end("ok")
        transfer.file("b", 1_000).end("different", "it has 2 bytes here")
        view.draw()
        transfer.file("c", 0).end("missing")
    assert [
        "2 of 3 files · 0% · 0 B of 2.00 kB · 1 not as recorded",
        "3 files: 1 ok, 1 missing, 1 different",
        "different: b (it has 2 bytes here)",
        "missing: c",
    ] == out.getvalue().splitlines()


def test_a_single_file_goes_by_its_name(out, clock):
    with LinesView(out, clock=clock) as view:
        transfer = Transfer(view, 4_000, 1, clock)
        file = transfer.file("scan.h5", 4_000)
        file.checked(1_000)
        view.draw()
        file.resumes(1_000)
        clock.now += 30
        view.draw()
    assert [
        "scan.h5 · 25% · 1.00 of 4.00 kB checked",
        "scan.h5 · 25% · 1.00 of 4.00 kB · nothing for 30 s",
        "scan.h5: not finished",
    ] == out.getvalue().splitlines()


def test_sizes_that_are_not_recorded_make_no_false_percentage(out, clock):
    view = LinesView(out, clock=clock)
    transfer = Transfer(view, 0, 4, clock)
    file = transfer.file("a", None)
    file.at(5_000)
    file.end("saved")
    view.draw()
    assert "1 of 4 files · 25% · 5.00 kB\n" == out.getvalue()


def test_a_file_of_unknown_size_has_no_percentage(out, clock):
    view = LinesView(out, clock=clock)
    transfer = Transfer(view, 0, 1, clock)
    transfer.file("a", None).at(5_000)
    view.draw()
    assert "a · 5.00 kB\n" == out.getvalue()


def test_nothing_is_said_about_a_transfer_that_never_began(out):
    with LinesView(out):
        pass
    assert "" == out.getvalue()


def test_a_stream_without_these_signs_gets_others(clock):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    view = LinesView(stream, clock=clock)
    transfer = Transfer(view, 1_000, 1, clock)
    transfer.file("試料.h5", 1_000).at(500)
    view.draw()
    assert b"??.h5 | 50% | 500 B of 1.00 kB\n" == raw.getvalue()


def test_names_bring_no_sequences_and_no_lines(out, clock):
    with LinesView(out, clock=clock) as view:
        transfer = Transfer(view, 10, 1, clock)
        transfer.file(HOSTILE, 10).end("failed", HOSTILE)
        view.draw()
    assert 3 == len(out.getvalue().splitlines())
    assert set() == {"\x1b", "\x07", "\r", "\u202e"} & set(out.getvalue())


def test_a_stream_that_breaks_ends_the_display_and_not_the_transfer(clock):
    class Broken(io.StringIO):
        writes = 0

        def write(self, text):
            self.writes += 1
            raise BrokenPipeError

    stream = Broken()
    with LinesView(stream, clock=clock) as view:
        transfer = Transfer(view, 10, 1, clock)
        transfer.file("a", 10).at(5)
        view.draw()
        view.draw()
    assert 1 == stream.writes


# --- words


@pytest.mark.parametrize("name", ["scan.h5", "raw/day 1/試料/測定_0001.h5", "e\u0301" * 30, "\u2764\ufe0f" * 9, ""])
@pytest.mark.parametrize("columns", [0, 1, 2, 7, 30])
def test_a_name_takes_the_columns_it_is_given(name, columns):
    assert columns == width(fitted(name, columns))


# --- a notebook


@pytest.fixture
def notebook(monkeypatch):
    """A kernel, as far as it is looked at: what it was given to show, in the order of the updates."""
    shown = []

    class Output:
        def update(self, bundle, raw):
            shown.append((raw, bundle))

    def display(bundle, raw, display_id):
        shown.append((raw, bundle))
        assert display_id is True
        return Output()

    shell = types.SimpleNamespace(kernel=object())
    package = types.ModuleType("IPython")
    package.get_ipython = lambda: shell
    module = types.ModuleType("IPython.display")
    module.display = display
    monkeypatch.setitem(sys.modules, "IPython", package)
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    return types.SimpleNamespace(shown=shown, shell=shell)


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.tags, self.bars = [], [], set(), []
        self.feed(text)
        assert [] == self.open

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "progress":
            self.bars.append(dict(attrs).get("value"))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_a_kernel_is_recognised_and_the_shell_of_a_terminal_is_not(notebook, out):
    assert NotebookView is type(view_for(out))
    notebook.shell.kernel = None
    assert LinesView is type(view_for(out))


def test_a_notebook_shows_bars_and_then_what_came_of_it(notebook, clock):
    with NotebookView(clock=clock) as view:
        transfer = Transfer(view, 3_000_000, 3, clock)
        file = transfer.file("raw/large.h5", 2_000_000)
        file.at(0)
        transfer.moves(file, 1_000_000)
        view.draw()
        file.end("saved")
    (first, bars), *_, (_, last) = notebook.shown
    assert first is True
    read = Reader(bars["text/html"])
    assert ["33", "50"] == read.bars
    assert ["0 of 3 files", "33%", "1.00 of 3.00 MB · 1.00 MB/s · 2 s left"] == read.texts[:3]
    assert ["raw/large.h5", "50%", "1.00 of 2.00 MB"] == read.texts[3:]
    assert ["1 of 3 files: 1 saved · 2.00 MB in 1 s (2.00 MB/s)"] == Reader(last["text/html"]).texts
    assert "1 of 3 files: 1 saved · 2.00 MB in 1 s (2.00 MB/s)" == last["text/plain"]


def test_a_bar_without_a_known_end_says_so_in_a_notebook(notebook, clock):
    with NotebookView(clock=clock) as view:
        transfer = Transfer(view, 0, 2, clock)
        file = transfer.file("a", None)
        file.at(0)
        transfer.moves(file, 1_000)
        view.draw()
    read = Reader(notebook.shown[0][1]["text/html"])
    assert (["0", None], ["a", "1.00 kB"]) == (read.bars, read.texts[-2:])


def test_names_bring_no_tags_into_a_notebook(notebook, clock):
    with NotebookView(clock=clock) as view:
        transfer = Transfer(view, 10, 2, clock)
        file = transfer.file(HOSTILE, 10)
        file.at(1)
        transfer.moves(file, 1)
        view.draw()
        file.end("failed", HOSTILE)
    tags = set().union(*(Reader(bundle["text/html"]).tags for _, bundle in notebook.shown))
    assert {"table", "tr", "td", "progress", "div"} == tags
    assert set() == {"\x1b", "\u202e"} & set("".join(str(bundle.values()) for _, bundle in notebook.shown))


def test_a_transfer_that_never_began_leaves_no_output(notebook):
    with NotebookView():
        pass
    assert [] == notebook.shown


def test_who_has_more_to_say_first_can_say_what_came_of_it_later(out, clock):
    with LinesView(out, 60.0, clock) as view:
        view.says_what_came_of_it = False
        transfer = Transfer(view, 100, 1, clock)
        transfer.moves(transfer.file("a.h5", 100), 100)
    assert "" == out.getvalue()
    assert 1 == len(view.summary())
