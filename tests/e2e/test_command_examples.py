"""Every command's help has an example that can be typed: each is run in a world of its own, and ends well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.command_world import CommandWorld
from support.typed_commands import at_work, commands, run_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ELSEWHERE = {
    "sandbox": "starts servers: test_readme and test_sandbox_commands",
    "demo": "test_demo",
    "login": "asks for a key: test_login",
    "logout": "needs a saved profile: test_login",
    "open": "needs a web explorer: test_web",
    "config use": "needs a saved profile: test_config_command",
    "config remove": "needs a saved profile: test_config_command",
    "config set": "needs a saved profile: test_config_command",
    "config unset": "needs a saved profile: test_config_command",
}
EXAMPLES = {
    name: getattr(command, "example", "")
    for name, command in commands()
    if not any(f"{name} ".startswith(f"{one} ") for one in ELSEWHERE)
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CommandWorld:
    return CommandWorld(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(made: CommandWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandWorld]:
    with at_work(made, tmp_path, monkeypatch) as world:
        yield world


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_of_a_command_can_be_typed(name: str, world: CommandWorld) -> None:
    for line in EXAMPLES[name].splitlines():
        ended = run_line(line, world.filled_in)
        assert 0 == ended.code, f"{line}\n{ended.output}{ended.errors}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_one_of_its_own_command(name: str) -> None:
    assert f"crucible {name}" in EXAMPLES[name]


def test_what_is_left_out_exists() -> None:
    names = [name for name, _ in commands()]
    assert [] == [one for one in ELSEWHERE if not any(f"{name} ".startswith(f"{one} ") for name in names)]
