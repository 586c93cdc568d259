"""The user's script runs, and what it says of its results to type checkers is true."""

from __future__ import annotations

import asyncio
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from typed import pipeline

from crucible import AsyncCrucibleClient, CrucibleClient
from crucible.demo.job import demo_files
from crucible.legacy import CrucibleClient as FormerClient
from crucible.legacy import LegacyWarning
from crucible.sandbox import Sandbox

PATTERN = next(path for path in demo_files() if path.suffix == ".xy")


def is_of(value: object, kind: Any) -> bool:
    """Say whether a value is of a type, its members too."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any or kind is None:
        return kind is Any or value is None
    if origin in (Union, UnionType):
        return any(is_of(value, each) for each in arguments)
    if origin is Literal:
        return value in arguments
    if origin is dict:
        return isinstance(value, dict) and all(
            is_of(key, arguments[0]) and is_of(member, arguments[1]) for key, member in value.items()
        )
    if origin in (list, tuple):
        return isinstance(value, origin) and all(is_of(member, arguments[0]) for member in value)
    return isinstance(value, origin or kind)


@pytest.fixture
def told(monkeypatch):
    """Check the types that the script says as it runs, and collect the lines that were reached."""
    said = []

    def check(value, kind):
        assert is_of(value, kind), f"{value!r} is no {kind}"
        said.append(kind)
        return value

    monkeypatch.setattr(pipeline, "assert_type", check)
    return said


def test_what_the_script_says_of_its_results_is_true(told, tmp_path):
    with Sandbox() as server:
        with CrucibleClient(server.api_url, server.api_key) as client:
            dataset = pipeline.keep(client, PATTERN)
            pipeline.read(dataset)
            pipeline.move(client, dataset, PATTERN, tmp_path)
            pipeline.find(client, dataset)
            pipeline.share(client, dataset)
            with FormerClient(server.api_url, server.api_key) as former, pytest.warns(LegacyWarning):
                pipeline.go_around(client, former, dataset)

        async def on_a_loop():
            async with AsyncCrucibleClient(server.api_url, server.api_key) as client:
                await pipeline.look_again(client, dataset)

        asyncio.run(on_a_loop())
    assert len(told) > 60
