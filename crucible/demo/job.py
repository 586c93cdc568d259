"""Create, upload, ingest, link, find, download, verify: each step a few calls of the public client."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crucible.errors import CrucibleError, IngestionFailedError, IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crucible.client import CrucibleClient
    from crucible.demo.report import Report

PROJECT = "crucible-demo"
INSTRUMENT = "demo-microscope"
CONDITIONS = {
    "synthesis": {
        "method": "spin coating",
        "precursor": "methylammonium lead iodide",
        "annealing": {"temperature": {"value": 100, "unit": "degC"}, "duration": {"value": 600, "unit": "s"}},
        "atmosphere": "nitrogen",
    }
}
WORDS = "annealing nitrogen"


@dataclass(frozen=True)
class Outcome:
    """What the job left behind.

    Parameters
    ----------
    dataset_id, sample_id
        The records that were made.
    downloaded
        The downloaded data files.
    """

    dataset_id: str
    sample_id: str
    downloaded: list[Path]


def demo_files() -> list[Path]:
    """Return the three files that come with the package."""
    return sorted(Path(__file__).with_name("files").iterdir())


def run(client: CrucibleClient, paths: Sequence[Path], output: Path, report: Report) -> Outcome:
    """Do the whole job with `paths`, download into `output`, and compare every byte.

    Raises
    ------
    UsageError
        If a path is no file, or two of them have the same name.
    IntegrityError
        If a downloaded file is not what was uploaded.
    """
    checked(paths)
    sample_id, precursor_id, dataset_id = create(client, report)
    names = upload_and_ingest(client, dataset_id, paths, report)
    link_and_find(client, dataset_id, sample_id, precursor_id, report)
    downloaded = download(client, dataset_id, dict(zip(paths, names, strict=True)), output, report)
    report.step("provenance")
    report.block(client.graphs.get(sample_id, recursive=True).tree())
    return Outcome(dataset_id, sample_id, downloaded)


def checked(paths: Sequence[Path]) -> None:
    """Refuse paths that cannot be uploaded, before anything is created."""
    for path in paths:
        if not path.is_file():
            raise UsageError(f"{path} is not a file", hint="give the paths of files, or none for the demo's own")
    names = [path.name for path in paths]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"more than one file is called {', '.join(twice)}", hint="give them different names")


def create(client: CrucibleClient, report: Report) -> tuple[str, str, str]:
    """Make the records; a project and an instrument of an earlier run are used again."""
    report.step("register")
    project = client.projects.create(
        project_id=PROJECT, organization="Demo", title="A first look at Crucible", existing="use"
    )
    report.line("project", project.project_id, project.unique_id)
    instrument = client.instruments.create(
        instrument_id=INSTRUMENT, instrument_name="Demo microscope", location="this machine"
    )
    report.line("instrument", instrument.instrument_id, instrument.unique_id)
    ink = client.samples.create(sample_name="ink 12", sample_type="solution", project_id=PROJECT)
    report.line("sample", ink.sample_name, ink.unique_id)
    film = client.samples.create(sample_name="film A", sample_type="thin film", project_id=PROJECT)
    report.line("sample", film.sample_name, film.unique_id)
    report.step("create")
    dataset = client.datasets.create(
        dataset_name="film A, first look",
        measurement="overview",
        project_id=PROJECT,
        instrument_id=INSTRUMENT,
        scientific_metadata=CONDITIONS,
        keywords=["perovskite", "demo"],
    )
    report.line("dataset", dataset.dataset_name, dataset.unique_id)
    return film.unique_id, ink.unique_id, dataset.unique_id


def upload_and_ingest(client: CrucibleClient, dataset_id: str, paths: Sequence[Path], report: Report) -> list[str]:
    """Upload each file, then wait until each was read; a kind that no parser knows is told, and is no failure.

    Returns
    -------
    list of str
        The files' names in the dataset, which keeps a content once: under the name that it had first.
    """
    uploaded = []
    report.step("upload")
    for path in paths:
        with report.bytes(path.name, path.stat().st_size) as progress:
            uploaded.append(client.datasets.add_file(dataset_id, path, progress=progress))
    report.step("ingest")
    requests = [client.files.request_ingestion(file.mfid) for file in uploaded]
    for file, request in zip(uploaded, requests, strict=True):
        try:
            done = client.wait(request, timeout_seconds=120)
        except IngestionFailedError as error:
            report.line(file.filename, "stored, not read", str(error))
        else:
            report.line(file.filename, done.status, done.ingestion_class)
    return [file.filename for file in uploaded]


def link_and_find(client: CrucibleClient, dataset_id: str, sample_id: str, precursor_id: str, report: Report) -> None:
    """Link records by their ids alone, and find the dataset by words of its metadata."""
    report.step("link")
    client.link(precursor_id, sample_id)
    client.link(dataset_id, sample_id)
    for link in client.get_links(sample_id):
        report.line(link.resource_type, link.name, link.relationship)
    report.step("find")
    found = client.datasets.search_metadata(WORDS)
    if dataset_id not in {record.unique_id for record in found}:
        raise CrucibleError(f"the words {WORDS!r} do not find dataset {dataset_id}", hint="please report this")
    report.line(f'"{WORDS}"', f"{len(found)} found", dataset_id)


def download(
    client: CrucibleClient, dataset_id: str, names: Mapping[Path, str], output: Path, report: Report
) -> list[Path]:
    """Download in two steps, one kind of file and then the others, and compare all with the originals.

    Parameters
    ----------
    names
        What each original is called in the dataset.
    """
    stored = set(names.values())
    kind = f"*{Path(min(stored)).suffix}"
    report.step("download")
    first = client.download(dataset_id, str(output), include=kind)
    report.line(f"include {kind}", f"{len(first) - 1} of {len(stored)} files")
    rest = client.download(dataset_id, str(output), exclude=kind)
    report.line(f"exclude {kind}", f"{len(rest) - 1} of {len(stored)} files")
    folder = output / dataset_id
    report.step("verify")
    for path, name in names.items():
        if sha256(folder / name) != sha256(path):
            raise IntegrityError(f"{folder / name} differs from {path}", hint="please report this")
        report.line(path.name, "identical", f"SHA-256 {sha256(path)[:16]}")
    return [folder / name for name in sorted(stored)]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
