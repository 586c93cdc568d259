"""What was asked of the sandbox: ingestion requests with their errors, and the log of all requests."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ..call import NONE, ROLES
from .markup import Html, element, together
from .pieces import badge, here, link_to, moment, name_of, nothing, pages, person, size, table
from .request import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answers import Json
    from ..call import Right
    from ..request_log import Entry
    from ..store.accounts import Account
    from .markup import Content
    from .request import Request

PER_PAGE = 50
TONES = {"complete": "good", "failed": "bad", "requested": "waiting", "started": "waiting"}
KINDS = {"all": "All", "changes": "Changes", "failed": "Refused or failed", "storage": "Storage"}


def ingestions(request: Request) -> View:
    """Return the list of ingestion requests."""
    answer = request.ask(
        "list_ingestion_requests", limit=PER_PAGE, cursor=request.query.get("cursor"), include_total=True
    )
    items = answer["items"]
    content = together(
        element(
            "p",
            "Each asks for a file to be read in the background; what is read becomes metadata and thumbnails of its "
            "dataset.",
        ),
        ingestion_table(request, items) if items else nothing("Nobody has asked for a file to be read."),
        pages(request.path, request.query, answer["next_cursor"], shown=len(items), total=answer["total"]),
    )
    return View("Ingestion requests", content, "Ingestion")


def ingestion_table(request: Request, items: Sequence[Json], *, of_one_dataset: bool = False) -> Html:
    """Return ingestion requests as a table."""
    store = request.place.world.store
    rows = []
    for item in items:
        file = store.files.get(item["file_mfid"])
        found = None if of_one_dataset else store.resources.get(item["dataset_mfid"])
        done = moment(item["time_completed"]) if item["time_completed"] else element("span", "not yet", class_="aside")
        error = element("p", element("bdi", item["error_message"]), class_="error") if item["error_message"] else None
        rows.append(
            [
                together(
                    name_of(file.filename if file else item["file_mfid"]),
                    element("p", "of ", link_to("dataset", found.mfid, found.name), class_="aside") if found else None,
                ),
                together(badge(item["status"].replace("_", " "), TONES.get(item["status"], "plain")), error),
                item["ingestion_class"] or element("span", "to be found out", class_="aside"),
                moment(item["time_created"]),
                done,
                f"{item['id']}",
            ]
        )
    return table("Ingestion requests", ["File", "State", "Read by", "Asked", "Done", "No."], rows)


def requests(request: Request) -> View:
    """Return the log of requests."""
    chosen = request.query.get("kind", "all")
    chosen = chosen if chosen in KINDS else "all"
    caller = request.query.get("caller", "")
    found = [
        entry
        for entry in request.place.log.newest_first()
        if _is_of(entry, chosen) and (not caller or (entry.caller is not None and entry.caller.id == caller))
    ]
    begin = request.whole("from")
    tabs = [
        element(
            "li",
            element(
                "a",
                label,
                href=here("/requests", {"kind": kind, "caller": caller}),
                aria_current="page" if kind == chosen else None,
            ),
        )
        for kind, label in KINDS.items()
    ]
    content = together(
        element(
            "p",
            "The latest requests of all programs, newest first: whose key came along, which operation it was, and the "
            "roles that decided. It is kept until the server ends.",
        ),
        element("nav", element("ul", tabs), class_="tabs", aria_label="Which requests"),
        _only(request, found, chosen) if caller else None,
        entries(request, found[begin : begin + PER_PAGE]) if found else nothing("There is no such request."),
        _older(chosen, caller, begin, len(found)),
    )
    return View("Requests", content, "Requests")


def _is_of(entry: Entry, kind: str) -> bool:
    match kind:
        case "changes":
            return entry.origin == "API" and entry.method != "GET"
        case "failed":
            return entry.failed
        case "storage":
            return entry.origin == "storage"
    return True


def _only(request: Request, found: Sequence[Entry], kind: str) -> Html:
    caller = request.query["caller"]
    account = next((entry.caller.account for entry in found if entry.caller), None)
    shown = person(_user(account)) if account else name_of(caller)
    everybody = element("a", "Show those of everybody", href=here("/requests", {"kind": kind}))
    return element("p", "Only requests of ", shown, ". ", everybody)


def _older(kind: str, caller: str, begin: int, count: int) -> Html | None:
    kept = {"kind": kind, "caller": caller}
    links = [
        element("a", "Newest", href=here("/requests", kept)) if begin else None,
        element("a", "Older", href=here("/requests", {**kept, "from": begin + PER_PAGE}), rel="next")
        if begin + PER_PAGE < count
        else None,
    ]
    return element("nav", links, class_="pages", aria_label="Pages") if any(links) else None


def entries(request: Request, found: Sequence[Entry], most: int | None = None) -> Html:
    """Return requests as a list; those that were repeated without a break, as when waiting, stand once."""
    folded = [list(equal) for _, equal in itertools.groupby(found, _what_is_asked)][:most]
    return element("ol", [_entry(request, equal[0], len(equal)) for equal in folded], class_="log")


def _what_is_asked(entry: Entry) -> tuple[str | int | None, ...]:
    caller = entry.caller.id if entry.caller else None
    return entry.origin, entry.method, entry.path, entry.status, caller, entry.reason, *entry.faults


def _entry(request: Request, entry: Entry, times: int) -> Html:
    if entry.status is not None:
        status = badge(str(entry.status), "bad" if entry.status >= 400 else "good")
    else:
        status = badge("none", "bad") if entry.milliseconds is not None else badge("…", "waiting")
    took = None if entry.milliseconds is None else f"{max(1, round(entry.milliseconds))} ms"
    facts = [element("span", fact) for fact in (_clock(entry.at), took, size(entry.sent_bytes)) if fact]
    named = element(
        "p",
        element("b", entry.operation or "no operation"),
        f" × {times}" if times > 1 else None,
        [together(" ", badge(f"fault: {do}", "waiting")) for do in entry.faults],
    )
    return element(
        "li",
        element("div", element("span", "Answer ", class_="unseen"), status),
        element(
            "div",
            element("div", named, element("p", facts, class_="aside line when"), class_="head"),
            element("p", _rights(request, entry)),
            element("p", element("code", f"{entry.method} {entry.path}"), class_="aside"),
            element("p", element("bdi", entry.reason), class_="error") if entry.reason else None,
            class_="what",
        ),
        class_="failed" if entry.failed else None,
    )


def _clock(at: str) -> Html:
    return element("time", f"{at[11:19]} UTC", datetime=at, title=at[:10])


def _user(account: Account) -> Json:
    return {name: getattr(account, name) for name in ("unique_id", "username", "first_name", "last_name")}


def _rights(request: Request, entry: Entry) -> Html:
    """Return whose request it was and the rights that were applied to it."""
    if entry.origin == "storage":
        return element("span", "the link itself is the right; storage asks for no key", class_="aside")
    if entry.caller is None:
        return element("span", "no key was accepted" if entry.status == 401 else "no key was asked for", class_="aside")
    only = here("/requests", {"caller": entry.caller.id})
    who = element("a", person(_user(entry.caller.account)), href=only)
    if entry.caller.elevated:
        return together(who, element("span", " as platform administrator, elevated: may do everything", class_="right"))
    rights = list(entry.rights.values())
    rights = [right for right in rights if right.needs] or rights
    if not rights:
        said = " with no role on a single record: is shown what they may read"
        return together(who, element("span", said if entry.method == "GET" else " for themselves", class_="right"))
    return together(who, [together(" · " if at else " ", _right(request, right)) for at, right in enumerate(rights)])


def _right(request: Request, right: Right) -> Html:
    found = request.place.world.store.resources.get(right.mfid)
    if found is None:
        about: Content = f"a {right.type} that is gone"
    else:
        unique_id = found.slug if right.type == "project" and found.slug else right.mfid
        about = link_to(right.type, unique_id, found.name or found.slug)
    needs = f", needs {ROLES[right.needs]}" if right.needs else None
    role = ["without a role"] if right.rank == NONE else ["as ", element("b", ROLES[right.rank].replace("_", " "))]
    enough = right.rank >= right.needs
    return element("span", role, " on ", about, needs, class_="right" if enough else "right low")
