"""``crucible wait``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answer import Page
from .command import Argument, Flag, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .session import Session


@command(
    Argument(
        "ids",
        metavar="ID...",
        nargs=-1,
        required=True,
        does="Ids of datasets or files, numbers of ingestion requests, or - to read them from standard input.",
    ),
    Flag(
        ["--timeout"],
        type=float,
        default=600.0,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait at most.",
    ),
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
    return Page(requests, closing=counted(requests), error=error)
