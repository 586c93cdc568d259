"""What people see in a terminal: progress, prompts, Ctrl-C, narrow windows, no colours."""

import re
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that programs can make", allow_module_level=True)

from support.bytes_world import COMMAND, SLOW, bytes_world, crucible
from support.pseudo_terminal import CTRL_C, Terminal

from crucible.signs import width

BAR = re.compile(r"^\d of 3 files +[━╸─]{8,} +\d+%  [\d.]+ of 5.00 MB", re.MULTILINE)
STEADY = ["--bytes-per-second", "2MB"]
COLOUR = re.compile(rb"\x1b\[[\d;]*m")


@pytest.fixture(scope="module")
def world():
    with bytes_world() as world:
        yield world


@pytest.fixture
def terminal(world, tmp_path):
    """Run the command in a terminal, in a folder of its own."""
    opened = []

    def terminal(*words, columns=80, env=None):
        opened.append(Terminal([*COMMAND, *words], {**world.env, **(env or {})}, tmp_path, columns))
        return opened[-1].__enter__()

    yield terminal
    for one in opened:
        one.__exit__(None, None, None)


def moving(text):
    """Tell whether progress is seen."""
    return "% " in text or text.endswith("%")


def test_progress_is_seen_and_leaves_a_clean_screen(terminal, world):
    seen = terminal("download", world.dataset, *STEADY)
    assert BAR.search(seen.wait_until(BAR.search))
    assert 0 == seen.ended()
    assert ["state", "path", "size"] == seen.lines[0].split()
    assert ["saved"] * 4 == [line.split()[0] for line in seen.lines[1:5]]
    [closing] = seen.lines[5:]
    assert re.fullmatch(r"3 files saved · 5.00 MB in .* \(.*/s\)", closing)


def test_large_files_have_bars_of_their_own(terminal, world):
    seen = terminal("download", world.dataset, *STEADY)
    text = seen.wait_until(lambda text: "raw/large.h5" in text and "試料 測定.h5" in text)
    bars = [re.search("[━╸─]", line) for line in text.splitlines() if "%" in line]
    assert 3 == len(bars)
    assert 1 == len({width(bar.string[: bar.start()]) for bar in bars})  # they begin in one column


def test_ctrl_c_takes_the_bars_away_and_says_how_to_go_on(terminal, world):
    seen = terminal("download", world.dataset, *SLOW)
    seen.wait_until(moving)
    seen.type(CTRL_C)
    assert 130 == seen.ended()
    assert re.match(r"Stopped after \d of 3 files: .* What has arrived stays\.", " ".join(seen.lines))
    assert f"  crucible download {world.dataset} {' '.join(SLOW)}" == seen.lines[-1]  # whole, so that it can be copied
    assert "Traceback" not in seen.text and not moving(seen.text)
    again = terminal("download", world.dataset)
    assert 0 == again.ended()


def test_a_second_ctrl_c_ends_at_once_and_quietly(terminal, world):
    seen = terminal("download", world.dataset, *SLOW)
    seen.wait_until(moving)
    seen.type(CTRL_C + CTRL_C)
    assert 130 == seen.ended()
    assert "Traceback" not in seen.text


@pytest.mark.parametrize("columns", [20, 40, 60])
def test_in_a_narrow_window_no_line_is_longer_than_a_row(terminal, world, columns):
    seen = terminal("download", world.dataset, *STEADY, columns=columns)
    assert re.search(r"^\d of 3 files +([━╸─]+ +)?\d+%", seen.wait_until(moving), re.MULTILINE)
    assert 0 == seen.ended()
    ends = ["/record.json", "/a.txt", "/large.h5", "/試料 測定.h5"]
    if columns < 40:  # too narrow for a table: a line for each field
        shown = "".join(seen.lines).replace(" ", "")
        assert all(end.replace(" ", "") in shown for end in ends)
    else:  # paths keep their ends, which differ
        assert ["state", "path", "size"] == seen.lines[0].split()
        assert ends == [
            re.split(" {2,}", line)[1].rpartition("…")[2][-len(end) :]
            for end, line in zip(ends, seen.lines[1:5], strict=True)
        ]
        assert columns >= max(map(width, seen.lines[:5]))
    for picture in seen.pictures:
        bars = [line for line in picture if "%" in line]
        assert all(width(line) < columns for line in bars)


def test_wide_signs_do_not_move_the_columns(terminal, world):
    seen = terminal("dataset", "list", "--columns", "dataset_name,unique_id", columns=60)
    assert 0 == seen.ended()
    starts = {width(line[: line.index("0t")]) for line in seen.lines if "0t" in line}
    assert 1 == len(starts)
    assert any("試料 A, two nights" in line for line in seen.lines)


@pytest.mark.parametrize("columns", [80, 60, 40])
@pytest.mark.parametrize("words", [["get", "nobody-knows-this"], ["dataset", "make-public", "DATASET"]])
def test_questions_and_errors_are_broken_between_words(terminal, world, columns, words):
    seen = terminal(*(world.dataset if word == "DATASET" else word for word in words), columns=columns)
    if "DATASET" in words:
        seen.wait_until(lambda text: "Go on?" in text)
        seen.type("n\n")
    assert seen.ended() in (4, 6)
    known = " ".join(seen.text.split())
    assert (world.dataset if "DATASET" in words else "crucible search nobody-knows-this") in known
    assert columns >= max(map(width, seen.lines))


