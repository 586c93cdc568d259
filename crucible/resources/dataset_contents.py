"""What belongs to a dataset: files, keywords and relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crucible_api.api.datasets import (
    link_dataset_sample,
    link_datasets,
    list_dataset_children,
    list_dataset_parents,
    unlink_dataset_sample,
    unlink_datasets,
)
from crucible_api.api.files import list_dataset_files, list_download_links
from crucible_api.api.keywords import add_keyword, list_keywords

from ..errors import UsageError
from ..records import Confirmation, Dataset, File, Keyword
from .base import given, mfid
from .metadata import MetadataOperations
from .pages import AsyncListing
from .transfers import ApiService

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from ..transfer.events import Progress
    from .base import Reference


class DatasetContents(MetadataOperations):
    """Files, keywords and relatives of datasets."""

    _kind = "dataset"

    async def list_files(self, dsid: Reference) -> list[File]:
        """Get the records of all files of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        answer = await self._port.call(list_dataset_files, dataset_mfid=mfid(dsid, "dataset"))
        return [File(item) for item in answer]

    async def add_file(
        self,
        dsid: Reference,
        path: str | PathLike[str],
        *,
        name: str | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> File:
        """Upload a file into a dataset; content that the dataset has already is not sent again.

        Parameters
        ----------
        dsid
            A dataset or its id.
        path
            The file.
        name
            Its name in the dataset, with ``/`` between folders; without it, the last part of `path`.
        on_progress
            Called as the file is read and sent.

        Returns
        -------
        File
            Its record; give it to ``client.files.request_ingestion``.

        Raises
        ------
        UsageError
            The file cannot be read; nothing was sent.
        TransferError
            The bytes did not arrive, or not as they are here.
        """
        from .. import transfer

        dataset = mfid(dsid, "dataset")
        record = await self._port.run_blocking(
            lambda: transfer.upload(
                ApiService(self._port), dataset, path, storage=self._port.storage, name=name, on_progress=on_progress
            )
        )
        return File(record)

    async def get_download_links(self, dsid: Reference) -> dict[str, str | None]:
        """Get an address to read each file of a dataset at, for an hour and for whoever has it.

        Parameters
        ----------
        dsid
            A dataset or its id.

        Returns
        -------
        dict
            Addresses by the ids of the files; None for a file that the service does not serve.

        Raises
        ------
        NotFoundError
            No file of it is stored yet.
        """
        answer = await self._port.call(list_download_links, dataset_mfid=mfid(dsid, "dataset"))
        return dict(answer)

    async def get_keywords(self, dsid: Reference) -> list[Keyword]:
        """Get the keywords of a dataset, each with the number of datasets that have it.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        answer = await self._port.call(list_keywords, dataset_mfid=mfid(dsid, "dataset"))
        return [Keyword(item) for item in answer]

    async def add_keyword(self, dsid: Reference, keyword: str) -> Keyword:
        """Tag a dataset with a word; a word that it has stays.

        Parameters
        ----------
        dsid
            A dataset or its id.
        keyword
            Any text that is not blank.

        Raises
        ------
        UsageError
            It is blank; nothing was sent.
        """
        if not keyword.strip():
            raise UsageError("A keyword cannot be blank.")
        answer = await self._port.call(add_keyword, dataset_mfid=mfid(dsid, "dataset"), keyword=keyword.strip())
        return Keyword(answer)

    # ---- relatives ----

    async def add_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Link a sample to a dataset; repeating it is harmless.

        Parameters
        ----------
        dsid, sample_id
            The two records or their ids.
        """
        dataset, sample = mfid(dsid, "dataset"), mfid(sample_id, "sample")
        return Confirmation(await self._port.call(link_dataset_sample, dataset_mfid=dataset, sample_mfid=sample))

    async def remove_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Take away the link between a dataset and a sample.

        Parameters
        ----------
        dsid, sample_id
            The two records or their ids.
        """
        dataset, sample = mfid(dsid, "dataset"), mfid(sample_id, "sample")
        answer = await self._port.call(unlink_dataset_sample, dataset_mfid=dataset, sample_mfid=sample)
        return Confirmation(answer or {})

    async def link_parent_child(
        self, parent_dataset_id: Reference, child_dataset_id: Reference, *, relationship_type: str | None = None
    ) -> Confirmation:
        """Make one dataset the parent of another; repeating it is harmless.

        Parameters
        ----------
        parent_dataset_id, child_dataset_id
            The two records or their ids.
        relationship_type
            What the child is to the parent: ``is_derived_from`` or ``is_part_of``.
        """
        answer = await self._port.call(
            link_datasets,
            parent_mfid=mfid(parent_dataset_id, "dataset"),
            child_mfid=mfid(child_dataset_id, "dataset"),
            **given(relationship_type=relationship_type),
        )
        return Confirmation(answer)

    async def remove_child(self, parent_dataset_id: Reference, child_dataset_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child dataset.

        Parameters
        ----------
        parent_dataset_id, child_dataset_id
            The two records or their ids.
        """
        answer = await self._port.call(
            unlink_datasets,
            parent_mfid=mfid(parent_dataset_id, "dataset"),
            child_mfid=mfid(child_dataset_id, "dataset"),
        )
        return Confirmation(answer or {})

    def list_children(self, dsid: Reference, limit: int | None = 100) -> AsyncListing[Dataset]:
        """List the immediate children of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        return self._relatives(list_dataset_children, dsid, limit)

    def list_parents(self, dsid: Reference, limit: int | None = 100) -> AsyncListing[Dataset]:
        """List the immediate parents of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        return self._relatives(list_dataset_parents, dsid, limit)

    def _relatives(self, endpoint: Any, dsid: Reference, limit: int | None) -> AsyncListing[Dataset]:
        identity = mfid(dsid, "dataset")

        async def fetch(**position: Any) -> Any:
            return await self._port.call(endpoint, dataset_mfid=identity, **position)

        return AsyncListing(fetch, lambda item: Dataset(item, self._port.explorer_url), limit)
