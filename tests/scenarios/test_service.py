"""The service itself, whose key it is, whose rights are used, and requests of one's own."""

import pytest

from crucible import errors


async def test_a_healthy_service_answers_the_flat_names_too(client):
    health = await client.health()
    assert ("ok", "ok", health.build.api_version) == (health["status"], health["db"], health["version"])
    assert "ok" == (await client.live()).status


async def test_a_degraded_service_is_an_answer(client, served):
    served.sandbox.faults.add("degraded")
    try:
        health = await client.health()
    finally:
        served.sandbox.faults.clear()
    assert ("degraded", "error") == (health.status, health.db)


async def test_health_needs_no_valid_key(api_url, flavour):
    stranger = flavour.client(api_url, "not-a-key")
    assert "ok" == (await stranger.health()).status
    with pytest.raises(errors.AuthenticationError):
        await stranger.whoami()


async def test_whoami_names_the_account(client, someone):
    ada = someone("ada")
    assert ada.person.id == (await ada.whoami()).user_unique_id
    assert (await client.whoami()).user_info.username == "admin"


async def test_a_request_of_ones_own(client, new):
    made = await new.dataset("run 7")
    params = {"project_id": new.project_id, "limit": 5, "owner_id": None}
    found = await client.request("get", "/datasets", params=params)
    assert [made.unique_id] == [item["unique_id"] for item in found["items"]]
    changed = await client.request("PATCH", f"datasets/{made.unique_id}", json={"measurement": "XRD"})
    assert "XRD" == changed["measurement"] == (await client.datasets.get(made)).measurement
    with pytest.raises(errors.NotFoundError):
        await client.request("GET", "datasets/0000000000000000000000000a")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "https://example.org/x"),
        ("GET", "//example.org/x"),
        ("GET", "../v2/datasets"),
        ("GET", "datasets/../account"),
        ("GET", ""),
        ("GET", "a\nb"),
        ("GET", "datasets?limit=1"),
        ("LOOK", "datasets"),
        (None, "datasets"),
        ("GET", None),
    ],
)
async def test_a_request_that_leads_elsewhere_is_refused(client, method, path):
    with pytest.raises(errors.UsageError):
        await client.request(method, path)


async def mode(client):
    return (await client.request("GET", "account/profile"))["authorization"]["effective_privilege_mode"]


async def test_an_administrators_rights_are_used_inside_the_block_only(client):
    before = await mode(client)
    with client.elevated():
        inside = await mode(client)
        with client.elevated():
            pass
        after_inner = await mode(client)
    assert ("normal", "elevated", "elevated", "normal") == (before, inside, after_inner, await mode(client))


async def test_another_clients_requests_are_not_elevated(client, someone):
    ada = someone("ada")
    with client.elevated():
        assert "normal" == await mode(ada)


async def test_whoever_is_no_administrator_cannot_elevate(someone):
    ada = someone("ada")
    with ada.elevated(), pytest.raises(errors.PermissionDeniedError) as caught:
        await ada.whoami()
    assert "client.elevated" not in str(caught.value)


async def test_a_refusal_tells_an_administrator_how_to_get_through(client, someone):
    ada = someone("ada")
    theirs = await ada.samples.create(sample_name="theirs")
    with pytest.raises(errors.PermissionDeniedError, match=r"with client\.elevated\(\)"):
        await client.samples.update(theirs.unique_id, description="mine")
    with pytest.raises(errors.PermissionDeniedError, match=r"with client\.elevated\(\)"):
        await client.request("GET", f"samples/{theirs.unique_id}")
    with client.elevated():
        assert "mine" == (await client.samples.update(theirs.unique_id, description="mine")).description


async def test_a_refusal_tells_others_nothing_about_that(client, new, someone):
    made = await new.sample(public=True)
    with pytest.raises(errors.PermissionDeniedError) as caught:
        await someone("ada").samples.update(made.unique_id, description="mine")
    assert "elevated" not in str(caught.value)
