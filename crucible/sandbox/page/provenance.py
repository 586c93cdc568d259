"""Provenance as a picture, and in words for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .layered import layout
from .markup import Html, element, together
from .pieces import address, link_to, nothing, shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answers import Json
    from .request import Request

MOST_DRAWN = 150
WIDTH, HEIGHT = 168, 40
GAP, STEP = 68, 56
MARGIN = 8
LETTERS = 21
MEASURED = "measured"
RELATIONS = {
    "is_derived_from": "is derived from",
    "is_part_of": "is part of",
    MEASURED: "was measured on",
}
"""What a relation says of the record at the end of its line, and of the one at its beginning."""
UNSAID = "comes from"


def of_record(request: Request, unique_id: str) -> Html:
    """Return the picture of everything that a dataset or sample hangs together with, or of its neighbours."""
    graph = request.ask("get_entity_graph", resource_mfid=unique_id, recursive=True)
    remark = None
    if len(graph["nodes"]) > MOST_DRAWN:
        remark = f"{len(graph['nodes'])} records hang together here; only the neighbours are drawn."
        graph = request.ask("get_entity_graph", resource_mfid=unique_id, recursive=False)
    return _shown(graph, unique_id, remark)


def of_project(request: Request, project_ref: str) -> Html:
    """Return the picture of everything in a project."""
    graph = request.ask("get_project_graph", project_ref=project_ref)
    linked = {end for edge in graph["edges"] for end in (edge["source"], edge["target"])}
    alone = len(graph["nodes"]) - len(linked)
    remark = f"{alone} more without any link." if alone and linked else None
    nodes = [node for node in graph["nodes"] if node["id"] in linked]
    return _shown({**graph, "nodes": nodes}, None, remark)


def _shown(graph: Json, current: str | None, remark: str | None) -> Html:
    nodes = graph["nodes"][:MOST_DRAWN]
    if len(graph["nodes"]) > MOST_DRAWN:
        remark = f"{MOST_DRAWN} of {len(graph['nodes'])} records are drawn."
    known = {node["id"]: node for node in nodes}
    edges = [_directed(edge, known) for edge in graph["edges"] if edge["source"] in known and edge["target"] in known]
    if not edges:
        return nothing("Nothing is linked here.")
    return together(
        _legend(),
        element(
            "div",
            _picture(nodes, edges, current),
            class_="wide graph",
            role="region",
            tabindex=0,
            aria_label="Provenance as a picture",
        ),
        element("p", remark, class_="aside") if remark else None,
        element(
            "details",
            element("summary", "The same in words"),
            element("ul", [_said(edge, known) for edge in edges], class_="plain"),
        ),
    )


def _directed(edge: Json, known: Json) -> tuple[str, str, str | None]:
    """Return where a line begins and ends and what it says: the service links a dataset to what was measured."""
    source, target = known[edge["source"]], known[edge["target"]]
    if (source["entity_type"], target["entity_type"]) == ("dataset", "sample"):
        return target["id"], source["id"], MEASURED
    return source["id"], target["id"], edge["relationship_type"]


def _said(edge: tuple[str, str, str | None], known: Json) -> Html:
    start, end = (link_to(known[at]["entity_type"], at, known[at]["name"]) for at in edge[:2])
    return element("li", end, f" {RELATIONS.get(edge[2] or '', UNSAID)} ", start)


def _legend() -> Html:
    items = [
        element("li", shape("sample"), "sample"),
        element("li", shape("dataset"), "dataset"),
        *(element("li", _stroke(_class_of(relation)), f"{said} it") for relation, said in RELATIONS.items()),
    ]
    return element("ul", items, class_="legend")


def _class_of(relation: str | None) -> str:
    return f"line {relation}" if relation in RELATIONS else "line"


def _stroke(class_: str) -> Html:
    line = element("path", d="M1 6h26", class_=class_)
    return element("svg", line, viewBox="0 0 28 12", width=28, height=12, aria_hidden="true", focusable="false")


def _picture(nodes: Sequence[Json], edges: Sequence[tuple[str, str, str | None]], current: str | None) -> Html:
    found = layout([node["id"] for node in nodes], [(start, end) for start, end, _ in edges])
    width = 2 * MARGIN + found.layers * (WIDTH + GAP) - GAP
    height = round(2 * MARGIN + (found.rows - 1) * STEP + HEIGHT)
    drawn = [
        element(
            "path",
            element("title", RELATIONS.get(edge[2] or "", UNSAID)),
            d=_curve(line),
            class_=_class_of(edge[2]),
        )
        for edge, line in zip(edges, found.lines, strict=True)
    ] + [_box(node, *_corner(*found.places[node["id"]]), is_current=node["id"] == current) for node in nodes]
    return element(
        "svg",
        element("title", f"{len(nodes)} records and how they come from each other; the same stands below in words"),
        drawn,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group",
    )


def _box(node: Json, x: int, y: int, *, is_current: bool) -> Html:
    kind, name = node["entity_type"], node["name"] or node["id"]
    short = name if len(name) <= LETTERS else name[: LETTERS - 1] + "…"
    round_ = HEIGHT // 2 if kind == "sample" else 4
    frame = element("rect", x=x, y=y, width=WIDTH, height=HEIGHT, rx=round_)
    said = element("text", short, x=x + WIDTH // 2, y=y + HEIGHT // 2, dy="0.35em")
    inside = together(element("title", f"{kind} {name}"), frame, said)
    class_ = f"box {kind} current" if is_current else f"box {kind}"
    if is_current:
        return element("g", inside, class_=class_)
    return element("a", inside, href=address(kind, node["id"]), class_=class_, aria_label=f"{kind} {name}")


def _corner(layer: int, row: float) -> tuple[int, int]:
    return MARGIN + layer * (WIDTH + GAP), round(MARGIN + row * STEP)


def _curve(line: Sequence[tuple[int, float]]) -> str:
    """Return a line from the right side of its first box to the left side of its last, through what lies between."""
    points = [(x, y + HEIGHT // 2) for x, y in (_corner(layer, row) for layer, row in line)]
    (x, y), *others = points
    path = f"M{x + WIDTH} {y}"
    x += WIDTH
    for at, (next_x, next_y) in enumerate(others):
        middle = (x + next_x) // 2
        path += f"C{middle} {y} {middle} {next_y} {next_x} {next_y}"
        x, y = next_x, next_y
        if at < len(others) - 1:
            x += WIDTH
            path += f"H{x}"
    return path
