"""Records made from tables: what becomes of each row, and how a run is finished."""

import pytest

from crucible import errors, models
from crucible.ids import new_mfid

TABLE = "Name,sample_type,T,metadata.oven.power\nfilm 1,film,300,2.5\n,,,\nfilm 2,,,\n"
COLUMNS = {"Name": "sample_name", "T": "metadata.celsius"}


def states(report):
    return [row.state for row in report]


def named(*names):
    return [{"sample_name": name} for name in names]


async def names(client, new):
    return sorted([sample.sample_name async for sample in client.samples.list(project_id=new.project_id)])


async def test_samples_are_made_from_a_file(client, new, tmp_path):
    path = tmp_path / "films.csv"
    path.write_text(TABLE)
    report = await client.samples.from_table(path, columns=COLUMNS, project_id=new.project_id)
    assert [(1, "created"), (3, "created")] == [(row.number, row.state) for row in report]
    made = await client.samples.get(report.rows[0].unique_id, include_metadata=True)
    assert ("film 1", "film", new.project_id, {"celsius": 300, "oven": {"power": 2.5}}) == (
        made.sample_name,
        made.sample_type,
        made.project_id,
        made.scientific_metadata,
    )


async def test_datasets_are_made_with_keywords_and_links(client, new):
    sample, parent = await new.sample(), await new.dataset("raw")
    rows = [{"dataset_name": "run 8", "keywords": "xrd; film", "samples": sample, "parents": [parent.unique_id]}]
    report = await client.datasets.from_table(rows, project_id=new.project_id)
    identity = report.created[0].unique_id
    assert ["film", "xrd"] == sorted(word.keyword for word in await client.datasets.get_keywords(identity))
    assert [identity] == [one.unique_id for one in await client.datasets.list(sample).all()]
    assert [identity] == [one.unique_id for one in await client.datasets.list_children(parent).all()]


async def test_models_and_dictionaries_are_made_alike(client, new):
    rows = [models.Sample("film 1", scientific_metadata={"a": 1}), {"sample_name": "film 2", "description": None}]
    report = await client.samples.create_many(rows, project_id=new.project_id)
    assert ["created", "created"] == states(report)
    assert {"a": 1} == await client.samples.get_scientific_metadata(report.rows[0].unique_id)


async def test_a_bad_row_fails_alone(client, new):
    other = new_mfid()
    rows = [
        {"sample_name": "film 1", "parents": [other]},
        {"sample_name": "film 2", "timestamp": "03/04/2026"},
        {"sampel_name": "film 3"},
        {"sample_type": "film"},
        {"sample_name": "film 5", "scientific_metadata": {"a": float("nan")}},
        {"sample_name": 6},
        {"sample_name": "film 7", "public": "yes"},
        {"sample_name": "film 8", "parents": 8},
        "film 9",
        {"sample_name": "film 10"},
    ]
    report = await client.samples.create_many(rows, project_id=new.project_id)
    assert ["failed"] * 9 + ["created"] == states(report)
    reasons = [
        "was made, but its link",
        "several points in time",
        "Did you mean 'sample_name'",
        "neither sample_name nor unique_id",
        r"scientific_metadata.a",
        "no text",
        "public is 'yes'",
        "no list",
        "not described by a str",
    ]
    assert [] == [(row, words) for row, words in zip(report.failed, reasons, strict=True) if words not in row.reason]
    begun = await client.samples.get(report.rows[0].unique_id)
    assert "film 1" == begun.sample_name


async def test_all_rows_are_checked_before_the_first_is_sent(client, new):
    with pytest.raises(errors.UsageError, match="Did you mean 'sample_name'"):
        await client.samples.from_table([*named("film 1"), {"sampel_name": "film 2"}], project_id=new.project_id)
    with pytest.raises(errors.UsageError, match="existing='replace'"):
        await client.samples.create_many(named("film 1"), project_id=new.project_id, existing="replace")
    for table in ({"sample_name": "film 1"}, "films.csv", 7):
        with pytest.raises(errors.UsageError, match="no list"):
            await client.samples.create_many(table, project_id=new.project_id)
    assert [] == await names(client, new)


