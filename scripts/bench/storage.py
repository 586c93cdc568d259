"""How fast the sandbox moves bytes: ``python scripts/bench/storage.py [--mebibytes N] [--folder DIR]``.

A file goes up through each protocol and comes down again. Downloads are compared with nginx, which serves the same
bytes from the same disk in turn with the sandbox; uploads with writing the same bytes to the same disk and flushing
them. curl does the fetching for both servers. What is not installed is said and left out. Uploads are medians, because
disks are fast by turns; downloads, which come from memory, are the best of a few rounds.
"""

from __future__ import annotations

import argparse
import base64
import functools
import hashlib
import http.client
import mmap
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import google_crc32c

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench.sandbox import Asked, circumstances, line, served  # noqa: E402 - the file beside this one

ROUNDS = 4
BLOCK_BYTES = 1024 * 1024
PARTS_AT_ONCE = 4
LEAST_OF_DISK = 0.5
LEAST_OF_NGINX = 0.7
MOST_GROWTH_MIB = 64


def write(path: Path, mebibytes: int) -> str:
    """Write a file that does not compress, and return its SHA-256."""
    digest, block = hashlib.sha256(), os.urandom(BLOCK_BYTES)
    with path.open("wb") as file:
        for number in range(mebibytes):
            block = number.to_bytes(8, "big") + block[8:]
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def disk_seconds(source: Path, folder: Path) -> float:
    """Return how long the disk takes for a copy of a file, flushed."""
    copy = folder / "copy"
    began = time.perf_counter()
    with source.open("rb") as read, copy.open("wb", buffering=0) as file:
        while block := read.read(8 * BLOCK_BYTES):
            file.write(block)
        os.fsync(file.fileno())
    took = time.perf_counter() - began
    copy.unlink()
    return took


def upload_resumable(asked: Asked, dataset: str, source: Path, sha256: str, name: str) -> dict[str, Any]:
    """Send a file in one request of a resumable session."""
    size = source.stat().st_size
    body = {"filename": name, "size": size, "sha256_hash": sha256}
    upload = asked.ask(f"/datasets/{dataset}/upload/initiate", "POST", body)[1]
    headers = {"Content-Range": f"bytes 0-{size - 1}/{size}", "Content-Length": str(size)}
    with source.open("rb") as file:
        put(upload["resumable_uri"], file, headers)
    done = {"upload_id": upload["upload_id"], "sha256_hash": sha256}
    file_record: dict[str, Any] = asked.ask(f"/datasets/{dataset}/upload/complete", "POST", done)[1]
    return file_record


def upload_signed(asked: Asked, dataset: str, source: Path, sha256: str, name: str) -> dict[str, Any]:
    """Send a file in signed parts, several at once."""
    size = source.stat().st_size
    begin = f"/datasets/{dataset}/upload/multipart"
    body = {"filename": name, "size": size, "sha256_hash": sha256}
    upload = asked.ask(f"{begin}/initiate", "POST", body)[1]
    sums, whole = checksums(source, upload["part_size"])
    wanted = [{"part_number": number + 1, "crc32c": text_of(value)} for number, value in enumerate(sums)]
    signed: list[dict[str, Any]] = []
    for first in range(0, len(wanted), 32):
        answer = asked.ask(f"{begin}/{upload['upload_id']}/parts", "POST", {"parts": wanted[first : first + 32]})
        signed += answer[1]["parts"]
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def send(part: dict[str, Any]) -> None:
            offset = (part["part_number"] - 1) * upload["part_size"]
            with memoryview(content)[offset : offset + upload["part_size"]] as stretch:
                put(part["url"], stretch, part["headers"])

        with ThreadPoolExecutor(PARTS_AT_ONCE) as pool:
            list(pool.map(send, signed))
    done = {"upload_id": upload["upload_id"], "sha256_hash": sha256, "crc32c": text_of(whole)}
    file_record: dict[str, Any] = asked.ask(f"{begin}/complete", "POST", done)[1]
    return file_record


