"""Finding records and linking them, whatever kind they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, overload

from crucible_api.api.files import get_file
from crucible_api.api.resources import get_resource, list_resource_links

from ..errors import NotFoundError, PermissionDeniedError, UsageError
from ..records import Confirmation, File, Link
from .base import KINDS, Operations, kind_said, mfid
from .datasets import DatasetOperations
from .detection import detect, kind_of, unknown
from .instruments import InstrumentOperations
from .projects import ProjectOperations
from .samples import SampleOperations

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Literal

    from ..records import Dataset, Instrument, Project, Resource, Sample
    from .base import Kind, Reference, Relationship

PAIRS = "dataset and dataset, sample and sample, dataset and sample (in either order)"


class ResourceVerbs(Operations):
    """Verbs that find out for themselves what kind of record an id is."""

    @overload
    async def get(
        self,
        resource_id: Reference,
        resource_type: Literal["dataset"],
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> Dataset: ...
    @overload
    async def get(
        self,
        resource_id: Reference,
        resource_type: Literal["sample"],
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> Sample: ...
    @overload
    async def get(
        self,
        resource_id: Reference,
        resource_type: Literal["project"],
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> Project: ...
    @overload
    async def get(
        self,
        resource_id: Reference,
        resource_type: Literal["instrument"],
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> Instrument: ...
    @overload
    async def get(
        self,
        resource_id: Reference,
        resource_type: str | None = ...,
        include_metadata: bool = ...,
        include_links: bool = ...,
    ) -> Resource: ...
    async def get(
        self,
        resource_id: Reference,
        resource_type: str | None = None,
        include_metadata: bool = False,
        include_links: bool = False,
    ) -> Resource:
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
        try:
            if resource_type is not None:
                return await self._get_typed(resource_id, resource_type, include_metadata, include_links)
            identity = mfid(resource_id)
            wire = await self._port.call(
                get_resource,
                resource_mfid=identity,
                include_metadata=include_metadata,
                include_links=include_links,
                include_datasets=False,
            )
        except NotFoundError as error:
            raise unknown(resource_id, error, resource_type) from error
        return self._record(kind_of(wire, identity), wire)

    async def _get_typed(
        self, resource_id: Reference, resource_type: str, include_metadata: bool, include_links: bool
    ) -> Resource:
        match resource_type:
            case "dataset":
                return await DatasetOperations(self._port).get(resource_id, include_metadata, include_links)
            case "sample":
                return await SampleOperations(self._port).get(resource_id, include_metadata, include_links)
            case "project":
                return await ProjectOperations(self._port).get(resource_id, include_metadata)
            case "instrument":
                return await InstrumentOperations(self._port).get(resource_id, include_metadata)
        raise UsageError(f"{resource_type!r} is no type of record.", hint=f"Use one of {', '.join(KINDS)}.")

    async def get_resource_type(self, resource_id: Reference) -> Kind:
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
        kind = KINDS.get(kind_said(resource_id) or "") or await detect(self._port, mfid(resource_id))
        return cast("Kind", kind.__name__.lower())

    async def exists(self, resource_id: Reference) -> bool:
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
        identity = mfid(resource_id)
        try:
            if isinstance(resource_id, File):
                await self._port.call(get_file, file_mfid=identity)
            else:
                await self._port.call(get_resource, resource_mfid=identity, include_datasets=False)
        except NotFoundError:
            return False
        except PermissionDeniedError:
            return True
        return True

    async def get_links(self, resource_id: Reference) -> list[Link]:
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
        try:
            answer = await self._port.call(list_resource_links, resource_mfid=mfid(resource_id))
        except NotFoundError as error:
            raise unknown(resource_id, error) from error
        return [Link(item) for item in answer]

    async def link(
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
        match await self._pair(parent_id, child_id):
            case ("dataset", "dataset"):
                datasets = DatasetOperations(self._port)
                return await datasets.link_parent_child(parent_id, child_id, relationship_type=relationship_type)
            case ("sample", "sample"):
                samples = SampleOperations(self._port)
                return await samples.link(parent_id, child_id, relationship_type=relationship_type)
            case (first, _):
                if relationship_type is not None:
                    raise UsageError(
                        "A dataset and a sample are linked without a relationship_type.", hint="Leave it out."
                    )
                dataset, sample = (parent_id, child_id) if first == "dataset" else (child_id, parent_id)
                return await DatasetOperations(self._port).add_sample(dataset, sample)

    async def unlink(self, id_a: Reference, id_b: Reference) -> Confirmation:
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
        match await self._pair(id_a, id_b):
            case ("dataset", "dataset"):
                remove: Callable[[Reference, Reference], Awaitable[Confirmation]]
                remove = DatasetOperations(self._port).remove_child
            case ("sample", "sample"):
                remove = SampleOperations(self._port).remove_child
            case (first, _):
                dataset, sample = (id_a, id_b) if first == "dataset" else (id_b, id_a)
                return await DatasetOperations(self._port).remove_sample(dataset, sample)
        try:
            return await remove(id_a, id_b)
        except NotFoundError as error:
            try:
                return await remove(id_b, id_a)
            except NotFoundError:
                raise error from None

    async def _pair(self, first: Reference, second: Reference) -> tuple[str, str]:
        """Return the kinds of two records that can be linked."""
        if mfid(first) == mfid(second):
            raise UsageError(f"{mfid(first)} cannot be linked with itself.", hint="Give two records.")
        kinds = await self.get_resource_type(first), await self.get_resource_type(second)
        if not set(kinds) <= {"dataset", "sample"}:
            raise UsageError(f"{kinds[0]} and {kinds[1]} cannot be linked.", hint=f"Pairs that can: {PAIRS}.")
        return kinds
