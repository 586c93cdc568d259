"""``--seed demo``: what the small world holds, and that filling a filled sandbox changes nothing."""

import sqlite3

import pytest
from support.served import Person, Served

from crucible import CrucibleClient
from crucible.sandbox import Sandbox
from crucible.sandbox.demo_world import demo_world
from crucible.sandbox.seed import SeedError, seed

DATASETS = [name for name, described in demo_world()["datasets"].items() if "deletion" not in described]
SHADOWS = ("metadata_words_", "name_trigrams_")  # what SQLite keeps for full-text search, which moves by itself


def rows(sandbox):
    """Everything in the database."""
    database = sqlite3.connect(sandbox.root / "crucible.db")
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: sorted(map(repr, database.execute(f"SELECT * FROM {name}")))
        for name in names
        if not name.startswith(SHADOWS)
    }
    database.close()
    return found


@pytest.fixture(scope="module")
def seeded():
    """A filled sandbox in which nothing has been ingested yet."""
    with Sandbox(seed="demo", ingest=False) as sandbox:
        served = Served(sandbox)
        yield served
        served.close()


@pytest.fixture
def as_person(seeded):
    """Somebody of the small world, by username."""
    people = []

    def person(username):
        unique_id = seeded.admin.get("users", username=username)["items"][0]["unique_id"]
        people.append(Person(seeded.sandbox, unique_id, seeded.admin.post(f"users/{unique_id}/apikey")["api_key"]))
        return people[-1]

    yield person
    for found in people:
        found.http.close()


def names(person, kind, field, **query):
    return {record[field] for record in person.get(kind, **query)["items"]}


def test_filling_a_filled_sandbox_changes_nothing(seeded):
    before = rows(seeded.sandbox)
    seed(seeded.sandbox.api_url, seeded.sandbox.api_key)
    after = rows(seeded.sandbox)
    assert before == after
    assert len(after["resource"]) > 10


def test_people_see_what_their_projects_let_them_see(as_person):
    assert set(DATASETS) == names(as_person("priya"), "datasets", "dataset_name")
    assert set(DATASETS) == names(as_person("maya"), "datasets", "dataset_name")
    assert set() == names(as_person("tomas"), "datasets", "dataset_name")
    assert {"perovskite-films", "nanocatalysts"} == names(as_person("maya"), "projects", "project_id")


def test_whoever_starts_the_sandbox_sees_it_without_the_rights_of_an_administrator(seeded):
    with CrucibleClient(seeded.sandbox.api_url, seeded.sandbox.api_key) as client:
        assert set(DATASETS) == {dataset.dataset_name for dataset in client.datasets.list()}
        assert 4 == len(client.samples.list().all())


def test_members_have_the_roles_of_the_story(as_person):
    members = as_person("maya").get("projects/perovskite-films/users")["items"]
    roles = {member["username"]: member["role"] for member in members}
    assert {"maya": "owner", "admin": "admin", "jonas": "editor", "priya": "contributor"} == roles


def test_the_films_are_made_of_the_ink_and_each_has_data(as_person):
    priya = as_person("priya")
    ink = priya.get("samples", sample_name="ink 12")["items"][0]["unique_id"]
    graph = priya.get(f"entity_graph_cte/{ink}", recursive=True)
    assert 4 + len(DATASETS) <= len(graph["nodes"])
    for dataset in priya.get("datasets")["items"]:
        assert 1 == len(priya.get(f"datasets/{dataset['unique_id']}/files"))
        assert 2 == len(priya.get(f"datasets/{dataset['unique_id']}/keywords"))


def test_words_of_the_metadata_find_the_films(as_person):
    assert len(DATASETS) == len(as_person("priya").get("resources/metadata/search", q="annealing spin")["items"])


def test_a_deletion_and_a_membership_await_a_decision(seeded, as_person):
    deletion = as_person("maya").get("deletion_requests", scope="reviewable")["items"][0]
    assert ("film A, shutter closed", "pending") == (deletion["resource_name"], deletion["status"])
    application = seeded.admin.get("join_requests")["items"][0]
    assert (as_person("tomas").id, "pending") == (application["requester_id"], application["status"])


def test_the_files_are_read_and_shown():
    with Sandbox(seed="demo") as sandbox, CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        requests = [client.wait(request, timeout_seconds=120) for request in client.ingestions.list()]
        assert len(DATASETS) <= len([request for request in requests if request.status == "complete"])
        served = Served(sandbox)
        grains = served.admin.get("datasets", dataset_name="film A, grains")["items"][0]["unique_id"]
        assert 1 <= len(served.admin.get(f"datasets/{grains}/thumbnails"))
        served.close()


def test_a_filling_that_was_interrupted_is_completed(served):
    person = served.person("maya")
    body = {"project_id": "perovskite-films", "title": "Mine", "organization": "Mine", "project_lead": person.id}
    served.admin.post("projects", json=body)
    seed(served.sandbox.api_url, served.sandbox.api_key)
    assert "Mine" == served.admin.get("projects/perovskite-films")["title"]
    assert set(DATASETS) == names(served.admin, "datasets", "dataset_name")


def test_a_sandbox_that_refuses_or_is_not_there_is_one_clear_error(served):
    with pytest.raises(SeedError, match="401"):
        seed(served.sandbox.api_url, "wrong")
    with pytest.raises(SeedError, match="does not answer"):
        seed("http://127.0.0.1:1/api/v3", "wrong")
