"""Samples: what was made and measured, with metadata and relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from crucible_api.api.samples import create_sample, get_sample, list_samples, search_samples, update_sample
from crucible_api.models import SampleCreate, SampleUpdate

from .. import times
from ..records import Sample
from .base import UNCHANGED, Unchanged, changed_time, changes, given, mfid, named
from .creation import finished, identity, keep, settled
from .encoding import encode_object
from .metadata import search_text
from .pages import AsyncListing
from .sample_relatives import SampleRelatives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from .base import Reference
    from .creation import Step


class SampleOperations(SampleRelatives):
    """Samples: create, find, change; their metadata and relatives."""

    async def create(
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
        when = None if timestamp is None else times.from_user(timestamp).isoformat()
        fields = given(
            unique_id=identity(unique_id, "sample"),
            sample_name=sample_name,
            sample_type=sample_type,
            description=description,
            timestamp=when,
            owner=owner,
            public=public,
            **named("project", project_id),
        )
        metadata = encode_object(scientific_metadata or {})
        sample_id = fields["unique_id"]
        wire = await settled(
            fields,
            lambda: self._port.call(create_sample, body=SampleCreate.from_dict(fields)),
            lambda: self._port.call(get_sample, sample_mfid=sample_id),
            self._port.sleep,
        )
        sample_id = wire["unique_id"]
        stored: dict[str, Any] = {}
        steps: list[Step] = []
        if metadata:
            steps.append(("metadata", lambda: keep(self.update_scientific_metadata(sample_id, metadata), stored)))
        await finished(sample_id, "sample", steps)
        return self._record(Sample, {**wire, "scientific_metadata": stored} if metadata else wire)

    async def get(
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
        wire = await self._port.call(
            get_sample,
            sample_mfid=mfid(sample_id, "sample"),
            include_metadata=include_metadata,
            include_links=include_links,
            include_owner=include_owner,
        )
        return self._record(Sample, wire)

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
    ) -> AsyncListing[Sample]:
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
        filters = given(
            dataset_mfid=None if dataset_id is None else mfid(dataset_id, "dataset"),
            sample_name=sample_name,
            sample_type=sample_type,
            owner_id=owner_id,
            public=public,
            sort=sort,
            direction=direction,
            include_metadata=include_metadata or None,
            include_links=include_links or None,
            **named("project", project_id),
        )

        async def fetch(**position: Any) -> Any:
            return await self._port.call(list_samples, include_datasets=False, **filters, **position)

        return AsyncListing(fetch, lambda item: Sample(item, self._port.explorer_url), limit)

    async def search(self, q: str, project_id: str | None = None, limit: int = 20) -> Sequence[Sample]:
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
        answer = await self._port.call(search_samples, q=search_text(q), limit=limit, **given(project_id=project_id))
        return [self._record(Sample, item) for item in answer["items"]]

    async def update(
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
        fields = changes(
            sample_name=sample_name,
            sample_type=sample_type,
            description=description,
            timestamp=changed_time(timestamp),
        )
        body = SampleUpdate.from_dict(fields)
        return self._record(
            Sample, await self._port.call(update_sample, sample_mfid=mfid(sample_id, "sample"), body=body)
        )
