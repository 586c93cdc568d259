"""Whatever goes wrong with the parts of an upload, in whatever order, all arrive in the end, and none for nothing."""

import json
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.served import Served, content_of
from support.uploading import Sender

from crucible.errors import CrucibleError, NotFoundError
from crucible.sandbox import Sandbox
from crucible.transfer.upload import Uploads

PART = 1000
DATA = content_of(9 * PART + 7)
CALLS = ["start_signed_upload", "sign_parts", "complete_signed_upload", "get_signed_upload"]
OF_STORE = st.one_of(
    st.sampled_from([403, 408, 429, 500, 503, 404, 400]).map(lambda status: ("answer", {"status": status})),
    st.sampled_from(["before", "after"]).map(lambda when: ("reset", {"when": when})),
    st.just(("expire", {})),
)
# With no wait asked for, the client would make pauses that take the time of many examples.
OF_API = st.sampled_from([429, 502, 503, 504]).map(lambda status: ("answer", {"status": status, "retry_after": 0}))
AFTER, TIMES = st.integers(0, 9), st.integers(1, 6)
RULES = st.lists(
    st.one_of(
        st.tuples(st.just("part"), OF_STORE, AFTER, TIMES),
        st.tuples(st.sampled_from(CALLS), OF_API, st.integers(0, 1), TIMES),
    ),
    max_size=4,
)
RUNS = st.lists(
    st.tuples(RULES, st.sampled_from(["again", "again", "forget", "spoil", "abort", "rewrite"])), max_size=4
)


@pytest.fixture(scope="module")
def served():
    with Sandbox(ingest=False, part_size_bytes=PART) as sandbox, closing(Served(sandbox)) as served:
        yield served


@pytest.fixture(scope="module")
def sender(served, tmp_path_factory):
    with closing(Sender.to(served.sandbox, tmp_path_factory.mktemp("notes"))) as sender:
        yield sender


def arrived(sender, dataset):
    """Return the parts that need not be sent again."""
    for note in sender.notes.glob("*.json"):
        with suppress(ValueError, TypeError, NotFoundError):
            return set(sender.service.arrived_parts(dataset, json.loads(note.read_bytes())["session"]["upload_id"]))
    return set()


def meanwhile(sender, dataset, path, what):
    """Do something between two runs, and return whether the next one can go on from where the last one ended."""
    if what == "rewrite":
        path.write_bytes(path.read_bytes()[::-1])
    elif what == "abort":
        Uploads(sender.service, sender.storage, journals=sender.journals).abort(dataset, path)
    else:
        for note in sender.notes.glob("*.json"):
            if what == "forget":
                note.unlink()
            elif what == "spoil":
                note.write_bytes(note.read_bytes()[:-20])
    return what == "again"


@settings(max_examples=60, deadline=None)
@given(runs=RUNS)
def test_an_upload_ends_with_the_same_bytes_or_an_error_and_the_next_run_goes_on(served, sender, runs):
    faults = served.sandbox.faults
    dataset, record = served.admin.dataset(), None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.bin")
        path.write_bytes(DATA)
        for rules, what in [*runs, ([], "again")]:
            goes_on, there = meanwhile(sender, dataset, path, what), arrived(sender, dataset)
            for on, (do, members), after, times in rules:
                faults.add(do, on=on, after=after, times=times, **members)
            sender.storage.puts.clear()
            with suppress(CrucibleError):
                record = sender.send(dataset, path)
            lost = ("part", 404) in [(on, members.get("status")) for on, (_, members), _, _ in rules]
            faults.clear()
            if goes_on and not lost:
                assert not there & set(sender.storage.puts)
            if record is not None:
                assert len(DATA) == record["size"]
                break
        assert record is not None
        assert path.read_bytes() == sender.fetch(dataset, "a.bin")
        assert [] == sender.left()
