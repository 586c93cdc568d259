"""Logs and data files of LAMMPS, built after its manual, and tables and patterns as instruments write them."""

import base64
import io
import math
import tracemalloc

import pytest
from PIL import Image
from support.sample_files import LAMMPS_DATA, LAMMPS_LOG

from crucible.errors import ParserError
from crucible.parsers import NotSupportedError, parse

MULTI = """Per MPI rank memory allocation (min/avg/max) = 3.4 | 3.4 | 3.4 Mbytes
------------ Step              0 ----- CPU =            0 (sec) -------------
TotEng   =     -5237.4580 KinEng   =      1134.9186 Temp     =       282.1005
PotEng   =     -6372.3765 Press    =      -837.0111
------------ Step             50 ----- CPU =     0.402928 (sec) -------------
TotEng   =     -5247.5537 KinEng   =      1132.4000 Temp     =       281.4745
PotEng   =     -6379.9537 Press    =     -1331.7945
Loop time of 0.4 on 1 procs for 50 steps with 2004 atoms
Total wall time: 1:02:03
"""
YAML = """Per MPI rank memory allocation (min/avg/max) = 3.4 | 3.4 | 3.4 Mbytes
---
keywords: ['Step', 'Temp', 'c_mine', ]
data:
  - [0, 300, 1, ]
  - [10, 280, nan, ]
...
"""


def text(path, content):
    path.write_text(content, encoding="utf-8")
    return parse(path)


def picture(parsed):
    (thumbnail,) = parsed.thumbnails
    return Image.open(io.BytesIO(base64.b64decode(thumbnail["thumbnail_b64str"]))).convert("RGB")


def test_a_log_has_the_last_values_and_ranges_of_its_columns_with_units(tmp_path):
    parsed = text(tmp_path / "log.lammps", LAMMPS_LOG)
    metadata = parsed.scientific_metadata
    (run,) = metadata["runs"]
    assert {"last": 155.0, "min": 150.25, "max": 300.0} == {
        key: one["value"] for key, one in run["columns"]["Temp"].items()
    }
    assert {"value": -14082.0, "unit": "eV"} == metadata["final"]["PotEng"]
    assert (200, 3, "bar") == (metadata["final"]["Step"], run["rows"], metadata["final"]["Press"]["unit"])
    assert ({"value": 1.25, "unit": "s"}, 4000, 4) == (run["loop_time"], run["atoms"], run["processes"])
    assert {"value": 0.001, "unit": "ps"} == metadata["settings"]["timestep"]
    assert [0, 0, 0] == metadata["box"]["low"]
    assert [2] == [one["count"] for one in metadata["warnings"]]
    assert metadata["complete"]
    assert (200, 130) == picture(parsed).size


def test_all_styles_of_output_are_understood_in_one_log(tmp_path):
    runs = text(tmp_path / "log.lammps", LAMMPS_LOG + YAML + MULTI).scientific_metadata["runs"]
    assert [3, 2, 2] == [run["rows"] for run in runs]
    assert [True, False, True] == [run["complete"] for run in runs]
    assert (280.0, 1.0) == (runs[1]["columns"]["Temp"]["last"]["value"], runs[1]["columns"]["c_mine"]["last"])
    assert {"value": 0.402928, "unit": "s"} == runs[2]["columns"]["CPU"]["last"]
    assert runs[1]["not_finite"]


def test_a_log_that_ends_in_an_error_is_not_complete(tmp_path):
    parsed = text(
        tmp_path / "log.lammps", LAMMPS_LOG + "ERROR: Lost atoms: original 4000 current 3999 (src/thermo.cpp:494)\n"
    )
    assert not parsed.scientific_metadata["complete"]
    assert parsed.scientific_metadata["error"].startswith("Lost atoms")
    assert "failed" in parsed.keywords


def test_a_long_log_takes_little_memory(tmp_path):
    head, _, tail = LAMMPS_LOG.partition("\n       200 ")
    rows = "".join(f"{n} {300 + n % 7} -14000.0 0.5\n" for n in range(200, 40_000))
    (tmp_path / "log.lammps").write_text(f"{head}\n{rows}       200 {tail}")
    tracemalloc.start()
    found = parse(tmp_path / "log.lammps").scientific_metadata["runs"][0]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 39_803 == found["rows"]
    assert most < 8 * 1024**2


