"""People, keys, requests and labels when answers get lost: nothing is asked twice, and no key gets out."""

import logging
import traceback

import pytest
from support.ports import ClockPort
from support.service import Answer, service

from crucible import errors
from crucible.ids import is_mfid
from crucible.records import Sample
from crucible.resources.access_groups import AccessGroupOperations
from crucible.resources.datasets import DatasetOperations
from crucible.resources.deletions import DeletionOperations
from crucible.resources.printing import PrintingOperations
from crucible.resources.projects import ProjectOperations
from crucible.resources.service_accounts import ServiceAccountOperations
from crucible.resources.users import UserOperations
from crucible.transport.port import run

ADA = "0000-0002-1825-0097"
ID = "0tkn2knjast3h0008nyq9zps2c"
API = "/api/v3"
ROBOT = {"unique_id": ID, "username": "robot", "is_service_account": True, "api_key": "planted-new-key-9203"}
JOB = {"job_id": "j1", "printer_id": "lab-2", "mfid": ID, "name": "film A", "ts": 1793900000.5, "status": "ok"}
LOST = {
    "dropped": Answer(drop=True),
    "gateway": Answer({"detail": "upstream timed out"}, status=504),
    "cut": Answer({"unique_id": ADA}, cut=5),
    "page": Answer(body=b"<html>sign in</html>", content_type="text/html"),
}
NEVER_TWICE = {
    "users.create": (
        f"POST {API}/users",
        lambda port: UserOperations(port).create(first_name="Ada", last_name="Example", username="ada"),
        "client.users.get(username='ada')",
    ),
    "rotate_key": (
        f"POST {API}/service_accounts/{ID}/rotate_key",
        lambda port: ServiceAccountOperations(port).rotate_key(ID),
        "client.service_accounts.get",
    ),
    "request_join": (
        f"POST {API}/access_groups/films/join",
        lambda port: AccessGroupOperations(port).request_join("films"),
        "client.account.join_requests",
    ),
    "approve_join_request": (
        f"PATCH {API}/join_requests/7",
        lambda port: AccessGroupOperations(port).approve_join_request(7),
        "client.access_groups.list_join_requests",
    ),
    "add_user": (
        f"POST {API}/projects/films/users/{ADA}",
        lambda port: ProjectOperations(port).add_user(ADA, "films"),
        "client.projects.get_users('films')",
    ),
    "deletions.request": (
        f"POST {API}/resources/{ID}/delete",
        lambda port: DeletionOperations(port).request(ID),
        f"client.get('{ID}').deletion_request",
    ),
    "deletions.delete": (
        f"DELETE {API}/resources/{ID}",
        lambda port: DeletionOperations(port).delete(ID),
        f"client.deletions.list_deleted('{ID}')",
    ),
    "transfer_ownership": (
        f"POST {API}/resources/{ID}/transfer_ownership",
        lambda port: DatasetOperations(port).transfer_ownership(ID, ADA, confirm=True),
        f"client.datasets.list_access('{ID}')",
    ),
    "print_label": (
        f"POST {API}/print/barcode",
        lambda port: PrintingOperations(port).print_label(ID, "lab-2", name="film A"),
        "the printer lab-2",
    ),
}


@pytest.fixture
def server():
    with service() as running:
        yield running


@pytest.fixture
def port(server):
    port = ClockPort(server.url)
    yield port
    port.close()


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("name", NEVER_TWICE)
def test_what_the_server_numbers_is_asked_once_and_the_caller_told_where_to_look(server, port, name, lost):
    route, ask, look = NEVER_TWICE[name]
    method, path = route.split()
    server.on(method, path, LOST[lost])
    with pytest.raises(errors.CrucibleError) as unknown:
        run(ask(port))
    assert 1 == server.count(method, path)
    assert f"Whether it took effect is unknown: {look}" in unknown.value.hint


def test_a_refusal_says_nothing_of_the_unknown(server, port):
    server.on("POST", f"{API}/users", Answer({"detail": "This username is already taken"}, status=409))
    with pytest.raises(errors.ConflictError) as refused:
        run(NEVER_TWICE["users.create"][1](port))
    assert "unknown" not in str(refused.value)


