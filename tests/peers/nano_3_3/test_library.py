"""The peer's library around its client: settings, parsers, recipes (``cast``), and the functions that move bytes."""

import json
import os
from pathlib import Path

import pytest
from crucible.cast import Cast, CastExecutor, load
from crucible.config.config import create_config_file, restrict_config_permissions
from crucible.resources.gcs import download, signed_multipart, upload
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


def test_settings_come_from_the_environment(api_url):
    assert (api_url, os.environ["CRUCIBLE_API_KEY"]) == (config.get_api_url(), config.get_crucible_api_key())
    assert (api_url, None) == (config.get_client().api_url, config.get_current_project())
    assert "admin" == config.get_client().account.profile()["username"]
    assert config.get_cache_dir().is_dir()
    assert config.get_graph_explorer_url().startswith("https://")


def test_settings_come_from_a_file(api_url):
    path = create_config_file("another-key", api_url="http://127.0.0.1:9/api/v3", current_project="from-file")
    try:
        assert path == config.get_config_file_path()
        assert "from-file" == config.get_current_project()
        assert api_url == config.get_api_url(), "the environment wins"
        restrict_config_permissions(path)
    finally:
        path.unlink()
        config.config.reload()


def test_every_setting_can_be_read():
    settings = config.config
    assert ("environment", None) == (settings.source("api_url"), settings.privilege_mode)
    assert (5, 30, 50) == (settings.connect_timeout, settings.read_timeout, settings.default_limit)
    assert (64, 8, "auto") == (settings.upload_chunk_size_mb, settings.upload_max_workers, settings.upload_protocol)
    assert (False, False, "never") == (settings.include_metadata, settings.include_links, settings.pager)
    assert [None] * 4 == [
        settings.editor, settings.sample_group_by, settings.dataset_group_by, settings.current_session
    ]  # fmt: skip


def test_a_parser_uploads_a_dataset_with_all_it_found(plain, project, dataset, tmp_path):
    path, picture = tmp_path / "data.csv", tmp_path / "plot.png"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    picture.write_bytes(b"not quite a picture")
    assert BaseParser is get_parser("base") is get_all_parsers()["base"]
    parser = BaseParser(str(path), project_id="peer-project", dataset_name="parsed", metadata={"a": 1})
    parser.parse()
    parser.add_metadata({"b": 2})
    parser.add_keywords(["found", "found"])
    parser.add_thumbnail(str(picture))
    assert "parsed" == parser.to_dataset().dataset_name
    made = parser.upload_dataset()["dsid"]
    assert {"a": 1, "b": 2}.items() <= plain.datasets.get(made, include_metadata=True)["scientific_metadata"].items()
    assert "found" in [each["keyword"] for each in plain.datasets.get_keywords(made)]
    assert ["data.csv"] == [each["filename"] for each in plain.datasets.list_files(made)]
    assert ["plot.png"] == [each["thumbnail_name"] for each in plain.datasets.get_thumbnails(made)]
    assert plain.datasets._client is not parser.client, "it makes its own client from the settings"


def test_a_simulation_is_parsed_and_uploaded(plain, project, tmp_path):
    (tmp_path / "in.lmp").write_text("variable T equal 300\nread_restart r.bin\nlog run${T}.log\n", encoding="ascii")
    (tmp_path / "run300.log").write_text("LAMMPS (1 Jan 2026)\n", encoding="ascii")
    (tmp_path / "r.bin").write_bytes(b"restart")
    parser = get_parser("lammps")(str(tmp_path / "in.lmp"), project_id="peer-project", dataset_name="md")
    made = parser.upload_dataset()
    found = plain.datasets.get(made["dsid"], include_metadata=True)
    assert "LAMMPS (1 Jan 2026)" == found["scientific_metadata"]["lammps_version"]
    assert {"in.lmp", "r.bin"} == {each["filename"] for each in plain.datasets.list_files(made["dsid"])}


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
    read = Cast.from_file(tmp_path / "experiment.crux")
    assert read.node("raw_data") is not None
    ids = cast.apply(plain, lock_path=tmp_path / "experiment.crux.lock")
    assert {"raw_data", "fit", "film", "chip"} == set(ids)
    assert {ids["fit"], ids["film"]} == {each["unique_id"] for each in plain.get_links(ids["raw_data"])}
    assert {ids["raw_data"], ids["chip"]} == {each["unique_id"] for each in plain.get_links(ids["film"])}
    executor = CastExecutor(load(tmp_path / "experiment.crux"))
    executor.reset_files()
    assert ids == executor.apply(plain), "what the lock file knows is not made again"
    executor.reset()
    assert set(ids.values()).isdisjoint(executor.apply(plain).values())


def test_the_functions_that_move_bytes(plain, dataset, tmp_path):
    names = ("one.txt", "two.txt", "three.txt", "four.txt")
    for name in names:
        (tmp_path / name).write_text(name * 100, encoding="ascii")
    one, two, three, four = (str(tmp_path / name) for name in names)
    record, existed = upload.upload_file_gcs(plain, dataset, one)
    assert ("one.txt", False) == (gcs.bare_name(record, dataset), existed)
    assert gcs.upload_file_gcs_resumable(plain, dataset, two)[1] is False
    assert gcs.upload_file_gcs_multipart(plain, dataset, four)[1] is False
    assert signed_multipart.upload_file_signed_multipart(plain, dataset, three)[1] is False
    changed, unchanged = signed_multipart.replace_file_signed_multipart(plain, record["mfid"], two)
    assert (record["mfid"], False) == (changed["mfid"], unchanged)
    assert 64 == len(signed_multipart.scan_file(one)[0])
    links, files = plain.datasets.get_download_links(dataset), plain.datasets.list_files(dataset)
    paths = download.download_dataset_files(plain, dataset, str(tmp_path / "out"), links, files)
    contents = {Path(path).name: Path(path).read_text(encoding="ascii") for path in paths}
    assert {name: (name if name != "one.txt" else "two.txt") * 100 for name in names} == contents


def test_a_saved_record_can_be_read_as_json(plain, dataset, tmp_path):
    (path,) = plain.datasets.download(dataset, output_dir=str(tmp_path), no_files=True)
    assert dataset == json.loads(Path(path).read_text(encoding="utf-8"))["unique_id"]
