"""The launcher of the two commands, on machines that are not as one would wish."""

import os
import signal
import subprocess
import sys
import venv
from pathlib import Path

import launch
import pytest

SCRIPTS = Path(launch.__file__).parent
SLOW_TO_END = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import launch
task = "import time\\ntry:\\n print('up', flush=True); time.sleep(60)\\nexcept KeyboardInterrupt:\\n"
task += " time.sleep(1); print('tidied'); raise SystemExit(130)"
launch.TASKS["demo"] = ("sandbox", ["-c", task])
launch.environment = lambda folder, extra: sys.executable
sys.exit(launch.main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals to a group of processes")
def test_ctrl_c_leaves_the_task_the_time_to_tidy_up_and_shows_no_traceback():
    command = [sys.executable, "-c", SLOW_TO_END, str(SCRIPTS), "demo"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes, start_new_session=True) as running:
        assert "up\n" == running.stdout.readline()
        os.killpg(running.pid, signal.SIGINT)
        assert ("tidied\n", "") == running.communicate(timeout=30)
    assert 130 == running.returncode


def test_an_environment_whose_making_failed_half_way_is_completed(tmp_path, monkeypatch):
    run = subprocess.run

    def without_network(command, **options):
        """Show pip's version in place of installing."""
        return run([*command[:3], "--version"] if "install" in command else command, **options)

    monkeypatch.setattr(launch.subprocess, "run", without_network)
    venv.create(tmp_path / "environment", with_pip=False)
    python = launch.environment(tmp_path / "environment", "sandbox")
    assert b"pip" in run([python, "-m", "pip", "--version"], capture_output=True, check=True).stdout