async def test_a_record_that_is_there_is_not_made_again(client, new):
    there = await new.sample("film 1")
    report = await client.samples.create_many(named("film 1", "film 2"), project_id=new.project_id)
    assert [("failed", there.unique_id), ("created", report.rows[1].unique_id)] == [
        (row.state, row.unique_id) for row in report
    ]
    assert "existing='skip'" in report.failed[0].reason


async def test_a_second_run_makes_what_is_not_there(client, new):
    rows = named("film 1", "film 2", "film 3")
    first = await client.samples.create_many(rows[:2], project_id=new.project_id, existing="skip")
    second = await client.samples.create_many(rows, project_id=new.project_id, existing="skip")
    assert ["skipped", "skipped", "created"] == states(second)
    assert [row.unique_id for row in first] == [row.unique_id for row in second.skipped]
    assert ["film 1", "film 2", "film 3"] == await names(client, new)


async def test_rows_are_sent_several_at_a_time_and_reported_in_their_order(client, new):
    wanted = [f"film {number:02}" for number in range(20)]
    report = await client.samples.create_many(named(*wanted), project_id=new.project_id)
    assert list(range(1, 21)) == [row.number for row in report]
    made = {sample.unique_id: sample.sample_name async for sample in client.samples.list(project_id=new.project_id)}
    assert wanted == [made[row.unique_id] for row in report]


async def test_a_row_may_be_linked_to_the_record_of_an_earlier_one(client, new):
    identities = [new_mfid() for _ in range(12)]
    rows = [
        {"unique_id": identity, "sample_name": f"step {number}", "parents": identities[max(number - 1, 0) : number]}
        for number, identity in enumerate(identities)
    ]
    report = await client.samples.create_many(rows, project_id=new.project_id)
    assert ["created"] * 12 == states(report)
    assert [identities[4]] == [one.unique_id for one in await client.samples.list_parents(identities[5]).all()]


async def test_a_run_that_is_broken_off_says_how_far_it_came_and_the_same_call_goes_on(client, new):
    rows = named(*(f"film {number:02}" for number in range(20)))

    def stop(row):
        if row.number == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stopped:
        await client.samples.create_many(rows, project_id=new.project_id, on_row=stop)
    assert "has 20 rows to send. Known of 9 rows: 9 created." in stopped.value.__notes__[0]
    report = await client.samples.create_many(rows, project_id=new.project_id, existing="skip")
    assert (9, 11) == (len(report.skipped), len(report.created))
    assert [row["sample_name"] for row in rows] == await names(client, new)


async def test_an_update_finishes_what_was_begun(client, new):
    linked = new_mfid()
    rows = [{"sample_name": "film 1", "parents": [linked], "scientific_metadata": {"a": 1}, "sample_type": "film"}]
    first = await client.samples.create_many(rows, project_id=new.project_id)
    assert ["failed"] == states(first)
    await new.sample("wafer", unique_id=linked)
    second = await client.samples.create_many(rows, project_id=new.project_id, existing="update")
    assert [("updated", first.rows[0].unique_id, None)] == [(row.state, row.unique_id, row.reason) for row in second]
    assert [linked] == [one.unique_id for one in await client.samples.list_parents(first.rows[0].unique_id).all()]


async def test_an_update_changes_what_a_row_names_and_says_what_it_cannot(client, new):
    there = await new.dataset("run 7", measurement="XRD", data_type="pattern", scientific_metadata={"a": 1, "b": 1})
    row = {"unique_id": there.unique_id, "dataset_name": "run 8", "measurement": "XPS", "metadata.b": 2}
    rows = [{**row, "public": True, "keywords": "film"}]
    report = await client.datasets.from_table(rows, existing="update", project_id=new.project_id)
    assert [("updated", "Left as it is: public.")] == [(row.state, row.reason) for row in report]
    now = await client.datasets.get(there, include_metadata=True)
    assert ("run 8", "XPS", "pattern", False, {"a": 1, "b": 2}) == (
        now.dataset_name,
        now.measurement,
        now.data_type,
        now.public,
        now.scientific_metadata,
    )
    assert ["film"] == [word.keyword for word in await client.datasets.get_keywords(there)]


