"""Datasets: records of measurements, with files, keywords, metadata and relatives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from crucible_api.api.datasets import (
    create_dataset,
    get_dataset,
    list_datasets,
    search_datasets,
    update_dataset,
)
from crucible_api.models import DatasetCreate, DatasetUpdate

from .. import times
from ..records import Dataset
from .base import UNCHANGED, Unchanged, changed_time, changes, given, mfid, named
from .creation import check_keywords, finished, identity, keep, settled
from .dataset_contents import DatasetContents
from .encoding import encode_object
from .instruments import instrument_identity
from .metadata import search_text
from .pages import AsyncListing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from .base import Reference
    from .creation import Step


class DatasetOperations(DatasetContents):
    """Datasets: create, find, change; their files, keywords, metadata and relatives."""

    async def create(
        self,
        *,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        timestamp: datetime | date | str | None = None,
        project_id: Reference | None = None,
        instrument_id: Reference | None = None,
        owner: str | None = None,
        public: bool = False,
        scientific_metadata: Mapping[str, Any] | None = None,
        keywords: Sequence[str] = (),
        unique_id: str | None = None,
    ) -> Dataset:
        """Create a dataset with its metadata and keywords; everything is checked before anything is sent.

        Parameters
        ----------
        dataset_name
            For people; need not be unique.
        measurement
            The technique in general words, such as ``XRD``.
        data_type
            The product in the institution's own terms.
        session_name
            What groups datasets that were taken together.
        data_format
            Type or extension of the files.
        timestamp
            When the data was taken; without an offset it is UTC.
        project_id, instrument_id
            A record, the name (slug) or the MFID.
        owner
            An ORCID, MFID, username or e-mail address; the caller unless given.
        public
            Whether everybody may read it.
        scientific_metadata
            Any document; NumPy values, dates, paths, enums and UUIDs are written as JSON.
        keywords
            Words to tag it with.
        unique_id
            Its identity; made here unless given. A call that failed half-way is finished by repeating it with the id
            that the error names.

        Returns
        -------
        Dataset
            The record, with its metadata.

        Raises
        ------
        UsageError
            A value cannot be right; nothing was sent.
        ConflictError
            The id belongs to a dataset with other values.
        PartialCreationError
            The record was made, a later step failed.

        Notes
        -----
        Source: the service takes ids made by its clients, and clients send record, metadata and keywords in this order
        (study of openapi/SOURCE.md, §4.10).
        """
        when = None if timestamp is None else times.from_user(timestamp).isoformat()
        fields = given(
            unique_id=identity(unique_id, "dataset"),
            dataset_name=dataset_name,
            measurement=measurement,
            data_type=data_type,
            session_name=session_name,
            data_format=data_format,
            timestamp=when,
            owner=owner,
            public=public,
            **named("project", project_id),
            **named("instrument", instrument_id),
        )
        metadata = encode_object(scientific_metadata or {})
        words = check_keywords(keywords)
        return await self._create(fields, metadata, words)

    async def _create(self, fields: dict[str, Any], metadata: dict[str, Any], words: list[str]) -> Dataset:
        dataset_id = fields["unique_id"]
        wire = await settled(
            fields,
            lambda: self._port.call(create_dataset, body=DatasetCreate.from_dict(fields)),
            lambda: self._port.call(get_dataset, dataset_mfid=dataset_id),
            self._port.sleep,
        )
        dataset_id = wire["unique_id"]
        stored: dict[str, Any] = {}
        steps: list[Step] = []
        if metadata:
            steps.append(("metadata", lambda: keep(self.update_scientific_metadata(dataset_id, metadata), stored)))
        steps += [(f"keyword {word!r}", partial(self.add_keyword, dataset_id, word)) for word in words]
        await finished(dataset_id, "dataset", steps)
        return self._record(Dataset, {**wire, "scientific_metadata": stored} if metadata else wire)

    async def get(
        self,
        dsid: Reference,
        include_metadata: bool = False,
        include_links: bool = False,
        *,
        include_owner: bool = False,
    ) -> Dataset:
        """Get one dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        include_metadata, include_links, include_owner
            Fill `scientific_metadata`, `links`, `owner`.

        Raises
        ------
        NotFoundError
            There is no such dataset, or the caller may not see it.
        """
        wire = await self._port.call(
            get_dataset,
            dataset_mfid=mfid(dsid, "dataset"),
            include_metadata=include_metadata,
            include_links=include_links,
            include_owner=include_owner,
        )
        return self._record(Dataset, wire)

    def list(
        self,
        sample_id: Reference | None = None,
        limit: int | None = 100,
        *,
        dataset_name: str | None = None,
        measurement: str | None = None,
        data_type: str | None = None,
        session_name: str | None = None,
        data_format: str | None = None,
        keyword: str | None = None,
        project_id: Reference | None = None,
        instrument_id: Reference | None = None,
        owner_id: str | None = None,
        public: bool | None = None,
        sort: Literal["created", "updated", "name"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
    ) -> AsyncListing[Dataset]:
        """List datasets, newest first; all filters must hold.

        Parameters
        ----------
        sample_id
            Only those linked to this sample.
        limit
            How many at most; None for all.
        dataset_name, measurement, data_type, session_name, data_format
            Exactly this value, in this case.
        keyword
            Part of any keyword, in any case.
        project_id, instrument_id
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
        Listing of Dataset
            Fetched page by page while it is read.
        """
        filters = given(
            sample_mfid=None if sample_id is None else mfid(sample_id, "sample"),
            dataset_name=dataset_name,
            measurement=measurement,
            data_type=data_type,
            session_name=session_name,
            data_format=data_format,
            keyword=keyword,
            owner_id=owner_id,
            public=public,
            sort=sort,
            direction=direction,
            include_metadata=include_metadata or None,
            include_links=include_links or None,
            **named("project", project_id),
        )

        async def fetch(**position: Any) -> Any:
            if instrument_id is not None and "instrument_mfid" not in filters:
                # The list has no filter by slug.
                filters["instrument_mfid"] = await instrument_identity(self._port, instrument_id)
            return await self._port.call(list_datasets, **filters, **position)

        return AsyncListing(fetch, lambda item: Dataset(item, self._port.explorer_url), limit)

    async def search(self, q: str, project_id: str | None = None, limit: int = 20) -> Sequence[Dataset]:
        """Find datasets by a part of their name, best match first.

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
        answer = await self._port.call(search_datasets, q=search_text(q), limit=limit, **given(project_id=project_id))
        return [self._record(Dataset, item) for item in answer["items"]]

    async def update(
        self,
        dsid: Reference,
        *,
        dataset_name: str | Unchanged | None = UNCHANGED,
        measurement: str | Unchanged | None = UNCHANGED,
        data_type: str | Unchanged | None = UNCHANGED,
        session_name: str | Unchanged | None = UNCHANGED,
        data_format: str | Unchanged | None = UNCHANGED,
        timestamp: datetime | date | str | Unchanged | None = UNCHANGED,
    ) -> Dataset:
        """Change fields of a dataset: None clears a field, a field that is not named stays as it is.

        Parameters
        ----------
        dsid
            A dataset or its id.
        dataset_name, measurement, data_type, session_name, data_format, timestamp
            See `create`.

        Returns
        -------
        Dataset
            The record after the change.

        Raises
        ------
        UsageError
            No field is named.
        """
        fields = changes(
            dataset_name=dataset_name,
            measurement=measurement,
            data_type=data_type,
            session_name=session_name,
            data_format=data_format,
            timestamp=changed_time(timestamp),
        )
        wire = await self._port.call(
            update_dataset, dataset_mfid=mfid(dsid, "dataset"), body=DatasetUpdate.from_dict(fields)
        )
        return self._record(Dataset, wire)
