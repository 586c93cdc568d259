"""What belongs to a dataset: keywords, relatives, samples and the instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.datasets import (
    assign_dataset_instrument,
    link_dataset_sample,
    link_datasets,
    unlink_dataset_sample,
    unlink_datasets,
)
from crucible_api.api.keywords import add_keyword, list_keywords
from crucible_api.models import InstrumentAssign

from ..records import Confirmation, InstrumentAssignment, Keyword
from .base import Operations, given, mfid, named
from .creation import check_keywords
from .pages import checked_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .base import Reference, Relationship


class DatasetContents(Operations):
    """Keywords, relatives, samples and instruments of datasets."""

    async def get_keywords(self, dsid: Reference, limit: int | None = None) -> Sequence[Keyword]:
        """Get the keywords of a dataset, each with the number of datasets that have it.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        most = checked_limit(limit)
        answer = await self._port.call(list_keywords, dataset_mfid=mfid(dsid, "dataset"))
        return [Keyword(item) for item in answer[:most]]

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
        (word,) = check_keywords([keyword])
        answer = await self._port.call(add_keyword, dataset_mfid=mfid(dsid, "dataset"), keyword=word)
        return Keyword(answer)

    async def assign_instrument(self, dsid: Reference, instrument_id: Reference) -> InstrumentAssignment:
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
        body = InstrumentAssign.from_dict(named("instrument", instrument_id))
        dataset = mfid(dsid, "dataset")
        return InstrumentAssignment(await self._port.call(assign_dataset_instrument, dataset_mfid=dataset, body=body))

    # ---- relatives ----

    async def link(
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
        answer = await self._port.call(
            link_datasets,
            parent_mfid=mfid(parent_id, "dataset"),
            child_mfid=mfid(child_id, "dataset"),
            **given(relationship_type=relationship_type),
        )
        return Confirmation(answer)

    async def unlink(self, parent_id: Reference, child_id: Reference) -> Confirmation:
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
        answer = await self._port.call(
            unlink_datasets, parent_mfid=mfid(parent_id, "dataset"), child_mfid=mfid(child_id, "dataset")
        )
        return Confirmation(answer or {})

    async def link_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Link a sample to a dataset; repeating it is harmless.

        Parameters
        ----------
        dsid, sample_id
            The two records or their ids.
        """
        dataset, sample = mfid(dsid, "dataset"), mfid(sample_id, "sample")
        return Confirmation(await self._port.call(link_dataset_sample, dataset_mfid=dataset, sample_mfid=sample))

    async def unlink_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
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
        dataset, sample = mfid(dsid, "dataset"), mfid(sample_id, "sample")
        answer = await self._port.call(unlink_dataset_sample, dataset_mfid=dataset, sample_mfid=sample)
        return Confirmation(answer or {})

    # ---- earlier names ----

    async def link_parent_child(
        self,
        parent_dataset_id: Reference,
        child_dataset_id: Reference,
        relationship_type: Relationship | None = None,
    ) -> Confirmation:
        """Make one dataset the parent of another; an earlier name of `link`."""
        return await self.link(parent_dataset_id, child_dataset_id, relationship_type)

    async def remove_child(self, parent_dataset_id: Reference, child_dataset_id: Reference) -> Confirmation:
        """Take away the link between a parent and a child dataset; an earlier name of `unlink`."""
        return await self.unlink(parent_dataset_id, child_dataset_id)

    async def add_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Link a sample to a dataset; an earlier name of `link_sample`."""
        return await self.link_sample(dsid, sample_id)

    async def remove_sample(self, dsid: Reference, sample_id: Reference) -> Confirmation:
        """Take away the link between a dataset and a sample; an earlier name of `unlink_sample`."""
        return await self.unlink_sample(dsid, sample_id)
