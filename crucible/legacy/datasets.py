"""Datasets: finding and changing them, their metadata, keywords, thumbnails and relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .base import Base, Json, moved, plain, plains, superseded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

# What a dataset has for itself; the rest of it belongs to operations of its own.
PLAIN_FIELDS = ("dataset_name", "measurement", "data_type", "session_name", "data_format", "timestamp")
FORMER_TIME = "creation_time"
MOVED = ("public", "project_id", "owner_orcid", "instrument_name", "instrument_id")


class Datasets(Base):
    """Datasets, as in the first generation."""

    @superseded("client.datasets.get")
    def get_dataset(self, dsid: str, include_metadata: bool = False) -> Json:
        """Get a dataset; its metadata under ``scientific_metadata``, if asked for.

        Raises
        ------
        NotFoundError
            There is no such dataset, or the caller may not see it.
        """
        dataset = plain(self._client.datasets.get(dsid, include_metadata))
        if include_metadata and dataset.get("scientific_metadata") is None:
            dataset["scientific_metadata"] = {}
        return dataset

    @superseded("client.datasets.list")
    def list_datasets(
        self, sample_id: str | None = None, include_metadata: bool = False, limit: int | None = 100, **kwargs: Any
    ) -> list[Json]:
        """List datasets; all filters must hold.

        Parameters
        ----------
        sample_id
            Only those linked to this sample.
        include_metadata
            Fill ``scientific_metadata``.
        limit
            How many at most; None for all.
        **kwargs
            Filters, as keywords of ``client.datasets.list``; ``creation_time`` is ``timestamp`` today.
        """
        kwargs = _renamed(kwargs)
        return plains(self._client.datasets.list(sample_id, limit, include_metadata=include_metadata, **kwargs))

    @superseded("client.datasets.update")
    def update_dataset(self, dsid: str, **updates: Any) -> Json:
        """Change fields of a dataset and get the new record.

        Owner, project, instrument and whether it is public belong to operations of their own today; they are called.

        Raises
        ------
        UsageError
            A field cannot be changed; nothing was.
        """
        updates = _renamed(updates)
        if unknown := sorted(set(updates) - {*PLAIN_FIELDS, *MOVED}):
            raise UsageError(
                f"{', '.join(unknown)} of a dataset cannot be changed.",
                hint=f"These can: {', '.join((*PLAIN_FIELDS, *MOVED))}.",
            )
        datasets = self._client.datasets
        if fields := {name: value for name, value in updates.items() if name in PLAIN_FIELDS}:
            datasets.update(dsid, **fields)
        if "public" in updates:
            _ = datasets.make_public(dsid) if updates["public"] else datasets.make_private(dsid)
        if updates.get("project_id") is not None:
            datasets.reassign_project(dsid, updates["project_id"], confirm=True)
        if (instrument := updates.get("instrument_id") or updates.get("instrument_name")) is not None:
            datasets.assign_instrument(dsid, instrument)
        if (owner := updates.get("owner_orcid")) is None:
            return plain(datasets.get(dsid))
        return moved(lambda: datasets.get(dsid), lambda: datasets.transfer_ownership(dsid, owner, confirm=True), owner)

    @superseded("client.deletions.request")
    def delete_dataset(self, dsid: str) -> Json:
        """Ask for the deletion of a dataset and get the request; whoever may decides about it."""
        return plain(self._client.deletions.request(dsid))

    @superseded("client.datasets.list_access")
    def get_dataset_access_groups(self, dsid: str) -> list[str]:
        """Get the names of those who may see a dataset."""
        with self._all_rights():
            grants = self._client.datasets.list_access(dsid)
        return [grant.slug or grant.display_name or grant.principal_id for grant in grants]

    # ---- metadata, keywords, thumbnails ----

    @superseded("client.datasets.get_scientific_metadata")
    def get_scientific_metadata(self, dsid: str) -> Json:
        """Get the scientific metadata of a dataset; empty if there is none."""
        return self._client.datasets.get_scientific_metadata(dsid)

    @superseded("client.datasets.update_scientific_metadata, or replace_scientific_metadata")
    def update_scientific_metadata(self, dsid: str, metadata: Json, overwrite: bool = False) -> Json:
        """Merge metadata into that of a dataset, or put it in its place, and get the whole."""
        datasets = self._client.datasets
        if overwrite:
            return datasets.replace_scientific_metadata(dsid, metadata)
        return datasets.update_scientific_metadata(dsid, metadata)

    @superseded("client.datasets.get_keywords")
    def get_keywords(self, dsid: str | None = None, limit: int | None = 100) -> list[Json]:
        """List the keywords of a dataset; those of all datasets are not listed by the service any more."""
        if dsid is None:
            raise UsageError(
                "The service does not list the keywords of all datasets any more.",
                hint="Give dsid, or find datasets by a keyword: client.datasets.list(keyword=...).",
            )
        return plains(self._client.datasets.get_keywords(dsid), limit)

    @superseded("client.datasets.add_keyword")
    def add_dataset_keyword(self, dsid: str, keyword: str) -> Json:
        """Tag a dataset with a word."""
        return plain(self._client.datasets.add_keyword(dsid, keyword))

    @superseded("client.datasets.get_thumbnails")
    def get_thumbnails(self, dsid: str, limit: int | None = 100) -> list[Json]:
        """List the thumbnails of a dataset, with their pictures in Base64."""
        return plains(self._client.datasets.get_thumbnails(dsid, limit), limit)

    @superseded("client.datasets.add_thumbnail")
    def add_thumbnail(self, dsid: str, file_path: str | PathLike[str], thumbnail_name: str | None = None) -> Json:
        """Add a picture to a dataset, under the name of its file unless another one is given."""
        return plain(self._client.datasets.add_thumbnail(dsid, file_path, thumbnail_name))

    # ---- relatives ----

    @superseded("client.datasets.link")
    def link_datasets(self, parent_dataset_id: str, child_dataset_id: str) -> Json:
        """Link two datasets as parent and child."""
        return plain(self._client.datasets.link(parent_dataset_id, child_dataset_id))

    @superseded("client.datasets.list_children")
    def list_children_of_dataset(self, parent_dataset_id: str, limit: int | None = 100, **kwargs: Any) -> list[Json]:
        """List the children of a dataset, filtered by keywords of ``client.datasets.list_children``."""
        return plains(self._client.datasets.list_children(parent_dataset_id, limit, **kwargs))

    @superseded("client.datasets.list_parents")
    def list_parents_of_dataset(self, child_dataset_id: str, limit: int | None = 100, **kwargs: Any) -> list[Json]:
        """List the parents of a dataset, filtered by keywords of ``client.datasets.list_parents``."""
        return plains(self._client.datasets.list_parents(child_dataset_id, limit, **kwargs))


def _renamed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with the time under its present name."""
    return {"timestamp" if name == FORMER_TIME else name: value for name, value in fields.items()}