def test_a_data_file_has_types_with_masses_and_numbers_its_box_and_a_picture(tmp_path):
    parsed = text(tmp_path / "data.cu", LAMMPS_DATA)
    metadata = parsed.scientific_metadata
    assert {"mass": {"value": 63.546, "unit": "g/mol"}, "label": "Cu", "atoms": 3} == metadata["types"]["1"]
    assert ({"value": [-1.0, 3.6], "unit": "angstrom"}, 59.616) == (
        metadata["box"]["z"],
        metadata["box"]["volume"]["value"],
    )
    assert {"Masses": 2, "Atoms": 4, "Velocities": 4} == metadata["sections"]
    assert (4, 200, "atomic") == (metadata["atoms"], metadata["timestep"], metadata["atom_style"])
    assert max(picture(parsed).size) == 200


def test_a_data_file_that_lost_its_end_is_an_error(tmp_path):
    with pytest.raises(ParserError, match=r"^data\.cu: the section Atoms ends after 2 of 4 lines"):
        text(tmp_path / "data.cu", LAMMPS_DATA.partition("3 2 1.8")[0])


def test_the_style_of_atoms_is_guessed_where_the_file_does_not_name_it(tmp_path):
    metadata = text(tmp_path / "data.cu", LAMMPS_DATA.replace("Atoms # atomic", "Atoms")).scientific_metadata
    assert ("atomic, guessed", 1) == (metadata["atom_style"], metadata["types"]["2"]["atoms"])


# ---- tables and patterns


def test_a_table_has_names_units_ranges_words_and_missing_values(tmp_path):
    rows = "".join(f"{n * 0.5},{300 + n},{'on' if n % 2 else 'off'},{'' if n == 3 else n}\n" for n in range(10))
    parsed = text(tmp_path / "run.csv", "time (s),T [K],valve,p / mbar\n" + rows)
    table = parsed.scientific_metadata["table"]
    assert ("TableIngestor", 10, "comma") == (parsed.ingestion_class, table["rows"], table["separator"])
    assert ["time", "T", "valve", "p"] == [column["name"] for column in table["columns"]]
    assert {"value": 309.0, "unit": "K"} == table["columns"][1]["max"]
    assert ["off", "on"] == table["columns"][2]["values"]
    assert (1, "mbar") == (table["columns"][3]["missing"], table["columns"][3]["unit"])
    assert (200, 130) == picture(parsed).size


def test_a_semicolon_table_with_decimal_commas_and_settings_is_a_pattern(tmp_path):
    rows = "".join(f"{10 + n / 50:.2f};{3000 if n == 100 else 90.5}\n".replace(".", ",") for n in range(500))
    parsed = text(tmp_path / "scan.dat", "Spannung: 40 kV\n2Theta (deg);Intensität (cts)\n" + rows)
    pattern = parsed.scientific_metadata["pattern"]
    assert ("InorganicXRDIngestor", 0.02, 12.0) == (
        parsed.ingestion_class,
        pattern["step"],
        pattern["strongest"]["position"],
    )
    assert [{"name": "2Theta", "unit": "deg"}, {"name": "Intensität", "unit": "cts"}] == pattern["columns"]
    assert {"Spannung": {"value": 40, "unit": "kV"}} == parsed.scientific_metadata["settings"]


def test_units_in_a_line_of_their_own_make_a_spectrum(tmp_path):
    rows = "".join(f"{400 + n}\t{math.exp(-((n - 50) ** 2) / 99):.4f}\n" for n in range(100))
    parsed = text(tmp_path / "pl.txt", "Wavelength\tIntensity\nnm\tcounts\n" + rows)
    assert ("SpectrumIngestor", "spectrum") == (parsed.ingestion_class, parsed.fields["data_type"])
    assert {"name": "Wavelength", "unit": "nm"} == parsed.scientific_metadata["pattern"]["columns"][0]


def test_the_narrowest_peak_of_a_long_pattern_is_visible(tmp_path):
    rows = "".join(f"{n} {1000 if n == 70_001 else 1}\n" for n in range(100_000))
    drawn = picture(text(tmp_path / "long.xy", rows))
    dark = [x for x in range(200) if sum(drawn.getpixel((x, 20))) < 600]
    assert dark
    assert all(abs(x - 138) <= 2 for x in dark)


