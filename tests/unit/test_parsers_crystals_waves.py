"""Crystal structures in CIF, written by gemmi, and waves of Igor Pro, built after its Technical Note 003."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from support.sample_files import experiment, rock_salt, wave, written_by_gemmi

from crucible.errors import ParserError
from crucible.parsers import parse


def picture(parsed):
    (thumbnail,) = parsed.thumbnails
    return Image.open(io.BytesIO(base64.b64decode(thumbnail["thumbnail_b64str"]))).convert("RGB")


def test_a_structure_has_its_cell_with_uncertainties_its_space_group_and_how_it_was_measured(tmp_path):
    written_by_gemmi(tmp_path / "salt.cif", rock_salt())
    parsed = parse(tmp_path / "salt.cif")
    metadata = parsed.scientific_metadata
    assert {"value": 5.6402, "unit": "angstrom", "uncertainty": 0.0002} == metadata["cell"]["a"]
    assert ("Cl Na", "F m -3 m", 225, "cubic") == tuple(
        metadata[key] for key in ("formula", "space_group", "space_group_number", "crystal_system")
    )
    assert {"value": 0.71073, "unit": "angstrom"} == metadata["wavelength"]
    assert {"value": 293.0, "unit": "K", "uncertainty": 2.0} == metadata["temperature"]
    assert "pressure" not in metadata
    assert "2026-08-01T00:00:00+00:00" == parsed.fields["timestamp"]


def test_a_structure_is_drawn_with_the_atoms_of_all_corners_in_their_colours(tmp_path):
    written_by_gemmi(tmp_path / "salt.cif", rock_salt())
    drawn = picture(parse(tmp_path / "salt.cif"))
    assert (200, 200) == drawn.size
    seen = [colour for count, colour in drawn.getcolors(40_000) if count > 50]
    assert any(green > red + 60 and green > blue + 60 for red, green, blue in seen)  # chlorine
    assert any(blue > green + 60 and red > green for red, green, blue in seen)  # sodium


def test_every_block_is_read_and_the_richest_speaks_for_the_file(tmp_path):
    written_by_gemmi(tmp_path / "two.cif", "data_global\n_journal_paper_doi 10.1/x\n", rock_salt())
    metadata = parse(tmp_path / "two.cif").scientific_metadata
    assert (2, "NaCl") == (metadata["blocks"], metadata["block"])
    assert ["global", "NaCl"] == [one["block"] for one in metadata["structures"]]


def test_a_powder_pattern_is_drawn_instead(tmp_path):
    rows = "\n".join(f"{10 + n * 0.1:.1f} {5000 if n == 200 else 10}" for n in range(400))
    text = f"data_scan\nloop_\n_pd_meas_2theta_scan\n_pd_meas_counts_total\n{rows}\n"
    written_by_gemmi(tmp_path / "scan.cif", text)
    assert (200, 130) == picture(parse(tmp_path / "scan.cif")).size


@pytest.mark.parametrize("end", ["_cell_length_a 'open\n", "loop_\n_a\n_b\n1 2 3\n", "loop_\n"])
def test_what_breaks_the_grammar_is_an_error_with_name_and_line(tmp_path, end):
    (tmp_path / "bad.cif").write_text("data_x\n_cell_length_b 2\n" + end)
    with pytest.raises(ParserError, match=r"^bad\.cif: .*bad\.cif:\d+"):
        parse(tmp_path / "bad.cif")


# ---- Igor


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_wave_has_its_axis_units_note_and_time(tmp_path, order):
    content = wave(np.sin(np.arange(100) / 5), scale=(0.5,), offset=(10.0,), units=("nm",), order=order,
                   note="laser: 532 nm\rPower=1.5")  # fmt: skip
    (tmp_path / "trace.ibw").write_bytes(content)
    parsed = parse(tmp_path / "trace.ibw")
    assert ("IgorIngestor", "curve") == (parsed.ingestion_class, parsed.fields["data_type"])
    (axis,) = parsed.scientific_metadata["wave"]["axes"]
    assert {"size": 100, "scale": {"value": 0.5, "unit": "nm"}, "offset": {"value": 10.0, "unit": "nm"}} == axis
    assert {"laser": {"value": 532, "unit": "nm"}, "Power": 1.5} == parsed.scientific_metadata["settings"]
    assert "2021-03-31T01:46:40+00:00" == parsed.fields["timestamp"]
    assert (200, 130) == picture(parsed).size


def test_an_image_of_an_atomic_force_microscope_is_told_by_its_note(tmp_path):
    note = "ScanSize: 2e-06\rImagingMode: AC Mode\rScanRate: 1"
    (tmp_path / "topo.ibw").write_bytes(wave(np.random.rand(100, 100), scale=(2e-8, 2e-8), units=("m", "m"), note=note))
    parsed = parse(tmp_path / "topo.ibw")
    assert ("AFMIngestor", "AFM") == (parsed.ingestion_class, parsed.fields["measurement"])
    assert {
        "imaging_mode": "AC Mode",
        "scan_size": {"value": 2e-06, "unit": "m"},
        "scan_rate": {"value": 1, "unit": "Hz"},
    } == (parsed.scientific_metadata["scan"])
    assert (200, 200) == picture(parsed).size


def test_an_experiment_lists_waves_in_folders_and_variables(tmp_path):
    (tmp_path / "day.pxp").write_bytes(experiment("run7", wave(np.arange(20.0))))
    parsed = parse(tmp_path / "day.pxp")
    assert ["run7:trace"] == list(parsed.scientific_metadata["waves"])
    assert ("pxp", 1) == (parsed.fields["data_format"], len(parsed.thumbnails))


@pytest.mark.parametrize("length", [390, 420])
def test_a_truncated_wave_is_an_error_with_its_name(tmp_path, length):
    (tmp_path / "trace.ibw").write_bytes(wave(np.arange(100.0))[:length])
    with pytest.raises(ParserError, match=r"^trace\.ibw: "):
        parse(tmp_path / "trace.ibw")
