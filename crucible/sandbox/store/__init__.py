"""Where the sandbox keeps everything but the bytes of files: one SQLite file, behind verbs for each noun.

SQL is written by hand and stands in this package only, so that another database can be put behind the same verbs. An
object-relational mapper would cost more than the whole start of the server (measured: 200 ms of imports), and models
besides the document would have to be kept in step with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .accounts import Accounts
from .database import Database, IncompatibleDatabaseError
from .files import Files, Objects
from .grants import Grants
from .ingestions import Ingestions
from .links import Keywords, Links, Thumbnails
from .resources import Resources
from .words import Metadata

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["IncompatibleDatabaseError", "Store"]


class Store:
    """All tables of one sandbox.

    Attributes
    ----------
    db
        Transactions: ``with store.db.write(): ...``.
    accounts, resources, grants, links, keywords, thumbnails, metadata, files, objects, ingestions
        The verbs, by noun.
    """

    def __init__(self, path: Path) -> None:
        self.db = Database(path)
        self.accounts = Accounts(self.db)
        self.resources = Resources(self.db)
        self.grants = Grants(self.db)
        self.links = Links(self.db)
        self.keywords = Keywords(self.db)
        self.thumbnails = Thumbnails(self.db)
        self.metadata = Metadata(self.db)
        self.files = Files(self.db)
        self.objects = Objects(self.db)
        self.ingestions = Ingestions(self.db)

    def check(self) -> None:
        """Read something; raises `sqlite3.Error` if the database cannot be read."""
        self.db.number("SELECT count(*) FROM api_key")

    def close(self) -> None:
        """Close the database."""
        self.db.close()
