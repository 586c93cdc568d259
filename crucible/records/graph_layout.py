"""Where the records of a graph stand in a picture: columns from what came first to what came last.

The layered layout of textbooks (Sugiyama, Tagawa and Toda 1981), in its simplest form: each record stands right of
what it came from, the order within a column follows the neighbours' until few lines cross, and heights are as near to
those of the neighbours as the room allows. A line that passes a column has a place in it, so that it runs between
records and not behind them. Groups that nothing connects stand below each other.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .graph_text import Kin

# A record, or the place of a line in a column that it passes.
Spot: TypeAlias = "str | tuple[str, str, int]"

SWEEPS: Final = 8
"""Ways there and back in which the order of columns becomes better; few graphs gain from more."""
APART: Final = 1.0
"""Distance of two records in a column; all heights are in this unit."""
LINE_APART: Final = 0.4
GROUP_APART: Final = 0.5
LONELY_COLUMNS: Final = 3


@dataclass
class Layout:
    """Places of records and ways of lines, in columns and heights.

    Attributes
    ----------
    places
        Column and height of each record.
    ways
        For each line between two records the places it passes, the records' own left out.
    columns, height
        The size of all.
    """

    places: dict[str, tuple[int, float]] = field(default_factory=dict)
    ways: dict[tuple[str, str], list[tuple[int, float]]] = field(default_factory=dict)
    columns: int = 0
    height: float = 0.0


def laid_out(kin: Kin) -> Layout:
    """Return a layout of all records, each with what stands right of it."""
    layout = Layout()
    groups = connected(kin)
    for group in (one for one in groups if len(one) > 1):
        _add_group({name: [other for other in kin[name] if other != name] for name in group}, layout)
    lonely = [name for group in groups if len(group) == 1 for name in group]
    most = max(layout.columns, LONELY_COLUMNS)
    for number, name in enumerate(lonely):
        layout.places[name] = (number % most, layout.height + number // most * APART)
    if lonely:
        layout.columns = max(layout.columns, min(most, len(lonely)))
        layout.height += (len(lonely) - 1) // most * APART + APART
    else:
        layout.height = max(layout.height - GROUP_APART, 0.0)
    return layout


def connected(kin: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the records in groups, each of what is connected, nearest to its first record first."""
    near: dict[str, list[str]] = {name: [] for name in kin}
    for name, members in kin.items():
        for other in members:
            near[name].append(other)
            near[other].append(name)
    seen: set[str] = set()
    groups: list[list[str]] = []
    for first in kin:
        if first in seen:
            continue
        seen.add(first)
        group = [first]  # it grows while it is read
        for name in group:
            fresh = [other for other in dict.fromkeys(near[name]) if other not in seen]
            seen.update(fresh)
            group += fresh
        groups.append(group)
    return groups


def _add_group(kin: Mapping[str, Sequence[str]], layout: Layout) -> None:
    """Lay out what is connected, below what stands there already."""
    column = _columns(kin)
    below: dict[Spot, list[Spot]] = {name: [] for name in kin}
    at: dict[Spot, int] = {}
    at.update(column.items())
    lines: dict[tuple[str, str], list[Spot]] = {}
    for upper, members in kin.items():
        for lower in members:
            first, last = sorted((upper, lower), key=lambda name: column[name])
            passed: list[Spot] = [(first, last, step) for step in range(column[first] + 1, column[last])]
            at.update((spot, column[first] + step) for step, spot in enumerate(passed, 1))
            for one, other in pairwise([first, *passed, last]):
                below.setdefault(one, []).append(other)
                below.setdefault(other, [])
            lines[upper, lower] = passed if first == upper else passed[::-1]
    above: dict[Spot, list[Spot]] = {spot: [] for spot in below}
    for spot, members_of in below.items():
        for member in members_of:
            above[member].append(spot)
    height = _heights(_ordered(at, above, below), above, below)
    top = layout.height - min(height.values())
    for name in kin:
        layout.places[name] = (column[name], height[name] + top)
    for ends, spots in lines.items():
        layout.ways[ends] = [(at[spot], height[spot] + top) for spot in spots]
    layout.columns = max(layout.columns, *(number + 1 for number in column.values()))
    layout.height += max(height.values()) - min(height.values()) + APART + GROUP_APART


