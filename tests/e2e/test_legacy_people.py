"""Scripts of the first generation that make datasets, people, projects and instruments, on a served sandbox."""

from pathlib import Path

import pytest

from crucible import CrucibleClient, errors, models
from crucible.demo.job import demo_files
from crucible.legacy import CrucibleClient as Legacy
from crucible.legacy import LegacyWarning
from crucible.sandbox import Sandbox

pytestmark = pytest.mark.filterwarnings("ignore::crucible.legacy.LegacyWarning")
NOBODY = "0000000000000000000000000a"
ORCID = "0000-0002-1825-0097"
PATTERN = next(path for path in demo_files() if path.suffix == ".xy")


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def new(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        client.projects.create(project_id="demo-project", organization="Lab")
        client.projects.create(project_id="other-project", organization="Lab")
        client.instruments.create(instrument_id="xrd-1", instrument_name="XRD One", location="B67")
        with client.elevated():
            client.users.create(
                first_name="Ada", last_name="Example", username="ada", email="ada@example.org", orcid=ORCID
            )
        yield client


@pytest.fixture(scope="module")
def client(server, new):
    with Legacy(server.api_url, server.api_key) as client:
        yield client


@pytest.fixture
def dsid(new):
    return new.datasets.create(dataset_name="run 7", project_id="demo-project").unique_id


@pytest.fixture
def sample_id(new):
    return new.samples.create(sample_name="film A", project_id="demo-project").unique_id


@pytest.mark.parametrize(
    "look",
    [
        lambda client: client.get_project("no-such-project"),
        lambda client: client.get_user("0000-0000-0000-0001"),
        lambda client: client.get_user(email="nobody@example.org"),
        lambda client: client.get_sample(NOBODY),
        lambda client: client.get_instrument("no such instrument"),
        lambda client: client.get_instrument(instrument_id=NOBODY),
    ],
)
def test_what_is_not_known_is_none(client, look):
    assert look(client) is None


def test_a_dataset_that_is_not_known_is_an_error(client):
    with pytest.raises(errors.NotFoundError):
        client.get_dataset(NOBODY)


def test_users_are_found_and_made(client):
    assert ("Ada", "Ada") == (
        client.get_user(ORCID)["first_name"],
        client.get_user(email="ada@example.org")["first_name"],
    )
    info = {"first_name": "Grace", "last_name": "Example", "email": "grace@example.org", "projects": ["demo-project"]}
    given = dict(info)
    made = client.get_or_add_user("0000-0001-2345-6789", lambda orcid, **more: {**info, **more}, last_name="Sample")
    assert ("Sample", given) == (made["last_name"], info)
    again = client.get_or_add_user("0000-0001-2345-6789", lambda orcid: None)
    assert made["unique_id"] == again["unique_id"]
    assert "Grace" in [one["first_name"] for one in client.get_project_users("demo-project")]
    assert "Ada" in [one["first_name"] for one in client.add_user_to_project(ORCID, "demo-project")]
    assert ["demo-project"] == [one["project_id"] for one in client.list_projects(orcid=ORCID)]
    with pytest.raises(errors.UsageError, match="nothing is known"):
        client.get_or_add_user("0000-0000-0000-0001", lambda orcid: None)


def test_somebody_without_an_administrators_rights_is_told_so(server, new):
    key = new.users.get("ada")
    with new.elevated():
        key = new.users.issue_api_key("ada")
    with Legacy(server.api_url, key) as client:
        assert "Ada" == client.get_user(ORCID)["first_name"]
        with pytest.raises(errors.PermissionDeniedError):
            client.add_user({"first_name": "Eve", "last_name": "Example", "projects": []})


def test_projects_and_instruments_are_taken_or_made(client):
    made = client.get_or_add_project("made-project", organization="Lab", project_lead_email="ada@example.org")
    again = client.get_or_add_project("made-project")
    assert made["unique_id"] == again["unique_id"]
    with pytest.raises(errors.UsageError, match="location and instrument_owner"):
        client.get_or_add_instrument("Hip Microscope #2")
    with pytest.warns(LegacyWarning, match="names none"):
        scope = client.get_or_add_instrument("Hip Microscope #2", "B67", "The Imaging Facility")
    assert ("Hip Microscope #2", "Hip-Microscope-2") == (scope["instrument_name"], scope["instrument_id"])
    for look in (
        client.get_instrument("Hip Microscope #2"),
        client.get_instrument(instrument_id=scope["unique_id"]),
        client.get_or_add_instrument("Hip Microscope #2"),
    ):
        assert scope["unique_id"] == look["unique_id"]
    assert scope["unique_id"] in [one["unique_id"] for one in client.list_instruments()]


class Pydantic:
    """What a pydantic model looks like from outside."""

    def __init__(self, **fields):
        self.fields = fields

    def model_dump(self):
        return {"source_folder": None, **self.fields}


@pytest.mark.parametrize("kind", [dict, Pydantic, models.Dataset])
def test_a_dataset_is_made_of_whatever_has_its_fields(client, kind):
    made = client.create_new_dataset(
        kind(dataset_name="whole", project_id="demo-project", instrument_name="XRD One", public=False),
        scientific_metadata={"a": 1},
        keywords=["one"],
    )
    record = made["created_record"]
    assert (made["dsid"], "whole", "XRD One", {"a": 1}) == (
        record["unique_id"],
        record["dataset_name"],
        record["instrument_name"],
        made["scientific_metadata_record"]["scientific_metadata"],
    )
    assert ["one"] == [one["keyword"] for one in client.get_keywords(made["dsid"])]


def test_a_model_with_metadata_keeps_it_and_its_time(client, new):
    model = models.Dataset(dataset_name="x", timestamp="2026-08-01", scientific_metadata={"a": 1})
    made = client.create_new_dataset(model)
    kept = new.datasets.get(made["dsid"], include_metadata=True)
    assert ({"a": 1}, 2026) == (kept.scientific_metadata, kept.timestamp.year)
    assert "2026-08-02" in client.create_new_dataset({"creation_time": "2026-08-02"})["created_record"]["timestamp"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"project_id": "no-such-project"}, "no project"),
        ({"instrument_name": "no such"}, "no instrument"),
        ({"colour": "red"}, "no colour"),
    ],
)
def test_a_dataset_that_cannot_be_made_is_not(client, new, fields, reason):
    before = new.datasets.list(None, None).count()
    with pytest.raises(errors.UsageError, match=reason):
        client.create_new_dataset({"dataset_name": "x", **fields})
    assert before == new.datasets.list(None, None).count()