def test_a_table_in_utf_16_is_read_too(tmp_path):
    (tmp_path / "a.csv").write_bytes("x (mm),y (V)\n1,2\n2,3\n3,5\n".encode("utf-16"))
    assert 3 == parse(tmp_path / "a.csv").scientific_metadata["pattern"]["points"]


def test_prose_with_numbers_in_it_is_no_table(tmp_path):
    with pytest.raises(NotSupportedError, match=r"^notes\.txt"):
        text(tmp_path / "notes.txt", "Dear all,\nthe 3 samples\nwere measured on 5 May\nby us\n")


def test_a_line_without_an_end_is_an_error_and_costs_no_memory(tmp_path):
    (tmp_path / "a.xy").write_bytes(b"1 2\n2 3\n3 4\n" * 400 + b"1" * 20_000_000)
    with pytest.raises(ParserError, match=r"^a\.xy: a line has more than 1000000 characters"):
        parse(tmp_path / "a.xy")


def test_energies_that_lammps_divides_by_the_number_of_atoms_say_so(tmp_path):
    log = LAMMPS_LOG.replace("run   ", "thermo_modify norm yes\nrun   ")
    found = text(tmp_path / "log.lammps", log).scientific_metadata["final"]
    assert ("eV/atom", "bar") == (found["PotEng"]["unit"], found["Press"]["unit"])


def test_a_warning_above_the_names_of_columns_is_none_of_them(tmp_path):
    log = LAMMPS_LOG.replace("   Step  ", "WARNING: Inconsistent image flags (src/domain.cpp:812)\n   Step  ")
    assert 155 == text(tmp_path / "log.lammps", log).scientific_metadata["final"]["Temp"]["value"]


@pytest.mark.parametrize(
    ("name", "header", "kind"),
    [
        ("a.xy", "", "pattern"),
        ("a.csv", "", "curve"),
        ("a.csv", "two-theta,counts", "pattern"),
        ("a.csv", "q (1/Å),I", "pattern"),
        ("a.csv", "wavelength,counts", "spectrum"),
        ("a.csv", "shift (cm-1),counts", "spectrum"),
        ("a.csv", "voltage,current", "curve"),
        ("a.csv", "time (s),T (K)", "curve"),
    ],
)
def test_two_columns_are_called_a_pattern_or_spectrum_where_their_names_say_so(tmp_path, name, header, kind):
    rows = "".join(f"{n}{' ' if name == 'a.xy' else ','}{n * n % 7}\n" for n in range(10, 30))
    parsed = text(tmp_path / name, f"{header}\n{rows}" if header else rows)
    assert (kind, [kind]) == (parsed.fields["data_type"], parsed.keywords)


def test_a_first_column_that_turns_back_far_down_makes_a_table(tmp_path):
    """A loop of voltages looks like a pattern at its beginning."""
    there = [n / 1000 for n in range(3000)]
    rows = "".join(f"{value:.4f},{value**2:.4f}\n" for value in [*there, *reversed(there)])
    parsed = text(tmp_path / "loop.csv", rows)
    assert ("TableIngestor", 6000) == (parsed.ingestion_class, parsed.scientific_metadata["table"]["rows"])


def test_a_step_is_given_where_it_is_the_same_everywhere(tmp_path):
    even, uneven = ("".join(f"{place:.3f} 1\n" for place in places) for places in ([1, 1.333, 1.667, 2], [1, 2, 4, 8]))
    assert 0.333333333 == text(tmp_path / "a.xy", even).scientific_metadata["pattern"]["step"]
    assert None is text(tmp_path / "b.xy", uneven).scientific_metadata["pattern"]["step"]


def test_a_report_in_which_some_lines_are_alike_is_no_table(tmp_path):
    lines = ["Frame 1 2 3"] * 5 + [f"Setting {n}: of {'the ' * (n % 5)}camera" for n in range(40)]
    with pytest.raises(NotSupportedError, match=r"no installed parser recognises"):
        text(tmp_path / "info.txt", "\n".join(lines))
