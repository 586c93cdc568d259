"""The log of requests on the sandbox's page, and faults switched on and off there."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from support.html import complaints, text_of, tree
from support.served import content_of, link_of
from support.visitor import Visitor

from crucible.sandbox.faults import KINDS, members_of
from crucible.sandbox.lessons import LESSONS
from crucible.sandbox.request_log import MOST_KEPT, RequestLog


@pytest.fixture
def visitor(served):
    visitor = Visitor(served.sandbox)
    yield visitor
    visitor.http.close()


def logged(visitor, path: str = "/requests") -> list[str]:
    """Return the entries of the log as they are read, newest first."""
    found = visitor.see(path).findall(".//ol[@class='log']/li")
    return [" ".join("".join(entry.itertext()).split()) for entry in found]


# ---- the log ----


def test_a_request_is_shown_with_its_operation_its_caller_and_the_role_that_decided(visitor, served):
    ada, bea = served.person("ada"), served.person("bea")
    dataset = ada.dataset(dataset_name="run 7")
    ada.patch(f"datasets/{dataset}", json={"measurement": "XRD"})
    (entry, *_) = logged(visitor)
    assert entry.startswith("Answer 200update_dataset")
    assert "Ada Example ada as owner on run 7, needs editor" in entry
    assert f"PATCH /api/v3/datasets/{dataset}" in entry
    bea.patch(f"datasets/{dataset}", 403, json={"measurement": "PL"})
    (entry, *_) = logged(visitor)
    assert entry.startswith("Answer 403update_dataset")
    assert "Bea Example bea without a role on run 7, needs editor" in entry
    assert "Not authorized: this needs the role editor" in entry


def test_rights_of_an_administrator_count_only_when_they_are_asked_for(visitor, served):
    served.admin.get("users")
    assert "Sandbox Administrator admin as platform administrator, elevated: may do everything" in logged(visitor)[0]
    served.admin.http.get("users", headers={"Crucible-Privilege-Mode": "normal"})
    assert "elevated" not in logged(visitor)[0]


def test_a_request_without_a_good_key_is_shown_with_the_reason(visitor, served):
    url = f"{served.sandbox.api_url}/account"
    httpx.get(url, headers={"Authorization": "Bearer a-secret-that-is-wrong"}, trust_env=False)
    (entry, *_) = logged(visitor)
    assert "Answer 401get_account" in entry
    assert "no key was accepted" in entry
    assert "The API key is not known, or has expired" in entry
    assert "a-secret-that-is-wrong" not in visitor.http.get("/requests").text
    httpx.get(f"{served.sandbox.api_url}/health/live", trust_env=False)
    assert "no key was asked for" in logged(visitor)[0]


def test_both_versions_of_the_api_and_the_storage_are_in_it(visitor, served):
    ada = served.person("ada")
    file = ada.upload(ada.dataset(dataset_name="run 7"), "a.bin", content_of(100))
    httpx.get(link_of(ada, file), trust_env=False)
    served.in_v2(ada).get("datasets")
    v2, download, link, *_ = logged(visitor)
    assert "list_datasets" in v2 and "/api/v2/datasets" in v2
    assert "Answer 200download" in download and "storage asks for no key" in download and "100 bytes" in download
    assert "get_download_link" in link and "as owner on run 7, needs viewer" in link
    assert "X-Goog" not in visitor.http.get("/requests").text
    assert {"download", "resumable"} == {entry.split("Answer 200")[1].split(" ")[0].split("1")[0].rstrip("0123456789:")
                                         for entry in logged(visitor, "/requests?kind=storage")}  # fmt: skip


def test_it_can_be_narrowed_to_changes_failures_and_one_caller(visitor, served):
    ada, bea = served.person("ada"), served.person("bea")
    ada.sample("film A")
    ada.get("samples")
    bea.get("samples/0tzzzzzzzzzzzzzzzzzzzzzzzz", 404)
    assert all("GET" not in entry for entry in logged(visitor, "/requests?kind=changes"))
    (failed,) = logged(visitor, "/requests?kind=failed")
    assert "404get_sample" in failed
    mine = logged(visitor, f"/requests?caller={ada.id}")
    assert 2 == len(mine) and all("Ada" in entry for entry in mine)
    assert [] == logged(visitor, f"/requests?caller={bea.id}&kind=changes")


def test_what_is_asked_again_and_again_stands_once(visitor, served):
    for _ in range(7):
        served.admin.get("projects")
    served.admin.get("samples")
    latest, before, *_ = logged(visitor)
    assert "list_samples" in latest
    assert "list_projects × 7" in before


def test_secrets_in_addresses_are_left_out(visitor, served):
    served.admin.get("datasets", 422, token="a-secret", upload_id="another", api_key="a-third")
    (entry, *_) = logged(visitor)
    assert "token=…&upload_id=…&api_key=…" in entry
    assert not {"a-secret", "another", "a-third"} & set(visitor.http.get("/requests").text.split("="))


def test_an_upload_is_not_named_even_where_its_request_was_not_understood_or_befallen(visitor, served):
    path = f"datasets/{served.admin.dataset()}/upload/multipart/an-upload"
    served.admin.get(path, 404)
    served.admin.get(f"{path}/nowhere", 404)
    served.sandbox.faults.add("answer", status=503)
    served.admin.get(path, 503)
    befallen, lost, asked, *_ = logged(visitor)
    assert "get_signed_upload fault: answer" in befallen
    for entry in (befallen, lost, asked):
        assert "/upload/multipart/…" in entry and "an-upload" not in entry


def test_it_keeps_the_latest_requests_only_and_their_texts_short():
    log = RequestLog()

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"1234"})

    async def send(message):
        """Take a message."""

    async def ask() -> None:
        recorded = log.recorded("API", app)
        for number in range(MOST_KEPT + 100):
            scope = {"type": "http", "method": "GET", "raw_path": b"/api/v3/%d/" % number + b"x" * 10_000,
                     "query_string": b"a=" + b"y" * 10_000, "extensions": {}}  # fmt: skip
            await recorded(scope, None, send)

    asyncio.run(ask())
    kept = log.newest_first()
    assert MOST_KEPT == len(kept)
    assert (MOST_KEPT + 100, 4, 200) == (kept[0].number, kept[0].sent_bytes, kept[0].status)
    assert 300 == max(len(entry.path) for entry in kept)


def test_the_page_itself_and_questions_about_the_server_are_not_in_it(visitor, served):
    before = logged(visitor)
    visitor.everything()
    url = served.sandbox.api_url.removesuffix("/api/v3") + "/_sandbox/faults"
    served.admin.http.get(url)
    assert before == logged(visitor)


# ---- faults ----


def test_a_lesson_breaks_the_next_download_after_as_many_bytes_as_chosen(visitor, served):
    file = served.admin.upload(served.admin.dataset(), "a.bin", content_of(5000))
    link = link_of(served.admin, file)
    answer = visitor.send("/faults", lesson="broken-download", number="2000")
    assert (303, "/faults?said=on") == (answer.status_code, answer.headers["location"])
    shown = text_of(visitor.see("/faults?said=on"))
    assert "The fault is switched on." in shown
    assert "truncate 1 call of download, bytes 2,000" in shown
    assert "1 fault is switched on" in text_of(visitor.see("/"), ".//aside")
    with pytest.raises(httpx.RemoteProtocolError), httpx.stream("GET", link, trust_env=False) as broken:
        b"".join(broken.iter_raw())
    assert content_of(5000) == httpx.get(link, trust_env=False).content
    shown = text_of(visitor.see("/faults"))
    assert "truncate 1 call of download, bytes 2,000 done" in shown
    assert "truncate download, call 1" in shown
    assert visitor.see("/").find(".//aside") is None  # nothing goes wrong any more
    fine, spoilt, *_ = logged(visitor)
    assert "fault" not in fine
    assert "fault: truncate" in spoilt


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_can_be_switched_on_as_it_is(visitor, served, name):
    lesson = LESSONS[name]
    number = {"number": str(lesson.rule[lesson.number[0]])} if lesson.number else {}
    assert 303 == visitor.send("/faults", lesson=name, **number).status_code
    (rule,) = served.sandbox.faults.rules
    assert lesson.rule == {member: rule.to_json()[member] for member in lesson.rule}


@pytest.mark.parametrize("do", KINDS)
def test_every_fault_has_a_form_with_its_members_that_switches_it_on(visitor, served, do):
    page = visitor.see(f"/faults?do={do}")
    forms = [form for form in page.iter("form") if form.get("class") == "own"]
    fields = {field.get("name"): field for field in forms[0].iter() if field.get("name")}
    assert {*members_of(do), "do", "form_token"} == set(fields)
    filled = {name: field.get("value") or "" for name, field in fields.items() if field.tag == "input"}
    for name, field in fields.items():
        if field.tag == "select":
            (filled[name],) = [option.get("value") or option.text for option in field if option.get("selected")] or [""]
    filled |= {name: "7" for name, field in fields.items() if field.get("required") and not field.get("value")}
    if do == "answer":
        filled["status"] = "503"
    del filled["form_token"]
    assert 303 == visitor.send("/faults", **filled).status_code
    (rule,) = served.sandbox.faults.rules
    assert do == rule.do


def test_what_is_wrong_with_a_fault_is_said_beside_the_form(visitor, served):
    for fields, said in (
        ({"lesson": "broken-download", "number": "many"}, "should be a whole number"),
        ({"do": "answer", "status": ""}, "status is needed"),
        ({"do": "answer", "status": "503", "on": "create_datset"}, "Is it create_dataset?"),
        ({"do": "flood"}, "There is no such fault"),
        ({"do": HOSTILE}, "There is no such fault"),
        ({"lesson": "none"}, "There is no such lesson"),
    ):
        answer = visitor.send("/faults", **fields)
        assert 422 == answer.status_code
        assert [] == complaints(answer.text)
        assert said in text_of(tree(answer.text))
    assert served.sandbox.faults.is_idle
    wrong = tree(visitor.send("/faults", do="answer", status="no", on="get_account").text)
    assert "no" == wrong.find(".//input[@id='status']").get("value")


HOSTILE = '"><script>alert(1)</script>'


def test_one_fault_is_switched_off_or_all(visitor, served):
    faults = served.sandbox.faults
    for operation in ("get_account", "list_samples", "list_samples"):
        faults.add("answer", on=operation, status=503)
    page = visitor.see("/faults")
    rule = page.findall(".//input[@name='rule']")[1].get("value")
    assert "/faults?said=off" == visitor.send("/faults/remove", rule=rule).headers["location"]
    assert ["get_account", "list_samples"] == [rule.on for rule in faults.rules]
    visitor.send("/faults/remove", rule=rule)
    assert "/faults?said=gone" == visitor.send("/faults/remove", rule=rule).headers["location"]
    assert 422 == visitor.send("/faults/remove", rule="{").status_code
    assert "/faults?said=clear" == visitor.send("/faults/clear").headers["location"]
    assert faults.is_idle


def test_every_page_says_that_something_goes_wrong_on_purpose(visitor, served):
    assert visitor.see("/datasets").find(".//aside") is None
    served.sandbox.faults.add("answer", on="get_account", status=503)
    assert "1 fault is switched on" in text_of(visitor.see("/datasets"), ".//aside")
    served.sandbox.faults.add("garbage")
    assert "2 faults are switched on" in text_of(visitor.see("/"), ".//aside")


def test_faults_of_everything_do_not_befall_the_page(visitor, served):
    served.sandbox.faults.add("garbage")
    assert "Samples" == visitor.see("/samples").findtext(".//h1")


def test_one_rule_is_taken_away_over_http(served):
    url = served.sandbox.api_url.removesuffix("/api/v3") + "/_sandbox/faults"
    http = served.admin.http
    rules = [http.post(url, json={"do": "delay", "seconds": seconds}).json() for seconds in (0.1, 0.2)]
    assert 204 == http.request("DELETE", url, json=rules[0]).status_code
    assert [rules[1]] == http.get(url).json()["rules"]
    assert [404, 422] == [http.request("DELETE", url, content=body).status_code for body in (b'{"do": "x"}', b"{")]
    assert 204 == http.delete(url).status_code
    assert served.sandbox.faults.is_idle
