"""What a sample came from, what came from it, and what was measured on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crucible_api.api.datasets import link_dataset_sample, unlink_dataset_sample
from crucible_api.api.samples import link_samples, list_sample_children, list_sample_parents, unlink_samples

from ..records import Confirmation, Sample
from .base import given, mfid
from .metadata import MetadataOperations
from .pages import AsyncListing

if TYPE_CHECKING:
    from .base import Reference


class SampleRelatives(MetadataOperations):
    """Relatives of samples."""

    _kind = "sample"

    async def add_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Link a dataset to a sample; repeating it is harmless.

        Parameters
        ----------
        sample_id, dataset_id
            The two records or their ids.
        """
        dataset, sample = mfid(dataset_id, "dataset"), mfid(sample_id, "sample")
        return Confirmation(await self._port.call(link_dataset_sample, dataset_mfid=dataset, sample_mfid=sample))

    async def remove_dataset(self, sample_id: Reference, dataset_id: Reference) -> Confirmation:
        """Take away the link between a sample and a dataset.

        Parameters
        ----------
        sample_id, dataset_id
            The two records or their ids.
        """
        dataset, sample = mfid(dataset_id, "dataset"), mfid(sample_id, "sample")
        answer = await self._port.call(unlink_dataset_sample, dataset_mfid=dataset, sample_mfid=sample)
        return Confirmation(answer or {})

    async def link(
        self, parent_id: Reference, child_id: Reference, *, relationship_type: str | None = None
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

    async def remove_child(self, parent_id: Reference, child_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child sample.

        Parameters
        ----------
        parent_id, child_id
            The two records or their ids.
        """
        answer = await self._port.call(
            unlink_samples, parent_mfid=mfid(parent_id, "sample"), child_mfid=mfid(child_id, "sample")
        )
        return Confirmation(answer or {})

    def list_children(self, sample_id: Reference, limit: int | None = 100) -> AsyncListing[Sample]:
        """List the immediate children of a sample.

        Parameters
        ----------
        sample_id
            A sample or its id.
        limit
            How many at most; None for all.
        """
        return self._relatives(list_sample_children, sample_id, limit)

    def list_parents(self, sample_id: Reference, limit: int | None = 100) -> AsyncListing[Sample]:
        """List the immediate parents of a sample.

        Parameters
        ----------
        sample_id
            A sample or its id.
        limit
            How many at most; None for all.
        """
        return self._relatives(list_sample_parents, sample_id, limit)

    def _relatives(self, endpoint: Any, sample_id: Reference, limit: int | None) -> AsyncListing[Sample]:
        identity = mfid(sample_id, "sample")

        async def fetch(**position: Any) -> Any:
            return await self._port.call(endpoint, sample_mfid=identity, **position)

        return AsyncListing(fetch, lambda item: Sample(item, self._port.explorer_url), limit)
