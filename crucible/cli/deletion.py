"""``crucible deletion``."""

from __future__ import annotations

from .grammar import NOUNS
from .method import Method, Noun

deletion = Noun(
    "deletion",
    NOUNS["deletion"].does,
    [
        Method(
            "list",
            "deletions.list",
            "crucible deletion list --status pending --scope reviewable",
            does="List requests to delete datasets and samples; crucible dataset delete makes them.",
            words={"scope": "All that you may see, those that you made, or those that you may decide about."},
        ),
        Method("get", "deletions.get", "crucible deletion get REQUEST", does="Show a request to delete."),
        Method(
            "approve",
            "deletions.approve",
            "crucible deletion approve REQUEST --yes",
            does="Agree to a deletion; what it is about stays hidden until an administrator deletes it for good.",
            asks="This agrees for good to {this}",
        ),
        Method(
            "reject",
            "deletions.reject",
            'crucible deletion reject REQUEST --notes "It is cited."',
            does="Do not agree to a deletion; what it is about is back in lists and searches.",
        ),
        Method(
            "deleted",
            "deletions.list_deleted",
            "crucible deletion deleted --limit 5",
            does="List what was deleted for good, the latest first.",
            words={"scope": "Everybody's, for administrators, or what you asked for."},
        ),
        Method(
            "deleted-entry",
            "deletions.get_deleted",
            "crucible deletion deleted-entry ENTRY",
            does="Show one entry about what was deleted for good; for administrators.",
        ),
    ],
)
