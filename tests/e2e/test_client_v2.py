"""A client of an address of API v2: what goes over the wire; `tests/scenarios` has what people see of it."""

import asyncio
import json
import warnings
from urllib.parse import parse_qs, urlsplit

import pytest
from crucible_api.api.projects import list_projects
from support.scripted import scripted_server

from crucible import AsyncCrucibleClient, CrucibleClient, errors
from crucible.sandbox import Sandbox

DATASET = "0tkn2knjast3h0008nyq9zps2c"
OTHER = "0tkn2knjast3h0008nyq9zps2d"
PROJECT = {"project_id": "films", "organization": "Lab"}
PEOPLE = {"ada": "0000-0000-0000-0001"}
EMPTY = {"items": [], "total": 0, "limit": 2, "offset": 0}


@pytest.fixture
def server():
    with scripted_server() as script:
        yield script


@pytest.fixture
def client(server):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.OldApiWarning)
        client = CrucibleClient(f"{server.url}/api/v2", "key")
    with client:
        yield client


def answer(server, value, status=200):
    server.body, server.status = json.dumps(value).encode(), status


def asked(server):
    """The last request: method, path below the API, query."""
    last = server.asked[-1]
    parts = urlsplit(last.target)
    return last.method, parts.path.removeprefix("/api/v2"), parse_qs(parts.query)


def test_the_deprecation_is_said_once_where_the_client_is_made(server):
    answer(server, EMPTY)
    with pytest.warns(errors.OldApiWarning, match="/api/v3") as said:
        client = CrucibleClient(f"{server.url}/api/v2/", "key")
        client.projects.list().all()
        client.close()
    assert [__file__] == [warning.filename for warning in said]
    with pytest.warns(errors.OldApiWarning) as said:
        AsyncCrucibleClient(f"{server.url}/api/v2", "key")
    assert [__file__] == [warning.filename for warning in said]


def test_an_address_of_v3_is_not_old(server):
    answer(server, EMPTY)
    with CrucibleClient(f"{server.url}/api/v3", "key") as client:
        client.projects.list().all()
    assert "normal" == server.asked[-1].headers["Crucible-Privilege-Mode"]


def test_no_privilege_mode_is_asked_for(server, client):
    answer(server, EMPTY)
    client.projects.list().all()
    assert "Crucible-Privilege-Mode" not in server.asked[-1].headers
    assert "Bearer key" == server.asked[-1].headers["Authorization"]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda client: client.datasets.facets("measurement").all(), "list_dataset_facets"),
        (lambda client: client.datasets.transfer_ownership(DATASET, PEOPLE["ada"]), "transfer_ownership"),
        (lambda client: client.datasets.list(visibility="public").all(), "visibility of list_datasets"),
        (
            lambda client: client.datasets.list(sample_id=DATASET, keyword="x", sort="created").all(),
            "sort of list_data",
        ),
        (lambda client: client.link(DATASET, OTHER, relationship_type="is_part_of"), "relationship_type"),
        (lambda client: client.datasets.create(dataset_name="a", project_id=DATASET), "project_mfid of create_data"),
        (lambda client: client.projects.update("films", new_project_id="films-2"), "project_id of update_project"),
        (lambda client: list_projects.sync(client=client.api, member_ref=["ada"]), "member_ref of list_projects"),
    ],
)
def test_what_v2_does_not_have_is_refused_before_anything_is_sent(server, client, call, named):
    answer(server, {"unique_id": DATASET, "resource_type": "dataset"})
    with pytest.raises(errors.NotAvailableError, match=f"{named}.* not available on API v2") as caught:
        call(client)
    assert caught.value.hint
    assert [] == [request.target for request in server.asked if "/resources/" not in request.target]


def test_the_event_loop_speaks_it_too(server):
    async def work():
        async with AsyncCrucibleClient(f"{server.url}/api/v2", "key") as client:
            with pytest.raises(errors.NotAvailableError):
                await client.datasets.facets("measurement").all()
            return await client.projects.get("films")

    answer(server, PROJECT)
    with pytest.warns(errors.OldApiWarning):
        assert "films" == asyncio.run(work()).project_id


