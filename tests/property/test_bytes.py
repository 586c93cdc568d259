"""Any interleaving of failures, interruptions, damage and further runs ends with identical bytes, in every way."""

import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.courier import LARGE, NAME, PART, Courier, Route, left_in
from support.served import Served, content_of
from support.wire import EXPIRED, Fault, Wire

from crucible.errors import PartialTransferError
from crucible.sandbox import Sandbox

DATA = content_of(LARGE)
PLACES = st.integers(0, LARGE)
ALWAYS = st.one_of(
    st.sampled_from([400, 403, 404, 408, 416, 429, 500, 503]).map(
        lambda status: Fault("status", status=status, body=EXPIRED if status == 403 else b"")
    ),
    st.sampled_from(["pass", "pass", "pass", "reset", "lost", "wrong-range"]).map(Fault),
    st.builds(Fault, st.just("flip"), at=PLACES),
)
DOWN = ALWAYS | st.builds(Fault, st.sampled_from(["cut", "cut", "short"]), at=PLACES) | st.just(Fault("ignore-range"))
INTERRUPTED = st.none() | st.integers(1, 12)
MEANWHILE = st.sampled_from(
    ["nothing", "nothing", "spoil", "shorten", "lengthen", "drop .done", "drop .part", "garbage"]
)


class _InterruptedError(Exception):
    """The person at the keyboard has had enough."""


def runs(faults):
    """Return a strategy for runs: what befalls the requests, after how many events each ends, and what comes next."""
    return st.lists(st.tuples(st.lists(faults, max_size=8), INTERRUPTED, MEANWHILE), max_size=4)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with (
        Sandbox(ingest=False, part_size_bytes=PART) as sandbox,
        closing(Served(sandbox)) as served,
        Wire(sandbox.storage_url) as storage,
    ):
        notes = tmp_path_factory.mktemp("notes")
        route = Route(sandbox.api_url, sandbox.api_key, storage.behind, storage.netloc, str(notes))
        dataset = served.admin.dataset()
        served.admin.upload(dataset, NAME, DATA)
        with closing(Courier(route)) as courier:
            yield SimpleNamespace(admin=served.admin, storage=storage, notes=notes, dataset=dataset, courier=courier)
        assert not sandbox.leaked_keys


@contextmanager
def befalling(storage, faults):
    storage.faults += faults
    try:
        yield
    finally:
        storage.heal()


def interrupt_after(events):
    """Return a progress callback that raises at one of its calls."""
    left = iter(range(events or 0))

    def progress(event):
        if events is not None and next(left, None) is None:
            raise _InterruptedError

    return progress


def completes(run, events):
    """Run something, and return whether it said that all has arrived."""
    try:
        run(progress=interrupt_after(events))
    except (PartialTransferError, _InterruptedError):
        return False
    return True


def damage(folder, what):
    """Do to the files of an unfinished download what other programs and crashes do."""
    for path in [path for path in folder.rglob("*") if path.suffix in (".part", ".done")]:
        size = path.stat().st_size
        if what == f"drop {path.suffix}":
            path.unlink()
        elif what == "garbage" and path.suffix == ".done":
            path.write_bytes(path.read_bytes()[:-3] + b"\n99999999999 x\n5 \n")
        elif path.suffix == ".part" and size:
            with path.open("r+b") as part:
                if what == "spoil":
                    part.seek(size // 2)
                    part.write(b"?")
                elif what in ("shorten", "lengthen"):
                    part.truncate(size // 2 if what == "shorten" else size + 1000)


@settings(max_examples=25, deadline=None)
@given(attempts=runs(DOWN))
@pytest.mark.parametrize("way", ["streamed", "large"])
def test_a_download_is_whole_or_not_there_and_ends_well(world, way, attempts):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target = folder / world.dataset / NAME
        for faults, events, meanwhile in [*attempts, ([], None, "nothing")]:
            with befalling(world.storage, faults):
                if completes(lambda **options: world.courier.bring(way, world.dataset, folder, **options), events):
                    break
            if target.exists():  # interrupted after the last byte
                assert DATA == target.read_bytes()
            damage(folder, meanwhile)
        assert DATA == target.read_bytes()
        assert [NAME, "record.json"] == left_in(folder / world.dataset)


@settings(max_examples=25, deadline=None)
@given(attempts=runs(ALWAYS))
@pytest.mark.parametrize("way", ["part", "session"])
def test_an_upload_is_whole_or_not_there_and_ends_well(world, way, attempts):
    dataset = world.admin.dataset()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "scan.h5")
        path.write_bytes(DATA)
        for faults, events, meanwhile in [*attempts, ([], None, "nothing")]:
            with befalling(world.storage, faults):
                if completes(lambda **options: world.courier.send(way, dataset, path, **options), events):
                    break
            for record in world.courier.service.files(dataset):
                assert len(DATA) == record["size"]
            if meanwhile in ("spoil", "drop .part"):
                for note in world.notes.glob("*.json"):
                    note.write_bytes(note.read_bytes()[:-20])
        world.courier.bring("small", dataset, Path(name))
        assert DATA == Path(name, dataset, NAME).read_bytes()
        assert [] == left_in(world.notes)
