"""``crucible ingestion``."""

from __future__ import annotations

from .grammar import NOUNS
from .method import Method, Noun

ingestion = Noun(
    "ingestion",
    NOUNS["ingestion"].does,
    [
        Method(
            "list",
            "ingestions.list",
            "crucible ingestion list --dataset DATASET",
            does="List requests to read metadata out of files.",
        ),
        Method("get", "ingestions.get", "crucible ingestion get REQUEST", does="Show the state of a request."),
        Method(
            "update",
            "ingestions.update",
            "crucible ingestion update REQUEST complete",
            words={
                "status": "Such as started, complete or failed.",
                "ingestion_githash": "The version of what read the file.",
                "ingestion_class": "What read the file.",
            },
            does="Set the state of a request, as the worker does that handles it.",
        ),
        Method(
            "ingestors",
            "ingestions.list_ingestors",
            "crucible ingestion ingestors",
            does="List the names of what can read files.",
        ),
    ],
)
