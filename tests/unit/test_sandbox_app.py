"""What becomes of a handler's answer, whatever it is."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace

import httpx
import pytest

from crucible.sandbox.answers import Refusal
from crucible.sandbox.app import Api
from crucible.sandbox.call import World
from crucible.sandbox.document import load_document
from crucible.sandbox.store import Store
from crucible.sandbox.store.grants import everything


@pytest.fixture
def ask(tmp_path):
    """Return a function that lets a handler answer a POST of a sample, and one that counts what was stored."""
    store = Store(tmp_path / "crucible.db")
    with store.db.write():
        key = store.accounts.issue_key(store.accounts.create(username="ada").unique_id).text
    world = World(load_document(), store, SimpleNamespace(), SimpleNamespace(), lambda: None, tmp_path / "key")  # type: ignore[arg-type]

    async def post(handler, slow: frozenset[str]) -> httpx.Response:
        app = Api("/api/v3", world, {"create_sample": handler}, slow)
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
            return await client.post("/api/v3/samples", json={"sample_name": "a"}, headers=headers)

    def answer(handler, slow: frozenset[str] = frozenset()) -> tuple[httpx.Response, int]:
        response = asyncio.run(post(handler, slow))
        return response, store.resources.count(everything())

    yield answer
    store.close()


def stores_and(result):
    """Return a handler that stores something and then returns, or raises, a result."""

    def handler(call):
        made = call.store.resources.create("sample", name="a", data={})
        if isinstance(result, Exception):
            raise result
        return result(made) if callable(result) else result

    return handler


def test_a_good_answer_is_sent_and_what_it_tells_is_stored(ask):
    response, stored = ask(stores_and(lambda made: {"unique_id": made.mfid}))
    assert (200, 1) == (response.status_code, stored)


@pytest.mark.parametrize("wrong", [{}, None, [], {"unique_id": "no MFID"}, {"unique_id": 5}])
def test_an_answer_that_does_not_fit_the_document_is_a_loud_500_and_leaves_nothing(ask, wrong, caplog):
    with caplog.at_level(logging.ERROR):
        response, stored = ask(stores_and(wrong))
    assert (500, 0) == (response.status_code, stored)
    assert "create_sample does not fit the document" in response.json()["detail"]
    assert "create_sample" in caplog.text


def test_a_refusal_leaves_nothing(ask):
    response, stored = ask(stores_and(Refusal(409, "taken")))
    assert (409, {"detail": "taken"}, 0) == (response.status_code, response.json(), stored)


def test_a_mistake_of_a_handler_is_logged_not_told_and_leaves_nothing(ask, caplog):
    with caplog.at_level(logging.ERROR):
        response, stored = ask(stores_and(KeyError("a detail of the inside")))
    assert (500, {"detail": "Internal Server Error"}, 0) == (response.status_code, response.json(), stored)
    assert "a detail of the inside" in caplog.text


def test_a_slow_handler_runs_in_another_thread_and_commits_for_itself(ask):
    import threading

    threads = []

    def handler(call):
        threads.append(threading.current_thread())
        with call.store.db.write():
            made = call.store.resources.create("sample", name="a", data={})
        return {"unique_id": made.mfid}

    response, stored = ask(handler, frozenset({"create_sample"}))
    assert (200, 1) == (response.status_code, stored)
    assert threading.main_thread() not in threads
