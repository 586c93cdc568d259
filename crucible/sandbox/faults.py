"""Faults on demand: what is to go wrong, where, and how often.

A rule names a fault and the requests that it befalls. It is asked for in three ways, in the same words:

in Python
    ``sandbox.faults.add("answer", on="create_dataset", status=503, retry_after=1, times=2)``; `clear` forgets all.
over HTTP
    ``POST /_sandbox/faults`` on the API's port, with a platform administrator's key, takes the same as a JSON object:
    ``{"do": "answer", "on": "create_dataset", "status": 503}``. GET shows the rules and what they did; DELETE forgets.
with the request itself
    ``Crucible-Sandbox-Fault: answer; status=503``. Several faults are separated by commas:
    ``delay; seconds=2, reset; when=after``.

=============  =======================================  ==============================================================
Fault          Members                                  What happens
=============  =======================================  ==============================================================
delay          seconds, when                            the request waits before anything is done, or its answer
answer         status, retry_after (seconds), when     this status is answered before the work, which is not done
                                                        then, or instead of the answer when it is
reset          when: before (the default) or after      the connection is reset before the work, or instead of the
                                                        answer when the work is done
truncate       bytes, by: fin (the default) or reset    of the answer's body only so many bytes arrive
alter          byte (0)                                 one bit of that byte of the body, or of its last, is another
garbage        when                                     the same with status 200 and HTML
short_range    bytes                                    of a request to a resumable session only so many bytes are kept
expire                                                  the links or tokens that are used, or handed out, are expired
                                                        for good; a resumable session is gone
repeat_cursor                                           a list's next page has the cursor of this one
omit_total                                              a list has no total
degraded                                                readiness is 503, the database does not answer
stuck          state: requested (the default), started  an ingestion request stays so until the next start
=============  =======================================  ==============================================================

`on` is the name of an operation, of an action of the object store (``download``, ``resumable``, ``part``), or ``*``,
which is the default and means everything that the fault can happen to. Of the calls of each name, the first `after`
(0) are left alone, then at most `times` are hit, each with a `probability` (1). Whether the n-th call of a name is hit
depends on `seed`, the name and n alone, not on time or on what other connections do meanwhile. Of several rules that
hit one request, all delays and the first of the others happen; what does not happen is not one of the `times`.
"""

from __future__ import annotations

import functools
import random
import re
import reprlib
import threading
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from crucible.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .answers import Json
    from .document import Operation

    Check = Callable[[Json], Json]

DOWNLOAD, RESUMABLE, PART = ACTIONS = "download", "resumable", "part"
INGESTION = "ingestion"
HEADER = "Crucible-Sandbox-Fault"
MOST_RULES = 1000
MOST_FIRED_KEPT = 1000
LARGEST = 2**53 - 1
WORDS = {"when": ("before", "after"), "by": ("fin", "reset"), "state": ("requested", "started")}
"""The words of the members that have some, the default first."""

_NEEDED: Any = object()
_GIVES_LINKS = frozenset(
    {"get_download_link", "list_download_links", "start_signed_upload", "sign_parts", "start_token_upload"}
)
_WANTED_PARAMETERS = {"repeat_cursor": {"cursor"}, "omit_total": {"include_total", "offset"}}
_INTEGER, _DECIMAL = re.compile(r"-?[0-9]{1,18}"), re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")


class FaultRuleError(UsageError):
    """A fault was asked for that cannot be; `member` is what is wrong with the rule."""

    def __init__(self, message: str, *, member: str = "do", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.member = member


def _number(low: float, high: float) -> Check:
    def check(value: Json) -> Json:
        if type(value) not in (int, float) or not low <= value <= high:
            raise ValueError(f"should be a number from {low} to {high}")
        return value

    return check


def _whole(low: int, high: int = LARGEST) -> Check:
    def check(value: Json) -> Json:
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"should be a whole number from {low} to {high}")
        return value

    return check


def _word(member: str) -> Check:
    words = WORDS[member]

    def check(value: Json) -> Json:
        if value not in words:
            raise ValueError(f"should be {' or '.join(words)}")
        return value

    return check


def _name(value: Json) -> Json:
    if not isinstance(value, str):
        raise ValueError("should be the name of an operation, of a storage action, or *")
    return value


