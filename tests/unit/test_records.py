"""Records as values, as mappings, and as what a notebook shows."""

import copy
import json
import pickle
from datetime import UTC, datetime

import pytest

from crucible import records
from crucible.errors import UnexpectedResponseError, UsageError
from crucible.records import (
    Dataset,
    DownloadLink,
    Graph,
    Health,
    IngestionRequest,
    Link,
    Sample,
)

SITE = "https://crucible.example.org/explore"
WIRE = {
    "unique_id": "0tkn2knjast3h0008nyq9zps2c",
    "dataset_name": "run <7>",
    "measurement": None,
    "timestamp": "2026-08-01T10:00:00Z",
    "creation_time": "2026-08-01T10:05:00",
    "project_id": "demo-project",
    "project": {"unique_id": "0td7evvtg5wb90005k1j97ak94", "project_id": "demo-project", "title": "Demo"},
    "links": [{"unique_id": "0swqzb3a1sthv000xd8kta0vrw", "resource_type": "sample", "direction": "undirected"}],
    "scientific_metadata": {"scan": {"steps": [1, 2]}, "big": 123456789012345678901234567890},
    "colour": {"name": "red"},
}


def dataset(**changes):
    return Dataset(copy.deepcopy({**WIRE, **changes}), SITE)


def test_attributes_are_typed():
    record = dataset()
    assert (datetime(2026, 8, 1, 10, tzinfo=UTC), "Demo", "associated") == (
        record.timestamp,
        record.project.title,
        record.links[0].relationship,
    )


def test_a_time_without_an_offset_is_utc():
    assert datetime(2026, 8, 1, 10, 5, tzinfo=UTC) == dataset().creation_time


@pytest.mark.parametrize("name", ["measurement", "data_type", "owner", "capabilities"])
def test_null_and_missing_fields_are_none(name):
    assert getattr(dataset(), name) is None


def test_the_mapping_has_exactly_what_was_sent():
    assert dict(dataset()) == WIRE


def test_the_mapping_has_the_text_of_a_time_as_sent():
    assert dataset()["timestamp"] == "2026-08-01T10:00:00Z"


def test_the_mapping_lacks_what_was_not_sent():
    record = dataset()
    assert ("data_type" in record, record.get("data_type", 5)) == (False, 5)


def test_to_dict_is_a_plain_dictionary_that_json_takes():
    plain = dataset().to_dict()
    assert (dict, WIRE) == (type(plain), json.loads(json.dumps(plain)))


def test_unknown_fields_are_kept_in_extra():
    assert {"colour": {"name": "red"}} == dataset().extra


@pytest.mark.parametrize(
    "reach",
    [
        lambda record: record.scientific_metadata["scan"],
        lambda record: record["scientific_metadata"]["scan"],
        lambda record: record.to_dict()["scientific_metadata"]["scan"],
        lambda record: record.extra["colour"],
    ],
)
def test_what_a_record_hands_out_can_be_changed_without_changing_it(reach):
    record = dataset()
    reach(record)["more"] = 1
    assert record == dataset()


def test_a_field_cannot_be_set():
    with pytest.raises(AttributeError, match="is a value"):
        dataset().dataset_name = "other"


def test_an_item_cannot_be_set():
    with pytest.raises(TypeError):
        dataset()["dataset_name"] = "other"


def test_a_field_cannot_be_deleted():
    with pytest.raises(AttributeError):
        del dataset().dataset_name


def pickled(record):
    return pickle.loads(pickle.dumps(record))  # noqa: S301


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, pickled])
def test_copies_are_equal_and_keep_their_address(way):
    record = dataset()
    assert (record, record.url) == (way(record), way(record).url)


def test_records_compare_by_content_and_kind():
    assert [True, False, False] == [
        dataset() == dataset(),
        dataset() == dataset(dataset_name="other"),
        Dataset({"unique_id": "a"}) == Sample({"unique_id": "a"}),
    ]


@pytest.mark.parametrize("kind", [records.User, records.AccessGrant, records.Facet])
def test_records_that_nothing_is_needed_of_have_hashes_of_their_own(kind):
    name = next(iter(kind._fields))
    needed = dict.fromkeys(("principal_id", "principal_type", "permission", "count"), "x")
    assert 10 == len({hash(kind({**needed, name: f"value {number}"})) for number in range(10)})


