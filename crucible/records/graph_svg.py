"""Graphs as pictures: SVG that needs nothing else, looks right on light and dark pages, runs nothing and loads nothing.

Kinds of records differ in shape and colour, kinds of links in line, head and colour, so that nothing depends on colours
alone; a legend has those that occur. Boxes are filled and their text is white, everything else is of a middle
brightness: both can be read on any page. There are no styles and no ids, which would count in the whole page.
"""

from __future__ import annotations

import html
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from ..signs import width as columns_of
from . import graph_text
from .graph_layout import connected, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .graph import Graph, Node
    from .graph_layout import Layout

BOX_WIDTH: Final = 166
BOX_HEIGHT: Final = 38
COLUMN: Final = BOX_WIDTH + 54
ROW: Final = BOX_HEIGHT + 14
MARGIN: Final = 12
LEGEND_WIDTH: Final = 640
"""Wider ones would have a part that nobody sees without scrolling."""
LONGEST_NAME: Final = 23
"""Columns of text in a box."""
MOST_TOLD: Final = 20
_FONT: Final = "font-family=\"system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif\""
_MIDDLE: Final = "#7d7d7d"


class Look(NamedTuple):
    """How a kind of record looks."""

    fill: str
    edge: str
    round_by: float
    """Radius of its corners; less than nothing where they are cut off."""


class Stroke(NamedTuple):
    """How a kind of link looks."""

    colour: str
    dashes: str
    head: str


LOOKS: Final = {"sample": Look("#8f5a0a", "#d9952b", BOX_HEIGHT / 2), "dataset": Look("#2a5f9e", "#6ea6e0", 3)}
OTHER_LOOK: Final = Look("#5f5f5f", "#a0a0a0", -9)
STROKES: Final[dict[str | None, Stroke]] = {
    "is_derived_from": Stroke("#3d86c9", "", "filled"),
    "is_part_of": Stroke("#c8611f", "6 4", "diamond"),
    None: Stroke(_MIDDLE, "", ""),
}
REACH: Final = {"filled": 9, "diamond": 12, "open": 8}
"""How long the ends of lines are."""
OTHER_STROKES: Final = (Stroke("#9a62c4", "2 3", "open"), Stroke("#1f9172", "9 3 2 3", "open"))


def svg(graph: Graph, most: int) -> Iterator[str]:
    """Yield the parts of a picture of a graph, with at most so many records."""
    nodes = {node.id: node for node in graph.nodes or ()}
    kin = graph_text.kin_of(graph, nodes)
    chosen = _chosen(kin, most)
    drawn: graph_text.Kin = {
        name: {other: one for other, one in kin[name].items() if other in chosen and other != name}
        for name in nodes
        if name in chosen
    }
    left = _left(kin, chosen)
    layout = laid_out(drawn)
    strokes = _strokes(drawn)
    width = max(layout.columns * COLUMN - (COLUMN - BOX_WIDTH) + 2 * MARGIN, LEGEND_WIDTH)
    notes = [] if len(chosen) == len(nodes) else [_note(len(chosen), len(nodes))]
    legend = list(_legend({nodes[name].entity_type for name in chosen}, strokes, nodes, drawn))
    rows = (legend[-1][1] + 1 if legend else 0) + len(notes)
    top = rows * 24 + MARGIN
    height = round(top + layout.height * ROW + MARGIN)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" {_FONT} font-size="12">'
    )
    yield f"<title>{_text(_counted(nodes.values()))}</title>"
    yield f"<desc>{_text(_told(nodes, kin))}</desc>"
    for part, row in legend:
        yield part.replace("ROW", f"{row * 24 + 16:g}")
    for note in notes:
        yield f'<text x="{MARGIN}" y="{rows * 24 - 4}" fill="{_MIDDLE}">{_text(note)}</text>'
    yield f'<g transform="translate(0 {top})">'
    for upper, members in drawn.items():
        for lower, relation in members.items():
            yield from _line(layout, upper, lower, strokes[relation])
    for name in drawn:
        yield from _box(nodes[name], *_corner(layout.places[name]), left[name])
    yield "</g></svg>"


def _chosen(kin: graph_text.Kin, most: int) -> set[str]:
    """Return the records that are drawn: group by group, the largest first, each from its beginning on."""
    groups = sorted(connected(_from_the_top(kin)), key=len, reverse=True)
    return {name for name, _ in zip((name for group in groups for name in group), range(most), strict=False)}


