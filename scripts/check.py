"""Every check and test of the project: ``check.py [STEP...] [-- ARGUMENT...]``; without a step, all but the slow ones.

Steps run one after another, cheap ones first, and all run even if one fails; fuzzing runs beside the others, because it
takes its time whatever the machine. Arguments go to the tests, or to the one step that is named. Slow steps run when
they are named, or with ``--all``: `notebooks`, `kill` and `bench`.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES_FILE = 400
MOST_LINES_FUNCTION = 50
WORKERS = str(2 * (os.cpu_count() or 1))
"""Processes that run tests, two for each processor: half of their time tests wait, for sockets, clocks and children."""
TYPED = ["crucible", "generated/crucible_api", "scripts"]


def python(*arguments: str) -> list[str]:
    """Return a command for the interpreter of this environment."""
    return [sys.executable, *arguments]


def types(platform: str) -> list[str]:
    """Return the command that checks types as seen on a platform, with a cache of its own."""
    return python("-m", "mypy", "--platform", platform, "--cache-dir", f".mypy_cache/{platform}", *TYPED)


BENCHES = ["generated", "sandbox", "storage", "client", "globs", "transfer", "cli", "remote", "frames"]
STEPS: dict[str, list[list[str]]] = {
    "format": [python("-m", "ruff", "format", "--no-cache", "--check", "--quiet", ".")],
    "lint": [python("-m", "ruff", "check", "--no-cache", "--quiet", ".")],
    "sizes": [python("scripts/check.py", "--sizes")],
    "imports": [[str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]],
    "written": [
        python("scripts/regenerate.py", "--check"),
        python("scripts/make_sync.py", "--check"),
        python("scripts/make_command_table.py", "--check"),
    ],
    "types": [types("linux"), types("darwin"), types("win32")],
    "fuzz": [python("scripts/fuzz.py", "--seconds", "300")],
    "tests": [python("-m", "pytest", "-n", WORKERS, "--dist", "worksteal")],
}
SLOW: dict[str, list[list[str]]] = {
    "notebooks": [python("scripts/notebooks.py")],
    "kill": [python("scripts/kill.py", "--rounds", "200")],
    "bench": [python(f"scripts/bench/{name}.py") for name in BENCHES],
}
BESIDE = "fuzz"
COMPILED_ONCE = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Tests start hundreds of processes, each of which would else compile the package again, for up to half a second."""
SHOWN = {"tests", *SLOW}
"""Steps whose output is shown as it comes; that of the others if they fail, or are run alone."""


def main(arguments: list[str]) -> int:
    """Run the named steps and return 0 if all of them passed."""
    if arguments == ["--sizes"]:
        return sizes()
    if {"-h", "--help"}.intersection(arguments[:1]):
        print(f"{__doc__}\nSteps: {', '.join([*STEPS, *SLOW])}.")
        return 0
    names, extra = arguments, []
    if "--" in arguments:
        cut = arguments.index("--")
        names, extra = arguments[:cut], arguments[cut + 1 :]
    names = chosen(names)
    if unknown := set(names) - set(STEPS) - set(SLOW):
        print(f"unknown step: {', '.join(sorted(unknown))}; there are {', '.join([*STEPS, *SLOW])}", file=sys.stderr)
        return 2
    alone = len(names) == 1
    with ThreadPoolExecutor(1) as other:
        beside = {name: other.submit(run, name, [], False) for name in names if name == BESIDE and not alone}
        good = {
            name: run(name, extra if alone or name == "tests" else [], alone or name in SHOWN)
            for name in names
            if name not in beside
        }
        good |= {name: done.result() for name, done in beside.items()}
    failed = [name for name in names if not good[name]]
    if failed:
        print(f"\nfailed: {', '.join(failed)}; one step alone: scripts/test {failed[0]}", file=sys.stderr)
    return 1 if failed else 0


def chosen(names: list[str]) -> list[str]:
    """Return the steps that are meant by what was named."""
    return [*STEPS, *SLOW] if names == ["--all"] else names or list(STEPS)


def run(name: str, extra: list[str], is_shown: bool) -> bool:
    """Run one step, all of its commands even if one fails."""
    started = time.monotonic()
    good = True
    for command in (STEPS | SLOW)[name]:
        done = subprocess.run(
            [*command, *extra],
            cwd=ROOT,
            env=COMPILED_ONCE,
            capture_output=not is_shown,
            encoding="utf-8",  # which is not what Windows reads by itself
            errors="replace",
            check=False,
        )
        if done.returncode:
            good = False
            print((done.stdout or "") + (done.stderr or ""), flush=True)
    print(f"{'ok    ' if good else 'FAILED'} {name:<8} {time.monotonic() - started:6.1f} s", flush=True)
    return good


def sizes() -> int:
    """Say which hand-written files and functions are longer than a reader can hold in mind."""
    findings = [finding for path in hand_written() for finding in too_long(path)]
    print("\n".join(findings))
    return 1 if findings else 0


def hand_written() -> Iterator[Path]:
    """Yield the Python files that people write."""
    for folder in ("crucible", "scripts", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if (ROOT / "crucible" / "sync") not in path.parents:
                yield path


def too_long(path: Path) -> Iterator[str]:
    """Yield a line for the file and for each function of it that is over its limit; docstrings do not count."""
    text = path.read_text("utf-8")
    name = path.relative_to(ROOT).as_posix()
    if (lines := text.count("\n")) > MOST_LINES_FILE:
        yield f"{name}: {lines} lines, the limit is {MOST_LINES_FILE}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            if (lines := (node.end_lineno or 0) - first.lineno + 1) > MOST_LINES_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines, the limit is {MOST_LINES_FUNCTION}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