def test_equal_records_count_once_in_a_set():
    assert len({dataset(), dataset(), dataset(unique_id="0swqzb3a1sthv000xd8kta0vrw")}) == 2


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (dataset(), f"{SITE}/demo-project/datasets/0tkn2knjast3h0008nyq9zps2c"),
        (dataset(project_id=None), f"{SITE}/demo-project/datasets/0tkn2knjast3h0008nyq9zps2c"),
        (dataset(project_id=None, project=None), None),
        (Dataset(dict(WIRE)), None),
        (Sample({"unique_id": "a", "project_id": "p"}, SITE), f"{SITE}/p/samples/a"),
        (records.Instrument({"unique_id": "a"}, SITE), f"{SITE}/instrument/a"),
        (records.Project({"unique_id": "a", "project_id": "p"}, SITE), f"{SITE}/p/"),
        (Sample({"unique_id": "a", "project_id": "../p?"}, SITE), f"{SITE}/..%2Fp%3F/samples/a"),
        (records.Project({"unique_id": "a", "project_id": "p"}), None),
    ],
)
def test_a_record_has_a_web_address_where_there_is_an_explorer_and_a_project(record, expected):
    assert expected == record.url


def test_repr_shows_what_identifies_a_record():
    assert "Dataset(unique_id='0tkn2knjast3h0008nyq9zps2c', dataset_name='run <7>', " in repr(dataset())


@pytest.mark.parametrize(
    ("record", "call"),
    [
        (dataset(), "client.datasets.update(dataset, name_of_a_field=value)"),
        (Sample({"unique_id": "a"}), "client.samples.update(sample, name_of_a_field=value)"),
        (records.User({"unique_id": "a"}), "client.users.update(user, name_of_a_field=value)"),
    ],
)
def test_a_plain_record_names_the_call_that_changes_it(record, call):
    with pytest.raises(AttributeError) as raised:
        record.update({"dataset_name": "other"})
    assert str(raised.value).endswith(call)


@pytest.mark.parametrize(
    ("record", "name"),
    [(dataset(), "dataset_nam"), (dataset(), "files"), (Link({"unique_id": "a", "resource_type": "sample"}), "update")],
)
def test_what_a_record_does_not_have_is_an_attribute_error(record, name):
    with pytest.raises(AttributeError, match=f"has no attribute '{name}'"):
        getattr(record, name)


@pytest.mark.parametrize("show", [repr, str, lambda link: link._repr_html_(), lambda link: str(link.extra)])
def test_a_signed_address_is_not_shown(show):
    link = DownloadLink({"url": "https://storage.example.org/a?signature=planted", "expires_in": 3600})
    assert "planted" not in show(link)


def test_a_signed_address_is_there_for_those_who_ask():
    link = DownloadLink({"url": "https://storage.example.org/a?signature=x", "expires_in": 3600})
    assert link.url == link["url"] == "https://storage.example.org/a?signature=x"


@pytest.mark.parametrize("wire", [None, [], "text", {}, {"unique_id": None}])
def test_what_is_no_record_is_refused(wire):
    with pytest.raises(UnexpectedResponseError):
        Dataset(wire)


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ({"direction": "source"}, "parent"),
        ({"direction": "target"}, "child"),
        ({"direction": "undirected"}, "associated"),
        ({"direction": "sideways"}, None),
        ({}, None),
    ],
)
def test_a_link_answers_the_relationship_of_v2(wire, expected):
    link = Link({"unique_id": "a", "resource_type": "sample", **wire})
    assert (expected, expected) == (link["relationship"], link.relationship)


def test_a_link_of_v2_answers_its_own_relationship_as_an_item():
    assert Link({"unique_id": "a", "resource_type": "sample", "relationship": "child"})["relationship"] == "child"


@pytest.mark.parametrize(
    "wire",
    [
        {"status": "ok", "build": {"api_version": "3.0.0"}, "database": {"status": "ok", "latency_ms": 1.5}},
        {"status": "ok", "db": "ok", "db_ms": 1.5, "version": "3.0.0"},
    ],
)
def test_health_answers_the_flat_names_for_both_shapes(wire):
    health = Health(wire)
    flat = {name: health[name] for name in ("status", "db", "db_ms", "version")}
    assert {"status": "ok", "db": "ok", "db_ms": 1.5, "version": "3.0.0"} == flat
    assert (health.db, health.db_ms, health.version) == ("ok", 1.5, "3.0.0")


