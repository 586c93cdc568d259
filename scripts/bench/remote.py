"""What reading parts of large files costs: ``python scripts/bench/remote.py [--mebibytes N] [--milliseconds N]``.

Files are written by the libraries of their formats, uploaded into a sandbox that runs in a process of its own, and read
through ``crucible://``: a row group of a Parquet file, planes of stacks, the tree of an HDF5 file, a table from its
first line to the last. All bytes of bodies that the object store sends are counted where they come in, in the client
for signed addresses; heads and answers of the API are not among them. Each request begins later by some milliseconds,
as if the store were far away, because that decides what a cache is worth. The caches of fsspec are measured beside our
own, with blocks of their own size. The exit code is 1 if a limit was missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pyarrow
import pyarrow.parquet
import tifffile

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench.sandbox import circumstances, line, served  # noqa: E402 - the file beside this one

from crucible import CrucibleClient  # noqa: E402
from crucible.fs import CrucibleFileSystem  # noqa: E402

MIB = 1024 * 1024
MOST_PERCENT = 5.0
SIDE = 1024
SCANS = 2000
CACHES = ("crucible", "blockcache", "readahead", "bytes")


class Counted:
    """A client for signed addresses that counts what comes; see `crucible.transport.storage.Storage`."""

    def __init__(self, storage: Any, seconds: float) -> None:
        self.storage = storage
        self._seconds = seconds
        self._turn = threading.Lock()
        self.requests = 0
        self.received = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.storage, name)

    def send(self, method: str, url: str, *, receive: Any = None, **options: Any) -> Any:
        """Send a request, and count the body of its answer."""
        with self._turn:
            self.requests += 1
        time.sleep(self._seconds)

        def counting(status: int, headers: Any) -> Callable[[bytes], object] | None:
            take = None if receive is None else receive(status, headers)

            def taken(piece: bytes) -> None:
                with self._turn:
                    self.received += len(piece)
                if take is not None:
                    take(piece)

            return taken

        return self.storage.send(method, url, receive=counting, **options)


def planes(mebibytes: int) -> int:
    """Return how many planes of two bytes a pixel a stack of this size has."""
    return mebibytes * MIB // (SIDE * SIDE * 2)


def write_parquet(path: Path, mebibytes: int) -> None:
    """Write a table of eight columns in 64 row groups."""
    rows = mebibytes * MIB // 64 // (8 * 8)
    random = np.random.default_rng(1)
    schema = pyarrow.schema([(f"channel_{number}", pyarrow.float64()) for number in range(8)])
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for _ in range(64):
            columns = [pyarrow.array(random.random(rows)) for _ in range(8)]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema), row_group_size=rows)


def write_stack(path: Path, mebibytes: int, *, chunked: bool) -> None:
    """Write a stack of images, in chunks of a plane or all in one piece."""
    random = np.random.default_rng(2)
    with h5py.File(path, "w") as file:
        shape, chunks = (planes(mebibytes), SIDE, SIDE), (1, SIDE, SIDE) if chunked else None
        stack = file.create_dataset("entry/data/stack", shape, "u2", chunks=chunks)
        for number in range(shape[0]):
            stack[number] = random.integers(0, 65536, (SIDE, SIDE), "u2")


def write_tree(path: Path) -> None:
    """Write an HDF5 file with 2,000 datasets, each with attributes, and 64 MiB of data between them."""
    random = np.random.default_rng(3)
    with h5py.File(path, "w") as file:
        for number in range(SCANS):
            scan = file.create_dataset(f"run_{number // 100:02}/scan_{number:04}", data=random.random(4096))
            scan.attrs.update(temperature=300.0 + number, operator="ada", comment="as taken")


def write_tiff(path: Path, mebibytes: int) -> None:
    """Write a stack of images as pages."""
    random = np.random.default_rng(4)
    with tifffile.TiffWriter(path, bigtiff=True) as file:
        for _ in range(planes(mebibytes)):
            file.write(random.integers(0, 65536, (SIDE, SIDE), "u2"), contiguous=False)


def write_text(path: Path) -> None:
    """Write 16 MiB of lines."""
    with path.open("w", encoding="ascii") as file:
        for number in range(16 * MIB // 32):
            file.write(f"{number / 1000:15.4f} {number * 7 % 10007:14}\n")


def row_group(file: Any) -> None:
    """Read one of 64 row groups."""
    pyarrow.parquet.ParquetFile(file).read_row_group(37)


def plane(file: Any) -> None:
    """Read one plane of a stack."""
    with h5py.File(file) as opened:
        stack = opened["entry/data/stack"]
        stack[len(stack) // 2]


def tree(file: Any) -> None:
    """Read the names, shapes and attributes of all that is in a file."""
    found: list[dict[str, Any]] = []
    with h5py.File(file) as opened:
        opened.visititems(lambda name, item: found.append(dict(item.attrs)))  # what returns something ends the visit
    if sum(map(len, found)) != 3 * SCANS:
        raise SystemExit(f"the tree has other attributes: {sum(map(len, found))}")


def page(file: Any) -> None:
    """Read one page."""
    with tifffile.TiffFile(file) as opened:
        opened.pages[len(opened.pages) // 2].asarray()


def lines(file: Any) -> None:
    """Read all lines."""
    for _ in file:
        pass


def main() -> int:
    """Measure and print; 1 when a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mebibytes", type=int, default=1024, help="of the large files")
    parser.add_argument("--milliseconds", type=int, default=20, help="that each request begins later")
    parser.add_argument("--all", action="store_true", help="measure the caches of fsspec as well")
    parser.add_argument("--kibibytes", type=int, default=None, help="of our own blocks; as they are unless given")
    parser.add_argument("--folder", default=None, help="a temporary folder is made in it")
    arguments = parser.parse_args()
    circumstances()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    size = arguments.mebibytes
    reads: list[tuple[str, str, Callable[[Path], None], Callable[[Any], None], float | None]] = [
        ("row group of a Parquet file", "a.parquet", lambda path: write_parquet(path, size), row_group, MOST_PERCENT),
        ("plane of an HDF5 stack", "b.h5", lambda path: write_stack(path, size, chunked=True), plane, MOST_PERCENT),
        ("plane of one in one piece", "c.h5", lambda path: write_stack(path, size, chunked=False), plane, MOST_PERCENT),
        ("page of a TIFF stack", "d.tif", lambda path: write_tiff(path, size // 4), page, MOST_PERCENT),
        ("tree of 2,000 in an HDF5 file", "e.h5", write_tree, tree, None),
        ("all lines of a text", "f.txt", write_text, lines, None),
    ]
    good = True
    with (
        tempfile.TemporaryDirectory(dir=arguments.folder) as name,
        served(Path(name, "root")) as facts,
        CrucibleClient(facts["api_url"], facts["api_key"]) as client,
    ):
        dataset = client.datasets.create(dataset_name="large files").unique_id
        for what, name_of_file, write, read, most in reads:
            path = Path(name, name_of_file)
            write(path)
            file_bytes = path.stat().st_size
            client.upload(dataset, path)
            path.unlink()
            for cache in CACHES if arguments.all else CACHES[:1]:
                blocks = block_of(cache, arguments.kibibytes)
                with counting(client, arguments.milliseconds) as counted:
                    began = time.perf_counter()
                    fs = CrucibleFileSystem(client=client)
                    with fs.open(f"{dataset}/{name_of_file}", cache_type=cache, **blocks) as file:
                        read(file)
                    took = time.perf_counter() - began
                which = f"{what}, {file_bytes / MIB:,.0f} MiB" + (f" ({cache})" if arguments.all else "")
                limit = most if cache == CACHES[0] else None
                note = f"{counted.requests} req"
                good &= line(f"{which}: bytes sent", 100 * counted.received / file_bytes, "%", most=limit, note=note)
                line(f"  {counted.received / MIB:,.1f} MiB, in", took, "s")
    return 0 if good else 1


@contextmanager
def counting(client: CrucibleClient, milliseconds: int) -> Iterator[Counted]:
    """Count what a client receives from the object store."""
    port = client._open()
    counted = Counted(port.storage, milliseconds / 1000)
    port._storages[0] = counted
    try:
        yield counted
    finally:
        port._storages[0] = counted.storage


def block_of(cache: str, kibibytes: int | None) -> dict[str, int]:
    """Return the size of blocks: our own default or what is wanted, or that of fsspec."""
    if cache != CACHES[0]:
        return {"block_size": 5 * MIB}
    return {} if kibibytes is None else {"block_size": kibibytes * 1024}


if __name__ == "__main__":
    sys.exit(main())
