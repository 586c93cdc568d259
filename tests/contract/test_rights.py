"""Who may do what: every operation of the document as every role, against tables in which each row gives its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.rights import DECISION, FACT, ROLES, open_facts, read_table
from support.rights_calls import call
from support.scenes import World

from crucible.sandbox import Sandbox
from crucible.sandbox.document import load_document

OPERATIONS = load_document().operations
STATUSES = read_table(Path(__file__).with_name("rights.txt"))
MEMBERS = read_table(Path(__file__).with_name("rights_in_answers.txt"))


@pytest.fixture(scope="module")
def world():
    """One sandbox for all cells; what a cell changes is made for it."""
    with Sandbox(ingest=False) as sandbox:
        world = World(sandbox)
        yield world
        world.close()


def test_every_operation_of_the_document_has_a_row_and_every_row_an_operation():
    assert set(OPERATIONS) == {row.operation for row in STATUSES}


@pytest.mark.parametrize("rows", [STATUSES, MEMBERS], ids=["rights.txt", "rights_in_answers.txt"])
def test_no_two_rows_speak_of_the_same_and_no_role_is_left_out(rows):
    names = [str(row) for row in rows]
    assert sorted(set(names)) == sorted(names)
    assert {row.operation for row in rows} <= set(OPERATIONS)
    assert all(set(ROLES) == set(row.cells) for row in rows)


def test_each_row_rests_on_facts_or_on_decisions_that_were_taken():
    decisions = {DECISION + fact for fact in open_facts()}
    reasons = [(str(row), reason) for row in (*STATUSES, *MEMBERS) for reason in row.reasons]
    assert [] == [(row, reason) for row, reason in reasons if not FACT.fullmatch(reason) and reason not in decisions]


def test_each_call_succeeds_for_somebody_so_that_refusals_are_about_rights():
    assert [] == [str(row) for row in STATUSES if "ok" not in row.cells.values()]


def test_what_a_call_stores_is_noticed(world):
    reading, writing = (OPERATIONS[name] for name in ("list_datasets", "create_dataset"))
    assert (False, True) == tuple(call(world.scene("owner", changes=True), op, "-")[1] for op in (reading, writing))


@pytest.mark.parametrize("row", STATUSES, ids=str)
def test_each_role_gets_the_answer_of_the_table_and_a_refusal_stores_nothing(world, row):
    found, details = {}, {}
    for role in ROLES:
        answer, stored = _call(world, row, role)
        found[role] = "ok" if answer.is_success else f"{answer.status_code}{' but stored' if stored else ''}"
        if row.cells[role] != found[role]:
            details[role] = answer.text[:200]
    assert row.cells == found, details


@pytest.mark.parametrize("row", MEMBERS, ids=str)
def test_each_role_sees_in_an_answer_what_the_table_says(world, row):
    assert row.cells == {role: _seen(_call(world, row, role)[0], row.member) for role in ROLES}


def _call(world, row, role):
    operation = OPERATIONS[row.operation]
    return call(world.scene(role, changes=operation.changes_something), operation, row.case)


def _seen(answer, member):
    """Return a word for a member of an answer: its value where that is a word, else whether there is one."""
    if not answer.is_success:
        return str(answer.status_code)
    value = answer.json()
    for name in member.split(".") if member != "." else ():
        key = int(name) if name.isdigit() else name
        if (key >= len(value)) if isinstance(key, int) else (key not in value):
            return "absent"
        value = value[key]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in ([], {}, None):
        return "null" if value is None else "empty"
    return value if isinstance(value, str) and value.isidentifier() else "shown"
