"""What a sample came from, what came from it, and what was measured on it.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from ..records import Confirmation, Sample
    from ..resources import sample_relatives as coroutines
    from ..resources.base import Reference


class SampleRelatives(MetadataOperations):
    """Relatives of samples."""

    @cached_property
    def _coroutines(self) -> coroutines.SampleRelatives:
        from ..resources.sample_relatives import SampleRelatives

        return SampleRelatives(self._connect())

    def add_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Link a dataset to a sample; repeating it is harmless.

        Parameters
        ----------
        sample_id, dataset_id
            The two records or their ids.
        """
        return run(self._coroutines.add_dataset(sample_id, dataset_id))

    def remove_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Take away the link between a sample and a dataset.

        Parameters
        ----------
        sample_id, dataset_id
            The two records or their ids.
        """
        return run(self._coroutines.remove_dataset(sample_id, dataset_id))

    def link(self, parent_id: Reference, child_id: Reference, *, relationship_type: str | None = None) -> Confirmation:
        """Make one sample the parent of another; repeating it is harmless.

        Parameters
        ----------
        parent_id, child_id
            The two records or their ids.
        relationship_type
            What the child is to the parent: ``is_derived_from`` or ``is_part_of``.
        """
        return run(self._coroutines.link(parent_id, child_id, relationship_type=relationship_type))

    def remove_child(self, parent_id: Reference, child_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child sample.

        Parameters
        ----------
        parent_id, child_id
            The two records or their ids.
        """
        return run(self._coroutines.remove_child(parent_id, child_id))

    def list_children(self, sample_id: Reference, limit: int | None = 100) -> Listing[Sample]:
        """List the immediate children of a sample.

        Parameters
        ----------
        sample_id
            A sample or its id.
        limit
            How many at most; None for all.
        """
        return Listing(self._coroutines.list_children(sample_id, limit))

    def list_parents(self, sample_id: Reference, limit: int | None = 100) -> Listing[Sample]:
        """List the immediate parents of a sample.

        Parameters
        ----------
        sample_id
            A sample or its id.
        limit
            How many at most; None for all.
        """
        return Listing(self._coroutines.list_parents(sample_id, limit))
