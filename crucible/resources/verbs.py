"""What the client does itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, overload

from crucible_api.api.health import health_live, health_ready

from ..errors import UsageError
from ..records import Health, IngestionRequest, Record
from .account import AccountOperations
from .encoding import encode_object
from .finding import find
from .printing import PrintingOperations
from .resource_verbs import ResourceVerbs
from .transfer_verbs import TransferVerbs
from .upload_verbs import UploadVerbs
from .waiting import Awaiting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..records import Account, Dataset, File, Match
    from .waiting import Awaited

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


class Verbs(ResourceVerbs, PrintingOperations, TransferVerbs, UploadVerbs):
    """What concerns the service, or records of any kind."""

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

    async def live(self) -> Health:
        """Check that the service answers, without a look at its database; no key is sent.

        Returns
        -------
        Health
            Its ``status`` is ``ok``.

        Raises
        ------
        ConnectionFailedError
            The service cannot be reached.
        """
        return Health(await self._port.call(health_live))

    async def whoami(self) -> Account:
        """Get who the key belongs to: `user_unique_id`, `access_group_ids`, and the full profile in `user_info`.

        Raises
        ------
        AuthenticationError
            The key is not valid.
        """
        return await AccountOperations(self._port).whoami()

    async def search(self, q: str, resource_type: str | None = None, limit: int = 20) -> list[Match]:
        """Find records by their names and by their metadata.

        Parameters
        ----------
        q
            Three characters or more. In names a part is enough and spelling mistakes are forgiven; in metadata all
            words must occur, as keys or values.
        resource_type
            Only records of this type: ``dataset``, ``sample``, ``project`` or ``instrument``.
        limit
            How many at most, up to 50.

        Returns
        -------
        list of Match
            Each record once: those found both ways, then those found by name, then those found by metadata.

        Raises
        ------
        UsageError
            `q` has fewer than three characters; nothing was sent.

        Examples
        --------
        >>> [(match.name, match.matched) for match in client.search("annealing")]
        [('film A, pattern', ('metadata',))]

        Notes
        -----
        Source: the searches of each kind and ``GET /resources/metadata/search`` (study of openapi/SOURCE.md, §4.19).
        """
        return await find(self._port, q, resource_type, limit)

    @overload
    async def wait(
        self,
        what: int | IngestionRequest,
        *,
        timeout_seconds: float = ...,
        on_progress: Callable[[IngestionRequest], None] | None = ...,
    ) -> IngestionRequest: ...

    @overload
    async def wait(
        self,
        what: File | Dataset | str | Sequence[Awaited],
        *,
        timeout_seconds: float = ...,
        on_progress: Callable[[IngestionRequest], None] | None = ...,
    ) -> list[IngestionRequest]: ...

    async def wait(
        self,
        what: Awaited | Sequence[Awaited],
        *,
        timeout_seconds: float = 600.0,
        on_progress: Callable[[IngestionRequest], None] | None = None,
    ) -> IngestionRequest | list[IngestionRequest]:
        """Wait until files have been ingested, and get the last states of the requests.

        Parameters
        ----------
        what
            An ingestion request or its number; a file, a dataset, or the id of one: the newest request of the file, or
            of each file of the dataset, that one was made for; or several of all these.
        timeout_seconds
            How long at most, also if the server hangs; the ingestion goes on after that.
        on_progress
            Called with a state, each time it was looked at. What it raises ends the waiting.

        Returns
        -------
        IngestionRequest or list of IngestionRequest
            One for a request or its number, a list for anything else.

        Raises
        ------
        IngestionFailedError
            All have ended, one or more without success; the error has the server's reason and all states.
        IngestionTimeoutError
            They have not all ended in time; the error has the last states.
        UnknownResourceError
            Nobody knows the id.
        UsageError
            No ingestion was asked for of the file or dataset.

        Notes
        -----
        Pauses between looks grow and vary a little. An answer that fails for a passing reason is asked for again until
        the time is over. A status that nobody knows counts as running.

        Source: study of openapi/SOURCE.md, §8.1.

        Examples
        --------
        >>> client.wait(client.files.request_ingestion(file), timeout_seconds=60).status
        'complete'
        >>> [request.is_failed for request in client.wait(dataset)]  # of each of its files
        [False]
        """
        if isinstance(what, int | IngestionRequest):
            return (await Awaiting(self._port, [what], timeout_seconds, on_progress).run())[0]
        several = [what] if isinstance(what, str | Record) or not isinstance(what, Iterable) else what
        return await Awaiting(self._port, several, timeout_seconds, on_progress).run()

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: Mapping[str, object] | None = None,
    ) -> Any:  # the answer, of which only the caller knows the form
        """Send a request that this package has no method for, with the same key, rights, retries and errors.

        Parameters
        ----------
        method
            Such as ``GET``. Only GET, HEAD and PUT are sent again after a failure that may have run.
        path
            Below the address of the API, such as ``datasets/0tkn.../samples``.
        params
            What stands after the question mark; a list gives a parameter several times, None leaves it out.
        json
            The body; NumPy values, dates, paths, enums and UUIDs are written as JSON.

        Returns
        -------
        Any
            The answer as a JSON value, since only the caller knows its form; None if it is empty.

        Raises
        ------
        UsageError
            The method or the path cannot be right; nothing was sent.
        ApiError
            The server refused.
        UnexpectedResponseError
            The answer is not JSON.

        Examples
        --------
        >>> len(client.request("GET", "datasets", params={"limit": 1})["items"])
        1
        """
        if not isinstance(method, str) or method.upper() not in METHODS:
            raise UsageError(f"{method!r} is no method of HTTP.", hint=f"Use one of {', '.join(sorted(METHODS))}.")
        given = {name: value for name, value in (params or {}).items() if value is not None}
        body = None if json is None else encode_object(json, "json")
        return await self._port.request(method.upper(), _path(path), params=given, json=body)


def _path(path: str) -> str:
    """Return a path below the address of the API: neither another address nor a way out of this one."""
    text = path.removeprefix("/") if isinstance(path, str) else ""
    segments = text.removesuffix("/").split("/")
    if not text.isprintable() or set("?#:\\ ") & set(text) or not all(segments) or {".", ".."} & set(segments):
        raise UsageError(f"{path!r} is no path below the address of the API.", hint="It looks like 'datasets/0tkn...'.")
    return text
