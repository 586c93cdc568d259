"""Where the boxes of a drawing stand: in layers from left to right, what was made of something to the right of it.

Sugiyama's way in its simplest form. Each box is one layer beyond the last of those that it comes from; lines over
several layers get a place in each; boxes of a layer are ordered by the middle of their neighbours, back and forth a few
times; then they move to that middle as far as the others let them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeAlias

SWEEPS = 6

Node: TypeAlias = Hashable


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions, counted in layers and in rows.

    Attributes
    ----------
    places
        Layer and row of each box; rows may be fractions.
    lines
        For each line the places that it goes through, its ends included.
    layers, rows
        How large it all is.
    """

    places: Mapping[Node, tuple[int, float]]
    lines: Sequence[Sequence[tuple[int, float]]]
    layers: int
    rows: float


def layout(nodes: Iterable[Node], edges: Sequence[tuple[Node, Node]]) -> Layout:
    """Return where to draw boxes and lines.

    Parameters
    ----------
    nodes
        The boxes; this is their order where nothing else decides.
    edges
        From what something was made of to what was made of it. A line that would close a circle is drawn backwards.

    Examples
    --------
    >>> layout(["ink", "film", "scan"], [("ink", "film"), ("film", "scan")]).places
    {'ink': (0, 0.0), 'film': (1, 0.0), 'scan': (2, 0.0)}
    """
    known = list(dict.fromkeys(nodes))
    layer_of = _layers(known, edges)
    layers: list[list[Node]] = [[] for _ in range(max(layer_of.values(), default=-1) + 1)]
    for node in known:
        layers[layer_of[node]].append(node)
    chains = [_chain(number, start, end, layer_of, layers) for number, (start, end) in enumerate(edges)]
    before, after = _neighbours(chains)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        for at in range(len(layers)) if forwards else range(len(layers) - 1, -1, -1):
            _order(layers, at, before if forwards else after)
    rows = _rows(layers, before, after)
    places = {node: (layer_of[node], rows[node]) for node in known}
    at_layer = {node: at for at, layer in enumerate(layers) for node in layer}
    lines = [[(at_layer[node], rows[node]) for node in chain] for chain in chains]
    return Layout(places, lines, len(layers), max(rows.values(), default=0.0) + 1 if rows else 0.0)


def _layers(nodes: Sequence[Node], edges: Sequence[tuple[Node, Node]]) -> dict[Node, int]:
    """Return how many steps each box is from the farthest of its origins."""
    found = dict.fromkeys(nodes, 0)
    waiting = dict.fromkeys(nodes, 0)
    following: dict[Node, list[Node]] = {node: [] for node in nodes}
    for start, end in edges:
        following[start].append(end)
        waiting[end] += 1
    ready = [node for node in nodes if not waiting[node]]
    left = set(nodes)
    while left:
        if not ready:  # a circle: its first box begins it
            ready = [next(node for node in nodes if node in left)]
        node = ready.pop()
        if node not in left:
            continue
        left.discard(node)
        for end in following[node]:
            if end in left:
                found[end] = max(found[end], found[node] + 1)
                waiting[end] -= 1
                if waiting[end] == 0:
                    ready.append(end)
    return found


def _chain(
    number: int, start: Node, end: Node, layer_of: Mapping[Node, int], layers: Sequence[list[Node]]
) -> list[Node]:
    """Return the ends of a line and what stands for it in the layers between, which gets a place there."""
    low, high = sorted((layer_of[start], layer_of[end]))
    between: list[Node] = []
    for at in range(low + 1, high):
        layers[at].append(("line", number, at))
        between.append(("line", number, at))
    return [start, *(between if layer_of[start] == low else reversed(between)), end]


def _neighbours(chains: Sequence[Sequence[Node]]) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
    before: dict[Node, list[Node]] = {}
    after: dict[Node, list[Node]] = {}
    for chain in chains:
        for first, second in itertools.pairwise(chain):
            after.setdefault(first, []).append(second)
            before.setdefault(second, []).append(first)
    return before, after


def _order(layers: Sequence[list[Node]], at: int, near: Mapping[Node, Sequence[Node]]) -> None:
    """Sort a layer by the middle of the neighbours on one side; what has none there keeps about its place."""
    position = {node: float(index) for layer in layers for index, node in enumerate(layer)}
    layers[at].sort(key=lambda node: fmean([position[other] for other in near.get(node, ())] or [position[node]]))


def _rows(
    layers: Sequence[Sequence[Node]], before: Mapping[Node, Sequence[Node]], after: Mapping[Node, Sequence[Node]]
) -> dict[Node, float]:
    """Return the row of everything: near its neighbours, one apart from the next in its layer, none above the top."""
    rows = {node: float(index) for layer in layers for index, node in enumerate(layer)}
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = [
                fmean([rows[other] for other in (*before.get(node, ()), *after.get(node, ()))] or [rows[node]])
                for node in layer
            ]
            placed: list[float] = []
            for row in wanted:
                placed.append(max(row, placed[-1] + 1) if placed else row)
            shift = fmean(wanted) - fmean(placed) if placed else 0.0  # none is pushed down more than others go up
            rows |= {node: row + shift for node, row in zip(layer, placed, strict=True)}
    for layer in reversed(layers):  # at last, each in the middle of what comes from it, where there is room
        below = math.inf
        for at in range(len(layer) - 1, -1, -1):
            wanted_row = fmean([rows[other] for other in after.get(layer[at], ())] or [rows[layer[at]]])
            above = rows[layer[at - 1]] + 1 if at else -math.inf
            rows[layer[at]] = below = min(max(wanted_row, above), below - 1)
    top = min(rows.values(), default=0.0)
    return {node: row - top for node, row in rows.items()}
