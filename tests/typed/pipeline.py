"""What somebody writes who measures, keeps, finds and shares data; each result is said to be of a precise type."""

from datetime import datetime
from pathlib import Path
from typing import Any, Literal, assert_type

import pandas as pd
import polars as pl
from crucible_api.api.datasets import list_datasets
from crucible_api.models import DatasetPage

from crucible import (
    AccessGrant,
    Account,
    AsyncCrucibleClient,
    AsyncListing,
    Confirmation,
    CrucibleClient,
    Dataset,
    Downloaded,
    EffectiveAccess,
    Facet,
    File,
    Graph,
    Health,
    IngestionRequest,
    Instrument,
    Keyword,
    Link,
    Listing,
    Match,
    NotFoundError,
    PartialTransferError,
    Progress,
    Project,
    PublicUser,
    Sample,
    Secret,
    TableReport,
    TableRow,
    TransferReport,
    models,
)
from crucible.bound import BoundDataset, BoundFile, BoundIngestionRequest, BoundInstrument, BoundProject, BoundSample
from crucible.legacy import CrucibleClient as FormerClient
from crucible.records import Node


def keep(client: CrucibleClient, data: Path) -> BoundDataset:
    """Say what was measured, and on what."""
    assert_type(client.health(), Health)
    account = assert_type(client.whoami(), Account)
    assert_type(account.user_unique_id, str)
    project = assert_type(client.projects.create(project_id="films", organization="Lab", title="Films"), BoundProject)
    machine = client.instruments.create(instrument_id="xrd-1", instrument_name="Diffractometer", location="110")
    assert_type(machine, BoundInstrument)
    film = assert_type(client.samples.create(models.Sample(sample_name="A", project_id="films")), BoundSample)
    rows: list[dict[str, object]] = [
        {"sample_name": "B", "scientific_metadata": {"celsius": 120}},
        {"sample_name": "C"},
    ]
    report = assert_type(client.samples.create_many(rows, project_id=project), TableReport)
    assert_type(report.created, tuple[TableRow, ...])
    assert_type(report.rows[0].unique_id, str | None)
    dataset = client.datasets.create(
        dataset_name="pattern",
        project_id=project,
        instrument_id=machine,
        timestamp=datetime(2026, 8, 1),
        scientific_metadata={"annealing": {"celsius": 100}, "folder": Path("scans")},
        keywords=["perovskite"],
        samples=[film],
        files={"scans/pattern.xy": data},
        skip_ingestion=True,
    )
    return assert_type(dataset.update(measurement="XRD", session_name=None), BoundDataset)


async def tabulate(client: CrucibleClient, other: AsyncCrucibleClient) -> None:
    """Make data frames, and send what changed in one."""
    films = client.samples.list(limit=None)
    frame = assert_type(films.to_frame(columns=["unique_id", "metadata.v"], units={"metadata.v": "kV"}), pd.DataFrame)
    assert_type(films.to_frame("polars", columns={"name": "sample_name"}), pl.DataFrame)
    assert_type(await other.datasets.list().to_frame(), pd.DataFrame)
    assert_type(client.samples.update_from_frame(frame, dry_run=False), TableReport)
    assert_type(await other.samples.update_from_frame(frame), TableReport)


def read(dataset: BoundDataset) -> None:
    """Look at a record: typed attributes, and the server's own words as a mapping."""
    assert_type(dataset.unique_id, str)
    assert_type(dataset.dataset_name, str | None)
    assert_type(dataset.timestamp, datetime | None)
    assert_type(dataset.owner, PublicUser | None)
    assert_type(dataset.links, tuple[Link, ...] | None)
    assert_type(dataset.scientific_metadata, dict[str, Any] | None)
    assert_type(dataset["dataset_name"], Any)
    assert_type(dataset.get("no such field"), Any | None)
    assert_type(dataset.to_dict(), dict[str, Any])
    if dataset.timestamp is not None:
        assert_type(dataset.timestamp.year, int)


