"""Who is let into the sandbox's web page, what it protects, and that the API does not notice it."""

from __future__ import annotations

import re

import httpx
import pytest
from support.commands import ran
from support.html import complaints, text_of, tree
from support.visitor import Visitor

from crucible.sandbox import Sandbox
from crucible.sandbox.page.sessions import MOST_KEPT, Sessions

HTML = {"Accept": "text/html"}
SHOWN = ("/", "/projects", "/datasets", "/samples", "/instruments", "/people", "/ingestions", "/requests", "/faults",
         "/search?q=film", "/nowhere", "/page/files/0tzzzzzzzzzzzzzzzzzzzzzzzz", "/page/thumbnails/0/1")  # fmt: skip


@pytest.fixture
def stranger(served):
    stranger = Visitor(served.sandbox, signed_in=False)
    yield stranger
    stranger.http.close()


@pytest.fixture
def owner(served):
    owner = Visitor(served.sandbox)
    yield owner
    owner.http.close()


def test_nobody_is_shown_anything_before_signing_in(stranger, served):
    served.admin.sample("very secret film")
    answers = [stranger.http.get(path) for path in SHOWN]
    answers.append(stranger.http.post("/faults", data={"lesson": "slow"}, headers={"Origin": stranger.base}))
    assert {(403, "Sign in")} == {
        (answer.status_code, re.findall("<h1>(.*?)</h1>", answer.text)[0]) for answer in answers
    }
    assert not any("secret film" in answer.text or str(served.sandbox.root) in answer.text for answer in answers)
    assert served.sandbox.faults.is_idle


def test_an_address_lets_in_one_browser_and_nobody_if_two_have_it(stranger, served):
    url = served.sandbox.sign_in_url()
    assert 403 == stranger.http.head(url).status_code  # as those do who look at links before people follow them
    first = stranger.http.get(url)
    assert (200, "0; url=/") == (first.status_code, tree(first.text).find(".//meta[@http-equiv]").get("content"))
    assert [] == complaints(first.text)
    port = served.sandbox.api_url.split(":")[2].partition("/")[0]
    assert re.fullmatch(
        rf"crucible_sandbox_{port}=[\w-]{{43}}; Path=/; HttpOnly; SameSite=Strict", first.headers["set-cookie"]
    )
    assert "What is in this sandbox" == stranger.see("/").findtext(".//h1")
    assert 303 == stranger.http.get(url).status_code  # the back button, of who is signed in
    other = httpx.get(url, headers=HTML, trust_env=False)
    assert (403, None) == (other.status_code, other.headers.get("set-cookie"))
    assert "has been used already" in other.text
    assert 403 == stranger.http.get("/").status_code  # which of the two is the owner nobody knows
    assert 403 == httpx.get(f"{stranger.base}/sign-in?token=guessed", headers=HTML, trust_env=False).status_code


def test_the_administrators_key_lets_in_and_no_other(stranger, served):
    ada = served.person("ada")

    def with_key(key: str) -> int:
        return stranger.http.post("/sign-in", data={"key": key}, headers={"Origin": stranger.base}).status_code

    assert [403, 403, 403] == [with_key(key) for key in ("", "guessed", ada.key)]
    assert 403 == stranger.http.get("/").status_code
    assert 200 == with_key(f" {served.sandbox.api_key}\n")
    assert 200 == stranger.http.get("/").status_code


def test_a_key_in_a_header_or_another_cookie_lets_nobody_in(stranger, served):
    key = served.sandbox.api_key
    bearer = {"Authorization": f"Bearer {key}"}
    cookies = {"Cookie": f"crucible_user_token={key}; crucible_sandbox_1={key}"}
    assert [403, 403] == [stranger.http.get("/", headers=headers).status_code for headers in (bearer, cookies)]


def test_signing_out_ends_the_session_everywhere(owner, served):
    copy = dict(owner.http.cookies)
    assert "You are signed out" in owner.send("/sign-out").text
    assert [403, 403] == [
        owner.http.get("/").status_code,
        httpx.get(owner.base, headers=HTML, cookies=copy, trust_env=False).status_code,
    ]


def test_a_session_ends_with_the_server(tmp_path):
    with Sandbox(tmp_path / "root") as sandbox:
        visitor = Visitor(sandbox)
        cookies = dict(visitor.http.cookies)
        visitor.http.close()
    with Sandbox(tmp_path / "root") as sandbox:
        base = sandbox.api_url.removesuffix("/api/v3")
        assert 403 == httpx.get(base, headers=HTML, cookies=cookies, trust_env=False).status_code


@pytest.mark.parametrize(
    "origin", [None, "null", "", "://", "http://[", "http://evil.example", "http://127.0.0.1:1", "http://127.0.0.1"]
)
def test_a_form_from_elsewhere_changes_nothing_even_with_the_right_token(owner, served, origin):
    fields = {"form_token": owner.token(), "lesson": "slow"}
    headers = {} if origin is None else {"Origin": origin}
    assert 403 == owner.http.post("/faults", data=fields, headers=headers).status_code
    assert served.sandbox.faults.is_idle


