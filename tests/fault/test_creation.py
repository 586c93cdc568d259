"""Creating records when answers get lost: never a second record, never a lost one reported as made."""

import pytest
from support.ports import ClockPort
from support.service import Answer, service

from crucible import errors
from crucible.resources.datasets import DatasetOperations
from crucible.resources.instruments import InstrumentOperations
from crucible.resources.projects import ProjectOperations
from crucible.transport.port import run

ID = "0tkn2knjast3h0008nyq9zps2c"
OTHER_ID = "0tkn5x2w9hz7v000c4m1q8rjtg"
DATASETS = "/api/v3/datasets"
ONE = f"{DATASETS}/{ID}"
METADATA = f"/api/v3/resources/{ID}/metadata"
KEYWORDS = f"{ONE}/keywords"
NOT_FOUND = Answer({"detail": "Not found"}, status=404)
DROPPED = Answer(drop=True)
TAKEN = Answer({"detail": "exists"}, status=409)
STORED = {"unique_id": ID, "dataset_name": "run 7", "timestamp": "2026-08-01T10:00:00Z", "project_id": "Demo-Project"}


@pytest.fixture
def server():
    with service() as running:
        yield running


@pytest.fixture
def port(server):
    port = ClockPort(server.url)
    yield port
    port.close()


def create(port, **more):
    """The same dataset each time."""
    fields = {"dataset_name": "run 7", "timestamp": "2026-08-01 10:00", "project_id": "demo-project", "unique_id": ID}
    return run(DatasetOperations(port).create(**{**fields, **more}))


def echo(asked):
    """A server that stores what it is sent."""
    return asked.json


def test_the_client_makes_the_identity(server, port):
    server.on("POST", DATASETS, echo)
    made = create(port, unique_id=None)
    assert made.unique_id == server.asked[0].json["unique_id"]


def test_only_fields_that_were_given_are_sent(server, port):
    server.on("POST", DATASETS, echo)
    create(port)
    assert {
        "unique_id": ID,
        "dataset_name": "run 7",
        "timestamp": "2026-08-01T10:00:00+00:00",
        "project_id": "demo-project",
        "public": False,
    } == server.asked[0].json


def test_a_lost_answer_of_a_record_that_was_made_is_a_success(server, port):
    server.on("POST", DATASETS, DROPPED)
    server.on("GET", ONE, STORED)
    assert (ID, 1) == (create(port).unique_id, server.count("POST", DATASETS))


@pytest.mark.parametrize("status", [502, 503, 504])
def test_an_answer_of_a_gateway_is_looked_into(server, port, status):
    server.on("POST", DATASETS, Answer(status=status))
    server.on("GET", ONE, STORED)
    assert (ID, 1) == (create(port).unique_id, server.count("POST", DATASETS))


def test_a_record_that_was_not_made_is_made_by_the_next_attempt(server, port):
    server.on("POST", DATASETS, DROPPED, echo)
    server.on("GET", ONE, NOT_FOUND)
    assert (ID, 2) == (create(port).unique_id, server.count("POST", DATASETS))


def test_a_first_attempt_that_arrives_late_is_a_success(server, port):
    server.on("POST", DATASETS, DROPPED, TAKEN)
    server.on("GET", ONE, NOT_FOUND, STORED)
    assert create(port).unique_id == ID


PAGE = Answer(body=b"<html>Log in</html>", content_type="text/html")


def test_a_damaged_answer_about_a_record_that_was_made_is_a_success(server, port):
    server.on("POST", DATASETS, PAGE)
    server.on("GET", ONE, STORED)
    assert (ID, 1) == (create(port).unique_id, server.count("POST", DATASETS))


@pytest.mark.parametrize("looked_up", [NOT_FOUND, PAGE])
def test_a_page_in_place_of_the_service_is_told_and_the_record_not_sent_again(server, port, looked_up):
    server.on("POST", DATASETS, PAGE)
    server.on("GET", ONE, looked_up)
    with pytest.raises(errors.PartialCreationError, match="text/html") as caught:
        create(port)
    assert (ID, 1) == (caught.value.unique_id, server.count("POST", DATASETS))


def test_attempts_end(server, port):
    server.on("POST", DATASETS, DROPPED)
    server.on("GET", ONE, NOT_FOUND)
    with pytest.raises(errors.PartialCreationError, match="was not there when it was looked up") as caught:
        create(port)
    assert server.count("POST", DATASETS) == 3
    assert (ID, ("record",)) == (caught.value.unique_id, caught.value.left)
    assert isinstance(caught.value.__cause__, errors.ConnectionFailedError)


def test_a_server_that_failed_after_the_work_made_the_record(server, port):
    server.on("POST", DATASETS, Answer({"detail": "broken"}, status=500))
    server.on("GET", ONE, STORED)
    assert (ID, 1) == (create(port).unique_id, server.count("POST", DATASETS))


def test_a_server_that_failed_is_not_asked_again_and_the_error_has_the_id(server, port):
    server.on("POST", DATASETS, Answer({"detail": "broken"}, status=500))
    server.on("GET", ONE, NOT_FOUND)
    with pytest.raises(errors.PartialCreationError, match="broken") as caught:
        create(port, unique_id=None)
    assert server.asked[0].json["unique_id"] == caught.value.unique_id
    assert server.count("POST", DATASETS) == 1


