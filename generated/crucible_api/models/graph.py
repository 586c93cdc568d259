from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="Graph")


class Graph(Model):
    """A node-link document such as networkx reads.

    Attributes:
        nodes (list[GraphNode]):
        directed (bool | Unset): True.
        multigraph (bool | Unset):
        graph (Any | Unset):
        edges (list[GraphEdge] | Unset):
        links (list[GraphEdge] | Unset): What older servers call edges.
    """

    __slots__ = (
        "nodes",
        "directed",
        "multigraph",
        "graph",
        "edges",
        "links",
        "additional_properties",
    )

    def __init__(
        self,
        nodes: list[GraphNode],
        directed: bool | Unset = UNSET,
        multigraph: bool | Unset = UNSET,
        graph: Any | Unset = UNSET,
        edges: list[GraphEdge] | Unset = UNSET,
        links: list[GraphEdge] | Unset = UNSET,
    ) -> None:
        self.nodes = nodes
        self.directed = directed
        self.multigraph = multigraph
        self.graph = graph
        self.edges = edges
        self.links = links
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        nodes = []
        for nodes_item_data in self.nodes:
            nodes_item = nodes_item_data.to_dict()
            nodes.append(nodes_item)

        directed = self.directed

        multigraph = self.multigraph

        graph = self.graph

        edges: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.edges, Unset):
            edges = []
            for edges_item_data in self.edges:
                edges_item = edges_item_data.to_dict()
                edges.append(edges_item)

        links: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.links, Unset):
            links = []
            for links_item_data in self.links:
                links_item = links_item_data.to_dict()
                links.append(links_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "nodes": nodes,
            }
        )
        if directed is not UNSET:
            field_dict["directed"] = directed
        if multigraph is not UNSET:
            field_dict["multigraph"] = multigraph
        if graph is not UNSET:
            field_dict["graph"] = graph
        if edges is not UNSET:
            field_dict["edges"] = edges
        if links is not UNSET:
            field_dict["links"] = links

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        nodes = []
        _nodes = rest_.pop("nodes")
        for nodes_item_data in as_list(_nodes):
            nodes_item = GraphNode.from_dict(nodes_item_data)

            nodes.append(nodes_item)

        directed = rest_.pop("directed", UNSET)

        multigraph = rest_.pop("multigraph", UNSET)

        graph = rest_.pop("graph", UNSET)

        _edges = rest_.pop("edges", UNSET)
        edges: list[GraphEdge] | Unset = UNSET
        if _edges is not UNSET:
            edges = []
            for edges_item_data in as_list(_edges):
                edges_item = GraphEdge.from_dict(edges_item_data)

                edges.append(edges_item)

        _links = rest_.pop("links", UNSET)
        links: list[GraphEdge] | Unset = UNSET
        if _links is not UNSET:
            links = []
            for links_item_data in as_list(_links):
                links_item = GraphEdge.from_dict(links_item_data)

                links.append(links_item)

        obj_ = cls.__new__(cls)
        obj_.nodes = nodes
        obj_.directed = directed
        obj_.multigraph = multigraph
        obj_.graph = graph
        obj_.edges = edges
        obj_.links = links

        obj_.additional_properties = {**rest_} if rest_ else {}
        return obj_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.graph_edge import GraphEdge  # noqa: E402
from ..models.graph_node import GraphNode  # noqa: E402
