"""Samples: what was made and measured, with metadata and relatives.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.base import UNCHANGED
from ..resources.pages import Listing
from ..transport.port import run
from .sample_relatives import SampleRelatives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from typing import Any, Literal

    from ..records import Sample
    from ..resources import samples as coroutines
    from ..resources.base import Reference, Unchanged


class SampleOperations(SampleRelatives):
    """Samples: create, find, change; their metadata and relatives."""

    @cached_property
    def _coroutines(self) -> coroutines.SampleOperations:
        from ..resources.samples import SampleOperations

        return SampleOperations(self._connect())

    def create(
        self,
        *,
        sample_name: str,
        sample_type: str | None = None,
        description: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        owner: str | None = None,
        public: bool = False,
        scientific_metadata: Mapping[str, Any] | None = None,
        unique_id: str | None = None,
    ) -> Sample:
        """Create a sample with its metadata; everything is checked before anything is sent.

        Parameters
        ----------
        sample_name
            For people; need not be unique.
        sample_type, description
            Any text.
        timestamp
            When it was made; without an offset it is UTC.
        project_id
            A record, the name (slug) or the MFID.
        owner
            An ORCID, MFID, username or e-mail address; the caller unless given.
        public
            Whether everybody may read it.
        scientific_metadata
            Any document; NumPy values, dates, paths, enums and UUIDs are written as JSON.
        unique_id
            Its identity; made here unless given. A call that failed half-way is finished by repeating it with the id
            that the error names.

        Raises
        ------
        UsageError
            A value cannot be right; nothing was sent.
        ConflictError
            The id belongs to a sample with other values.
        PartialCreationError
            The record was made, its metadata failed.
        """
        return run(
            self._coroutines.create(
                sample_name=sample_name,
                sample_type=sample_type,
                description=description,
                timestamp=timestamp,
                project_id=project_id,
                owner=owner,
                public=public,
                scientific_metadata=scientific_metadata,
                unique_id=unique_id,
            )
        )

    def get(
        self,
        sample_id: Reference,
        include_metadata: bool = False,
        include_links: bool = False,
        *,
        include_owner: bool = False,
    ) -> Sample:
        """Get one sample.

        Parameters
        ----------
        sample_id
            A sample or its id.
        include_metadata, include_links, include_owner
            Fill `scientific_metadata`, `links`, `owner`.

        Raises
        ------
        NotFoundError
            There is no such sample, or the caller may not see it.
        """
        return run(self._coroutines.get(sample_id, include_metadata, include_links, include_owner=include_owner))

    def list(
        self,
        dataset_id: Reference | None = None,
        limit: int | None = 100,
        *,
        sample_name: str | None = None,
        sample_type: str | None = None,
        project_id: Reference | None = None,
        owner_id: str | None = None,
        public: bool | None = None,
        sort: Literal["created", "updated", "name"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
    ) -> Listing[Sample]:
        """List samples, newest first; all filters must hold.

        Parameters
        ----------
        dataset_id
            Only those linked to this dataset.
        limit
            How many at most; None for all.
        sample_name, sample_type
            Exactly this value, in this case.
        project_id
            A record, the name (slug) or the MFID.
        owner_id
            ORCID or MFID of the owner.
        public
            Only public ones, or only others.
        sort, direction
            Another order; `direction` needs `sort`.
        include_metadata, include_links
            Fill `scientific_metadata`, `links`.

        Returns
        -------
        Listing of Sample
            Fetched page by page while it is read.
        """
        return Listing(
            self._coroutines.list(
                dataset_id,
                limit,
                sample_name=sample_name,
                sample_type=sample_type,
                project_id=project_id,
                owner_id=owner_id,
                public=public,
                sort=sort,
                direction=direction,
                include_metadata=include_metadata,
                include_links=include_links,
            )
        )

    def search(self, q: str, project_id: str | None = None, limit: int = 20) -> Sequence[Sample]:
        """Find samples by a part of their name, best match first.

        Parameters
        ----------
        q
            Three characters or more; spelling mistakes are forgiven.
        project_id
            Only in the project of this name (slug).
        limit
            How many at most, up to 50.

        Raises
        ------
        UsageError
            `q` has fewer than three characters; nothing was sent.
        """
        return run(self._coroutines.search(q, project_id, limit))

    def update(
        self,
        sample_id: Reference,
        *,
        sample_name: str | Unchanged = UNCHANGED,
        sample_type: str | Unchanged | None = UNCHANGED,
        description: str | Unchanged | None = UNCHANGED,
        timestamp: datetime | date | str | Unchanged | None = UNCHANGED,
    ) -> Sample:
        """Change fields of a sample: None clears a field, a field that is not named stays as it is.

        Parameters
        ----------
        sample_id
            A sample or its id.
        sample_name, sample_type, description, timestamp
            See `create`.

        Returns
        -------
        Sample
            The record after the change.

        Raises
        ------
        UsageError
            No field is named.
        """
        return run(
            self._coroutines.update(
                sample_id,
                sample_name=sample_name,
                sample_type=sample_type,
                description=description,
                timestamp=timestamp,
            )
        )