def test_the_pause_before_the_next_attempt_is_the_one_that_was_asked_for(server, port):
    server.on("POST", DATASETS, Answer(status=503, headers={"Retry-After": "7"}), echo)
    server.on("GET", ONE, NOT_FOUND)
    create(port)
    assert 7 <= port.pauses[0] <= 7.7
    assert 1 == len(port.pauses)


def test_an_hour_is_not_waited_but_told_with_the_id(server, port):
    server.on("POST", DATASETS, Answer(status=503, headers={"Retry-After": "3600"}))
    server.on("GET", ONE, NOT_FOUND)
    with pytest.raises(errors.PartialCreationError, match="wait 3600 s") as caught:
        create(port)
    assert (ID, 1) == (caught.value.unique_id, server.count("POST", DATASETS))
    assert 3600 == caught.value.__cause__.retry_after_seconds


def test_a_record_that_cannot_be_looked_up_is_reported_as_unknown_with_its_id(server, port):
    server.on("POST", DATASETS, DROPPED)
    server.on("GET", ONE, Answer({"detail": "broken"}, status=500))
    with pytest.raises(errors.PartialCreationError, match="unknown") as caught:
        create(port)
    assert (ID, (), ("record",)) == (caught.value.unique_id, caught.value.done, caught.value.left)


@pytest.mark.usefixtures("brisk")
def test_a_server_that_is_not_there_is_no_partial_creation(server):
    with service() as gone:
        port = ClockPort(gone.url)
    with pytest.raises(errors.ConnectionFailedError) as caught:
        create(port)
    assert not caught.value.may_have_run


@pytest.mark.parametrize(
    ("status", "error"),
    [(403, errors.PermissionDeniedError), (422, errors.InvalidRequestError), (501, errors.ServerError)],
)
def test_a_refused_record_is_neither_looked_up_nor_sent_again(server, port, status, error):
    server.on("POST", DATASETS, Answer({"detail": "no"}, status=status))
    with pytest.raises(error):
        create(port)
    # After a refusal the account is asked whether it has wider rights.
    about_records = [asked.path for asked in server.asked if asked.path != "/api/v3/account/profile"]
    assert [DATASETS] == about_records


def test_an_id_with_the_same_record_behind_it_is_a_success(server, port):
    server.on("POST", DATASETS, TAKEN)
    server.on("GET", ONE, STORED)
    assert create(port).unique_id == ID


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"dataset_name": "run 8"}, "dataset_name"),
        ({"timestamp": "2026-08-01T11:00:00Z"}, "timestamp"),
        ({"project_id": None}, "project_id"),
    ],
)
def test_an_id_with_another_record_behind_it_is_a_conflict_that_says_what_differs(server, port, changed, field):
    server.on("POST", DATASETS, TAKEN)
    server.on("GET", ONE, {**STORED, **changed})
    with pytest.raises(errors.ConflictError, match=f"another {field}"):
        create(port)


def test_an_id_of_somebody_else_is_the_conflict_of_the_server(server, port):
    server.on("POST", DATASETS, TAKEN)
    server.on("GET", ONE, Answer({"detail": "no"}, status=403))
    with pytest.raises(errors.ConflictError, match="exists"):
        create(port)


def keyword(asked):
    return {"keyword": "a", "num_datasets": 1}


def test_record_metadata_and_keywords_are_sent_in_this_order(server, port):
    server.on("POST", DATASETS, echo)
    server.on("PATCH", METADATA, lambda asked: {"unique_id": ID, "scientific_metadata": asked.json})
    server.on("POST", KEYWORDS, keyword)
    made = create(port, scientific_metadata={"a": {"b": 1}}, keywords=["x", "y", "x"])
    assert ["/datasets", "/metadata", "keyword=x", "keyword=y"] == [
        asked.query or "/" + asked.path.rpartition("/")[2] for asked in server.asked
    ]
    assert {"a": {"b": 1}} == made.scientific_metadata


def test_a_failure_after_the_record_says_what_is_done_and_what_is_left(server, port):
    server.on("POST", DATASETS, echo)
    server.on("PATCH", METADATA, lambda asked: {"unique_id": ID, "scientific_metadata": asked.json})
    server.on("POST", KEYWORDS, keyword, Answer({"detail": "full"}, status=500))
    with pytest.raises(errors.PartialCreationError, match="full") as caught:
        create(port, scientific_metadata={"a": 1}, keywords=["x", "y", "z"])
    error = caught.value
    assert (ID, ("record", "metadata", "keyword 'x'"), ("keyword 'y'", "keyword 'z'")) == (
        error.unique_id,
        error.done,
        error.left,
    )
    assert isinstance(error.__cause__, errors.ServerError)


