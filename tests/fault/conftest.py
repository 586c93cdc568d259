"""A dataset behind a real socket, and the two transfers as a test wants to call them."""

import asyncio
import threading
import time
from contextlib import closing

import pytest
from support.flavours import flavour, pytest_pyfunc_call  # noqa: F401
from support.object_store import ObjectStore
from support.one_dataset import DATASET, OneDataset
from support.storages import KINDS, opened

from crucible.transfer import Options, download, upload
from crucible.transport.retry import Policy

QUICK = Policy(attempts=4, first_seconds=0.005, longest_seconds=0.01)


@pytest.fixture
def service():
    """The API for one dataset; its `store` is the object store. Every test shows that the store never sees a key."""
    with ObjectStore() as store:
        yield OneDataset(store)
        assert not [seen for seen in store.requests if {"authorization", "cookie"} & set(seen.headers)]


@pytest.fixture(params=KINDS)
def storage(request):
    """A client for the object store that soon notices when nothing comes, by each of the libraries."""
    with closing(opened(request.param, stall_seconds=0.5)) as client:
        yield client


@pytest.fixture
def fetch(service, storage, tmp_path):
    """`download` of the dataset into a temporary folder."""

    def run(**options):
        return download(service, DATASET, tmp_path, Options(**options), storage=storage, policy=QUICK)

    return run


@pytest.fixture
def send(service, storage):
    """`upload` into the dataset."""

    def run(path, **options):
        return upload(service, DATASET, path, storage=storage, policy=QUICK, **options)

    return run


@pytest.fixture
def brisk(monkeypatch):
    """Let pauses of the client take no time; a sandbox, in a thread of its own, keeps its clock."""
    sleep, sleep_on_loop = time.sleep, asyncio.sleep

    def ours():
        return threading.current_thread() is threading.main_thread()

    monkeypatch.setattr(time, "sleep", lambda seconds: sleep(0 if ours() else seconds))
    monkeypatch.setattr(asyncio, "sleep", lambda seconds: sleep_on_loop(0 if ours() else seconds))