@pytest.mark.parametrize(
    ("status", "finished", "failed"),
    [
        ("requested", False, False),
        ("started", False, False),
        ("in_progress", False, False),
        ("thinking", False, False),
        (None, False, False),
        ("complete", True, False),
        ("completed", True, False),
        ("not_requested", True, False),
        ("failed", True, True),
        ("not supported", True, True),
        ("file not found", True, True),
        ("file too large", True, True),
    ],
)
def test_every_state_of_an_ingestion_is_classified(status, finished, failed):
    request = IngestionRequest({"id": 1, "status": status})
    assert (finished, failed) == (request.is_finished, request.is_failed)


def node(identity, kind):
    return {"id": identity, "name": identity.upper(), "entity_type": kind}


def graph(edges, spelling="edges"):
    names = sorted({end for edge in edges for end in edge})
    nodes = [node(name, "dataset" if name.startswith("d") else "sample") for name in names]
    return Graph({"nodes": nodes, spelling: [{"source": source, "target": target} for source, target in edges]})


@pytest.mark.parametrize("spelling", ["edges", "links"])
def test_a_graph_reads_both_spellings_of_its_edges(spelling):
    assert [("a", "b")] == [(edge.source, edge.target) for edge in graph([("a", "b")], spelling).edges]


@pytest.mark.parametrize("spelling", ["edges", "links"])
def test_the_mapping_answers_the_edges_of_either_spelling_as_sent(spelling):
    family = graph([("a", "b")], spelling)
    assert [{"source": "a", "target": "b"}] == family["edges"] == family["links"]
    assert {} == family.extra


def test_a_tree_has_samples_above_their_datasets_and_names_nobody_twice_in_full():
    expected = """\
sample A [a]
└─ sample C [c]
   ├─ dataset D [d]
   │  └─ dataset D2 [d2]
   └─ sample E [e]
sample B [b]
└─ sample C [c] (see above)"""
    assert expected == graph([("a", "c"), ("b", "c"), ("d", "c"), ("d", "d2"), ("c", "e")]).tree()


FAMILY = [("a", "c"), ("b", "c"), ("d", "c"), ("d", "d2"), ("c", "e")]


@pytest.mark.parametrize(
    ("identity", "depth", "ancestors", "descendants"),
    [
        ("d2", None, ["d", "c", "a", "b"], []),
        ("d2", 1, ["d"], []),
        ("d2", 2, ["d", "c"], []),
        ("c", None, ["a", "b"], ["d", "e", "d2"]),
        ("c", 1, ["a", "b"], ["d", "e"]),
        ("a", None, [], ["c", "d", "e", "d2"]),
    ],
)
def test_a_graph_knows_what_came_from_what(identity, depth, ancestors, descendants):
    family = graph(FAMILY)
    assert (ancestors, descendants) == (
        [node.id for node in family.ancestors(identity, depth)],
        [node.id for node in family.descendants(identity, depth)],
    )


def test_a_record_of_the_graph_is_given_as_such_or_by_its_id():
    family = graph(FAMILY)
    ways = ["d", family.nodes[3], Dataset({"unique_id": "d"})]
    assert [["d2"]] * 3 == [[node.id for node in family.descendants(way)] for way in ways]


def test_what_is_not_in_the_graph_has_no_ancestors_there():
    with pytest.raises(UsageError, match="not in the graph"):
        graph(FAMILY).ancestors("nobody")


def test_the_ancestors_in_a_ring_end():
    assert ["b"] == [node.id for node in graph([("a", "b"), ("b", "a")]).ancestors("a")]


@pytest.mark.parametrize("depth", [0, -1])
def test_a_depth_that_leads_nowhere_is_refused(depth):
    with pytest.raises(UsageError, match="leads nowhere"):
        graph(FAMILY).descendants("a", depth)


def test_a_tree_of_a_ring_ends():
    assert graph([("a", "b"), ("b", "a")]).tree().splitlines()[0] == "sample A [a]"


def test_a_tree_of_a_long_chain_is_drawn():
    chain = [(f"s{number:05}", f"s{number + 1:05}") for number in range(3000)]
    lines = graph(chain).tree().splitlines()
    assert 3001 == len({line.partition("[")[2].partition("]")[0] for line in lines})
    assert max(map(len, lines)) < 100  # or a tree of 10,000 would be 300 MB


def test_a_tree_of_a_parent_with_very_many_children_is_drawn():
    """In quadratic time this would take hours."""
    wide = graph([("s", f"s{number}") for number in range(100_000)])
    assert 100_001 == len(wide.tree().splitlines())
