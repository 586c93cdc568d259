"""The end of records: requests, reviews, removal and what is kept of it."""

import pytest
import requests

from crucible.models import Sample


@pytest.fixture
def request_(client, dataset):
    return client.deletions.request(dataset, reason="test data")


def test_a_request_hides_the_record_until_it_is_rejected(client, dataset, request_, me):
    assert ("pending", dataset, "dataset", "test data", me) == tuple(
        request_[name] for name in ("status", "resource_id", "resource_type", "reason", "requester_id")
    )
    assert [] == client.datasets.list(unique_id=dataset)
    assert request_["id"] == client.deletions.get(request_["id"])["id"]
    rejected = client.deletions.reject(request_["id"], reviewer_notes="keep it")
    assert ("rejected", "keep it", me) == tuple(rejected[name] for name in ("status", "reviewer_notes", "reviewer_id"))
    assert [dataset] == [each["unique_id"] for each in client.datasets.list(unique_id=dataset)]


def test_requests_are_listed_by_scope_and_order(client, request_, project):
    for chosen in (
        {"status": "pending"}, {"scope": "submitted"}, {"scope": "reviewable", "status": "pending"},
        {"project_mfid": project["unique_id"]}, {"sort": "request_time", "direction": "desc"},
    ):  # fmt: skip
        assert request_["id"] in [each["id"] for each in client.deletions.list(limit=None, **chosen)], chosen
    assert request_["id"] not in [each["id"] for each in client.deletions.list(status="approved", limit=None)]


def test_what_is_approved_stays_hidden_and_is_removed_for_good(client, dataset, request_, me, project):
    with pytest.raises(requests.HTTPError, match="409"):
        client.deletions.delete(dataset)
    assert "approved" == client.deletions.approve(request_["id"], "agreed")["status"]
    assert [] == client.datasets.list(unique_id=dataset)
    assert dataset in client.deletions.delete(dataset)["detail"]
    with pytest.raises(requests.HTTPError, match="404"):
        client.datasets.get(dataset)
    (entry,) = client.deletions.list_deleted(resource_id=dataset)
    assert ("run", "test data", "agreed", me) == tuple(
        entry[name] for name in ("resource_name", "reason", "reviewer_notes", "requester_id")
    )
    assert entry == client.deletions.get_deleted(entry["id"])
    for chosen in (
        {"requester_id": me}, {"reviewer_id": me}, {"scope": "submitted"}, {"project_id": "peer-project"},
        {"project_mfid": project["unique_id"], "direction": "asc"},
    ):  # fmt: skip
        assert entry["id"] in [each["id"] for each in client.deletions.list_deleted(limit=None, **chosen)], chosen


def test_force_removes_at_once(client, project):
    mfid = client.samples.create(Sample(sample_name="gone", project_id="peer-project"))["unique_id"]
    client.deletions.delete(mfid, force=True)
    with pytest.raises(requests.HTTPError, match="404"):
        client.samples.get(mfid)
    assert ["gone"] == [each["resource_name"] for each in client.deletions.list_deleted(resource_id=mfid)]


def test_a_request_is_reviewed_once(client, request_):
    client.deletions.reject(request_["id"])
    with pytest.raises(requests.HTTPError, match="409"):
        client.deletions.approve(request_["id"])


def test_a_stranger_can_neither_ask_nor_see_nor_remove(client, dataset, ada):
    with pytest.raises(requests.HTTPError, match="403"):
        ada.client.deletions.request(dataset)
    with pytest.raises(requests.HTTPError, match="403"):
        ada.client.deletions.delete(dataset, force=True)
    assert [] == ada.client.deletions.list_deleted(resource_id=dataset)
