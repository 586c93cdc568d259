"""What tests of ``crucible://`` start from: a sandbox, a file system of it, and datasets; a test file imports them."""

import os
import tempfile

import pytest
from support.served import content_of

from crucible import CrucibleClient, config
from crucible.fs import CrucibleFileSystem
from crucible.fs.clients import _clients
from crucible.sandbox import Sandbox

DATA = content_of(3_000_000)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(ingest=False) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def client(sandbox):
    with CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        client.projects.create(project_id="films", organization="Lab", title="Thin films")
        yield client


@pytest.fixture(scope="module")
def fs(client):
    return CrucibleFileSystem(client=client)


@pytest.fixture
def dataset(client):
    """The id of a dataset of its own."""
    return client.datasets.create(dataset_name="film A", project_id="films", measurement="XRD").unique_id


@pytest.fixture
def filled(fs, dataset):
    """The id of a dataset with three files."""
    fs.pipe({f"{dataset}/scan.bin": DATA, f"{dataset}/raw/a.txt": b"one\ntwo\n", f"{dataset}/raw/deep/b.txt": b"3\n"})
    return dataset


@pytest.fixture
def profile(sandbox, tmp_path, monkeypatch):
    """The name of a profile of the administrator."""
    for name in [name for name in os.environ if name.startswith("CRUCIBLE_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    config.save_profile("lab", sandbox.api_key, sandbox.api_url)
    _forget()
    yield "lab"
    _forget()


def _forget():
    """Close what was opened for profiles: another test may have had another one of the same name."""
    CrucibleFileSystem.clear_instance_cache()
    for opened in _clients.values():
        opened.close()
    _clients.clear()


@pytest.fixture
def leftovers(tmp_path, monkeypatch):
    """Tells what temporary files there are."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return lambda: [path.name for path in tmp_path.iterdir()]
