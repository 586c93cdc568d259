"""``crucible wait``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .answer import Page
from .command import Argument, command
from .transfers import is_for_people, timeout_flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..client import CrucibleClient
    from ..records import IngestionRequest
    from .session import Session

MOST_NAMED: Final = 100
"""Ingestions whose files are asked for their names."""


@command(
    Argument(
        "ids",
        metavar="ID...",
        nargs=-1,
        required=True,
        does="Ids of datasets or files, numbers of ingestion requests, or - to read them from standard input.",
    ),
    timeout_flag(),
    example="crucible wait DATASET --timeout 60",
)
def wait(session: Session, ids: Sequence[str], timeout: float) -> Page:
    """Wait until metadata has been read out of files.

    Of a dataset, it is waited for the newest ingestion of each of its files. What takes longer than the time goes on in
    the service, and the same command waits again.
    """
    from .. import ids as identities
    from .waiting import counted, waited  # which loads the transfers, and help need not

    wanted: list[Any] = [int(one) if one.isdigit() and not identities.is_mfid(one) else one for one in session.ids(ids)]
    requests, error = waited(session, wanted, timeout)
    rows = _with_names(session.client, requests) if is_for_people() else requests
    return Page(rows, closing=counted(requests), error=error)


def _with_names(client: CrucibleClient, requests: Sequence[IngestionRequest]) -> list[dict[str, Any]]:
    """Return what people see of ingestions: the names of the files in the place of their ids."""
    from ..errors import CrucibleError

    names: dict[str, str] = {}
    for one in requests[:MOST_NAMED]:
        if one.file_mfid and one.file_mfid not in names:
            try:
                file = client.files.get(one.file_mfid)
                names[one.file_mfid] = file.filename
                if file.dataset_mfid and len(requests) > 1:  # the others are most likely there
                    names |= {other.mfid: other.filename for other in client.datasets.list_files(file.dataset_mfid)}
            except CrucibleError:  # then its id is all that is known of it
                names[one.file_mfid] = one.file_mfid
    return [
        {
            "id": one.id,
            "status": one.status,
            "filename": names.get(one.file_mfid or "", one.file_mfid),
            "ingestion_class": one.ingestion_class,
            "error_message": one.error_message,
        }
        for one in requests
    ]
