"""``crucible dataset``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from .answer import Said
from .command import Argument, Command, Flag, command
from .from_table import from_table, table_flags
from .grammar import NOUNS
from .labels import label_verb
from .method import Lazy, Method, Noun
from .parameters import arguments_of, parameters_of
from .record_verbs import (
    access_verbs,
    delete_verb,
    download_verb,
    for_each,
    metadata_verbs,
    naming,
    reassign_verb,
    relatives,
)

if TYPE_CHECKING:
    from ..records import Thumbnail
    from .session import Session

LONGEST_NAME: Final = 100
WORK: Final = ("carrier-segmentation", "insitu-aggregation", "mosaic-stitch", "rga-analysis")


def _create() -> Command:
    @command(
        Argument("name", does="What people call it; need not be unique.", required=False, metavar="[NAME]"),
        *parameters_of("datasets.create", without=("dataset_name",)),
        *table_flags("dataset"),
        example='crucible dataset create "film A, pattern" --measurement XRD --project PROJECT --sample SAMPLE '
        "--file run7.xy\ncrucible dataset create --from-table datasets.csv --project PROJECT --map Name=dataset_name "
        "--map Measurement=measurement --dry-run",
    )
    def create(session: Session, **values: Any) -> Any:
        """Create a dataset with its metadata, keywords, links and files, or one for each row of a table.

        Everything is checked before anything is sent.
        """
        if (report := from_table(session, "dataset", values)) is not None:
            return report
        if not any(value not in (None, (), False) for value in values.values()):
            raise click.UsageError("Say what it is: crucible dataset create NAME, with flags or --from-table FILE.")
        fields = arguments_of(values)
        name = fields.pop("name", None)
        return session.client.datasets.create(dataset_name=name, progress=session.progress, **fields)

    return create


@command(
    Argument("work", does=f"What to do: {', '.join(WORK)}.", type=click.Choice(WORK), metavar="WORK"),
    naming("dataset", "ids", several=True),
    example="crucible dataset process mosaic-stitch DATASET",
)
def process(session: Session, work: str, ids: tuple[str, ...]) -> Any:
    """Ask the service for work on the files of a dataset.

    What comes of it is seen from what it adds to the dataset, or from its children; there is no way to ask.
    """
    ask = getattr(session.client.datasets, f"request_{work.replace('-', '_')}")
    return for_each(session, ids, ask)


@command(
    naming("dataset"),
    Flag(["--disposition"], type=click.Choice(["attachment", "inline"]), help="Whether browsers save or show them."),
    example="crucible dataset download-links DATASET",
)
def download_links(session: Session, identity: str, disposition: Literal["attachment", "inline"] | None) -> Said:
    """Get an address for each file, good for an hour and for whoever has it."""
    datasets = session.client.datasets
    found = datasets.get_download_links(identity, disposition=disposition or "attachment")
    files = datasets.list_files(identity)
    # Not as a table: an address that is cut off leads nowhere.
    text = "\n".join(f"{file.filename}\n  {found.get(file.mfid) or 'is not served'}" for file in files)
    return Said(text, [{"mfid": file.mfid, "filename": file.filename, "url": found.get(file.mfid)} for file in files])


def _thumbnails() -> Command:
    @command(
        naming("dataset", "ids", several=True),
        *parameters_of("datasets.get_thumbnails", without=("dsid",)),
        Flag(["--output"], type=click.Path(file_okay=False), metavar="FOLDER", help="Save the pictures there as well."),
        example="crucible dataset thumbnails DATASET --output pictures",
    )
    def thumbnails(session: Session, ids: tuple[str, ...], output: str | None, **values: Any) -> Any:
        """List thumbnails; with --output save them as well."""

        def listed(identity: str) -> Any:
            found = session.client.datasets.get_thumbnails(identity, **arguments_of(values))
            for one in found if output is not None else ():
                session.note(f"Saved {_saved(one, Path(output or ''))}.")
            return found

        return for_each(session, ids, listed)

    return thumbnails


def _saved(thumbnail: Thumbnail, folder: Path) -> Path:
    """Write a picture to a folder, named by its number and what every system takes of its name; return the path."""
    from mimetypes import guess_extension

    name = re.sub(r"[^\w.-]+", "_", thumbnail.thumbnail_name or "thumbnail")[-LONGEST_NAME:].rstrip(".")
    suffix = "" if Path(name).suffix else guess_extension(thumbnail.mime_type or "image/png") or ""
    path = folder / f"{thumbnail.id}-{name}{suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(thumbnail.image)
    return path


def _upload() -> click.Command:
    from .upload import upload_command

    return upload_command("upload", "crucible dataset upload DATASET scans")


dataset = Noun(
    "dataset",
    NOUNS["dataset"].does,
    [
        Method(
            "list",
            "datasets.list",
            "crucible dataset list --project PROJECT --measurement XRD --limit 5",
            does="List datasets, newest first.",
        ),
        Method("search", "datasets.search", 'crucible dataset search "film A"'),
        Method("get", "datasets.get", "crucible dataset get DATASET --include-metadata"),
        Lazy("create", _create),
        Method(
            "update",
            "datasets.update",
            'crucible dataset update DATASET --session-name "beam time 12" --unset data-format',
            does="Change fields of a dataset; those that are not named stay as they are.",
        ),
        delete_verb("dataset", "DATASET"),
        Method("count", "datasets.count", "crucible dataset count --project PROJECT", does="Count datasets."),
        Method(
            "facets",
            "datasets.facets",
            "crucible dataset facets measurement --project PROJECT",
            does="List the values of a field, and how many datasets have each.",
        ),
        Method(
            "assign-instrument",
            "datasets.assign_instrument",
            "crucible dataset assign-instrument DATASET INSTRUMENT",
        ),
        process,
        label_verb("dataset", "DATASET"),
        "Files",
        Method(
            "files",
            "datasets.list_files",
            "crucible dataset files DATASET",
            columns=("mfid", "filename", "size", "sha256_hash"),
            does="List the files of a dataset.",
        ),
        Lazy("upload", _upload),
        download_verb("crucible dataset download DATASET --output downloads"),
        download_links,
        Method(
            "add-remote-file",
            "datasets.add_remote_file",
            "crucible dataset add-remote-file DATASET scans/raw.h5 globus --storage-path /archive/2026/raw.h5",
        ),
        *metadata_verbs("dataset", "DATASET"),
        "Keywords and thumbnails",
        Method(
            "keywords",
            "datasets.get_keywords",
            "crucible dataset keywords DATASET",
            does="List the keywords of a dataset, and how many datasets have each.",
        ),
        Method("add-keyword", "datasets.add_keyword", "crucible dataset add-keyword DATASET perovskite"),
        Lazy("thumbnails", _thumbnails),
        Method("add-thumbnail", "datasets.add_thumbnail", "crucible dataset add-thumbnail DATASET picture.png"),
        Method(
            "update-thumbnail",
            "datasets.update_thumbnail",
            "crucible dataset update-thumbnail DATASET THUMBNAIL --image picture.png",
        ),
        Method(
            "delete-thumbnail",
            "datasets.delete_thumbnail",
            "crucible dataset delete-thumbnail DATASET THUMBNAIL --yes",
            asks="This deletes thumbnail {thumbnail_id} of {this} for good",
            done="Thumbnail {thumbnail_id} is deleted.",
        ),
        *relatives("dataset", "DATASET", "CHILD"),
        Method("samples", "datasets.list_samples", "crucible dataset samples DATASET", does="List its samples."),
        *access_verbs("dataset", "DATASET"),
        reassign_verb("dataset", "DATASET"),
    ],
)
