"""Scientific metadata: the JSON document that a dataset, sample, instrument or project carries.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..records import Json, SearchResult
    from ..resources import metadata as coroutines
    from ..resources.base import Reference


class MetadataOperations(Operations):
    """What every namespace can do with the metadata of records of any kind; searches find those of the namespace's."""

    @cached_property
    def _coroutines(self) -> coroutines.MetadataOperations:
        from ..resources.metadata import MetadataOperations

        return MetadataOperations(self._connect())

    def get_scientific_metadata(self, resource_id: Reference) -> Json:
        """Get the metadata document of a record.

        Parameters
        ----------
        resource_id
            A record or its id.

        Returns
        -------
        dict
            The document; empty if the record has none.

        Raises
        ------
        NotFoundError
            There is no such record.

        Notes
        -----
        Source: ``GET /resources/{mfid}/metadata`` answers null where there is none.
        """
        return run(self._coroutines.get_scientific_metadata(resource_id))

    def update_scientific_metadata(
        self, resource_id: Reference, metadata: Mapping[str, object], overwrite: bool = False
    ) -> Json:
        """Merge values into the metadata document of a record, at any depth, and get the whole document.

        Parameters
        ----------
        resource_id
            A record or its id.
        metadata
            What to add or change; keys that it does not have stay as they are. NumPy values, dates, paths, enums and
            UUIDs are written as JSON.
        overwrite
            Whether the document is replaced instead, as by `replace_scientific_metadata`, which says so better.

        Returns
        -------
        dict
            The document after the change.

        Raises
        ------
        UsageError
            A value has no JSON form; nothing was sent.

        Notes
        -----
        Source: ``PATCH /resources/{mfid}/metadata``. What it does with lists and nulls is not known.

        Examples
        --------
        >>> client.datasets.update_scientific_metadata(dataset, {"annealing": {"minutes": 10}})
        {'annealing': {'temperature': 100, 'minutes': 10}}
        """
        return run(self._coroutines.update_scientific_metadata(resource_id, metadata, overwrite))

    def replace_scientific_metadata(self, resource_id: Reference, metadata: Mapping[str, object]) -> Json:
        """Put a metadata document in the place of the one a record has; what only the old one had is lost.

        Parameters
        ----------
        resource_id
            A record or its id.
        metadata
            The new document; see `update_scientific_metadata`.

        Returns
        -------
        dict
            The new document.

        Raises
        ------
        UsageError
            A value has no JSON form; nothing was sent.

        Notes
        -----
        Source: ``POST /resources/{mfid}/metadata`` with ``overwrite``.

        Examples
        --------
        >>> client.datasets.replace_scientific_metadata(smoothed, {"window": 5})
        {'window': 5}
        """
        return run(self._coroutines.replace_scientific_metadata(resource_id, metadata))

    def search_metadata(self, q: str, limit: int = 20) -> list[SearchResult]:
        """Find records of the namespace's kind by words of their metadata, best match first.

        Parameters
        ----------
        q
            Words that must all occur, as keys or values; endings are ignored, numbers are words like others.
        limit
            How many records of all kinds the server looks at; at most 50.

        Returns
        -------
        list of SearchResult
            Those of them that are of the kind.

        Raises
        ------
        UsageError
            `q` has fewer than three characters.

        Notes
        -----
        Source: ``GET /resources/metadata/search`` (study of openapi/SOURCE.md, §4.19).
        """
        return run(self._coroutines.search_metadata(q, limit))
