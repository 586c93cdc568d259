"""Uploads to a served sandbox, as a test wants to call and count them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from crucible.config import Settings
from crucible.credentials import Secret
from crucible.resources.transfers import ApiService
from crucible.transfer.events import FileMeter, Meter
from crucible.transfer.journal import Journals
from crucible.transfer.source import Source
from crucible.transfer.upload import Uploads
from crucible.transport.blocking import BlockingPort
from crucible.transport.retry import Policy

if TYPE_CHECKING:
    from pathlib import Path

    from crucible.sandbox import Sandbox

QUICK = Policy(attempts=4, first_seconds=0.005, longest_seconds=0.01)


class Counting:
    """A client for the object store that remembers what it was asked; `puts` has part numbers, 0 for sessions."""

    def __init__(self, storage):
        self._storage = storage
        self.puts: list[int] = []
        self.answers: list[tuple[int, int]] = []

    def send(self, method, url, **options):
        number = int(parse_qs(urlsplit(url).query).get("partNumber", ["0"])[0])
        self.puts.append(number)
        answer = self._storage.send(method, url, **options)
        self.answers.append((number, answer.status))
        return answer

    def disconnect(self):
        self._storage.disconnect()

    def close(self):
        self._storage.close()


class Sender:
    """Somebody who uploads; `notes` is the folder of the journals."""

    def __init__(self, api_url: str, api_key: str, notes: Path) -> None:
        self.port = BlockingPort(Settings(api_url, Secret(api_key)), answer_seconds=20.0)
        self.service = ApiService(self.port)
        self.storage = Counting(self.port.storage)
        self.journals = Journals(notes, api_url)
        self.notes = notes

    @classmethod
    def to(cls, sandbox: Sandbox, notes: Path) -> Sender:
        """Return somebody who uploads to a sandbox of this process."""
        return cls(sandbox.api_url, sandbox.api_key, notes)

    def send(self, dataset, path, *, service=None, name=None, on_progress=None, **options):
        """Upload one file and return its record."""
        options = {"journals": self.journals, "policy": QUICK, **options}
        run = Uploads(service or self.service, self.storage, **options)
        source = Source(path)
        meter = FileMeter(Meter(on_progress, source.size_bytes, 1), name or source.path.name, source.size_bytes)
        with source, run.file(dataset, source, meter.name, meter) as file:
            return file.send().record

    def fetch(self, dataset, name):
        """Return the bytes of a file."""
        record = {file["filename"]: file for file in self.service.files(dataset)}[name]
        got = bytearray()
        self.port.storage.send("GET", self.service.link(record["mfid"]), receive=lambda *_: got.extend)
        return bytes(got)

    def left(self):
        """Return the names of all that is in the folder of the journals."""
        return sorted(path.suffix for path in self.notes.iterdir()) if self.notes.exists() else []

    def close(self) -> None:
        self.port.close()
