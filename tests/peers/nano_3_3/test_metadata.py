"""Scientific metadata, which every namespace of the client can read, merge, replace and search."""

import pytest
import requests

NAMESPACES = (
    "access_groups", "account", "datasets", "deletions", "files", "graphs", "ingestions", "instruments", "print",
    "projects", "samples", "service_accounts", "users",
)  # fmt: skip


def content(answer):
    return answer["scientific_metadata"]


@pytest.mark.parametrize("name", NAMESPACES)
def test_metadata_is_merged_replaced_and_searched(client, project, dataset, name):
    namespace = getattr(client, name)
    mfid = project["unique_id"] if name == "projects" else dataset
    if name == "instruments":
        mfid = client.instruments.create({"instrument_id": "md-1", "instrument_name": "M", "location": "x"})[
            "unique_id"
        ]
    namespace.replace_scientific_metadata(mfid, {"anneal": {"time": 5}, "gas": "argon"})
    merged = namespace.update_scientific_metadata(mfid, {"anneal": {"temperature": 300}, "marks": [1, 2]})
    expected = {"anneal": {"time": 5, "temperature": 300}, "gas": "argon", "marks": [1, 2]}
    assert expected == content(merged) == content(namespace.get_scientific_metadata(mfid))
    word = f"sintered{name.replace('_', '')}"
    assert {"state": word} == content(namespace.replace_scientific_metadata(mfid, {"state": word}))
    (hit,) = namespace.search_metadata(word)
    assert (mfid, {"state": word}) == (hit["unique_id"], hit["scientific_metadata"])
    assert [mfid] == [each["unique_id"] for each in namespace.search_scientific_metadata(word)]


def test_metadata_is_replaced_by_update_with_overwrite(client, dataset):
    client.datasets.update_scientific_metadata(dataset, {"old": 1})
    assert {"new": 2} == content(client.datasets.update_scientific_metadata(dataset, {"new": 2}, overwrite=True))


def test_there_is_none_until_some_is_written(client, dataset):
    assert client.datasets.get_scientific_metadata(dataset) is None


def test_metadata_that_is_there_is_not_created_again(client, dataset):
    client.datasets.update_scientific_metadata(dataset, {"first": True})
    with pytest.raises(requests.HTTPError, match="409"):
        client._request("post", f"/resources/{dataset}/metadata", json={"second": True})


def test_words_are_found_by_their_stem_and_only_together(client, dataset):
    client.datasets.update_scientific_metadata(dataset, {"note": "slowly crystallizing droplets", "n": 42})
    assert [dataset] == [each["unique_id"] for each in client.samples.search_metadata("crystallized droplet")]
    assert [] == client.samples.search_metadata("crystallized meteorite")


def test_what_may_not_be_read_is_not_found(client, dataset, ada):
    client.datasets.update_scientific_metadata(dataset, {"note": "confidentialissima"})
    assert [] == ada.client.datasets.search_metadata("confidentialissima")
    assert [dataset] == [each["unique_id"] for each in client.datasets.search_metadata("confidentialissima")]
