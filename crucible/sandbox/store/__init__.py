"""Where the sandbox keeps everything but the bytes of files: one SQLite file, behind verbs for each noun.

SQL is written by hand and stands in this package only, so that another database can be put behind the same verbs. An
object-relational mapper would cost more than the whole start of the server (measured: 200 ms of imports), and models
besides the document would have to be kept in step with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .accounts import Accounts
from .database import Database, IncompatibleDatabaseError
from .deletions import DeletionAudit, Deletions
from .facets import Facets
from .files import Files, Objects
from .grants import Grants
from .groups import InstrumentAccounts, JoinRequests
from .ingestions import Ingestions
from .links import Keywords, Links, Thumbnails
from .processing import Processing
from .resources import Resources
from .uploads import Uploads
from .words import Metadata

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["IncompatibleDatabaseError", "Store"]

COUNTED = ("dataset", "file", "sample", "instrument", "project", "account")


class Store:
    """All tables of one sandbox.

    Attributes
    ----------
    db
        Transactions: ``with store.db.write(): ...``.
    accounts, resources, facets, grants, join_requests, instrument_accounts, links, keywords, thumbnails, metadata,
    files, objects, uploads, ingestions, processing, deletions, deletion_audit
        The verbs, by noun.
    """

    def __init__(self, path: Path, *, is_kept: bool = True) -> None:
        self.db = Database(path, is_kept=is_kept)
        self.accounts = Accounts(self.db)
        self.resources = Resources(self.db)
        self.facets = Facets(self.db)
        self.grants = Grants(self.db)
        self.join_requests = JoinRequests(self.db)
        self.instrument_accounts = InstrumentAccounts(self.db)
        self.links = Links(self.db)
        self.keywords = Keywords(self.db)
        self.thumbnails = Thumbnails(self.db)
        self.metadata = Metadata(self.db)
        self.files = Files(self.db)
        self.objects = Objects(self.db)
        self.uploads = Uploads(self.db)
        self.ingestions = Ingestions(self.db)
        self.processing = Processing(self.db)
        self.deletions = Deletions(self.db)
        self.deletion_audit = DeletionAudit(self.db)

    def check(self) -> None:
        """Read something; raises `sqlite3.Error` if the database cannot be read."""
        self.db.number("SELECT count(*) FROM api_key")

    def counts(self) -> dict[str, int]:
        """Return how many records there are of each kind."""
        rows = self.db.all(
            """SELECT type, count(*) FROM resource GROUP BY type
               UNION ALL SELECT 'file', count(*) FROM file UNION ALL SELECT 'account', count(*) FROM account"""
        )
        counted = dict(tuple(row) for row in rows)
        return {kind: counted.get(kind, 0) for kind in COUNTED}

    def close(self) -> None:
        """Close the database."""
        self.db.close()