def test_a_form_without_the_sessions_token_changes_nothing(owner, served):
    origin = {"Origin": owner.base}
    served.sandbox.faults.add("garbage", on="get_account")
    for path in ("/faults", "/faults/clear", "/sign-out"):
        for fields in ({"lesson": "slow"}, {"lesson": "slow", "form_token": "guessed"}):
            assert 403 == owner.http.post(path, data=fields, headers=origin).status_code
    as_json = owner.http.post("/faults", json={"lesson": "slow", "form_token": owner.token()}, headers=origin)
    assert 403 == as_json.status_code
    too_large = owner.http.post("/faults", data={"lesson": "x" * 100_000}, headers=origin)
    assert 403 == too_large.status_code
    assert ["garbage"] == [rule.do for rule in served.sandbox.faults.rules]


def test_a_browser_that_says_only_that_a_form_is_its_own_sites_is_believed(owner, served):
    fields = {"lesson": "slow", "form_token": owner.token()}
    for site, status in (("same-site", 403), ("cross-site", 403), ("same-origin", 303)):
        answer = owner.http.post("/faults", data=fields, headers={"Sec-Fetch-Site": site})
        assert status == answer.status_code


def test_another_name_for_the_server_opens_nothing(owner):
    assert 421 == owner.http.get("/", headers={"Host": "evil.example"}).status_code


def test_every_answer_of_the_page_forbids_scripts_frames_and_other_origins(owner, stranger, served):
    dataset = served.admin.dataset(dataset_name="run 7")
    gif = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    number = served.admin.post(f"datasets/{dataset}/thumbnails", json={"thumbnail_name": "a", "thumbnail_b64str": gif})
    answers = [owner.http.get(path) for path in (*SHOWN, f"/page/thumbnails/{dataset}/{number['id']}")]
    answers += [stranger.http.get(path) for path in ("/", "/page/style.css", "/page/icon.svg", "/sign-in?token=a")]
    answers += [owner.send("/faults", lesson="slow"), owner.send("/faults", lesson="none")]
    for answer in answers:
        policy = dict(rule.strip().split(" ", 1) for rule in answer.headers["content-security-policy"].split(";"))
        assert "'none'" == policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"]
        assert "'self'" == policy["style-src"] == policy["img-src"] == policy["form-action"]
        assert {"default-src", "style-src", "img-src", "form-action", "base-uri", "frame-ancestors"} == set(policy)
        assert ("nosniff", "DENY") == (answer.headers["x-content-type-options"], answer.headers["x-frame-options"])
    shown = [answer for answer in answers if answer.headers.get("content-type", "").startswith("text/html")]
    assert {"no-store"} == {answer.headers["cache-control"] for answer in shown}


def test_api_clients_get_what_they_got_before(owner, served):
    key = {"Authorization": f"Bearer {served.sandbox.api_key}"}
    for accept in ("application/json", "*/*"):
        for path in ("/", "/datasets", "/projects", "/sign-in", "/nowhere"):
            answer = owner.http.get(path, headers={"Accept": accept, **key})
            assert (404, {"detail": "Not Found"}) == (answer.status_code, answer.json())
    for path in ("/api/v3/account", "/api/v2/account", "/api/v3/datasets", "/_sandbox/faults"):
        as_browser, as_program = (
            owner.http.get(path, headers={"Accept": accept, **key}) for accept in ("text/html", "application/json")
        )
        assert as_program.content == as_browser.content
        assert ("application/json", as_program.status_code) == (
            as_browser.headers["content-type"],
            as_browser.status_code,
        )
    assert 404 == owner.http.get("/api/v3/nowhere").status_code
    assert 401 == owner.http.get("/api/v3/datasets").status_code  # the session is for the page alone


def test_head_is_answered_without_a_body(owner):
    answer = owner.http.head("/")
    assert (200, b"") == (answer.status_code, answer.content)
    assert int(answer.headers["content-length"]) > 1000


def test_tokens_and_sessions_do_not_pile_up():
    sessions = Sessions()
    tokens = [sessions.new_token() for _ in range(MOST_KEPT + 1)]
    begun = [sessions.begin() for _ in range(MOST_KEPT + 1)]
    assert [False, True, False] == [sessions.begin_with(at) is not None for at in (tokens[0], tokens[-1], tokens[-1])]
    assert [None, begun[-1], None] == [sessions.find(secret) for secret in (begun[0].secret, begun[-1].secret, None)]


def test_the_command_prints_an_address_that_signs_in(tmp_path):
    root = tmp_path / "root"
    assert "crucible sandbox start" in ran("sandbox", "page", "--root", root, code=4).err
    with Sandbox(root) as sandbox:
        url = ran("sandbox", "page", "--root", root, "--print").out.strip()
        other = ran("sandbox", "page", "--root", root, "--json").json["url"]
        assert url != other and url.startswith(f"{sandbox.api_url.removesuffix('/api/v3')}/sign-in?token=")
        with httpx.Client(headers=HTML, trust_env=False) as http:
            assert "You are signed in" in text_of(tree(http.get(url).text))
