"""Records made whole in one call: from a model, a dictionary or fields, with files and links; and finished later."""

import enum
import pathlib
import uuid

import pytest

from crucible import errors, models
from crucible.ids import new_mfid


def ids(records):
    return [record.unique_id for record in records]


WAYS = {
    "a model": lambda model, fields: ((model(**fields),), {}),
    "a dictionary": lambda model, fields: ((fields,), {}),
    "fields": lambda model, fields: ((), fields),
    "both": lambda model, fields: ((model(**{**fields, "project_id": "no-such-project"}),), fields),
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_dataset_is_described_by_a_model_by_fields_or_by_both(client, new, way):
    fields = {"dataset_name": "run 8", "measurement": "XRD", "project_id": new.project_id, "public": True}
    positional, named = WAYS[way](models.Dataset, fields)
    made = await client.datasets.create(*positional, **named)
    read = await client.datasets.get(made)
    assert ("run 8", "XRD", new.project_id, True) == (
        read.dataset_name,
        read.measurement,
        read.project_id,
        read.public,
    )


@pytest.mark.parametrize("way", WAYS)
async def test_a_sample_is_described_by_a_model_by_fields_or_by_both(client, new, way):
    positional, named = WAYS[way](models.Sample, {"sample_name": "film B", "project_id": new.project_id})
    made = await client.samples.create(*positional, **named)
    assert "film B" == (await client.samples.get(made)).sample_name


async def test_a_model_carries_metadata_and_the_identity(client, new):
    identity = new_mfid()
    model = models.Sample("film C", scientific_metadata={"a": 1}, unique_id=identity, project_id=new.project_id)
    made = await client.samples.create(model)
    assert (identity, {"a": 1}) == (made.unique_id, made.scientific_metadata)


async def test_an_owner_is_an_account_or_an_earlier_orcid(client, new, someone):
    quinn = someone("quinn")
    profile = (await quinn.whoami()).user_info
    with client.elevated():
        made = [
            await client.samples.create(sample_name="theirs", owner=profile, project_id=new.project_id),
            await client.samples.create(
                models.Sample("theirs", owner_orcid=quinn.person.id, project_id=new.project_id),
            ),
        ]
    assert [quinn.person.id] * 2 == [sample.owner_orcid for sample in made]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([{"sampel_name": "x"}], "Did you mean 'sample_name'"),
        (["film A"], "not described by 'film A'"),
        ([models.Dataset("x")], "not described by a Dataset"),
        ([models.Sample("x", owner="quinn", owner_orcid="0000-0000-0000-0001")], "named twice"),
        ([models.Sample()], "needs a name"),
        ([models.Sample("x", timestamp="03/04/2026")], "several points in time"),
        ([models.Sample("x"), {"a": float("nan")}], r"scientific_metadata\.a"),
        ([models.Sample("x"), None, ["film A"]], "not the id of a sample"),
    ],
)
async def test_what_cannot_be_made_is_refused_before_anything_is_sent(client, arguments, words):
    with pytest.raises(errors.UsageError, match=words):
        await client.samples.create(*arguments)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"dataset_name": 5}, "dataset_name is 5, which is no text"),
        ({"measurement": float("nan")}, r"dataset\.measurement is nan"),
        ({"session_name": "a\0"}, r"U\+0000"),
        ({"public": "no"}, "public is 'no'"),
        ({"keywords": 5}, "keywords=5 is no list"),
        ({"samples": 5}, "samples=5 is no list"),
        ({"scientific_metadata": {"a": 2**64}}, "64 bits"),
    ],
)
async def test_fields_are_texts_that_can_be_stored(client, fields, words):
    with pytest.raises(errors.UsageError, match=words):
        await client.datasets.create(**fields)


async def test_paths_enums_and_uuids_are_texts_as_in_metadata(client, new):
    class Technique(enum.Enum):
        XRD = "xrd"

    identity = uuid.uuid4()
    made = await new.dataset(pathlib.PurePosixPath("run/7"), measurement=Technique.XRD, session_name=identity)
    assert ("run/7", "xrd", str(identity)) == (made.dataset_name, made.measurement, made.session_name)
    changed = await client.datasets.update(made, measurement=Technique.XRD, dataset_name=pathlib.PurePosixPath("b"))
    assert ("b", "xrd") == (changed.dataset_name, changed.measurement)


async def test_nothing_is_given_as_none_or_as_an_empty_list(new):
    made = await new.dataset(keywords=None, samples=None, parents=(), files=None, scientific_metadata=None)
    assert "run 7" == made.dataset_name


async def test_a_record_that_was_read_is_no_record_to_be_made(client, new):
    dataset = await new.dataset()
    with pytest.raises(errors.UsageError, match=r"crucible\.models\.Dataset"):
        await client.datasets.create(dataset)


async def test_a_sample_is_linked_as_it_is_made(client, new):
    parent, child, dataset = await new.sample(), await new.sample(), await new.dataset()
    made = await new.sample(parents=[parent], children=child.unique_id, datasets=[dataset])
    assert [parent.unique_id] == ids(await client.samples.list_parents(made).all())
    assert [child.unique_id] == ids(await client.samples.list_children(made).all())
    assert [dataset.unique_id] == ids(await client.samples.list_datasets(made).all())


async def test_a_dataset_is_linked_as_it_is_made(client, new):
    parent, child, sample = await new.dataset(), await new.dataset(), await new.sample()
    made = await new.dataset(parents=[parent], children=[child.to_dict()], samples=[sample])
    assert [parent.unique_id] == ids(await client.datasets.list_parents(made).all())
    assert [child.unique_id] == ids(await client.datasets.list_children(made).all())
    assert [sample.unique_id] == ids(await client.datasets.list_samples(made).all())


