"""A wire with latency: ``relay.py PORT MILLISECONDS`` prints its own port and passes connections on to the other one.

What the server says arrives later by that time, so that each answer comes later; what the client says is not held up,
nor is anything else: a relay of bytes knows no requests, and takes a small part of the processor that a client takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "127.0.0.1"
BLOCK_BYTES = 256 * 1024


async def relay(port: int, seconds: float) -> None:
    """Accept connections until the process is ended."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_read, to_write = await asyncio.open_connection(HOST, port)
            await asyncio.gather(passed_on(reader, to_write, 0), passed_on(to_read, writer, seconds))
        except OSError:
            writer.close()

    server = await asyncio.start_server(connected, HOST, 0)
    print(json.dumps(server.sockets[0].getsockname()[1]), flush=True)
    await server.serve_forever()


async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Pass bytes on, in order, each of them later by the same time."""
    loop = asyncio.get_running_loop()
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def arrive() -> None:
        while True:
            at, block = await under_way.get()
            if (pause := at - loop.time()) > 0:
                await asyncio.sleep(pause)
            if not block:
                writer.close()
                return
            writer.write(block)
            await writer.drain()

    arriving = asyncio.create_task(arrive())
    block = b"begin"
    while block:
        with contextlib.suppress(OSError):
            block = await reader.read(BLOCK_BYTES)
        under_way.put_nowait((loop.time() + seconds, block))
    await arriving


@contextmanager
def delayed(port: int, milliseconds: int) -> Iterator[str]:
    """Run this program, and yield the address that leads to a port with a delay."""
    command = [sys.executable, __file__, str(port), str(milliseconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield f"http://{HOST}:{json.loads(process.stdout.readline() if process.stdout else '')}"
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(relay(int(sys.argv[1]), int(sys.argv[2]) / 1000))
