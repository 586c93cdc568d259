"""Scenarios: what people do with a client, written once and run with both clients against both versions of the API.

A scenario is an ``async def test_...`` that asks for what it needs:

`client`
    a client with the rights of the sandbox's administrator; what asks the server is awaited
`new`
    makes what a scenario starts from, such as ``await new.dataset()``, in a project of its own
`someone`
    ``someone("ada")`` is a client of another person, who is made for the scenario
`people`, `admin`, `ada`, `ben`
    makes people, names and clients of keys; `client` and two persons by other names

The sandbox is shared by all scenarios, so that they find their own records by id, in the project `new.project_id`, or
by the name `new.word`.
"""

import itertools
import secrets
import sys
from pathlib import Path

import pytest
from support.flavours import flavour, pytest_pyfunc_call  # noqa: F401
from support.people import People
from support.served import Served
from support.v3_only import V3_ONLY

from crucible.sandbox import Sandbox

FAKE_PARSER = (sys.executable, str(Path(__file__).parents[1] / "support" / "fake_parser.py"))
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items):
    """Let the scenarios that need v3 fail against v2, each for its reason."""
    for item in items:
        parameters = getattr(item, "callspec", None) and item.callspec.params
        if not parameters or parameters.get("api_url") != "v2" or item.path.parent != Path(__file__).parent:
            continue
        item.add_marker(pytest.mark.filterwarnings("ignore::crucible.errors.OldApiWarning"))
        name = f"{item.path.stem}.{item.originalname}"
        case = "-".join(part for part in item.callspec.id.split("-") if part not in ("v2", "blocking", "async"))
        reason = V3_ONLY.get(name) or V3_ONLY.get(f"{name}[{case}]")
        if reason:
            item.add_marker(pytest.mark.xfail(reason=f"API v2: {reason}", strict=True))


@pytest.fixture(scope="session")
def served():
    """The sandbox of all scenarios, and the people in it."""
    with Sandbox(parser=FAKE_PARSER) as sandbox:
        served = Served(sandbox)
        yield served
        served.close()


@pytest.fixture(params=["v3", "v2"])
def api_url(request, served):
    """Address of the API in the version that a scenario runs against."""
    return served.sandbox.api_url.removesuffix("v3") + request.param


@pytest.fixture
def client(served, api_url, flavour):  # noqa: F811
    """The administrator's client."""
    return flavour.client(api_url, served.sandbox.api_key)


class New:
    """Makes what scenarios start from; `word` occurs in no other scenario."""

    def __init__(self, client, project_id):
        self._client = client
        self.project_id = project_id
        self.word = "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))

    async def dataset(self, dataset_name="run 7", **fields):
        return await self._client.datasets.create(dataset_name=dataset_name, project_id=self.project_id, **fields)

    async def sample(self, sample_name="film A", **fields):
        return await self._client.samples.create(sample_name=sample_name, project_id=self.project_id, **fields)

    async def instrument(self, instrument_name="XRD One", **fields):
        slug = f"tool-{next(_numbers)}"
        fields = {"location": "B67", **fields}
        return await self._client.instruments.create(instrument_id=slug, instrument_name=instrument_name, **fields)

    async def project(self, **fields):
        slug = f"project-{next(_numbers)}"
        return await self._client.projects.create(**{"project_id": slug, "organization": "Lab", **fields})


@pytest.fixture
def new(served, client):
    """Makes records in a project that is this scenario's own."""
    slug = f"project-{next(_numbers)}"
    served.admin.project(slug)
    return New(client, slug)


@pytest.fixture
def someone(served, api_url, flavour):  # noqa: F811
    """Makes a person and returns their client; `person` is what made it, with `id` and `key`."""

    def make(name):
        person = served.person(f"{name}-{next(_numbers):04}")
        client = flavour.client(api_url, person.key)
        client.person = person
        return client

    return make


@pytest.fixture
def path(tmp_path):
    """A small file of a kind that the sandbox's parser reads."""
    path = tmp_path / "scan.h5"
    path.write_bytes(b"not empty")
    return path


@pytest.fixture
def people(api_url, flavour, someone):  # noqa: F811
    """Makes people, names that nothing has yet, and clients of keys."""
    return People(someone, lambda key: flavour.client(api_url, key))


@pytest.fixture
def admin(client):
    """The administrator's client, where it matters whose it is."""
    return client


@pytest.fixture
def ada(someone):
    """Somebody's client."""
    return someone("ada")


@pytest.fixture
def ben(someone):
    """Somebody else's client."""
    return someone("ben")
