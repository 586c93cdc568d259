"""What the examples in docstrings and pages may name: a client, a few records and files."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from crucible import CrucibleClient

if TYPE_CHECKING:
    from collections.abc import Iterator

MEASURED = Path(__file__).parents[2] / "crucible" / "demo" / "files" / "film_a_xrd.xy"
ORCID = "0000-0002-1825-0097"


def write_files(folder: Path) -> None:
    """Put the files that examples read into a folder."""
    shutil.copy(MEASURED, folder / "run7.xy")
    (folder / "films.csv").write_text("Name,T\nfilm A,100\nfilm B,120\nfilm C,150\n", "utf-8")


@contextmanager
def example_world(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the names that examples may use, in a sandbox of their own; the files are in `folder`."""
    write_files(folder)
    with CrucibleClient.sandbox() as client:
        project = client.projects.create(project_id="my-project", organization="My lab", title="Films")
        instrument = client.instruments.create(instrument_id="xrd-1", instrument_name="Diffractometer", location="110")
        with client.elevated():
            client.users.create(
                first_name="Ada", last_name="Example", username="ada", email="ada@example.org", orcid=ORCID
            )
        client.projects.add_user("ada", project)
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
        file = client.datasets.add_file(raw, folder / "run7.xy")
        yield {
            "client": client,
            "project": project,
            "instrument": instrument,
            "sample": film,
            "film": film,
            "dataset": raw,
            "raw": raw,
            "smoothed": smoothed,
            "file": file,
        }
