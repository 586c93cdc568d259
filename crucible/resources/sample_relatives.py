"""What a sample came from, what came from it, and what was measured on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.datasets import link_dataset_sample, unlink_dataset_sample
from crucible_api.api.samples import link_samples, unlink_samples

from ..records import Confirmation
from .base import Operations, given, mfid

if TYPE_CHECKING:
    from .base import Reference, Relationship


class SampleRelatives(Operations):
    """Relatives of samples."""

    async def link(
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
        answer = await self._port.call(
            link_samples,
            parent_mfid=mfid(parent_id, "sample"),
            child_mfid=mfid(child_id, "sample"),
            **given(relationship_type=relationship_type),
        )
        return Confirmation(answer)

    async def unlink(self, parent_id: Reference, child_id: Reference) -> Confirmation:
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
        answer = await self._port.call(
            unlink_samples, parent_mfid=mfid(parent_id, "sample"), child_mfid=mfid(child_id, "sample")
        )
        return Confirmation(answer or {})

    async def link_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Link a dataset to a sample; repeating it is harmless.

        Parameters
        ----------
        sample_id, dataset_id
            The two records or their ids.
        """
        dataset, sample = mfid(dataset_id, "dataset"), mfid(sample_id, "sample")
        return Confirmation(await self._port.call(link_dataset_sample, dataset_mfid=dataset, sample_mfid=sample))

    async def unlink_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
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
        dataset, sample = mfid(dataset_id, "dataset"), mfid(sample_id, "sample")
        answer = await self._port.call(unlink_dataset_sample, dataset_mfid=dataset, sample_mfid=sample)
        return Confirmation(answer or {})

    # ---- earlier names ----

    async def remove_child(self, parent_id: Reference, child_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child sample; an earlier name of `unlink`."""
        return await self.unlink(parent_id, child_id)

    async def add_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Link a dataset to a sample; an earlier name of `link_dataset`."""
        return await self.link_dataset(sample_id, dataset_id)

    async def remove_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Take away the link between a sample and a dataset; an earlier name of `unlink_dataset`."""
        return await self.unlink_dataset(sample_id, dataset_id)
