"""Which calls a rule hits, and what it says about rules that cannot be."""

from __future__ import annotations

import random
import threading

import pytest

from crucible.sandbox.document import load_document
from crucible.sandbox.faults import FaultRuleError, Faults


@pytest.fixture
def faults() -> Faults:
    return Faults(lambda: load_document().operations)


def calls_hit(faults: Faults, name: str, calls: int, query: bytes = b"") -> list[int]:
    """Return which of so many calls of a name something befalls, from 1."""
    return [call for call in range(1, calls + 1) if faults.befalling(name, query)]


def test_a_rule_hits_every_call_of_its_operation(faults):
    faults.add("garbage", on="get_dataset")
    assert [1, 2, 3] == calls_hit(faults, "get_dataset", 3)
    assert [] == calls_hit(faults, "get_sample", 3)


def test_the_first_calls_are_left_alone_and_then_so_many_are_hit(faults):
    faults.add("garbage", on="get_dataset", after=2, times=3)
    assert [3, 4, 5] == calls_hit(faults, "get_dataset", 9)


def test_a_rule_about_everything_counts_each_name_for_itself(faults):
    faults.add("garbage", after=1, times=1)
    hit = [
        name for name in ("get_dataset", "download", "get_dataset", "download", "download") if faults.befalling(name)
    ]
    assert ["get_dataset", "download"] == hit


def test_what_a_seed_hits_does_not_depend_on_what_happens_in_between(faults):
    faults.add("garbage", probability=0.3, seed=7)
    alone = Faults(lambda: load_document().operations)
    alone.add("garbage", on="download", probability=0.3, seed=7)
    expected = calls_hit(alone, "download", 200)
    order = ["download"] * 200 + ["get_dataset"] * 300
    random.Random(1).shuffle(order)  # noqa: S311
    seen: dict[str, list[bool]] = {"download": [], "get_dataset": []}
    for name in order:
        seen[name].append(bool(faults.befalling(name)))
    assert expected == [call for call, is_hit in enumerate(seen["download"], 1) if is_hit]
    assert 30 < len(expected) < 90


def test_another_seed_hits_other_calls(faults):
    faults.add("garbage", on="download", probability=0.5, seed=1)
    first = calls_hit(faults, "download", 64)
    faults.clear()
    faults.add("garbage", on="download", probability=0.5, seed=2)
    assert first != calls_hit(faults, "download", 64)


