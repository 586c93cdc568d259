"""The SQLite file: connections, transactions and the version of the schema.

One connection writes, under a lock and in transactions that begin as writing ones, so that two threads never find out
half-way that they are in each other's way. Every thread reads through a connection of its own and sees only what was
committed, except inside its own write transaction. Write-ahead logging lets readers and the writer work side by side.

A commit is durable when the process is killed. With ``synchronous=NORMAL`` the last commits can be lost when the
machine loses power, in exchange for four times as many of them per second; the file stays consistent either way.
What nobody will read again is not flushed at all, which is most of the time that a fresh sandbox in a test would take.
"""

from __future__ import annotations

import atexit
import errno
import functools
import os
import sqlite3
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from crucible.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")

SCHEMA_VERSION = 2
"""Version of `schema.sql`. `migrations/N.sql` brings a database from version N to the next one."""

WAIT_FOR_LOCK_SECONDS = 30.0

_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
"""What SQLite says where the disk, a quota or the largest file there can be is full."""


class IncompatibleDatabaseError(ConfigError):
    """The database was written by a newer release, or is no database of the sandbox."""


class UnusableDatabaseError(ConfigError):
    """The database cannot be opened or brought up to date: it may not be written to, or it is damaged."""


def present(found: T | None) -> T:
    """Return a row that must be there, because the transaction under way has written or read it before."""
    if found is None:
        raise RuntimeError("a row has gone within a transaction")
    return found


def now() -> str:
    """Return the present time as it is stored."""
    return stored_time(datetime.now(UTC))


def stored_time(instant: datetime) -> str:
    """Return an instant as the text that compares correctly with all other stored instants."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _folded(text: str | None) -> str | None:
    """Return a text as it is compared in any case; SQLite's own lower() knows the letters of ASCII only."""
    return None if text is None else text.casefold()


def foreign(path: Path) -> IncompatibleDatabaseError:
    """Return the error that says that a file is somebody else's."""
    return IncompatibleDatabaseError(f"{path} is not a sandbox's database.", hint="Use another folder.")