def move(client: CrucibleClient, dataset: BoundDataset, data: Path, folder: Path) -> None:
    """Upload a file, wait until its metadata has been read, and download it again."""

    def show(progress: Progress) -> None:
        assert_type(progress.done_bytes, int)

    file = assert_type(client.datasets.add_file(dataset, data, progress=show), BoundFile)
    assert_type(file.size, int | None)
    request = assert_type(file.request_ingestion(), BoundIngestionRequest)
    assert_type(client.wait(request, timeout_seconds=60), BoundIngestionRequest)
    assert_type(client.wait(dataset), list[BoundIngestionRequest])
    assert_type(dataset.metadata(), dict[str, Any])
    assert_type(client.datasets.update_scientific_metadata(dataset, {"done": True}), dict[str, Any])
    assert_type(dataset.files(), list[BoundFile])
    try:
        assert_type(client.download(dataset, folder), Downloaded)
    except PartialTransferError as error:
        assert_type(error.report, TransferReport | None)


def find(client: CrucibleClient, dataset: BoundDataset) -> None:
    """Find it again."""
    found = assert_type(client.datasets.list(project_id="films", measurement="XRD"), Listing[BoundDataset])
    assert_type(found.first(), BoundDataset | None)
    assert_type(found[0], BoundDataset)
    assert_type(found[:10], list[BoundDataset])
    assert_type(found.all(), list[BoundDataset])
    assert_type(found.count(), int)
    assert_type({each.unique_id: each.size for each in found}, dict[str, int | None])
    assert_type(client.datasets.facets("measurement").all(), list[Facet])
    assert_type(client.datasets.get_keywords(dataset)[0], Keyword)
    assert_type(client.search("pattern"), list[Match])
    assert_type(client.samples.list(project_id="films")[0].sample_name, str | None)
    assert_type(client.get(dataset), BoundDataset | BoundSample | BoundProject | BoundInstrument)
    assert_type(client.get(dataset.unique_id, "dataset", include_links=True), BoundDataset)
    assert_type(client.get("films", resource_type="project").organization, str | None)
    assert_type(client.get_resource_type(dataset), Literal["dataset", "sample", "instrument", "project"])
    assert_type(client.exists(dataset), bool)
    try:
        client.samples.get("0000000000000000000000000a")
    except NotFoundError as error:
        assert_type(error.status, int)
        assert_type(error.hint, str | None)


def share(client: CrucibleClient, dataset: BoundDataset) -> None:
    """Say what came of it, and let others see it."""
    smoothed = client.datasets.create(dataset_name="smoothed", project_id="films")
    assert_type(client.link(dataset, smoothed, relationship_type="is_derived_from"), Confirmation)
    assert_type(client.get_links(dataset), list[Link])
    assert_type(dataset.children().all(), list[BoundDataset])
    assert_type(smoothed.ancestors(), list[Node])
    assert_type(client.graphs.get(dataset), Graph)
    assert_type(client.datasets.make_public(smoothed), AccessGrant)
    assert_type(client.datasets.list_access(dataset), list[AccessGrant])
    assert_type(client.account.api_key(), Secret)
    with client.elevated() as administrator:
        assert_type(administrator, CrucibleClient)


def go_around(client: CrucibleClient, former: FormerClient, dataset: BoundDataset) -> None:
    """Use what lies beside the client: the generated functions, and the client of the first generation."""
    assert_type(list_datasets.sync(client=client.api, limit=1), DatasetPage | None)
    assert_type(client.request("GET", "datasets", params={"limit": 1}), Any)
    assert_type(former.get_dataset(dataset.unique_id), dict[str, Any])
    assert_type(former.list_samples(limit=2), list[dict[str, Any]])


async def look_again(client: AsyncCrucibleClient, dataset: Dataset) -> None:
    """Do some of it on an event loop."""
    account = assert_type(await client.whoami(), Account)
    again = assert_type(await client.datasets.get(dataset), Dataset)
    found = assert_type(client.datasets.list(project_id="films"), AsyncListing[Dataset])
    assert_type(await found.first(), Dataset | None)
    assert_type(await found[0], Dataset)
    assert_type(await found[:2], list[Dataset])
    assert_type(await found.count(), int)
    assert_type([sample.sample_name async for sample in client.samples.list()], list[str | None])
    assert_type(await client.get("films", "project"), Project)
    assert_type(await client.get(dataset), Dataset | Sample | Project | Instrument)
    assert_type(await client.datasets.list_files(again), list[File])
    assert_type(await client.wait(again), list[IngestionRequest])
    assert_type(await client.users.check_dataset_access(account.user_unique_id, again), EffectiveAccess)
    assert_type(await client.get_links(again), list[Link])