def test_a_project_is_read_by_its_slug_which_is_its_identity_there(server, client):
    answer(server, PROJECT)
    assert ("films", "films") == (client.projects.get("films").project_id, client.projects.get("films").unique_id)
    assert ("GET", "/projects/films", {"include_metadata": ["false"]}) == asked(server)
    answer(server, {"detail": "none"}, 404)
    with pytest.raises(errors.NotFoundError, match="films"):
        client.projects.get("films")


def test_a_project_is_read_by_its_mfid_as_any_resource(server, client):
    answer(server, {**PROJECT, "unique_id": DATASET, "resource_type": "project"})
    assert (DATASET, "films") == (client.projects.get(DATASET).unique_id, client.projects.get(DATASET).project_id)
    assert ("GET", f"/resources/{DATASET}") == asked(server)[:2]
    answer(server, {"unique_id": DATASET, "resource_type": "dataset"})
    with pytest.raises(errors.NotFoundError):
        client.projects.get(DATASET)


def test_null_for_an_unknown_user_is_not_found(server, client):
    answer(server, None)
    with pytest.raises(errors.NotFoundError):
        client.users.get(PEOPLE["ada"])


def test_links_say_parent_child_or_associated(server, client):
    answer(
        server,
        [
            {"unique_id": DATASET, "resource_type": "sample", "name": None, "relationship": relationship}
            for relationship in ("parent", "child", "associated")
        ],
    )
    links = client.get_links(DATASET)
    assert ["source", "target", "undirected"] == [link.direction for link in links]
    assert ["parent", "child", "associated"] == [link["relationship"] for link in links]


@pytest.mark.parametrize(("status", "state"), [(200, "ok"), (503, "degraded")])
def test_flat_health_is_nested_too(server, client, status, state):
    answer(server, {"status": state, "db": "ok", "db_ms": 1.5, "version": "2.9"}, status)
    health = client.health()
    assert (state, "ok", 1.5, "2.9") == (health.status, health.database.status, health.db_ms, health.build.api_version)


def test_lists_of_relatives_are_lists_of_their_own(server, client):
    answer(server, [{"unique_id": DATASET, "dataset_name": "run 7"}])
    listing = client.datasets.list(sample_id=DATASET, measurement="XRD")
    assert ["run 7"] == [dataset.dataset_name for dataset in listing]
    method, path, query = asked(server)
    assert ("GET", f"/samples/{DATASET}/datasets", ["XRD"]) == (method, path, query["measurement"])
    assert 1 == listing.count()


def test_a_list_that_may_have_been_cut_says_so(server, client, caplog):
    answer(server, [{"unique_id": DATASET}] * 1000)
    assert 1000 == len(client.datasets.list(sample_id=OTHER, limit=None).all())
    assert "there may be more" in caplog.text


def test_filters_and_fields_have_their_former_names(server, client):
    answer(server, EMPTY)
    client.ingestions.list(DATASET).all()
    assert [DATASET] == asked(server)[2]["dataset_id"]
    client.datasets.list(owner_id=PEOPLE["ada"]).all()
    assert [PEOPLE["ada"]] == asked(server)[2]["owner_orcid"]
    answer(server, {"unique_id": DATASET})
    client.datasets.create(dataset_name="a", project_id="films", owner=PEOPLE["ada"], unique_id=DATASET)
    created = next(json.loads(request.body) for request in server.asked if request.method == "POST")
    assert (PEOPLE["ada"], "films") == (created["owner_orcid"], created["project_id"])
    assert "owner" not in created


def test_members_have_no_roles(server, client):
    answer(server, [{"unique_id": PEOPLE["ada"], "first_name": "Ada", "last_name": "E", "email": "ada@example.org"}])
    members = client.projects.add_user(PEOPLE["ada"], "films")
    assert ("POST", f"/projects/films/users/{PEOPLE['ada']}", {}) == asked(server)
    assert [None] == [member.role for member in members]
    with pytest.raises(errors.NotAvailableError, match="role"):
        client.projects.add_user(PEOPLE["ada"], "films", role="editor")