async def test_a_record_of_a_given_id_is_made_once(client, new):
    rows = [{"sample_name": "film 1", "unique_id": new_mfid()}]
    first = await client.samples.create_many(rows, project_id=new.project_id)
    second = await client.samples.create_many(rows, project_id=new.project_id)
    assert [("created", "failed")] == list(zip(states(first), states(second), strict=True))
    assert rows[0]["unique_id"] == first.rows[0].unique_id == second.rows[0].unique_id


async def test_a_name_of_several_records_is_not_updated(client, new):
    await new.sample("film 1")
    await new.sample("film 1")
    report = await client.samples.create_many(
        [{"sample_name": "film 1", "sample_type": "x"}], project_id=new.project_id, existing="update"
    )
    assert "Several samples have this name" in report.failed[0].reason


async def test_a_name_is_looked_for_in_its_project_alone(client, new, someone):
    await new.sample("film 1")
    ada = someone("ada")
    report = await ada.samples.create_many(named("film 1"))
    assert ["created"] == states(report)
    assert ["failed"] == states(await ada.samples.create_many(named("film 1")))


async def test_the_second_row_for_one_record_fails(client, new):
    identity = new_mfid()
    rows = [*named("film 1", "film 1"), *({"sample_name": name, "unique_id": identity} for name in "ab")]
    report = await client.samples.create_many(rows, project_id=new.project_id, existing="update")
    assert ["created", "failed", "created", "failed"] == states(report)
    assert ["same sample as row 1", "same sample as row 3"] == [row.reason[14:34] for row in report.failed]


async def test_a_dry_run_says_what_would_happen_and_changes_nothing(client, new):
    there = await new.sample("film 1", sample_type="foil")
    rows = [{"sample_name": "film 1", "sample_type": "film"}, *named("film 2"), {"unique_id": new_mfid()}]
    report = await client.samples.create_many(rows, project_id=new.project_id, existing="update", dry_run=True)
    assert [("updated", there.unique_id), ("created", None)] == [(row.state, row.unique_id) for row in report][:2]
    assert "needs a name" in report.failed[0].reason
    assert (True, ["film 1"]) == (report.dry_run, await names(client, new))
    assert "foil" == (await client.samples.get(there)).sample_type


@pytest.mark.parametrize("is_dry", [True, False])
async def test_rows_of_a_project_that_is_not_there_fail(client, is_dry):
    report = await client.samples.create_many(named("film 1"), project_id="no-such-project", dry_run=is_dry)
    assert ["failed"] == states(report)


async def test_a_dry_run_looks_for_what_the_rows_name(client, new):
    sample, dataset, instrument = await new.sample(), await new.dataset(), await new.instrument()
    rows = [
        {"dataset_name": "a", "samples": [sample], "parents": [dataset], "instrument_id": instrument},
        {"dataset_name": "b", "samples": [dataset]},
        {"dataset_name": "c", "children": [new_mfid()]},
        {"dataset_name": "d", "instrument_id": "no-such-instrument"},
        {"dataset_name": "e", "project_id": "no-such-project"},
        {"unique_id": dataset.unique_id, "samples": [new_mfid()]},
    ]
    report = await client.datasets.create_many(rows, project_id=new.project_id, existing="update", dry_run=True)
    assert ["created", *["failed"] * 5] == states(report)
    assert "no sample" in report.failed[0].reason


async def test_each_line_is_told_when_it_is_known(client, new):
    told = []
    report = await client.samples.create_many(named("film 1", "film 2"), project_id=new.project_id, on_row=told.append)
    assert list(report) == told


async def test_nothing_more_is_tried_when_the_key_is_refused(flavour, api_url):
    stranger = flavour.client(api_url, "wrong")
    report = await stranger.samples.create_many(named("film 1", "film 2"), project_id="any")
    assert ["failed", "failed"] == states(report)
    assert report.rows[1].reason.startswith("Not tried, after:")
