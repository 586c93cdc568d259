"""Keywords, and what a search in metadata finds."""

from __future__ import annotations

from datetime import datetime

from .base import Field, Json, Record, json_object, needed, optional, texts


class Keyword(Record):
    """A word that datasets are tagged with, and how many are."""

    __slots__ = ()
    _shown = ("keyword", "num_datasets")

    keyword: Field[str] = needed(str)
    num_datasets: Field[int | None] = optional(int)


class SearchResult(Record):
    """A record whose metadata has the words searched for; a higher `rank` is a better match."""

    __slots__ = ()
    _shown = ("resource_type", "name", "rank", "unique_id")

    unique_id: Field[str] = needed(str)
    resource_type: Field[str | None] = optional(str)
    name: Field[str | None] = optional(str)
    owner_orcid: Field[str | None] = optional(str)
    creation_time: Field[datetime | None] = optional(datetime)
    modification_time: Field[datetime | None] = optional(datetime)
    rank: Field[float | None] = optional(float)
    scientific_metadata: Field[Json | None] = json_object()


class Match(SearchResult):
    """A record found by its name, by its metadata, or by both: `matched` has ``name``, ``metadata``.

    Rank and metadata are there if the words were found in the metadata.
    """

    __slots__ = ()
    _shown = ("resource_type", "name", "matched", "unique_id")

    matched: Field[tuple[str, ...] | None] = texts()