@pytest.mark.parametrize("lost", LOST)
def test_the_identity_of_a_service_account_whose_key_was_lost_is_reported(server, port, lost):
    server.on("POST", f"{API}/service_accounts", LOST[lost])
    with pytest.raises(errors.PartialCreationError) as unknown:
        run(ServiceAccountOperations(port).create("robot"))
    made = unknown.value.unique_id
    assert is_mfid(made)
    assert [made] == [asked.json["unique_id"] for asked in server.asked]
    assert f"client.service_accounts.rotate_key('{made}')" in unknown.value.hint


def test_issuing_and_revoking_keys_is_repeated(server, port):
    key = f"{API}/users/{ADA}/apikey"
    server.on("POST", key, Answer(drop=True), {"api_key": "planted"})
    server.on("DELETE", key, Answer(drop=True), Answer(status=204))
    assert "planted" == run(UserOperations(port).issue_api_key(ADA)).reveal()
    run(UserOperations(port).revoke_api_keys(ADA))
    assert (2, 2) == (server.count("POST", key), server.count("DELETE", key))


def test_what_only_administrators_do_asks_for_their_rights(server, port):
    server.on("POST", f"{API}/service_accounts", ROBOT)
    server.on("GET", f"{API}/users/{ADA}", {"unique_id": ADA})
    run(ServiceAccountOperations(port).create("robot", ID))
    run(UserOperations(port).get(ADA))
    assert ["elevated", "normal"] == [asked.headers["Crucible-Privilege-Mode"] for asked in server.asked]


@pytest.mark.parametrize("missing", [None, "username"])
def test_a_new_key_gets_into_no_log_and_no_error(server, port, caplog, missing):
    answer = {name: value for name, value in ROBOT.items() if name != missing}
    server.on("POST", f"{API}/service_accounts", answer)
    said = ""
    with caplog.at_level(logging.DEBUG):
        try:
            said = repr(run(ServiceAccountOperations(port).create("robot", ID)))
        except errors.CrucibleError:
            said = traceback.format_exc()
    assert said
    assert caplog.text
    assert ROBOT["api_key"] not in said + caplog.text


def test_a_user_that_early_servers_answer_with_null_is_not_found(server, port):
    server.on("GET", f"{API}/users/{ADA}", None)
    with pytest.raises(errors.NotFoundError, match=ADA):
        run(UserOperations(port).get(ADA))


def test_an_address_stands_in_no_path(server, port):
    server.on("POST", f"{API}/users/resolve", {ADA: {"unique_id": ADA, "first_name": "Ada", "last_name": "Example"}})
    server.on("DELETE", f"{API}/projects/films/users/{ADA}", [])
    assert [] == run(ProjectOperations(port).remove_user("films", email="Ada@Example.org"))
    assert {"emails": ["ada@example.org"]} == server.asked[0].json


def test_an_answer_without_a_body_confirms_too(server, port):
    server.on("DELETE", f"{API}/resources/{ID}/access/users/{ADA}", Answer(status=204))
    assert {} == dict(run(DatasetOperations(port).revoke_user_access(ID, ADA)))


def test_a_label_has_the_name_of_the_record(server, port):
    server.on("POST", f"{API}/print/barcode", JOB)
    server.on("GET", f"{API}/resources/{ID}", {"unique_id": ID, "resource_type": "sample", "sample_name": "film A"})
    printing = PrintingOperations(port)
    jobs = [run(printing.print_label(one, "lab-2")) for one in (ID, Sample({"unique_id": ID, "sample_name": "film A"}))]
    sent = [asked.json for asked in server.asked if asked.method == "POST"]
    assert [{"printer_id": "lab-2", "mfid": ID, "name": "film A"}] * 2 == sent
    assert ["ok", "ok"] == [job.status for job in jobs]


def test_a_label_that_did_not_come_out_is_told_by_its_status(server, port):
    server.on("POST", f"{API}/print/barcode", {**JOB, "status": "error", "detail": "out of labels"})
    job = run(PrintingOperations(port).print_label(ID, "lab-2", name=""))
    assert ("error", "out of labels") == (job.status, job.detail)


def test_a_label_is_not_asked_for_again_when_the_server_is_busy(server, port):
    server.on("POST", f"{API}/print/barcode", Answer({"detail": "slow down"}, status=429))
    with pytest.raises(errors.RateLimitError):
        run(PrintingOperations(port).print_label(ID, "lab-2", name="film A"))
    assert 1 == server.count("POST", f"{API}/print/barcode")
