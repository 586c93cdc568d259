"""Nothing that was acknowledged is lost by ``kill -9``. `scripts/kill.py` makes as many rounds as wanted."""

from pathlib import Path

from support import killed_migrations, killing


def test_a_killed_sandbox_has_everything_it_acknowledged(tmp_path: Path) -> None:
    found = killing.rounds(tmp_path / "root", 6, seed=1)

    assert 6 == found["rounds"]
    assert found["acknowledged"] > 50


def test_a_root_whose_migration_is_killed_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    assert 8 == sum(killed_migrations.rounds(tmp_path, 8, seed=1).values())
