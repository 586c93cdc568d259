"""A dataset with all that belongs to it, when one step after the other fails: the same call with the id finishes it."""

import pytest
from support.served import Served

from crucible import errors
from crucible.sandbox import Sandbox

FAULTS = {
    "500": ("answer", {"status": 500}),
    "500 after the work": ("answer", {"status": 500, "when": "after"}),
    "lost": ("reset", {"when": "after"}),
    "garbage": ("garbage", {"when": "after"}),
}
STEPS = {
    "create_dataset": "record",
    "merge_metadata": "metadata",
    "add_keyword": "keyword 'film'",
    "link_dataset_sample": "link to sample",
    "link_datasets": "link to parent",
    "start_upload": "file 'scan.txt'",
    "request_ingestion": "ingestion request for 'scan.txt'",
}


@pytest.fixture(scope="module")
def served():
    with Sandbox(ingest=False) as sandbox:
        served = Served(sandbox)
        served.admin.project("demo-project")
        yield served
        served.close()


@pytest.fixture
def client(served, flavour):
    return flavour.client(served.sandbox.api_url, served.sandbox.api_key)


@pytest.mark.parametrize("operation", STEPS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_creation_that_fails_at_any_step_is_finished(served, client, flavour, tmp_path, operation, fault):
    (tmp_path / "scan.txt").write_text("1 2\n")
    sample, parent = served.admin.sample(), served.admin.dataset()

    async def create(**more):
        return await client.datasets.create(
            dataset_name="run 7",
            project_id="demo-project",
            scientific_metadata={"a": 1},
            keywords=["film"],
            samples=[sample],
            parents=[parent],
            files=[tmp_path / "scan.txt"],
            **more,
        )

    do, members = FAULTS[fault]
    served.sandbox.faults.add(do, on=operation, **members)
    try:
        made = (await create()).unique_id
    except errors.PartialCreationError as error:
        assert error.left[0].startswith(STEPS[operation])
        served.sandbox.faults.clear()
        made = (await create(unique_id=error.unique_id)).unique_id
        assert error.unique_id == made
    served.sandbox.faults.clear()

    files = await client.datasets.list_files(made)
    assert ({"a": 1}, ["film"], ["scan.txt"], 1) == (
        await client.datasets.get_scientific_metadata(made),
        [word.keyword for word in await client.datasets.get_keywords(made)],
        [file.filename for file in files],
        len(await client.ingestions.list(made).all()),
    )
    assert [sample] == [one.unique_id for one in await client.samples.list(made).all()]
    assert [made] == [one.unique_id for one in await client.datasets.list_children(parent).all()]
