"""Lists that are fetched while they are read, against services that page in either style."""

import pytest

from crucible.errors import UnexpectedResponseError, UsageError
from crucible.resources.pages import AsyncListing, Listing


class Pages:
    """A list of numbers, served in one of the styles of the service; `asked` has each request."""

    def __init__(self, length, style, cap=1000):
        self.numbers = list(range(length))
        self.style = style
        self.cap = cap
        self.asked = []

    async def fetch(self, limit, cursor=None, offset=0):
        self.asked.append({"limit": limit, "cursor": cursor, "offset": offset})
        if self.style == "array":
            return self.numbers
        size = min(limit, self.cap)
        start = int(cursor) if cursor is not None else offset if "offset" in self.style else 0
        items, end = self.numbers[start : start + size], start + size
        following = str(end) if end < len(self.numbers) else None
        page = {"limit": size, "items": items}
        if self.style in ("offset", "offset with cursor"):
            page |= {"offset": start, "total": len(self.numbers)}
        if self.style == "keyset with total on the first page" and cursor is None:
            page["total"] = len(self.numbers)
        if self.style != "offset":
            page["next_cursor"] = following
        return page


STYLES = ["offset", "offset with cursor", "keyset", "keyset with total on the first page", "array"]


def listing(pages, limit):
    return Listing(AsyncListing(pages.fetch, lambda number: f"record {number}", limit))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("limit", [None, 100, 7, 1, 0])
@pytest.mark.parametrize("length", [0, 1, 7, 25])
def test_each_record_comes_once_in_order_in_every_style(style, limit, length):
    expected = [f"record {number}" for number in range(length)][:limit]
    assert expected == list(listing(Pages(length, style, cap=5), limit))


@pytest.mark.parametrize("style", STYLES)
def test_the_server_is_asked_for_no_more_than_is_wanted(style):
    pages = Pages(5000, style)
    listing(pages, 1300).all()
    assert all(asked["limit"] <= 1000 for asked in pages.asked)
    assert [1000, 300][: len(pages.asked)] == [asked["limit"] for asked in pages.asked]


def test_nothing_is_asked_before_something_is_read():
    pages = Pages(5, "keyset")
    listing(pages, None)
    assert [] == pages.asked


def test_reading_stops_where_the_reader_stops():
    pages = Pages(100, "keyset", cap=5)
    reader = iter(listing(pages, None))
    next(reader)
    assert len(pages.asked) == 1


@pytest.mark.parametrize("style", STYLES)
def test_first_is_the_first_record(style):
    assert listing(Pages(25, style), 10).first() == "record 0"


def test_first_of_nothing_is_none():
    assert listing(Pages(0, "keyset"), 10).first() is None


@pytest.mark.parametrize("style", STYLES)
def test_count_is_the_number_on_the_server(style):
    assert listing(Pages(25, style, cap=10), 5).count() == 25


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (3, "record 3"),
        (slice(2), ["record 0", "record 1"]),
        (slice(3, 6, 2), ["record 3", "record 5"]),
        (slice(8, 99), ["record 8", "record 9"]),
    ],
)
def test_a_listing_is_sliced_like_a_list(index, expected):
    assert expected == listing(Pages(25, "keyset", cap=4), 10)[index]


def test_a_slice_asks_for_no_more_than_it_needs():
    pages = Pages(100, "keyset")
    listing(pages, None)[:3]
    assert [3] == [asked["limit"] for asked in pages.asked]


def test_an_index_beyond_the_end_is_an_index_error():
    with pytest.raises(IndexError):
        listing(Pages(3, "keyset"), 10)[3]


@pytest.mark.parametrize("index", [-1, slice(-3, None), slice(None, -1), slice(None, None, -1)])
def test_a_listing_is_not_read_from_its_end(index):
    with pytest.raises(UsageError):
        listing(Pages(3, "keyset"), 10)[index]


def test_whether_a_listing_is_empty_is_not_asked_in_passing():
    with pytest.raises(TypeError, match=r"first\(\)"):
        bool(listing(Pages(3, "keyset"), 10))


@pytest.mark.parametrize("limit", [-1, 1.5, "10", True])
def test_a_limit_that_is_no_number_of_records_is_refused(limit):
    with pytest.raises(UsageError):
        listing(Pages(3, "keyset"), limit)


def test_a_cursor_that_comes_twice_is_an_error():
    async def fetch(limit, cursor=None):
        return {"items": [1, 2], "next_cursor": {None: "a", "a": "b", "b": "a"}[cursor]}

    with pytest.raises(UnexpectedResponseError, match="same cursor twice"):
        Listing(AsyncListing(fetch, str, None)).all()


def test_an_empty_page_ends_a_walk_by_cursor():
    async def fetch(limit, cursor=None):
        return {"items": [1] if cursor is None else [], "next_cursor": f"{cursor}+"}

    assert ["1"] == Listing(AsyncListing(fetch, str, None)).all()


def test_a_list_by_cursor_ends_without_one_whatever_its_total_says():
    async def fetch(limit, offset=0):
        return {"items": [4, 5], "limit": limit, "next_cursor": None, "total": 5}

    assert ["4", "5"] == Listing(AsyncListing(fetch, str, None)).all()


def test_a_total_that_is_too_large_does_not_loop():
    async def fetch(limit, offset=0):
        return {"items": [1, 2][offset:], "total": 99}

    assert ["1", "2"] == Listing(AsyncListing(fetch, str, None)).all()


@pytest.mark.parametrize("page", [{}, {"items": None}, "text", None, {"items": {}}])
def test_a_page_without_items_is_an_error(page):
    async def fetch(limit):
        return page

    with pytest.raises(UnexpectedResponseError):
        Listing(AsyncListing(fetch, str, None)).all()
