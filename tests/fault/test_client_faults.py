"""How callers go on after a service has failed, and what happens when it goes on failing.

What one fault makes of one call is in `test_matrix`. Each test runs with both clients against a served sandbox, whose
faults are asked for by operation.
"""

import itertools

import pytest
from support.served import Served

from crucible import errors
from crucible.ids import new_mfid
from crucible.sandbox import Sandbox

_numbers = itertools.count(1)

pytestmark = pytest.mark.usefixtures("brisk")

# Faults that happen once: the arguments of `Faults.add` beside the operation.
FAULTS = {
    "reset before": ("reset", {"when": "before"}),
    "reset after": ("reset", {"when": "after"}),
    "cut off": ("truncate", {"bytes": 5}),
    "429": ("answer", {"status": 429, "retry_after": 0}),
    "503": ("answer", {"status": 503, "retry_after": 0}),
    "503 in an hour": ("answer", {"status": 503, "retry_after": 3600}),
    "504": ("answer", {"status": 504}),
    "500": ("answer", {"status": 500}),
    "page": ("garbage", {}),
    "page after": ("garbage", {"when": "after"}),
}
# One of each sort.
SOME = ("reset after", "429", "503", "page")


@pytest.fixture(scope="module")
def served():
    with Sandbox(ingest=False) as sandbox:
        served = Served(sandbox)
        served.admin.project("demo-project")
        yield served
        served.close()


@pytest.fixture
def faults(served):
    yield served.sandbox.faults
    served.sandbox.faults.clear()


@pytest.fixture
def client(served, flavour):
    return flavour.client(served.sandbox.api_url, served.sandbox.api_key)


def add(faults, name, operation, **options):
    do, members = FAULTS[name]
    faults.add(do, on=operation, **members, **options)


def tried(faults, operation):
    """How often an operation was hit."""
    return sum(fired.on == operation for fired in faults.fired)


@pytest.fixture
def name():
    """A name that no other test has."""
    return f"record {next(_numbers)}"


# ---- reads ----


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("503 in an hour", errors.ServerError),
        ("500", errors.ServerError),
        ("page", errors.UnexpectedResponseError),
    ],
)
async def test_a_read_that_cannot_succeed_is_not_repeated(served, faults, client, flavour, fault, error):
    identity = served.admin.dataset()
    before = tried(faults, "get_dataset")
    add(faults, fault, "get_dataset")
    with pytest.raises(error):
        await client.datasets.get(identity)
    assert 1 == tried(faults, "get_dataset") - before


@pytest.mark.parametrize(
    ("fault", "error"),
    [("429", errors.RateLimitError), ("503", errors.ServerError), ("504", errors.ServerError)],
)
async def test_a_read_that_goes_on_failing_is_an_error(served, faults, client, flavour, fault, error):
    identity = served.admin.dataset()
    before = tried(faults, "get_dataset")
    add(faults, fault, "get_dataset")
    with pytest.raises(error) as caught:
        await client.datasets.get(identity)
    assert ("get_dataset", 4) == (caught.value.operation, tried(faults, "get_dataset") - before)


async def test_a_list_goes_on_after_a_page_that_failed(served, faults, client, flavour, name):
    for _ in range(5):
        served.admin.dataset(dataset_name=name)
    faults.add("reset", on="list_datasets", times=1)
    assert 5 == len(await client.datasets.list(dataset_name=name).all())


# ---- creating ----

CREATE = {
    "dataset": ("create_dataset", lambda client, name, **more: client.datasets.create(dataset_name=name, **more)),
    "sample": ("create_sample", lambda client, name, **more: client.samples.create(sample_name=name, **more)),
}


def count(served, kind, name):
    """How many records of a name are stored."""
    return served.admin.get(f"{kind}s", **{f"{kind}_name": name, "include_total": True})["total"]


@pytest.mark.parametrize(
    ("kind", "fault"), [("dataset", fault) for fault in FAULTS] + [("sample", fault) for fault in SOME]
)
async def test_a_record_is_made_once_or_the_error_says_how_to_go_on(served, faults, client, flavour, name, kind, fault):
    operation, create = CREATE[kind]
    add(faults, fault, operation, times=1)
    try:
        made = await create(client, name)
    except errors.PartialCreationError as error:
        assert count(served, kind, name) <= 1
        made = await create(client, name, unique_id=error.unique_id)
    except errors.CrucibleError:
        assert 0 == count(served, kind, name)
        made = await create(client, name)
    assert (1, name) == (count(served, kind, name), served.admin.get(f"{kind}s/{made.unique_id}")[f"{kind}_name"])


