"""The client: settings, one connection, the namespaces."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

from . import config
from .credentials import Secret
from .errors import ConfigError, UsageError
from .sync.verbs import Verbs
from .transport.elevation import Elevation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from crucible_api.client import AuthenticatedClient

    from .sandbox import Sandbox
    from .sandbox.running import RunningServer
    from .sync.access_groups import AccessGroupOperations
    from .sync.account import AccountOperations
    from .sync.datasets import DatasetOperations
    from .sync.deletions import DeletionOperations
    from .sync.files import FileOperations
    from .sync.graphs import GraphOperations
    from .sync.ingestions import IngestionOperations
    from .sync.instruments import InstrumentOperations
    from .sync.projects import ProjectOperations
    from .sync.samples import SampleOperations
    from .sync.service_accounts import ServiceAccountOperations
    from .sync.uploads import UploadOperations
    from .sync.users import UserOperations
    from .transport.blocking import BlockingPort

ANSWER_SECONDS = 60.0
# A fork waits until no client is being opened: a child waits for ever for a lock that a thread of its parent has.
_opening = threading.RLock()
if sys.platform != "win32":
    os.register_at_fork(before=_opening.acquire, after_in_parent=_opening.release, after_in_child=_opening.release)


@contextmanager
def running_sandbox(root: str | PathLike[str] | None, *, tls: bool) -> Iterator[Sandbox | RunningServer]:
    """Start a sandbox in a folder for the time of the block, or give the one that runs there."""
    with ExitStack() as running:
        from .sandbox import Sandbox
        from .sandbox.lock import RootInUseError

        server: Sandbox | RunningServer
        try:
            server = running.enter_context(Sandbox(None if root is None else Path(root), tls=tls))
        except RootInUseError as error:
            if error.server is None:
                raise
            server = error.server
            if tls and server.authority_file is None:
                raise ConfigError(
                    f"The sandbox in {server.root} is running already, without TLS: {server.api_url}.",
                    hint="Stop it first, or leave out tls.",
                ) from None
        yield server


def check_seconds(answer_seconds: float) -> None:
    """Refuse a time in which nothing can answer."""
    if not answer_seconds > 0:
        raise UsageError(f"answer_seconds={answer_seconds!r} leaves no time to answer.", hint="Give more than 0.")


class CrucibleClient(Verbs):
    """The way to a Crucible: verbs for records of any kind, and a namespace for each noun.

    Several threads may share a client, and it survives ``fork``. It connects when it is first asked something; close it
    with `close` or a ``with`` block.

    Parameters
    ----------
    api_url
        Address of the API; ``CRUCIBLE_API_URL`` unless given, and production if there is only a key.
    api_key
        The key; ``CRUCIBLE_API_KEY`` unless given, then the one of the default profile in the user's configuration
        file, then what an earlier client or the keyring has; see `crucible.config`. It is sent to the origin of
        `api_url` only and shown nowhere.
    profile
        Instead of both, the short name of an address and its key: ``prod``, ``test``, ``sandbox`` or one of one's own;
        ``CRUCIBLE_PROFILE`` unless given.
    env_file
        A ``.env`` file to read the variables from; none is read unless it is named here.
    tls
        What connections to the API and to the storage trust and show; the authorities of the system unless given.
    allow_http
        Whether the key may be sent in clear to other machines than this one.
    answer_seconds
        How long to wait for an answer, or for the next part of one. A call, with all that is tried again, is over after
        two minutes, or after this time if it is longer.

    Raises
    ------
    ConfigError
        Nothing is configured, or a value cannot be used; it is a ValueError.

    Examples
    --------
    >>> with CrucibleClient.sandbox() as client:
    ...     client.samples.create(sample_name="film A").sample_name
    'film A'
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
        super().__init__(self._open)
        self._settings = config.resolve(
            api_url, api_key, profile=profile, env_file=env_file, tls=tls, allow_http=allow_http
        )
        config.warn_of_old(self._settings.api_url, stacklevel=2)
        self._answer_seconds = answer_seconds
        self._elevation = Elevation()
        self._port: BlockingPort | None = None
        self._closed = False

    @classmethod
    @contextmanager
    def sandbox(cls, root: str | PathLike[str] | None = None, *, tls: bool = False) -> Iterator[Self]:
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
        with running_sandbox(root, tls=tls) as server:
            policy = config.TlsPolicy(authority_file=server.authority_file)
            with cls(server.api_url, server.api_key, tls=policy) as client:
                yield client

    @property
    def api_url(self) -> str:
        """Address of the API, without a slash at its end."""
        return self._settings.api_url

    @property
    def api(self) -> AuthenticatedClient:
        """The generated client, configured: every operation of the API, with the same key, retries and errors.

        >>> from crucible_api.api.datasets import list_datasets
        >>> [dataset.dataset_name for dataset in list_datasets.sync(client=client.api, limit=10).items]
        ['film A, smoothed', 'film A, pattern']
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
        >>> with client.elevated():
        ...     client.users.get("ada").email
        'ada@example.org'
        """
        with self._elevation.raised():
            yield self

    def close(self) -> None:
        """Close all connections; the client cannot be used after that."""
        with _opening:
            self._closed = True
        if self._port is not None:
            self._port.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        if "_closed" not in vars(self):  # shown in a traceback out of __init__
            return f"{type(self).__name__}(not configured)"
        return f"{type(self).__name__}(api_url={self.api_url!r}{', closed' if self._closed else ''})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds a key and connections and cannot be copied or pickled; make a new one instead")

    def _open(self) -> BlockingPort:
        """Return the port, made when it is first needed: the HTTP library takes a while to load."""
        if self._port is not None and not self._closed:
            return self._port
        with _opening:
            if self._closed:
                raise UsageError("The client is closed.", hint="Make a new one.")
            if self._port is None:
                from .transport.blocking import BlockingPort

                self._port = BlockingPort(
                    self._settings, answer_seconds=self._answer_seconds, elevation=self._elevation
                )
            return self._port

    # ---- namespaces ----

    @cached_property
    def datasets(self) -> DatasetOperations:
        """Datasets: create, find, change; their files, keywords, metadata and relatives."""
        from .sync.datasets import DatasetOperations

        return DatasetOperations(self._open)

    @cached_property
    def samples(self) -> SampleOperations:
        """Samples: create, find, change; their metadata and relatives."""
        from .sync.samples import SampleOperations

        return SampleOperations(self._open)

    @cached_property
    def projects(self) -> ProjectOperations:
        """Projects: create, find; their metadata."""
        from .sync.projects import ProjectOperations

        return ProjectOperations(self._open)

    @cached_property
    def instruments(self) -> InstrumentOperations:
        """Instruments: register, find; their metadata."""
        from .sync.instruments import InstrumentOperations

        return InstrumentOperations(self._open)

    @cached_property
    def files(self) -> FileOperations:
        """Files: find, read, ask for ingestion."""
        from .sync.files import FileOperations

        return FileOperations(self._open)

    @cached_property
    def ingestions(self) -> IngestionOperations:
        """Ingestion requests: look at them, wait for them."""
        from .sync.ingestions import IngestionOperations

        return IngestionOperations(self._open)

    @cached_property
    def graphs(self) -> GraphOperations:
        """Which records came from which."""
        from .sync.graphs import GraphOperations

        return GraphOperations(self._open)

    @cached_property
    def account(self) -> AccountOperations:
        """The caller's own account."""
        from .sync.account import AccountOperations

        return AccountOperations(self._open)

    @cached_property
    def users(self) -> UserOperations:
        """People and service accounts: find, create, change; what they may see, their groups and keys."""
        from .sync.users import UserOperations

        return UserOperations(self._open)

    @cached_property
    def service_accounts(self) -> ServiceAccountOperations:
        """Service accounts: create, find, change, give them another key; for platform administrators."""
        from .sync.service_accounts import ServiceAccountOperations

        return ServiceAccountOperations(self._open)

    @cached_property
    def access_groups(self) -> AccessGroupOperations:
        """Access groups: ask to be let in, decide about those who ask."""
        from .sync.access_groups import AccessGroupOperations

        return AccessGroupOperations(self._open)

    @cached_property
    def deletions(self) -> DeletionOperations:
        """Deletions: ask for one, decide about those asked for, delete for good, look at what was deleted."""
        from .sync.deletions import DeletionOperations

        return DeletionOperations(self._open)

    @cached_property
    def uploads(self) -> UploadOperations:
        """Uploads in signed parts, step by step; ``client.datasets.add_file`` takes all steps at once."""
        from .sync.uploads import UploadOperations

        return UploadOperations(self._open)
