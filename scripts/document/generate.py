"""Everything that is written from the document: the generated package, the two views, the record of their sources."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import generator_view, views, yamlread
from .tree import Document, DocumentError

PINS = {"openapi-python-client": "0.29.1", "ruff": "0.17.6"}
DOCUMENT = "openapi/crucible.yaml"
CONFIG = "openapi/generator.yaml"
TEMPLATES = "openapi/templates"
UPSTREAM = "openapi/templates/UPSTREAM.sha256"
PACKAGE = "generated/crucible_api"
SOURCES = "generated/SOURCES.sha256"
VIEWS = {"v3": "crucible/openapi/v3.json", "v2": "crucible/openapi/v2.json"}
REPAIR = "run scripts/regenerate"

Outputs = dict[str, bytes]
"""Content by path below the root, with forward slashes."""


class GenerationError(Exception):
    """The package could not be made; the message says why."""


def load(path: Path) -> tuple[str, yamlread.Yaml]:
    """The text of a document in YAML and what it says.

    Raises
    ------
    DocumentError
        When the file is missing, or no YAML that we use; the message names the file.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = yamlread.read(text)
    except OSError as error:
        raise DocumentError(f"{path.name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path.name} is not UTF-8 text; save it as such") from error
    except DocumentError as error:
        raise DocumentError(f"{path.name}: {error}") from error
    if not isinstance(document.value, dict) or not isinstance(document.value.get("paths"), dict):
        raise DocumentError(f"{path.name} is not an OpenAPI document: it has no paths")
    return text, document


def wrong_tools(root: Path) -> list[str]:
    """What about the installed tools and the templates would make another package than the one that is checked in."""
    findings = []
    for name, wanted in PINS.items():
        installed = _version(name)
        if installed != wanted:
            findings.append(
                f"{name} {installed or 'nowhere'} is installed, {wanted} makes this package: install the versions in "
                "scripts/constraints.txt, or change the pin in scripts/document/generate.py and run scripts/regenerate"
            )
    return findings + (changed_upstream(root) if _version("openapi-python-client") else [])


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def changed_upstream(root: Path) -> list[str]:
    """Templates of the generator that are not the ones which ours were made from."""
    listed: dict[str, str] = {}
    for line in (root / UPSTREAM).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    own = {str(path.relative_to(root / TEMPLATES).as_posix()) for path in (root / TEMPLATES).rglob("*.jinja")}
    findings = [
        f"{TEMPLATES}/{name} is not listed in {UPSTREAM}: add the hash of upstream's"
        for name in sorted(own - listed.keys())
    ]
    for name, digest in listed.items():
        original = upstream_templates() / name
        if not original.is_file() or hash_of(original.read_bytes()) != digest:
            findings.append(
                f"upstream's template {name} is not the one that {TEMPLATES} was made from: take its changes over and "
                f"put its hash into {UPSTREAM}, then {REPAIR}"
            )
    return findings


def upstream_templates() -> Path:
    """Where the installed generator keeps its templates."""
    spec = importlib.util.find_spec("openapi_python_client")
    if spec is None or spec.origin is None:
        raise GenerationError("openapi-python-client is not installed: install the project with its extra dev")
    return Path(spec.origin).parent / "templates"


def hash_of(content: bytes) -> str:
    """SHA-256 of a text, the same for both kinds of line ends."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def source_names(root: Path) -> list[str]:
    """The files that decide what is written."""
    templates = sorted(path.relative_to(root).as_posix() for path in (root / TEMPLATES).rglob("*") if path.is_file())
    return [DOCUMENT, CONFIG, *templates]


def build(root: Path, text: str, document: Document) -> Outputs:
    """Everything that belongs to a document, made in a temporary folder.

    Parameters
    ----------
    root
        The folder that holds ``openapi``.
    text, document
        The document as it stands, or will stand, in ``openapi/crucible.yaml``, and what it says.

    Raises
    ------
    DocumentError
        When the document cannot be turned into a package.
    GenerationError
        When the generator stops or warns.
    """
    v3, v2 = views.view(document, "v3"), views.view(document, "v2")
    outputs = {VIEWS["v3"]: views.compact(v3).encode(), VIEWS["v2"]: views.compact(v2).encode()}
    hashes = {
        name: hash_of(text.encode() if name == DOCUMENT else (root / name).read_bytes()) for name in source_names(root)
    }
    outputs[SOURCES] = "".join(f"{digest}  {name}\n" for name, digest in hashes.items()).encode()
    with tempfile.TemporaryDirectory(prefix="crucible-generate-") as folder:
        view = Path(folder) / "view.json"
        view.write_text(views.compact(generator_view.generator_view(v3)), encoding="utf-8")
        package = Path(folder) / "crucible_api"
        run_generator(view, package, "--config", str(root / CONFIG), "--custom-template-path", str(root / TEMPLATES))
        for path in sorted(package.rglob("*.py")):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            outputs[f"{PACKAGE}/{path.relative_to(package).as_posix()}"] = content
    outputs[f"{PACKAGE}/py.typed"] = b""
    return outputs


def run_generator(view: Path, package: Path, *options: str) -> None:
    """Run the pinned generator on a document; warnings are errors.

    Raises
    ------
    GenerationError
        With what the generator said.
    """
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(view), "--meta", "none"]
    # The hooks name ruff; the one beside the interpreter must be found first.
    folders = os.pathsep.join([str(_ruff_folder()), os.environ.get("PATH", "")])
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RUFF_")}
    environment = {**inherited, "PATH": folders, "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "NO_COLOR": "1"}
    done = subprocess.run(
        [*command, "--output-path", str(package), "--fail-on-warning", *options],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if line.strip())
        raise GenerationError(f"the generator refuses the document:\n{said}")


def _ruff_folder() -> Path:
    return Path(importlib.import_module("ruff").find_ruff_bin()).parent
