"""Scientific metadata: the JSON document that a dataset, sample, instrument or project carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.resources import create_metadata, get_metadata, merge_metadata, search_metadata
from crucible_api.models import JsonObject

from ..errors import UsageError
from ..records import SearchResult
from .base import Operations, Reference, mfid
from .encoding import encode_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..records import Json

SHORTEST_SEARCH = 3


class MetadataOperations(Operations):
    """What every namespace can do with the metadata of records of any kind; searches find those of the namespace's."""

    _kind = ""

    async def get_scientific_metadata(self, resource_id: Reference) -> Json:
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
        answer = await self._port.call(get_metadata, resource_mfid=await self._identity(resource_id))
        return dict(answer["scientific_metadata"]) if answer else {}

    async def update_scientific_metadata(
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
        if overwrite:
            return await self.replace_scientific_metadata(resource_id, metadata)
        body = JsonObject.from_dict(encode_object(metadata))
        answer = await self._port.call(merge_metadata, resource_mfid=await self._identity(resource_id), body=body)
        return dict(answer["scientific_metadata"])

    async def replace_scientific_metadata(self, resource_id: Reference, metadata: Mapping[str, object]) -> Json:
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
        body = JsonObject.from_dict(encode_object(metadata))
        identity = await self._identity(resource_id)
        answer = await self._port.call(create_metadata, resource_mfid=identity, body=body, overwrite=True)
        return dict(answer["scientific_metadata"])

    async def search_metadata(self, q: str, limit: int = 20) -> list[SearchResult]:
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
        answer = await self._port.call(search_metadata, q=search_text(q), limit=limit)
        found = [SearchResult(item, self._port.explorer_url) for item in answer["items"]]
        return [result for result in found if not self._kind or result.resource_type in (self._kind, None)]

    async def _identity(self, reference: Reference) -> str:
        return mfid(reference)


def search_text(q: str) -> str:
    """Return the words to search for.

    Raises
    ------
    UsageError
        They are too few for the server.
    """
    if not isinstance(q, str) or len(q.strip()) < SHORTEST_SEARCH:
        raise UsageError(f"{q!r} is too short to search for.", hint=f"Give {SHORTEST_SEARCH} characters or more.")
    return q.strip()
