"""The library around the client of 3.1.0: settings, parsers, recipes, and the functions that move bytes."""

import os
from pathlib import Path

import pytest
from crucible.cast import Cast, CastExecutor, load
from crucible.config.config import create_config_file
from surface import watched

from crucible import config
from crucible.models import Dataset, Sample
from crucible.parsers import BaseParser, get_all_parsers, get_parser
from crucible.resources import gcs


@pytest.fixture(autouse=True)
def watch(request):
    with watched(request.config.used):
        yield


@pytest.fixture
def plain(client):
    """The peer's client itself, for functions that take one."""
    return client._subject


def test_settings_come_from_the_environment_and_from_a_file(api_url):
    assert (api_url, os.environ["CRUCIBLE_API_KEY"]) == (config.get_api_url(), config.get_crucible_api_key())
    assert "admin" == config.get_client().account.profile()["username"]
    assert config.get_cache_dir().is_dir()
    assert config.get_graph_explorer_url().startswith("https://")
    path = create_config_file("another-key", api_url="http://127.0.0.1:9/api/v2", current_project="from-file")
    try:
        assert (path, "from-file", api_url) == (
            config.get_config_file_path(), config.get_current_project(), config.get_api_url()
        )  # fmt: skip
    finally:
        path.unlink()
        config.config.reload()


def test_every_setting_can_be_read():
    settings = config.config
    assert (5, 30, 100) == (settings.connect_timeout, settings.read_timeout, settings.default_limit)
    assert (64, 8) == (settings.upload_chunk_size_mb, settings.upload_max_workers)
    assert (False, False) == (settings.include_metadata, settings.include_links)
    assert [None] * 4 == [
        settings.editor, settings.sample_group_by, settings.dataset_group_by, settings.current_session
    ]  # fmt: skip


def test_parsers_upload_records_and_files(plain, project, tmp_path):
    (tmp_path / "in.lmp").write_text("variable T equal 300\nread_restart r.bin\nlog run${T}.log\n", encoding="ascii")
    (tmp_path / "run300.log").write_text("LAMMPS (1 Jan 2026)\n", encoding="ascii")
    (tmp_path / "r.bin").write_bytes(b"restart")
    assert BaseParser is get_parser("base") is get_all_parsers()["base"]
    parser = BaseParser(None, project_id="peer-project", dataset_name="parsed", metadata={"a": 1})
    parser.parse()
    parser.add_metadata({"b": 2})
    parser.add_keywords(["found"])
    parser.add_thumbnail(str(tmp_path / "r.bin"))
    assert "parsed" == parser.to_dataset().dataset_name
    made = parser.upload_dataset()["dsid"]
    assert {"a": 1, "b": 2}.items() <= plain.datasets.get(made, include_metadata=True)["scientific_metadata"].items()
    assert "found" in [each["keyword"] for each in plain.datasets.get_keywords(made)]
    assert ["r.bin"] == [each["thumbnail_name"] for each in plain.datasets.get_thumbnails(made)]
    assert plain is not parser.client, "it makes its own client from the settings"
    parser = get_parser("lammps")(str(tmp_path / "in.lmp"), project_id="peer-project", dataset_name="md")
    run = parser.upload_dataset()["dsid"]
    assert "in.lmp" in [each["filename"] for each in plain.datasets.list_files(run)]


def test_a_recipe_is_written_and_carried_out_once(plain, project, tmp_path):
    pytest.importorskip("fcntl", reason="the peer's recipes need a Unix")
    cast = Cast()
    raw = cast.add(Dataset(dataset_name="raw data", project_id="peer-project", measurement="XRD"))
    fit = cast.add(Dataset(dataset_name="fit", project_id="peer-project"))
    film = cast.add(Sample(sample_name="film", project_id="peer-project"))
    chip = cast.add(Sample(sample_name="chip", project_id="peer-project"))
    raw.add_child(fit).add_sample(film)
    fit.add_parent(raw)
    film.add_child(chip).add_dataset(raw)
    chip.add_parent(film)
    cast.write(tmp_path / "experiment.crux")
    assert Cast.from_file(tmp_path / "experiment.crux").node("raw_data") is not None
    ids = cast.apply(plain, lock_path=tmp_path / "experiment.crux.lock")
    assert {ids["fit"], ids["film"]} == {each["unique_id"] for each in plain.get_links(ids["raw_data"])}
    assert {ids["raw_data"], ids["chip"]} == {each["unique_id"] for each in plain.get_links(ids["film"])}
    executor = CastExecutor(load(tmp_path / "experiment.crux"))
    executor.reset_files()
    assert ids == executor.apply(plain), "what the lock file knows is not made again"
    executor.reset()
    assert set(ids.values()).isdisjoint(executor.apply(plain).values())


def test_the_functions_that_move_bytes(plain, dataset, tmp_path):
    names = ("one.txt", "two.txt", "three.txt")
    for name in names:
        (tmp_path / name).write_text(name * 100, encoding="ascii")
    one, two, three = (str(tmp_path / name) for name in names)
    record, existed = gcs.upload_file_gcs(plain, dataset, one, multipart=False)
    assert ("one.txt", False) == (gcs.bare_name(record, dataset), existed)
    assert gcs.upload_file_gcs_resumable(plain, dataset, two)[1] is False
    assert gcs.upload_file_gcs_multipart(plain, dataset, three)[1] is False
    links, files = plain.datasets.get_download_links(dataset), plain.datasets.list_files(dataset)
    paths = gcs.download_dataset_files(plain, dataset, str(tmp_path / "out"), links, files)
    contents = {Path(path).name: Path(path).read_text(encoding="ascii") for path in paths}
    assert {name: name * 100 for name in names} == contents
