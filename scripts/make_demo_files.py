"""Write the three files that the demo job uploads, as an instrument would write them: small, and the same every time.

They show one perovskite film: an HDF5 file with a photoluminescence stack in the ScopeFoundry layout, a scanning
electron micrograph as a TIFF with the microscope's settings, and an X-ray diffraction pattern of two columns.
The signals are computed (peaks, grains, noise from a fixed seed), the formats are the true ones.

Run it only to change the files: ``python scripts/make_demo_files.py``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
from PIL import Image, TiffImagePlugin

FILES = Path(__file__).resolve().parent.parent / "crucible" / "demo" / "files"
TAKEN = 1_785_578_400.0  # 2026-08-01 10:00 UTC
MICROSCOPE_TAG = 34682
MICROSCOPE_SETTINGS = """\
[User]
Date=08/01/2026
Time=11:20:00 AM
User=demo

[Beam]
HV=5000
Spot=3.0
StigmatorX=0.012
StigmatorY=-0.004
WD=0.0052

[Scan]
PixelWidth=6.4e-009
PixelHeight=6.4e-009
HorFieldsize=2.048e-006
Dwelltime=1e-006

[Stage]
StageX=0.0021
StageY=-0.0013
StageZ=0.0052
StageT=0

[Vacuum]
ChPressure=2.4e-004
UserMode=High vacuum
"""


def grains(size: tuple[int, int], count: int, random: np.random.Generator) -> np.ndarray[Any, Any]:
    """Return an image of `count` grains between 0 and 1, darker along their borders."""
    rows, columns = np.mgrid[: size[0], : size[1]]
    seeds = random.uniform((0, 0), size, (count, 2))
    distance = np.hypot(rows[..., None] - seeds[:, 0], columns[..., None] - seeds[:, 1])
    shade = random.uniform(0.55, 1.0, count)[np.argmin(distance, axis=-1)]
    nearest, second = np.moveaxis(np.sort(distance, axis=-1)[..., :2], -1, 0)
    border = np.clip((second - nearest) / 3, 0.25, 1)
    return np.asarray(shade * border)


def settings(group: Any, values: dict[str, tuple[Any, str | None]]) -> None:
    """Write settings and their units as ScopeFoundry does: attributes of ``settings`` and of ``settings/units``."""
    holder = group.create_group("settings")
    units = holder.create_group("units")
    for key, (value, unit) in values.items():
        holder.attrs[key] = value
        if unit:
            units.attrs[key] = unit


def write_stack(path: Path, random: np.random.Generator) -> None:
    """Write a hyperspectral photoluminescence map: 12 wavelengths of 48 x 64 pixels."""
    wavelengths = np.linspace(740, 800, 12)
    brightness = grains((48, 64), 40, random)
    centre = 768 + 4 * (brightness - brightness.mean())
    stack = 900 * brightness * np.exp(-(((wavelengths[:, None, None] - centre) / 14) ** 2)) + 100
    stack = random.poisson(stack).astype("uint16")
    with h5py.File(path, "w", track_order=True) as file:
        file.attrs.update({"ScopeFoundry_version": 101, "ScopeFoundry_type": "Measurement", "time_id": int(TAKEN)})
        app = file.create_group("app")
        app.attrs.update({"name": "hyperspec_microscope", "ScopeFoundry_type": "App"})
        settings(app, {"sample": ("film A", None), "save_dir": ("data", None)})
        hardware = file.create_group("hardware")
        camera = hardware.create_group("andor_ccd")
        camera.attrs.update({"name": "andor_ccd", "ScopeFoundry_type": "Hardware"})
        settings(camera, {"exposure_time": (0.2, "s"), "temperature": (-60.0, "C"), "em_gain": (10, None)})
        laser = hardware.create_group("laser")
        laser.attrs.update({"name": "laser", "ScopeFoundry_type": "Hardware"})
        settings(laser, {"wavelength": (532.0, "nm"), "power": (1.5, "mW"), "shutter_open": (True, None)})
        measurement = file.create_group("measurement/hyperspec_map")
        measurement.attrs.update({"name": "hyperspec_map", "ScopeFoundry_type": "Measurement"})
        settings(measurement, {"pixel_size": (0.25, "um"), "n_frames": (12, None)})
        measurement.create_dataset("image_stack", data=stack, chunks=(1, 48, 64), compression="gzip", shuffle=True)
        measurement.create_dataset("wavelength", data=wavelengths)


def write_micrograph(path: Path, random: np.random.Generator) -> None:
    """Write a micrograph of 320 x 240 pixels whose scale stands in the microscope's own TIFF tag."""
    gray = grains((240, 320), 160, random) * 200 + random.normal(20, 6, (240, 320))
    text = MICROSCOPE_SETTINGS.replace("\n", "\r\n")
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[MICROSCOPE_TAG] = text
    tags.tagtype[MICROSCOPE_TAG] = 2
    image = Image.fromarray(np.clip(gray, 0, 255).astype("uint8"))
    image.save(path, tiffinfo=tags, compression="tiff_adobe_deflate")


def write_pattern(path: Path, random: np.random.Generator) -> None:
    """Write a diffraction pattern of methylammonium lead iodide with a trace of lead iodide."""
    angle = np.arange(10, 45.001, 0.02)
    intensity = 180 * np.exp(-(angle - 10) / 25) + 40
    for position, height in ((12.68, 160), (14.10, 5200), (28.42, 3600), (31.86, 1500), (40.62, 700), (43.18, 620)):
        intensity += height / (1 + ((angle - position) / 0.055) ** 2)
    header = [
        "# sample: film A",
        "# instrument: powder diffractometer",
        "# anode: Cu",
        "# wavelength: 1.5406 Å",
        "# voltage: 40 kV",
        "# current: 15 mA",
        "# step time: 0.5 s",
        "# columns: two-theta (degree), counts",
    ]
    rows = [f"{x:.2f} {y}" for x, y in zip(angle, random.poisson(intensity), strict=True)]
    path.write_text("\n".join([*header, *rows, ""]), encoding="utf-8", newline="\n")


def main() -> None:
    """Write the files."""
    FILES.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(7)
    write_stack(FILES / "film_a_pl_map.h5", random)
    write_micrograph(FILES / "film_a_sem.tif", random)
    write_pattern(FILES / "film_a_xrd.xy", random)
    for path in sorted(FILES.iterdir()):
        print(f"{path.stat().st_size:>8} {path.name}")


if __name__ == "__main__":
    main()
