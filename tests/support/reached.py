"""The tables of operations and of the calls that reach them, and the names that those calls use."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any, NamedTuple

from .scenes import OTHER_CONTENT, described
from .served import crc32c

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .scenes import Scene

UNREACHED = ("raw: ", "gone: ")
ON_V2 = "@v2 "
# The smallest picture: one pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a49444154789c636800000082008177cd72b600000000"
    "49454e44ae426082"
)


class Row(NamedTuple):
    """An operation, and the steps of the call that reaches it; none, and a reason, if nothing does."""

    operation: str
    steps: list[str]
    on_v2: bool
    reason: str


def read(path: Path) -> list[Row]:
    """Read a table."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            operation, _, call = (part.strip() for part in line.partition(" | "))
            reason = call.partition(": ")[2] if call.startswith(UNREACHED) else ""
            steps = [] if reason else call.removeprefix(ON_V2).split("; ")
            rows.append(Row(operation, steps, call.startswith(ON_V2), reason))
    return rows


EXTRAS: dict[str, Callable[[Scene], Any]] = {
    "name": lambda scene: f"name-{next(scene.world.numbers)}",
    "other_dataset": lambda scene: scene.new_dataset(),
    "other_sample": lambda scene: scene.new_sample(),
    "content": lambda scene: described(OTHER_CONTENT),
    "checksums": lambda scene: {
        "sha256_hash": described(OTHER_CONTENT)["sha256_hash"],
        "crc32c": crc32c(OTHER_CONTENT),
    },
}


class Names(dict[str, Any]):
    """What a step may name: the client, three files, and what a scene has, made when it is first named."""

    def __init__(self, scene: Scene, client: Any, folder: Path) -> None:
        path, empty, picture = folder / "a.csv", folder / "empty.csv", folder / "overview.png"
        path.write_text("two,columns\n")
        empty.touch()
        picture.write_bytes(PICTURE)
        super().__init__(client=client, path=path, empty=empty, picture=picture)
        self._scene = scene

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            raise KeyError(name)
        self[name] = EXTRAS[name](self._scene) if name in EXTRAS else getattr(self._scene, name)
        return self[name]


async def take(step: str, names: Names) -> None:
    """Take one step, and wait for it if it is a request."""
    done = eval(step, {}, names)  # noqa: S307 - a line of a table beside the test
    if hasattr(done, "__await__"):
        await done
