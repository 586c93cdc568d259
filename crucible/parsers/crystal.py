"""Crystal structures and powder patterns in CIF, read by gemmi: formula, cell, space group, wavelength, temperature.

A CIF file has several blocks where several structures were refined together. Names are those of the core dictionary and
their predecessors; for macromolecules those of mmCIF.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import Parsed
from .cell import cell_picture
from .contents import Curves, Plane
from .drawing import thumbnails
from .trees import as_text
from .values import quantity, thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .contents import Content

priority = 300
CLASS = "CifIngestor"
classes = (CLASS,)
ENDINGS = endings = (".cif", ".mcif", ".mmcif")
MOST_BYTES = 256 * 1024 * 1024
MOST_BLOCKS = 50
LONGEST_TEXT = 500
BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|#[^\r\n]*[\r\n])*data_[^\s]*\s", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:\((\d+)\))?$")

TEXTS = {
    "formula": ("_chemical_formula_sum",),
    "formula_moiety": ("_chemical_formula_moiety",),
    "name": ("_chemical_name_common", "_chemical_name_mineral", "_chemical_name_systematic", "_struct.title"),
    "space_group": (
        "_space_group_name_H-M_alt",
        "_symmetry_space_group_name_H-M",
        "_symmetry.space_group_name_H-M",
        "_space_group.name_H-M_alt",
    ),
    "crystal_system": ("_space_group_crystal_system", "_symmetry_cell_setting"),
    "radiation": ("_diffrn_radiation_type", "_diffrn_radiation_probe", "_diffrn_radiation.type", "_exptl.method"),
    "database_code": ("_database_code_ICSD", "_cod_database_code", "_database_code_depnum_ccdc_archive", "_entry.id"),
    "doi": ("_journal_paper_doi", "_citation.pdbx_database_id_DOI"),
}
QUANTITIES = {
    "wavelength": ("angstrom", ("_diffrn_radiation_wavelength", "_diffrn_radiation_wavelength.wavelength")),
    "temperature": ("K", ("_diffrn_ambient_temperature", "_cell_measurement_temperature", "_diffrn.ambient_temp")),
    "pressure": ("kPa", ("_diffrn_ambient_pressure", "_diffrn.ambient_pressure")),
    "density": ("g/cm^3", ("_exptl_crystal_density_diffrn", "_exptl_crystal_density_meas")),
    "formula_weight": ("g/mol", ("_chemical_formula_weight",)),
}
NUMBERS = {
    "space_group_number": ("_space_group_IT_number", "_symmetry_Int_Tables_number", "_symmetry.Int_Tables_number"),
    "formula_units": ("_cell_formula_units_Z", "_cell.Z_PDB"),
    "R_factor": ("_refine_ls_R_factor_gt", "_refine_ls_R_factor_obs", "_refine.ls_R_factor_R_work"),
    "goodness_of_fit": ("_refine_ls_goodness_of_fit_ref",),
}
CELL = {
    **{key: ("angstrom", (f"_cell_length_{key}", f"_cell.length_{key}")) for key in "abc"},
    **{key: ("deg", (f"_cell_angle_{key}", f"_cell.angle_{key}")) for key in ("alpha", "beta", "gamma")},
    "volume": ("angstrom^3", ("_cell_volume", "_cell.volume")),
}
POSITIONS = ("_pd_proc_2theta_corrected", "_pd_meas_2theta_scan", "_pd_proc_d_spacing", "_pd_meas_2theta_range_min")
INTENSITIES = (
    "_pd_proc_intensity_total", "_pd_proc_intensity_net", "_pd_meas_intensity_total", "_pd_meas_counts_total",
    "_pd_calc_intensity_total",
)  # fmt: skip


def recognises(head: bytes, name: str) -> bool:
    """Whether the file begins with the header of a data block, after comments; short files of it need the name too."""
    return BEGIN.match(head) is not None and (b"_" in head[head.lower().find(b"data_") + 5 :] or _named(name))


def _named(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def read(path: Path, name: str) -> Parsed:
    """Return what each block says about structure, cell and measurement; a picture of a powder pattern."""
    document = _document(path)
    blocks = [(block, _block(block)) for block in list(document)[:MOST_BLOCKS]]
    if not blocks:
        raise ValueError("the CIF file has no data block")
    found = [about for _, about in blocks]
    richest: dict[str, Any] = max(found, key=_richness)
    metadata: dict[str, Any] = {"format": "CIF", "blocks": len(document), **richest}
    if len(found) > 1:
        metadata["structures"] = found
    first = blocks[0][0]
    fields = {"data_format": "cif", "data_type": "crystal structure" if "cell" in metadata else "CIF"}
    when = _text(first, ("_audit_creation_date", "_pd_meas_datetime_initiated"))
    if re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T[\d:.+-]+Z?)?", when):
        fields["timestamp"] = when
    words = ["crystal structure" if "cell" in metadata else "CIF", metadata.get("formula")]
    return Parsed(
        ingestion_class=CLASS,
        fields=fields,
        scientific_metadata=metadata,
        keywords=[str(word) for word in words if word],
        thumbnails=next(filter(None, (_picture(block, name) for block, _ in blocks)), []),
    )


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Content]:
    """Yield the powder pattern or the unit cell of each block, by the names of the blocks where there are several."""
    blocks = list(_document(path))[:MOST_BLOCKS]
    for block in blocks:
        called = as_text(block.name)[:100] if len(blocks) > 1 else ""
        if patterns := [replace(one, name=called) for one in _pattern(block)]:
            yield from patterns
        elif (image := cell_picture(block)) is not None:
            yield Plane(name=called, values=require("numpy").asarray(image))


def _document(path: Path) -> Any:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path.stat().st_size} bytes are more than the {MOST_BYTES} of a CIF file that are read")
    return require("gemmi").cif.read_file(str(path))


def _richness(about: dict[str, Any]) -> int:
    return len(about)


def _block(block: Any) -> dict[str, Any]:
    about: dict[str, Any] = {"block": as_text(block.name)[:100]}
    for key, tags in TEXTS.items():
        if text := _text(block, tags):
            about[key] = text
    if cell := {key: found for key, (unit, tags) in CELL.items() if (found := _quantity(block, tags, unit))}:
        about["cell"] = cell
    for key, (unit, tags) in QUANTITIES.items():
        if found := _quantity(block, tags, unit):
            about[key] = found
    for key, tags in NUMBERS.items():
        if (value := _number(_text(block, tags))) is not None:
            about[key] = int(value) if value == int(value) else value
    _add_space_group(about)
    return about | _atoms(block)


def _add_space_group(about: dict[str, Any]) -> None:
    """Fill in the number, or the name, which the other one tells."""
    gemmi = require("gemmi")
    group = None
    if "space_group" in about:
        group = gemmi.find_spacegroup_by_name(about["space_group"])
    elif 1 <= about.get("space_group_number", 0) <= 230:
        group = gemmi.find_spacegroup_by_number(int(about["space_group_number"]))
    if group is not None:
        about.setdefault("space_group", group.xhm())
        about.setdefault("space_group_number", group.number)
        about.setdefault("crystal_system", group.crystal_system_str())


def _atoms(block: Any) -> dict[str, Any]:
    """How many sites there are, and of which elements."""
    for labels, symbols in (
        ("_atom_site_label", "_atom_site_type_symbol"),
        ("_atom_site.label_atom_id", "_atom_site.type_symbol"),
    ):
        sites = block.find_values(labels)
        if not sites:
            continue
        kinds = block.find_values(symbols) or sites
        symbol = re.compile(r"['\"]?([A-Za-z][a-z]?)")
        elements = Counter(found[1].capitalize() for kind in kinds if (found := symbol.match(kind)))
        return {"sites": len(sites), "elements": sorted(elements)[:120]}
    return {}


def _text(block: Any, tags: tuple[str, ...]) -> str:
    """The first value that is known, without quotes; for a loop, its first row."""
    cif = require("gemmi").cif
    for tag in tags:
        value = block.find_value(tag)
        if value is None:
            column = block.find_values(tag)
            value = column[0] if column else None
        if value is not None and not cif.is_null(value):
            text = " ".join(as_text(cif.as_string(value)).split())[:LONGEST_TEXT].replace("\\a", "α")
            if text:
                return text
    return ""


def _number(text: str) -> float | None:
    if not NUMBER.match(text):
        return None
    value = float(text.partition("(")[0])
    return value if math.isfinite(value) else None


def _quantity(block: Any, tags: tuple[str, ...], unit: str) -> dict[str, Any] | None:
    """A value with its unit and, from the digits in brackets, its standard uncertainty."""
    text = _text(block, tags)
    if (value := _number(text)) is None:
        return None
    result: dict[str, Any] = quantity(value, unit)
    digits, bracket, error = text.partition("(")
    if bracket and "e" not in digits.lower():
        places = len(digits.partition(".")[2])
        result["uncertainty"] = float(f"{int(error[:15].rstrip(')'))}e-{places}")
    return result


def _picture(block: Any, name: str) -> list[dict[str, str]]:
    if found := thumbnails(_pattern(block), name):
        return found
    image = cell_picture(block)
    return [thumbnail(image, name)] if image is not None else []


def _pattern(block: Any) -> Iterator[Curves]:
    """A measured powder pattern, where the file holds one."""
    np, cif = require("numpy"), require("gemmi").cif
    places: Any = next(filter(len, map(block.find_values, POSITIONS)), ())
    heights = next((column for column in map(block.find_values, INTENSITIES) if len(column)), ())
    if len(heights) < 10:
        return
    lines = {"intensity": (y := np.array([cif.as_number(value) for value in heights]))}
    if len(places) == len(heights):
        x = np.array([cif.as_number(value) for value in places])
        label = "2θ (deg)" if "theta" in places.tag else "d (Å)"
        yield Curves(x=x, lines=lines, x_label=label, y_label="intensity", counts=True)
        return
    ends = [
        _number(_text(block, (f"_pd_{kind}_2theta_range_{end}",)))
        for kind in ("meas", "proc")
        for end in ("min", "max")
    ]
    low, high = ends[:2] if None not in ends[:2] else ends[2:]
    if low is not None and high is not None:
        x = np.linspace(low, high, len(y))
        yield Curves(x=x, lines=lines, x_label="2θ (deg)", y_label="intensity", counts=True)
