"""The fixtures that come with the package, in test runs of their own."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

TESTS = """
import threading
from pathlib import Path

import pytest
from crucible import CrucibleClient

@pytest.mark.parametrize("number", range(3))
def test_each_has_a_crucible_of_its_own(crucible_client, number):
    crucible_client.samples.create(sample_name=f"film {number}")
    assert [f"film {number}"] == [sample.sample_name for sample in crucible_client.samples.list()]

def test_the_client_is_one_of_the_sandbox(crucible_client, crucible_sandbox):
    assert crucible_client.api_url == crucible_sandbox.api_url

def test_a_script_that_reads_its_environment_finds_it(crucible_sandbox, monkeypatch):
    monkeypatch.setenv("CRUCIBLE_API_URL", crucible_sandbox.api_url)
    monkeypatch.setenv("CRUCIBLE_API_KEY", crucible_sandbox.api_key)
    with CrucibleClient() as client:
        assert "ok" == client.health().status

def test_threads_share_it(crucible_client):
    makers = [
        threading.Thread(target=crucible_client.samples.create, kwargs={"sample_name": str(number)})
        for number in range(8)
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert 8 == len(list(crucible_client.samples.list()))
"""
UNUSED = """
import sys

def test_nothing_of_it_is_loaded_before_it_is_used():
    loaded = {name for name in sys.modules if name.split(".")[0] in ("crucible", "crucible_api", "httpx", "uvicorn")}
    assert {"crucible", "crucible.testing", "crucible.testing.pytest_plugin"} == loaded
"""
WITHOUT = """
import sys

sys.modules["uvicorn"] = None

def test_something(crucible_client):
    pass
"""


def pytest_run(folder, tests, *options):
    (folder / "test_it.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("CRUCIBLE_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, env=environ)


def test_each_test_gets_a_crucible_of_its_own(tmp_path):
    done = pytest_run(tmp_path, TESTS)
    assert (0, True) == (done.returncode, "6 passed" in done.stdout), done.stdout


def test_runs_at_the_same_time_do_not_meet(tmp_path):
    folders = [tmp_path / str(number) for number in range(2)]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(pytest_run, folders, [TESTS] * 2))
    assert [(0, True)] * 2 == [(done.returncode, "6 passed" in done.stdout) for done in runs]


def test_runs_that_do_not_use_it_load_nothing(tmp_path):
    done = pytest_run(tmp_path, UNUSED)
    assert 0 == done.returncode, done.stdout


def test_without_the_servers_packages_using_it_says_what_to_install(tmp_path):
    done = pytest_run(tmp_path, WITHOUT)
    assert 1 == done.returncode
    assert (
        "needs uvicorn, which is not installed. Install it with: pip install 'crucible-client[sandbox]'" in done.stdout
    )
    assert "Traceback" not in done.stdout
    assert "The above exception" not in done.stdout


def test_the_fixtures_are_listed_with_what_they_give(tmp_path):
    shown = pytest_run(tmp_path, "", "--fixtures").stdout
    assert "A Crucible server of this test alone" in shown
    assert "A client of `crucible_sandbox`" in shown
