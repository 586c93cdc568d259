"""``crucible download``: datasets, samples, projects and files, all in one run of the transfers."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import tee
from typing import TYPE_CHECKING, Any, Final

import click

from .command import Argument, Command, Flag
from .flags import FLAGS
from .transfers import RECORD, answer, is_for_people, move, row_of, shown_path
from .values import Size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..client import CrucibleClient
    from ..transfer.report import FileLine, TransferReport
    from .answer import Page
    from .session import Session

FOLDER: Final = "crucible-downloads"
CHOOSING: Final = ("include", "exclude")
MOVING: Final = ("dry_run", "workers", "max_bytes", "bytes_per_second")
LOOKED_AT: Final = 16
"""Ids whose kind is asked for at a time."""
HELP: Final = """Download datasets, samples, projects or files.

Each record goes into the folder of its id inside the output folder: its files, each verified, and record.json. A sample
brings its datasets, a project its samples and datasets. With - the ids come from standard input.

The same command once more fetches only what is missing or differs, and goes on inside large files."""


def shared_flags(*names: str) -> list[click.Parameter]:
    """Return flags that mean the same for all that moves bytes, by the names of the client's parameters."""
    made: list[click.Parameter] = []
    for name in names:
        entry = FLAGS[name]
        spelt = [entry.flag or f"--{name.replace('_', '-')}", name]
        if name == "dry_run":
            made.append(Flag(spelt, is_flag=True, help=entry.does))
            continue
        kind = click.INT if name == "workers" else click.STRING if name in CHOOSING else Size()
        several = name in CHOOSING
        made.append(Flag(spelt, type=kind, multiple=several, metavar=entry.metavar, help=entry.does))
    return made


def download_command(name: str = "download", example: str = "crucible download DATASET --include '*.xy'") -> Command:
    """Return the command; below a noun it is the same as at the top.

    Parameters
    ----------
    name
        How it is called.
    example
        Of the noun.
    """
    return Command(
        name,
        _download,
        params=[
            Argument(
                "ids",
                metavar="ID...",
                kind="any",
                nargs=-1,
                required=True,
                does="Ids of records or files, or - to read them from standard input; projects also by name.",
            ),
            Flag(
                ["--output", "output_dir"],
                metavar="FOLDER",
                type=click.Path(file_okay=False),
                default=FOLDER,
                show_default=True,
                help="Where to write.",
            ),
            *shared_flags(*CHOOSING),
            Flag(
                ["--existing"],
                type=click.Choice(["refresh", "skip", "overwrite", "error"]),
                default="refresh",
                show_default=True,
                help="What to do with files that are here: refresh replaces those that differ, skip reports them, "
                "overwrite fetches all anew, error refuses to begin.",
            ),
            Flag(["--no-files"], is_flag=True, help="Only records, without files."),
            Flag(["--no-record"], is_flag=True, help="Only files, without record.json."),
            Flag(["--no-datasets"], is_flag=True, help="Of samples and projects only their own records."),
            Flag(["--no-verify"], is_flag=True, help="Compare sizes alone, no checksums."),
            *shared_flags(*MOVING),
            Flag(["--paths"], is_flag=True, help="Print only the paths of what is here now, one a line."),
        ],
        help=HELP,
        example=example,
    )


def _download(
    session: Session,
    ids: Sequence[str],
    output_dir: str,
    no_verify: bool,
    no_datasets: bool,
    paths: bool,
    **options: Any,  # of the client's method, by their own names
) -> Page:
    client = session.client
    unknown: list[FileLine] = []
    names = _names(client, session.ids(ids), unknown, with_theirs=not no_datasets)

    def transfer(progress: Any) -> Any:
        return client.download(names, output_dir, verify=not no_verify, progress=progress, **options)

    moved = move(session, transfer)
    if unknown:
        moved.report = replace(moved.report, lines=(*moved.report, *unknown))
        moved.error = moved.error or unknown[0].error
    rows = list(_rows(moved.report, output_dir))
    page = answer(moved, rows, "fetched", "fetches")
    if paths and is_for_people():
        here = [row["path"] for row in rows if row["path"] and row["state"] in ("saved", "kept", "planned")]
        return replace(page, items=here)
    return page


def _rows(report: TransferReport, folder: str) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for line in report:
        path = shown_path(line.path, folder)
        if path is None or path not in seen:  # a file may be asked for by its own id, and with its dataset
            yield row_of(line, path)
        if path is not None:
            seen.add(path)


def _names(
    client: CrucibleClient, given: Iterable[str], unknown: list[FileLine], *, with_theirs: bool
) -> Iterator[str]:
    """Yield ids, and after that of a sample or project those of what belongs to it; those of nothing get a line."""
    from ..errors import AuthenticationError, ConnectionFailedError, CrucibleError
    from ..transfer.background import ahead
    from ..transfer.report import FileLine

    def found(name: str) -> Iterable[str] | CrucibleError:
        try:
            return _found(client, name, with_theirs)
        except (AuthenticationError, ConnectionFailedError):
            raise
        except CrucibleError as error:
            return error

    names, also_given = tee(given)
    for name, its in zip(also_given, ahead(found, names, LOOKED_AT, threading.Event()), strict=True):
        if isinstance(its, CrucibleError):
            line = FileLine(
                name=RECORD,
                path=None,
                size_bytes=None,
                sha256=None,
                state="failed",
                reason=str(its),
                dataset_id=name,
                error=its,
            )
            unknown.append(line)
        else:
            yield from its


def _found(client: CrucibleClient, name: str, with_theirs: bool) -> Iterable[str]:
    """Return the ids that a name stands for."""
    from .. import ids
    from ..errors import NotFoundError
    from ..records import Project, Sample

    if not ids.is_mfid(name):
        project = client.projects.get(name)
        return _of_project(client, project) if with_theirs else [project.unique_id]
    if not with_theirs:
        return [name]
    try:
        record = client.get(name)
    except NotFoundError:  # that of a file, or of nothing: which of both is found out when it is fetched
        return [name]
    if isinstance(record, Project):
        return _of_project(client, record)
    if isinstance(record, Sample):
        return [name, *(one.unique_id for one in client.samples.list_datasets(name, limit=None))]
    return [name]


def _of_project(client: CrucibleClient, project: Any) -> Iterator[str]:
    yield project.unique_id
    for one in (client.samples, client.datasets):
        yield from (record.unique_id for record in one.list(project_id=project, limit=None))


download = download_command()
