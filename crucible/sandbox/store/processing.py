"""Requests to process datasets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .database import now

if TYPE_CHECKING:
    from .database import Database


@dataclass(frozen=True, slots=True)
class ProcessingRequest:
    """That somebody wants something to be made of a dataset."""

    id: int
    kind: str
    dataset: int
    requester: str
    time_created: str


class Processing:
    """The table of processing requests. Whoever works on them is no part of the service."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def create(self, kind: str, dataset: int, requester: str) -> ProcessingRequest:
        """Store a new request."""
        created = now()
        number = self._db.run(
            "INSERT INTO processing_request (kind, dataset, requester, time_created) VALUES (?, ?, ?, ?)",
            *(kind, dataset, requester, created),
        ).lastrowid
        return ProcessingRequest(number or 0, kind, dataset, requester, created)
