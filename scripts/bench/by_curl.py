"""What curl takes for the requests that a transfer consists of: the measure for a client in any language.

All requests of one step are given to one ``curl --parallel``. What else a client does is not in it: listing files,
checksums, flushing to the disk, giving files their names last.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.storage import text_of

CONNECTIONS = 8
SIGNED_AT_ONCE = 32


@dataclass(frozen=True)
class Source:
    """A file that is sent: its checksums, and its parts as files with theirs; curl sends whole files only."""

    path: Path
    size: int
    sha256: str
    crc32c: int
    parts: list[tuple[Path, str]]


@dataclass
class Curl:
    """Requests by curl, and the time they take."""

    folder: Path
    seconds: float = 0.0
    cpu: float = 0.0
    _made: int = field(default=0, repr=False)

    def run(self, requests: Iterable[Mapping[str, Any]]) -> None:
        """Make requests, several at a time; a member is an option of curl, a list repeats it."""
        written = "\nnext\n".join("\n".join(_options({"fail": True, **request})) for request in requests)
        command = ["curl", "--no-progress-meter", "--parallel", "--parallel-max", str(CONNECTIONS)]
        before, began = _cpu_of_ended(), time.perf_counter()
        subprocess.run([*command, "--config", "-"], input=written, text=True, check=True)
        self.seconds += time.perf_counter() - began
        self.cpu += _cpu_of_ended() - before

    def ask(self, url: str, key: str, bodies: Iterable[Mapping[str, Any]], paths: Iterable[str]) -> list[Any]:
        """POST bodies to paths of the API, and return the answers."""
        requests, answers = [], []
        for body, path in zip(bodies, paths, strict=True):
            self._made += 1
            answers.append(self.folder / f"answer-{self._made}")
            headers = [f"Authorization: Bearer {key}", "Content-Type: application/json"]
            made = {"url": url + path, "header": headers, "data": json.dumps(body), "output": str(answers[-1])}
            requests.append(made)
        self.run(requests)
        return [json.loads(answer.read_bytes()) for answer in answers]


def _options(request: Mapping[str, Any]) -> Iterable[str]:
    for name, value in request.items():
        for each in value if isinstance(value, list) else [value]:
            yield name if each is True else f"{name} = {json.dumps(each)}"


def _cpu_of_ended() -> float:
    times = os.times()
    return times.children_user + times.children_system


def installed() -> bool:
    """Whether there is a curl."""
    return shutil.which("curl") is not None


def fetch(urls: Mapping[str, str], folder: Path) -> dict[str, float]:
    """Fetch addresses into a folder, by name, and return what it took."""
    with tempfile.TemporaryDirectory() as name:
        curl = Curl(Path(name))
        addresses = {"url": list(urls.values()), "output": [str(folder / name) for name in urls]}
        curl.run([addresses])
    return {"seconds": curl.seconds, "cpu": curl.cpu}


def send(url: str, key: str, dataset: str, sources: list[Source]) -> dict[str, float]:
    """Send files into a dataset in signed parts, one step for all files after another, and return what it took."""
    base = f"/datasets/{dataset}/upload/multipart"
    with tempfile.TemporaryDirectory() as name:
        curl = Curl(Path(name))
        described = [{"filename": s.path.name, "size": s.size, "sha256_hash": s.sha256} for s in sources]
        uploads = curl.ask(url, key, described, [f"{base}/initiate"] * len(sources))
        wanted: list[dict[str, Any]] = []
        paths: list[str] = []
        for source, upload in zip(sources, uploads, strict=True):
            parts = [{"part_number": number, "crc32c": sum_} for number, (_, sum_) in enumerate(source.parts, 1)]
            for first in range(0, len(parts), SIGNED_AT_ONCE):
                wanted.append({"parts": parts[first : first + SIGNED_AT_ONCE]})
                paths.append(f"{base}/{upload['upload_id']}/parts")
        signed = iter([part for answer in curl.ask(url, key, wanted, paths) for part in answer["parts"]])
        curl.run(
            {
                "url": (part := next(signed))["url"],
                "upload-file": str(path),
                "header": [f"{name}: {value}" for name, value in part["headers"].items() if name != "Content-Length"],
                "output": str(curl.folder / "nothing"),
            }
            for source in sources
            for path, _ in source.parts
        )
        ends = [
            {"upload_id": upload["upload_id"], "sha256_hash": source.sha256, "crc32c": text_of(source.crc32c)}
            for source, upload in zip(sources, uploads, strict=True)
        ]
        curl.ask(url, key, ends, [f"{base}/complete"] * len(ends))
    return {"seconds": curl.seconds, "cpu": curl.cpu}
