"""Nothing that was acknowledged is lost by ``kill -9``. `scripts/kill.py` makes as many rounds as wanted."""

from pathlib import Path

from support.killing import rounds


def test_a_killed_sandbox_has_everything_it_acknowledged(tmp_path: Path) -> None:
    found = rounds(tmp_path / "root", 6, seed=1)

    assert 6 == found["rounds"]
    assert found["acknowledged"] > 50
