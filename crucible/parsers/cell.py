"""A picture of a crystal's unit cell: its edges, and its atoms as balls of their elements' usual colours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import THUMBNAIL_PIXELS

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

MOST_ATOMS = 2000
LONGEST_EDGE = 1000.0
COLOURS = {
    "H": (235, 235, 235), "C": (90, 90, 90), "N": (48, 80, 248), "O": (230, 30, 30), "F": (110, 200, 60),
    "Na": (150, 80, 220), "Mg": (100, 200, 20), "Al": (190, 160, 160), "Si": (225, 190, 150), "P": (255, 128, 0),
    "S": (235, 205, 40), "Cl": (40, 200, 40), "K": (130, 50, 190), "Ca": (60, 190, 20), "Ti": (160, 165, 170),
    "V": (140, 140, 150), "Cr": (110, 130, 185), "Mn": (150, 110, 185), "Fe": (210, 95, 45), "Co": (220, 130, 150),
    "Ni": (70, 190, 70), "Cu": (190, 115, 45), "Zn": (115, 115, 165), "Br": (150, 40, 40), "Sr": (0, 200, 0),
    "Zr": (130, 195, 200), "Sn": (95, 125, 125), "I": (140, 0, 140), "Cs": (85, 20, 140), "Ba": (0, 175, 0),
    "Pb": (85, 90, 100), "Au": (235, 190, 35),
}  # fmt: skip
OTHER = (170, 130, 200)
EDGE = (120, 120, 120)
FINER = 4


def cell_picture(block: Any) -> Image | None:
    """Return a picture of the unit cell that a block of a CIF file describes, if it describes one of few atoms.

    Parameters
    ----------
    block
        The block, of gemmi.
    """
    np, gemmi = require("numpy"), require("gemmi")
    structure = gemmi.make_small_structure_from_block(block)
    cell = structure.cell
    edges = (cell.a, cell.b, cell.c)
    if not 1 <= len(structure.sites) <= MOST_ATOMS // 4 or not all(1 < edge < LONGEST_EDGE for edge in edges):
        return None
    if not math.isfinite(cell.volume) or cell.volume <= 1:
        return None
    sites = structure.get_all_unit_cell_sites()
    if not 1 <= len(sites) <= MOST_ATOMS:
        return None
    places, elements = [], []
    for site in sites:
        inside = [value - math.floor(value + 1e-4) for value in (site.fract.x, site.fract.y, site.fract.z)]
        for shift in _copies(inside):
            places.append(shift)
            elements.append(site.element)
    matrix = np.array(cell.orth.mat.tolist())
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype="float64")
    turned = np.vstack([corners, np.array(places)]) @ matrix.T @ _turn().T
    if not np.isfinite(turned).all():
        return None
    return _drawn(turned, elements)


def _copies(inside: list[float]) -> list[list[float]]:
    """An atom on a face, an edge or a corner is drawn on all of them, as in every textbook."""
    result: list[list[float]] = [[]]
    for value in inside:
        both = [value, value + 1] if value < 1e-3 else [value]
        result = [[*before, one] for before in result for one in both]
    return result


def _turn() -> np.ndarray[Any, Any]:
    """Looked at along a little from the right and above, so that no two edges fall upon each other."""
    np = require("numpy")
    right, up = math.radians(-22), math.radians(12)
    aside = np.array([[math.cos(right), -math.sin(right), 0], [math.sin(right), math.cos(right), 0], [0, 0, 1]])
    standing = np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]])  # to the right, upwards, towards the eye
    above = np.array([[1, 0, 0], [0, math.cos(up), -math.sin(up)], [0, math.sin(up), math.cos(up)]])
    return above @ standing @ aside  # type: ignore[no-any-return]


def _drawn(points: np.ndarray[Any, Any], elements: list[Any]) -> Image:
    np = require("numpy")
    image_of, draw_on = require("PIL.Image"), require("PIL.ImageDraw")
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    largest = max(0.25 + 0.35 * element.covalent_r for element in elements)
    span = float((high - low).max()) + 2 * largest
    full = THUMBNAIL_PIXELS * FINER
    scale = full / span
    flat = (points[:, :2] - (low + high) / 2) * scale * [1, -1] + full / 2
    image: Image = image_of.new("RGB", (full, full), "white")
    draw = draw_on.Draw(image)
    for one in range(8):
        for other in (one | 1, one | 2, one | 4):
            if other != one:
                draw.line([tuple(flat[one]), tuple(flat[other])], fill=EDGE, width=FINER)
    depths = points[8:, 2]
    near, far = float(depths.max()), float(depths.min())
    for index in np.argsort(depths):
        element = elements[index]
        x, y = (float(value) for value in flat[8 + index])
        radius = (0.25 + 0.35 * element.covalent_r) * scale
        usual = COLOURS.get(element.name, OTHER)
        pale = 0.45 * (near - float(depths[index])) / (near - far) if near > far else 0.0
        colour = tuple(round(part + (255 - part) * pale) for part in usual)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour, outline=(60, 60, 60), width=3)
        bright = tuple(round(part + (255 - part) * 0.6) for part in colour)
        spot, aside = radius * 0.25, radius * 0.35
        draw.ellipse((x - aside - spot, y - aside - spot, x - aside + spot, y - aside + spot), fill=bright)
    return image
