"""Lists as data frames, and records changed by them."""

import pandas
import polars
import pytest

from crucible import errors

STATES = ("updated", "skipped", "failed")


async def study(client, new):
    """Make three datasets, the last with metadata of another shape; return how they are listed."""
    for number in range(2):
        metadata = {"annealing": {"temperature": 300 + number, "steps": [1, 2]}, "beam": {"value": 200, "unit": "kV"}}
        await new.dataset(f"run {number}", scientific_metadata=metadata, timestamp="2026-08-01")
    await new.dataset("run 2", scientific_metadata={"annealing": {"temperature": 300.5}, "beam": "90 kV"})
    return client.datasets.list(project_id=new.project_id, sort="name", direction="asc")


async def by_name(listing, **options):
    frame = await listing.to_frame(**options)
    return frame.sort_values("dataset_name", ignore_index=True) if hasattr(frame, "sort_values") else frame


def counts(report):
    return [len(getattr(report, state)) for state in STATES]


async def test_a_list_becomes_a_frame_with_metadata_that_it_was_not_asked_for(client, new):
    listing = client.datasets.list(project_id=new.project_id)
    await study(client, new)
    columns = ["dataset_name", "metadata.annealing.temperature", "metadata.beam", "timestamp"]
    frame = await by_name(listing, columns=columns, units={"metadata.beam": "kV"})
    assert (columns, ["run 0", "run 1", "run 2"]) == (list(frame.columns), list(frame["dataset_name"]))
    assert [300.0, 301.0, 300.5] == list(frame["metadata.annealing.temperature"])
    assert [200.0, 200.0, 90.0] == list(frame["metadata.beam"])
    assert ("UTC", 1) == (str(frame["timestamp"].dt.tz), frame.attrs["crucible"]["missing"]["timestamp"])


async def test_linked_records_are_columns(client, new):
    instrument, sample = await new.instrument(), await new.sample("film")
    await new.dataset("run", instrument_id=instrument.unique_id, samples=[sample])
    columns = ["links.name", "instrument_name", "owner.username"]
    table = await client.datasets.list(project_id=new.project_id).to_arrow(columns)
    assert [{"links.name": ["film"], "instrument_name": "XRD One", "owner.username": "admin"}] == table.to_pylist()


async def test_projects_and_instruments_are_named_by_what_they_are_called(client, new):
    instrument = await new.instrument()
    project = await new.project(title="Films")
    await client.datasets.create(dataset_name="run", project_id=project, instrument_id=instrument)
    columns = {"title": "project.title", "tool": "instrument.instrument_name"}
    frame = await client.datasets.list(project_id=project).to_frame("polars", columns=columns)
    assert {"title": ["Films"], "tool": ["XRD One"]} == frame.to_dict(as_series=False)


async def test_pandas_polars_and_arrow_have_the_same_columns_and_rows(client, new):
    await study(client, new)
    listing = client.datasets.list(project_id=new.project_id, include_metadata=True)
    table = await listing.to_arrow()
    frame, other = await listing.to_frame(), await listing.to_frame("polars")
    assert table.column_names == list(frame.columns) == other.columns
    assert table.column("unique_id").to_pylist() == list(frame["unique_id"]) == other["unique_id"].to_list()
    assert {"metadata.annealing.steps", "metadata.beam", "dataset_name"} < set(table.column_names)


async def test_a_limit_holds_for_frames(client, new):
    await study(client, new)
    assert 2 == len(await client.datasets.list(project_id=new.project_id, limit=2).to_frame())
    assert 0 == len(await client.datasets.list(project_id=new.project_id, dataset_name="nothing").to_frame())


@pytest.mark.parametrize("noun", ["samples", "projects", "instruments", "users"])
async def test_every_list_becomes_a_frame(client, new, noun):
    await new.sample()
    frame = await getattr(client, noun).list().to_frame()
    assert (True, True) == (len(frame) > 0, "unique_id" in frame)


