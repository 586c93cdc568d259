"""Each format that is read, from the upload to what the client gets back: on a served sandbox with its true parsers."""

import base64
import io
import json

import pytest
from PIL import Image
from support.commands import ran
from support.format_files import SAMPLES

from crucible import CrucibleClient
from crucible.sandbox import Sandbox

pytest.importorskip("rsciio")
NAMES = [sample.name for sample in SAMPLES]
each_format = pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A file of each format."""
    folder = tmp_path_factory.mktemp("formats")
    for sample in SAMPLES:
        sample.write(folder / sample.name)
    return folder


@pytest.fixture(scope="module")
def client():
    with Sandbox() as sandbox, CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        yield client


@pytest.fixture(scope="module")
def uploaded(client, folder):
    """For each file a dataset of its own and a request to read it, all made before the first is awaited."""
    made = {}
    for name in NAMES:
        dataset = client.datasets.create(dataset_name=name)
        made[name] = dataset, client.datasets.add_file(dataset, folder / name).request_ingestion()
    return made


def found_at(metadata, place):
    for key in place.split("."):
        metadata = metadata[int(key)] if isinstance(metadata, list) else metadata[key]
    return rounded(metadata)


def rounded(found):
    """Numbers as far as the formats keep them."""
    if isinstance(found, dict):
        return {key: rounded(value) for key, value in found.items()}
    return float(f"{found:.7g}") if isinstance(found, float) else found


@each_format
def test_an_uploaded_file_is_read_by_the_server_and_gives_metadata_and_pictures(client, uploaded, sample):
    dataset, request = uploaded[sample.name]
    request = client.wait(request, timeout_seconds=120)
    assert ("complete", sample.ingestion_class) == (request.status, request.ingestion_class)
    assert sample.value == found_at(client.datasets.get_scientific_metadata(dataset), sample.place)
    thumbnails = client.datasets.get_thumbnails(dataset)
    assert sample.pictures == len(thumbnails)
    for thumbnail in thumbnails:
        picture = Image.open(io.BytesIO(base64.b64decode(thumbnail.thumbnail_b64str)))
        assert max(picture.size) <= 200
        assert len(picture.convert("L").getcolors()) > 1, "one colour shows nothing"


def test_an_upload_that_reads_here_gives_the_same_of_each(client, folder):
    dataset = client.datasets.create(dataset_name="all formats")
    uploaded = client.upload(dataset, folder, parse=True)
    found = {one.name: one.found for one in uploaded.parsed}
    assert sorted(NAMES) == sorted(found)
    for sample in SAMPLES:
        assert sample.ingestion_class == found[sample.name].ingestion_class, sample.name
        assert sample.value == found_at(found[sample.name].scientific_metadata, sample.place), sample.name
        assert sample.pictures == len(found[sample.name].thumbnails), sample.name
    assert {"not_requested"} == {one.status for one in client.ingestions.list(dsid=dataset, limit=None)}
    assert {sample.ingestion_class for sample in SAMPLES} == {
        one.ingestion_class for one in client.ingestions.list(dsid=dataset, limit=None)
    }


def test_the_command_shows_the_same_of_each(folder):
    printed = ran("parse", *(folder / name for name in NAMES), "--jsonl").lines
    found = {one["name"]: one for one in map(json.loads, printed)}
    for sample in SAMPLES:
        assert sample.ingestion_class == found[sample.name]["ingestion_class"], sample.name
        assert sample.value == found_at(found[sample.name]["scientific_metadata"], sample.place), sample.name
