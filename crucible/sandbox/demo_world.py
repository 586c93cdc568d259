"""The small world to begin with: one group's perovskite films, and a second project that somebody would like to join.

It is described as any other is, in the form of `world.schema.json`. Whoever starts the sandbox is a member of both
projects, because clients do not use a platform administrator's rights by themselves.
"""

from __future__ import annotations

import math
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .world import World

FILMS, CATALYSTS = "perovskite-films", "nanocatalysts"
PERSON = "priya"
PEOPLE = {
    "maya": {"first_name": "Maya", "last_name": "Okafor"},
    "jonas": {"first_name": "Jonas", "last_name": "Lind"},
    "priya": {"first_name": "Priya", "last_name": "Nair"},
    "tomas": {"first_name": "Tomás", "last_name": "Reyes"},
}
PROJECTS = {
    FILMS: {
        "title": "Perovskite films for solar cells",
        "organization": "Example Lab",
        "lead": "maya",
        "members": {"admin": "admin", "jonas": "editor", PERSON: "contributor"},
    },
    CATALYSTS: {
        "title": "Platinum nanocatalysts",
        "organization": "Example University",
        "lead": "jonas",
        "members": {"admin": "admin", "maya": "viewer"},
    },
}
INSTRUMENTS = {
    "xrd-1": {
        "instrument_name": "Powder diffractometer",
        "location": "Building 2, room 110",
        "instrument_type": "X-ray diffraction",
        "by": "jonas",
    },
    "sem-2": {
        "instrument_name": "Scanning electron microscope",
        "location": "Building 2, room 031",
        "instrument_type": "electron microscopy",
        "by": "jonas",
    },
    "pl-3": {
        "instrument_name": "Photoluminescence microscope",
        "location": "Building 7, room 204",
        "instrument_type": "optical spectroscopy",
        "by": "maya",
    },
}
XRD, SEM, PL = "X-ray diffraction", "scanning electron microscopy", "photoluminescence"
ANNEALED_AT = {"film A": 100, "film B": 120, "film C": 150}
LEAD_IODIDE_SHARE = {"film_b_xrd.xy": 0.12, "film_c_xrd.xy": 0.85}
"""How far a film has decomposed, which is what its pattern shows."""


def demo_world() -> World:
    """Return the description."""
    return {
        "users": PEOPLE,
        "projects": PROJECTS,
        "instruments": INSTRUMENTS,
        "samples": {
            "ink 12": _sample("solution", "Methylammonium lead iodide in DMF, 1.2 mol/l"),
            "film A": _sample("thin film", "Annealed at 100 degC", parents=["ink 12"]),
            "film B": _sample("thin film", "Annealed at 120 degC", parents=["ink 12"]),
            "film C": _sample("thin film", "Annealed at 150 degC; turned yellow", parents=["ink 12"]),
        },
        "datasets": {
            "film A, pattern": _dataset("film A", XRD, "xrd-1", "film_a_xrd.xy"),
            "film B, pattern": _dataset("film B", XRD, "xrd-1", "film_b_xrd.xy"),
            "film C, pattern": _dataset("film C", XRD, "xrd-1", "film_c_xrd.xy"),
            "film A, grains": _dataset("film A", SEM, "sem-2", "film_a_sem.tif"),
            "film A, map": _dataset("film A", PL, "pl-3", "film_a_pl_map.h5"),
            "film A, shutter closed": {
                **_dataset("film A", XRD, "xrd-1", "empty_xrd.xy"),
                "deletion": "The shutter was closed",
            },
        },
        "join_requests": [
            {"user": "tomas", "project": CATALYSTS, "reason": "I measure the same particles with X-rays"},
        ],
    }


def _sample(kind: str, description: str, parents: list[str] | None = None) -> dict[str, Any]:
    return {"sample_type": kind, "description": description, "project": FILMS, "by": PERSON, "parents": parents or []}


def _dataset(sample: str, measurement: str, instrument: str, file: str) -> dict[str, Any]:
    temperature = {"value": ANNEALED_AT[sample], "unit": "degC"}
    return {
        "measurement": measurement,
        "session_name": "2026-08 films",
        "timestamp": "2026-08-01T10:00:00+00:00",
        "project": FILMS,
        "instrument": instrument,
        "by": PERSON,
        "samples": [sample],
        "keywords": ["perovskite", measurement],
        "metadata": {"synthesis": {"method": "spin coating", "annealing": {"temperature": temperature}}},
        "files": [_file(file)],
    }


def _file(name: str) -> dict[str, Any]:
    """Return a file of the demo, or else a computed diffraction pattern."""
    kept = resources.files("crucible") / "demo" / "files" / name
    if kept.is_file():
        return {"path": kept}
    share = LEAD_IODIDE_SHARE.get(name)
    peaks = [] if share is None else [(12.7, 900 * share), (14.1, 1000 * (1 - share)), (28.4, 600 * (1 - share))]
    lines = [f"# sample: {name.removesuffix('_xrd.xy').replace('_', ' ')}", "# anode: Cu", "# wavelength: 1.5406 Å"]
    for step in range(1001):
        angle = 10 + step * 0.025
        counts = 40 + sum(height * math.exp(-(((angle - place) / 0.08) ** 2)) for place, height in peaks)
        lines.append(f"{angle:.3f} {counts:.1f}")
    return {"name": name, "text": "\n".join(lines) + "\n"}
