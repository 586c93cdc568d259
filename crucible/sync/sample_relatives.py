"""What a sample came from, what came from it, and what was measured on it.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from ..records import Confirmation
    from ..resources import sample_relatives as coroutines
    from ..resources.base import Reference, Relationship


class SampleRelatives(Operations):
    """Relatives of samples."""

    @cached_property
    def _coroutines(self) -> coroutines.SampleRelatives:
        from ..resources.sample_relatives import SampleRelatives

        return SampleRelatives(self._connect())

    def link(
        self, parent_id: Reference, child_id: Reference, relationship_type: Relationship | None = None
    ) -> Confirmation:
        """Make one sample the parent of another; repeating it is harmless.

        Parameters
        ----------
        parent_id, child_id
            The two records or their ids.
        relationship_type
            What the child is to the parent: ``is_derived_from`` or ``is_part_of``.
        """
        return run(self._coroutines.link(parent_id, child_id, relationship_type))

    def unlink(self, parent_id: Reference, child_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child sample.

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

    def link_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Link a dataset to a sample; repeating it is harmless.

        Parameters
        ----------
        sample_id, dataset_id
            The two records or their ids.
        """
        return run(self._coroutines.link_dataset(sample_id, dataset_id))

    def unlink_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Take away the link between a sample and a dataset.

        Parameters
        ----------
        sample_id, dataset_id
            The two records or their ids.

        Raises
        ------
        NotFoundError
            They are not linked.
        """
        return run(self._coroutines.unlink_dataset(sample_id, dataset_id))

    def remove_child(self, parent_id: Reference, child_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child sample; an earlier name of `unlink`."""
        return run(self._coroutines.remove_child(parent_id, child_id))

    def add_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Link a dataset to a sample; an earlier name of `link_dataset`."""
        return run(self._coroutines.add_dataset(sample_id, dataset_id))

    def remove_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Take away the link between a sample and a dataset; an earlier name of `unlink_dataset`."""
        return run(self._coroutines.remove_dataset(sample_id, dataset_id))
