"""Graphs for those who compute with them: the types of networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..extras import require
from .graph_text import kin_of

if TYPE_CHECKING:
    import networkx

    from .graph import Graph


def to_networkx(graph: Graph) -> networkx.DiGraph[str]:
    """Return a graph of networkx; see `Graph.to_networkx`.

    Raises
    ------
    NotInstalledError
        networkx is not installed.
    """
    made: networkx.DiGraph[str] = require("networkx").DiGraph()
    nodes = {node.id: node for node in graph.nodes or ()}
    for identity, node in nodes.items():
        made.add_node(
            identity, **{name: value for name, value in node.to_dict().items() if value not in (None, identity)}
        )
    for upper, members in kin_of(graph, nodes).items():
        for lower, relation in members.items():
            made.add_edge(upper, lower, **({} if relation is None else {"relationship_type": relation}))
    return made
