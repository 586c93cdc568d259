"""Provenance graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.graphs import get_entity_graph, get_project_graph

from ..records import Graph
from .base import mfid, slug
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from .base import Reference


class GraphOperations(MetadataOperations):
    """Which records came from which."""

    async def get(self, resource_id: Reference, recursive: bool = False) -> Graph:
        """Get the graph around a dataset or sample.

        Parameters
        ----------
        resource_id
            A record or its id.
        recursive
            Everything that is connected to it, rather than its immediate relatives.

        Raises
        ------
        NotFoundError
            There is no such record, or the caller may not see it.

        Examples
        --------
        >>> print(client.graphs.get(film).tree())
        sample film A [...]
        └─ dataset film A, pattern [...]
        """
        identity = mfid(resource_id, "dataset or sample")
        return Graph(await self._port.call(get_entity_graph, resource_mfid=identity, recursive=recursive))

    async def project(self, project_id: Reference) -> Graph:
        """Get the graph of all datasets and samples of a project.

        Parameters
        ----------
        project_id
            A project, its name (slug) or its MFID.

        Raises
        ------
        NotFoundError
            There is no such project, or the caller may not see it.
        """
        text, _ = slug(project_id, "project_id")
        return Graph(await self._port.call(get_project_graph, project_ref=text))
