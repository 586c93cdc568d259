"""A sandbox behind two wires, and somebody who fetches and sends files over them."""

from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.courier import LARGE, NAME, PART, SMALL, Courier, Route, left_in, port_on
from support.served import Served, content_of
from support.storages import KINDS, opened
from support.wire import Wire

from crucible.sandbox import Sandbox


@pytest.fixture(scope="package")
def sandbox():
    with Sandbox(ingest=False, part_size_bytes=PART) as sandbox:
        yield sandbox


@pytest.fixture(scope="package")
def served(sandbox):
    with closing(Served(sandbox)) as served:
        yield served


@pytest.fixture(scope="package")
def wires(sandbox):
    with Wire(sandbox.api_url) as api, Wire(sandbox.storage_url) as storage:
        storage.secrets = (str(sandbox.api_key),)
        yield SimpleNamespace(api=api, storage=storage)


@pytest.fixture
def storage(wires):
    """The wire to the object store. Every test shows that no key goes over it."""
    yield wires.storage
    assert not wires.storage.leaks
    wires.storage.heal()


@pytest.fixture
def api(wires):
    """The wire to the API."""
    yield wires.api
    wires.api.heal()


@pytest.fixture
def route(sandbox, api, storage, tmp_path):
    yield Route(api.over(sandbox.api_url), sandbox.api_key, storage.behind, storage.netloc, str(tmp_path / "notes"))
    assert not sandbox.leaked_keys


@pytest.fixture(params=KINDS)
def library(request):
    """What moves the bytes."""
    return request.param


@pytest.fixture(scope="package")
def stores():
    """Returns what moves bytes by some library, the same for all tests."""
    held = {}

    def store(library):
        if library not in held:
            held[library] = opened(library, stall_seconds=0.3)
        return held[library]

    yield store
    for storage in held.values():
        storage.close()


@pytest.fixture(scope="package")
def port(sandbox, wires):
    """A connection to the API, the same for all tests in which only the object store fails."""
    route = Route(wires.api.over(sandbox.api_url), sandbox.api_key, "", "", "")
    with closing(port_on(route)) as port:
        yield port


@pytest.fixture
def couriers(route, stores, port):
    """Returns somebody who fetches and sends by some library; who is to wait for the API so long asks on his own."""
    made = []

    def courier(library="curl", **options):
        made.append(Courier(route, library, storage=stores(library), port=None if options else port, **options))
        return made[-1]

    yield courier
    for courier in made:
        courier.close()


class Delivery:
    """One file that is to be on both sides: in a dataset, and in a folder of this machine."""

    def __init__(self, served: Served, way: str, folder: Path) -> None:
        self.way = way
        self.is_down = way in ("small", "streamed", "large")
        self.data = content_of(0 if way == "empty" else SMALL if way in ("small", "streamed") else LARGE)
        self.dataset = served.admin.dataset()
        self.folder = folder
        self._admin = served.admin
        self._path = folder / "scan.h5"
        self.notes = folder / "notes"
        if self.is_down:
            self.put(self.data)
        else:
            self._path.write_bytes(self.data)

    def put(self, data: bytes) -> None:
        """Store the file in the dataset."""
        self._admin.upload(self.dataset, NAME, data)

    def run(self, courier: Courier, **options: object) -> object:
        """Bring the file to the other side."""
        return (courier.bring if self.is_down else courier.send)(self.way, self.dataset, self.place, **options)

    @property
    def place(self) -> Path:
        """Where the file goes to or comes from."""
        return self.folder / "here" if self.is_down else self._path

    @property
    def target(self) -> Path:
        """Where the fetched file is."""
        return self.place / self.dataset / NAME

    def arrived(self, courier: Courier) -> bytes:
        """Return what is on the other side."""
        if self.is_down:
            return self.target.read_bytes()
        (record,) = courier.service.files(self.dataset)
        assert NAME == record["filename"]
        courier.bring("small", self.dataset, self.folder / "back")
        return (self.folder / "back" / self.dataset / NAME).read_bytes()

    def left(self) -> list[str]:
        """Names of all files that the transfer has made on this machine."""
        made = left_in(self.place) if self.is_down else []
        return made + (left_in(self.notes) if self.notes.exists() else [])

    @property
    def whole(self) -> list[str]:
        """What is left when all has arrived."""
        return [f"{self.dataset}/{NAME}", f"{self.dataset}/record.json"] if self.is_down else []


@pytest.fixture
def delivery(served, tmp_path):
    """Returns a new delivery in some way."""
    return lambda way: Delivery(served, way, tmp_path)
