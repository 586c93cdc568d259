"""``crucible tree`` and ``crucible graph``: where records come from, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from .answer import Page, Said
from .columns import kind_of_record
from .command import Argument, Flag, command
from .text import coloured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Graph
    from .session import Session

MOST_MERMAID_LINKS: Final = 500
"""Links that Mermaid draws unless it is told otherwise."""


@command(
    Argument("record", does="A dataset or sample: its id; a project: its name or id.", kind="any", metavar="ID"),
    Flag(["--up"], is_flag=True, help="Only what it comes from: begin with it and go up."),
    Flag(["--down"], is_flag=True, help="Only what came of it: begin with it and go down."),
    Flag(["--depth"], type=int, metavar="N", help="How many steps to go from it; all unless given."),
    example="crucible tree DATASET --depth 2",
)
def tree(session: Session, record: str, *, up: bool, down: bool, depth: int | None) -> Any:
    """Show where a dataset or sample comes from and what came of it, as a tree.

    Samples stand above the datasets taken of them. What was derived from the record above it or is part of it says so;
    with --up the one above was derived from its origin, or is part of the whole. The id of a project shows all that
    it has.
    """
    from ..records import graph_text
    from .tree_drawing import Page as Paper
    from .tree_drawing import draw

    if up and down:
        raise click.UsageError("--up and --down exclude each other; without them both directions are shown.")
    if depth is not None and depth < 1:
        raise click.UsageError(f"--depth {depth} leads nowhere: 1 or more, or nothing for all.")
    graph, about = _graph(session, record, recursive=depth != 1)
    if about is None and (up or down or depth):
        raise click.UsageError("--up, --down and --depth begin with a dataset or sample, and this is a project.")
    paper = Paper.of_output()
    found = (
        graph_text.every_line(graph, paper.levels)
        if about is None
        else graph_text.lines_of(graph, about, depth, "up" if up else "down" if down else "both", paper.levels)
    )
    lines = list(found)
    if session.form.name is not None or session.columns:
        return Page(_records(lines))
    if not lines:
        return Page([], nothing="There is nothing in it yet.")
    text = "\n".join(draw(lines, paper, about, upwards=up, styled=False))
    styled = "\n".join(draw(lines, paper, about, upwards=up, styled=True)) if coloured() else None
    return Said(text, None, styled)


def _records(lines: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield each record once, at its first place in the tree."""
    for line in lines:
        if not line.again:
            yield {
                "unique_id": line.node.id,
                "resource_type": line.node.entity_type,
                "name": line.node.name,
                "depth": line.depth,
                "below": line.above,
                "relationship_type": line.relation,
            }


@command(
    Argument("record", does="A dataset or sample: its id.", kind="any", required=False, metavar="[ID]"),
    Flag(["--project"], metavar="PROJECT", kind="project", help="All of a project: its name or id."),
    Flag(["--format", "language"], type=click.Choice(["mermaid", "dot", "json"]), help="Mermaid unless given."),
    Flag(["--recursive"], is_flag=True, help="Relatives of relatives, too."),
    example="crucible graph DATASET --recursive --format dot > provenance.dot",
)
def graph(session: Session, record: str | None, project: str | None, language: str | None, *, recursive: bool) -> Any:
    """Write a dataset or sample and its relatives, or a whole project, as Mermaid, DOT or JSON.

    GitHub, GitLab, Jupyter and many wikis draw Mermaid. Graphviz draws DOT: crucible graph ID --format dot | dot -Tsvg.
    With --csv there is a line for each link, with --ids one for each record.
    """
    if (record is None) == (project is None):
        raise click.UsageError("Give a record or --project, and not both.")
    if record is not None:
        whole, _ = _graph(session, record, recursive=recursive)
    else:
        whole = session.client.graphs.project(project or "")
    if session.form.name == "ids":
        return Page([node.id for node in whole.nodes or ()])
    if session.form.name == "csv":
        return Page(_links(whole))
    if session.form.name is not None or language == "json":
        data = {"nodes": whole["nodes"], "edges": whole["edges"]}
        return data if session.form.name is not None else Said(_indented(data), data)
    if language == "dot":
        return Said(whole.to_dot(), None)
    if len(whole.edges) > MOST_MERMAID_LINKS:
        session.note(f"Mermaid draws {MOST_MERMAID_LINKS} links unless maxEdges is raised; --format dot has no limit.")
    return Said(whole.to_mermaid(), None)


def _indented(data: dict[str, Any]) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2)


def _links(graph: Graph) -> list[dict[str, Any]]:
    """Return a row for each link, with the names of both ends."""
    nodes = {node.id: node for node in graph.nodes or ()}
    rows = []
    for edge in graph.edges:
        row: dict[str, Any] = {}
        for end in ("source", "target"):
            node = nodes.get(getattr(edge, end))
            row |= {
                end: getattr(edge, end),
                f"{end}_type": node.entity_type if node else None,
                f"{end}_name": node.name if node else None,
            }
        rows.append({**row, "relationship_type": edge.relationship_type})
    return rows


def _graph(session: Session, record: str, *, recursive: bool) -> tuple[Graph, str | None]:
    """Return the graph about a record, and its id; that of all its records and no id for a project."""
    from ..errors import NotFoundError
    from ..ids import is_mfid

    client = session.client
    if not is_mfid(record):
        return client.graphs.project(record), None
    try:
        return client.graphs.get(record, recursive), record
    except NotFoundError:
        from .find import found  # which reads the flags of lists, and help need not

        match kind_of_record(other := found(client, record)):
            case "Project":
                return client.graphs.project(record), None
            case "File":
                raise click.UsageError(
                    f"{record} is a file, and has no provenance of its own; that of its dataset is shown by: "
                    f"crucible tree {other.dataset_mfid}"
                ) from None
            case "Instrument":
                raise click.UsageError(f"{record} is an instrument; what it took: crucible ls {record}") from None
        raise