@functools.cache
def checksums(source: Path, part_size: int) -> tuple[list[int], int]:
    """Return the CRC32C of each part of a file and of the whole; once, because what clients compute is not measured."""
    whole, parts = 0, [0] * -(-source.stat().st_size // part_size)
    with source.open("rb") as file:
        for number in range(len(parts)):
            for _ in range(part_size // BLOCK_BYTES):
                block = file.read(BLOCK_BYTES)
                parts[number] = google_crc32c.extend(parts[number], block)
                whole = google_crc32c.extend(whole, block)
    return parts, whole


def text_of(crc32c: int) -> str:
    """Return a CRC32C as the service writes it."""
    return base64.b64encode(crc32c.to_bytes(4, "big")).decode("ascii")


def put(url: str, content: Any, headers: dict[str, str]) -> None:
    """Send a body."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, blocksize=BLOCK_BYTES)
    connection.request("PUT", f"{address.path}?{address.query}", content, headers)
    response = connection.getresponse()
    if response.status not in (200, 201):
        raise RuntimeError(f"PUT: {response.status} {response.read()[:300]!r}")
    connection.close()


def fetch_seconds(url: str) -> float:
    """Return how long curl takes to fetch an address and throw it away."""
    command = ["curl", "--silent", "--fail", "--noproxy", "*", "--output", os.devnull, url]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began


@contextmanager
def nginx(folder: Path, more: str = "") -> Iterator[str | None]:
    """Serve a folder with nginx, as far as it is installed, and yield its address; `more` is added to its server."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin")
    if program is None:
        yield None
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = folder / "nginx"
    place.mkdir()
    user = "user root;" if hasattr(os, "getuid") and os.getuid() == 0 else ""
    kinds = " ".join(f"{kind}_temp_path {place};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (place / "conf").write_text(
        f"{user} daemon off; pid {place}/pid; error_log {place}/log; worker_processes 1; events {{}}"
        f" http {{ access_log off; sendfile on; tcp_nopush on; {kinds}"
        f" server {{ listen 127.0.0.1:{port}; root {folder}; {more} }} }}",
        encoding="utf-8",
    )
    with subprocess.Popen([program, "-p", str(place), "-e", str(place / "log"), "-c", str(place / "conf")]) as process:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit((place / "log").read_text("utf-8", "replace")) from None
                time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def resident_mebibytes(process: int, which: str) -> float | None:
    """Return the memory of a process, now (VmRSS) or at most (VmHWM); None where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return None
    return next(int(row.split()[1]) / 1024 for row in status.splitlines() if row.startswith(which))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mebibytes", type=int, default=1024)
    parser.add_argument("--folder", default=None, help="on the disk to measure; a temporary folder is made in it")
    arguments = parser.parse_args()
    circumstances()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder, size = Path(name), arguments.mebibytes
        source = folder / "source"
        sha256 = write(source, size)
        with served(folder / "root") as facts:
            asked = Asked(facts["api_url"], facts["api_key"])
            before = resident_mebibytes(facts["pid"], "VmRSS")
            file = uploads(asked, source, sha256, folder)
            url = asked.ask(f"/files/{file['mfid']}/download_link")[1]["url"]
            downloads(url, folder, size)
            most = resident_mebibytes(facts["pid"], "VmHWM")
        if before is None or most is None:
            print("this system does not tell how much memory a process takes: not measured")
        else:
            line("memory of the server before, in use", before, "MiB")
            line("memory it took more at most", most - before, "MiB", most=MOST_GROWTH_MIB)


def uploads(asked: Asked, source: Path, sha256: str, folder: Path) -> dict[str, Any]:
    """Print how fast a file goes up, in turn with plain writing; each time into a dataset of its own."""
    size = source.stat().st_size / 1024 / 1024
    took: dict[str, list[float]] = {"disk": [], "resumable": [], "signed": []}
    file: dict[str, Any] = {}
    for number in range(ROUNDS):
        took["disk"].append(disk_seconds(source, folder))
        for protocol, upload in (("resumable", upload_resumable), ("signed", upload_signed)):
            dataset = asked.ask("/datasets", "POST", {"dataset_name": f"{protocol} {number}"})[1]["unique_id"]
            began = time.perf_counter()
            file = upload(asked, dataset, source, sha256, f"{protocol}.bin")
            took[protocol].append(time.perf_counter() - began)
    usual = {what: statistics.median(seconds) for what, seconds in took.items()}
    line("written to the disk and flushed", size / usual["disk"], "MiB/s")
    for protocol in ("resumable", "signed"):
        line(f"uploaded by the {protocol} protocol, verified", size / usual[protocol], "MiB/s")
        line("  of what the disk writes", usual["disk"] / usual[protocol], "", least=LEAST_OF_DISK)
    return file


def downloads(url: str, folder: Path, size: int) -> None:
    """Print how fast a file comes down, in turn with nginx."""
    if shutil.which("curl") is None:
        print("curl is not installed, which fetches from both servers: downloads not measured")
        return
    with nginx(folder) as peer:
        ours, theirs = [], []
        for _ in range(2 * ROUNDS):
            ours.append(fetch_seconds(url))
            if peer is not None:
                theirs.append(fetch_seconds(f"{peer}/source"))
    line("downloaded from the sandbox", size / min(ours), "MiB/s")
    if not theirs:
        print("nginx is not installed: downloads not compared")
        return
    line("downloaded from nginx", size / min(theirs), "MiB/s")
    line("  sandbox of nginx", min(theirs) / min(ours), "", least=LEAST_OF_NGINX)


if __name__ == "__main__":
    main()