def test_owners_of_instruments_are_any_text(server, client):
    answer(server, {"unique_id": DATASET, "instrument_name": "XRD One", "owner": "the third floor"})
    instrument = client.instruments.get(DATASET)
    assert (None, "the third floor") == (instrument.owner, instrument["owner_name"])


def test_the_one_name_of_an_instrument_stands_for_the_short_name(server, client):
    known = {"unique_id": DATASET, "instrument_name": "XRD-One"}
    answer(server, {**EMPTY, "items": [known], "total": 1})
    assert (DATASET, "XRD-One") == (client.instruments.list()[0].unique_id, client.instruments.list()[0].instrument_id)
    assert DATASET == client.instruments.get("xrd-one").unique_id
    assert ("GET", "/instruments", ["xrd-one"]) == (*asked(server)[:2], asked(server)[2]["instrument_name"])
    fields = {"location": "B67", "owner": "ada"}
    with pytest.raises(errors.NotAvailableError, match="give instrument_id and instrument_name alike"):
        client.instruments.create(instrument_id="xrd-2", instrument_name="XRD Two", **fields)


def test_what_names_a_project_of_v2_is_its_record_too(server, client):
    answer(server, PROJECT)
    project = client.projects.get("films")
    answer(server, {"unique_id": DATASET, "dataset_name": "run 7"})
    client.datasets.create(dataset_name="run 7", project_id=project, unique_id=DATASET)
    assert "films" == json.loads(server.asked[-1].body)["project_id"]


def test_a_hint_of_what_v2_does_otherwise_can_be_followed(server, client):
    answer(server, {"unique_id": DATASET})
    with pytest.raises(errors.NotAvailableError, match=r"client\.request\('PATCH', 'datasets/<id>', json="):
        client.datasets.make_public(DATASET)
    client.request("PATCH", f"datasets/{DATASET}", json={"public": True})
    assert ("PATCH", f"/datasets/{DATASET}") == asked(server)[:2]


def test_access_is_the_least_that_v2_says(server, client):
    for rights, least in (((True, True), "editor"), ((True, False), "viewer"), ((False, False), "none")):
        answer(server, dict(zip(("read", "write"), rights, strict=True)))
        assert least == client.users.check_dataset_access(PEOPLE["ada"], DATASET).effective_access


def test_requests_of_ones_own_are_sent_as_they_are(server, client):
    answer(server, {"unique_id": DATASET})
    client.request("PATCH", f"datasets/{DATASET}", json={"owner_orcid": PEOPLE["ada"]})
    assert {"owner_orcid": PEOPLE["ada"]} == json.loads(server.asked[-1].body)


def test_an_instrument_is_registered_once_under_its_one_name():
    with Sandbox() as sandbox, pytest.warns(errors.OldApiWarning):
        with CrucibleClient(sandbox.api_url.replace("/api/v3", "/api/v2"), sandbox.api_key) as client:
            fields = {"instrument_id": "xrd-1", "instrument_name": "xrd-1", "location": "B67", "owner": "the floor"}
            made, again = client.instruments.create(**fields), client.instruments.create(**fields)
            assert made.unique_id == again.unique_id == client.instruments.get("xrd-1").unique_id
            assert "the floor" == made["owner_name"]


def test_a_file_comes_back_as_it_was(tmp_path):
    path = tmp_path / "scan.dat"
    path.write_bytes(b"1 2 3")
    with Sandbox() as sandbox, pytest.warns(errors.OldApiWarning):
        client = CrucibleClient(sandbox.api_url.replace("/api/v3", "/api/v2"), sandbox.api_key)
        with client:
            made = client.datasets.create(dataset_name="run 7", files=[path])
            client.download(made, output_dir=tmp_path / "out")
    assert [b"1 2 3"] == [found.read_bytes() for found in (tmp_path / "out").rglob("scan.dat")]