def test_the_same_call_with_the_same_id_finishes_the_record(server, port):
    server.on("POST", DATASETS, echo, TAKEN)
    server.on("GET", ONE, STORED)
    server.on(
        "PATCH", METADATA, Answer({"detail": "no"}, status=500), {"unique_id": ID, "scientific_metadata": {"a": 1}}
    )
    with pytest.raises(errors.PartialCreationError) as caught:
        create(port, scientific_metadata={"a": 1})
    assert create(port, scientific_metadata={"a": 1}, unique_id=caught.value.unique_id).unique_id == ID


@pytest.mark.parametrize(
    "wrong",
    [
        {"timestamp": "03/04/2026"},
        {"unique_id": "../../x"},
        {"scientific_metadata": {"a": float("nan")}},
        {"scientific_metadata": [1]},
        {"keywords": "perovskite"},
        {"keywords": ["a", " "]},
        {"keywords": ["a", 5]},
        {"project_id": ""},
        {"instrument_id": 5},
    ],
)
def test_everything_is_checked_before_anything_is_sent(server, port, wrong):
    with pytest.raises(errors.UsageError):
        create(port, **wrong)
    assert [] == server.asked


# ---- projects and instruments are settled by their name ----

PROJECTS = "/api/v3/projects"
PROJECT = {"unique_id": OTHER_ID, "project_id": "Demo-Project", "organization": "Lab"}
NONE = {"items": [], "limit": 2, "offset": 0, "total": 0}
FOUND = {"items": [PROJECT], "limit": 2, "offset": 0, "total": 1}


def create_project(port, **more):
    fields = {"project_id": "demo-project", "organization": "Lab", "project_lead": "ada"}
    return run(ProjectOperations(port).create(**{**fields, **more}))


def test_a_new_project_is_made(server, port):
    server.on("GET", PROJECTS, NONE)
    server.on("POST", PROJECTS, PROJECT)
    assert create_project(port).unique_id == OTHER_ID


def test_the_lead_of_a_project_is_the_caller_unless_given(server, port):
    server.on("GET", "/api/v3/account", {"user_unique_id": "0000-0000-0000-0001", "access_group_ids": []})
    server.on("GET", PROJECTS, NONE)
    server.on("POST", PROJECTS, PROJECT)
    create_project(port, project_lead=None)
    assert server.asked[-1].json["project_lead_orcid"] == "0000-0000-0000-0001"


def test_a_project_of_the_same_name_is_a_conflict(server, port):
    server.on("GET", PROJECTS, FOUND)
    with pytest.raises(errors.ConflictError, match="existing='use'"):
        create_project(port)
    assert server.count("POST", PROJECTS) == 0


def test_a_project_of_the_same_name_is_used_if_asked(server, port):
    server.on("GET", PROJECTS, FOUND)
    assert (OTHER_ID, 0) == (create_project(port, existing="use").unique_id, server.count("POST", PROJECTS))


@pytest.mark.parametrize("fault", [DROPPED, Answer(status=502), Answer({"detail": "no"}, status=500)])
def test_a_project_whose_answer_was_lost_is_looked_up_by_its_name(server, port, fault):
    server.on("GET", PROJECTS, NONE, FOUND)
    server.on("POST", PROJECTS, fault)
    assert (OTHER_ID, 1) == (create_project(port).unique_id, server.count("POST", PROJECTS))


def test_a_project_that_is_not_there_after_a_lost_answer_is_not_reported_as_made(server, port):
    server.on("GET", PROJECTS, NONE)
    server.on("POST", PROJECTS, DROPPED)
    with pytest.raises(errors.ConnectionFailedError):
        create_project(port)


def test_another_project_under_the_name_after_a_lost_answer_is_not_taken_for_ours(server, port):
    server.on("GET", PROJECTS, NONE, {**FOUND, "items": [{**PROJECT, "organization": "Others"}]})
    server.on("POST", PROJECTS, DROPPED)
    with pytest.raises(errors.ConnectionFailedError):
        create_project(port)


def test_a_name_taken_in_the_meantime_is_a_conflict(server, port):
    server.on("GET", PROJECTS, NONE)
    server.on("POST", PROJECTS, TAKEN)
    with pytest.raises(errors.ConflictError, match="demo-project"):
        create_project(port)


def test_an_instrument_of_the_same_name_is_used(server, port):
    found = {"items": [{"unique_id": OTHER_ID, "instrument_id": "XRD-1"}], "limit": 2, "offset": 0, "total": 1}
    server.on("GET", "/api/v3/instruments", found)
    create = InstrumentOperations(port).create
    made = run(create(instrument_id="xrd-1", instrument_name="XRD One", location="B67"))
    assert (OTHER_ID, 1) == (made.unique_id, len(server.asked))


@pytest.mark.parametrize("name", ["ab", "a" * 26, "-abc", "a b c", "a/../b", "äbc", "", 5])
def test_a_name_that_breaks_the_rule_is_refused_before_anything_is_sent(server, port, name):
    with pytest.raises(errors.UsageError):
        create_project(port, project_id=name)
    assert [] == server.asked


def test_a_project_name_that_breaks_the_rule_is_refused_before_the_account_is_asked_for(server, port):
    with pytest.raises(errors.UsageError):
        run(ProjectOperations(port).create(project_id="a b", organization="MF"))
    assert [] == server.asked