# ---- files ----


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.txt"
    path.write_text(
        'PRINT\n{"ingestion_class": "Fake", "fields": {}, "scientific_metadata": {"steps": 3}, '
        '"keywords": [], "thumbnails": []}'
    )
    return path


async def test_files_are_uploaded_and_asked_to_be_read(client, new, scan, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("PRINT\n{}")
    made = await new.dataset(files={"raw/scan.txt": scan, "other.txt": str(other)})
    files = {file.filename: file for file in await client.datasets.list_files(made)}
    assert {"raw/scan.txt", "other.txt"} == set(files)
    requests = await client.ingestions.list(made).all()
    assert {file.mfid for file in files.values()} == {request.file_mfid for request in requests}


async def test_folders_and_globs_are_uploaded(client, new, scan):
    night = scan.parent / "night"
    (night / "raw").mkdir(parents=True)
    (night / "raw" / "a.h5").write_text("PRINT\n{}")
    (night / "raw" / "b.txt").write_text("PRINT\n{} ")
    (scan.parent / "c.h5").write_text("PRINT\n{}  ")
    made = await new.dataset(files=[scan, night, str(scan.parent / "*.h5")])
    files = await client.datasets.list_files(made)
    assert {"scan.txt", "raw/a.h5", "raw/b.txt", "c.h5"} == {file.filename for file in files}
    requests = await client.ingestions.list(made).all()
    assert {file.mfid for file in files} == {request.file_mfid for request in requests}


async def test_the_record_is_read_again_after_its_files_were(client, new, scan):
    made = await new.dataset(files=[scan], wait_for_ingestion_response=True)
    assert {"steps": 3} == made.scientific_metadata
    assert "complete" == (await client.ingestions.list(made).first()).status


async def test_files_can_be_uploaded_without_being_read(client, new, scan):
    made = await new.dataset(files=scan, skip_ingestion=True)
    assert ["scan.txt"] == [file.filename for file in await client.datasets.list_files(made)]
    assert [] == await client.ingestions.list(made).all()


async def test_an_ingestor_is_passed_on(client, new, scan):
    made = await new.dataset(files=[scan], ingestor="SpecialIngestor")
    assert "SpecialIngestor" == (await client.ingestions.list(made).first()).ingestion_class


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (lambda folder: [folder / "missing.txt"], "cannot be read"),
        (lambda folder: [folder / "*.h5"], "finds nothing"),
        (lambda folder: {"../up.txt": folder / "scan.txt"}, "not safe"),
        (lambda folder: [folder / "scan.txt", folder / "b" / "scan.txt"], "Two files would be called 'scan.txt'"),
        (lambda folder: {"a": folder / "scan.txt", "a/b": folder / "scan.txt"}, "one is a folder of the other"),
        (lambda folder: {"a": folder / "scan.txt", "A": folder / "scan.txt"}, "'A' and 'a', of which"),
    ],
)
async def test_files_that_cannot_be_sent_are_refused_before_the_record_is_made(client, new, scan, files, words):
    (scan.parent / "b").mkdir()
    (scan.parent / "b" / "scan.txt").write_text("another one")
    with pytest.raises(errors.UsageError, match=words):
        await new.dataset(files=files(scan.parent))
    assert 0 == await client.datasets.count(project_id=new.project_id)


async def test_a_creation_that_failed_half_way_says_so_and_is_finished_by_the_same_call(client, new, scan, tmp_path):
    nobody = new_mfid()
    fields = {"keywords": ["film"], "files": [scan], "scientific_metadata": {"a": 1}}
    with pytest.raises(errors.PartialCreationError) as caught:
        await new.dataset(samples=[nobody], **fields)
    error = caught.value
    assert ("record", "metadata", "keyword 'film'") == error.done
    assert (f"link to sample {nobody}", "file 'scan.txt'", "ingestion request for 'scan.txt'") == error.left
    for _ in range(2):
        made = await new.dataset(samples=[await new.sample()], unique_id=error.unique_id, **fields)
    assert error.unique_id == made.unique_id
    assert 1 == await client.datasets.count(project_id=new.project_id)
    assert (1, 1) == (len(await client.datasets.list_files(made)), await client.ingestions.list(made).count())


# ---- instruments ----


async def test_an_instrument_is_registered_from_a_model_with_its_metadata(client, new):
    slug = f"m-{new_mfid()[-20:]}"
    model = models.Instrument(slug, "SEM", "B2", model="X", scientific_metadata={"a": 1})
    made = await client.instruments.create(model, manufacturer="Acme")
    assert (slug, "X", "Acme", {"a": 1}) == (
        made.instrument_id,
        made.model,
        made.manufacturer,
        made.scientific_metadata,
    )
    again = await client.instruments.create(model, {"b": 2}, instrument_name="another label")
    assert (made.unique_id, "SEM", {"a": 1, "b": 2}) == (
        again.unique_id,
        again.instrument_name,
        again.scientific_metadata,
    )


@pytest.mark.parametrize("missing", ["instrument_id", "instrument_name", "location"])
async def test_an_instrument_needs_three_fields(client, missing):
    fields = {"instrument_id": "sem-1", "instrument_name": "SEM", "location": "B2"}
    with pytest.raises(errors.UsageError, match=missing):
        await client.instruments.create({name: value for name, value in fields.items() if name != missing})
