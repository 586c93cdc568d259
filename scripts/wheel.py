"""Build the wheel, install it with its ``sandbox`` extra into an empty environment elsewhere, and run the demo there.

``python scripts/wheel.py`` needs the network, for the packages the wheel depends on; ``scripts/test`` does not run it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"


def main() -> int:
    """Do all of it in a temporary folder and return 0 if the demo succeeded."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
        (wheel,) = folder.glob("*.whl")
        print(f"{wheel.name}: {wheel.stat().st_size / 1024:.0f} KiB", flush=True)
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        install(python, str(wheel))
        refused = subprocess.run(
            [python, "-m", "crucible.demo"], cwd=folder, capture_output=True, text=True, check=False
        ).stderr
        if "pip install 'crucible-client[sandbox]'" not in refused:
            print(f"without the extra, the demo does not say what to install:\n{refused}")
            return 1
        install(python, f"{wheel}[sandbox]")
        run(python, "-m", "crucible.demo", "--output", folder / "demo", cwd=folder)
    return 0


def install(python: Path, what: str) -> None:
    """Install a package into the environment."""
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", CONSTRAINTS, what)


def run(*command: object, cwd: Path | None = None) -> None:
    """Run a command outside the checkout, so that only what is installed can be imported."""
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, env={**os.environ, "PYTHONPATH": ""})


if __name__ == "__main__":
    sys.exit(main())
