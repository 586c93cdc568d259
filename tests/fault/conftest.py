"""A dataset behind a real socket, and the two transfers as a test wants to call them."""

from contextlib import closing

import pytest
from support.flavours import flavour, pytest_pyfunc_call  # noqa: F401
from support.object_store import ObjectStore
from support.one_dataset import DATASET, OneDataset

from crucible.transfer import download, upload
from crucible.transport.retry import Policy
from crucible.transport.storage import StorageClient

QUICK = Policy(attempts=4, first_seconds=0.005, longest_seconds=0.01)


@pytest.fixture
def service():
    """The API for one dataset; its `store` is the object store. Every test shows that the store never sees a key."""
    with ObjectStore() as store:
        yield OneDataset(store)
        assert not [seen for seen in store.requests if {"authorization", "cookie"} & set(seen.headers)]


@pytest.fixture
def storage():
    """A client for the object store that soon notices when nothing comes."""
    with closing(StorageClient(connect_seconds=5, stall_seconds=0.5)) as client:
        yield client


@pytest.fixture
def fetch(service, storage, tmp_path):
    """`download` of the dataset into a temporary folder."""

    def run(**options):
        return download(service, DATASET, tmp_path, storage=storage, policy=QUICK, **options)

    return run


@pytest.fixture
def send(service, storage):
    """`upload` into the dataset."""

    def run(path, **options):
        return upload(service, DATASET, path, storage=storage, policy=QUICK, **options)

    return run
