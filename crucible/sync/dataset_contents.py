"""What belongs to a dataset: files, keywords and relatives.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from ..records import Confirmation, Dataset, File, Keyword
    from ..resources import dataset_contents as coroutines
    from ..resources.base import Reference
    from ..transfer.events import Progress


class DatasetContents(MetadataOperations):
    """Files, keywords and relatives of datasets."""

    @cached_property
    def _coroutines(self) -> coroutines.DatasetContents:
        from ..resources.dataset_contents import DatasetContents

        return DatasetContents(self._connect())

    def list_files(self, dsid: Reference) -> list[File]:
        """Get the records of all files of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return run(self._coroutines.list_files(dsid))

    def add_file(
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
        return run(self._coroutines.add_file(dsid, path, name=name, on_progress=on_progress))

    def get_download_links(self, dsid: Reference) -> dict[str, str | None]:
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
        return run(self._coroutines.get_download_links(dsid))

    def get_keywords(self, dsid: Reference) -> list[Keyword]:
        """Get the keywords of a dataset, each with the number of datasets that have it.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return run(self._coroutines.get_keywords(dsid))

    def add_keyword(self, dsid: Reference, keyword: str) -> Keyword:
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
        return run(self._coroutines.add_keyword(dsid, keyword))

    def add_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Link a sample to a dataset; repeating it is harmless.

        Parameters
        ----------
        dsid, sample_id
            The two records or their ids.
        """
        return run(self._coroutines.add_sample(dsid, sample_id))

    def remove_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Take away the link between a dataset and a sample.

        Parameters
        ----------
        dsid, sample_id
            The two records or their ids.
        """
        return run(self._coroutines.remove_sample(dsid, sample_id))

    def link_parent_child(
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
        return run(
            self._coroutines.link_parent_child(parent_dataset_id, child_dataset_id, relationship_type=relationship_type)
        )

    def remove_child(self, parent_dataset_id: Reference, child_dataset_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child dataset.

        Parameters
        ----------
        parent_dataset_id, child_dataset_id
            The two records or their ids.
        """
        return run(self._coroutines.remove_child(parent_dataset_id, child_dataset_id))

    def list_children(self, dsid: Reference, limit: int | None = 100) -> Listing[Dataset]:
        """List the immediate children of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        return Listing(self._coroutines.list_children(dsid, limit))

    def list_parents(self, dsid: Reference, limit: int | None = 100) -> Listing[Dataset]:
        """List the immediate parents of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        return Listing(self._coroutines.list_parents(dsid, limit))
