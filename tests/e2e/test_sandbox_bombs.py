"""Files that unpack to more than they are, and parsers that would outlive their server."""

from __future__ import annotations

import base64
import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import h5py
import pytest
from support.served import Served

from crucible.sandbox import Sandbox


@pytest.fixture
def served():
    """A sandbox with the installed parsers."""
    with Sandbox(ingest=False) as sandbox:
        served = Served(sandbox)
        yield served
        served.close()


def png(width: int, height: int) -> bytes:
    """Return a small PNG that says it has so many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_a_thumbnail_is_never_unpacked(served):
    image = base64.b64encode(png(2**31 - 1, 2**31 - 1)).decode()
    body = {"thumbnail_name": "bomb", "thumbnail_b64str": image}
    assert "image/png" == served.admin.post(f"datasets/{served.admin.dataset()}/thumbnails", json=body)["mime_type"]


def test_a_picture_with_too_many_pixels_fails(served):
    file = served.admin.upload(served.admin.dataset(), "bomb.png", png(60_000, 60_000))
    request = served.admin.post(f"files/{file['mfid']}/ingest")
    assert served.sandbox.worker.step()
    done = served.admin.get(f"ingestion_requests/{request['id']}")
    assert "failed" == done["status"]
    assert "pixels" in done["error_message"]


def test_an_array_larger_than_memory_is_described_without_a_picture(served, tmp_path):
    path = tmp_path / "bomb.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("images", shape=(300_000, 300_000), dtype="f8", chunks=(1000, 1000), compression="gzip")
    mfid = served.admin.dataset()
    file = served.admin.upload(mfid, "bomb.h5", path.read_bytes())
    request = served.admin.post(f"files/{file['mfid']}/ingest")
    assert served.sandbox.worker.step()
    assert "complete" == served.admin.get(f"ingestion_requests/{request['id']}")["status"]
    assert [] == served.admin.get(f"datasets/{mfid}/thumbnails")


READ = (sys.executable, "-P", "-m", "crucible.parsers", "--child")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory")
def test_a_parser_that_wants_too_much_memory_ends_with_a_reason(tmp_path):
    path = tmp_path / "large.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("image", shape=(7000, 7000), dtype="f8", chunks=(1000, 1000), compression="gzip")
    reading, writing = os.pipe()  # stays open
    captured = {"capture_output": True, "text": True, "check": False}
    done = subprocess.run(
        [*READ, "--memory-bytes", "200000000", "--", str(path), "large.h5"], stdin=reading, **captured
    )
    os.close(reading)
    os.close(writing)
    assert (1, "large.h5: Unable to allocate") == (done.returncode, done.stderr[:28])


@pytest.mark.skipif(os.name == "nt", reason="no named pipes among the files")
def test_a_parser_does_not_outlive_a_server_that_was_killed(tmp_path):
    pipe = tmp_path / "hangs.xy"
    os.mkfifo(pipe)  # opening it waits for a writer, for ever
    assert not outlives_its_server(pipe, tmp_path)


STUBBORN = """
import pathlib, re

priority, classes = 0, ("Stubborn",)

def recognises(head, name):
    return head == b"stubborn"

def read(path, name):
    pathlib.Path(f"{path}.begun").touch()
    re.match("(a+)+$", "a" * 60 + "b")  # for years, and no other thread of Python runs meanwhile
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems end only what lets other threads run")
def test_a_parser_that_lets_no_other_thread_run_does_not_either(tmp_path):
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    described = tmp_path / "stubborn-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Name: stubborn\nVersion: 1\n")
    (described / "entry_points.txt").write_text("[crucible.parsers]\nstubborn = stubborn\n")
    (tmp_path / "a.bin").write_text("stubborn")
    assert not outlives_its_server(tmp_path / "a.bin", tmp_path, begun=tmp_path / "a.bin.begun")


SERVER = """
import os, pathlib, signal, subprocess, sys, time

begun, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
child = subprocess.Popen(command, stdin=subprocess.PIPE)
while not begun.exists() and child.poll() is None:
    time.sleep(0.01)
print(child.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def outlives_its_server(path: Path, parsers: Path, begun: Path | None = None) -> bool:
    """Whether a parser goes on when whoever has started it is killed, once a file is there."""
    killed = subprocess.run(
        [sys.executable, "-c", SERVER, str(begun or path), *READ, "--", str(path)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(parsers)},
        text=True,
        check=False,
    )
    pid = int(killed.stdout)
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    if still := is_alive(pid):
        os.kill(pid, signal.SIGKILL)
    return still


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended may still be listed until somebody collects it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if sys.platform == "linux":
        with open(f"/proc/{pid}/stat") as status:  # noqa: PTH123
            return status.read().rpartition(")")[2].split()[0] != "Z"
    return True