async def test_what_a_list_never_has_is_refused(client):
    with pytest.raises(errors.UsageError, match=r"This list comes without members.*Get each project for it"):
        await client.users.get_projects("admin").to_frame(columns=["members.username"])


async def test_frames_of_an_unknown_library_are_refused(client):
    with pytest.raises(errors.UsageError, match="no frames of 'spark'"):
        await client.datasets.list().to_frame("spark")


@pytest.mark.parametrize("kind", ["pandas", "polars"])
async def test_a_frame_that_was_not_changed_changes_nothing(client, new, kind):
    await study(client, new)
    some = {"l": [1, "a"], "t": [True, 1], "n": [[1], 2], "at": ["2026-08-01T12:00:00+02:00"], "id": 2**53 + 1}
    await new.dataset("run 3", scientific_metadata={**some, "beam": "1 V"})
    await new.dataset("run 4", scientific_metadata={"l": [2], "t": [1], "n": [3], "id": 0.5, "beam": "1 V"})
    units = {"metadata.beam": "V"}
    listing = client.datasets.list(project_id=new.project_id, include_metadata=True)
    report = await client.datasets.update_from_frame(await listing.to_frame(kind, units=units), units=units)
    assert ([0, 5, 0], [None] * 5) == (counts(report), [row.reason for row in report])


async def test_changed_cells_alone_are_sent_after_a_dry_run(client, new):
    await study(client, new)
    listing = client.datasets.list(project_id=new.project_id, include_metadata=True)
    frame = await by_name(listing)
    frame.loc[0, "metadata.annealing.temperature"] = 310
    frame.loc[1, "dataset_name"] = "renamed"
    frame.loc[1, "metadata.beam"] = "210 kV"
    first, second, third = frame["unique_id"]
    tried = await client.datasets.update_from_frame(frame)
    assert ([2, 1, 0], True) == (counts(tried), tried.dry_run)
    assert "metadata.annealing.temperature: 300 → 310" == tried.rows[0].reason
    assert 300 == (await client.datasets.get_scientific_metadata(first))["annealing"]["temperature"]
    done = await client.datasets.update_from_frame(frame, dry_run=False)
    assert ([row.reason for row in tried], False) == ([row.reason for row in done], done.dry_run)
    changed = await client.datasets.get_scientific_metadata(first)
    assert {"annealing": {"temperature": 310, "steps": [1, 2]}, "beam": {"value": 200, "unit": "kV"}} == changed
    assert type(changed["annealing"]["temperature"]) is int
    renamed = await client.datasets.get(second, include_metadata=True)
    assert ("renamed", {"value": 210, "unit": "kV"}) == (renamed.dataset_name, renamed.scientific_metadata["beam"])
    assert [0, 3, 0] == counts(await client.datasets.update_from_frame(frame, dry_run=False))
    assert "90 kV" == (await client.datasets.get_scientific_metadata(third))["beam"]


async def test_a_record_that_somebody_changed_meanwhile_is_a_conflict(client, new):
    await study(client, new)
    frame = await by_name(client.datasets.list(project_id=new.project_id, include_metadata=True))
    first = frame.loc[0, "unique_id"]
    await client.datasets.update_scientific_metadata(first, {"annealing": {"temperature": 400}})
    frame.loc[0, "metadata.annealing.temperature"] = 310
    frame.loc[1, "metadata.annealing.temperature"] = 311
    report = await client.datasets.update_from_frame(frame, dry_run=False)
    assert [1, 1, 1] == counts(report)
    assert "after the frame was read. Now: metadata.annealing.temperature: 400 → 310" in report.failed[0].reason
    assert 400 == (await client.datasets.get_scientific_metadata(first))["annealing"]["temperature"]
    unseen = {"modification_time": None}
    done = await client.datasets.update_from_frame(frame, columns=unseen, dry_run=False)
    assert ([1, 2, 0], 310) == (
        counts(done),
        (await client.datasets.get_scientific_metadata(first))["annealing"]["temperature"],
    )


