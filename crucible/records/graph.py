"""Provenance: which records came from which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import UsageError
from . import graph_text
from .base import Field, Record, needed, optional, several

if TYPE_CHECKING:
    import networkx

MOST_DRAWN: Final = 40
"""Records of a picture; more of them nobody reads."""


class Node(Record):
    """A dataset or sample of a graph; `entity_type` says which."""

    __slots__ = ()
    _shown = ("entity_type", "name", "id")

    id: Field[str] = needed(str)
    name: Field[str | None] = optional(str)
    entity_type: Field[str | None] = optional(str)


class Edge(Record):
    """A link of a graph, from the parent `source` to the child `target`."""

    __slots__ = ()
    _shown = ("source", "target", "relationship_type")

    source: Field[str] = needed(str)
    target: Field[str] = needed(str)
    relationship_type: Field[str | None] = optional(str)


class Graph(Record):
    """Records as `nodes`, and links between them as `edges`, which older servers call ``links``: both names answer."""

    __slots__ = ()
    _former = frozenset({"edges", "links"})

    directed: Field[bool | None] = optional(bool)
    multigraph: Field[bool | None] = optional(bool)
    nodes: Field[tuple[Node, ...] | None] = several(Node)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Links from parents to children; those between a sample and a dataset have no direction of meaning."""
        return tuple(Edge(edge) for edge in self._wire.get("edges") or self._wire.get("links") or ())

    @property
    def links(self) -> tuple[Edge, ...]:
        """The same as `edges`."""
        return self.edges

    def __repr__(self) -> str:
        return f"Graph({len(self.nodes or ())} nodes, {len(self.edges)} edges)"

    def _repr_html_(self) -> str:
        from . import notebook

        nodes, edges = len(self.nodes or ()), len(self.edges)
        title = f"{nodes} record{'' if nodes == 1 else 's'}, {edges} link{'' if edges == 1 else 's'}"
        if not nodes:
            return notebook.lines(title, ())
        return notebook.picture(title, self.to_svg(), graph_text.drawn(graph_text.every_line(self)))

    def tree(self) -> str:
        """Return the graph as indented text: parents above children, samples above their datasets.

        A record with several parents is spelled out below the first and named below the others. What was derived from
        the record above it, or is part of that, says so. What is very deep goes on at the margin further below.

        >>> print(client.graphs.project("my-project").tree())
        sample film A [...]
        └─ dataset film A, pattern [...]
        dataset film A, smoothed [...]
        """
        return "\n".join(graph_text.drawn(graph_text.every_line(self)))

    def to_svg(self, most: int = MOST_DRAWN) -> str:
        """Return the graph as a picture, which notebooks show of it; it can be saved as a file ``.svg``.

        What came from a record stands right of it. Samples have round ends and datasets corners; an arrow leads to what
        was derived, a dashed line with a diamond to a part, a plain line joins a sample and a dataset. The legend has
        what occurs. It looks right on light and dark pages.

        Parameters
        ----------
        most
            How many records are drawn; of a larger graph those nearest to its beginnings, and the picture says so.

        Raises
        ------
        UsageError
            `most` is less than 1.

        >>> from pathlib import Path
        >>> Path("film.svg").write_text(client.graphs.get(film).to_svg(), "utf-8") > 1000
        True
        """
        from .graph_svg import svg

        if most < 1:
            raise UsageError(f"most={most!r} draws nothing.", hint="Give 1 or more.")
        return "\n".join(svg(self, most))

    def to_networkx(self) -> networkx.DiGraph[str]:
        """Return the graph as one of networkx, to compute with: ``pip install 'crucible-client[science]'``.

        Its nodes are the ids, with ``name`` and ``entity_type`` (sample, dataset). An edge leads from what came first
        to what came from it, from a sample to its datasets; its ``relationship_type`` is ``is_derived_from`` or
        ``is_part_of``. What is null is left out, as that type is between a sample and a dataset, since few of the
        formats that networkx writes have a place for it.

        Raises
        ------
        NotInstalledError
            networkx is not installed.

        >>> import networkx
        >>> graph = client.graphs.get(film).to_networkx()
        >>> [graph.nodes[one]["name"] for one in networkx.topological_sort(graph)]
        ['film A', 'film A, pattern']
        """
        from .graph_nx import to_networkx

        return to_networkx(self)

    def to_mermaid(self) -> str:
        """Return the graph in the language Mermaid, which notebooks, GitHub and many wikis draw.

        Samples have round ends and datasets corners. An arrow leads to what was derived, a dotted one to a part; a line
        without a head joins a sample and a dataset.

        >>> print(client.graphs.get(film).to_mermaid())
        flowchart TD
            n0(["film A<br>..."])
            n1["film A, pattern<br>..."]
            n0 --- n1
        ...
        """
        return "\n".join(graph_text.mermaid(self))

    def to_dot(self) -> str:
        """Return the graph in the language DOT, which Graphviz draws; it looks as by `to_mermaid`.

        >>> print(client.graphs.get(film).to_dot())
        digraph crucible {
        ...
            "..." -> "..." [dir=none];
        }
        """
        return "\n".join(graph_text.dot(self))

    def ancestors(self, identity: str | Record, depth: int | None = None) -> list[Node]:
        """Return what a record of the graph came from, nearest first; a dataset came from the samples it was taken of.

        Parameters
        ----------
        identity
            A record of the graph or its id; it is not among its own ancestors.
        depth
            How many steps to go at most: 1 for parents alone, None for all.

        Raises
        ------
        UsageError
            The record is not in the graph, or `depth` is less than 1.
        """
        return self._reached(identity, depth, upwards=True)

    def descendants(self, identity: str | Record, depth: int | None = None) -> list[Node]:
        """Return what came from a record of the graph, nearest first; see `ancestors`."""
        return self._reached(identity, depth, upwards=False)

    def _reached(self, start: str | Record, depth: int | None, *, upwards: bool) -> list[Node]:
        if depth is not None and depth < 1:
            raise UsageError(f"depth={depth!r} leads nowhere.", hint="Give 1 or more, or None for all.")
        nodes = {node.id: node for node in self.nodes or ()}
        identity = start if isinstance(start, str) else str(start.get("unique_id", start.get("id")))
        if identity not in nodes:
            raise UsageError(f"{start!r} is not in the graph.", hint="graph.nodes has the records that are.")
        steps = graph_text.kin_of(self, nodes, upwards=upwards)
        found, queue = {identity: 0}, [identity]  # the queue grows while it is read
        for current in queue:
            for next_one in steps[current] if found[current] != depth else ():
                if next_one not in found:
                    found[next_one] = found[current] + 1
                    queue.append(next_one)
        return [nodes[name] for name in queue[1:]]
