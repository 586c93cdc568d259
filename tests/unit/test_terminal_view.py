"""Bars in a real pseudo-terminal, read by what a terminal makes of them."""

import logging
import os
import select
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from support.screen import Screen

from crucible.transfer.events import FileMeter, Meter
from crucible.transfer.views import view_for
from crucible.transfer.views.lines import LinesView
from crucible.transfer.views.terminal import TerminalView

fcntl, pty, termios = (pytest.importorskip(name) for name in ("fcntl", "pty", "termios"))

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "evil\x1b[2J\x1b]0;title\x07\r\nname\u202egnp.exe"
NEVER = 3600.0
MARK = b"\0"


class Terminal:
    """A pseudo-terminal and its screen."""

    def __init__(self):
        self.reader, writer = pty.openpty()
        self.stream = os.fdopen(writer, "w", encoding="utf-8")
        self.screen = Screen()
        self._unread = b""
        self.resize(80, 24)

    def resize(self, columns, rows):
        fcntl.ioctl(self.stream, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(columns)
        self.screen.height = rows

    @property
    def text(self):
        """What is on the screen now: after all that was written before, of which a mark is the end."""
        os.write(self.stream.fileno(), MARK)
        while MARK not in self._unread:
            self._unread += os.read(self.reader, 65536)
        written, _, self._unread = self._unread.partition(MARK)
        self.screen.feed(written.decode())
        return self.screen.text

    def close(self):
        self.stream.close()
        os.close(self.reader)


class Clock:
    def __init__(self):
        self.now = 50.0

    def __call__(self):
        return self.now


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    made = Terminal()
    yield made
    made.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def view(terminal, clock):
    with TerminalView(terminal.stream, NEVER, clock) as made:
        yield made


@pytest.fixture
def meter(view, clock):
    return Meter(view, 10_000_000, 20, clock=clock)


@pytest.fixture
def transfer(meter, clock):
    """Two files that take a while, among twenty."""
    files = [FileMeter(meter, name, 4_000_000) for name in ("raw/day 1/scan_0001.h5", "試料/測定.tif")]
    files[0].at(0)
    files[1].checked(0)
    for _ in range(4):
        clock.now += 1
        files[0].add(500_000)
        files[1].checked(1_000_000)
    FileMeter(meter, "small", 1_000_000).end("saved")
    return files


def test_bars_for_the_whole_and_for_the_files_that_take_a_while(terminal, view, transfer):
    terminal.resize(100, 24)
    view.draw()
    assert [
        "",
        "1 of 20 files             ━━━━━─────────────   30%  3.00 of 10.0 MB · 750 kB/s · 9 s left",
        "raw/day 1/scan_0001.h5    ━━━━━━━━━─────────   50%  2.00 of 4.00 MB",
        "試料/測定.tif             ━━━━╸─────────────   25%  1.00 of 4.00 MB checked",
    ] == terminal.text


def test_a_file_of_unknown_size_has_an_empty_bar(terminal, view, clock):
    meter = Meter(view, 0, 2, clock=clock)
    file = FileMeter(meter, "stream", None)
    file.at(0)
    clock.now += 1
    file.at(2_000)
    view.draw()
    assert f"stream{15 * ' '}────────{8 * ' '}2.00 kB" == terminal.text[2]


def test_a_later_picture_takes_the_place_of_the_one_before(terminal, view, transfer, clock):
    view.draw()
    clock.now += 1
    transfer[1].end("saved")
    view.draw()
    assert 3 == len(terminal.text)
    assert 1 == sum("of 20 files" in line for line in terminal.text)


def test_a_line_that_becomes_shorter_leaves_nothing_of_the_longer_one(terminal, view, transfer, clock):
    view.draw()
    assert terminal.text[1].endswith("%  3.00 of 10.0 MB · 750 kB/s · 9 s left")
    clock.now += 30
    view.draw()
    assert terminal.text[1].endswith("%  3.00 of 10.0 MB · nothing for 30 s")


def test_files_that_take_no_time_have_no_line_of_their_own(terminal, view, meter, transfer):
    FileMeter(meter, "quick", 1000).at(0)
    view.draw()
    assert 4 == len(terminal.text)


def test_the_cursor_rests_on_an_empty_line_above(terminal, view, transfer):
    view.draw()
    assert "" == terminal.text[0]
    assert (0, 0, True) == (terminal.screen.row, terminal.screen.column, terminal.screen.breaks)


@pytest.mark.parametrize("columns", [132, 80, 60, 40, 25, 12, 5, 3, 1])
def test_no_line_is_longer_than_the_terminal_is_wide(terminal, view, transfer, columns):
    terminal.resize(columns, 24)
    view.draw()
    text = terminal.text
    assert 4 == len(text)
    if columns >= 12:
        assert ["30%", "50%", "25%"] == [line.split("%")[0].split()[-1] + "%" for line in text[1:]]


def test_a_low_terminal_shows_the_whole_only(terminal, view, transfer):
    terminal.resize(80, 3)
    view.draw()
    assert 2 == len(terminal.text)


def test_after_a_change_of_width_nothing_is_left_of_the_picture_before(terminal, view, transfer):
    for columns in (120, 50, 30, 90):
        terminal.resize(columns, 24)
        view.draw()
        text = terminal.text
        assert (4, 1) == (len(text), sum("of 20 files" in line for line in text))


def test_a_terminal_of_no_size_is_taken_as_a_usual_one(terminal, view, transfer):
    fcntl.ioctl(terminal.stream, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
    view.draw()
    assert 4 == len(terminal.text)


def test_without_colour_nothing_is_pale(terminal, clock, monkeypatch):
    for setting, expected in (("", 4), ("1", 0)):
        monkeypatch.setenv("NO_COLOR", setting)
        with TerminalView(terminal.stream, NEVER, clock) as view:
            meter = Meter(view, 10, 2, clock=clock)
            files = [FileMeter(meter, name, 5) for name in "ab"]
            files[0].at(0)
            clock.now += 1
            files[0].at(1)
            view.draw()
            assert "━" in "".join(terminal.text)
            assert expected == terminal.screen.colours
        terminal.screen.colours = 0


def test_what_came_of_it_takes_the_place_of_the_bars(terminal, clock):
    with TerminalView(terminal.stream, NEVER, clock) as view:
        meter = Meter(view, 10, 2, clock=clock)
        for name, state in (("a", "saved"), ("b", "failed")):
            clock.now += 1
            FileMeter(meter, name, 5).end(state, "gone")
            view.draw()
    assert ["2 files: 1 saved, 1 failed · 5 B in 2 s (2 B/s)", "failed: b (gone)"] == terminal.text
    assert (2, 0) == (terminal.screen.row, terminal.screen.column)


def test_names_bring_no_sequences(terminal, view, clock):
    meter = Meter(view, 10, 2, clock=clock)
    file = FileMeter(meter, HOSTILE, 5)
    file.at(0)
    clock.now += 1
    file.at(2)
    view.draw()
    assert "gnp.exe" in terminal.text[2]
    file.end("failed", HOSTILE)


def test_log_lines_stay_whole_above_the_bars(terminal, clock):
    handler = logging.StreamHandler(terminal.stream)
    handler.terminator = "\r\n"
    log = logging.getLogger("crucible")
    log.addHandler(handler)
    try:
        with TerminalView(terminal.stream, NEVER, clock) as view:
            meter = Meter(view, 1_000_000, 9, clock=clock)
            FileMeter(meter, "a", 500_000).end("saved")
            view.draw()
            log.warning("a line that is %s", "long " * 16)
            view.draw()
            text = terminal.text
            assert ["a line that is " + " ".join(["long"] * 13), "long long long"] == text[:2]
            assert ["", 1] == [text[-2], sum("of 9 files" in line for line in text)]
        assert [] == handler.filters
    finally:
        log.removeHandler(handler)


def test_one_terminal_has_one_display(terminal, view):
    assert LinesView is type(view_for(terminal.stream))


def test_a_terminal_is_free_again_after_a_display(terminal):
    for _ in range(2):
        view = view_for(terminal.stream)
        assert TerminalView is type(view)
        with view:
            pass


@pytest.mark.parametrize("kind", ["dumb", "", None])
def test_a_terminal_that_cannot_draw_over_a_line_gets_lines(terminal, monkeypatch, kind):
    if kind is None:
        monkeypatch.delenv("TERM")
    else:
        monkeypatch.setenv("TERM", kind)
    assert LinesView is type(view_for(terminal.stream))


def test_a_terminal_that_is_closed_ends_the_display_and_not_the_transfer(clock):
    reader, writer = pty.openpty()
    stream = os.fdopen(writer, "w", encoding="utf-8")
    with TerminalView(stream, NEVER, clock) as view:
        meter = Meter(view, 10, 2, clock=clock)
        os.close(reader)
        FileMeter(meter, "a", 5).end("saved")
        view.draw()
        FileMeter(meter, "b", 5).end("saved")
    with pytest.raises(OSError):  # what could not be written is still there
        stream.close()


PROGRAM = """
import sys, time
from crucible.transfer.events import FileMeter, Meter
from crucible.transfer.views import open_view
with open_view(True) as on_progress:
    file = FileMeter(Meter(on_progress, 1_000_000, 1), "scan.h5", 1_000_000)
    while True:
        file.add(1)
        time.sleep(0.05)
"""


def test_ctrl_c_leaves_a_terminal_as_it_was_and_says_how_far_it_came(terminal):
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}"}
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stderr=terminal.stream, env=environ) as process:
        while not any("scan.h5" in line for line in terminal.text):
            select.select([terminal.reader], [], [], 1)
        process.send_signal(signal.SIGINT)
    text = terminal.text
    assert text[0].startswith("scan.h5: stopped · ")
    assert "KeyboardInterrupt" in text[-1]
    assert [] == [line for line in text if "━" in line or "─" in line]
    assert (True, False) == (terminal.screen.breaks, terminal.screen.is_pale)


def test_bars_go_away_without_a_summary_where_that_is_said_later(terminal, clock):
    with TerminalView(terminal.stream, NEVER, clock) as view:
        view.says_what_came_of_it = False
        FileMeter(Meter(view, 10, 1, clock=clock), "a.h5", 10).at(5)
        view.draw()
        assert [] != terminal.text
    assert [] == terminal.text