async def test_samples_are_changed_by_a_frame_with_columns_and_units_of_its_own(client, new):
    sample = await new.sample("film", scientific_metadata={"oven": {"t": "25 degC"}})
    columns = {"unique_id": "unique_id", "T": "metadata.oven.t", "what": "description"}
    frame = await client.samples.list(project_id=new.project_id).to_frame("polars", columns=columns, units={"T": "K"})
    assert [pytest.approx(298.15)] == frame["T"].to_list()
    frame = frame.with_columns(polars.lit(300.0).alias("T"), polars.lit("thin").alias("what"))
    done = await client.samples.update_from_frame(frame, columns=columns, units={"T": "K"}, dry_run=False)
    got = await client.samples.get(sample, include_metadata=True)
    assert ([1, 0, 0], "thin", "300.0 K") == (counts(done), got.description, got.scientific_metadata["oven"]["t"])


async def test_rows_of_an_update_fail_alone_and_say_why(client, new):
    one, two = await new.dataset("a", scientific_metadata={"v": {"value": 1, "unit": "V"}}), await new.dataset("b")
    rows = [
        {"unique_id": one.unique_id, "metadata.v": 2.0},
        {"unique_id": "nonsense", "metadata.v": 2.0},
        {"unique_id": two.unique_id, "metadata.v": "3 V", "size": 5},
        {"unique_id": two.unique_id, "metadata.v": "4 V"},
        {"unique_id": None, "metadata.v": "4 V"},
    ]
    report = await client.datasets.update_from_frame(pandas.DataFrame(rows).set_index("unique_id"), dry_run=False)
    reasons = [row.reason for row in report]
    assert ["failed", "failed", "updated", "failed", "failed"] == [row.state for row in report]
    assert "2.0 has no unit, and the record has '1 V'" in reasons[0]
    assert ("'nonsense' is not the id" in reasons[1], "'' is not the id" in reasons[4]) == (True, True)
    assert "metadata.v: None → '3 V'; left as it is: size" == reasons[2]
    assert "same dataset as row 3" in reasons[3]


@pytest.fixture
def faults(served):
    yield served.sandbox.faults
    served.sandbox.faults.clear()


async def test_what_was_sent_of_a_row_that_fails_is_said(client, new, faults):
    dataset = await new.dataset("a", scientific_metadata={"v": 1})
    row = {"unique_id": dataset.unique_id, "dataset_name": "b", "metadata.v": 2}
    faults.add("answer", on="merge_metadata", status=403, times=1)
    report = await client.datasets.update_from_frame([row], dry_run=False)
    assert "These were changed before that: dataset_name." in report.failed[0].reason
    assert "b" == (await client.datasets.get(dataset)).dataset_name


async def test_a_dry_run_finds_what_could_not_be_sent(client, new):
    dataset = await new.dataset("a", scientific_metadata={"v": [1.0]})
    row = {"unique_id": dataset.unique_id, "metadata.v": [float("inf")]}
    report = await client.datasets.update_from_frame([row])
    assert "scientific_metadata.v[0] is inf, which JSON cannot hold" in report.failed[0].reason


async def test_ids_may_be_column_and_index_at_once(client, new):
    await study(client, new)
    frame = await client.datasets.list(project_id=new.project_id).to_frame()
    assert [0, 3, 0] == counts(await client.datasets.update_from_frame(frame.set_index("unique_id", drop=False)))


async def test_a_page_that_fails_is_an_error_and_no_shorter_frame(client, new, faults):
    await study(client, new)
    faults.add("answer", on="list_datasets", status=403, times=1)
    with pytest.raises(errors.PermissionDeniedError):
        await client.datasets.list(project_id=new.project_id).to_frame()
    assert 3 == len(await client.datasets.list(project_id=new.project_id).to_frame())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"dataset_name": "a"}, "has no unique_id"),
        ({"unique_id": "a", "ratio": 1}, r"no column 'ratio'.*columns=\{'ratio': None\} leaves it out"),
    ],
)
async def test_frames_without_ids_or_with_unknown_columns_are_refused(client, row, message):
    with pytest.raises(errors.UsageError, match=message):
        await client.datasets.update_from_frame([row])
