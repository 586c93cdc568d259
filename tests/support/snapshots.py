"""Small sandboxes to take snapshots of, what stands in them, and snapshots made by hand."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx

from crucible.sandbox import Sandbox

from .root_world import first
from .served import Served, link_of


def small_root(folder: Path) -> Path:
    """Make a sandbox with a small world in it and an upload that was begun; its ids and a key are beside it."""
    with Sandbox(folder / "root", ingest=False) as sandbox:
        served = Served(sandbox)
        ids = first(served)
        (folder / "ids.json").write_text(json.dumps({**ids, "key": served.people[1].key}), encoding="utf-8")
        served.close()
    return folder / "root"


def everything(root: Path) -> dict[str, Any]:
    """Return what a sandbox has of the world in it."""
    with Sandbox(root, ingest=False) as sandbox:
        served = Served(sandbox)
        datasets = served.admin.get("datasets")["items"]
        files = [file for one in datasets for file in served.admin.get(f"datasets/{one['unique_id']}/files")]
        contents = {one["mfid"]: httpx.get(link_of(served.admin, one), trust_env=False).content for one in files}
        found = {
            "datasets": datasets,
            "metadata": [served.admin.get(f"resources/{one['unique_id']}/metadata") for one in datasets],
            "files": files,
            "contents": contents,
            "names": served.admin.call("GET", "datasets/search?q=patern"),
            "words": served.admin.call("GET", "resources/metadata/search?q=degC"),
        }
        served.close()
    return found


def packed(file: Path) -> dict[str, bytes]:
    """Return everything in an archive."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(file: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_STORED, **told: Any) -> Path:
    """Write a snapshot by hand; what it says about itself fits unless something else is told."""
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    says = {"crucible_sandbox_snapshot": 1, "has_secrets": False, "records": {}, "sha256": checksums} | told
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("snapshot.json", json.dumps(says))
    return file


def grow(root: Path, content: bytes) -> None:
    """Add a dataset with one file."""
    with Sandbox(root, ingest=False) as sandbox:
        served = Served(sandbox)
        served.admin.upload(served.admin.dataset(dataset_name="large"), "large.bin", content)
        served.close()