def _from_the_top(kin: graph_text.Kin) -> dict[str, list[str]]:
    """Return the records with what came from nothing first."""
    had = {name for members in kin.values() for name in members}
    return {name: list(kin[name]) for name in [*(one for one in kin if one not in had), *kin]}


def _left(kin: graph_text.Kin, chosen: set[str]) -> Counter[str]:
    """Return how many neighbours of each record are not drawn."""
    left: Counter[str] = Counter()
    for upper, members in kin.items():
        for lower in members:
            if (upper in chosen) != (lower in chosen):
                left[upper if upper in chosen else lower] += 1
    return left


def _strokes(kin: graph_text.Kin) -> dict[str | None, Stroke]:
    """Return how each type of link that occurs is drawn; types that nobody knew are told apart as far as possible."""
    found = dict.fromkeys(relation for members in kin.values() for relation in members.values())
    strange = [relation for relation in found if relation not in STROKES]
    others = {relation: OTHER_STROKES[number % 2] for number, relation in enumerate(strange)}
    return {relation: stroke for relation, stroke in {**STROKES, **others}.items() if relation in found}


def _corner(place: tuple[int, float]) -> tuple[float, float]:
    return MARGIN + place[0] * COLUMN, place[1] * ROW


def _box(node: Node, x: float, y: float, left: int) -> Iterator[str]:
    name, kind = graph_text.name_of(node), node.entity_type or "record"
    look = LOOKS.get(kind, OTHER_LOOK)
    yield f"<g><title>{_text(f'{kind} {name} [{node.id}]')}</title>{_shape(look, x, y, BOX_WIDTH, BOX_HEIGHT)}"
    middle = x + BOX_WIDTH / 2
    yield f'<text x="{middle:g}" y="{y + 17:g}" text-anchor="middle" fill="#fff">{_text(_fitting(name))}</text>'
    yield (
        f'<text x="{middle:g}" y="{y + 31:g}" text-anchor="middle" fill="#fff" font-size="9.5"'
        f' font-family="ui-monospace,Consolas,Menlo,monospace">{_text(_fitting(node.id, 26))}</text>'
    )
    if left:
        place = f'x="{x + BOX_WIDTH:g}" y="{y - 3:g}" text-anchor="end"'
        yield f'<text {place} fill="{_MIDDLE}" font-size="10">+{left}</text>'
    yield "</g>"


def _shape(look: Look, x: float, y: float, width: float, height: float) -> str:
    paint = f'fill="{look.fill}" stroke="{look.edge}" stroke-width="1.5"'
    if look.round_by >= 0:
        radius = min(look.round_by, height / 2)
        return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" {paint}/>'
    cut, right, bottom = min(-look.round_by, height / 3), x + width, y + height
    corners = [(x + cut, y), (right - cut, y), (right, y + cut), (right, bottom - cut)]
    corners += [(right - cut, bottom), (x + cut, bottom), (x, bottom - cut), (x, y + cut)]
    return f'<polygon points="{" ".join(f"{one:g},{other:g}" for one, other in corners)}" {paint}/>'


def _line(layout: Layout, upper: str, lower: str, stroke: Stroke) -> Iterator[str]:
    """Yield a line between two records, and what it ends with; one that closes a ring runs back to the left."""
    (x, y), (end_x, end_y) = _corner(layout.places[upper]), _corner(layout.places[lower])
    onwards = 1 if layout.places[lower][0] > layout.places[upper][0] else -1
    if onwards > 0:
        x += BOX_WIDTH
    else:
        end_x += BOX_WIDTH
    y, end_y = y + BOX_HEIGHT / 2, end_y + BOX_HEIGHT / 2
    path = f"M{x:g} {y:g}"
    for place in layout.ways.get((upper, lower), ()):
        left, middle = _corner(place)
        near, far = (left, left + BOX_WIDTH)[::onwards]
        path += _curve(x, y, near, middle + BOX_HEIGHT / 2) + f"H{far:g}"
        x, y = far, middle + BOX_HEIGHT / 2
    path += _curve(x, y, end_x - onwards * REACH.get(stroke.head, 0), end_y)
    yield f'<path d="{path}" fill="none" {_pen(stroke)}/>'
    yield _head(stroke, end_x, end_y, onwards)


def _pen(stroke: Stroke) -> str:
    dashes = f' stroke-dasharray="{stroke.dashes}"' if stroke.dashes else ""
    return f'stroke="{stroke.colour}" stroke-width="1.7"{dashes}'


def _curve(x: float, y: float, end_x: float, end_y: float) -> str:
    bend = (end_x - x) / 2
    return f"C{x + bend:g} {y:g} {end_x - bend:g} {end_y:g} {end_x:g} {end_y:g}"


