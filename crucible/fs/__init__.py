"""Files of Crucible as files that open: ``crucible://`` for fsspec, and for all that opens addresses by it.

>>> import fsspec
>>> with fsspec.open(f"crucible://{dataset.unique_id}/run7.xy", client=client) as file:
...     first = file.readline()

Addresses::

    crucible://                                     projects that one may see
    crucible://my-project                           its datasets, by their ids
    crucible://my-project/0t…/raw/scan.h5           a file of one
    crucible://0t…/raw/scan.h5                      the same file: ids are unique

A dataset is named by its id, because names of datasets are not unique and change. There is never a key or a user in an
address: `profile` says whose eyes are used, a name that means something on this machine only, and so that is all there
is in what is pickled.

Mechanism
---------
`paths`
    What an address means, and how names with ``/`` are folders.
`clients`
    One client for each profile, which is used as it is now.
`listings`
    What the service lists, kept for a moment.
`reading`
    Any bytes of a file by ranged requests to a signed address, renewed when it has expired; by the storage client,
    retries and rules of `crucible.transfer`.
`blocks`
    What was read stays for a while, in blocks.
`opened`
    A file that is read, and one that is written: in a temporary place, from where it is uploaded when it is closed.
`moving`
    Many files at a time.
`failures`
    Errors of this package as the kinds of `OSError` that users of files expect; nowhere else.

Decisions
---------
- A file that is replaced while it is open is an error (``ESTALE``), never a mixture: the store's tag is compared with
  each answer. Ranges have no checksum; a file that is read as a whole is compared with its SHA-256.
- Nothing is deleted through a file system: the service deletes files for good, and ``rm("my-project", recursive=True)``
  is easily written. ``client.files.delete`` does.
- A dataset keeps content once, so that the second of two equal chunks of a Zarr folder gets no name and would be read
  as empty: to write it is an error. Two ways around it were rejected: to give it other content first and replace that
  (the document does not say that a replacement may have what another file has, and what is broken off in between leaves
  wrong bytes), and to record it as a file that is kept elsewhere (no other client would find its bytes).
- Blocks are small, because the directories of a TIFF stack lie an image apart: with blocks of 256 KiB, 13 % of such a
  file were fetched for one page, with 64 KiB 4 %. Readers of HDF5 need no more requests for that: several places are
  followed at once.
- The caches of fsspec were measured (``scripts/bench/remote.py``). One of blocks asks for each block by itself, one
  that reads ahead forgets what it had before: HDF5 returns to its indexes all the time. `blocks` does neither.
- There is no event loop here: clients are used in threads, and survive ``fork``, which loops do not.
"""

from __future__ import annotations

from ..extras import require

require("fsspec")

from .filesystem import CrucibleFileSystem  # noqa: E402 - after that

__all__ = ["CrucibleFileSystem"]
