"""The file of the profiles as a file: it is the user's alone, and several processes may change it."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crucible import config
from crucible.errors import ConfigError

OTHER = "https://lab.example.org/api/v3"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


@pytest.fixture
def home(tmp_path):
    return {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}


@pytest.fixture
def file(home):
    return config.config_file(home)


@posix
def test_file_and_folder_belong_to_this_user_alone(home, file):
    file.parent.mkdir(parents=True, mode=0o755)
    before = os.umask(0)
    try:
        config.save_profile("prod", "k", environ=home)
    finally:
        os.umask(before)
    assert (0o600, 0o700) == (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode))


@posix
def test_a_key_never_lies_in_a_file_that_others_may_read(home, file):
    """What is written is watched through audit events: every file opened for writing is new, but for the lock."""
    seen = []

    def watch(event, arguments):
        ours = event == "open" and watching and str(file.parent) in str(arguments[0])
        if ours and arguments[2] & os.O_CREAT and not str(arguments[0]).endswith(".lock"):
            seen.append((arguments[2] & os.O_EXCL, Path(arguments[0]).exists()))

    watching = True
    sys.addaudithook(watch)
    before = os.umask(0)
    try:
        config.save_profile("prod", "k", environ=home)
    finally:
        watching = False
        os.umask(before)
    assert [(os.O_EXCL, False)] == seen


@posix
def test_a_folder_that_somebody_else_chose_is_left_as_it_is(tmp_path):
    tmp_path.chmod(0o755)
    config.save_profile("prod", "k", environ={"CRUCIBLE_CONFIG_FILE": str(tmp_path / "mine.toml")})
    assert (0o755, 0o600) == tuple(stat.S_IMODE(path.stat().st_mode) for path in (tmp_path, tmp_path / "mine.toml"))


@posix
def test_a_folder_that_somebody_else_chose_is_left_as_it_is_whatever_its_name(tmp_path):
    (tmp_path / "crucible").mkdir(mode=0o755)
    config.save_profile("prod", "k", environ={"CRUCIBLE_CONFIG_FILE": str(tmp_path / "crucible" / "mine.toml")})
    assert 0o755 == stat.S_IMODE((tmp_path / "crucible").stat().st_mode)


@posix
def test_a_file_that_others_could_read_is_closed_when_it_is_written(home, file):
    file.parent.mkdir(parents=True)
    file.write_text("# mine\n", "utf-8")
    file.chmod(0o666)
    config.save_profile("prod", "k", environ=home)
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


@posix
def test_a_file_with_a_key_that_others_may_read_is_reported(home, file, caplog):
    config.save_profile("prod", "planted", environ=home)
    file.chmod(0o644)
    config.resolve(environ=home)
    assert ("chmod 600" in caplog.text, "planted" in caplog.text) == (True, False)


def test_nothing_with_a_key_is_left_beside_the_file(home, file):
    config.save_profile("prod", "planted", environ=home)
    file.with_name(".config.toml.new").write_text("planted")  # by a process that was killed
    config.save_profile("prod", "planted", environ=home)
    assert [".config.toml.lock", file.name] == sorted(path.name for path in file.parent.iterdir())
    assert ["config.toml"] == [path.name for path in file.parent.iterdir() if "planted" in path.read_text("utf-8")]


@posix
def test_folders_on_the_way_belong_to_this_user_alone(home, file):
    before = os.umask(0)
    try:
        config.save_profile("prod", "k", environ=home)
    finally:
        os.umask(before)
    assert (0o700, 0o700) == tuple(stat.S_IMODE(folder.stat().st_mode) for folder in (file.parent, file.parent.parent))


SAVING = """
import sys
from crucible import config
for number in range(5):
    config.save_profile(f"{sys.argv[1]}-{number}", "k", "https://lab.example.org/api/v3", environ={"HOME": sys.argv[2]})
"""


def test_what_several_processes_save_at_once_is_all_there(home, tmp_path):
    names = [f"p{process}-{number}" for process in range(4) for number in range(5)]
    asked = [[sys.executable, "-c", SAVING, f"p{process}", str(tmp_path)] for process in range(4)]
    running = [subprocess.Popen(command, env={**os.environ, **home}) for command in asked]
    assert [0, 0, 0, 0] == [process.wait(60) for process in running]
    assert names == sorted(one.name for one in config.list_profiles(home))


def test_what_several_threads_save_and_remove_at_once_is_as_if_one_after_another(home):
    config.save_profile("old", "k", OTHER, environ=home)
    with ThreadPoolExecutor(8) as pool:
        saved = [pool.submit(config.save_profile, f"p{number}", "k", OTHER, environ=home) for number in range(8)]
        removed = [pool.submit(config.remove_profile, "old", environ=home) for _ in range(3)]
    assert ([f"p{number}" for number in range(8)], True) == (
        [one.result().name for one in saved],
        any(one.result() for one in removed),
    )
    assert [f"p{number}" for number in range(8)] == sorted(one.name for one in config.list_profiles(home))


HOLDING = """
import sys, time
from pathlib import Path
from crucible.config import folders
with folders.changing({"HOME": sys.argv[1]}):
    print("held", flush=True)
    sys.stdin.read()
"""


@posix
def test_a_process_that_is_killed_while_it_changes_the_file_locks_nobody_out(home, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert b"held\n" == holder.stdout.readline()
        with ThreadPoolExecutor(1) as pool:
            saving = pool.submit(config.save_profile, "prod", "k", environ=home)
            with pytest.raises(TimeoutError):
                saving.result(0.2)
            holder.kill()
            assert "prod" == saving.result(20).name


def test_a_folder_that_cannot_be_written_is_an_error(home, file):
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    file.parent.write_text("a file where the folder should be")
    with pytest.raises(ConfigError, match="cannot be written"):
        config.save_profile("prod", "k", environ=home)


@posix
def test_a_link_to_the_file_stays_one(home, file, tmp_path):
    (tmp_path / "real.toml").write_text("# mine\n")
    file.parent.mkdir(parents=True)
    file.symlink_to(tmp_path / "real.toml")
    config.save_profile("prod", "k", environ=home)
    assert (True, True) == (file.is_symlink(), "# mine" in (tmp_path / "real.toml").read_text())


@posix
def test_the_folder_in_a_home_that_is_reached_over_a_link_is_closed_too(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    environ = {"HOME": str(tmp_path / "link")}
    folder = config.config_file(environ).parent
    folder.mkdir(parents=True, mode=0o755)
    config.save_profile("prod", "k", environ=environ)
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)


def test_a_file_of_a_user_who_is_not_there_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environ = {"CRUCIBLE_CONFIG_FILE": "~nobody-of-that-name/crucible.toml"}
    assert ([], Path("~nobody-of-that-name/crucible.toml")) == (
        config.list_profiles(environ),
        config.config_file(environ),
    )
