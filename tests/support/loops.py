"""What tests of the client for event loops need."""

import asyncio
import contextlib

from crucible import AsyncCrucibleClient


@contextlib.asynccontextmanager
async def connected(server):
    async with AsyncCrucibleClient(server.api_url, server.api_key) as client:
        yield client


async def until(condition, task):
    """Wait for something that a task brings about."""
    while not condition():
        if task.done():
            raise AssertionError(f"the task has ended before: {task.result()}")
        await asyncio.sleep(0.01)


def hit(faults, operation):
    return any(fired.on == operation for fired in faults.fired)
