"""Make the project's environment if needed, then run a task in it: ``launch.py TASK [ARGUMENT...]``.

The environment is the folder ``.venv`` of the checkout (another one with CRUCIBLE_VENV). A stamp inside it holds the
hash of what it was installed from, so that a second run installs nothing and works without a network. This file runs
before anything is installed and therefore uses the standard library only.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"
TASKS = {  # task: (extra it needs, what runs)
    "demo": ("sandbox", ["-m", "crucible.demo"]),
    "page": ("dev", [str(ROOT / "scripts" / "page.py")]),
    "peers": ("sandbox", [str(ROOT / "scripts" / "peers.py")]),
    "test": ("dev", [str(ROOT / "scripts" / "check.py")]),
    "regenerate": ("dev", [str(ROOT / "scripts" / "regenerate.py")]),
}


def main() -> int:
    """Run the named task and return its exit code."""
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        print(f"usage: launch.py {{{','.join(TASKS)}}} [ARGUMENT...]", file=sys.stderr)
        return 2
    extra, command = TASKS[sys.argv[1]]
    python = environment(Path(os.environ.get("CRUCIBLE_VENV", ROOT / ".venv")), extra)
    with subprocess.Popen([str(python), *command, *sys.argv[2:]]) as task:
        while True:
            try:
                return task.wait()
            except KeyboardInterrupt:
                continue  # the task was told as well, and takes the time it needs to end


def environment(folder: Path, extra: str) -> Path:
    """Return the interpreter of an environment in which the project is installed with `extra`."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = {name: fingerprint(name) for name in (extra, "dev")}  # dev contains every other extra
    if any((folder / f"crucible-{name}.stamp").is_file() and stamp(folder, name) == wanted[name] for name in wanted):
        return python
    if not has_pip(python):
        say(f"making an environment in {folder}")
        make(folder)
    say(f"installing crucible-client[{extra}] and what it needs (once; later runs need no network)")
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*install, "--constraint", str(CONSTRAINTS), "--editable", f"{ROOT}[{extra}]"], check=False)
    if done.returncode:
        raise SystemExit(
            "The installation failed; the reason stands above. Nothing else was changed: run again to retry."
        )
    (folder / f"crucible-{extra}.stamp").write_text(wanted[extra], encoding="ascii")
    return python


def has_pip(python: Path) -> bool:
    """Whether something can be installed: an environment whose making failed half-way has an interpreter only."""
    if not python.exists():
        return False
    return subprocess.run([str(python), "-I", "-c", "import pip"], capture_output=True, check=False).returncode == 0


def make(folder: Path) -> None:
    """Make an empty environment, or complete one."""
    try:
        venv.create(folder, with_pip=True)
    except (subprocess.CalledProcessError, ModuleNotFoundError) as error:
        raise SystemExit(
            f"This Python ({sys.executable}) cannot make environments: {error}.\n"
            "On Debian and Ubuntu, install the package python3-venv and run again."
        ) from None


def fingerprint(extra: str) -> str:
    """Return a hash of all that decides what is installed, and where from."""
    parts = [
        extra,
        str(ROOT),
        sys.version,
        *(path.read_text("utf-8") for path in (ROOT / "pyproject.toml", CONSTRAINTS)),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def stamp(folder: Path, extra: str) -> str:
    """Return the hash that the environment was last installed from."""
    return (folder / f"crucible-{extra}.stamp").read_text("ascii")


def say(text: str) -> None:
    """Tell what is going on, on standard error, so that a task's own output stays clean."""
    print(f"[crucible] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