def test_what_is_not_kept_any_more_is_said_at_the_line_that_gives_it(client):
    with pytest.warns(LegacyWarning, match="does not keep source_folder") as caught:
        client.create_new_dataset({"dataset_name": "x", "source_folder": "a/b"})
    with pytest.warns(LegacyWarning, match="does not keep source_folder") as other:
        client.build_dataset_from_json(dataset_name="x", source_folder="a/b")
    assert [Path(__file__).name] * 2 == [Path(one[-1].filename).name for one in (caught, other)]


def test_the_owner_is_made_if_need_be(client):
    info = {"first_name": "Max", "last_name": "Example", "email": "max@example.org"}
    made = client.create_new_dataset(
        {"dataset_name": "x", "owner_orcid": "0000-0003-0000-0001"}, get_user_info_function=lambda orcid: info
    )
    assert "0000-0003-0000-0001" == made["created_record"]["owner_orcid"]


@pytest.mark.parametrize("function", ["create_new_dataset_from_files", "build_dataset_from_file"])
def test_a_dataset_is_made_with_its_files(client, function, tmp_path):
    (tmp_path / "notes.txt").write_text("notes")
    fields = {"dataset_name": "with files", "file_to_upload": str(PATTERN)}
    files = [str(tmp_path / "notes.txt"), str(PATTERN)]
    if function == "build_dataset_from_file":
        made = client.build_dataset_from_file(files_to_upload=files, ingestor=None, keywords=["k"], **fields)
    else:
        made = client.create_new_dataset_from_files(fields, files, ingestor=None, scientific_metadata={"a": 1})
    assert ("complete", ["notes.txt", PATTERN.name]) == (
        made["ingestion_request"]["status"],
        [one["filename"] for one in made["uploaded_files"]],
    )
    assert made["dsid"] == made["created_record"]["unique_id"]


@pytest.mark.parametrize(
    ("fields", "files", "reason"),
    [({}, ["missing.txt"], "cannot be read"), ({"file_to_upload": "b.txt"}, ["a.txt"], "none of the files")],
)
def test_files_that_cannot_be_sent_leave_no_dataset(client, new, tmp_path, fields, files, reason):
    (tmp_path / "a.txt").write_text("a")
    with pytest.raises(errors.UsageError, match=reason):
        client.create_new_dataset_from_files({"dataset_name": "none", **fields}, [tmp_path / name for name in files])
    assert 0 == new.datasets.list(dataset_name="none").count()


@pytest.mark.parametrize(
    ("email", "name"),
    [("bo@example.org", "user-bo"), ("7x@example.org", "user-7x"), (f"{'x' * 30}@example.org", "x" * 24)],
)
def test_a_username_is_made_that_the_service_takes(client, email, name):
    assert name == client.add_user({"first_name": "B", "last_name": "C", "email": email})["username"]


def test_the_time_of_a_dataset_has_its_former_name_too(client, dsid):
    assert "2026-08-02" in client.update_dataset(dsid, creation_time="2026-08-02")["timestamp"]
    assert [dsid] == [one["unique_id"] for one in client.list_datasets(unique_id=dsid, creation_time="2026-08-02")]


def test_deletion_is_asked_for(client, new, dsid):
    asked = client.delete_dataset(dsid)
    assert (dsid, "pending") == (asked["resource_id"], asked["status"])


def test_those_who_may_see_a_dataset_are_named(client, dsid):
    names = client.get_dataset_access_groups(dsid)
    assert (True, True) == (bool(names), all(isinstance(name, str) for name in names))


def test_processing_is_asked_for(client, dsid):
    assert isinstance(client.request_carrier_segmentation(dsid), dict)
