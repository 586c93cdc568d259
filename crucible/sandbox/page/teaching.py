"""Faults: which are switched on, what they have done, ready-made ones for teaching, and any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from ..answers import Refusal
from ..faults import ACTIONS, INGESTION, KINDS, WORDS, FaultRuleError, is_needed, members_of
from ..lessons import LESSONS
from .frame import post_form, section
from .markup import Html, element, together
from .pieces import badge, field_of, here, nothing, options
from .request import Elsewhere, View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..answers import Json
    from ..lessons import Lesson
    from .request import Request, Shown

LATEST_FIRED = 12
SELECTION = ("on", "after", "times", "probability", "seed")
SAID = {
    "on": "The fault is switched on.",
    "off": "The fault is switched off.",
    "gone": "That fault was switched off already.",
    "clear": "All faults are switched off.",
}
LABELS = {
    "on": "What it befalls",
    "after": "Calls that are left alone first",
    "times": "How many calls it hits",
    "probability": "Probability of each",
    "seed": "Seed of chance",
    "retry_after": "Retry-After, in seconds",
    "seconds": "Seconds",
    "bytes": "Bytes",
    "byte": "Which byte, from 0",
    "by": "How the connection ends",
    "when": "Before the work, or after",
    "state": "State that it stays in",
}
MEANINGS = {
    "delay": "the work begins later, or its answer comes later",
    "answer": "a status of your choice instead of the work, or of its answer",
    "reset": "the connection breaks instead of the work, or of its answer",
    "truncate": "only so many bytes of the answer arrive",
    "alter": "one bit of a byte of the answer is another",
    "garbage": "HTML with status 200",
    "short_range": "a resumable upload keeps only so many of the bytes sent",
    "expire": "links expire as they are handed out or used; an upload session is gone",
    "repeat_cursor": "the next page has the cursor of this one",
    "omit_total": "a list has no total",
    "degraded": "the server is not ready",
    "stuck": "an ingestion does not go on until the next start",
}


def show(request: Request) -> View:
    """Return the faults."""
    return _view(request, said=SAID.get(request.query.get("said", "")))


def add(request: Request) -> Shown:
    """Switch a fault on: a lesson, or one of the form's own."""
    form = request.form
    try:
        if "lesson" in form:
            lesson = LESSONS.get(form["lesson"])
            if lesson is None:
                raise Refusal(422, "There is no such lesson")
            number = _read(form.get("number", ""))
            request.place.faults.add_json(lesson.rule if number is None else lesson.with_number(number))
        else:
            names = members_of(form["do"]) if form.get("do") in KINDS else {}
            given = {name: _read(form[name]) for name in names if form.get(name, "").strip()}
            request.place.faults.add_json({"do": form.get("do"), **given})
    except FaultRuleError as error:
        return _view(request, wrong=str(error))
    return Elsewhere("/faults?said=on")


def remove(request: Request) -> Elsewhere:
    """Switch one fault off."""
    try:
        rule = orjson.loads(request.form.get("rule", ""))
    except orjson.JSONDecodeError as error:
        raise Refusal(422, "The rule cannot be read") from error
    return Elsewhere("/faults?said=off" if request.place.faults.remove(rule) else "/faults?said=gone")


def clear(request: Request) -> Elsewhere:
    """Switch all faults off."""
    request.place.faults.clear()
    return Elsewhere("/faults?said=clear")


def _read(written: str) -> Json:
    """Return what was typed as a number if it is one."""
    written = written.strip()
    for number in (int, float):
        try:
            return number(written)
        except ValueError:
            continue
    return written or None


def _view(request: Request, *, said: str | None = None, wrong: str | None = None) -> View:
    content = together(
        element("p", said, class_="remark good", role="status") if said else None,
        element("p", wrong, class_="remark bad", role="alert") if wrong else None,
        element(
            "p",
            "What goes wrong in real life can go wrong here when you want it to, for whatever program uses this "
            "sandbox. Switch something on, run your program, and see in the ",
            element("a", "log of requests", href="/requests"),
            " what has happened to it.",
        ),
        section("Switched on", _rules(request)),
        section("To learn from", element("ul", [_lesson(request, one) for one in LESSONS.values()], class_="cards")),
        section("Any fault", _own(request), id_="own"),
        section("What has happened", _fired(request)),
    )
    return View("Faults", content, "Faults", 422 if wrong else 200)


