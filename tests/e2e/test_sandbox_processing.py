"""Requests to make something of a dataset."""

from __future__ import annotations

import pytest

from crucible.ids import new_mfid

KINDS = ("carrier_segmentation", "insitu_spec_aggregation", "rga_analysis", "mosaic_stitch")


@pytest.mark.parametrize("kind", KINDS)
def test_each_request_is_noted_with_a_number_of_its_own(served, kind):
    mfid = served.admin.dataset()
    first, second = (served.admin.post(f"datasets/{mfid}/{kind}") for _ in range(2))
    assert (mfid, kind, served.admin.id) == (first["dsid"], first["kind"], first["requester_id"])
    assert second["id"] > first["id"]


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("contributor", 403), ("editor", 200), (None, 403)])
def test_processing_is_for_editors_of_the_dataset(served, role, status):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = ada.dataset()
    if role:
        ada.put(f"resources/{mfid}/access/users/bob", json={"permission": role})
    bob.post(f"datasets/{mfid}/mosaic_stitch", status)


def test_only_datasets_are_processed(served):
    for mfid in (served.admin.sample(), new_mfid()):
        served.admin.post(f"datasets/{mfid}/rga_analysis", 404)


def test_a_dataset_with_requests_can_be_deleted(served):
    mfid = served.admin.dataset()
    served.admin.post(f"datasets/{mfid}/rga_analysis")
    served.admin.delete(f"resources/{mfid}", force=True)
    served.admin.post(f"datasets/{mfid}/rga_analysis", 404)
