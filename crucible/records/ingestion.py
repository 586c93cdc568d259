"""Ingestion requests: a worker of the service reads metadata out of a file."""

from __future__ import annotations

from datetime import datetime

from .base import Field, Record, needed, optional

RUNNING = frozenset({"requested", "started", "in_progress"})
SUCCEEDED = frozenset({"complete", "completed", "not_requested"})
FAILED = frozenset({"failed", "not supported", "file not found", "file too large"})


class IngestionRequest(Record):
    """One request to read metadata out of a file.

    `is_finished` and `is_failed` classify `status`. A status that is not known counts as running, since workers may
    write what they like on their way.
    """

    __slots__ = ()
    _shown = ("id", "status", "ingestion_class", "file_mfid", "error_message")

    id: Field[int] = needed(int)
    status: Field[str | None] = optional(str)
    file_mfid: Field[str | None] = optional(str)
    dataset_mfid: Field[str | None] = optional(str)
    ingestion_class: Field[str | None] = optional(str)
    ingestion_githash: Field[str | None] = optional(str)
    time_created: Field[datetime | None] = optional(datetime)
    time_completed: Field[datetime | None] = optional(datetime)
    error_message: Field[str | None] = optional(str)

    @property
    def is_finished(self) -> bool:
        """Whether the status will not change any more."""
        return self.status in SUCCEEDED or self.status in FAILED

    @property
    def is_failed(self) -> bool:
        """Whether it ended without success."""
        return self.status in FAILED
