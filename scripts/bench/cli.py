"""What the command line costs to start: ``python scripts/bench/cli.py [--rounds N]``.

Processes take turns: a bare Python, this command line, and that of nano-crucible, in an environment without any
configuration. What is compared is CPU time, user and system together, Python included, which other work on the machine
moves least; the median of all rounds counts. Where nano-crucible is not installed, ``scripts/peers 3.3.0`` installs it.
The exit code is 1 if a limit was missed.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench.sandbox import circumstances, line  # noqa: E402 - the file beside this one
from peers import bare_environment, interpreter  # noqa: E402

PEER = "3.3.0"
MOST_START_MS = 120
MOST_OF_PEER = 1 / 3
ROUNDS = 15
LIMITED = ("--version", "--help")
COMPLETED = "dataset list --mea"


def cpu_ms(command: list[str], environment: dict[str, str], folder: Path) -> float:
    """Return the CPU time of a process that ends well, in milliseconds."""
    if sys.platform == "win32":
        raise SystemExit("Windows does not tell how much CPU time processes took that have ended.")
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, env=environment, cwd=folder, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000


def commands() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return what is started, by what it is called in the report."""
    own = str(Path(sys.executable).with_name("crucible"))
    words = ["crucible", *COMPLETED.split()]
    completing = {
        "_CRUCIBLE_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    found: dict[str, tuple[list[str], dict[str, str]]] = {"bare Python": ([sys.executable, "-c", "pass"], {})}
    for flag in LIMITED:
        found[f"crucible {flag}"] = [own, flag], {}
    found["crucible dataset list --help"] = [own, "dataset", "list", "--help"], {}
    found[f"crucible {COMPLETED}<TAB>"] = [own], completing
    if (peer := interpreter(PEER)) is None:
        print(f"nano-crucible {PEER} is not installed, scripts/peers {PEER} installs it: not compared")
        return found
    for flag in LIMITED:
        found[f"nano-crucible {flag}"] = [str(peer.with_name("crucible")), flag], {}
    return found


def starting(rounds: int) -> bool:
    """Print what starting costs; return whether all limits were met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**bare_environment(), "HOME": name}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # code is compiled once, as it is when it is installed
        started = commands()
        took: dict[str, list[float]] = {what: [] for what in started}
        for number in range(rounds + 1):
            for what, (command, variables) in started.items():
                spent = cpu_ms(command, {**environment, **variables}, folder)
                if number:  # the first round compiles
                    took[what].append(spent)
    usual = {what: statistics.median(times) for what, times in took.items()}
    good = []
    for what, times in usual.items():
        most = MOST_START_MS if what in {f"crucible {flag}" for flag in LIMITED} else None
        good.append(line(f"{what}: CPU, Python included", times, "ms", most=most, note=f"({min(took[what]):.1f})"))
    for flag in LIMITED:
        if f"nano-crucible {flag}" in usual:
            part = usual[f"crucible {flag}"] / usual[f"nano-crucible {flag}"]
            good.append(line(f"{flag}: part of nano-crucible's", part, "", most=MOST_OF_PEER))
    return all(good)


def main() -> int:
    """Measure, and return 0 if all limits were met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"how often each is started; default {ROUNDS}")
    arguments = parser.parse_args()
    circumstances()
    return 0 if starting(arguments.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
