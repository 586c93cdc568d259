"""Clients that exist today, unchanged, against the sandbox: ``peers.py [VERSION...] [-- PYTEST ARGUMENT...]``.

Each version of nano-crucible gets an environment of its own below ``.venv-peers`` of the checkout, because its package
is called ``crucible`` like ours. Making one needs the network, once. Then a sandbox is served on a new folder, over
http and then over TLS, and ``tests/peers`` runs in the peer's environment, where Google's storage library is, too.
Without pytest arguments, a public name of the peer that no test drives fails the run, as does a difference that is
listed but not met (``tests/peers/differences.py``).
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch import make, say

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".venv-peers"
PEERS = {"3.3.0": "v3", "3.1.0": "v2"}  # version of nano-crucible: version of the API it is for
REQUIREMENTS = ["pytest>=8.3", "google-cloud-storage>=3"]  # the peers bring the latter, and the tests use it themselves
SCHEMES = ("http", "TLS")
TESTS = ROOT / "tests" / "peers"
CRUCIBLE = Path(sys.executable).with_name("crucible.exe" if os.name == "nt" else "crucible")


def main(arguments: list[str]) -> int:
    """Run the named versions, or all, and return 0 if each of them passed."""
    if {"-h", "--help"}.intersection(arguments[:1]):
        print(__doc__)
        return 0
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    versions, extra = arguments[:cut] or list(PEERS), arguments[cut + 1 :]
    if unknown := [version for version in versions if version not in PEERS]:
        print(f"unknown version: {', '.join(unknown)}; there are {', '.join(PEERS)}", file=sys.stderr)
        return 2
    pythons = {version: environment(version) for version in versions}
    failed = [
        f"{version} over {scheme}"
        for version, python in pythons.items()
        for scheme in SCHEMES
        if not run(version, scheme, python, extra)
    ]
    if failed:
        print(f"failed: nano-crucible {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def interpreter(version: str) -> Path | None:
    """Return the interpreter of the environment of a version of the peer; None if it is not installed."""
    folder = ENVIRONMENTS / version
    stamp = folder / "peer.stamp"
    if not stamp.is_file() or stamp.read_text("ascii") != fingerprint(version):
        return None
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(version: str) -> str:
    """Return what an environment is recognised by."""
    return hashlib.sha256("\0".join([*requirements(version), sys.version]).encode()).hexdigest()


def requirements(version: str) -> list[str]:
    """Return what is installed for a version of the peer."""
    return [f"nano-crucible=={version}", *REQUIREMENTS]


def environment(version: str) -> Path:
    """Return the interpreter of an environment in which a version of the peer is installed."""
    if (installed := interpreter(version)) is not None:
        return installed
    folder = ENVIRONMENTS / version
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    say(f"installing nano-crucible {version} into {folder} (once; later runs need no network)")
    make(folder)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*install, *requirements(version)], check=False).returncode:
        raise SystemExit(
            f"nano-crucible {version} could not be installed; the reason stands above. "
            "This step needs the network: run again when there is one."
        )
    (folder / "peer.stamp").write_text(fingerprint(version), encoding="ascii")
    return python


def run(version: str, scheme: str, python: Path, extra: list[str]) -> bool:
    """Serve a new sandbox, drive the peer against it, and return whether all went well."""
    with tempfile.TemporaryDirectory(prefix="crucible-peers-") as name:
        folder, errors = Path(name), Path(name) / "errors.log"
        with served(folder / "sandbox", errors, scheme) as facts:
            say(f"nano-crucible {version} against {PEERS[version]} over {scheme}")
            chosen = TESTS / f"nano_{version.replace('.', '_').rpartition('_')[0]}"
            done = subprocess.run(
                [str(python), "-m", "pytest", "-c", str(TESTS / "pytest.ini"), *(extra or [str(chosen)])],
                cwd=TESTS,
                env=peer_environment(version, folder, facts, complete=not extra),
                check=False,
            )
        complaints = errors.read_text("utf-8", "replace")
    if complaints:
        print(f"The sandbox complained meanwhile:\n{complaints}", file=sys.stderr)
    return done.returncode == 0 and not complaints


@contextmanager
def served(root: Path, errors: Path, scheme: str) -> Iterator[dict[str, str]]:
    """Serve a sandbox in a process of its own, as anybody would, and end it; what it complains about goes to a file."""
    command = [str(CRUCIBLE), "sandbox", "serve", "--root", str(root), "--json"] + ["--tls"] * (scheme == "TLS")
    with (
        errors.open("wb") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=bare_environment()) as server,
    ):
        first = server.stdout.readline() if server.stdout else ""
        if not first:
            raise SystemExit(f"The sandbox did not start: {errors.read_text('utf-8', 'replace')}")
        try:
            yield json.loads(first)
        finally:
            server.terminate()


def bare_environment() -> dict[str, str]:
    """Return the environment without what a user has set for their own Crucible."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}


def peer_environment(version: str, folder: Path, facts: dict[str, str], *, complete: bool) -> dict[str, str]:
    """Return an environment in which the peer knows the sandbox only, and no settings of the user."""
    home = folder / "home"
    home.mkdir()
    return {
        **bare_environment(),
        **{name: str(home) for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")},
        "CRUCIBLE_API_URL": facts["api_url"].removesuffix("v3") + PEERS[version],
        "CRUCIBLE_API_KEY": facts["api_key"],
        "STORAGE_EMULATOR_HOST": facts["storage_url"],  # where the peer's storage SDK goes; never to the real one
        **({"REQUESTS_CA_BUNDLE": facts["authority_file"]} if facts["authority_file"] else {}),
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "PYTHONUTF8": "1",
        "PYTHONPATH": "",  # or it would find our package, which has the same name
        "PYTHONDONTWRITEBYTECODE": "1",
        "PEER_SANDBOX": json.dumps([str(CRUCIBLE), facts["root"]]),
        "PEER_RUN_IS_COMPLETE": "1" if complete else "",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
