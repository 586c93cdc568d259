"""How datasets and samples hang together, and what hangs on a dataset: keywords and thumbnails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from .database import Database
    from .selection import Selection


@dataclass(frozen=True, slots=True)
class Link:
    """One link between two resources, by their internal numbers."""

    parent: int
    child: int
    undirected: bool
    relationship_type: str | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> Link:
        """Read a row of the table."""
        return cls(row["parent"], row["child"], bool(row["undirected"]), row["relationship_type"])


class Links:
    """Links from parent to child, and undirected ones from dataset to sample."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, parent: int, child: int) -> Link | None:
        """Return the link from one resource to another."""
        row = self._db.one("SELECT * FROM link WHERE parent = ? AND child = ?", parent, child)
        return None if row is None else Link.of(row)

    def put(self, parent: int, child: int, *, undirected: bool, relationship_type: str | None) -> None:
        """Link two resources; without a relationship an existing one stays."""
        self._db.run(
            "INSERT INTO link VALUES (?, ?, ?, ?) ON CONFLICT (parent, child) DO UPDATE"
            " SET relationship_type = coalesce(excluded.relationship_type, relationship_type)",
            *(parent, child, undirected, relationship_type),
        )

    def remove(self, parent: int, child: int) -> bool:
        """Unlink two resources, and say whether they were linked."""
        return self._db.run("DELETE FROM link WHERE parent = ? AND child = ?", parent, child).rowcount > 0

    def touching(self, numbers: Iterable[int]) -> list[Link]:
        """Return all links that begin or end at some resources."""
        wanted = orjson.dumps(list(numbers)).decode()
        rows = self._db.all(
            "SELECT * FROM link WHERE parent IN (SELECT value FROM json_each(?1))"
            " UNION SELECT * FROM link WHERE child IN (SELECT value FROM json_each(?1)) ORDER BY parent, child",
            wanted,
        )
        return [Link.of(row) for row in rows]

    def component(self, start: int, chosen: Selection) -> list[int]:
        """Return a resource and all of a selection that hang together with it, over any number of those."""
        rows = self._db.all(
            "WITH RECURSIVE reached (id) AS (SELECT ? UNION"
            " SELECT r.id FROM reached CROSS JOIN link l ON l.parent = reached.id OR l.child = reached.id"
            " CROSS JOIN resource r ON r.id = CASE l.parent WHEN reached.id THEN l.child ELSE l.parent END"
            f" {chosen.sql()}) SELECT id FROM reached",
            *(start, *chosen.values),
        )
        return [row["id"] for row in rows]

    def is_ancestor(self, ancestor: int, of: int) -> bool:
        """Whether one resource is above another, over any number of parents."""
        return (
            self._db.one(
                "WITH RECURSIVE above (id) AS (SELECT parent FROM link WHERE child = ?1 AND undirected = 0"
                " UNION SELECT parent FROM link JOIN above ON child = above.id WHERE undirected = 0)"
                " SELECT 1 FROM above WHERE id = ?2",
                *(of, ancestor),
            )
            is not None
        )


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture of a dataset."""

    id: int
    dataset: int
    name: str | None
    image: str
    mime_type: str

    @classmethod
    def of(cls, row: sqlite3.Row) -> Thumbnail:
        """Read a row of the table."""
        return cls(row["id"], row["dataset"], row["name"], row["image"], row["mime_type"])


class Thumbnails:
    """The table of thumbnails; images are kept as the Base64 text they travel in."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, dataset: int) -> list[Thumbnail]:
        """Return the thumbnails of a dataset, oldest first."""
        rows = self._db.all("SELECT * FROM thumbnail WHERE dataset = ? ORDER BY id", dataset)
        return [Thumbnail.of(row) for row in rows]

    def get(self, dataset: int, number: int) -> Thumbnail | None:
        """Return one thumbnail of a dataset."""
        row = self._db.one("SELECT * FROM thumbnail WHERE id = ? AND dataset = ?", number, dataset)
        return None if row is None else Thumbnail.of(row)

    def first(self, datasets: Sequence[int]) -> dict[int, Thumbnail]:
        """Return the oldest thumbnail of each dataset that has one."""
        rows = self._db.all(
            "SELECT * FROM thumbnail WHERE id IN (SELECT min(id) FROM thumbnail"
            " WHERE dataset IN (SELECT value FROM json_each(?)) GROUP BY dataset)",
            orjson.dumps(list(datasets)).decode(),
        )
        return {row["dataset"]: Thumbnail.of(row) for row in rows}

    def add(self, dataset: int, name: str | None, image: str, mime_type: str) -> Thumbnail:
        """Store a thumbnail."""
        number = self._db.run(
            "INSERT INTO thumbnail (dataset, name, image, mime_type) VALUES (?, ?, ?, ?)",
            *(dataset, name, image, mime_type),
        ).lastrowid
        return Thumbnail(number or 0, dataset, name, image, mime_type)

    def update(self, thumbnail: Thumbnail) -> None:
        """Store a changed thumbnail."""
        self._db.run(
            "UPDATE thumbnail SET name = ?, image = ?, mime_type = ? WHERE id = ?",
            *(thumbnail.name, thumbnail.image, thumbnail.mime_type, thumbnail.id),
        )

    def remove(self, thumbnail: Thumbnail) -> None:
        """Delete a thumbnail."""
        self._db.run("DELETE FROM thumbnail WHERE id = ?", thumbnail.id)


class Keywords:
    """Words that datasets are tagged with."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, dataset: int, counted: Selection) -> list[tuple[str, int]]:
        """Return the keywords of a dataset, each with the number of datasets that have it, this one among them."""
        rows = self._db.all("SELECT keyword FROM keyword WHERE dataset = ? ORDER BY keyword", dataset)
        return [(row["keyword"], self.count(row["keyword"], dataset, counted)) for row in rows]

    def count(self, keyword: str, dataset: int, counted: Selection) -> int:
        """Return how many datasets have a keyword: one that has it in any case, and those of a selection."""
        sql = f"SELECT count(*) FROM keyword k CROSS JOIN resource r ON r.id = k.dataset {counted.sql()}"
        return 1 + self._db.number(f"{sql} AND k.keyword = ? AND k.dataset != ?", *counted.values, keyword, dataset)

    def among(self, chosen: Selection) -> list[tuple[str, int]]:
        """Return the keywords of some datasets, each with the number of those that have it."""
        rows = self._db.all(
            "SELECT keyword, count(*) AS datasets FROM keyword"
            f" WHERE dataset IN (SELECT r.id FROM resource r {chosen.sql()}) GROUP BY keyword ORDER BY keyword",
            *chosen.values,
        )
        return [(row["keyword"], row["datasets"]) for row in rows]

    def add(self, dataset: int, keyword: str) -> None:
        """Tag a dataset."""
        self._db.run("INSERT INTO keyword VALUES (?, ?) ON CONFLICT DO NOTHING", dataset, keyword)
