"""What the client does itself, for records of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crucible_api.api.health import health_ready
from crucible_api.api.resources import get_resource, list_resource_links

from ..errors import NotFoundError, UnexpectedResponseError, UnknownResourceError, UsageError
from ..records import Confirmation, Health, IngestionRequest, Link, Record
from .account import AccountOperations
from .base import KINDS, Operations, mfid
from .datasets import DatasetOperations
from .ingestions import IngestionOperations
from .instruments import InstrumentOperations
from .projects import ProjectOperations
from .samples import SampleOperations
from .transfers import ApiService

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from os import PathLike

    from ..records import Account, Resource
    from ..transfer.events import Progress
    from .base import Reference

PAIRS = "dataset and dataset, sample and sample, dataset and sample (in either order)"


class Verbs(Operations):
    """Verbs that find out for themselves what kind of record an id is."""

    async def health(self) -> Health:
        """Check the service and its database; no key is sent.

        Returns
        -------
        Health
            ``status`` is ``ok`` or ``degraded``; as a mapping it also answers ``db``, ``db_ms`` and ``version``.

        Raises
        ------
        ConnectionFailedError
            The service cannot be reached.

        Notes
        -----
        Source: ``GET /health/ready`` answers 503 with the same body when something is wrong (study of
        openapi/SOURCE.md, §4.1).
        """
        return Health(await self._port.call(health_ready))

    async def whoami(self) -> Account:
        """Get who the key belongs to: `user_unique_id`, `access_group_ids`, and the full profile in `user_info`.

        Raises
        ------
        AuthenticationError
            The key is not valid.
        """
        return await AccountOperations(self._port).whoami()

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
            raise _unknown(resource_id, error) from error
        return self._record(_kind(wire, identity), wire)

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

    async def get_resource_type(self, resource_id: Reference) -> str:
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
        for name, kind in KINDS.items():
            if isinstance(resource_id, kind):
                return name
        identity = mfid(resource_id)
        return self._port.kinds.get(identity) or type(await self.get(identity)).__name__.lower()

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
        """
        try:
            answer = await self._port.call(list_resource_links, resource_mfid=mfid(resource_id))
        except NotFoundError as error:
            raise _unknown(resource_id, error) from error
        return [Link(item) for item in answer]

    async def link(
        self, parent_id: Reference, child_id: Reference, *, relationship_type: str | None = None
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
        >>> client.link(raw, smoothed, relationship_type="is_derived_from")  # doctest: +SKIP
        >>> client.link(dataset, sample)  # doctest: +SKIP
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
                    raise UsageError("A dataset and a sample are linked without a relationship_type.")
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
            raise UsageError(f"{mfid(first)} cannot be linked with itself.")
        kinds = await self.get_resource_type(first), await self.get_resource_type(second)
        if not set(kinds) <= {"dataset", "sample"}:
            raise UsageError(f"A {kinds[0]} and a {kinds[1]} cannot be linked.", hint=f"Pairs that can: {PAIRS}.")
        return kinds

    async def wait(
        self,
        request_or_id: int | IngestionRequest,
        *,
        timeout_seconds: float = 600.0,
        on_progress: Callable[[IngestionRequest], None] | None = None,
    ) -> IngestionRequest:
        """Wait until an ingestion request has ended and get its last state.

        Parameters
        ----------
        request_or_id
            A request or its number.
        timeout_seconds
            How long at most; the request goes on after that.
        on_progress
            Called with the state, each time it was looked at.

        Raises
        ------
        IngestionFailedError
            It ended without success; the error has the server's reason.
        IngestionTimeoutError
            It did not end in time; the error has the last state.
        """
        ingestions = IngestionOperations(self._port)
        return await ingestions.wait(request_or_id, timeout_seconds=timeout_seconds, on_progress=on_progress)

    async def download(
        self,
        resource_id: Reference,
        output_dir: str | PathLike[str] = "crucible-downloads",
        no_files: bool = False,
        no_record: bool = False,
        overwrite_existing: bool = True,
        include: str | Iterable[str] | None = None,
        exclude: str | Iterable[str] | None = None,
        *,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> list[str]:
        """Download the record of a resource and, for a dataset, its files; each file is verified.

        Parameters
        ----------
        resource_id
            A record or its id.
        output_dir
            Everything goes into the folder of the id inside this one.
        no_files, no_record
            Leave out the files, or ``record.json``.
        overwrite_existing
            Whether files that are there are replaced. If not, one with the recorded size and checksum is kept, and
            another one is reported.
        include, exclude
            Patterns that choose files by name; a text is one pattern.
        on_progress
            Called as bytes move, from the threads that move them, never from two at once.

        Returns
        -------
        list of str
            Paths of what was saved or kept: ``record.json`` first, then the files.

        Raises
        ------
        UnknownResourceError
            Nobody knows the id, or the caller may not see the record.
        PartialTransferError
            Some files could not be fetched; `report` has a line for each. A later call does the rest.
        """
        from .. import transfer

        identity = mfid(resource_id)
        try:
            return await self._port.run_blocking(
                lambda: transfer.download(
                    ApiService(self._port),
                    identity,
                    output_dir,
                    storage=self._port.storage,
                    no_files=no_files,
                    no_record=no_record,
                    overwrite_existing=overwrite_existing,
                    include=include,
                    exclude=exclude,
                    on_progress=on_progress,
                )
            )
        except NotFoundError as error:
            raise _unknown(resource_id, error) from error


def _kind(wire: Any, identity: str) -> type[Resource]:
    kind = wire.get("resource_type") if isinstance(wire, dict) else None
    for name, record in KINDS.items():
        if kind == name:
            return record
    raise UnexpectedResponseError(
        f"The record {identity} is of the type {kind!r}, which this version does not know.",
        operation="get_resource",
        hint="Give resource_type= if you know it.",
    )


def _unknown(reference: Reference, error: NotFoundError) -> UnknownResourceError:
    name = mfid(reference) if isinstance(reference, Record) else reference
    return UnknownResourceError(
        f"There is no record {name}, or this key's account may not see it.",
        status=error.status,
        operation=error.operation,
        detail=error.detail,
        request_id=error.request_id,
        hint="Check the id, and with client.whoami() the account.",
    )