@pytest.mark.parametrize("fault", ["reset before", "reset after", "cut off", "503", "500", "page"])
async def test_a_call_that_is_repeated_with_its_id_makes_one_record(served, faults, client, flavour, name, fault):
    identity = new_mfid()
    add(faults, fault, "create_dataset", times=1)
    for _ in range(3):
        try:
            made = await client.datasets.create(dataset_name=name, unique_id=identity)
        except errors.CrucibleError:
            continue
        break
    assert (identity, 1) == (made.unique_id, count(served, "dataset", name))


async def test_a_record_whose_fate_cannot_be_found_out_is_no_success(served, faults, client, flavour, name):
    faults.add("reset", on="create_dataset", when="after")
    faults.add("answer", on="get_dataset", status=503, retry_after=0)
    with pytest.raises(errors.PartialCreationError, match="unknown") as caught:
        await client.datasets.create(dataset_name=name)
    faults.clear()
    made = await client.datasets.create(dataset_name=name, unique_id=caught.value.unique_id)
    assert (caught.value.unique_id, 1) == (made.unique_id, count(served, "dataset", name))


@pytest.mark.parametrize("fault", ["reset after", "503", "500", "page"])
async def test_a_step_that_fails_is_finished_by_the_same_call(served, faults, client, flavour, name, fault):
    add(faults, fault, "merge_metadata")
    with pytest.raises(errors.PartialCreationError) as caught:
        await client.datasets.create(dataset_name=name, scientific_metadata={"a": 1}, keywords=["word"])
    assert ("record", "metadata") == (caught.value.done[0], caught.value.left[0])
    faults.clear()
    again = {"dataset_name": name, "scientific_metadata": {"a": 1}, "keywords": ["word"]}
    made = await client.datasets.create(**again, unique_id=caught.value.unique_id)
    assert ({"a": 1}, 1) == (made.scientific_metadata, count(served, "dataset", name))


@pytest.mark.parametrize("fault", ["reset before", *SOME, "cut off", "500"])
async def test_a_project_is_made_once(served, faults, client, flavour, fault):
    slug = f"slug-{next(_numbers)}"
    add(faults, fault, "create_project", times=1)
    try:
        await client.projects.create(project_id=slug, organization="Lab")
    except errors.CrucibleError:
        await client.projects.create(project_id=slug, organization="Lab", existing="use")
    assert 1 == served.admin.get("projects", project_id=slug, include_total=True)["total"]


# ---- changing ----


async def test_an_update_whose_answers_are_all_lost_says_that_it_may_be_there(served, faults, client, flavour):
    identity = served.admin.dataset(dataset_name="before")
    faults.add("reset", on="update_dataset", when="after")
    with pytest.raises(errors.ConnectionFailedError, match="unknown") as caught:
        await client.datasets.update(identity, dataset_name="after")
    assert (True, "after") == (caught.value.may_have_run, served.admin.get(f"datasets/{identity}")["dataset_name"])


async def test_a_replacement_whose_answer_is_lost_is_not_sent_again(served, faults, client, flavour):
    identity = served.admin.dataset()
    before = tried(faults, "create_metadata")
    faults.add("reset", on="create_metadata", when="after")
    with pytest.raises(errors.ConnectionFailedError) as caught:
        await client.datasets.replace_scientific_metadata(identity, {"a": 1})
    assert (True, 1) == (caught.value.may_have_run, tried(faults, "create_metadata") - before)


# ---- waiting ----


async def test_waiting_ends_in_time_although_the_server_hangs(served, faults, flavour):
    """Were a look to wait as long as any answer may take, a second state would be seen."""
    client = flavour.client(served.sandbox.api_url, served.sandbox.api_key)
    file = served.admin.upload(served.admin.dataset(), "a.xy", b"content")
    request = served.admin.post(f"files/{file['mfid']}/ingest")
    seen = []

    def hang(state):
        seen.append(state.status)
        faults.add("delay", on="get_ingestion_request", seconds=30)

    with pytest.raises(errors.IngestionTimeoutError) as caught:
        await client.wait(request["id"], timeout_seconds=0.5, on_progress=hang)
    assert (["requested"], "requested") == (seen, caught.value.request.status)


@pytest.mark.parametrize("fault", SOME)
async def test_a_bad_moment_does_not_end_the_waiting(served, faults, client, flavour, fault):
    file = served.admin.upload(served.admin.dataset(), "a.xy", b"content")
    request = served.admin.post(f"files/{file['mfid']}/ingest", status="not_requested")
    add(faults, fault, "get_ingestion_request", times=1)
    assert "not_requested" == (await client.wait(request["id"], timeout_seconds=60)).status
