"""The store: transactions, search, merging, cursors' ground."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections import Counter
from pathlib import Path

import pytest

from crucible.sandbox.signing import Signer
from crucible.sandbox.store import Store
from crucible.sandbox.store.database import SCHEMA_VERSION, template
from crucible.sandbox.store.facets import BY_VALUE
from crucible.sandbox.store.grants import FEW, everything
from crucible.sandbox.store.selection import Slice
from crucible.sandbox.store.words import find_names, merged, metadata_text


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "crucible.db")
    yield store
    store.close()


def named(store, *names: str) -> dict[str, int]:
    with store.db.write():
        return {name: store.resources.create("sample", name=name, data={}).id for name in names}


def test_a_failed_transaction_leaves_nothing(store):
    with pytest.raises(KeyError), store.db.write():
        store.resources.create("sample", name="a", data={})
        raise KeyError
    assert 0 == store.resources.count(everything())


def test_a_transaction_that_cannot_be_committed_leaves_nothing_and_the_next_one_can(store):
    done: list[str] = []
    with pytest.raises(sqlite3.IntegrityError), store.db.write():
        store.db.run("PRAGMA defer_foreign_keys = ON")
        store.db.run("INSERT INTO keyword (dataset, keyword) VALUES (999, 'orphan')")
        store.db.after_commit(lambda: done.append("too early"))
    named(store, "a")
    assert (1, []) == (store.resources.count(everything()), done)


def test_an_inner_transaction_belongs_to_the_outer_one(store):
    with pytest.raises(KeyError), store.db.write():
        with store.db.write():
            store.resources.create("sample", name="a", data={})
        raise KeyError
    assert 0 == store.resources.count(everything())


def test_others_see_a_change_only_when_it_is_committed(store):
    seen = []

    def count() -> None:
        seen.append(store.resources.count(everything()))

    with store.db.write():
        store.resources.create("sample", name="a", data={})
        count()
        other = threading.Thread(target=count)
        other.start()
        other.join()
    count()
    assert [1, 0, 1] == seen


def test_a_reader_sees_one_state_however_long_it_looks(store):
    def add() -> None:
        named(store, "a")

    with store.db.read():
        before = store.resources.count(everything())
        other = threading.Thread(target=add)
        other.start()
        other.join()
        assert before == store.resources.count(everything())
    assert before + 1 == store.resources.count(everything())


def test_writers_of_many_threads_wait_for_each_other(store):
    def add() -> None:
        for _ in range(20):
            named(store, "a")

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 160 == store.resources.count(everything())


def test_a_change_outside_of_a_transaction_is_a_mistake_of_the_program(store):
    with pytest.raises(RuntimeError, match="outside of a transaction"):
        store.db.run("DELETE FROM resource")


def test_what_waits_for_a_commit_is_done_after_it_or_never(store):
    done = []
    with store.db.write():
        store.db.after_commit(lambda: done.append("first"))
        assert [] == done
    with pytest.raises(KeyError), store.db.write():
        store.db.after_commit(lambda: done.append("second"))
        raise KeyError
    with store.db.write():
        pass
    assert ["first"] == done


def test_the_schema_is_made_once_and_carries_its_version(tmp_path):
    for _ in range(2):
        store = Store(tmp_path / "crucible.db")
        assert SCHEMA_VERSION == store.db.number("PRAGMA user_version")
        store.close()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("perovskite", ["perovskite film", "perovskites"]),
        ("perovksite", ["perovskites", "perovskite film"]),
        ("silcon", ["silicon wafer"]),
        ("wafer silicon", ["silicon wafer"]),
        ("graphene", []),
        ("100%", ["100% humidity"]),
        ("a_b", []),
    ],
)
def test_names_are_found_by_likeness_and_the_most_like_first(store, typed, expected):
    numbers = named(store, "perovskite film", "perovskites", "silicon wafer", "100% humidity", "axb")
    found = find_names(store.db, typed, everything("sample"), 10)
    names = {number: name for name, number in numbers.items()}
    assert sorted(expected) == sorted(names[number] for number in found)


def test_an_exact_part_of_a_name_comes_before_a_mere_likeness(store):
    numbers = named(store, "run seven", "run sevens and more of the kind", "ran sven")
    assert numbers["run seven"] == find_names(store.db, "run seven", everything("sample"), 10)[0]


@pytest.fixture
def no_template():
    """What each process makes once is made anew for the test, and once more after it."""
    template.cache_clear()
    yield
    template.cache_clear()


def test_names_are_found_without_an_index_of_trigrams(tmp_path, monkeypatch, no_template):
    real = sqlite3.connect

    class OldConnection(sqlite3.Connection):
        """SQLite as it was before release 3.34."""

        def execute(self, sql, *values):
            if "trigram'" in sql:
                raise sqlite3.OperationalError("no such tokenizer: trigram")
            return super().execute(sql, *values)

    monkeypatch.setattr(sqlite3, "connect", lambda *args, **options: real(*args, factory=OldConnection, **options))
    store = Store(tmp_path / "crucible.db")
    numbers = named(store, "perovskite film", "100% humidity", "silicon")
    assert not store.db.has_trigrams
    assert [numbers["perovskite film"]] == find_names(store.db, "ROVSK", everything("sample"), 10)
    assert [numbers["100% humidity"]] == find_names(store.db, "0% h", everything("sample"), 10)
    assert [] == find_names(store.db, "%", everything("sample"), 10)[1:]
    store.close()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"a": 1}, {"a": 1}),
        ({"a": 1}, {}, {"a": 1}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}, {"a": {"b": 3, "c": 2}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        ({"a": {"b": 2}}, {"a": None}, {"a": None}),
    ],
)
def test_metadata_is_merged_by_objects_and_replaced_otherwise(old, new, expected):
    assert expected == merged(old, new)


def test_merging_changes_neither_of_its_documents():
    old, new = {"a": {"b": {"c": 1}}}, {"a": {"b": {"d": 2}}}
    merged(old, new)
    assert ({"a": {"b": {"c": 1}}}, {"a": {"b": {"d": 2}}}) == (old, new)


def test_the_words_of_metadata_are_keys_and_values_in_order():
    assert "scan start 5 steps 1 true null note done" == metadata_text(
        {"scan": {"start": 5, "steps": [1, True, None]}, "note": "done"}
    )


def test_the_plans_of_common_lists_use_their_indexes(store):
    from crucible.sandbox.store import conditions

    cases = {
        "resource_newest": everything("dataset"),
        "resource_by_project": everything("dataset"),
        "resource_by_owner": everything("dataset"),
        "dataset_by_measurement": everything("dataset"),
        "sample_by_type": everything("sample"),
    }
    conditions.in_project(cases["resource_by_project"], 1, "x", "assigned")
    conditions.equals(cases["resource_by_owner"], "owner", "x")
    conditions.equals(cases["dataset_by_measurement"], "measurement", "XRD")
    conditions.equals(cases["sample_by_type"], "sample_type", "film")
    for index, chosen in cases.items():
        sql = f"EXPLAIN QUERY PLAN SELECT r.* FROM resource r {chosen.sql()} ORDER BY r.mfid DESC LIMIT 100"
        plan = " ".join(row["detail"] for row in store.db.all(sql, *chosen.values))
        assert index in plan
        assert "TEMP B-TREE" not in plan


def test_long_lists_of_what_somebody_may_read_are_made_without_visiting_rows(store):
    from crucible.sandbox.store import conditions

    with store.db.write():
        store.accounts.create(unique_id="ada", username="ada")
        for _ in range(FEW + 1):
            store.resources.create("dataset", owner="ada", data={})
    indexes = {
        None: "resource_newest",
        "measurement": "dataset_by_measurement",
        "data_format": "dataset_by_format",
        "session_name": "dataset_by_session",
        "owner": "resource_by_owner",
        "project": "resource_by_project",
        "public": "resource_public",
    }
    for filtered_by, index in indexes.items():
        chosen = store.grants.readable("ada", "dataset")
        if filtered_by is not None:
            conditions.equals(chosen, filtered_by, 1)
        count, page = (
            [row["detail"] for row in store.db.all(f"EXPLAIN QUERY PLAN SELECT {sql}", *chosen.values)]
            for sql in (
                f"count(*) FROM resource r {chosen.sql()}",
                f"r.id FROM resource r {chosen.sql()} ORDER BY r.mfid DESC LIMIT 100",
            )
        )
        # SQLite before 3.41 does not call an index on an expression covering, but reads from it what it holds.
        covering = "INDEX" if index.startswith("dataset_by") else "COVERING INDEX"
        assert page[0].startswith((f"SEARCH r USING {covering} {index} ", f"SEARCH r USING COVERING INDEX {index} "))
        assert count[0].startswith((f"SEARCH r USING {covering} ", "SEARCH r USING COVERING INDEX "))
        assert "USE TEMP B-TREE FOR ORDER BY" not in page


def test_words_are_looked_up_before_what_somebody_may_read(store):
    chosen = store.grants.readable("ada", "dataset")
    sql = f"""EXPLAIN QUERY PLAN SELECT r.id FROM metadata_words w CROSS JOIN resource r ON r.id = w.rowid
        {chosen.sql()} AND w.body MATCH 'x' ORDER BY w.rank"""
    plan = [row["detail"] for row in store.db.all(sql, *chosen.values)]
    assert plan[0].startswith("SCAN w VIRTUAL TABLE")


@pytest.mark.parametrize("records", [12, FEW + 1])
def test_lists_show_what_there_is_a_role_for_however_much_that_is(store, records):
    choice = random.Random(records)  # noqa: S311
    with store.db.write():
        people = [store.accounts.create(username=f"user-{number}").unique_id for number in range(4)]
        robot = store.accounts.create(username="robot", is_service_account=True).unique_id
        projects, instruments = (
            [store.resources.create(kind, slug=f"{kind}-{n}", owner=choice.choice(people), data={}) for n in range(3)]
            for kind in ("project", "instrument")
        )
        store.instrument_accounts.bind(instruments[0].id, robot)
        for project in projects[:2]:
            store.grants.set(choice.choice(people), project, 1)
        public = [store.resources.create("sample", owner=people[0], public=True, data={}) for _ in range(records - 12)]
        datasets = [
            store.resources.create("dataset", owner=choice.choice(people), project=choice.choice(projects).id, data={})
            for _ in range(12)
        ]
        principals = [*people, robot, *(resource.mfid for resource in (*projects, *instruments))]
        for dataset in datasets:
            store.grants.set(choice.choice(principals), dataset, choice.randrange(1, 5))
        store.grants.set(instruments[0].mfid, datasets[0], 2)
    for account in (*people, robot):
        shown = {resource.mfid for resource in store.resources.every(store.grants.readable(account))}
        everybody_s = {resource.mfid for resource in (*instruments, *public)}
        assert shown == everybody_s | {
            resource.mfid for resource in (*projects, *datasets) if store.grants.role(account, resource)
        }
        limited = everything("dataset")
        store.grants.only_readable(limited, account)
        assert store.resources.mfids(limited) == store.resources.mfids(store.grants.readable(account, "dataset"))
        assert len(instruments) == store.resources.count(store.grants.readable(account, "instrument"))
        owned, _ = store.facets.page("owner", "dataset", store.grants.readable(account, "dataset"), BY_VALUE, Slice(9))
        readable = [store.resources.get(mfid) for mfid in store.resources.mfids(limited)]
        assert Counter(dataset.owner for dataset in readable) == {bucket.value: bucket.count for bucket in owned}


def test_a_signature_covers_method_path_query_and_headers():
    signer = Signer(b"s" * 32)
    from urllib.parse import parse_qsl, urlsplit

    link = urlsplit(signer.sign("PUT", "/bucket/a b", query={"part": "1"}, headers={"x-goog-hash": "crc32c=A"}))
    query = dict(parse_qsl(link.query, keep_blank_values=True))
    headers = {"x-goog-hash": "crc32c=A", "accept": "*/*"}
    assert "/bucket/a%20b" == link.path
    assert signer.refusal("PUT", "/bucket/a b", query, headers) is None
    wrong = [
        ("GET", "/bucket/a b", query, headers),
        ("PUT", "/bucket/a", query, headers),
        ("PUT", "/bucket/a b", {**query, "part": "2"}, headers),
        ("PUT", "/bucket/a b", query, {"x-goog-hash": "crc32c=B"}),
        ("PUT", "/bucket/a b", query, {}),
        ("PUT", "/bucket/a b", {**query, "X-Goog-SignedHeaders": ""}, headers),
    ]
    assert ["SignatureDoesNotMatch"] * len(wrong) == [signer.refusal(*request) for request in wrong]
    assert "SignatureDoesNotMatch" == Signer(b"t" * 32).refusal("PUT", "/bucket/a b", query, headers)
    assert "AccessDenied" == signer.refusal("PUT", "/bucket/a b", {}, headers)


def test_sql_stands_in_the_store_only():
    import crucible.sandbox

    root = Path(crucible.sandbox.__file__).parent
    elsewhere = [path for path in root.rglob("*.py") if "store" not in path.parts]
    words = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "json_extract")
    assert [] == [(path.name, word) for path in elsewhere for word in words if word in path.read_text("utf-8")]
