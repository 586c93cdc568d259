"""``crucible file``."""

from __future__ import annotations

from .grammar import NOUNS
from .method import Method, Noun
from .record_verbs import download_verb

file = Noun(
    "file",
    NOUNS["file"].does,
    [
        Method(
            "list",
            "files.list",
            "crucible file list --limit 5",
            does="List the files of all datasets that you may read; see also: crucible dataset files.",
        ),
        Method("get", "files.get", "crucible file get FILE_ID", does="Show what is recorded about a file."),
        Method(
            "update",
            "files.update",
            "crucible file update FILE_ID --filename first/run7.xy",
            does="Change what is recorded about a file; fields that are not named stay as they are.",
        ),
        Method(
            "delete",
            "files.delete",
            "crucible file delete FILE_ID --yes",
            does="Delete a file, its record and what is stored, at once and for good.",
            asks="This deletes {this}, its record and what is stored, at once and for good",
            done="{file_id} is deleted.",
        ),
        download_verb("crucible file download FILE_ID --output downloads"),
        Method(
            "download-links",
            "files.get_download_link",
            "crucible file download-links FILE_ID",
            does="Get an address for a file, good for an hour and for whoever has it.",
        ),
        Method(
            "ingest",
            "files.request_ingestion",
            "crucible file ingest FILE_ID",
            without=("status",),
            does="Ask the service to read metadata out of a file; each call makes a new request.",
        ),
    ],
)
