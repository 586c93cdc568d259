"""Keywords, and what a search in metadata finds."""

from __future__ import annotations

from datetime import datetime

from .base import Record, json_object, needed, optional, texts


class Keyword(Record):
    """A word that datasets are tagged with, and how many are."""

    __slots__ = ()
    _shown = ("keyword", "num_datasets")

    keyword = needed(str)
    num_datasets = optional(int)


class SearchResult(Record):
    """A record whose metadata has the words searched for; a higher `rank` is a better match."""

    __slots__ = ()
    _shown = ("resource_type", "name", "rank", "unique_id")

    unique_id = needed(str)
    resource_type = optional(str)
    name = optional(str)
    owner_orcid = optional(str)
    creation_time = optional(datetime)
    modification_time = optional(datetime)
    rank = optional(float)
    scientific_metadata = json_object()


class Match(SearchResult):
    """A record found by its name, by its metadata, or by both: `matched` has ``name``, ``metadata``.

    Rank and metadata are there if the words were found in the metadata.
    """

    __slots__ = ()
    _shown = ("resource_type", "name", "matched", "unique_id")

    matched = texts()
