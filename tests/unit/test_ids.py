import base64
import os
import random
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from crucible.ids import classify, is_mfid, is_orcid, new_mfid

TO_BASE32 = bytes.maketrans(b"0123456789abcdefghjkmnpqrstvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def as_uuid(mfid: str) -> uuid.UUID:
    return uuid.UUID(bytes=base64.b32decode(mfid.encode().translate(TO_BASE32) + b"======"))


def test_the_published_pair_of_mfid_and_uuid_is_read_as_made_here():
    assert uuid.UUID("06797fac-6a0e-751d-8000-eb513d281bc7") == as_uuid("0swqzb3a1sthv000xd8kta0vrw")


def test_a_new_mfid_is_a_uuid_of_version_7():
    made = as_uuid(new_mfid())
    assert (7, uuid.RFC_4122) == (made.version, made.variant)


def test_a_new_mfid_holds_the_present_second_in_its_first_36_bits():
    before = int(time.time())
    seconds = as_uuid(new_mfid()).int >> 92
    assert before <= seconds <= int(time.time())


def test_a_new_mfid_ends_in_one_of_the_eight_possible_characters():
    assert {new_mfid()[-1] for _ in range(500)} <= set("048cgmrw")


def test_mfids_made_one_after_another_sort_in_that_order():
    made = [new_mfid() for _ in range(50_000)]
    assert sorted(made) == made
    assert len(made) == len(set(made))


def test_mfids_made_in_many_threads_at_once_are_all_different_and_ordered_within_each():
    ready = threading.Barrier(8)

    def make(_: int) -> list[str]:
        ready.wait()
        return [new_mfid() for _ in range(5_000)]

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(make, range(8)))
    assert all(sorted(series) == series for series in made)
    assert 40_000 == len({mfid for series in made for mfid in series})


def test_mfids_go_on_ascending_when_the_clock_stands_still(monkeypatch):
    instant = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: instant)
    made = [new_mfid() for _ in range(40_000)]  # more than there are sequence numbers
    assert sorted(set(made)) == made


def test_mfids_go_on_ascending_when_the_clock_is_set_back(monkeypatch):
    first = new_mfid()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert first < new_mfid()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_makes_mfids_while_the_parents_threads_do():
    stop = threading.Event()

    def keep_making() -> None:
        while not stop.is_set():
            new_mfid()

    script = "from crucible.ids import new_mfid; new_mfid()"
    threads = [threading.Thread(target=keep_making) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(20):
            child = _fork(script)
            _, status = os.waitpid(child, 0)
            assert 0 == status
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _fork(script: str) -> int:
    """Fork and run a line of Python in the child, which is given ten seconds."""
    import signal
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside threads is what is tested
        child = os.fork()
    if child == 0:
        signal.alarm(10)
        exec(script)
        os._exit(0)
    return child


@pytest.mark.parametrize("text", ["0swqzb3a1sthv000xd8kta0vrw", "0" * 26, "z" * 26])
def test_26_characters_of_the_alphabet_are_an_mfid(text):
    assert is_mfid(text)


@pytest.mark.parametrize("forbidden", "iloulIA-_.é٣")
def test_one_character_outside_the_alphabet_makes_it_no_mfid(forbidden):
    at = random.Random(forbidden).randrange(26)  # noqa: S311
    assert not is_mfid("0" * at + forbidden + "0" * (25 - at))


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "0" * 26 + "\n", "0swqzb3a1sthv000xd8kta0vr "])
def test_another_length_makes_it_no_mfid(text):
    assert not is_mfid(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000-0002-1825-0097", True),
        ("0000-0001-5109-370X", True),
        ("0000-0001-5109-370x", False),
        ("https://orcid.org/0000-0002-1825-0097", False),
        ("0000-0002-1825-0097\n", False),
        ("٠٠٠٠-0002-1825-0097", False),
        ("0000000218250097", False),
    ],
)
def test_an_orcid_is_four_groups_of_four_digits(text, expected):
    assert expected == is_orcid(text)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("ada@example.org", "email"),
        ("0000-0002-1825-0097", "orcid"),
        ("0swqzb3a1sthv000xd8kta0vrw", "mfid"),
        ("ada", "name"),
        ("demo-project", "name"),
        ("0swqzb3a1sthv000xd8kta0vr", "name"),
        ("", "name"),
    ],
)
def test_a_reference_is_classified_by_its_form(reference, expected):
    assert expected == classify(reference)


def test_importing_ids_loads_nothing_beyond_the_standard_library():
    import subprocess

    code = (
        "import sys; before = set(sys.modules); import crucible.ids;"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(sorted(new - sys.stdlib_module_names - {'crucible'}))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "[]\n" == output