def _head(stroke: Stroke, x: float, y: float, onwards: int = 1) -> str:
    """Return the end of a line that runs to the right, or with -1 to the left."""
    reach = REACH.get(stroke.head, 0)
    back, middle = f"{x - onwards * reach:g}", f"{x - onwards * reach / 2:g}"
    if stroke.head == "diamond":
        points = f"{back},{y:g} {middle},{y - 4:g} {x:g},{y:g} {middle},{y + 4:g}"
        return f'<polygon points="{points}" fill="{stroke.colour}"/>'
    points = f"{back},{y - 4.5:g} {x:g},{y:g} {back},{y + 4.5:g}"
    if stroke.head == "filled":
        return f'<polygon points="{points}" fill="{stroke.colour}"/>'
    if stroke.head == "open":
        line = f"{back},{y:g} {x:g},{y:g}"
        return f'<polyline points="{points} {line}" fill="none" stroke="{stroke.colour}" stroke-width="1.7"/>'
    return ""


def _legend(
    kinds: set[str | None],
    strokes: Mapping[str | None, Stroke],
    nodes: Mapping[str, Node],
    kin: graph_text.Kin,
) -> Iterator[tuple[str, int]]:
    """Yield what stands in the legend, with the row it stands in; ``ROW`` is its height."""
    kinds_first = [*LOOKS, *sorted(kind or "record" for kind in kinds - LOOKS.keys())]
    marks = [
        (kind, _shape(LOOKS.get(kind, OTHER_LOOK), 2, -8, 34, 16)) for kind in kinds_first if kind in {*kinds, "record"}
    ]
    for relation, stroke in strokes.items():
        mark = f'<path d="M0 0H{36 - REACH.get(stroke.head, 0)}" fill="none" {_pen(stroke)}/>{_head(stroke, 36, 0)}'
        marks.append((_meaning(relation, nodes, kin), mark))
    x, row = float(MARGIN), 0
    for word, mark in marks:
        wide = 46 + 6.6 * columns_of(word) + 18
        if x + wide > LEGEND_WIDTH and x > MARGIN:
            x, row = float(MARGIN), row + 1
        label = f'<text x="44" y="4" fill="{_MIDDLE}">{_text(_fitting(word, 60))}</text>'
        yield f'<g transform="translate({x:g} ROW)">{mark}{label}</g>', row
        x += wide


def _meaning(relation: str | None, nodes: Mapping[str, Node], kin: graph_text.Kin) -> str:
    """Return what a line of a type says of the record on its right."""
    if relation is not None:
        return graph_text.word_for(relation) or "linked"
    kinds = {
        (nodes[upper].entity_type, nodes[lower].entity_type)
        for upper, members in kin.items()
        for lower, one in members.items()
        if one is None
    }
    return "dataset of a sample" if kinds == {("sample", "dataset")} else "linked"


def _note(drawn: int, total: int) -> str:
    return f"{drawn} of {total:,} records are drawn, and +n stands for n more beside one: to_svg(most=...), tree()."


def _counted(nodes: Iterable[Node]) -> str:
    found = Counter(node.entity_type or "record" for node in nodes)
    words = [f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in sorted(found.items(), reverse=True)]
    return f"Provenance of {' and '.join(words) or 'no records'}"


def _told(nodes: Mapping[str, Node], kin: graph_text.Kin) -> str:
    """Return in words what the picture shows, for those who do not see it."""
    told: list[str] = []
    for upper, members in kin.items():
        for lower, relation in members.items():
            if len(told) == MOST_TOLD:
                return f"{'; '.join(told)}; and more."
            names = [graph_text.name_of(nodes[name]) for name in (upper, lower)]
            told.append(f"{names[0]} to {names[1]} ({_meaning(relation, nodes, {upper: {lower: relation}})})")
    return f"{'; '.join(told)}." if told else "No links."


def _fitting(text: str, longest: int = LONGEST_NAME) -> str:
    """Return as much of a text as has room, with its end if it is cut: names often differ there."""
    if columns_of(text) <= longest:
        return text
    begin, end = text, ""
    while columns_of(begin) > (longest - 1) * 2 // 3:
        begin = begin[:-1]
    rest = text[len(begin) :]
    while columns_of(begin) + 1 + columns_of(end) < longest - 1:
        end = rest[-len(end) - 1 :]
    return f"{begin}…{end}"


def _text(text: str) -> str:
    return html.escape("".join(sign if sign.isprintable() else "\ufffd" for sign in text))
