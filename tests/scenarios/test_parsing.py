"""Files that are read on this side, before they are sent: what they say goes into their dataset."""

from pathlib import Path

import pytest

from crucible import ParserError

FILES = Path(__file__).parents[2] / "crucible" / "demo" / "files"
MICROGRAPH, PATTERN = FILES / "film_a_sem.tif", FILES / "film_a_xrd.xy"
KILOVOLTS = {"value": 5000, "unit": "V"}


@pytest.fixture
def folder(tmp_path):
    """A micrograph, one that broke off, and a file that no parser knows."""
    night = tmp_path / "night"
    night.mkdir()
    (night / "a.tif").write_bytes(MICROGRAPH.read_bytes())
    (night / "b.tif").write_bytes(MICROGRAPH.read_bytes()[:2000])
    (night / "notes.md").write_text("hello")
    return night


async def states(client, dataset):
    return [one.status async for one in client.ingestions.list(dsid=dataset, limit=None)]


async def test_an_upload_gives_the_dataset_what_it_lacks_and_leaves_what_it_has(client, new, folder):
    dataset = await new.dataset(measurement="mine", scientific_metadata={"image": {"frames": 7}})
    await client.upload(dataset, folder, parse=True)
    found = await client.datasets.get(dataset, include_metadata=True)
    assert ("mine", "tiff", 7, KILOVOLTS) == (
        found.measurement,
        found.data_format,
        found.scientific_metadata["image"]["frames"],
        found.scientific_metadata["sem"]["high_voltage"],
    )
    assert "2026-08-01T11:20:00+00:00" == found.timestamp.isoformat()
    assert ["SEM"] == [one.keyword for one in await client.datasets.get_keywords(dataset)]
    assert ["a.tif.png"] == [one.thumbnail_name for one in await client.datasets.get_thumbnails(dataset)]


async def test_the_report_says_of_each_file_what_was_read(client, new, folder):
    uploaded = await client.upload(await new.dataset(), folder, parse=True)
    assert [("a.tif", "read"), ("b.tif", "failed"), ("notes.md", "unknown")] == [
        (one.name, one.state) for one in uploaded.parsed
    ]
    assert ["a.tif", "b.tif", "notes.md"] == [file.filename for file in uploaded]
    assert "ImageIngestor" == uploaded.parsed[0].found.ingestion_class


async def test_repeating_it_adds_nothing(client, new):
    dataset = await new.dataset()
    await client.datasets.add_files(dataset, MICROGRAPH, parse=True)
    once = await client.datasets.get(dataset, include_metadata=True), await states(client, dataset)
    await client.datasets.add_files(dataset, MICROGRAPH, parse=True)
    again = await client.datasets.get(dataset, include_metadata=True), await states(client, dataset)
    assert once[0].scientific_metadata == again[0].scientific_metadata
    assert once[0].modification_time == again[0].modification_time
    assert once[1] == again[1]
    assert 1 == len(await client.datasets.get_thumbnails(dataset))


async def test_a_dry_run_reads_and_writes_nothing(client, new):
    dataset = await new.dataset()
    uploaded = await client.upload(dataset, PATTERN, parse=True, dry_run=True)
    assert ["read"] == [one.state for one in uploaded.parsed]
    assert {} == await client.datasets.get_scientific_metadata(dataset)


async def test_an_upload_in_the_background_reads_too(client, new):
    dataset = await new.dataset()
    handle = await client.start_upload(dataset, MICROGRAPH, parse=True)
    uploaded = await handle.wait(timeout=60)
    assert ["read"] == [one.state for one in uploaded.parsed]
    found = await client.datasets.get_scientific_metadata(dataset)
    assert KILOVOLTS == found["sem"]["high_voltage"]


async def test_a_single_file_is_read_unless_other_content_was_left_alone_under_its_name(client, new):
    dataset = await new.dataset()
    await client.datasets.add_file(dataset, PATTERN, name="a.xy")
    await client.datasets.add_file(dataset, MICROGRAPH, name="a.xy", existing="skip", parse=True)
    assert {} == await client.datasets.get_scientific_metadata(dataset)
    await client.datasets.add_file(dataset, PATTERN, name="a.xy", existing="skip", parse=True)
    assert 0.02 == (await client.datasets.get_scientific_metadata(dataset))["pattern"]["step"]


async def test_the_service_is_told_that_it_need_not_read(client, new):
    dataset = await new.dataset()
    await client.upload(dataset, PATTERN, parse=True)
    assert ["not_requested"] == await states(client, dataset)


async def test_a_new_dataset_has_what_was_not_given(client, new):
    made = await client.datasets.create(
        project_id=new.project_id, measurement="mine", keywords=["film"], files=[MICROGRAPH], parse=True
    )
    assert ("mine", "tiff", KILOVOLTS) == (
        made.measurement,
        made.data_format,
        made.scientific_metadata["sem"]["high_voltage"],
    )
    assert ["SEM", "film"] == sorted(one.keyword for one in await client.datasets.get_keywords(made))
    assert 1 == len(await client.datasets.get_thumbnails(made))


async def test_a_new_dataset_is_not_made_of_a_broken_file(client, new, folder):
    before = [one.unique_id async for one in client.datasets.list(project_id=new.project_id, limit=None)]
    with pytest.raises(ParserError, match=r"^b\.tif: .* Nothing was sent"):
        await client.datasets.create(project_id=new.project_id, files=folder, parse=True)
    assert before == [one.unique_id async for one in client.datasets.list(project_id=new.project_id, limit=None)]
