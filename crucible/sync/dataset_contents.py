"""What belongs to a dataset: keywords, relatives, samples and the instrument.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..records import Confirmation, InstrumentAssignment, Keyword
    from ..resources import dataset_contents as coroutines
    from ..resources.base import Reference, Relationship


class DatasetContents(Operations):
    """Keywords, relatives, samples and instruments of datasets."""

    @cached_property
    def _coroutines(self) -> coroutines.DatasetContents:
        from ..resources.dataset_contents import DatasetContents

        return DatasetContents(self._connect())

    def get_keywords(self, dsid: Reference, limit: int | None = None) -> Sequence[Keyword]:
        """Get the keywords of a dataset, each with the number of datasets that have it.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        return run(self._coroutines.get_keywords(dsid, limit))

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

    def assign_instrument(self, dsid: Reference, instrument_id: Reference) -> InstrumentAssignment:
        """Say which instrument a dataset was taken with.

        Parameters
        ----------
        dsid
            A dataset or its id.
        instrument_id
            An instrument, its name (slug) or its MFID.

        Returns
        -------
        InstrumentAssignment
            The instrument, and the one before.

        Raises
        ------
        NotFoundError
            There is no such dataset or instrument.
        PermissionDeniedError
            The caller does not manage the dataset.

        Notes
        -----
        The service accounts of the instrument may write to the dataset then, those of the instrument before no longer.

        Source: study of openapi/SOURCE.md, §4.10.
        """
        return run(self._coroutines.assign_instrument(dsid, instrument_id))

    def link(
        self, parent_id: Reference, child_id: Reference, relationship_type: Relationship | None = None
    ) -> Confirmation:
        """Make one dataset the parent of another; repeating it is harmless.

        Parameters
        ----------
        parent_id, child_id
            The two records or their ids.
        relationship_type
            What the child is to the parent: ``is_derived_from`` or ``is_part_of``.
        """
        return run(self._coroutines.link(parent_id, child_id, relationship_type))

    def unlink(self, parent_id: Reference, child_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child dataset.

        Parameters
        ----------
        parent_id, child_id
            The two records or their ids.

        Raises
        ------
        NotFoundError
            The second is no child of the first.
        """
        return run(self._coroutines.unlink(parent_id, child_id))

    def link_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Link a sample to a dataset; repeating it is harmless.

        Parameters
        ----------
        dsid, sample_id
            The two records or their ids.
        """
        return run(self._coroutines.link_sample(dsid, sample_id))

    def unlink_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Take away the link between a dataset and a sample.

        Parameters
        ----------
        dsid, sample_id
            The two records or their ids.

        Raises
        ------
        NotFoundError
            They are not linked.
        """
        return run(self._coroutines.unlink_sample(dsid, sample_id))

    def link_parent_child(
        self,
        parent_dataset_id: Reference,
        child_dataset_id: Reference,
        relationship_type: Relationship | None = None,
    ) -> Confirmation:
        """Make one dataset the parent of another; an earlier name of `link`."""
        return run(self._coroutines.link_parent_child(parent_dataset_id, child_dataset_id, relationship_type))

    def remove_child(self, parent_dataset_id: Reference, child_dataset_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child dataset; an earlier name of `unlink`."""
        return run(self._coroutines.remove_child(parent_dataset_id, child_dataset_id))

    def add_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Link a sample to a dataset; an earlier name of `link_sample`."""
        return run(self._coroutines.add_sample(dsid, sample_id))

    def remove_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Take away the link between a dataset and a sample; an earlier name of `unlink_sample`."""
        return run(self._coroutines.remove_sample(dsid, sample_id))
