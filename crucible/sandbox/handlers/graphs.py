"""Provenance as nodes and edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import forbidden, not_found
from ..call import VIEWER
from ..store import conditions
from .projects import find
from .records import readable_among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..answers import Json
    from ..call import Call
    from ..store.links import Link
    from ..store.resources import Resource


def get_entity_graph(call: Call) -> Json:
    """A record with its neighbours, or with everything it hangs together with."""
    start = call.resource(call["resource_mfid"])
    if start.type not in ("dataset", "sample"):
        raise not_found(f"Dataset or sample {start.mfid}")
    if call["recursive"]:
        nodes = call.store.resources.many(call.store.links.component(start.id, call.readable()))
        links = call.store.links.touching(nodes)
    else:
        links = call.store.links.touching([start.id])
        nodes = readable_among(call, {end for link in links for end in (link.parent, link.child)}) | {start.id: start}
    return _graph(nodes, links)


def get_project_graph(call: Call) -> Json:
    """All datasets and samples of a project with the links among them."""
    project = find(call, call["project_ref"])
    if call.role(project) < VIEWER:
        raise forbidden("Not authorized: the graph of a project is for its members")
    chosen = call.readable("dataset", "sample")
    conditions.equals(chosen, "project", project.id)
    nodes = {resource.id: resource for resource in call.store.resources.every(chosen)}
    return _graph(nodes, call.store.links.touching(nodes))


def _graph(nodes: dict[int, Resource], links: Iterable[Link]) -> Json:
    """Return records with those links that have a record at both ends."""
    edges = [link for link in links if link.parent in nodes and link.child in nodes]
    ordered = sorted(edges, key=lambda link: (nodes[link.parent].mfid, nodes[link.child].mfid))
    return {
        "directed": True,
        "multigraph": False,
        "graph": {},
        "nodes": [
            {"id": node.mfid, "name": node.name, "entity_type": node.type}
            for node in sorted(nodes.values(), key=lambda node: node.mfid)
        ],
        "edges": [
            {
                "source": nodes[link.parent].mfid,
                "target": nodes[link.child].mfid,
                "relationship_type": link.relationship_type,
            }
            for link in ordered
        ],
    }
