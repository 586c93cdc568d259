"""A served sandbox with a few datasets, and the command ``crucible`` that works with it as a process."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from crucible import CrucibleClient
from crucible.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

COMMAND = [str(Path(sys.executable).with_name("crucible"))]
FAKE_PARSER = (sys.executable, str(Path(__file__).with_name("fake_parser.py")))
LARGE_BYTES = 3_000_000
SLOW = ["--bytes-per-second", "20kB"]
"""So the large file would take minutes."""


def readable(text: str) -> bytes:
    """Return content of a file that the parser of the tests can read."""
    found = {"ingestion_class": "FakeIngestor", "fields": {}, "keywords": [], "thumbnails": []}
    return f"PRINT\n{json.dumps({**found, 'scientific_metadata': {'measured': text}})}".encode()


class Done(NamedTuple):
    """A process that has ended."""

    code: int
    out: str
    err: str


@dataclass
class World:
    """What there is: ids of a project, a sample, two datasets and a file of the first; contents by name."""

    server: Sandbox
    client: CrucibleClient
    home: Path
    project: str
    sample: str
    dataset: str
    other: str
    file: str
    contents: Mapping[str, bytes]

    @property
    def env(self) -> dict[str, str]:
        """The environment of somebody who has a key and nothing else."""
        home = str(self.home)
        kept = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "COVERAGE_PROCESS_START") if name in os.environ
        }
        return {
            **kept,
            **dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), home),
            "XDG_STATE_HOME": home,
            "XDG_CONFIG_HOME": home,
            "PYTHONUTF8": "1",
            "CRUCIBLE_API_URL": self.server.api_url,
            "CRUCIBLE_API_KEY": str(self.server.api_key),
        }

    def new_dataset(self) -> str:
        """Make an empty dataset."""
        return self.client.datasets.create(dataset_name="empty").unique_id

    @contextmanager
    def fault(self, do: str, **members: Any) -> Iterator[None]:
        """Let something go wrong in the meantime."""
        self.server.faults.add(do, **members)
        try:
            yield
        finally:
            self.server.faults.clear()


@contextmanager
def bytes_world() -> Iterator[World]:
    """Yield a world of one's own."""
    rng = random.Random(7)  # noqa: S311
    contents = {
        "a.txt": readable("a"),
        "raw/large.h5": rng.randbytes(LARGE_BYTES),
        "raw/試料 測定.h5": rng.randbytes(2_000_000),
    }
    with (
        Sandbox(parser=FAKE_PARSER) as server,
        CrucibleClient(server.api_url, server.api_key) as client,
        tempfile.TemporaryDirectory() as home,
    ):
        project = client.projects.create(project_id="my-project", organization="My lab", title="Films")
        sample = client.samples.create(sample_name="film A", project_id=project)
        dataset = client.datasets.create(dataset_name="試料 A, two nights", project_id=project, samples=[sample])
        other = client.datasets.create(dataset_name="one night", project_id=project)
        path = Path(home, "measured")
        for name, content in contents.items():
            path.write_bytes(content)
            client.datasets.add_file(dataset, path, name=name)
        path.write_bytes(b"another")
        client.datasets.add_file(other, path, name="b.txt")
        files = {file.filename: file.mfid for file in client.datasets.list_files(dataset)}
        yield World(
            server,
            client,
            Path(home),
            project.unique_id,
            sample.unique_id,
            dataset.unique_id,
            other.unique_id,
            files["a.txt"],
            contents,
        )


def crucible(
    world: World, folder: Path, *words: str, input: str | None = None, env: Mapping[str, str] | None = None
) -> Done:
    """Run the command to its end."""
    given = {name: value for name, value in {**world.env, **(env or {})}.items() if value}
    done = subprocess.run(
        [*COMMAND, *words], input=input or "", capture_output=True, encoding="utf-8", cwd=folder, env=given, timeout=60
    )
    return Done(done.returncode, done.stdout, done.stderr)


def begun(world: World, folder: Path, *words: str, once: Callable[[], bool], input: str = "") -> subprocess.Popen[str]:
    """Start the command, and return it once something is true."""
    process = subprocess.Popen(
        [*COMMAND, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=folder,
        env=world.env,
    )
    assert process.stdin is not None
    process.stdin.write(input)
    process.stdin.close()
    process.stdin = None  # so that `communicate` does not flush it
    while not once():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    return process
