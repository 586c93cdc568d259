"""People and service accounts, and their API keys."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import orjson

from crucible.ids import classify, new_mfid

from .database import now, present, stored_time
from .selection import Order, Page, Selection, Slice, count, read_page, sorted_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from .database import Database

KEY_LIFETIME = timedelta(days=365)

BY_NAME = Order(sorted_text("a.last_name || char(1) || a.first_name"), "a.unique_id")

_ACQUAINTED = """(a.unique_id = ? OR a.unique_id IN (
    WITH mine (id) AS (
        SELECT id FROM resource WHERE type = 'project' AND owner = ?
        UNION SELECT g.resource FROM access_grant g JOIN resource p ON p.id = g.resource
        WHERE g.principal = ? AND p.type = 'project')
    SELECT owner FROM resource WHERE id IN (SELECT id FROM mine)
    UNION SELECT principal FROM access_grant WHERE resource IN (SELECT id FROM mine)
    UNION SELECT b.account FROM instrument_account b JOIN instrument_account own ON own.instrument = b.instrument
        WHERE own.account = ?))"""


SORT_KEYS = {
    "name": BY_NAME.key,
    "username": "coalesce(a.username, '')",
    "unique_id": "a.unique_id",
    "email": "coalesce(a.email, '')",
}
Column = Literal["first_name", "last_name", "username", "unique_id", "email", "is_service_account", "platform_role"]
SEARCHED: tuple[Column, ...] = ("first_name", "last_name", "username", "unique_id")


def equals(chosen: Selection, column: Column, value: str | bool) -> None:
    """Keep accounts with exactly this value."""
    chosen.add(f"a.{column} = ?", value)


def equals_in_any_case(chosen: Selection, column: Column, text: str) -> None:
    """Keep accounts with this text, in upper or lower case."""
    chosen.add(f"folded(a.{column}) = folded(?)", text)


def contains(chosen: Selection, columns: Sequence[Column], text: str) -> None:
    """Keep accounts with a text in one of some columns, in any case."""
    clauses = [f"instr(folded(coalesce(a.{column}, '')), folded(?)) > 0" for column in columns]
    chosen.add(f"({' OR '.join(clauses)})", *[text] * len(clauses))


def has_platform_role(chosen: Selection, roles: Sequence[str]) -> None:
    """Keep accounts with one of some platform roles."""
    chosen.add(f"a.platform_role IN ({', '.join('?' * len(roles))})", *roles)


def only_acquainted(chosen: Selection, account: str) -> None:
    """Leave out the accounts that share no access group, of a project or an instrument, with an account."""
    chosen.add(_ACQUAINTED, *[account] * 4)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, or something, that can have an API key."""

    unique_id: str
    username: str | None
    email: str | None
    first_name: str
    last_name: str
    is_service_account: bool
    platform_role: str

    @classmethod
    def of(cls, row: sqlite3.Row) -> Account:
        """Read a row of the table."""
        return cls(
            row["unique_id"],
            row["username"],
            row["email"],
            row["first_name"],
            row["last_name"],
            bool(row["is_service_account"]),
            row["platform_role"],
        )


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key and its times; the text of the key is left out of its representation."""

    text: str
    account: str
    created: str
    expires: str

    def __repr__(self) -> str:
        return f"ApiKey(account={self.account!r}, expires={self.expires!r})"

    @property
    def is_valid(self) -> bool:
        """Whether the key is accepted now."""
        return now() < self.expires


class Accounts:
    """The tables of accounts and keys."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, unique_id: str) -> Account | None:
        """Return the account with a canonical id."""
        row = self._db.one("SELECT * FROM account WHERE unique_id = ?", unique_id)
        return None if row is None else Account.of(row)

    def find(self, reference: str) -> Account | None:
        """Return the account that an ORCID, MFID, username or e-mail address names."""
        kind = classify(reference)
        if kind in ("orcid", "mfid"):
            return self.get(reference)
        column = "email" if kind == "email" else "username"
        row = self._db.one(f"SELECT * FROM account WHERE {column} = ?", reference.lower())
        return None if row is None else Account.of(row)

    def many(self, unique_ids: Iterable[str]) -> dict[str, Account]:
        """Return accounts by their canonical ids."""
        rows = self._db.all(
            "SELECT * FROM account WHERE unique_id IN (SELECT value FROM json_each(?))",
            orjson.dumps(list(unique_ids)).decode(),
        )
        return {row["unique_id"]: Account.of(row) for row in rows}

    def create(
        self,
        *,
        unique_id: str | None = None,
        username: str | None = None,
        email: str | None = None,
        first_name: str = "",
        last_name: str = "",
        is_service_account: bool = False,
        platform_role: str = "none",
    ) -> Account:
        """Store a new account; without a canonical id it gets an MFID."""
        unique_id = unique_id or new_mfid()
        self._db.run(
            "INSERT INTO account (unique_id, username, email, first_name, last_name, is_service_account, platform_role,"
            " created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            unique_id,
            _lower(username),
            _lower(email),
            *(first_name, last_name, is_service_account, platform_role, now()),
        )
        return present(self.get(unique_id))

    def update(self, account: Account, **changes: Any) -> Account:
        """Store changed columns."""
        for column in ("username", "email"):
            if column in changes:
                changes[column] = _lower(changes[column])
        if changes:
            settings = ", ".join(f"{column} = ?" for column in changes)
            self._db.run(f"UPDATE account SET {settings} WHERE unique_id = ?", *changes.values(), account.unique_id)
        return present(self.get(account.unique_id))

    def taken(self, column: str, value: str | None, by_other_than: str | None = None) -> bool:
        """Whether somebody else has a username or e-mail address."""
        return (
            value is not None
            and self._db.one(
                f"SELECT 1 FROM account WHERE {column} = ? AND unique_id IS NOT ?", value.lower(), by_other_than
            )
            is not None
        )

    def has_other_administrator(self, unique_id: str) -> bool:
        """Whether a person other than this one is a platform administrator."""
        sql = "SELECT 1 FROM account WHERE platform_role = 'admin' AND is_service_account = 0 AND unique_id != ?"
        return self._db.one(sql, unique_id) is not None

    def page(self, selection: Selection, order: Order, part: Slice) -> tuple[list[Account], Page]:
        """Read a page of a list."""
        page = read_page(self._db, "a.*", "account a", selection, order, part)
        return [Account.of(row) for row in page.rows], page

    def count(self, selection: Selection) -> int:
        """Count the accounts of a whole list."""
        return count(self._db, "account a", selection)

    def key_holder(self, text: str) -> tuple[Account, ApiKey] | None:
        """Return the key with a text and whose it is."""
        row = self._db.one(
            "SELECT a.*, k.key, k.created AS key_created, k.expires FROM api_key k"
            " JOIN account a ON a.unique_id = k.account WHERE k.key = ?",
            text,
        )
        if row is None:
            return None
        return Account.of(row), ApiKey(row["key"], row["unique_id"], row["key_created"], row["expires"])

    def key_of(self, unique_id: str) -> ApiKey | None:
        """Return the current key of an account."""
        row = self._db.one("SELECT * FROM api_key WHERE account = ? ORDER BY created DESC LIMIT 1", unique_id)
        return None if row is None else ApiKey(row["key"], row["account"], row["created"], row["expires"])

    def issue_key(self, unique_id: str) -> ApiKey:
        """Make a new key in place of all that the account had."""
        self.revoke_keys(unique_id)
        text = secrets.token_urlsafe(32)
        expires = stored_time(datetime.now(UTC) + KEY_LIFETIME)
        self._db.run("INSERT INTO api_key VALUES (?, ?, ?, ?)", text, unique_id, now(), expires)
        return present(self.key_of(unique_id))

    def revoke_keys(self, unique_id: str) -> None:
        """Make the keys of an account useless."""
        self._db.run("DELETE FROM api_key WHERE account = ?", unique_id)


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()