def test_calls_from_several_threads_are_all_counted(faults):
    faults.add("garbage", on="download", after=500, times=100)
    hits: list[int] = []
    threads = [threading.Thread(target=lambda: hits.append(len(calls_hit(faults, "download", 200)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 100 == sum(hits)


def test_delays_add_up_and_one_other_fault_happens(faults):
    faults.add("answer", on="download", status=503)
    faults.add("delay", on="download", seconds=1)
    faults.add("garbage", on="download")
    faults.add("delay", seconds=2)
    assert ["delay", "delay", "answer"] == [rule.do for rule in faults.befalling("download")]
    assert [("answer", 1), ("delay", 1), ("delay", 1)] == [(fired.do, fired.call) for fired in faults.fired]


def test_faults_of_lists_are_about_lists(faults):
    faults.add("repeat_cursor")
    faults.add("omit_total")
    assert [] == calls_hit(faults, "get_dataset", 1)
    assert ["omit_total"] == [rule.do for rule in faults.befalling("list_datasets")]
    assert ["repeat_cursor"] == [rule.do for rule in faults.befalling("list_datasets", b"limit=1&cursor=abc")]


def test_clearing_forgets_rules_and_what_happened(faults):
    faults.add("garbage")
    faults.befalling("download")
    faults.clear()
    assert {"rules": [], "fired": []} == faults.to_json()
    assert faults.is_idle


@pytest.mark.parametrize(
    ("rule", "member", "words"),
    [
        ([], "do", "JSON object"),
        ({}, "do", "no such fault"),
        ({"do": ["delay"]}, "do", "no such fault"),
        ({"do": "explode"}, "do", "there are delay, answer"),
        ({"do": "delay"}, "seconds", "is needed"),
        ({"do": "delay", "seconds": -1}, "seconds", "from 0 to 3600"),
        ({"do": "delay", "seconds": float("nan")}, "seconds", "from 0 to 3600"),
        ({"do": "delay", "seconds": True}, "seconds", "number"),
        ({"do": "delay", "seconds": 1, "colour": "red"}, "colour", "no member 'colour'"),
        ({"do": "answer", "status": 99}, "status", "from 200 to 599"),
        ({"do": "answer", "status": 503, "retry_after": 1.5}, "retry_after", "whole number"),
        ({"do": "reset", "when": "never"}, "when", "before or after"),
        ({"do": "truncate", "bytes": 10**30}, "bytes", "whole number"),
        ({"do": "explode"}, "do", "as 'explode'"),
        ({"do": "delay"}, "seconds", "delay: seconds"),
        ({"do": "delay", "seconds": "1"}, "seconds", "not '1'"),
        ({"do": "garbage", "on": "create_datset"}, "on", "'create_datset' is no operation"),
        ({"do": "garbage", "on": "create_datset"}, "on", "Is it create_dataset?"),
        ({"do": "garbage", "on": "get_nothing"}, "on", "no operation"),
        ({"do": "garbage", "on": 5}, "on", "name of an operation"),
        ({"do": "garbage", "on": "ingestion"}, "on", "garbage cannot happen to ingestion"),
        ({"do": "stuck", "on": "download"}, "on", "cannot happen"),
        ({"do": "short_range", "bytes": 1, "on": "download"}, "on", "cannot happen to download"),
        ({"do": "degraded", "on": "health_live"}, "on", "cannot happen"),
        ({"do": "omit_total", "on": "get_dataset"}, "on", "cannot happen"),
        ({"do": "expire", "on": "get_dataset"}, "on", "cannot happen"),
        ({"do": "garbage", "after": -1}, "after", "whole number"),
        ({"do": "garbage", "times": 0}, "times", "from 1"),
        ({"do": "garbage", "probability": 2}, "probability", "from 0 to 1"),
        ({"do": "garbage", "seed": "x"}, "seed", "whole number"),
    ],
)
def test_a_wrong_rule_is_one_error_that_names_the_member(faults, rule, member, words):
    with pytest.raises(FaultRuleError, match=words) as refusal:
        faults.add_json(rule)
    assert member == refusal.value.member
    assert faults.is_idle


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("garbage; when=after", [("garbage", {"when": "after"})]),
        ("answer; status=503; retry_after=2", [("answer", {"status": 503, "retry_after": 2, "when": "before"})]),
        (
            "reset;when=after , delay;seconds=0.5",
            [("delay", {"seconds": 0.5, "when": "before"}), ("reset", {"when": "after"})],
        ),
        ("truncate; bytes=10;", [("truncate", {"bytes": 10, "by": "fin"})]),
    ],
)
def test_a_header_is_read(faults, text, expected):
    assert expected == [(rule.do, rule.members) for rule in faults.from_header(text, "download")]
    assert [None] * len(expected) == [fired.call for fired in faults.fired]
    assert faults.is_idle


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("", "do"),
        (",", "do"),
        ("answer", "status"),
        ("answer; status=abc", "status"),
        ("answer; status=999999999999999999999999", "status"),
        ("answer; =", ""),
        ("garbage; times=2", "times"),
        ("garbage; on=download", "on"),
        ("garbage, garbage", "do"),
        ("stuck", "on"),
        ("\xff\x00", "do"),
    ],
)
def test_a_wrong_header_is_one_error_that_names_the_member(faults, text, member):
    with pytest.raises(FaultRuleError) as refusal:
        faults.from_header(text, "download")
    assert member == refusal.value.member
    assert [] == faults.fired
