"""Lists of records, the people, and the search in all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible.ids import is_mfid

from ..answers import Refusal
from ..call import ROLES
from .frame import section
from .markup import Html, element, together
from .pieces import (
    address,
    badge,
    code,
    field_of,
    link_to,
    moment,
    name_of,
    nothing,
    options,
    pages,
    person,
    size,
    table,
)
from .request import Elsewhere, Shown, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answers import Json
    from .request import Request

PER_PAGE = 24
MOST_CHOICES = 100
MOST_FOUND = 20
LEAST_WORDS = 3
VIEWABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
DATASET_FILTERS = ("project_id", "measurement", "instrument_mfid", "keyword")
SAMPLE_FILTERS = ("project_id", "sample_type")


def projects(request: Request) -> View:
    """Return the list of projects."""
    answer = request.ask("list_projects", limit=PER_PAGE, cursor=request.query.get("cursor"), include_total=True)
    items = [
        element(
            "li",
            element("h2", link_to("project", item["project_id"], item["title"] or item["project_id"])),
            element("p", item["organization"]) if item["organization"] else None,
            element("p", "Led by ", person(item["lead"]), class_="aside"),
            class_="card",
        )
        for item in answer["items"]
    ]
    none = together(
        "There is no project yet. A sandbox that begins with ",
        code("crucible sandbox start --seed demo"),
        " has two, with everything in them.",
    )
    content = element("ul", items, class_="cards wider") if items else nothing(none)
    return View("Projects", together(content, _pages(request, answer)), "Projects")


def datasets(request: Request) -> View:
    """Return the list of datasets."""
    answer = _list(request, "list_datasets", DATASET_FILTERS)
    instruments = request.ask("list_instruments", limit=MOST_CHOICES, include_total=False)["items"]
    chosen = request.query
    form = element(
        "form",
        field_of("Project", _choice("project_id", chosen, _projects(request), "all"), "project_id"),
        field_of(
            "Measurement",
            _choice("measurement", chosen, _facet(request, "dataset", "measurement"), "all"),
            "measurement",
        ),
        field_of(
            "Instrument",
            _choice(
                "instrument_mfid",
                chosen,
                [(item["unique_id"], item["instrument_name"] or item["instrument_id"]) for item in instruments],
                "all",
            ),
            "instrument_mfid",
        ),
        field_of("Keyword", element("input", name="keyword", id="keyword", value=chosen.get("keyword")), "keyword"),
        element("button", "Show"),
        action="/datasets",
        class_="filters",
    )
    items = answer["items"]
    found = cards(request, items, level=2) if items else nothing("No dataset is like this.")
    return View("Datasets", together(form, found, _pages(request, answer)), "Datasets")


def samples(request: Request) -> View:
    """Return the list of samples."""
    answer = _list(request, "list_samples", SAMPLE_FILTERS)
    chosen = request.query
    form = element(
        "form",
        field_of("Project", _choice("project_id", chosen, _projects(request), "all"), "project_id"),
        field_of(
            "Type", _choice("sample_type", chosen, _facet(request, "sample", "sample_type"), "all"), "sample_type"
        ),
        element("button", "Show"),
        action="/samples",
        class_="filters",
    )
    items = [
        element(
            "li",
            element("h2", link_to("sample", item["unique_id"], item["sample_name"])),
            element("p", item["sample_type"]) if item["sample_type"] else None,
            element("p", item["description"], class_="aside") if item["description"] else None,
            _belonging(item),
            class_="card",
        )
        for item in answer["items"]
    ]
    found = element("ul", items, class_="cards") if items else nothing("No sample is like this.")
    return View("Samples", together(form, found, _pages(request, answer)), "Samples")


def instruments(request: Request) -> View:
    """Return the list of instruments."""
    cursor = request.query.get("cursor")
    answer = request.ask("list_instruments", limit=PER_PAGE, cursor=cursor, include_owner=True, include_total=True)
    items = [
        element(
            "li",
            element("h2", link_to("instrument", item["unique_id"], item["instrument_name"])),
            element("p", item["instrument_type"]) if item["instrument_type"] else None,
            element("p", item["location"], class_="aside") if item["location"] else None,
            element(
                "p",
                badge(item["status"], "good" if item["status"] == "active" else "waiting"),
                " kept by ",
                person(item["owner"]),
                class_="aside",
            ),
            class_="card",
        )
        for item in answer["items"]
    ]
    found = element("ul", items, class_="cards wider") if items else nothing("There is no instrument yet.")
    return View("Instruments", together(found, _pages(request, answer)), "Instruments")


def people(request: Request) -> View:
    """Return the accounts, and where they belong."""
    answer = request.ask("list_users", limit=PER_PAGE, cursor=request.query.get("cursor"), include_total=True)
    rows = [
        [
            person(user),
            badge(user["platform_role"], "good") if user["platform_role"] != "none" else "person",
            _memberships(request, user["unique_id"]),
            code(user["unique_id"]),
        ]
        for user in answer["items"]
    ]
    said = element(
        "p",
        "What a person may do follows from these roles; requests with their keys show it in the ",
        element("a", "log of requests", href="/requests"),
        ". Keys are not shown here: ",
        code("POST /users/{id}/apikey"),
        " gives one.",
    )
    shown = table("People and service accounts", ["Name", "Platform role", "Projects", "Id"], rows)
    return View("People", together(said, shown, _pages(request, answer)), "People")


def _memberships(request: Request, unique_id: str) -> Html:
    store = request.place.world.store
    found = request.ask("list_user_projects", user_id=unique_id, limit=MOST_FOUND, include_total=False)["items"]
    listed = []
    for item in found:
        project = store.resources.get(item["unique_id"])
        role = ROLES[store.grants.membership(unique_id, project)] if project else None
        listed.append(element("li", link_to("project", item["project_id"], item["project_id"]), f" {role}"))
    return element("ul", listed, class_="plain") if listed else element("span", "none", class_="aside")


def search(request: Request) -> Shown:
    """Return what is found by words, or go to the record whose id they are."""
    words = request.query.get("q", "").strip()
    if is_mfid(words):
        try:
            return Elsewhere(address(request.ask("get_resource", resource_mfid=words)["resource_type"], words))
        except Refusal:
            return View("Search", nothing(f"No record has the id {words}."))
    if not words:
        return View("Search", nothing("Type a name, an id, or words of metadata into the field above."))
    if len(words) < LEAST_WORDS:
        return View("Search", nothing(f"Type {LEAST_WORDS} characters or more."))
    named = [
        (kind, item)
        for kind in ("project", "dataset", "sample", "instrument")
        for item in request.ask(f"search_{kind}s", q=words, limit=MOST_FOUND)["items"]
    ]
    described = request.ask("search_metadata", q=words, limit=MOST_FOUND)["items"]
    content = together(
        section("By name", _named(named) if named else nothing("No name is like this.")),
        section(
            "By metadata",
            _named([(item["resource_type"], item) for item in described])
            if described
            else nothing("No metadata has all of these words."),
        ),
    )
    return View(f"Search for “{words}”", content)


def _named(found: Sequence[tuple[str, Json]]) -> Html:
    return element(
        "ul",
        [
            element(
                "li",
                link_to(
                    kind,
                    item.get("project_id") if kind == "project" and item.get("project_id") else item["unique_id"],
                    title(kind, item),
                ),
                element("span", f" {kind}", class_="aside"),
            )
            for kind, item in found
        ],
        class_="plain",
    )


def title(kind: str, item: Json) -> str | None:
    """Return what a record of some type is called."""
    name = item.get("title" if kind == "project" else f"{kind}_name") or item.get("name")
    return str(name) if name else item.get("project_id") if kind == "project" else None


def cards(request: Request, items: Sequence[Json], *, level: int = 3) -> Html:
    """Return datasets with their thumbnails; their names are headings of a level, usually below that of a section."""
    store = request.place.world.store
    numbers = {
        item["unique_id"]: resource.id
        for item in items
        if (resource := store.resources.get(item["unique_id"], "dataset")) is not None
    }
    first = store.thumbnails.first(list(numbers.values()))
    listed = []
    for item in items:
        thumbnail = first.get(numbers.get(item["unique_id"], -1))
        if thumbnail is not None and thumbnail.mime_type in VIEWABLE:
            source = f"/page/thumbnails/{item['unique_id']}/{thumbnail.id}"
            picture = element("img", src=source, alt="", loading="lazy")
        else:
            picture = element("span", "no thumbnail", class_="aside")
        listed.append(
            element(
                "li",
                element("div", picture, class_="thumbnail"),
                element(f"h{level}", link_to("dataset", item["unique_id"], item["dataset_name"])),
                element("p", item["measurement"]) if item["measurement"] else None,
                _belonging(item),
                class_="card",
            )
        )
    return element("ul", listed, class_="cards")


def _belonging(item: Json) -> Html:
    """Return the line about where a record belongs, how large it is and since when it is there."""
    project = item["project"]
    parts = [
        name_of(project["title"] or project["project_id"]) if project else None,
        size(item.get("size")),
        moment(item["timestamp"] or item["creation_time"]),
    ]
    return element("p", [element("span", part) for part in parts if part is not None], class_="aside line")


def _list(request: Request, operation_name: str, filters: Sequence[str]) -> Json:
    chosen = {name: request.query[name] for name in filters if request.query.get(name)}
    return request.ask(operation_name, limit=PER_PAGE, cursor=request.query.get("cursor"), include_total=True, **chosen)


def _pages(request: Request, answer: Json) -> Html | None:
    return pages(
        request.path, request.query, answer["next_cursor"], shown=len(answer["items"]), total=answer.get("total")
    )


def _choice(name: str, chosen: Json, values: Sequence[tuple[str, str]], everything: str) -> Html:
    return element("select", options(chosen.get(name, ""), values, everything), name=name, id=name)


def _projects(request: Request) -> list[tuple[str, str]]:
    found = request.ask("list_projects", limit=MOST_CHOICES, sort="title", include_total=False)["items"]
    return [(item["project_id"], item["title"] or item["project_id"]) for item in found]


def _facet(request: Request, kind: str, field: str) -> list[tuple[str, str]]:
    found = request.ask(f"list_{kind}_facets", field=field, limit=MOST_CHOICES)["items"]
    return [(bucket["value"], f"{bucket['value']} ({bucket['count']})") for bucket in found if bucket["value"]]
