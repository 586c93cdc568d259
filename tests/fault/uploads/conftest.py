"""A sandbox with small parts, somebody who uploads to it, and a file of several parts."""

import sqlite3
from contextlib import closing

import pytest
from support.served import Served, content_of
from support.uploading import Sender

from crucible.sandbox import Sandbox

PART = 256 * 1024


@pytest.fixture(scope="package")
def data():
    """What the file has in it: five parts and a little."""
    return content_of(5 * PART + 17)


@pytest.fixture(scope="package")
def sandbox():
    with Sandbox(ingest=False, part_size_bytes=PART) as sandbox:
        yield sandbox


@pytest.fixture(scope="package")
def served(sandbox):
    with closing(Served(sandbox)) as served:
        yield served


@pytest.fixture
def dataset(served, sandbox):
    """An empty dataset; the faults that a test adds are gone after it."""
    yield served.admin.dataset()
    sandbox.faults.clear()


@pytest.fixture
def sender(sandbox, tmp_path):
    with closing(Sender.to(sandbox, tmp_path / "notes")) as sender:
        yield sender


@pytest.fixture
def path(tmp_path, data):
    path = tmp_path / "scan.h5"
    path.write_bytes(data)
    return path


@pytest.fixture
def stored(dataset, served, tmp_path):
    """Returns the bytes of a file of the dataset."""

    def fetch(name="scan.h5"):
        with closing(Sender.to(served.sandbox, tmp_path / "elsewhere")) as sender:
            return sender.fetch(dataset, name)

    return fetch


@pytest.fixture
def uploads(sandbox, dataset):
    """Returns the ids of all uploads into the dataset."""

    def ids():
        with closing(sqlite3.connect(sandbox.root / "crucible.db")) as database:
            query = "SELECT u.id FROM upload u JOIN resource r ON r.id = u.dataset WHERE r.mfid = ?"
            return [row[0] for row in database.execute(query, (dataset,))]

    return ids
