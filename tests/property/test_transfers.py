"""Whatever goes wrong in whatever order, a file arrives whole or not at all, and in the end it arrives."""

import os
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.folders import left_in
from support.object_store import Fault, ObjectStore
from support.one_dataset import DATASET, OneDataset

from crucible.errors import CrucibleError, PartialTransferError
from crucible.transfer import Options, download, upload
from crucible.transfer.fetch import Sizes
from crucible.transport.retry import Policy
from crucible.transport.storage import open_storage

QUICK = Policy(attempts=3, first_seconds=0.0005, longest_seconds=0.001)
SIZE = 600_000
DATA = os.urandom(SIZE)
# In memory until it is complete, with one request, and in ranges by several threads.
SIZES = [Sizes(), Sizes(small_bytes=1000), Sizes(small_bytes=1000, large_bytes=1000, range_bytes=150_000)]
PLACES = st.integers(0, SIZE - 1)
STATUSES = st.sampled_from([400, 403, 404, 408, 416, 429, 500, 503]).map(lambda status: Fault("status", status=status))
ALWAYS = st.sampled_from(["pass", "reset"]).map(Fault)
DOWN = st.lists(
    st.one_of(ALWAYS, STATUSES, st.builds(Fault, st.sampled_from(["cut", "truncate", "only"]), at=PLACES))
    | st.sampled_from(["page", "append", "wrong-range", "ignore-range"]).map(Fault),
    max_size=9,
)
UP = st.lists(
    st.one_of(ALWAYS, STATUSES, st.builds(Fault, st.sampled_from(["cut", "short"]), at=PLACES))
    | st.sampled_from(["lost", "flip"]).map(Fault),
    max_size=9,
)


@pytest.fixture(scope="module")
def store():
    with ObjectStore() as running:
        yield running


@pytest.fixture(scope="module")
def storage():
    with closing(open_storage(stall_seconds=5)) as client:
        yield client


@settings(max_examples=100, deadline=None)
@given(faults=DOWN, sizes=st.sampled_from(SIZES))
def test_a_download_is_whole_or_not_there_and_repeating_it_ends_well(store, storage, faults, sizes):
    service = OneDataset(store)
    service.add("a.h5", DATA)
    store.faults.clear()
    store.faults += faults
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, DATASET, "a.h5")
        for _ in range(len(faults) + 1):
            with suppress(PartialTransferError):
                options = Options(no_record=True)
                download(service, DATASET, folder, options, storage=storage, policy=QUICK, sizes=sizes)
                break
            assert not target.exists()
        assert DATA == target.read_bytes()
        assert ["a.h5"] == left_in(target.parent)


@settings(max_examples=60, deadline=None)
@given(faults=UP)
def test_an_upload_ends_with_the_same_bytes_or_an_error_and_repeating_it_ends_well(store, storage, faults):
    service = OneDataset(store)
    store.faults.clear()
    store.faults += faults
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.h5")
        path.write_bytes(DATA)
        for _ in range(len(faults) + 1):
            with suppress(CrucibleError):
                upload(service, DATASET, path, storage=storage, policy=QUICK)
                break
            assert not service.completed
        assert DATA == store.objects[service.completed[-1]]
