"""Finding things by words: names with typing errors, metadata by the stems of English words.

Names are found by trigrams, as PostgreSQL's pg_trgm does it: SQLite's index proposes the names that share the most
groups of three letters with the question, and the share of the question's trigrams that a name contains ranks them.
Metadata is one text per resource, keys and values together, in an index that knows English word endings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .database import Database
    from .resources import Resource
    from .selection import Selection

LEAST_SIMILARITY = 0.45
"""Below this share of common trigrams a name is not a match; one wrong letter in eight stays well above it."""
MOST_CANDIDATES = 1000
LONGEST_SEARCHED_NAME = 1000
LONGEST_METADATA_TEXT = 1_000_000

_WORD = re.compile(r"\w+")


def searched_names(resource: Resource) -> list[str]:
    """Return the texts by which a resource is found."""
    texts = [resource.name]
    if resource.type == "project":
        texts.append(resource.slug)
    elif resource.type == "instrument":
        texts += [resource.data.get("instrument_type"), resource.data.get("manufacturer")]
    return [text[:LONGEST_SEARCHED_NAME] for text in texts if text]


def index_names(db: Database, resource: Resource) -> None:
    """Bring the index of names up to date with a resource."""
    text = "\n".join(searched_names(resource))
    stored = db.one("SELECT names FROM name_trigrams WHERE rowid = ?", resource.id)
    if stored is None and text:
        db.run("INSERT INTO name_trigrams (rowid, names) VALUES (?, ?)", resource.id, text)
    elif stored is not None and stored["names"] != text:
        db.run("UPDATE name_trigrams SET names = ? WHERE rowid = ?", text, resource.id)


def forget(db: Database, number: int) -> None:
    """Take a resource that is being deleted out of both indexes, which no foreign key reaches."""
    db.run("DELETE FROM name_trigrams WHERE rowid = ?", number)
    db.run("DELETE FROM metadata_words WHERE rowid = ?", number)


def find_names(db: Database, question: str, selection: Selection, limit: int) -> list[int]:
    """Return the numbers of the resources whose names are most like a question, best first."""
    wanted = _trigrams(question)
    tables = "name_trigrams n CROSS JOIN resource r ON r.id = n.rowid"  # CROSS: the words come first
    if db.has_trigrams and (pieces := _pieces(question)):
        matching = " OR ".join(f'"{piece}"' for piece in sorted(pieces))
        rows = db.all(
            f"SELECT r.id, r.mfid, n.names FROM {tables} {selection.sql()} AND n.names MATCH ? ORDER BY n.rank LIMIT ?",
            *(*selection.values, matching, MOST_CANDIDATES),
        )
    else:
        pattern = "%" + re.sub(r"([%_\\])", r"\\\1", question) + "%"
        rows = db.all(
            f"SELECT r.id, r.mfid, n.names FROM {tables} {selection.sql()} AND n.names LIKE ? ESCAPE '\\' LIMIT ?",
            *(*selection.values, pattern, MOST_CANDIDATES),
        )
    ranked = sorted(
        ((_similarity(question, wanted, row["names"]), row["mfid"], row["id"]) for row in rows),
        key=lambda found: (found[0], found[1]),
        reverse=True,
    )
    return [number for similarity, _, number in ranked if similarity >= LEAST_SIMILARITY][:limit]


def _pieces(question: str) -> set[str]:
    """Return the groups of three letters to look up; quotes cannot occur in them."""
    return {word[at : at + 3] for word in _WORD.findall(question.lower()) for at in range(len(word) - 2)}


def _trigrams(text: str) -> set[str]:
    padded = [f"  {word} " for word in _WORD.findall(text.lower())]
    return {word[at : at + 3] for word in padded for at in range(len(word) - 2)}


def _similarity(question: str, wanted: set[str], names: str) -> float:
    """Return how much of a question the most similar of several names contains; its very text counts most."""
    best = 0.0
    for name in names.split("\n"):
        if question.lower() in name.lower():
            best = max(best, 1.0 + len(question) / (len(name) + 1))
        elif wanted:
            best = max(best, len(wanted & _trigrams(name)) / len(wanted))
    return best


class Metadata:
    """Scientific metadata: one JSON object per resource, found by the words in it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, number: int) -> dict[str, Any] | None:
        """Return the metadata of a resource, if it has any."""
        row = self._db.one("SELECT document FROM metadata WHERE resource = ?", number)
        return None if row is None else orjson.loads(row["document"])

    def many(self, numbers: list[int]) -> dict[int, dict[str, Any]]:
        """Return the metadata of several resources, by number."""
        rows = self._db.all(
            "SELECT resource, document FROM metadata WHERE resource IN (SELECT value FROM json_each(?))",
            orjson.dumps(numbers).decode(),
        )
        return {row["resource"]: orjson.loads(row["document"]) for row in rows}

    def put(self, number: int, document: Mapping[str, Any]) -> None:
        """Store the metadata of a resource in place of what it had."""
        text = metadata_text(document)
        had = self._db.run(
            "UPDATE metadata SET document = ? WHERE resource = ?", orjson.dumps(document).decode(), number
        ).rowcount
        if had:
            self._db.run("UPDATE metadata_words SET body = ? WHERE rowid = ?", text, number)
        else:
            self._db.run("INSERT INTO metadata VALUES (?, ?)", number, orjson.dumps(document).decode())
            self._db.run("INSERT INTO metadata_words (rowid, body) VALUES (?, ?)", number, text)

    def search(self, question: str, selection: Selection, limit: int) -> list[tuple[int, float]]:
        """Return numbers and ranks of the resources whose metadata has all words of a question, best first."""
        terms = [term for term in _WORD.findall(question) if term.strip("_")]  # the index has no underscores
        if not terms:
            return []
        rows = self._db.all(
            "SELECT r.id, -w.rank AS score FROM metadata_words w CROSS JOIN resource r ON r.id = w.rowid "
            f"{selection.sql()} AND w.body MATCH ? ORDER BY w.rank, r.mfid DESC LIMIT ?",
            *(*selection.values, " AND ".join(f'"{term}"' for term in terms), limit),
        )
        return [(row["id"], row["score"]) for row in rows]


def metadata_text(document: Mapping[str, Any]) -> str:
    """Return the words of a document: its keys and its values that are no containers."""
    found: list[str] = []
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for key, inner in reversed(value.items()):
                waiting += [inner, key]
        elif isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, bool) or value is None:
            found.append({True: "true", False: "false", None: "null"}[value])
        else:
            found.append(str(value))
    return " ".join(found)[:LONGEST_METADATA_TEXT]


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document into which another is merged: objects member by member, everything else replaced."""
    result = dict(old)
    waiting = [(result, new)]
    while waiting:
        into, source = waiting.pop()
        for key, value in source.items():
            kept = into.get(key)
            if isinstance(kept, dict) and isinstance(value, dict):
                into[key] = dict(kept)
                waiting.append((into[key], value))
            else:
                into[key] = value
    return result
