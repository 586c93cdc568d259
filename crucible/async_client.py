"""The client for programs that run on an event loop: the same names, arguments and results, to be awaited."""

from __future__ import annotations

from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn, Self

from . import config
from .client import ANSWER_SECONDS, check_seconds, running_sandbox
from .credentials import Secret
from .errors import UsageError
from .sync import verbs as blocking
from .transport.elevation import Elevation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from os import PathLike

    from crucible_api.client import AuthenticatedClient

    from .resources.access_groups import AccessGroupOperations
    from .resources.account import AccountOperations
    from .resources.datasets import DatasetOperations
    from .resources.deletions import DeletionOperations
    from .resources.files import FileOperations
    from .resources.graphs import GraphOperations
    from .resources.ingestions import IngestionOperations
    from .resources.instruments import InstrumentOperations
    from .resources.projects import ProjectOperations
    from .resources.samples import SampleOperations
    from .resources.service_accounts import ServiceAccountOperations
    from .resources.uploads import UploadOperations
    from .resources.users import UserOperations
    from .resources.verbs import Verbs
    from .transport.asynchronous import AsyncPort
else:

    class Deferred:
        """A verb of the client, looked up when it is first used: that loads the logic, and with it the HTTP library."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __get__(self, client: AsyncCrucibleClient | None, owner: type) -> object:
            from .resources.verbs import Verbs

            return getattr(Verbs if client is None else Verbs(client._open()), self._name)

    # The blocking client has verbs of the same names, and they load nothing.
    Verbs = type("Verbs", (), {name: Deferred(name) for name in dir(blocking.Verbs) if not name.startswith("_")})


class AsyncCrucibleClient(Verbs):
    """The way to a Crucible from a program that runs on an event loop of asyncio.

    Names, arguments, results and errors are those of `CrucibleClient`. What asks the server is awaited; a list is read
    with ``async for``, or with ``await`` of its methods and of ``listing[0]``, ``listing[:10]``.

    Several tasks may share a client. It belongs to the event loop and the process in which it is first asked something,
    and is closed there, with ``await client.close()`` or an ``async with`` block.

    A task that is cancelled waits no longer. Whether a change that it asked for took effect is unknown then: the
    cancellation carries a note, and a warning is logged. Creating a record under an id of one's own (``unique_id=``)
    can be repeated after that. A transfer stops within a moment, keeps what has arrived, and goes on from there when it
    is called again.

    Parameters
    ----------
    api_url, api_key, profile, env_file, tls, allow_http, answer_seconds
        As for `CrucibleClient`.

    Raises
    ------
    ConfigError
        Nothing is configured, or a value cannot be used; it is a ValueError.

    Examples
    --------
    >>> import asyncio
    >>> async def measure():
    ...     async with AsyncCrucibleClient.sandbox() as client:
    ...         film = await client.samples.create(sample_name="film A")
    ...         await client.datasets.create(dataset_name="pattern", samples=[film])
    ...         return [dataset.dataset_name async for dataset in client.datasets.list(film)]
    >>> asyncio.run(measure())
    ['pattern']
    """

    def __init__(
        self,
        api_url: str | None = None,
        api_key: str | Secret | None = None,
        *,
        profile: str | None = None,
        env_file: str | PathLike[str] | None = None,
        tls: config.TlsPolicy | None = None,
        allow_http: bool | None = None,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        api_key = Secret.of(api_key)  # first of all: a traceback may show the variables of this function
        check_seconds(answer_seconds)
        self._settings = config.resolve(
            api_url, api_key, profile=profile, env_file=env_file, tls=tls, allow_http=allow_http
        )
        config.warn_of_old(self._settings.api_url, stacklevel=2)
        self._answer_seconds = answer_seconds
        self._elevation = Elevation()
        self._opened: AsyncPort | None = None
        self._closed = False

    @classmethod
    @asynccontextmanager
    async def sandbox(cls, root: str | PathLike[str] | None = None, *, tls: bool = False) -> AsyncIterator[Self]:
        """Start a Crucible of one's own on this machine and yield a client of it; it ends with the block.

        Parameters
        ----------
        root
            Folder for its records and files, which a later sandbox finds again; a temporary one unless given. If a
            server runs there already, in this or another process, the client is one of that server, which goes on
            after the block.
        tls
            Whether it is reached by https, as the service is; a throw-away authority, which this client alone trusts,
            certifies it.

        Raises
        ------
        ConfigError
            The packages that the sandbox needs are not installed, the folder cannot be used, or a server without TLS
            runs there although it is wanted.
        """
        import asyncio  # here, because it takes longer to load than the rest of this module

        running = ExitStack()
        starting = asyncio.ensure_future(asyncio.to_thread(running.enter_context, running_sandbox(root, tls=tls)))
        try:
            server = await asyncio.shield(starting)
            policy = config.TlsPolicy(authority_file=server.authority_file)
            async with cls(server.api_url, server.api_key, tls=policy) as client:
                yield client
        finally:
            await asyncio.wait([starting])  # cancelled while it starts, it must be there before it can end
            await asyncio.to_thread(running.close)

    @property
    def api_url(self) -> str:
        """Address of the API, without a slash at its end."""
        return self._settings.api_url

    @property
    def api(self) -> AuthenticatedClient:
        """The generated client, configured: every operation of the API, with the same key, retries and errors.

        >>> import asyncio
        >>> from crucible_api.api.datasets import list_datasets
        >>> async def newest():
        ...     async with AsyncCrucibleClient.sandbox() as client:
        ...         return (await list_datasets.asyncio(client=client.api, limit=10)).items
        >>> asyncio.run(newest())
        []
        """
        return self._open().api

    @contextmanager
    def elevated(self) -> Iterator[Self]:
        """Use the rights of a platform administrator inside the block; the key's account must be one.

        Without it requests are sent with the account's own rights only. The block counts in the thread or task that
        enters it, and in tasks that begin inside; threads that begin there have no part in it. A listing that is read
        after the block is read with the account's own rights. A generator should not yield inside the block: whoever
        iterates over it would have these rights meanwhile.

        Raises
        ------
        PermissionDeniedError
            On the first request inside: the account is no platform administrator's.

        Notes
        -----
        Source: the header ``Crucible-Privilege-Mode`` (study of openapi/SOURCE.md, §2.4).

        Examples
        --------
        >>> import asyncio
        >>> async def accounts():
        ...     async with AsyncCrucibleClient.sandbox() as client:
        ...         with client.elevated():
        ...             return await client.service_accounts.list().all()
        >>> asyncio.run(accounts())
        []
        """
        with self._elevation.raised():
            yield self

    async def close(self) -> None:
        """Close all connections; the client cannot be used after that."""
        if self._opened is not None:
            await self._opened.close()
        self._closed = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    if not TYPE_CHECKING:  # type checkers report `with` by themselves

        def __enter__(self) -> NoReturn:
            raise TypeError("this client needs `async with`; for `with` there is CrucibleClient")

        def __exit__(self, *exception: object) -> None:
            raise NotImplementedError  # there for the message of __enter__

    def __repr__(self) -> str:
        if "_closed" not in vars(self):  # shown in a traceback out of __init__
            return f"{type(self).__name__}(not configured)"
        return f"{type(self).__name__}(api_url={self.api_url!r}{', closed' if self._closed else ''})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds a key and connections and cannot be copied or pickled; make a new one instead")

    def _open(self) -> AsyncPort:
        """Return the port, made when it is first needed: the HTTP library takes a while to load."""
        if self._opened is None:
            if self._closed:
                raise UsageError("The client is closed.", hint="Make a new one.")
            from .transport.asynchronous import AsyncPort

            self._opened = AsyncPort(self._settings, answer_seconds=self._answer_seconds, elevation=self._elevation)
        return self._opened

    # ---- namespaces ----

    @cached_property
    def datasets(self) -> DatasetOperations:
        """Datasets: create, find, change; their files, keywords, metadata and relatives."""
        from .resources.datasets import DatasetOperations

        return DatasetOperations(self._open())

    @cached_property
    def samples(self) -> SampleOperations:
        """Samples: create, find, change; their metadata and relatives."""
        from .resources.samples import SampleOperations

        return SampleOperations(self._open())

    @cached_property
    def projects(self) -> ProjectOperations:
        """Projects: create, find; their metadata."""
        from .resources.projects import ProjectOperations

        return ProjectOperations(self._open())

    @cached_property
    def instruments(self) -> InstrumentOperations:
        """Instruments: register, find; their metadata."""
        from .resources.instruments import InstrumentOperations

        return InstrumentOperations(self._open())

    @cached_property
    def files(self) -> FileOperations:
        """Files: find, read, ask for ingestion."""
        from .resources.files import FileOperations

        return FileOperations(self._open())

    @cached_property
    def ingestions(self) -> IngestionOperations:
        """Ingestion requests: look at them, wait for them."""
        from .resources.ingestions import IngestionOperations

        return IngestionOperations(self._open())

    @cached_property
    def graphs(self) -> GraphOperations:
        """Which records came from which."""
        from .resources.graphs import GraphOperations

        return GraphOperations(self._open())

    @cached_property
    def account(self) -> AccountOperations:
        """The caller's own account."""
        from .resources.account import AccountOperations

        return AccountOperations(self._open())

    @cached_property
    def users(self) -> UserOperations:
        """People and service accounts: find, create, change; what they may see, their groups and keys."""
        from .resources.users import UserOperations

        return UserOperations(self._open())

    @cached_property
    def service_accounts(self) -> ServiceAccountOperations:
        """Service accounts: create, find, change, give them another key; for platform administrators."""
        from .resources.service_accounts import ServiceAccountOperations

        return ServiceAccountOperations(self._open())

    @cached_property
    def access_groups(self) -> AccessGroupOperations:
        """Access groups: ask to be let in, decide about those who ask."""
        from .resources.access_groups import AccessGroupOperations

        return AccessGroupOperations(self._open())

    @cached_property
    def deletions(self) -> DeletionOperations:
        """Deletions: ask for one, decide about those asked for, delete for good, look at what was deleted."""
        from .resources.deletions import DeletionOperations

        return DeletionOperations(self._open())

    @cached_property
    def uploads(self) -> UploadOperations:
        """Uploads in signed parts, step by step; ``client.datasets.add_file`` takes all steps at once."""
        from .resources.uploads import UploadOperations

        return UploadOperations(self._open())
