"""What type checkers see of the package as it is installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

import crucible

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PUBLIC = (  # parts of the package that users import from, or whose types they are given
    *("async_client", "bound", "client", "config", "credentials", "errors", "legacy", "models", "records"),
    *("resources", "sync"),
)
CHECKERS = ("mypy", "pyright")
pytestmark = pytest.mark.timeout(400)  # checkers read all of the package, which takes its time on a busy machine


class Finding(NamedTuple):
    """What a type checker reports."""

    file: str
    line: int
    rule: str
    message: str = ""


class Machine:
    """An environment of its own with the wheel in it, and a folder with a user's scripts."""

    def __init__(self, folder: Path) -> None:
        self.scripts = folder / "scripts"
        environment = folder / "environment"
        venv.create(environment, symlinks=os.name != "nt")
        places = {"base": str(environment), "platbase": str(environment)}
        self.packages = Path(sysconfig.get_path("purelib", "venv", places))
        self.bin = Path(sysconfig.get_path("scripts", "venv", places))
        self.run("-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=ROOT)
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(self.packages)
        # The packages that it needs are those of this environment.
        (self.packages / "others.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
        self.scripts.mkdir()
        (self.scripts / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', "utf-8")
        for name in ("pipeline.py", "mistakes.py"):
            shutil.copy(HERE / name, self.scripts)
        names = [name for name in crucible.__all__ if name != "__version__"]
        (self.scripts / "names.py").write_text(
            "".join(f"from crucible import {name} as {name}\n" for name in names), "utf-8"
        )

    def run(self, *arguments: str, cwd: Path | None = None) -> str:
        """Run a module of this environment, with the other one in front of the path, and return what it says."""
        environ = {**os.environ, "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd or self.scripts,
            env=environ,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1), done.stdout + done.stderr  # 1: there are findings
        return done.stdout

    def mypy(self) -> list[Finding]:
        """Return what mypy finds in the scripts."""
        python = self.bin / ("python.exe" if os.name == "nt" else "python")
        told = self.run(
            *("-m", "mypy", "--strict", "--config-file=", "--output=json", f"--python-executable={python}"),
            *sorted(path.name for path in self.scripts.glob("*.py")),
        )
        found = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
        return [
            Finding(each["file"], each["line"], each["code"], each["message"])
            for each in found
            if each["severity"] == "error"
        ]

    def pyright(self) -> list[Finding]:
        """Return what pyright finds in the scripts; with JSON asked for, it does not look for a newer release."""
        found = json.loads(self.run("-m", "pyright", "--outputjson", "."))["generalDiagnostics"]
        return [
            Finding(Path(each["file"]).name, each["range"]["start"]["line"] + 1, each["rule"], each["message"])
            for each in found
        ]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return Machine(tmp_path_factory.mktemp("typed"))


@pytest.fixture(scope="module")
def findings(machine: Machine) -> dict[str, list[Finding]]:
    return {"mypy": machine.mypy(), "pyright": machine.pyright()}


def test_the_wheel_says_that_both_packages_are_typed(machine):
    assert (True, True) == tuple(
        (machine.packages / name / "py.typed").is_file() for name in ("crucible", "crucible_api")
    )


@pytest.mark.parametrize("checker", CHECKERS)
def test_every_result_of_a_users_script_has_the_type_it_says(findings, checker):
    assert [] == [finding for finding in findings[checker] if finding.file == "pipeline.py"]


@pytest.mark.parametrize("checker", CHECKERS)
def test_every_public_name_can_be_imported(findings, checker):
    assert [] == [finding for finding in findings[checker] if finding.file == "names.py"]


@pytest.mark.parametrize("checker", CHECKERS)
def test_each_mistake_is_reported_and_nothing_else(findings, checker):
    expected = {
        (number, rule)
        for number, line in enumerate((HERE / "mistakes.py").read_text("utf-8").splitlines(), 1)
        for rules in re.findall(rf"  # .*\b{checker}: ([\w, -]+)", line)
        for rule in rules.split(", ")
    }
    assert len(expected) > 30
    assert expected == {(found.line, found.rule) for found in findings[checker] if found.file == "mistakes.py"}


def test_no_public_type_is_left_to_be_inferred(machine):
    told = machine.run("-m", "pyright", "--outputjson", "--ignoreexternal", "--verifytypes", "crucible")
    public = [
        symbol
        for symbol in json.loads(told)["typeCompleteness"]["symbols"]
        if symbol["isExported"]
        and symbol["name"].split(".")[1] in (*PUBLIC, *crucible.__all__)
        and not symbol["name"].endswith(".logger")
    ]
    assert len(public) > 1000
    assert [] == [
        (symbol["name"], [problem["message"] for problem in symbol["diagnostics"]])
        for symbol in public
        if not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]
    ]
