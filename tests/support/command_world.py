"""A small world that the examples of all commands can be run in, and the ids that their placeholders stand for.

It is made once and copied for each example, so that one that deletes something takes nothing from another.
"""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crucible import CrucibleClient
from crucible.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Mapping

MEASURED = Path(__file__).parents[2] / "crucible" / "demo" / "files" / "film_a_xrd.xy"
ORCID = {"ada": "0000-0002-1825-0097", "bea": "0000-0001-5109-3700"}


class CommandWorld:
    """The world as it was made: `stands_for` maps placeholders to ids, by noun where they differ.

    Parameters
    ----------
    folder
        Where the sandbox's root and the files for the current folder are kept.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.files = folder / "files"
        self.files.mkdir(parents=True)
        write_files(self.files)
        with Sandbox(self.root) as sandbox, CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
            sandbox.printers.attach("lab-1")
            self.stands_for = _fill(client, sandbox, self.files)

    def sandbox(self, folder: Path) -> Sandbox:
        """Return a sandbox with a copy of the world, that is not started yet; `folder` gets the files, too."""
        shutil.copytree(self.root, folder / "root", ignore=shutil.ignore_patterns("*.lock", "server*"))
        shutil.copytree(self.files, folder / "work")
        return Sandbox(folder / "root")

    def filled_in(self, word: str, noun: str) -> str:
        """Return a word of an example with the id in the place of a placeholder."""
        found = self.stands_for.get(f"{noun} {word}", self.stands_for.get(word, word))
        return str(found)


def write_files(folder: Path) -> None:
    """Write what examples upload and read."""
    shutil.copy(MEASURED, folder / "run7.xy")
    (folder / "scans" / "day1").mkdir(parents=True)
    lines = MEASURED.read_text("utf-8").splitlines(keepends=True)
    for name, fewer in (("a", 100), ("b", 200)):
        (folder / "scans" / "day1" / f"{name}.xy").write_text("".join(lines[:-fewer]), "utf-8")
    (folder / "scans" / "notes.md").write_text("# Day 1\n", "utf-8")
    (folder / "films.csv").write_text("Name,T\nfilm C,150\nfilm D,180\n", "utf-8")
    (folder / "datasets.csv").write_text("Name,Measurement\nfilm C pattern,XRD\nfilm D pattern,XRD\n", "utf-8")
    (folder / "metadata.json").write_text(json.dumps({"annealing": {"temperature": 120}}), "utf-8")
    (folder / "picture.png").write_bytes(_picture())


def _picture() -> bytes:
    """Return a picture of one white point."""
    chunks = {b"IHDR": struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), b"IDAT": zlib.compress(b"\0\xff"), b"IEND": b""}
    told = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


def _fill(client: CrucibleClient, sandbox: Sandbox, files: Path) -> Mapping[str, Any]:
    with client.elevated():
        for name, orcid in ORCID.items():
            client.users.create(
                first_name=name.title(), last_name="Example", username=name, email=f"{name}@example.org", orcid=orcid
            )
        ada_key = client.users.issue_api_key("ada")
        robot = client.service_accounts.create("sem-uploader")
    project = client.projects.create(project_id="my-project", organization="My lab", title="Films")
    instrument = client.instruments.create(instrument_id="xrd-1", instrument_name="Diffractometer", location="110")
    client.projects.add_user("ada", project)
    ink = client.samples.create(sample_name="ink 12", sample_type="solution", project_id=project)
    film = client.samples.create(sample_name="film A", sample_type="thin film", project_id=project)
    raw = client.datasets.create(
        dataset_name="film A, pattern",
        measurement="XRD",
        project_id=project,
        instrument_id=instrument,
        scientific_metadata={"annealing": {"temperature": 100}},
        keywords=["perovskite"],
        samples=[film],
    )
    smoothed = client.datasets.create(dataset_name="film A, smoothed", measurement="XRD", project_id=project)
    piece = client.samples.create(sample_name="film A, left half", sample_type="thin film", project_id=project)
    client.link(ink, film, relationship_type="is_derived_from")
    client.link(film, piece, relationship_type="is_part_of")
    client.link(raw, smoothed, relationship_type="is_derived_from")
    file = client.datasets.add_file(raw, files / "run7.xy")
    request = client.wait(client.files.request_ingestion(file), timeout_seconds=60)
    thumbnail = client.datasets.add_thumbnail(raw, files / "picture.png")
    client.download(raw, files / "downloads")
    return {
        "ID": raw.unique_id,
        "DATASET": raw.unique_id,
        "PARENT": raw.unique_id,
        "CHILD": smoothed.unique_id,
        "SAMPLE": film.unique_id,
        "OTHER": piece.unique_id,
        "PROJECT": project.project_id,
        "INSTRUMENT": "xrd-1",
        "FILE_ID": file.mfid,
        "USER": "ada",
        "BEA": "bea",
        "OWNER": client.whoami().user_unique_id,
        "ACCOUNT": robot.unique_id,
        "THUMBNAIL": thumbnail.id,
        "ingestion REQUEST": request.id,
        **_requests(client, sandbox, ada_key.reveal(), project.project_id),
    }


def _requests(client: CrucibleClient, sandbox: Sandbox, key: str, project: str) -> Mapping[str, Any]:
    """Let others ask for something."""
    doubtful = client.datasets.create(dataset_name="film A, shutter closed", project_id=project)
    gone = client.samples.create(sample_name="broken film", project_id=project)
    with client.elevated():
        client.deletions.delete(gone, force=True)
        entry = client.deletions.list_deleted().first()
    pending = client.deletions.request(doubtful, "the shutter was closed")
    other = client.projects.create(project_id="their-project", organization="Their lab")
    with CrucibleClient(sandbox.api_url, key) as ada:
        joining = ada.projects.request_join(other)
        hers = ada.projects.create(project_id="ada-project", organization="Ada's lab")
    return {
        "deletion REQUEST": pending.id,
        "ENTRY": entry.id,
        "REQUEST": joining.id,
        "GROUP": joining.group_name,
        "THEIRS": hers.project_id,
        "project GROUP": hers.project_id,
    }
