"""Requests of one's own, by `client.request` and by the generated client: as any other of the client's requests."""

import logging

import pytest
from crucible_api.api.account import get_account, get_profile
from crucible_api.api.datasets import get_dataset, update_dataset
from crucible_api.api.samples import create_sample, list_samples
from crucible_api.models import DatasetUpdate, SampleCreate

from crucible import AsyncCrucibleClient, errors

NOBODY = "0000000000000000000000000a"
WAYS = ["request", "api"]


async def generated(client, endpoint, *arguments, **options):
    """Call a generated function as its user would, and return the answer as a JSON value."""
    if isinstance(client, AsyncCrucibleClient):
        answer = await endpoint.asyncio(*arguments, client=client.api, **options)
    else:
        answer = endpoint.sync(*arguments, client=client.api, **options)
    return answer.to_dict()


async def account(client, way):
    return await (client.request("GET", "account") if way == "request" else generated(client, get_account))


async def dataset(client, way, identity):
    path = f"datasets/{identity}"
    return await (client.request("GET", path) if way == "request" else generated(client, get_dataset, identity))


async def change(client, way, identity, measurement):
    if way == "request":
        return await client.request("PATCH", f"datasets/{identity}", json={"measurement": measurement})
    return await generated(client, update_dataset, identity, body=DatasetUpdate(measurement=measurement))


async def sample(client, way, name):
    if way == "request":
        return await client.request("POST", "samples", json={"sample_name": name})
    return await generated(client, create_sample, body=SampleCreate(sample_name=name))


@pytest.fixture
def faults(served):
    yield served.sandbox.faults
    served.sandbox.faults.clear()


@pytest.mark.parametrize("way", WAYS)
async def test_the_key_is_the_clients(client, someone, way):
    ada = someone("ada")
    for one in (client, ada):
        assert (await one.whoami()).user_unique_id == (await account(one, way))["user_unique_id"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_wrong_key_is_the_same_error(api_url, flavour, way):
    with pytest.raises(errors.AuthenticationError) as caught:
        await account(flavour.client(api_url, "planted-key"), way)
    assert (401, True, False) == (caught.value.status, bool(caught.value.hint), "planted" in str(caught.value))


@pytest.mark.parametrize("api_url", ["v3"], indirect=True)
@pytest.mark.parametrize("way", WAYS)
async def test_the_rights_are_those_of_the_block(client, way):
    async def mode():
        if way == "request":
            profile = await client.request("GET", "account/profile")
        else:
            profile = await generated(client, get_profile)
        return profile["authorization"]["effective_privilege_mode"]

    before = await mode()
    with client.elevated():
        inside = await mode()
    assert ("normal", "elevated", "normal") == (before, inside, await mode())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "fault",
    [("reset", {"when": "before"}), ("reset", {"when": "after"}), ("answer", {"status": 503, "retry_after": 0})],
    ids=str,
)
async def test_what_only_reads_is_sent_again(client, new, faults, way, fault):
    made = await new.dataset("run 7")
    do, options = fault
    faults.add(do, on="get_dataset", times=1, **options)
    assert "run 7" == (await dataset(client, way, made.unique_id))["dataset_name"]
    assert 1 == len(faults.fired)


@pytest.mark.parametrize("way", WAYS)
async def test_what_makes_something_is_sent_once_when_its_answer_is_lost(client, new, faults, way):
    faults.add("reset", on="create_sample", when="after", times=5)
    with pytest.raises(errors.ConnectionFailedError) as caught:
        await sample(client, way, new.word)
    assert (True, 1) == (caught.value.may_have_run, len(faults.fired))
    faults.clear()
    assert 1 == await client.samples.count(sample_name=new.word)


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_turned_away_is_sent_again(client, new, faults, way):
    faults.add("answer", on="create_sample", status=429, retry_after=0, times=1)
    assert new.word == (await sample(client, way, new.word))["sample_name"]
    assert 1 == await client.samples.count(sample_name=new.word)


async def test_a_change_that_may_run_twice_is_sent_again_where_its_operation_is_known(client, new, faults):
    made = (await new.dataset()).unique_id
    faults.add("reset", on="update_dataset", when="after", times=1)
    assert "XRD" == (await change(client, "api", made, "XRD"))["measurement"]
    faults.add("reset", on="update_dataset", when="after", times=1)
    with pytest.raises(errors.ConnectionFailedError):  # a path says nothing about that
        await change(client, "request", made, "PL")
    assert 2 == len(faults.fired)
    assert "PL" == (await client.datasets.get(made)).measurement


@pytest.mark.parametrize("way", WAYS)
async def test_refusals_are_the_same_errors(client, new, way):
    with pytest.raises(errors.NotFoundError) as caught:
        await dataset(client, way, NOBODY)
    assert (404, True, True) == (caught.value.status, bool(caught.value.hint), bool(caught.value.request_id))
    with pytest.raises(errors.InvalidRequestError):
        await sample(client, way, 5)


@pytest.mark.parametrize("way", WAYS)
async def test_a_page_in_the_place_of_an_answer_is_the_same_error(client, new, faults, way):
    made = await new.dataset()
    faults.add("garbage", on="get_dataset", times=1)
    with pytest.raises(errors.UnexpectedResponseError):
        await dataset(client, way, made.unique_id)


@pytest.mark.parametrize("way", WAYS)
async def test_each_attempt_is_a_line_in_the_log_without_key_and_query(client, new, served, caplog, way):
    made = await new.dataset()
    with caplog.at_level(logging.DEBUG, "crucible"):
        await dataset(client, way, made.unique_id)
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("crucible.transport")]
    assert (True, True) == (line.startswith("GET "), " 200 " in line)
    assert served.sandbox.api_key not in line


@pytest.mark.parametrize("api_url", ["v2"], indirect=True)
async def test_the_generated_client_speaks_v2_where_that_is_the_address(client, new, caplog):
    made, film = await new.dataset(), await new.sample()
    await client.link(made, film)
    caplog.set_level(logging.DEBUG, "crucible.transport.trace")
    found = await generated(client, list_samples, dataset_mfid=made.unique_id)
    assert [film.unique_id] == [item["unique_id"] for item in found["items"]]
    assert "GET /datasets/{dataset_mfid}/samples 200" in caplog.text
    with pytest.raises(errors.NotAvailableError, match="visibility"):
        await generated(client, list_samples, visibility="public")


@pytest.mark.parametrize("api_url", ["v2"], indirect=True)
async def test_a_request_on_v2_is_sent_as_it_is(client, new):
    made = await new.dataset(scientific_metadata={"annealed": True})
    answer = await client.request("GET", f"datasets/{made.unique_id}/scientific_metadata")
    assert {"annealed": True} == answer["scientific_metadata"]
    found = await client.request("GET", "datasets", params={"visibility": "public", "limit": 1})
    assert found  # v2 ignores what it does not know, and nobody here stands in its way


@pytest.mark.parametrize("way", WAYS)
async def test_a_closed_client_asks_nothing(api_url, served, flavour, way):
    client = flavour.client(api_url, served.sandbox.api_key)
    await account(client, way)
    await client.close()
    with pytest.raises(errors.UsageError, match="closed"):
        await account(client, way)
