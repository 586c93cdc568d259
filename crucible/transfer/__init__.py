"""Bytes: every file arrives verified, or the report says which one did not and why; the next run does the rest.

::

    globs      the one pattern language
    names      what a server may call a file
    checksums  SHA-256 and CRC32C
    service    what transfers need from the API, as a protocol
    plan       what goes where, decided before the first byte
    partial    files that arrive: the .part, one owner, one content
    whole      a small file, written at once; saving brings what has arrived there, flushing many of them to the disk
    attempts   what an answer of the object store means, and pauses
    inplace    a large file, which arrives in several places at once
    fetch      one file, from the first byte to the last
    ranges     one large file, by several threads
    fetching   the files of a download: which come how
    flight     the quick way of small files: one thread receives many at a time
    lanes      threads for many files at a time; free_lanes lends those that have nothing to do
    options    what the caller of a download wants
    download   resources in folders, and one file alone
    run        one download: planned a little ahead of the files that move
    leftovers  what earlier runs have left beside files that are complete now
    manifest   what a folder has got, a line for each file
    verify     a folder compared with the service or its manifest; verified is what was found
    handle     transfers in the background
    background threads for what happens meanwhile
    calling    calls of the API that nobody waits for once all is to stop
    source     a file of this machine while it is sent
    folder     which files are sent, and under which names
    upload     files, to the service: a run, and the run of one file
    upload_many     many files at a time, and a line for each
    twins           files of one content in one upload
    upload_options  what the caller of an upload wants
    upload_look     what an upload would do
    sending    one file: checksums, session, bytes, completion
    multipart  its bytes in signed parts, several at a time
    session    its bytes in a resumable session
    chunks     the arithmetic of that
    journal    how far an upload has come, for the next run
    locks      files with one owner at a time
    refused    what a refusal by the API means for an upload
    events     progress
    views      what a person sees of it: bars, or a line a minute
    rate       limits: bytes per second, bytes in all
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
  is not sent again. While one file is sent the next ones are read.
- A download without `existing` refreshes: the next run then does the rest and nothing else. It fetches nothing that has
  the recorded checksum, so that nobody can tell the result from that of fetching everything anew.
- Manifests lie beside the files and carry the dataset's id in their names: they go where the files go, and several
  datasets may share a folder. Only a data file made on purpose collides, and is reported.
- The journal of an upload is found by where the file is and where it goes, and trusted while the file has the same
  size, time of change and number. If that deceives, the service's own checksum tells, and the next run reads the file
  again.
- Whatever has arrived is left there when an upload fails: only the user ends a session (`Uploads.abort`).
"""

from __future__ import annotations

from .download import download, download_file
from .events import Progress
from .options import Options
from .report import Downloaded, FileLine, TransferReport
from .service import Service
from .upload import upload
from .verified import Verified, VerifyReport
from .verify import verify

__all__ = [
    "Downloaded",
    "FileLine",
    "Options",
    "Progress",
    "Service",
    "TransferReport",
    "Verified",
    "VerifyReport",
    "download",
    "download_file",
    "upload",
    "verify",
]