def _rules(request: Request) -> Html:
    faults = request.place.faults
    rules = [(rule.to_json(), spent) for rule, spent in zip(faults.rules, faults.spent, strict=False)]
    if not rules:
        return nothing("Nothing goes wrong on purpose just now.")
    listed = [
        element(
            "li",
            element(
                "span", badge(rule["do"], "waiting"), f" {_in_words(rule)} ", badge("done", "good") if spent else None
            ),
            post_form(
                request,
                "/faults/remove",
                element("input", type="hidden", name="rule", value=orjson.dumps(rule).decode()),
                element("button", "Switch off", aria_label=f"Switch off: {rule['do']}, {_in_words(rule)}"),
            ),
        )
        for rule, spent in rules
    ]
    everything = post_form(request, "/faults/clear", element("button", "Switch all off", class_="quiet"))
    return together(element("ul", listed, class_="rules"), everything)


def _in_words(rule: Mapping[str, Json]) -> str:
    """Return what a rule says, without what is as it is by default."""
    times = rule["times"]
    calls = "every call" if times is None else "1 call" if times == 1 else f"{times:,} calls"
    of = "each operation" if rule["on"] == "*" else rule["on"]
    usual = members_of(rule["do"])
    others = [
        f"{name} {value:,}" if type(value) is int else f"{name} {value}"
        for name, value in rule.items()
        if name not in ("do", "on", "times") and value != usual[name]
    ]
    return ", ".join([f"{calls} of {of}", *others])


def _lesson(request: Request, lesson: Lesson) -> Html:
    number = None
    if lesson.number is not None:
        name, label = lesson.number
        id_ = f"number-{lesson.name}"
        control = element(
            "input",
            type="number",
            name="number",
            id=id_,
            value=lesson.rule[name],
            min=0,
            required=True,
            inputmode="numeric",
        )
        number = element("div", element("label", label[0].upper() + label[1:], for_=id_), control, class_="field")
    return element(
        "li",
        element("h3", lesson.title),
        element("p", lesson.shows),
        post_form(
            request,
            "/faults",
            element("input", type="hidden", name="lesson", value=lesson.name),
            number,
            element("button", "Switch on", aria_label=f"Switch on: {lesson.title}"),
            class_="inline",
        ),
        class_="card lesson",
    )


def _own(request: Request) -> Html:
    """Return the choice of a fault, and the form with the members that the chosen one has."""
    chosen = request.form.get("do") or request.query.get("do", "")
    links = [
        element(
            "li",
            element("a", do, href=here("/faults", {"do": do}) + "#own", aria_current="true" if do == chosen else None),
            f": {MEANINGS[do]}",
        )
        for do in KINDS
    ]
    listed = element("ul", links, class_="plain flow")
    if chosen not in KINDS:
        return together(element("p", "Choose one, and say what it is to befall:"), listed)
    fields = [_member(request, chosen, name, usual) for name, usual in members_of(chosen).items()]
    form = post_form(
        request,
        "/faults",
        element("input", type="hidden", name="do", value=chosen),
        element("fieldset", element("legend", badge(chosen, "waiting"), f" {MEANINGS[chosen]}"), fields),
        element("button", "Switch on"),
        class_="own",
    )
    return together(listed, form)


def _member(request: Request, do: str, name: str, usual: Json) -> Html:
    label = LABELS.get(name, name[0].upper() + name[1:])
    given = request.form.get(name)
    if name in WORDS:
        words = WORDS[name]
        control = element(
            "select", options(given or words[0], [(w, w) for w in words[1:]], words[0]), name=name, id=name
        )
        return field_of(label, control, name)
    value = given if given is not None else None if usual is None else str(usual)
    hint = {"on": "An operation, a storage action, or * for everything", "times": "Empty: every one"}.get(name)
    control = element(
        "input",
        name=name,
        id=name,
        value=value,
        required=is_needed(do, name),
        list="names" if name == "on" else None,
        autocomplete="off",
        inputmode=None if name == "on" else "decimal",
        aria_describedby=f"{name}-hint" if hint else None,
    )
    if name != "on":
        return field_of(label, control, name, hint)
    known = [INGESTION] if do == "stuck" else [*ACTIONS, *request.place.world.document.operations]
    names = element("datalist", [element("option", value=one) for one in known], id="names")
    return field_of(label, together(control, names), name, hint)


def _fired(request: Request) -> Html:
    found = list(request.place.faults.fired)[::-1][:LATEST_FIRED]
    if not found:
        return nothing("No fault has happened yet.")
    return element(
        "ol",
        [
            element("li", badge(fired.do, "waiting"), f" {fired.on}", f", call {fired.call}" if fired.call else None)
            for fired in found
        ],
        class_="plain flow",
    )
