"""Instruments: their life, the people who look after them, and the service accounts that work at them."""

import pytest
import requests

from crucible.models import Dataset, Instrument


@pytest.fixture(scope="module")
def microscope(client):
    made = client.instruments.create(
        Instrument(
            instrument_id="titan-x",
            instrument_name="Titan X",
            location="Building 67",
            manufacturer="FEI",
            instrument_type="electron microscope",
        ),
        scientific_metadata={"voltage_kV": 300},
    )
    return made["unique_id"]


@pytest.fixture(scope="module")
def rosalind(join):
    return join("rosalind")


def test_an_instrument_is_found_by_slug_and_mfid(client, microscope, me):
    for found in (
        client.instruments.get("TITAN-x"),
        client.instruments.get(microscope),
        client.instruments.get(instrument_id="titan-x"),
        client.instruments.get(instrument_mfid=microscope),
        client.instruments.get(instrument_name="Titan X"),
    ):
        assert (microscope, "active", me) == (found["unique_id"], found["status"], found["owner"]["unique_id"])
    assert {"voltage_kV": 300} == client.instruments.get("titan-x", include_metadata=True)["scientific_metadata"]


def test_creating_it_again_gives_the_one_there_is(client, microscope):
    again = client.instruments.create({"instrument_id": "Titan-X", "instrument_name": "Other", "location": "x"})
    assert microscope == again["unique_id"]


def test_get_or_create_sends_no_identity(client, differs):
    with differs("get_or_create of instruments"):
        client.instruments.get_or_create("Titan X", location="Building 67")


def test_an_instrument_is_changed(client, microscope):
    assert "S/TEM" == client.instruments.update("titan-x", model="S/TEM")["model"]
    assert "S/TEM" == client.instruments.get(microscope)["model"]


def test_instruments_are_listed_and_searched(client, microscope):
    def mfids(found):
        return [each["unique_id"] for each in found]

    assert [microscope] == mfids(client.instruments.list(manufacturer="FEI", sort="name", direction="desc"))
    assert microscope in mfids(client.instruments.list(affiliation=["owner", "maintainer"], include_owner=True))
    assert [microscope] == mfids(client.instruments.search("electron microscpe", include_owner=True))
    assert [microscope] == mfids(client.instruments.search("titan", status="active", affiliation="owner"))


def test_only_active_instruments_are_listed_unless_asked(client):
    mfid = client.instruments.create({"instrument_id": "old-one", "instrument_name": "Old", "location": "Attic"})[
        "unique_id"
    ]
    assert "decommissioned" == client.instruments.set_status("old-one", "decommissioned")["status"]
    assert mfid not in [each["unique_id"] for each in client.instruments.list(limit=None)]
    assert [mfid] == [each["unique_id"] for each in client.instruments.list(status="decommissioned")]
    assert "decommissioned" == client.instruments.get("old-one")["status"]


def test_maintainers_come_change_and_go(client, microscope, rosalind):
    assert "editor" == client.instruments.add_user("titan-x", rosalind.email).permission
    assert "admin" == client.instruments.update_user_role(microscope, rosalind.id, "admin").permission
    assert ["owner", "admin"] == [each.permission for each in client.instruments.get_users("titan-x")]
    rosalind.client.instruments.set_status("titan-x", "maintenance")
    rosalind.client.instruments.set_status("titan-x", "active")
    client.instruments.remove_user("titan-x", rosalind.id)
    assert rosalind.client.instruments.get_users("titan-x") is None


def test_access_to_an_instrument_is_granted_and_revoked(client, microscope, rosalind):
    client.instruments.set_access("titan-x", "users", rosalind.id, "editor")
    assert rosalind.id in [each.principal_id for each in client.instruments.list_access(microscope)]
    client.instruments.revoke_access(microscope, "users", rosalind.id)
    assert rosalind.id not in [each.principal_id for each in client.instruments.list_access("titan-x")]


def test_an_instrument_is_published_under_each_name_of_it(client, microscope):
    for publish, withdraw in (
        (client.instruments.set_public, client.instruments.set_private),
        (client.instruments.publish, client.instruments.unpublish),
        (client.instruments.publish, client.instruments.unset_public),
    ):
        assert "viewer" == publish("titan-x").permission
        withdraw(microscope)
        assert "public" not in [each.principal_type for each in client.instruments.list_access("titan-x")]


def test_a_project_gets_access_to_an_instrument(client, microscope, project):
    client.instruments.add_access_group(microscope, "peer-project")
    assert project["unique_id"] in client.instruments.get_access_groups("titan-x")


def test_an_instrument_passes_to_another_owner(client, rosalind):
    client.instruments.create({"instrument_id": "to-pass", "instrument_name": "P", "location": "x"})
    assert rosalind.id == client.instruments.transfer_ownership("to-pass", rosalind.username).new_owner.unique_id
    client.instruments.transfer_ownership("to-pass", rosalind.username, confirm=True)
    assert rosalind.id == client.instruments.get("to-pass")["owner"]["unique_id"]


def test_a_service_account_at_an_instrument_contributes_to_its_datasets(client, api_url, project, microscope):
    robot = client.service_accounts.create("titan-robot")
    hands = type(client._subject)(api_url, robot["api_key"])
    made = client.datasets.create(Dataset(dataset_name="tilt series", project_id="peer-project"))["dsid"]
    with pytest.raises(requests.HTTPError, match="403"):
        hands.datasets.get(made)
    bound = client.instruments.bind_service_account("titan-x", robot["unique_id"])
    assert [robot["unique_id"]] == [each.unique_id for each in bound]
    assert [robot["unique_id"]] == [each.unique_id for each in client.instruments.list_service_accounts(microscope)]
    assert microscope == client.datasets.assign_instrument(made, instrument_id="titan-x").instrument.unique_id
    assert "Titan X" == hands.datasets.get(made)["instrument_name"]
    assert [] == client.instruments.unbind_service_account(microscope, robot["unique_id"])
    with pytest.raises(requests.HTTPError, match="403"):
        hands.datasets.get(made)
