"""Resources in folders: their records, and of datasets the files."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CrucibleError, NotFoundError, PartialTransferError, TransferError, UsageError
from .attempts import POLICY
from .fetch import SIZES
from .names import check_name
from .options import Options
from .plan import plan, plan_one
from .run import Folder, Run
from .views import open_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..transport.retry import Policy
    from ..transport.storage import Storage
    from .fetch import Sizes
    from .report import Downloaded
    from .service import Service

OUTPUT_DIR = "crucible-downloads"


def download(
    service: Service,
    resource_ids: str | Iterable[str],
    output_dir: str | os.PathLike[str] = OUTPUT_DIR,
    options: Options = Options(),  # noqa: B008 - it is frozen
    *,
    storage: Storage,
    policy: Policy = POLICY,
    sizes: Sizes = SIZES,
) -> Downloaded:
    """Fetch records and, of datasets, the files, or single files, each verified, and return where they are.

    Parameters
    ----------
    service, storage
        The API and the object store.
    resource_ids
        What to fetch: one, or several, which are asked for while the files of earlier ones move.
    output_dir
        Each goes into the folder of its id inside this one, a file into that of its dataset.
    options
        What of it, and how.
    policy
        Attempts and pauses with the object store.
    sizes
        Which files are small, and which are fetched in ranges.

    Returns
    -------
    Downloaded
        Paths of what was saved or kept: of each resource ``record.json`` first, then the files in the order of their
        names.

    Raises
    ------
    PartialTransferError
        If something could not be fetched or differs; its `report` has a line for each file. All others are there.
    TransferError
        If nothing can be written, or there is not enough room; nothing was fetched then.
    UsageError
        If an id cannot be one.

    Notes
    -----
    Ctrl-C stops within a moment, and a later call goes on where this one stopped: what has arrived of a file whose
    checksum is known lies beside its target with the ending ``.part``.

    Source: parameters and layout of the folder are those of the earlier client's published documentation; for links the
    study of openapi/SOURCE.md, §4.15 and §7.4.
    """

    def look(folder: Folder) -> None:
        try:
            record = service.record(folder.identity)
        except NotFoundError as unknown:
            _look_at_file(service, folder, output_dir, options, unknown)
            return
        folder.record = None if options.no_record else record
        if record.get("resource_type") == "dataset" and not options.no_files:
            folder.plan = plan(
                service,
                folder.identity,
                folder.path,
                options.selection,
                there=options.there,
                verify=options.verify,
            )

    outside = Path(os.path.realpath(output_dir))
    with open_view(options.progress) as on_progress:
        run = Run(service, storage, outside, options, policy, look, on_progress, sizes)
        if isinstance(resource_ids, str):
            return run.alone(_folder(resource_ids, output_dir, options))
        return run.several(_folder(identity, output_dir, options) for identity in _once(resource_ids))


def download_file(
    service: Service,
    record: Mapping[str, object],
    output_dir: str | os.PathLike[str] = ".",
    options: Options = Options(),  # noqa: B008 - it is frozen
    *,
    storage: Storage,
    policy: Policy = POLICY,
) -> str:
    """Fetch one file of a dataset, verified, and return where it is.

    Parameters
    ----------
    service, storage, options, policy
        As for `download`.
    record
        The file's record.
    output_dir
        The folder to put it into, under its name.

    Raises
    ------
    TransferError
        If it cannot be fetched or stored; nothing half-done has its name.
    """
    outside = Path(os.path.realpath(output_dir))
    folder = Folder(str(record.get("dataset_mfid") or ""), outside, Path(output_dir))

    def look(folder: Folder) -> None:
        folder.plan = plan_one(record, folder.path, there=options.there, verify=options.verify)

    with open_view(options.progress) as on_progress:
        run = Run(service, storage, outside, options, policy, look, on_progress)
        with suppress(PartialTransferError):
            for path in run.alone(folder):
                return path
    line = folder.lines[0]
    if isinstance(line.error, CrucibleError):
        raise line.error
    raise TransferError(
        f"The file {line.name or record.get('mfid')} was not fetched: {line.reason.rstrip('.')}.",
        hint="Call it again: what has arrived stays.",
    )


def _folder(resource_id: str, output_dir: str | os.PathLike[str], options: Options) -> Folder:
    """Return where a resource goes."""
    try:
        if "/" in resource_id:
            raise TransferError("An id has no folders.", hint="Give the id as it is, without slashes.")
        check_name(resource_id)
    except TransferError as error:
        raise UsageError(
            f"{resource_id!r} is not the id of a resource.",
            hint="An id has 26 letters and digits, such as 0tkn2knjast3h0008nyq9zps2c.",
        ) from error
    outside = Path(os.path.realpath(output_dir))
    if options.flat:
        return Folder(resource_id, outside, Path(output_dir))
    folder = outside / resource_id
    if folder.is_symlink():
        raise TransferError(
            f"The folder {folder} is a symbolic link to {folder.readlink()}; nothing is written there.",
            hint="Name the folder itself.",
        )
    return Folder(resource_id, folder, Path(output_dir, resource_id))


def _look_at_file(
    service: Service,
    folder: Folder,
    output_dir: str | os.PathLike[str],
    options: Options,
    unknown: NotFoundError,
) -> None:
    """Plan an id that is no resource's: that of a file goes where a download of its dataset would put it."""
    try:
        file = service.file(folder.identity)
    except NotFoundError:
        raise unknown from None
    if dataset_id := str(file.get("dataset_mfid") or ""):
        there = _folder(dataset_id, output_dir, options)
        folder.identity, folder.path, folder.shown = there.identity, there.path, there.shown
    folder.plan = plan_one(file, folder.path, there=options.there, verify=options.verify)


def _once(resource_ids: Iterable[str]) -> Iterator[str]:
    """Yield each id once, as they come."""
    seen: set[str] = set()
    for identity in resource_ids:
        if identity not in seen:
            seen.add(identity)
            yield identity
