"""Finding records and linking them, whatever kind they are.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, overload

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from typing import Literal

    from ..bound import BoundDataset, BoundInstrument, BoundProject, BoundResource, BoundSample
    from ..records import Confirmation, Link
    from ..resources import resource_verbs as coroutines
    from ..resources.base import Kind, Reference, Relationship


class ResourceVerbs(Operations):
    """Verbs that find out for themselves what kind of record an id is."""

    @cached_property
    def _coroutines(self) -> coroutines.ResourceVerbs:
        from ..resources.resource_verbs import ResourceVerbs

        return ResourceVerbs(self._connect())

    @overload
    def get(
        self,
        resource_id: Reference,
        resource_type: Literal["dataset"],
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> BoundDataset: ...

    @overload
    def get(
        self,
        resource_id: Reference,
        resource_type: Literal["sample"],
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> BoundSample: ...

    @overload
    def get(
        self,
        resource_id: Reference,
        resource_type: Literal["project"],
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> BoundProject: ...

    @overload
    def get(
        self,
        resource_id: Reference,
        resource_type: Literal["instrument"],
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> BoundInstrument: ...

    @overload
    def get(
        self,
        resource_id: Reference,
        resource_type: str | None = ...,
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> BoundResource: ...

    def get(
        self,
        resource_id: Reference,
        resource_type: str | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
    ) -> BoundResource:
        """Get a record by its id, whatever kind it is.

        Parameters
        ----------
        resource_id
            A record or its id; with a type of ``project`` or ``instrument`` also its name (slug).
        resource_type
            ``dataset``, ``sample``, ``project`` or ``instrument``; found out unless given.
        include_metadata, include_links
            Fill `scientific_metadata`, and the immediate relatives in `links` (datasets and samples only).

        Returns
        -------
        Dataset, Sample, Project or Instrument

        Raises
        ------
        UnknownResourceError
            Nobody knows the id, or the caller may not see the record; it is a ValueError and a LookupError.
        UsageError
            The id or the type cannot be right; nothing was sent.

        Examples
        --------
        >>> client.get(film.unique_id).sample_name
        'film A'
        >>> client.get("my-project", "project").organization
        'My lab'
        """
        return self._bound(run(self._coroutines.get(resource_id, resource_type, include_metadata, include_links)))

    def get_resource_type(self, resource_id: Reference) -> Kind:
        """Find out what kind of record an id is; the answer is remembered, since it never changes.

        Parameters
        ----------
        resource_id
            A record or its id.

        Returns
        -------
        str
            ``dataset``, ``sample``, ``project`` or ``instrument``.

        Raises
        ------
        UnknownResourceError
            Nobody knows the id, or the caller may not see the record.
        """
        return run(self._coroutines.get_resource_type(resource_id))

    def exists(self, resource_id: Reference) -> bool:
        """Say whether there is a record of this id, also if it is one that the caller may not read.

        Parameters
        ----------
        resource_id
            A record or its id; of a file, its record.

        Raises
        ------
        UsageError
            It is no id; nothing was sent.
        """
        return run(self._coroutines.exists(resource_id))

    def get_links(self, resource_id: Reference) -> list[Link]:
        """Get the immediate relatives of a dataset or sample.

        Parameters
        ----------
        resource_id
            A record or its id.

        Returns
        -------
        list of Link
            Empty if there are none; each has `unique_id`, `resource_type`, `name`, and as `relationship` what it is to
            the record: ``parent``, ``child`` or ``associated``.

        Raises
        ------
        UnknownResourceError
            Nobody knows the id, or the caller may not see the record.

        Examples
        --------
        >>> [(link.relationship, link.name) for link in client.get_links(dataset)]
        [('associated', 'film A')]
        """
        return run(self._coroutines.get_links(resource_id))

    def link(
        self, parent_id: Reference, child_id: Reference, *, relationship_type: Relationship | None = None
    ) -> Confirmation:
        """Link two records: a parent and a child of one kind, or a dataset and a sample in either order.

        Parameters
        ----------
        parent_id, child_id
            The two records or their ids.
        relationship_type
            What the child is to the parent: ``is_derived_from`` or ``is_part_of``; not for a dataset and a sample.

        Returns
        -------
        Confirmation
            What the server says about the link. Repeating it is harmless.

        Raises
        ------
        UsageError
            The two cannot be linked; the message names the pairs that can.
        UnknownResourceError
            Nobody knows one of the ids.

        Examples
        --------
        >>> _ = client.link(raw, smoothed, relationship_type="is_derived_from")
        >>> _ = client.link(smoothed, sample)
        >>> sorted((link.relationship, link.name) for link in client.get_links(smoothed))
        [('associated', 'film A'), ('parent', 'film A, pattern')]
        """
        return run(self._coroutines.link(parent_id, child_id, relationship_type=relationship_type))

    def unlink(self, id_a: Reference, id_b: Reference) -> Confirmation:
        """Take away the link between two records, whichever of them is the parent.

        Parameters
        ----------
        id_a, id_b
            The two records or their ids.

        Returns
        -------
        Confirmation
            What the server says.

        Raises
        ------
        UsageError
            The two cannot be linked; the message names the pairs that can.
        UnknownResourceError
            Nobody knows one of the ids.
        NotFoundError
            They are not linked.
        """
        return run(self._coroutines.unlink(id_a, id_b))
