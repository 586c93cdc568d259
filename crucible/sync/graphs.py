"""Provenance graphs.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from ..records import Graph
    from ..resources import graphs as coroutines
    from ..resources.base import Reference


class GraphOperations(MetadataOperations):
    """Which records came from which."""

    @cached_property
    def _coroutines(self) -> coroutines.GraphOperations:
        from ..resources.graphs import GraphOperations

        return GraphOperations(self._connect())

    def get(self, resource_id: Reference, recursive: bool = False) -> Graph:
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
        return run(self._coroutines.get(resource_id, recursive))

    def project(self, project_id: Reference) -> Graph:
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
        return run(self._coroutines.project(project_id))
