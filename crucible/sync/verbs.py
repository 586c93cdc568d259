"""What the client does itself, for records of any kind.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

    from ..records import Account, Confirmation, Health, IngestionRequest, Link, Resource
    from ..resources import verbs as coroutines
    from ..resources.base import Reference
    from ..transfer.events import Progress


class Verbs(Operations):
    """Verbs that find out for themselves what kind of record an id is."""

    @cached_property
    def _coroutines(self) -> coroutines.Verbs:
        from ..resources.verbs import Verbs

        return Verbs(self._connect())

    def health(self) -> Health:
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
        return run(self._coroutines.health())

    def whoami(self) -> Account:
        """Get who the key belongs to: `user_unique_id`, `access_group_ids`, and the full profile in `user_info`.

        Raises
        ------
        AuthenticationError
            The key is not valid.
        """
        return run(self._coroutines.whoami())

    def get(
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
        return run(self._coroutines.get(resource_id, resource_type, include_metadata, include_links))

    def get_resource_type(self, resource_id: Reference) -> str:
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
        """
        return run(self._coroutines.get_links(resource_id))

    def link(self, parent_id: Reference, child_id: Reference, *, relationship_type: str | None = None) -> Confirmation:
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

    def wait(
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
        return run(self._coroutines.wait(request_or_id, timeout_seconds=timeout_seconds, on_progress=on_progress))

    def download(
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
        return run(
            self._coroutines.download(
                resource_id,
                output_dir,
                no_files,
                no_record,
                overwrite_existing,
                include,
                exclude,
                on_progress=on_progress,
            )
        )
