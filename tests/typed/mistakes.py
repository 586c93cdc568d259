"""Mistakes that both type checkers must report: each comment says what mypy and pyright call the one on its line."""

# ruff: noqa: B018, C416, F401, I001
# pyright: standard
from crucible import AsyncCrucibleClient, CrucibleClient, Dataset, models
from crucible import Datasets  # mypy: attr-defined; pyright: reportAttributeAccessIssue


def names(client: CrucibleClient, dataset: Dataset) -> None:
    client.dataset  # mypy: attr-defined; pyright: reportAttributeAccessIssue
    client.datasets.fetch("x")  # mypy: attr-defined; pyright: reportAttributeAccessIssue
    dataset.name  # mypy: attr-defined; pyright: reportAttributeAccessIssue
    client.datasets.list(project="films")  # mypy: call-arg; pyright: reportCallIssue
    client.datasets.create(name="pattern")  # mypy: call-arg; pyright: reportCallIssue
    client.get("x", type="dataset")  # mypy: call-overload; pyright: reportCallIssue
    models.Sample(name="film A")  # mypy: call-arg; pyright: reportCallIssue
    CrucibleClient(url="https://crucible.example")  # mypy: call-arg; pyright: reportCallIssue
    client.samples.update("x", sample_nam="film A")  # mypy: call-arg; pyright: reportCallIssue


def values(client: CrucibleClient, dataset: Dataset) -> None:
    client.datasets.get(7)  # mypy: arg-type; pyright: reportArgumentType
    client.datasets.list(limit="10")  # mypy: arg-type; pyright: reportArgumentType
    client.datasets.create(scientific_metadata=[1])  # mypy: arg-type; pyright: reportArgumentType
    client.datasets.create(keywords=1)  # mypy: arg-type; pyright: reportArgumentType
    client.link("x", "y", relationship_type="child")  # mypy: arg-type; pyright: reportArgumentType
    client.samples.create_many([1])  # mypy: list-item; pyright: reportArgumentType
    client.samples.from_table("films.csv", existing="replace")  # mypy: arg-type; pyright: reportArgumentType
    client.wait(1, timeout_seconds="60")  # mypy: call-overload; pyright: reportArgumentType, reportCallIssue
    client.wait(1.5)  # mypy: call-overload; pyright: reportArgumentType, reportCallIssue
    client.datasets.update(dataset, {"measurement": "XRD"})  # mypy: arg-type, call-arg; pyright: reportCallIssue
    client.datasets.update(dataset, measurement=7)  # mypy: arg-type; pyright: reportArgumentType
    client.datasets.get("x").update({"measurement": "XRD"})  # mypy: arg-type; pyright: reportArgumentType


def results(client: CrucibleClient, dataset: Dataset) -> None:
    dataset.dataset_name.upper()  # mypy: union-attr; pyright: reportOptionalMemberAccess
    dataset.timestamp.year  # mypy: union-attr; pyright: reportOptionalMemberAccess
    client.datasets.list().first().unique_id  # mypy: union-attr; pyright: reportOptionalMemberAccess
    dataset.unique_id = "x"  # mypy: assignment; pyright: reportAttributeAccessIssue
    dataset["dataset_name"] = "x"  # mypy: index; pyright: reportIndexIssue
    client.get("x").dataset_name  # mypy: union-attr; pyright: reportAttributeAccessIssue
    client.get("x", "sample").dataset_name  # mypy: attr-defined; pyright: reportAttributeAccessIssue
    dataset.files()  # mypy: attr-defined; pyright: reportAttributeAccessIssue
    len(client.datasets.list())  # mypy: arg-type; pyright: reportArgumentType
    client.download("x").exists()  # mypy: attr-defined; pyright: reportAttributeAccessIssue


async def waiting(client: AsyncCrucibleClient, blocking: CrucibleClient) -> None:
    client.datasets.get("x").unique_id  # mypy: attr-defined; pyright: reportAttributeAccessIssue
    client.datasets.update("x", measurement=None)  # mypy: unused-coroutine; pyright: reportUnusedCoroutine
    await blocking.datasets.get("x")  # mypy: misc; pyright: reportGeneralTypeIssues
    (await client.datasets.get("x")).files()  # mypy: attr-defined; pyright: reportAttributeAccessIssue
    [dataset for dataset in client.datasets.list()]  # mypy: misc; pyright: reportGeneralTypeIssues
    with client:  # mypy: attr-defined; pyright: reportGeneralTypeIssues
        pass