def _columns(kin: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the column of each record: one more than that of the last that it came from; links back do not count."""
    forward: dict[str, list[str]] = {name: [] for name in kin}
    number = {name: place for place, name in enumerate(_finished(kin))}
    for name, members in kin.items():
        forward[name] = [other for other in members if number[other] < number[name]]
    waiting = Counter(other for members in forward.values() for other in members)
    column = dict.fromkeys(kin, 0)
    ready = deque(name for name in kin if not waiting[name])
    order: list[str] = []
    while ready:
        name = ready.popleft()
        order.append(name)
        for other in forward[name]:
            column[other] = max(column[other], column[name] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    had = {other for members in forward.values() for other in members}
    for name in reversed(order):  # what came from nothing stands beside what came of it
        if forward[name] and name not in had:
            column[name] = min(column[other] for other in forward[name]) - 1
    return column


def _finished(kin: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the records as a search in depth leaves them: what came of a record before it, but for rings."""
    seen: set[str] = set()
    found: list[str] = []
    had = {other for members in kin.values() for other in members}
    for top in [*(name for name in kin if name not in had), *kin]:
        if top in seen:
            continue
        seen.add(top)
        stack = [(top, iter(kin[top]))]
        while stack:
            name, members = stack[-1]
            fresh = next((other for other in members if other not in seen), None)
            if fresh is None:
                found.append(name)
                stack.pop()
            else:
                seen.add(fresh)
                stack.append((fresh, iter(kin[fresh])))
    return found


def _ordered(
    at: Mapping[Spot, int], above: Mapping[Spot, list[Spot]], below: Mapping[Spot, list[Spot]]
) -> list[list[Spot]]:
    """Return each column in an order in which few lines cross."""
    columns: list[list[Spot]] = [[] for _ in range(max(at.values()) + 1)]
    for spot, number in at.items():
        columns[number].append(spot)
    rank = {spot: float(place) for column in columns for place, spot in enumerate(column)}
    best, fewest = [list(column) for column in columns], _crossings(columns, below)
    for sweep in range(SWEEPS):
        near = below if sweep % 2 else above
        for column in columns[::-1] if sweep % 2 else columns:
            wanted = {spot: _mean([rank[one] for one in near[spot]], rank[spot]) for spot in column}
            column.sort(key=wanted.__getitem__)
            rank.update((spot, float(place)) for place, spot in enumerate(column))
        crossings = _crossings(columns, below)
        if crossings < fewest:
            best, fewest = [list(column) for column in columns], crossings
    return best


def _crossings(columns: Sequence[Sequence[Spot]], below: Mapping[Spot, Sequence[Spot]]) -> int:
    """Return how many pairs of lines cross."""
    found = 0
    for column, following in pairwise(columns):
        place = {spot: number for number, spot in enumerate(following)}
        above: list[int] = []  # where the lines end that begin further up, sorted
        for spot in column:
            ends = [place[one] for one in below[spot]]
            found += sum(len(above) - bisect_right(above, end) for end in ends)
            for end in ends:
                insort(above, end)
    return found


def _heights(
    columns: Sequence[Sequence[Spot]], above: Mapping[Spot, list[Spot]], below: Mapping[Spot, list[Spot]]
) -> dict[Spot, float]:
    """Return a height for each, so that lines are straight where there is room for it."""
    height: dict[Spot, float] = {}
    for column in columns:
        height.update(zip(column, _settled([0.0] * len(column), _distances(column)), strict=True))
    for sweep in range(2 * SWEEPS):
        near = below if sweep % 2 else above
        for column in columns[::-1] if sweep % 2 else columns:
            wanted = [_mean([height[one] for one in near[spot]], height[spot]) for spot in column]
            height.update(zip(column, _settled(wanted, _distances(column)), strict=True))
    return height


def _distances(column: Sequence[Spot]) -> list[float]:
    """Return how far each is at least from the one above it; 0 for the first."""
    room = [APART if isinstance(spot, str) else LINE_APART for spot in column]
    return [0.0, *((one + other) / 2 for one, other in pairwise(room))]


def _settled(wanted: Sequence[float], distances: Sequence[float]) -> list[float]:
    """Return heights as near to those wanted as the distances allow (the squares of what is missing are least).

    >>> _settled([0, 0, 5], [0, 1, 1])
    [-0.5, 0.5, 5.0]
    """
    offsets, total = list[float](), 0.0
    for distance in distances:
        total += distance
        offsets.append(total)
    blocks: list[tuple[float, int]] = []  # mean and number of members, means rising
    for value, offset in zip(wanted, offsets, strict=True):
        mean, members = value - offset, 1
        while blocks and blocks[-1][0] >= mean:
            before, count = blocks.pop()
            mean, members = (mean * members + before * count) / (members + count), members + count
        blocks.append((mean, members))
    means = [mean for mean, members in blocks for _ in range(members)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
