"""The parsers read the true formats, and a file that is broken ends as one line about it."""

import base64
import io
import json
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from crucible.parsers import NotSupportedError, parse
from crucible.parsers.values import as_json

FILES = Path(__file__).parents[2] / "crucible" / "demo" / "files"


def picture(parsed):
    (thumbnail,) = parsed.thumbnails
    return Image.open(io.BytesIO(base64.b64decode(thumbnail["thumbnail_b64str"])))


def test_a_scopefoundry_file_gives_settings_with_their_units():
    parsed = parse(FILES / "film_a_pl_map.h5")
    assert parsed.ingestion_class == "ScopeFoundryH5Ingestor"
    assert parsed.fields["measurement"] == "hyperspec_map"
    assert parsed.fields["timestamp"] == "2026-08-01T10:00:00+00:00"
    assert parsed.scientific_metadata["hardware"]["andor_ccd"]["exposure_time"] == {"value": 0.2, "unit": "s"}
    assert parsed.scientific_metadata["hardware"]["laser"]["shutter_open"] is True
    assert picture(parsed).size == (192, 144)  # 64 x 48, magnified


def test_any_other_hdf5_file_gives_attributes_and_array_shapes(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file.attrs["operator"] = "ada"
        file["scan/counts"] = np.zeros((3, 4))
    parsed = parse(tmp_path / "other.h5")
    assert parsed.ingestion_class == "H5Ingestor"
    assert parsed.scientific_metadata == {
        "attributes": {"operator": "ada"},
        "arrays": {"scan/counts": {"shape": [3, 4], "dtype": "float64"}},
    }


def test_a_micrograph_gives_its_scale_and_the_microscopes_settings():
    parsed = parse(FILES / "film_a_sem.tif")
    assert parsed.scientific_metadata["image"]["pixel_size"] == {"value": 6.4e-09, "unit": "m"}
    assert parsed.scientific_metadata["microscope"]["Beam"]["HV"] == 5000
    assert max(picture(parsed).size) == 200


def test_sixteen_bits_are_stretched_for_the_thumbnail(tmp_path):
    Image.fromarray(np.linspace(1000, 1255, 900).reshape(30, 30).astype("uint16")).save(tmp_path / "deep.tif")
    assert picture(parse(tmp_path / "deep.tif")).getextrema() == (0, 255)


def test_a_pattern_gives_range_step_strongest_point_and_settings():
    metadata = parse(FILES / "film_a_xrd.xy").scientific_metadata
    assert metadata["pattern"]["step"] == 0.02
    assert metadata["pattern"]["strongest"]["position"] == 14.1
    assert metadata["settings"]["voltage"] == {"value": 40, "unit": "kV"}


def test_the_kind_is_told_from_the_content_before_the_name(tmp_path):
    (tmp_path / "odd.xy").write_bytes((FILES / "film_a_pl_map.h5").read_bytes())
    assert parse(tmp_path / "odd.xy").ingestion_class == "ScopeFoundryH5Ingestor"


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"%PDF-1.7", b"hello\nworld\n"])
def test_an_unknown_kind_is_not_supported(tmp_path, content):
    (tmp_path / "thing.xy").write_bytes(content)
    with pytest.raises(NotSupportedError, match=r"thing\.xy"):
        parse(tmp_path / "thing.xy")


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "crucible.parsers", *map(str, arguments)], capture_output=True, text=True
    )


def test_the_command_prints_one_json_object():
    result = run(FILES / "film_a_xrd.xy")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["ingestion_class"] == "InorganicXRDIngestor"


def test_the_command_goes_by_the_uploaded_name(tmp_path):
    (tmp_path / "f3a9").write_bytes((FILES / "film_a_xrd.xy").read_bytes())
    assert json.loads(run(tmp_path / "f3a9", "run7.xy").stdout)["fields"]["data_format"] == "xy"


@pytest.mark.parametrize("name", ["film_a_pl_map.h5", "film_a_sem.tif"])
@pytest.mark.parametrize("length", [600, 3000])
def test_a_truncated_file_ends_as_one_line_about_it(tmp_path, name, length):
    (tmp_path / name).write_bytes((FILES / name).read_bytes()[:length])
    result = run(tmp_path / name)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{name}: ")
    assert result.stderr.count("\n") == 1


def test_an_unknown_kind_has_an_exit_code_of_its_own(tmp_path):
    (tmp_path / "notes.doc").write_bytes(b"hello")
    assert run(tmp_path / "notes.doc").returncode == 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (np.float32(0.5), 0.5),
        (b"Cu\x00", "Cu"),
        ("Cu\x00\x00K", "CuK"),
        (np.arange(3), [0, 1, 2]),
        (list(range(99)), {"length": 99}),
    ],
)
def test_values_of_files_become_json(value, expected):
    assert as_json(value) == expected
