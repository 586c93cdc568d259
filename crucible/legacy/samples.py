"""Samples, and how they belong to each other and to datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .base import Base, Json, identity, if_known, moved, plain, plains, superseded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_NUMBERS = "Users have no numbers any more: give owner_orcid."


class Samples(Base):
    """Samples, as in the first generation."""

    @superseded("client.samples.get")
    def get_sample(self, sample_id: str) -> Json | None:
        """Get a sample; None if there is none, or the caller may not see it."""
        return if_known(lambda: self._client.samples.get(sample_id))

    @superseded("client.samples.list")
    def list_samples(
        self, dataset_id: str | None = None, parent_id: str | None = None, limit: int | None = 100, **kwargs: Any
    ) -> list[Json]:
        """List samples, those of a dataset, or the children of one, filtered by keywords of ``client.samples.list``."""
        samples = self._client.samples
        if dataset_id is None and parent_id is not None:
            return plains(samples.list_children(parent_id, limit, **kwargs))
        return plains(samples.list(dataset_id, limit, **kwargs))

    @superseded("client.samples.list_parents")
    def list_parents_of_sample(self, sample_id: str, limit: int | None = 100, **kwargs: Any) -> list[Json]:
        """List the parents of a sample, filtered by keywords of ``client.samples.list_parents``."""
        return plains(self._client.samples.list_parents(sample_id, limit, **kwargs))

    @superseded("client.samples.list_children")
    def list_children_of_sample(self, sample_id: str, limit: int | None = 100, **kwargs: Any) -> list[Json]:
        """List the children of a sample, filtered by keywords of ``client.samples.list_children``."""
        return plains(self._client.samples.list_children(sample_id, limit, **kwargs))

    @superseded("client.samples.create")
    def add_sample(
        self,
        unique_id: str | None = None,
        sample_name: str | None = None,
        description: str | None = None,
        creation_date: str | None = None,
        owner_orcid: str | None = None,
        owner_id: int | None = None,
        project_id: str | None = None,
        sample_type: str | None = None,
        parents: Sequence[str | Mapping[str, object]] = [],
        children: Sequence[str | Mapping[str, object]] = [],
    ) -> Json:
        """Create a sample, link it to its relatives, and get the record.

        Parameters
        ----------
        unique_id, sample_name
            At least one of them; without a name the id is the name.
        description, creation_date, owner_orcid, project_id, sample_type
            Of the sample.
        owner_id
            Not used any more; give `owner_orcid`.
        parents, children
            Samples, as dictionaries with ``unique_id`` or as ids.
        """
        name = sample_name or unique_id
        if name is None:
            raise UsageError("A sample needs a name or an id.", hint="Give sample_name.")
        if owner_id is not None:
            raise UsageError("owner_id is not known any more.", hint=NO_NUMBERS)
        relatives = _relatives(parents, children)
        with self._all_rights(needed=owner_orcid is not None):
            sample = self._client.samples.create(
                unique_id=unique_id,
                sample_name=name,
                description=description,
                timestamp=creation_date,
                owner=owner_orcid,
                project_id=project_id,
                sample_type=sample_type,
            )
        self._relate(sample.unique_id, relatives)
        return plain(sample)

    @superseded("client.samples.update")
    def update_sample(
        self,
        unique_id: str | None = None,
        sample_name: str | None = None,
        description: str | None = None,
        creation_date: str | None = None,
        owner_orcid: str | None = None,
        owner_id: int | None = None,
        project_id: str | None = None,
        sample_type: str | None = None,
        parents: Sequence[str | Mapping[str, object]] = [],
        children: Sequence[str | Mapping[str, object]] = [],
    ) -> Json:
        """Change what is given of a sample, link it to further relatives, and get the record."""
        if unique_id is None:
            raise UsageError("Which sample is to be changed?", hint="Give unique_id.")
        if owner_id is not None:
            raise UsageError("owner_id is not known any more.", hint=NO_NUMBERS)
        relatives = _relatives(parents, children)
        samples = self._client.samples
        named = {
            "sample_name": sample_name,
            "description": description,
            "timestamp": creation_date,
            "sample_type": sample_type,
        }
        if fields := {name: value for name, value in named.items() if value is not None}:
            samples.update(unique_id, **fields)
        self._relate(unique_id, relatives)
        if project_id is not None:
            samples.reassign_project(unique_id, project_id, confirm=True)
        if (owner := owner_orcid) is None:
            return plain(samples.get(unique_id))
        return moved(
            lambda: samples.get(unique_id), lambda: samples.transfer_ownership(unique_id, owner, confirm=True), owner
        )

    def _relate(self, sample_id: str, relatives: tuple[list[str], list[str]]) -> None:
        for parent in relatives[0]:
            self._client.samples.link(parent, sample_id)
        for child in relatives[1]:
            self._client.samples.link(sample_id, child)

    @superseded("client.samples.link")
    def link_samples(self, parent_id: str, child_id: str) -> Json:
        """Link two samples as parent and child."""
        return plain(self._client.samples.link(parent_id, child_id))

    @superseded("client.datasets.link_sample")
    def add_sample_to_dataset(self, dataset_id: str, sample_id: str) -> Json:
        """Link a dataset and a sample."""
        return plain(self._client.datasets.link_sample(dataset_id, sample_id))

    @superseded("client.datasets.unlink_sample")
    def remove_sample_from_dataset(self, dataset_id: str, sample_id: str) -> Json:
        """Take the link between a dataset and a sample away."""
        return plain(self._client.datasets.unlink_sample(dataset_id, sample_id))


def _relatives(
    parents: Sequence[str | Mapping[str, object]], children: Sequence[str | Mapping[str, Any]]
) -> tuple[list[str], list[str]]:
    return [identity(parent) for parent in parents], [identity(child) for child in children]
