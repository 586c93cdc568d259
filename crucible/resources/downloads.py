"""Downloads: which resources are meant, and the way to `crucible.transfer`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import UsageError
from ..records import Record
from .base import Reference, mfid
from .pages import AsyncListing, Listing
from .transfers import ApiService

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..transfer.events import Progress
    from ..transfer.handle import AsyncTransferHandle
    from ..transfer.options import Options
    from ..transfer.report import Downloaded
    from ..transport.port import Port
    from .transfers import LocalPath

Several: TypeAlias = Reference | Iterable[Reference] | AsyncListing[Any]  # Any: of whatever has an id
Ids: TypeAlias = str | Iterable[str]


async def ids_of(resources: Several, noun: str = "record") -> Ids:
    """Return the id of one record, or those of several; of a listing they are read while files move.

    Raises
    ------
    UsageError
        One is no id; nothing was sent, if the records were given as a list.
    """
    if isinstance(resources, str | Record):
        return mfid(resources, noun)
    if isinstance(resources, AsyncListing):
        return [mfid(resource, noun) async for resource in resources]
    if isinstance(resources, Sequence | set | frozenset):
        return [mfid(resource, noun) for resource in resources]
    if isinstance(resources, Iterable):
        return (mfid(resource, noun) for resource in resources)
    raise UsageError(f"{resources!r} names no {noun}.", hint="Give a record, its id, or several of them.")


def read_while_moving(listing: AsyncListing[Any]) -> Iterable[str]:
    """Yield the ids of a listing of a blocking port."""
    return (mfid(record) for record in Listing(listing))


async def download(port: Port, identities: Ids, output_dir: LocalPath, options: Options) -> Downloaded:
    """Fetch records and, of datasets, the files; see `crucible.transfer.download`."""
    from .. import transfer

    def run() -> Downloaded:
        return transfer.download(ApiService(port), identities, output_dir, options, storage=port.storage)

    with _saying_how_to_go_on():
        return await port.run_blocking(run)


async def download_file(port: Port, record: Mapping[str, object], output_dir: LocalPath, options: Options) -> str:
    """Fetch one file; see `crucible.transfer.download_file`."""
    from .. import transfer

    def run() -> str:
        return transfer.download_file(ApiService(port), record, output_dir, options, storage=port.storage)

    with _saying_how_to_go_on():
        return await port.run_blocking(run)


@contextmanager
def _saying_how_to_go_on() -> Iterator[None]:
    """Add to Ctrl-C what becomes of what has arrived."""
    try:
        yield
    except KeyboardInterrupt as stopped:
        stopped.add_note("What has arrived stays: the same download goes on from here.")
        raise


def start_download(
    port: Port, identities: Ids, output_dir: LocalPath, options: Options
) -> AsyncTransferHandle[Downloaded]:
    """Fetch records and files in the background."""
    from dataclasses import replace

    from .. import transfer
    from ..transfer.handle import AsyncTransferHandle, Latest

    def run(on_progress: Callable[[Progress], None]) -> Downloaded:
        noting = replace(options, progress=on_progress)
        return transfer.download(ApiService(port), identities, output_dir, noting, storage=port.storage)

    latest = Latest()
    return AsyncTransferHandle(port.start(latest.following(run, options.progress)), latest)