_SELECTION: dict[str, tuple[Check, Json]] = {
    "on": (_name, "*"),
    "after": (_whole(0), 0),
    "times": (_whole(1), None),
    "probability": (_number(0, 1), 1.0),
    "seed": (_whole(0), 0),
}
_WHEN = {"when": (_word("when"), "before")}
_MEMBERS: dict[str, dict[str, tuple[Check, Json]]] = {
    "delay": {"seconds": (_number(0, 3600), _NEEDED), **_WHEN},
    "answer": {"status": (_whole(200, 599), _NEEDED), "retry_after": (_whole(0), None), **_WHEN},
    "reset": _WHEN,
    "truncate": {"bytes": (_whole(0), _NEEDED), "by": (_word("by"), "fin")},
    "alter": {"byte": (_whole(0), 0)},
    "garbage": _WHEN,
    "short_range": {"bytes": (_whole(0), _NEEDED)},
    "expire": {},
    "repeat_cursor": {},
    "omit_total": {},
    "degraded": {},
    "stuck": {"state": (_word("state"), "requested")},
}


KINDS = tuple(_MEMBERS)
"""The names of the faults."""


def members_of(do: str) -> dict[str, Json]:
    """Return the members of a fault with their defaults, its own first; those without a default are needed."""
    known = {**_MEMBERS[do], **_SELECTION}
    return {name: None if default is _NEEDED else default for name, (_, default) in known.items()}


def is_needed(do: str, member: str) -> bool:
    """Whether a fault cannot be asked for without a member."""
    return _MEMBERS[do].get(member, (None, None))[1] is _NEEDED


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault, and the calls that it befalls."""

    do: str
    on: str
    after: int
    times: int | None
    probability: float
    seed: int
    members: Mapping[str, Json]

    def to_json(self) -> Json:
        """Return the rule as it can be asked for, defaults filled in."""
        return {"do": self.do, **{name: getattr(self, name) for name in _SELECTION}, **self.members}


@dataclass(frozen=True, slots=True)
class Fired:
    """That a fault has happened: to which call of what. Faults of a request's own header are not counted."""

    do: str
    on: str
    call: int | None


@dataclass(slots=True)
class _Standing:
    """A rule, and how often what it is about was called and hit."""

    rule: Rule
    calls: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)

    def hits_next(self, name: str) -> bool:
        """Count a call and return whether it is to be hit."""
        rule = self.rule
        self.calls[name] += 1
        call = self.calls[name]
        if call <= rule.after or (rule.times is not None and self.hits[name] >= rule.times):
            return False
        chance = random.Random(f"{rule.seed} {name} {call}").random()  # noqa: S311
        return chance < rule.probability


