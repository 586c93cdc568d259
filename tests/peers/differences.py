"""Where a peer's run against the sandbox is not plain success, and why: the one list of it.

DIFFERENCES are met by tests (``with differs("name"):``), which fail once the call succeeds or fails otherwise, so that
no entry outlives its reason. NOT_DRIVEN are public names that no test uses.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Difference:
    """An expected failure: what the exception's text has in it, and whose doing it is."""

    text: str
    why: str


@dataclass
class Differences:
    """The expected failures of one version, and those met so far."""

    known: Mapping[str, Difference]
    seen: set[str] = field(default_factory=set)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Expect that what follows fails as listed."""
        expected = self.known[name]
        try:
            yield
        except Exception as error:
            shown = f"{type(error).__name__}: {error}"
            assert expected.text in shown, f"{name} differs otherwise than listed: {shown}"
            self.seen.add(name)
        else:
            raise AssertionError(f"{name} does not differ any more: take it out of differences.py")


KEY = "the peer sends its key along when it downloads; the sandbox answers, and `crucible sandbox status` shows it"
NO_SUCH_METHOD = "the peer's command calls a method that its client does not have"
NO_QRCODE = "the peer does not install what it draws with"

DIFFERENCES = {
    "3.3.0": {
        "the key goes to the API only": Difference("leaked", KEY),
        "download(file_name=) of files uploaded with signed links": Difference(
            "a.csv",
            "the peer matches the last part of storage_path, which is no file name for these; then it downloads all",
        ),
        "get_or_create of instruments": Difference(
            "instrument_id is required", "the peer refuses by itself what its own method sends"
        ),
        "crucible dataset delete": Difference("has no attribute 'delete'", NO_SUCH_METHOD),
        "crucible qr": Difference("qrcode package not installed", NO_QRCODE),
    },
    "3.1.0": {
        "the key goes to the API only": Difference("leaked", KEY),
        "crucible dataset delete": Difference("has no attribute 'delete'", NO_SUCH_METHOD),
        "crucible cast with files": Difference("has no attribute 'upload_file'", NO_SUCH_METHOD),
        "crucible qr": Difference("qrcode package not installed", NO_QRCODE),
    },
}

ONLY_LOCAL = {
    "crucible config init": "asks a person at a terminal, and writes a file; no request is sent",
    "crucible.parsers.lammps:LAMMPSParser.read_data_file": "reads a file with ase, which the peer does not install",
    "crucible.parsers.lammps:LAMMPSParser.render_thumbnail": "draws with ase, which the peer does not install",
}

NOT_DRIVEN: dict[str, dict[str, str]] = {
    "3.3.0": ONLY_LOCAL,
    "3.1.0": ONLY_LOCAL,
}
