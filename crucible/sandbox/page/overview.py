"""The start: what the sandbox holds, how to use it, and what has happened lately."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from ..running import default_root
from .frame import section
from .lists import cards
from .markup import Html, element, together
from .pieces import facts, link_to, moment, nothing, person, shape, snippet
from .request import View
from .work import entries

if TYPE_CHECKING:
    from ..answers import Json
    from .request import Request

LATEST = 4
LATEST_REQUESTS = 5
COUNTED = {"project": "projects", "dataset": "datasets", "sample": "samples", "instrument": "instruments"}


def show(request: Request) -> View:
    """Return the start."""
    counts = request.place.world.store.counts()
    tiles = [
        element(
            "li",
            element(
                "a",
                shape(kind),
                element("b", counts[kind]),
                element("span", plural if counts[kind] != 1 else kind),
                href=f"/{plural}",
            ),
        )
        for kind, plural in COUNTED.items()
    ]
    latest = request.ask("list_datasets", limit=LATEST, include_total=False)["items"]
    content = together(
        element("ul", tiles, class_="tiles"),
        section(
            "Latest datasets",
            cards(request, latest) if latest else nothing("There is none yet. The lines below make a first one."),
            element("p", element("a", "All datasets", href="/datasets")) if latest else None,
        ),
        _waiting(request),
        element("div", _use(request), _latest_requests(request), class_="columns"),
    )
    return View("What is in this sandbox", content, "Overview")


def _use(request: Request) -> Html:
    place = request.place
    command = "crucible sandbox env"
    if place.root != default_root():
        command += f" --root {shlex.quote(str(place.root))}"
    return section(
        "Use it",
        element("p", "In a shell; everything that is started from it then finds the sandbox:"),
        snippet(f'eval "$({command})"'),
        element("p", "In Python, after that:"),
        snippet(
            "from crucible import CrucibleClient",
            "",
            "client = CrucibleClient()",
            'client.datasets.create(dataset_name="run 7")',
        ),
        facts([("API", place.api_url), ("Storage", place.storage_url), ("Folder", element("bdi", str(place.root)))]),
    )


def _latest_requests(request: Request) -> Html:
    found = request.place.log.newest_first()
    return section(
        "Latest requests",
        entries(request, found, LATEST_REQUESTS)
        if found
        else nothing("Nobody has asked anything since the server started."),
        element("p", element("a", "All requests", href="/requests")) if found else None,
    )


def _waiting(request: Request) -> Html | None:
    """Return what somebody has asked others for."""
    deletions: list[Json] = request.ask("list_deletion_requests", status="pending", limit=20)["items"]
    joins: list[Json] = request.ask("list_join_requests", status="pending", limit=20)["items"]
    if not deletions and not joins:
        return None
    people = {user["unique_id"]: user for user in request.ask("list_users", limit=100)["items"]}
    listed = [
        element(
            "li",
            person(asked["requester"]),
            " asks to delete ",
            link_to(asked["resource_type"], asked["resource_id"], asked["resource_name"]),
            f": {asked['reason']}" if asked["reason"] else None,
            " ",
            element("span", moment(asked["request_time"]), class_="aside"),
        )
        for asked in deletions
    ] + [
        element(
            "li",
            person(people.get(asked["requester_id"]) or {"username": asked["requester_id"]}),
            " asks to join ",
            link_to("project", asked["group_name"], asked["group_name"]),
            f": {asked['reason']}" if asked["reason"] else None,
            " ",
            element("span", moment(asked["request_time"]), class_="aside"),
        )
        for asked in joins
    ]
    return section("Waiting for an answer", element("ul", listed, class_="plain"))