class Faults:
    """The faults of one sandbox.

    Parameters
    ----------
    operations
        Returns all operations by their names; called when a first fault is asked for.
    """

    def __init__(self, operations: Callable[[], Mapping[str, Operation]]) -> None:
        self._operations = functools.cache(operations)
        self._lock = threading.Lock()
        self._standing: list[_Standing] = []
        self._fired: deque[Fired] = deque(maxlen=MOST_FIRED_KEPT)

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules in force, in the order in which they were added."""
        return [standing.rule for standing in self._standing]

    @property
    def spent(self) -> Sequence[bool]:
        """For each of `rules`, whether it has hit all the calls that it may; that of everything never has."""
        with self._lock:
            return [
                standing.rule.times is not None and standing.hits[standing.rule.on] >= standing.rule.times
                for standing in self._standing
            ]

    @property
    def fired(self) -> Sequence[Fired]:
        """What has happened, the latest thousand."""
        with self._lock:
            return list(self._fired)

    @property
    def is_idle(self) -> bool:
        """Whether no rule is in force."""
        return not self._standing

    def add(self, do: str, on: str = "*", **members: Json) -> Rule:
        """Let something go wrong from now on.

        Parameters
        ----------
        do
            The fault.
        on
            What it befalls: an operation, an action of the object store, or everything.
        **members
            The fault's members, and `after`, `times`, `probability`, `seed`.

        Returns
        -------
        Rule
            The rule with its defaults.

        Raises
        ------
        FaultRuleError
            If there is no such fault, or it cannot happen there, or a member is wrong.
        """
        return self.add_json({"do": do, "on": on, **members})

    def add_json(self, given: Json) -> Rule:
        """Add a rule given as one JSON object."""
        rule = self._rule(given)
        with self._lock:
            if len(self._standing) >= MOST_RULES:
                raise FaultRuleError(f"There are {MOST_RULES} rules.", hint="Clear them first.")
            self._standing.append(_Standing(rule))
        return rule

    def remove(self, given: Json) -> bool:
        """Forget one rule that is equal to a given one, and say whether there was one."""
        with self._lock:
            found = next((standing for standing in self._standing if standing.rule.to_json() == given), None)
            if found is not None:
                self._standing = [standing for standing in self._standing if standing is not found]
        return found is not None

    def clear(self) -> None:
        """Forget all rules, and what has happened; what expired or got stuck meanwhile stays so."""
        with self._lock:
            self._standing = []
            self._fired.clear()

    def to_json(self) -> Json:
        """Return everything there is to see."""
        return {
            "rules": [rule.to_json() for rule in self.rules],
            "fired": [asdict(fired) for fired in self.fired],
        }

    def befalling(self, name: str, query: bytes = b"") -> list[Rule]:
        """Count a call and return what befalls it: delays, and then one other fault at most."""
        found: list[Rule] = []
        with self._lock:
            for standing in self._standing:
                rule = standing.rule
                if not self._is_about(rule, name, query) or not standing.hits_next(name):
                    continue
                if rule.do == "delay" or all(other.do == "delay" for other in found):
                    standing.hits[name] += 1
                    found.append(rule)
                    self._fired.append(Fired(rule.do, name, standing.calls[name]))
        return sorted(found, key=lambda rule: rule.do != "delay")

    def from_header(self, text: str, name: str) -> list[Rule]:
        """Read the faults that a request asks for itself."""
        found = []
        for wanted in text.split(","):
            do, *rest = (word.strip() for word in wanted.split(";"))
            given: dict[str, Json] = {"do": do, "on": name}
            for word in filter(None, rest):
                member, _, value = word.partition("=")
                if member.strip() in _SELECTION:
                    message = "A request's own fault befalls that request; nothing else is selected."
                    raise FaultRuleError(message, member=member.strip())
                given[member.strip()] = _read(value.strip())
            found.append(self._rule(given))
        if sum(rule.do != "delay" for rule in found) > 1:
            raise FaultRuleError("Only delays go together with another fault.")
        with self._lock:
            self._fired.extend(Fired(rule.do, name, None) for rule in found)
        return sorted(found, key=lambda rule: rule.do != "delay")

    def _rule(self, given: Json) -> Rule:
        """Check a rule; the error names the first member that is wrong."""
        if not isinstance(given, dict):
            raise FaultRuleError("A rule is a JSON object.")
        do = given.get("do")
        if not isinstance(do, str) or do not in _MEMBERS:
            raise FaultRuleError(f"There is no such fault as {reprlib.repr(do)}; there are {', '.join(_MEMBERS)}.")
        allowed = _SELECTION | _MEMBERS[do]
        if unknown := [name for name in given if name not in allowed and name != "do"]:
            message = f"{do} has no member {unknown[0]!r}; it has {', '.join(allowed)}."
            raise FaultRuleError(message, member=unknown[0])
        values = {
            name: _checked(do, name, check, given.get(name), default) for name, (check, default) in allowed.items()
        }
        on = values["on"]
        known = (*self._operations(), *ACTIONS, INGESTION)
        if on != "*" and on not in known:
            import difflib

            similar = difflib.get_close_matches(on, known, n=1)
            hint = f"Is it {similar[0]}?" if similar else None
            message = f"{reprlib.repr(on)} is no operation, no action of the object store, and not *."
            raise FaultRuleError(message, member="on", hint=hint)
        if on != "*" and not self._can_happen(do, on):
            raise FaultRuleError(f"{do} cannot happen to {on}.", member="on")
        selection = {name: values.pop(name) for name in _SELECTION}
        return Rule(do=do, **selection, members=values)

    def _is_about(self, rule: Rule, name: str, query: bytes) -> bool:
        if rule.do == "repeat_cursor" and b"cursor=" not in query:  # the first page has no cursor to repeat
            return False
        return rule.on == name or (rule.on == "*" and self._can_happen(rule.do, name))

    def _can_happen(self, do: str, name: str) -> bool:
        if name == INGESTION or do == "stuck":
            return name == INGESTION and do == "stuck"
        if do in _WANTED_PARAMETERS:
            operation = self._operations().get(name)
            known = {parameter.name for parameter in operation.parameters["query"]} if operation else set()
            return not known.isdisjoint(_WANTED_PARAMETERS[do])
        places = {"degraded": {"health_ready"}, "short_range": {RESUMABLE}, "expire": {*ACTIONS, *_GIVES_LINKS}}
        return do not in places or name in places[do]


def _checked(do: str, name: str, check: Check, value: Json, default: Json) -> Json:
    if value is None:
        if default is _NEEDED:
            raise FaultRuleError(f"{do}: {name} is needed.", member=name)
        return default
    try:
        return check(value)
    except ValueError as error:
        raise FaultRuleError(f"{do}: {name} {error}, not {reprlib.repr(value)}.", member=name) from None


def _read(text: str) -> Json:
    """Read a value of the header."""
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
