"""``crucible sample``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .command import Argument, Command, command
from .from_table import from_table, table_flags
from .grammar import NOUNS
from .labels import label_verb
from .method import Lazy, Method, Noun
from .parameters import arguments_of, parameters_of
from .record_verbs import access_verbs, delete_verb, download_verb, metadata_verbs, reassign_verb, relatives

if TYPE_CHECKING:
    from .session import Session


def _create() -> Command:
    @command(
        Argument("name", does="What people call it; need not be unique.", required=False, metavar="[NAME]"),
        *parameters_of("samples.create", without=("sample_name",)),
        *table_flags("sample"),
        example='crucible sample create "film B" --project PROJECT --parent SAMPLE\n'
        "crucible sample create --from-table films.csv --project PROJECT --map Name=sample_name "
        "--map T=metadata.annealing.celsius",
    )
    def create(session: Session, **values: Any) -> Any:
        """Create a sample with its metadata and links, or one for each row of a table.

        Everything is checked before anything is sent.
        """
        if (report := from_table(session, "sample", values)) is not None:
            return report
        if not values["name"]:
            raise click.UsageError("A sample needs a name: crucible sample create NAME, or --from-table FILE.")
        fields = arguments_of(values)
        return session.client.samples.create(sample_name=fields.pop("name", None), **fields)

    return create


sample = Noun(
    "sample",
    NOUNS["sample"].does,
    [
        Method(
            "list",
            "samples.list",
            "crucible sample list --project PROJECT --limit 5",
            does="List samples, newest first.",
        ),
        Method("search", "samples.search", "crucible sample search film"),
        Method("get", "samples.get", "crucible sample get SAMPLE --include-metadata"),
        Lazy("create", _create),
        Method(
            "update",
            "samples.update",
            'crucible sample update SAMPLE --description "cracked at the edge"',
            does="Change fields of a sample; those that are not named stay as they are.",
        ),
        delete_verb("sample", "OTHER"),
        Method("count", "samples.count", "crucible sample count --project PROJECT", does="Count samples."),
        Method(
            "facets",
            "samples.facets",
            "crucible sample facets sample_type --project PROJECT",
            does="List the values of a field, and how many samples have each.",
        ),
        Method(
            "datasets",
            "samples.list_datasets",
            "crucible sample datasets SAMPLE",
            does="List the datasets that were taken of a sample.",
        ),
        download_verb("crucible sample download SAMPLE --output downloads"),
        label_verb("sample", "SAMPLE"),
        *metadata_verbs("sample", "SAMPLE"),
        *relatives("sample", "SAMPLE", "OTHER"),
        *access_verbs("sample", "SAMPLE"),
        reassign_verb("sample", "SAMPLE"),
    ],
)