@pytest.mark.parametrize("words", [["dataset", "list"], ["download", "DATASET", *STEADY], ["verify", "nowhere"]])
def test_without_colours_nothing_is_coloured(terminal, world, words):
    seen = terminal(*(world.dataset if word == "DATASET" else word for word in words), env={"NO_COLOR": "1"})
    seen.ended()
    assert [] == COLOUR.findall(seen.raw)


def test_with_colours_headers_are_bold(terminal):
    seen = terminal("dataset", "list")
    assert 0 == seen.ended()
    assert COLOUR.findall(seen.raw)


def test_a_dumb_terminal_gets_plain_lines(terminal, world):
    seen = terminal("download", world.dataset, env={"TERM": "dumb"})
    assert 0 == seen.ended()
    assert b"\x1b" not in seen.raw
    assert "3 files saved" in seen.lines[-1]


def test_quiet_shows_the_answer_alone(terminal, world):
    seen = terminal("download", world.dataset, "--quiet", *STEADY)
    assert 0 == seen.ended()
    assert 5 == len(seen.lines)
    assert not any(moving("\n".join(picture)) for picture in seen.pictures)


def test_a_long_table_is_cut_and_its_end_says_so(terminal, world, tmp_path):
    for number in range(30):
        (tmp_path / f"scan_{number:02}.dat").write_text(str(number))
    dataset = world.new_dataset()
    seen = terminal("upload", dataset, "*.dat")
    assert 0 == seen.ended()
    assert 20 == sum(line.startswith("sent") for line in seen.lines)
    assert ["… and 10 more; --csv or --json shows all."] == seen.lines[21:22]
    piped = crucible(world, tmp_path, "upload", dataset, "*.dat")
    assert 31 == len(piped.out.splitlines())


def test_waiting_says_how_many_have_ended_and_for_how_long(terminal, world):
    with world.fault("stuck", times=1):
        request = world.client.files.request_ingestion(world.file)
        seen = terminal("wait", str(request.id))
        seen.wait_until(lambda text: re.search(r"^1 ingestion: 1 not ended · \d", text))
        seen.type(CTRL_C)
        assert 130 == seen.ended()
    assert ["The ingestion goes on.", f"crucible wait {request.id}"] == [
        seen.lines[-2].removeprefix("^C").removeprefix("Stopped. "),
        seen.lines[-1].partition("here: ")[2],
    ]
    world.client.ingestions.update(request.id, "failed")


# ---- prompts


@pytest.mark.parametrize(("answer", "code", "is_public"), [("n", 6, False), ("", 6, False), ("y", 0, True)])
def test_what_cannot_be_undone_is_asked_about(terminal, world, answer, code, is_public):
    dataset = world.new_dataset()
    seen = terminal("dataset", "make-public", dataset)
    text = seen.wait_until(lambda text: "[y/N]" in text)
    assert dataset in text.replace("\n", "") and world.server.api_url in text.replace("\n", "")  # what, and where
    seen.type(f"{answer}\n")
    assert code == seen.ended()
    assert is_public == world.client.datasets.get(dataset).public
    assert is_public or "Nothing was done." in seen.text


def test_ctrl_c_at_a_prompt_does_nothing(terminal, world):
    dataset = world.new_dataset()
    seen = terminal("dataset", "make-public", dataset)
    seen.wait_until(lambda text: "[y/N]" in text)
    seen.type(CTRL_C)
    assert 130 == seen.ended()
    assert "Traceback" not in seen.text
    assert not world.client.datasets.get(dataset).public


def test_a_key_that_is_typed_is_not_seen(terminal, world):
    env = {"CRUCIBLE_API_KEY": "", "CRUCIBLE_API_URL": ""}
    seen = terminal("login", "--profile", "mine", "--api-url", world.server.api_url, "--no-browser", env=env)
    seen.wait_until(lambda text: re.search("key.*:$", text, re.IGNORECASE))
    seen.type(f"{world.server.api_key}\n")
    seen.wait_until(lambda text: not text.rstrip().endswith(":"))
    assert str(world.server.api_key) not in seen.raw.decode().replace("\r\n", "")


def test_reading_ids_from_a_terminal_is_refused_at_once(terminal):
    seen = terminal("download", "-")
    assert 2 == seen.ended()
    assert "nothing is piped into it" in " ".join(seen.lines)


# ---- the same through a pipe


def test_through_a_pipe_nothing_is_sent_that_only_terminals_understand(world, tmp_path):
    for words in (["download", world.dataset], ["download", world.dataset, "--json"], ["verify"], ["upload", "--help"]):
        done = subprocess.run([*COMMAND, *words], capture_output=True, cwd=tmp_path, env=world.env, timeout=60)
        assert b"\x1b" not in done.stdout + done.stderr
