"""Provenance: which records came from which."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..errors import UsageError
from .base import Field, Record, needed, optional, several

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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

        return notebook.lines(repr(self), self._lines())

    def tree(self) -> str:
        """Return the graph as indented text: parents above children, samples above their datasets.

        A record with several parents is spelled out below the first and named below the others.

        >>> print(client.graphs.project("my-project").tree())
        sample film A [...]
        └─ dataset film A, pattern [...]
        dataset film A, smoothed [...]
        """
        return "\n".join(self._lines())

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
        steps: defaultdict[str, list[str]] = defaultdict(list)
        for parent, child in self._descents(nodes):
            steps[child if upwards else parent].append(parent if upwards else child)
        found, queue = {identity: 0}, [identity]  # the queue grows while it is read
        for current in queue:
            for next_one in steps[current] if found[current] != depth else ():
                if next_one not in found:
                    found[next_one] = found[current] + 1
                    queue.append(next_one)
        return [nodes[name] for name in queue[1:]]

    def _descents(self, nodes: dict[str, Node]) -> Iterator[tuple[str, str]]:
        """Yield each pair of parent and child among the nodes."""
        for edge in self.edges:
            parent, child = edge.source, edge.target
            if _kind(nodes, parent) == "dataset" and _kind(nodes, child) == "sample":
                parent, child = child, parent
            if parent in nodes and child in nodes:
                yield parent, child

    def _lines(self) -> Iterator[str]:
        nodes = {node.id: node for node in self.nodes or ()}
        children: defaultdict[str, dict[str, None]] = defaultdict(dict)  # an ordered set, for parents of thousands
        below = set()
        for parent, child in self._descents(nodes):
            children[parent][child] = None
            below.add(child)
        seen: set[str] = set()
        # A ring has no top; its records come after all others.
        for top in [*(node for node in nodes if node not in below), *nodes]:
            if top not in seen:
                yield from _subtree(top, nodes, children, seen)


def _subtree(
    top: str, nodes: dict[str, Node], children: Mapping[str, Mapping[str, None]], seen: set[str]
) -> Iterator[str]:
    """Yield the lines of one tree; a stack instead of recursion, because chains can be thousands long."""
    stack = [(top, "", "")]
    while stack:
        current, branch, indent = stack.pop()
        node = nodes[current]
        known = current in seen
        more = " (see above)" if known and children.get(current) else ""
        yield f"{branch}{node.entity_type or 'record'} {node.name or '(no name)'} [{current}]{more}"
        if known:
            continue
        seen.add(current)
        kin = list(children.get(current, ()))
        for number, child in enumerate(reversed(kin)):
            last = number == 0
            stack.append((child, f"{indent}{'└─' if last else '├─'} ", f"{indent}{'   ' if last else '│  '}"))


def _kind(nodes: dict[str, Node], identity: str) -> str | None:
    return nodes[identity].entity_type if identity in nodes else None
