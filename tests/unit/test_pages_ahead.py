"""Long lists: the next page is fetched while one is read, and memory does not grow."""

import asyncio
import contextvars
import json
import threading
import tracemalloc

import pytest

from crucible.config import Settings
from crucible.credentials import Secret
from crucible.errors import ServerError
from crucible.resources.pages import AsyncListing, Listing
from crucible.transport import peek
from crucible.transport.asynchronous import AsyncPort
from crucible.transport.blocking import BlockingPort

SETTINGS = Settings("http://127.0.0.1:9/api/v3", Secret("k"))
SIZE = 1000


class Pages:
    """A list of `count` pages; `asked` has an event for each, which is set when the page is asked for."""

    def __init__(self, count):
        self.count = count
        self.asked = [threading.Event() for _ in range(count)]

    async def fetch(self, limit, cursor="0"):
        number = int(cursor)
        self.asked[number].set()
        following = str(number + 1) if number + 1 < self.count else None
        return {"items": self.items(number), "next_cursor": following}

    def items(self, number):
        return list(range(number * SIZE, (number + 1) * SIZE))

    def number_asked(self):
        return sum(event.is_set() for event in self.asked)


@pytest.fixture
def port():
    opened = BlockingPort(SETTINGS, answer_seconds=5.0)
    yield opened
    opened.close()


def listing(pages, port, limit=None, make=int):
    return Listing(AsyncListing(pages.fetch, make, limit, port.ahead))


def test_each_record_comes_once_in_order(port):
    assert list(range(5 * SIZE)) == listing(Pages(5), port).all()


@pytest.mark.parametrize(("limit", "asked"), [(1, 1), (SIZE, 1), (SIZE + 1, 2), (2 * SIZE, 2), (3 * SIZE - 1, 3)])
def test_no_page_is_asked_for_that_the_limit_leaves_out(port, limit, asked):
    pages = Pages(5)
    assert (limit, asked) == (len(listing(pages, port, limit).all()), pages.number_asked())


def test_who_reads_one_page_asks_for_one(port):
    pages = Pages(5)
    records = iter(listing(pages, port))
    assert (SIZE - 1, 1) == ([next(records) for _ in range(SIZE)][-1], pages.number_asked())


def test_while_the_second_page_is_read_the_third_is_asked_for_and_no_fourth(port):
    pages = Pages(5)
    records = iter(listing(pages, port))
    assert SIZE == [next(records) for _ in range(SIZE + 1)][-1]
    assert pages.asked[2].wait(30)
    assert (2 * SIZE - 1, 3) == ([next(records) for _ in range(SIZE - 1)][-1], pages.number_asked())


class Shown(Pages):
    """Pages whose bytes are seen before the answer is there."""

    def body(self, answer):
        return json.dumps(answer).encode()

    async def fetch(self, limit, cursor="0"):
        answer = await super().fetch(limit, cursor)
        peek.seen(self.body(answer))
        self.before_reading(int(cursor))
        return answer

    def before_reading(self, number):
        pass


def test_from_the_second_page_on_the_next_is_asked_for_before_one_is_read(port):
    class Waiting(Shown):
        def before_reading(self, number):
            assert number in (0, self.count - 1) or self.asked[number + 1].wait(30)

    assert list(range(5 * SIZE)) == listing(Waiting(5), port).all()


@pytest.mark.parametrize("limit", [SIZE + 1, 2 * SIZE])
def test_bytes_that_promise_more_do_not_go_beyond_the_limit(port, limit):
    pages = Shown(5)
    assert (limit, 2) == (len(listing(pages, port, limit).all()), pages.number_asked())


@pytest.mark.parametrize("end", [b' {"next_cursor": "4"}', b' "next_cursor": "none such"', b' "next_cursor": 3', b""])
def test_what_the_bytes_seem_to_say_never_decides(port, end):
    class Misleading(Shown):
        def body(self, answer):
            return super().body(answer) + end

        async def fetch(self, limit, cursor="0"):
            return await super().fetch(limit, cursor) if cursor.isdecimal() else {"items": ["wrong"]}

    assert list(range(5 * SIZE)) == listing(Misleading(5), port).all()


def test_a_page_that_fails_fails_when_it_is_reached(port):
    class Broken(Pages):
        def items(self, number):
            if number == 2:
                raise ServerError("out of order", status=500)
            return super().items(number)

    read = []
    with pytest.raises(ServerError, match="out of order"):
        for number in listing(Broken(5), port):
            read.append(number)  # noqa: PERF402 - what came before is looked at
    assert 2 * SIZE == len(read)


def test_a_page_is_fetched_ahead_with_the_rights_and_limits_of_the_one_who_reads(port):
    mode = contextvars.ContextVar("mode", default="normal")
    seen = []

    class Watched(Pages):
        def items(self, number):
            seen.append(mode.get())
            return super().items(number)

    mode.set("elevated")
    listing(Watched(4), port).all()
    assert ["elevated"] * 4 == seen


def test_on_an_event_loop_the_third_page_comes_while_the_second_is_read():
    async def read():
        pages, port = Pages(4), AsyncPort(SETTINGS, answer_seconds=5.0)
        read = []
        async for number in AsyncListing(pages.fetch, int, None, port.ahead):
            read.append(number)
            if number == SIZE:
                await asyncio.sleep(0)
                assert 3 == pages.number_asked()
        await port.close()
        return read

    assert list(range(4 * SIZE)) == asyncio.run(read())


def test_a_loop_that_is_left_early_leaves_nothing_that_complains(recwarn):
    async def read():
        pages, port = Pages(4), AsyncPort(SETTINGS, answer_seconds=5.0)
        async for number in AsyncListing(pages.fetch, int, None, port.ahead):
            if number == SIZE:
                break
        await port.close()
        return number

    assert (SIZE, []) == (asyncio.run(read()), list(recwarn))


class Heavy(Pages):
    """Pages whose records take about a mebibyte each page."""

    def items(self, number):
        return [{"text": f"{number} {place} ".ljust(1024)} for place in range(SIZE)]


def most_mebibytes(read):
    tracemalloc.start()
    try:
        count = read()
        return count, tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_list(port):
    def read():
        return sum(1 for _ in listing(Heavy(40), port, make=dict))

    count, most = most_mebibytes(read)
    assert (40 * SIZE, True) == (count, most < 6)


def test_memory_does_not_grow_with_the_list_on_an_event_loop():
    async def read():
        port = AsyncPort(SETTINGS, answer_seconds=5.0)
        count = 0
        async for _ in AsyncListing(Heavy(40).fetch, dict, None, port.ahead):
            count += 1
        await port.close()
        return count

    count, most = most_mebibytes(lambda: asyncio.run(read()))
    assert (40 * SIZE, True) == (count, most < 6)