class Database:
    """One SQLite file with the sandbox's schema; it is made if it does not exist.

    Parameters
    ----------
    path
        The file.
    is_kept
        Whether somebody will read the file again after this process.
    """

    def __init__(self, path: Path, *, is_kept: bool = True) -> None:
        self._path = path
        self._synchronous = "NORMAL" if is_kept else "OFF"
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # it holds API keys; SQLite's other files follow it
        self.is_busy = False
        """Whether a transaction that writes is under way; another one would wait for it."""

        self._lock = threading.RLock()
        self._opened: list[sqlite3.Connection] = []
        self._here = threading.local()
        self._after_commit: list[Callable[[], None]] = []
        try:
            self._writer = self._open()
            self._prepare(self._version())
        except BaseException as error:
            self.close()
            if isinstance(error, sqlite3.DatabaseError) and error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise foreign(path) from error
            if isinstance(error, sqlite3.DatabaseError):
                raise UnusableDatabaseError(f"{path} cannot be used: {error}.", hint="Use another folder.") from error
            raise

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=WAIT_FOR_LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._opened.append(connection)  # without the lock, so that a first read does not wait for a writer
        connection.row_factory = sqlite3.Row
        connection.create_function("folded", 1, _folded, deterministic=True)
        for setting in (
            "foreign_keys = ON",
            f"synchronous = {self._synchronous}",
            "temp_store = MEMORY",
            "cache_size = -8000",
        ):
            connection.execute(f"PRAGMA {setting}")
        return connection

    def _version(self) -> int:
        """Return the version of the schema, 0 for a new file; other people's databases are not touched."""
        version: int = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and self._writer.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise foreign(self._path)
        if version > SCHEMA_VERSION:
            raise IncompatibleDatabaseError(
                f"{self._path} was written by a newer release: its schema is {version}, this release knows "
                f"{SCHEMA_VERSION}.",
                hint="Use that release, or another folder.",
            )
        return version

    def _prepare(self, version: int) -> None:
        """Make the schema, or bring an older one up to date, in one transaction."""
        if version == 0:
            with _copying:
                template().backup(self._writer)
        self._writer.execute("PRAGMA journal_mode = WAL")
        if 0 < version < SCHEMA_VERSION:
            with self.write():
                for step in range(version, SCHEMA_VERSION):
                    _execute(self._writer, f"migrations/{step}.sql")
                self._writer.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    @functools.cached_property
    def has_trigrams(self) -> bool:
        """Whether names are indexed by trigrams, or lie in a plain table."""
        sql = self.one("SELECT sql FROM sqlite_master WHERE name = 'name_trigrams'")
        return sql is not None and "VIRTUAL" in sql[0]

    @contextmanager
    def write(self) -> Iterator[None]:
        """Run what follows as one transaction; an exception undoes all of it. May be nested.

        Raises
        ------
        OSError
            With ENOSPC, if there is no room for what was written.
        """
        if self._is_writing():
            yield
            return
        with self._lock:
            self._here.connection, before = self._writer, getattr(self._here, "connection", None)
            self.is_busy = True
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield
                self._writer.execute("COMMIT")
            except BaseException as error:
                self._after_commit.clear()
                if self._writer.in_transaction:  # SQLite has ended it already where the disk is full
                    self._writer.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) in _NO_ROOM:
                    raise OSError(errno.ENOSPC, "there is no room for the database to grow") from error
                raise
            finally:
                self.is_busy = False
                self._here.connection = before
            waiting, self._after_commit = self._after_commit, []
        for action in waiting:
            action()

    @contextmanager
    def read(self) -> Iterator[None]:
        """Let everything that follows see one state of the database. May be nested."""
        if self._is_writing():
            yield
            return
        connection = self._connection()
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")

    def _is_writing(self) -> bool:
        return getattr(self._here, "connection", None) is self._writer

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if connection is None:
            connection = self._here.connection = self._open()
        return connection

    def after_commit(self, action: Callable[[], None]) -> None:
        """Do something once the transaction that is under way is safe; it is forgotten if the transaction fails."""
        self._after_commit.append(action)

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        return self._connection().execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        row: sqlite3.Row | None = self._connection().execute(sql, values).fetchone()
        return row

    def one_named(self, sql: str, values: Mapping[str, Any]) -> sqlite3.Row | None:
        """Return the first row of a query with named values, or None."""
        row: sqlite3.Row | None = self._connection().execute(sql, values).fetchone()
        return row

    def number(self, sql: str, *values: Any) -> int:
        """Return the only value of a query that counts or adds up."""
        return int(self._connection().execute(sql, values).fetchone()[0] or 0)

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Change something, inside `write`."""
        if not self._is_writing():
            raise RuntimeError("a change outside of a transaction")
        return self._writer.execute(sql, values)

    def close(self) -> None:
        """Close all connections of all threads."""
        with self._lock:
            while self._opened:
                self._opened.pop().close()


_copying = threading.Lock()


@functools.cache
def template() -> sqlite3.Connection:
    """Return an empty database with the schema; copying it takes a quarter of the time of making it once more."""
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    atexit.register(made.close)
    _execute(made, "schema.sql")
    try:
        made.execute("CREATE VIRTUAL TABLE name_trigrams USING fts5 (names, tokenize = 'trigram')")
    except sqlite3.OperationalError:  # SQLite before 3.34: names are then searched one by one
        made.execute("CREATE TABLE name_trigrams (names TEXT)")
    made.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return made


def _execute(connection: sqlite3.Connection, script: str) -> None:
    """Run a script of this package inside the transaction that is under way."""
    text = resources.files(__package__).joinpath(script).read_text(encoding="utf-8")
    for statement in _statements(text):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; executescript would end the transaction they belong to."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
