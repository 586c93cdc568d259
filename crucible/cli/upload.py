"""``crucible upload``: files, folders and globs into a dataset, and what is read out of them there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .command import Argument, Command, Flag
from .download import CHOOSING, MOVING, shared_flags
from .transfers import answer, move, row_of, timeout_flag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..records import IngestionRequest
    from .answer import Page
    from .session import Session
    from .transfers import Moved

HELP = """Upload files and folders into a dataset.

A file gets the last part of its path as its name, the files of a folder get their paths inside it. A quoted pattern
such as 'runs/*.h5' finds files as well. What the dataset has already is not sent again.

The same command once more sends only what is missing, and goes on inside large files."""


def upload_command(
    name: str = "upload", example: str = "crucible upload DATASET scans --exclude '*.md' --wait"
) -> Command:
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
        _upload,
        params=[
            Argument("dataset", metavar="DATASET", kind="dataset", does="The dataset: its id."),
            Argument(
                "paths",
                metavar="PATH...",
                nargs=-1,
                required=True,
                type=click.Path(),
                does="Files, folders and quoted patterns.",
            ),
            Flag(["--prefix"], metavar="FOLDER", default="", help="A folder in the dataset to put all of them into."),
            *shared_flags(*CHOOSING),
            Flag(
                ["--existing"],
                type=click.Choice(["error", "skip", "overwrite"]),
                default="error",
                show_default=True,
                help="What to do where the dataset has other content under a name: error reports it, skip leaves it "
                "alone, overwrite replaces it.",
            ),
            *shared_flags(*MOVING),
            Flag(["--parse"], is_flag=True, help="Read the files here, and give the dataset what they say."),
            Flag(["--ingest"], is_flag=True, help="Let metadata be read out of the files."),
            Flag(["--ingestor"], metavar="NAME", help="The same, in this way; see: crucible ingestion ingestors."),
            Flag(["--wait"], is_flag=True, help="The same, and wait until that is done."),
            timeout_flag(),
        ],
        help=HELP,
        example=example,
    )


def _upload(
    session: Session,
    dataset: str,
    paths: Sequence[str],
    ingest: bool,
    ingestor: str | None,
    wait: bool,
    timeout: float,
    **options: Any,  # of the client's method, by their own names
) -> Page:
    moved = move(session, lambda progress: session.client.upload(dataset, paths, progress=progress, **options))
    states: dict[str, str] = {}
    if (ingest or ingestor or wait) and not options["dry_run"]:
        states = _ingested(session, dataset, moved, ingestor, timeout if wait else None)
    return answer(moved, _rows(moved, states), "sent", "sends")


def _ingested(
    session: Session, dataset: str, moved: Moved, ingestor: str | None, timeout: float | None
) -> dict[str, str]:
    """Ask for metadata to be read out of the files, wait for that if there is a time for it, and return the states."""
    from .waiting import waited  # which loads the transfers, and help need not

    client = session.client
    # What an earlier run has asked for is not asked for again.
    asked = {
        one.file_mfid: one
        for one in client.ingestions.list(dsid=dataset, limit=None)
        if not one.is_failed and (ingestor is None or one.ingestion_class == ingestor)
    }
    files = [line.mfid for line in moved.report if line.mfid and line.state in ("sent", "known")]
    requests: list[IngestionRequest] = [
        asked.get(file) or client.files.request_ingestion(file, ingestor) for file in dict.fromkeys(files)
    ]
    if timeout is not None and requests:
        requests, error = waited(session, requests, timeout)
        moved.error = moved.error or error
    return {one.file_mfid or "": one.status or "" for one in requests}


def _rows(moved: Moved, states: dict[str, str]) -> Iterator[dict[str, Any]]:
    for line in moved.report:
        row = row_of(line)
        yield {**row, "ingestion": states.get(line.mfid)} if states else row


upload = upload_command()
