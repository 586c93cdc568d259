"""Bytes: every file arrives verified, or the report says which one did not and why; the next run does the rest.

::

    globs      the one pattern language
    names      what a server may call a file
    checksums  SHA-256 and CRC32C
    service    what transfers need from the API, as a protocol
    plan       what goes where, decided before the first byte
    partial    the .part file: one owner, one content
    attempts   what an answer of the object store means, and pauses
    fetch      one file
    download   a resource, many files at a time
    chunks     the arithmetic of a resumable session
    session    one resumable session
    upload     one file, to the service
    events     progress
    report     a line per file

Transfers are written once, blocking, in threads. Hashing and file access block anyway, and both leave the
interpreter's lock, so asyncio would add a second implementation and no speed; an async caller runs them in a thread
of its own. They know the API only as `crucible.transfer.service.Service`, and the object store as
`crucible.transport.storage`, which has no key to lose.

Decisions
---------
- Bytes are believed when their SHA-256 is the recorded one, and not before. Files get their names after that.
- A ``.part`` file carries its content's checksum in its name instead of having a file beside it that says so: there is
  nothing to get out of step, and a changed content cannot meet old bytes.
- Files that only differ by case are refused where the file system cannot tell them apart, and nowhere else.
- Uploads read a file twice, because the service wants the SHA-256 before the first byte; in return, content that it has
  is not sent again.
"""

from __future__ import annotations

from .download import download, download_file
from .events import Progress
from .report import FileLine, TransferReport
from .service import Service
from .upload import upload

__all__ = ["FileLine", "Progress", "Service", "TransferReport", "download", "download_file", "upload"]
